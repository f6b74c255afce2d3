//! The trail: which rule fired, on what, and what was said.

use coxa_knowledge::Id;
use jiff::civil::Date;

/// What a rule decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Answer the safety questions again.
    Screen,
    /// The item stops, and something else takes its place.
    Stop,
    /// One step down.
    Down,
    /// As it was.
    Hold,
    /// One step up.
    Up,
    /// A milder start after a gap.
    Restart,
    /// The next stage begins.
    NextStage,
    /// Back to a gentler stage.
    Settle,
    /// Time to be seen.
    BeSeen,
}

/// One rule that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Day it fired on.
    pub date: Date,
    /// The rule's name.
    pub rule: &'static str,
    /// What it decided.
    pub decision: Decision,
    /// The exercise it concerns, if one.
    pub exercise: Option<Id>,
    /// What it looked at, as "name = value".
    pub inputs: Vec<String>,
    /// What is said to the person.
    pub says: String,
}
