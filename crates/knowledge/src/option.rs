//! Choices a person has before any plan.

use serde::Deserialize;

use crate::record::{Body, Status};
use crate::{Because, History, Id, Rule};

/// What happens to people who choose it, with a denominator.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// What was counted.
    pub what: String,
    /// The figure with its range, in words and numbers.
    pub figure: String,
    /// Of whom: how many people, what sort, followed how long.
    pub of: String,
    /// `high`, `moderate`, `low`, `very_low`: how sure this is.
    pub certainty: String,
    /// Conditions it holds for; all that list the option where empty.
    #[serde(default)]
    pub conditions: Vec<Id>,
    /// Grounds.
    pub because: Vec<Because>,
}

/// A choice: `options/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CareOption {
    /// The file's stem.
    pub id: Id,
    /// Name shown.
    pub name: String,
    /// Life of the record.
    pub status: Status,
    /// Whether choosing it leads on to a plan here.
    pub leads_to_plan: bool,
    /// Place in the list.
    pub order: u8,
    /// Shown only when this holds.
    #[serde(default)]
    pub only_if: Option<Rule>,
    /// Benefits, one a line.
    pub benefits: Vec<String>,
    /// Harms and costs, one a line.
    pub harms: Vec<String>,
    /// Outcome figures.
    #[serde(default, rename = "outcome")]
    pub outcomes: Vec<Outcome>,
    /// Grounds.
    pub because: Vec<Because>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Section: `What it means`.
    #[serde(skip)]
    pub body: Body,
}
