//! What a person can be asked, and what follows from the answers.

use serde::Deserialize;

use crate::{Because, History, Id, Rule};

/// A file `findings/<topic>.toml`: one screen of questions, or shared definitions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The screen, if this topic is one.
    #[serde(default)]
    pub group: Option<Group>,
    /// Its questions.
    #[serde(default, rename = "finding")]
    pub findings: Vec<Finding>,
    /// What follows from answers.
    #[serde(default, rename = "derived")]
    pub derived: Vec<Derived>,
    /// Regions of the body map.
    #[serde(default, rename = "region")]
    pub regions: Vec<Region>,
    /// Changes, newest first.
    pub history: Vec<History>,
}

/// A screen of questions that "none of these" can close.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Name used in intakes and addresses.
    pub id: Id,
    /// Heading.
    pub title: String,
    /// One or two sentences above the questions.
    pub intro: String,
    /// Place among the screens.
    pub order: u8,
    /// Whether one tap may answer "no" to all that is left.
    pub closes_with_none: bool,
    /// Its questions, in order; filled while reading.
    #[serde(skip)]
    pub findings: Vec<Id>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `yes`, `no`, `unsure`.
    YesNo,
    /// A whole number between `min` and `max`.
    Number,
    /// One of `options`.
    Choice,
    /// Any of `options`.
    Several,
    /// `worse`, `same`, `better`, `unsure`.
    Posture,
    /// Regions of the body map, each with `-left` or `-right` where it has sides.
    Sites,
}

/// One possible answer of a choice.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Word used in intakes.
    pub id: Id,
    /// Words shown.
    pub label: String,
}

/// A check the person can do on the spot.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfCheck {
    /// Heading.
    pub title: String,
    /// Short steps.
    pub steps: Vec<String>,
    /// How long it takes, in seconds.
    pub takes_s: u16,
    /// When not to do it.
    #[serde(default)]
    pub skip_if: String,
}

/// A question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Name used in rules and intakes.
    pub id: Id,
    /// How it is answered.
    pub kind: Kind,
    /// The question as shown.
    pub ask: String,
    /// A clause for reasons, when told: "your calf is swollen".
    #[serde(default)]
    pub phrase: String,
    /// The same when denied.
    #[serde(default)]
    pub phrase_not: String,
    /// Why it is asked.
    #[serde(default)]
    pub why: String,
    /// Smallest number.
    #[serde(default)]
    pub min: i64,
    /// Largest number.
    #[serde(default)]
    pub max: i64,
    /// Unit of the number, as a suffix: `years`, `weeks`, `hours`, `miles`, `min`, `0_10`.
    #[serde(default)]
    pub unit: String,
    /// What the page fills in; never stored before the person confirms it.
    #[serde(default)]
    pub default: Option<toml::Value>,
    /// Possible answers of a choice.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// A check that helps to answer.
    #[serde(default)]
    pub check: Option<SelfCheck>,
    /// Asked only of this sex at birth, where it cannot apply to others.
    #[serde(default)]
    pub only_sex: Option<String>,
    /// Asked only when this holds; otherwise it needs no answer.
    #[serde(default)]
    pub only_if: Option<Rule>,
    /// The screen it stands on; filled while reading.
    #[serde(skip)]
    pub group: Id,
    /// What the question leans on.
    #[serde(default)]
    pub because: Vec<Because>,
}

/// A sign that follows from an answer or from a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    /// Name used in rules.
    pub id: Id,
    /// A clause for reasons, when it holds.
    pub phrase: String,
    /// The same when it does not.
    #[serde(default)]
    pub phrase_not: String,
    /// The question it follows from.
    #[serde(default)]
    pub from: Option<Id>,
    /// Holds from this number on.
    #[serde(default)]
    pub at_least: Option<i64>,
    /// Holds up to this number.
    #[serde(default)]
    pub at_most: Option<i64>,
    /// Holds for any of these words (of a region, any side).
    #[serde(default)]
    pub is: Vec<String>,
    /// Holds when sites of both sides are among `is`.
    #[serde(default)]
    pub both_sides: bool,
    /// Holds when this rule does.
    #[serde(default)]
    pub when: Option<Rule>,
}

/// A region of the body map.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Name in intakes, with `-left` or `-right` added where it has sides.
    pub id: Id,
    /// Everyday name.
    pub label: String,
    /// `front` or `back` of the map.
    pub view: String,
    /// Whether left and right are told apart.
    pub sides: bool,
}
