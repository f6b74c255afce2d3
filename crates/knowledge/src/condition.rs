//! Conditions: the patterns that are ranked, and the look-alikes that need a clinician.

use serde::Deserialize;

use crate::record::{Body, Status};
use crate::{Because, History, Id, Rule};

/// Whether a person can look after it, or it should be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A plan can be made for it.
    SelfCare,
    /// A look-alike: named, never planned for.
    Referral,
}

/// How common it is before any answer, in a setting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// Share of adults with pain in these regions, 0 to 1.
    pub share: f64,
    /// Adds to the prior when this holds: `ratio` multiplies the odds.
    #[serde(default, rename = "shift")]
    pub shifts: Vec<Shift>,
    /// Grounds; our choice where no frequency was found.
    pub because: Vec<Because>,
}

/// A change of the prior odds, such as with age.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// When it applies.
    pub when: Rule,
    /// Factor on the odds.
    pub ratio: f64,
    /// Grounds.
    pub because: Vec<Because>,
}

/// A sign for or against.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// A finding or derived sign.
    pub finding: Id,
    /// Likelihood ratio when told.
    pub lr_yes: f64,
    /// Likelihood ratio when denied; 1 where its absence says nothing.
    pub lr_no: f64,
    /// Signs with the same word depend on each other and share their weight.
    #[serde(default)]
    pub cluster: Option<Id>,
    /// Grounds.
    pub because: Vec<Because>,
}

/// What must hold before the pattern can be called likely.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requires {
    /// Without this it is not ranked at all.
    pub to_rank: Rule,
    /// Without this it is at most possible.
    pub to_be_likely: Rule,
    /// Cannot outrank these unless it is likely and they are unclear.
    #[serde(default)]
    pub yields_to: Vec<Id>,
}

/// Which weeks of care a phase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Recent, severe or irritable pain, or a gentle permission.
    Gentle,
    /// The main work.
    Build,
    /// When it has settled.
    Keep,
}

/// One place in the week, with what may fill it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// What the slot is for, from the word list.
    pub aim: Id,
    /// Exercises to take, best first; others with the same aim follow.
    pub prefer: Vec<Id>,
    /// `main` (strength session), `short` (any day), or `daily`.
    pub place: Place,
    /// Why it is here, in a clause.
    pub why: String,
    /// Only when this holds.
    #[serde(default)]
    pub only_if: Option<Rule>,
}

/// In which session a slot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The longer session, two or three days a week.
    Main,
    /// The short session, on the other days.
    Short,
    /// Every day, such as walking.
    Daily,
}

/// A phase of care.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Stage it belongs to.
    pub stage: Stage,
    /// Name shown.
    pub name: String,
    /// What it tries to do, in a sentence.
    pub goal: String,
    /// When to move on, in a sentence.
    pub move_on: String,
    /// Its slots, most important first.
    #[serde(rename = "slot")]
    pub slots: Vec<Slot>,
}

/// What is left out for this pattern, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Avoid {
    /// Safety tag.
    pub tag: Id,
    /// Why, in a clause.
    pub why: String,
    /// Stages it holds for; all where empty.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Grounds.
    pub because: Vec<Because>,
}

/// Usual course.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// What usually happens, with figures and denominators.
    pub says: String,
    /// Weeks after which progress is looked at.
    pub review_weeks: u32,
    /// Grounds.
    pub because: Vec<Because>,
}

/// A test inside the record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Answers, as in an intake's `findings`.
    pub answers: toml::Table,
    /// At least this rank (1 is first).
    pub rank: usize,
    /// Fit: `likely`, `possible`, `unclear`.
    pub fit: String,
}

/// A condition: `conditions/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The file's stem.
    pub id: Id,
    /// Everyday name.
    pub name: String,
    /// Clinical name.
    pub clinical: String,
    /// Words people use for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Life of the record.
    pub status: Status,
    /// Self-care or referral.
    pub kind: Kind,
    /// How common, before any answer.
    pub prior: Prior,
    /// What must hold.
    pub requires: Requires,
    /// Signs for and against.
    #[serde(rename = "sign")]
    pub signs: Vec<Sign>,
    /// Conditions that look alike, by id.
    pub look_alikes: Vec<Id>,
    /// What should be left out.
    #[serde(default, rename = "avoid")]
    pub avoids: Vec<Avoid>,
    /// Phases of care; empty for referrals.
    #[serde(default, rename = "phase")]
    pub phases: Vec<Phase>,
    /// Choices offered before a plan, by id.
    #[serde(default)]
    pub options: Vec<Id>,
    /// Advice cards, most useful first.
    #[serde(default)]
    pub advice: Vec<Id>,
    /// Daily tasks people with it often choose as goals.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// Instrument that fits, beside pain and the patient-specific scale.
    #[serde(default)]
    pub instrument: Option<Id>,
    /// Usual course.
    pub course: Course,
    /// Grounds for what comes first in care.
    pub because: Vec<Because>,
    /// Tests.
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Sections: `What it is`, `What helps`, `What to ease off`, `Be seen if`.
    #[serde(skip)]
    pub body: Body,
}
