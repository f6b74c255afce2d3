//! What a person told, and whether it is well formed.

use std::collections::{BTreeMap, BTreeSet};

use coxa_knowledge::finding::{Finding, Kind};
use coxa_knowledge::{Id, Knowledge};
use jiff::civil::Date;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Told.
    Yes,
    /// Denied.
    No,
    /// Not sure: never the same as no.
    Unsure,
    /// A number in the question's unit.
    Number(i64),
    /// One word of a choice or of the posture grid.
    Word(String),
    /// Several words: sites or choices; may be empty.
    Words(Vec<String>),
}

/// Everything a person told, on one day, through one door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Way in: `hurts`, `stiff`, `again`.
    pub door: Id,
    /// Day of the answers.
    pub answered_on: Date,
    /// Setting whose base rate applies.
    pub setting: Id,
    /// Answers by question; what is left out is unanswered.
    pub answers: BTreeMap<Id, Answer>,
    /// Screens closed with "none of these": each open yes-or-no question there is a "no".
    pub none_of_these: BTreeSet<Id>,
}

/// Something wrong in an intake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}; {mend}")]
pub struct Fault {
    /// Field, as a path in the intake.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl Intake {
    /// An intake with no answers.
    #[must_use]
    pub fn new(door: &str, answered_on: Date) -> Self {
        Self {
            door: door.to_owned(),
            answered_on,
            setting: "primary-care".to_owned(),
            answers: BTreeMap::new(),
            none_of_these: BTreeSet::new(),
        }
    }

    /// Every fault against the questions that exist.
    #[must_use]
    pub fn faults(&self, knowledge: &Knowledge) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !knowledge.doors.contains_key(&self.door) {
            let doors: Vec<&str> = knowledge.doors.keys().map(String::as_str).collect();
            faults.push(fault("door", format!("no door `{}`", self.door), &one_of(&doors)));
        }
        let rates = &knowledge.rules.base_rate;
        if !rates.contains_key(&self.setting) {
            let known: Vec<&str> = rates.keys().map(String::as_str).collect();
            faults.push(fault(
                "setting",
                format!("no setting `{}`", self.setting),
                &one_of(&known),
            ));
        }
        for (id, answer) in &self.answers {
            let field = format!("findings.{id}");
            match knowledge.findings.get(id) {
                None => faults.push(fault(&field, "no such question".into(), &near(id, knowledge))),
                Some(finding) => faults.extend(misfit(&field, finding, answer, knowledge)),
            }
        }
        for group in &self.none_of_these {
            let known = knowledge.groups.iter().find(|g| &g.id == group);
            if !known.is_some_and(|g| g.closes_with_none) {
                let closing = knowledge.groups.iter().filter(|g| g.closes_with_none);
                let ids: Vec<&str> = closing.map(|g| g.id.as_str()).collect();
                let what = format!("`{group}` cannot be closed");
                faults.push(fault("none_of_these", what, &one_of(&ids)));
            }
        }
        faults
    }

    /// A number answered, if it was.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<i64> {
        match self.answers.get(id) {
            Some(Answer::Number(n)) => Some(*n),
            _ => None,
        }
    }

    /// Words answered: sites or choices.
    #[must_use]
    pub fn words(&self, id: &str) -> &[String] {
        match self.answers.get(id) {
            Some(Answer::Words(words)) => words,
            Some(Answer::Word(word)) => std::slice::from_ref(word),
            _ => &[],
        }
    }
}

fn fault(field: &str, what: String, mend: &str) -> Fault {
    Fault { field: field.to_owned(), what, mend: mend.to_owned() }
}

fn one_of(words: &[&str]) -> String {
    format!("use one of: {}", words.join(", "))
}

/// The known question whose name shares most with a wrong one.
fn near(id: &str, knowledge: &Knowledge) -> String {
    let shared = |other: &str| other.split('-').filter(|part| id.contains(part)).count();
    let best = knowledge.findings.keys().max_by_key(|other| shared(other));
    match best.filter(|b| shared(b) > 0) {
        Some(best) => format!("did you mean `{best}`? `coxa schema intake` lists every question"),
        None => "`coxa schema intake` lists every question".to_owned(),
    }
}

fn misfit(field: &str, finding: &Finding, answer: &Answer, knowledge: &Knowledge) -> Option<Fault> {
    let words: Vec<&str> = finding.options.iter().map(|o| o.id.as_str()).collect();
    let (fits, mend) = match finding.kind {
        Kind::YesNo => (
            matches!(answer, Answer::Yes | Answer::No | Answer::Unsure),
            "answer \"yes\", \"no\" or \"unsure\"".to_owned(),
        ),
        Kind::Number => (
            matches!(answer, Answer::Number(n) if (finding.min..=finding.max).contains(n)),
            format!("write a whole number from {} to {}", finding.min, finding.max),
        ),
        Kind::Posture => (
            matches!(answer, Answer::Unsure)
                || matches!(answer, Answer::Word(w) if ["worse", "same", "better"].contains(&w.as_str())),
            "answer \"worse\", \"same\", \"better\" or \"unsure\"".to_owned(),
        ),
        Kind::Choice => (
            matches!(answer, Answer::Word(w) if words.contains(&w.as_str()))
                || (matches!(answer, Answer::Unsure) && words.contains(&"unsure")),
            one_of(&words),
        ),
        Kind::Several => (
            matches!(answer, Answer::Words(ws) if ws.iter().all(|w| words.contains(&w.as_str()))),
            format!("write a list with any of: {}", words.join(", ")),
        ),
        Kind::Sites => (
            matches!(answer, Answer::Words(ws) if ws.iter().all(|w| is_site(w, knowledge))),
            "write a list of regions, such as [\"outer-hip-right\", \"low-back\"]".to_owned(),
        ),
    };
    (!fits).then(|| fault(field, format!("{} is not an answer to this", shown(answer)), &mend))
}

/// Whether a word names a region of the body map, with a side where it has sides.
fn is_site(word: &str, knowledge: &Knowledge) -> bool {
    knowledge.regions.iter().any(|region| match word.strip_prefix(region.id.as_str()) {
        Some("") => true,
        Some("-left" | "-right") => region.sides,
        _ => false,
    })
}

fn shown(answer: &Answer) -> String {
    match answer {
        Answer::Yes => "\"yes\"".into(),
        Answer::No => "\"no\"".into(),
        Answer::Unsure => "\"unsure\"".into(),
        Answer::Number(n) => n.to_string(),
        Answer::Word(word) => format!("\"{word}\""),
        Answer::Words(words) => format!("[{}]", words.join(", ")),
    }
}
