//! Questionnaires: items, scoring, change that matters, licence.

use serde::Deserialize;

use crate::record::{Body, Status};
use crate::{Because, History, Id};

/// How answers become a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// The one answer.
    Single,
    /// The mean of the answers.
    Mean,
    /// How many items were ticked.
    CountTicked,
}

/// What an item's answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A whole number between the instrument's item bounds.
    Number,
    /// Ticked or not.
    Tick,
    /// A task the person names, then a number.
    OwnTask,
}

/// How much change matters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Points of change.
    pub points: f64,
    /// Share of the first score, 0 to 1; 0 where none is known.
    #[serde(default)]
    pub share: f64,
    /// What the threshold means.
    pub means: String,
    /// Grounds.
    pub because: Vec<Because>,
}

/// A questionnaire: `instruments/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// The file's stem.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Life of the record.
    pub status: Status,
    /// What it measures.
    pub measures: String,
    /// Words above the items.
    pub prompt: String,
    /// Sort of answer.
    pub answer: Answer,
    /// Items, in order; one empty item for own tasks.
    pub items: Vec<String>,
    /// Smallest and largest answer.
    pub bounds: [i64; 2],
    /// Words at the two ends.
    pub ends: [String; 2],
    /// How it is scored.
    pub scoring: Scoring,
    /// Smallest and largest score.
    pub score_range: [f64; 2],
    /// Whether a higher score is better.
    pub higher_is_better: bool,
    /// Change that matters.
    pub threshold: Threshold,
    /// LOINC code, where one was seen.
    #[serde(default)]
    pub loinc: String,
    /// Terms of use.
    pub licence: String,
    /// Days between repeats.
    pub every_days: u32,
    /// Grounds.
    pub because: Vec<Because>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Sections, free.
    #[serde(skip)]
    pub body: Body,
}
