//! Cards on daily life.

use serde::Deserialize;

use crate::record::{Body, Status};
use crate::{Because, History, Id, Rule};

/// A card: `advice/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// The file's stem.
    pub id: Id,
    /// Heading.
    pub name: String,
    /// Life of the record.
    pub status: Status,
    /// One sentence that says the card.
    pub short: String,
    /// Shown by itself when this holds; otherwise only where a condition lists it.
    #[serde(default)]
    pub when: Option<Rule>,
    /// Grounds.
    pub because: Vec<Because>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Sections, free.
    #[serde(skip)]
    pub body: Body,
}
