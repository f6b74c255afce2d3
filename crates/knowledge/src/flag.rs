//! Red flags, gates and notes.

use serde::Deserialize;

use crate::record::{Body, Status};
use crate::{Because, History, Id, Rule};

/// Who should see this, and when. Ordered: later is more urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Can be looked after at home, with safety-net advice.
    SelfCare,
    /// To be seen by a clinician within two weeks.
    WithinTwoWeeks,
    /// To be seen or phoned today.
    SameDay,
    /// Emergency department or ambulance now.
    Emergency,
}

/// What may be done meanwhile. Ordered: later allows more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// No plan.
    Nothing,
    /// A gentle plan within limits.
    Gentle,
    /// Any plan within limits.
    All,
}

/// A test inside the record: what is told, and whether it fires.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Signs told; everything else counts as answered "no".
    pub told: Vec<Id>,
    /// Signs answered "not sure".
    #[serde(default)]
    pub unsure: Vec<Id>,
    /// Whether the record fires.
    pub fires: bool,
}

/// A red flag: `flags/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The file's stem.
    pub id: Id,
    /// Everyday name.
    pub name: String,
    /// Life of the record.
    pub status: Status,
    /// How soon, when it fires.
    pub urgency: Urgency,
    /// How soon, when it might fire but an answer is "not sure".
    pub unsure: Urgency,
    /// When it fires.
    pub when: Rule,
    /// What may be done until seen.
    pub meanwhile: Permission,
    /// Limits on what may be done, in the planner's words.
    #[serde(default)]
    pub limits: Vec<Id>,
    /// Who to see, in plain words.
    pub see: String,
    /// Grounds.
    pub because: Vec<Because>,
    /// What it is not meant for.
    pub not_for: String,
    /// Firing examples and near misses.
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Sections: `Tell the person`, `Meanwhile`, `Tell the clinician`.
    #[serde(skip)]
    pub body: Body,
}

/// A gate: limits or refuses a plan at any urgency. `gates/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The file's stem.
    pub id: Id,
    /// Everyday name.
    pub name: String,
    /// Life of the record.
    pub status: Status,
    /// When it holds.
    pub when: Rule,
    /// The most that is allowed.
    pub permission: Permission,
    /// Tags of exercises that are left out, in the planner's words.
    #[serde(default)]
    pub limits: Vec<Id>,
    /// Whether "not sure" closes the gate as "yes" does.
    pub unsure_counts: bool,
    /// Grounds.
    pub because: Vec<Because>,
    /// Firing examples and near misses.
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Sections: `Tell the person`.
    #[serde(skip)]
    pub body: Body,
}

/// A note: said once, limits nothing. `notes/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The file's stem.
    pub id: Id,
    /// Everyday name.
    pub name: String,
    /// Life of the record.
    pub status: Status,
    /// When it is shown.
    pub when: Rule,
    /// Grounds.
    pub because: Vec<Because>,
    /// Firing examples and near misses.
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Sections: `Tell the person`.
    #[serde(skip)]
    pub body: Body,
}
