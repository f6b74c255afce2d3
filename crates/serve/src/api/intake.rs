//! The intake document: one file serves screen, sort and plan.

use std::collections::{BTreeMap, BTreeSet};

use coxa_care::{Answer, Intake};
use coxa_knowledge::Knowledge;
use coxa_plan::Setup;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unreadable;
use super::words::SideWord;

/// What a person told, and what they have and want.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeDoc {
    /// Way in: `hurts`, `stiff` or `again`.
    pub door: String,
    /// Day of the answers, such as `2026-11-24`.
    #[schemars(with = "String")]
    pub answered_on: Date,
    /// Setting whose base rate applies.
    #[serde(default = "primary_care")]
    pub setting: String,
    /// Answers by question. What is left out is unanswered, which is never a "no".
    #[serde(default)]
    pub findings: BTreeMap<String, AnswerDoc>,
    /// Screens closed with "none of these": each yes-or-no question left open there is a "no".
    #[serde(default)]
    pub none_of_these: BTreeSet<String>,
    /// Kit, time and goals; only the plan reads it.
    #[serde(default)]
    pub setup: SetupDoc,
}

fn primary_care() -> String {
    "primary-care".to_owned()
}

/// One answer: a word, a whole number, or a list of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum AnswerDoc {
    /// `yes`, `no`, `unsure`, or a word of the question.
    Word(String),
    /// A whole number in the question's unit.
    Number(i64),
    /// Several words.
    Words(Vec<String>),
}

/// What the person has and wants; every field has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SetupDoc {
    /// Daily tasks to get better at.
    pub goals: Vec<String>,
    /// Kit at hand, by id.
    pub kit: BTreeSet<String>,
    /// Minutes for exercise on a day.
    pub minutes: u32,
    /// Days of exercise in a week.
    pub days: u32,
    /// Whether getting down to the floor is possible.
    pub floor: bool,
    /// Whether a firm bed may serve for lying items.
    pub bed: bool,
    /// The weaker side, done first.
    pub weaker_side: Option<SideWord>,
    /// The option chosen before the plan.
    pub option: Option<String>,
    /// Exercises never to be offered.
    pub dropped: BTreeSet<String>,
    /// Exercises chosen in place of others.
    pub swapped: BTreeMap<String, String>,
}

impl Default for SetupDoc {
    fn default() -> Self {
        Setup::default().into()
    }
}

impl From<Setup> for SetupDoc {
    fn from(setup: Setup) -> Self {
        Self {
            goals: setup.goals,
            kit: setup.kit,
            minutes: setup.minutes,
            days: setup.days,
            floor: setup.floor,
            bed: setup.bed,
            weaker_side: setup.weaker_side.map(Into::into),
            option: setup.option,
            dropped: setup.dropped,
            swapped: setup.swapped,
        }
    }
}

impl From<SetupDoc> for Setup {
    fn from(doc: SetupDoc) -> Self {
        Self {
            goals: doc.goals,
            kit: doc.kit,
            minutes: doc.minutes,
            days: doc.days,
            floor: doc.floor,
            bed: doc.bed,
            weaker_side: doc.weaker_side.map(Into::into),
            option: doc.option,
            dropped: doc.dropped,
            swapped: doc.swapped,
        }
    }
}

impl From<AnswerDoc> for Answer {
    fn from(doc: AnswerDoc) -> Self {
        match doc {
            AnswerDoc::Word(word) => match word.as_str() {
                "yes" => Self::Yes,
                "no" => Self::No,
                "unsure" => Self::Unsure,
                _ => Self::Word(word),
            },
            AnswerDoc::Number(number) => Self::Number(number),
            AnswerDoc::Words(words) => Self::Words(words),
        }
    }
}

impl From<Answer> for AnswerDoc {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Self::Word("yes".into()),
            Answer::No => Self::Word("no".into()),
            Answer::Unsure => Self::Word("unsure".into()),
            Answer::Word(word) => Self::Word(word),
            Answer::Number(number) => Self::Number(number),
            Answer::Words(words) => Self::Words(words),
        }
    }
}

impl IntakeDoc {
    /// The intake of this document, checked against the questions.
    ///
    /// # Errors
    /// Every fault: unknown questions, answers that do not fit, unknown kit.
    pub fn intake(&self, knowledge: &Knowledge) -> Result<Intake, Vec<Unreadable>> {
        let intake = Intake {
            door: self.door.clone(),
            answered_on: self.answered_on,
            setting: self.setting.clone(),
            answers: self.findings.iter().map(|(k, v)| (k.clone(), v.clone().into())).collect(),
            none_of_these: self.none_of_these.clone(),
        };
        let mut faults: Vec<Unreadable> = intake
            .faults(knowledge)
            .into_iter()
            .map(|f| Unreadable::at(&f.field, f.what, f.mend))
            .collect();
        faults.extend(self.setup.faults(knowledge));
        if faults.is_empty() { Ok(intake) } else { Err(faults) }
    }
}

impl SetupDoc {
    /// Every fault of the wishes.
    #[must_use]
    pub fn faults(&self, knowledge: &Knowledge) -> Vec<Unreadable> {
        let mut faults = Vec::new();
        let known: Vec<&str> = knowledge.words.kit.keys().map(String::as_str).collect();
        for kit in &self.kit {
            if !knowledge.words.kit.contains_key(kit) {
                let mend = format!("use any of: {}", known.join(", "));
                faults.push(Unreadable::at("setup.kit", format!("unknown kit `{kit}`"), mend));
            }
        }
        if self.days > 7 {
            faults.push(Unreadable::at(
                "setup.days",
                format!("{} days", self.days),
                "write 1 to 7",
            ));
        }
        if self.minutes > 240 {
            let what = format!("{} minutes a day", self.minutes);
            faults.push(Unreadable::at("setup.minutes", what, "write 5 to 240"));
        }
        let named = self.dropped.iter().chain(self.swapped.keys()).chain(self.swapped.values());
        for id in named.filter(|id| !knowledge.exercises.contains_key(*id)) {
            let what = format!("no exercise `{id}`");
            faults.push(Unreadable::at("setup", what, "use an exercise's id"));
        }
        faults
    }
}
