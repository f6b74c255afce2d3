//! Ways in, each with the questions it must have answered.

use serde::Deserialize;

use crate::record::Status;
use crate::{History, Id};

/// A door: `doors/<id>.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Door {
    /// The file's stem.
    pub id: Id,
    /// What the person picks.
    pub name: String,
    /// Life of the record.
    pub status: Status,
    /// Screens shown, in order.
    pub groups: Vec<Id>,
    /// Screens whose every question must be answered before a plan.
    pub needs_groups: Vec<Id>,
    /// Single questions that must be answered before a plan.
    #[serde(default)]
    pub needs_findings: Vec<Id>,
    /// Whether every question that some flag or gate leans on must be answered too.
    pub needs_flags: bool,
    /// Changes, newest first.
    pub history: Vec<History>,
}
