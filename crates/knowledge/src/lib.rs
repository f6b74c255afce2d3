//! What Coxa knows, read from text records and checked; knows no algorithm and does no I/O.
//!
//! Records live in the folder `knowledge/`, one record a file: a TOML head between
//! `+++` lines and a Markdown body. [`read::read`] takes `(path, text)` pairs and returns a
//! [`Knowledge`] or every [`Fault`] found, each with file, line and mend.
//!
//! Order of use: [`read::read`], then look records up in the maps of [`Knowledge`].
//! Units stand in the names of the fields (`_s`, `_weeks`, `_years`, `_min`).

pub mod advice;
pub mod because;
pub mod check;
pub mod condition;
pub mod door;
pub mod dose;
pub mod exercise;
pub mod finding;
pub mod flag;
pub mod history;
pub mod instrument;
pub mod option;
pub mod read;
pub mod record;
pub mod rule;
pub mod rules;
pub mod source;
pub mod vignette;
pub mod words;

use std::collections::BTreeMap;

pub use because::Because;
pub use history::History;
pub use read::Fault;
pub use rule::Rule;

/// A record's name: the stem of its file, kebab-case, never reused.
pub type Id = String;

/// Everything known, by kind and id. Only `active` records are in the maps.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// Publications that claims lean on.
    pub sources: BTreeMap<Id, source::Source>,
    /// Screens of questions, in the order of their `order` field.
    pub groups: Vec<finding::Group>,
    /// What a person can be asked.
    pub findings: BTreeMap<Id, finding::Finding>,
    /// What follows from answers without a question of its own.
    pub derived: BTreeMap<Id, finding::Derived>,
    /// Regions of the body map.
    pub regions: Vec<finding::Region>,
    /// Red flags: who should see this, and when.
    pub flags: BTreeMap<Id, flag::Flag>,
    /// Gates: what limits or refuses a plan at any urgency.
    pub gates: BTreeMap<Id, flag::Gate>,
    /// Notes: shown once, limiting nothing.
    pub notes: BTreeMap<Id, flag::Note>,
    /// Conditions: self-care patterns and look-alikes.
    pub conditions: BTreeMap<Id, condition::Condition>,
    /// Exercises.
    pub exercises: BTreeMap<Id, exercise::Exercise>,
    /// Choices a person has before any plan.
    pub options: BTreeMap<Id, option::CareOption>,
    /// Cards on daily life.
    pub advice: BTreeMap<Id, advice::Advice>,
    /// Questionnaires.
    pub instruments: BTreeMap<Id, instrument::Instrument>,
    /// Ways in, with the questions each must have answered.
    pub doors: BTreeMap<Id, door::Door>,
    /// Made-up people with the answers they give and the result they must get.
    pub vignettes: BTreeMap<Id, vignette::Vignette>,
    /// Numbers of the adaptation rules, with their sources.
    pub rules: rules::Rules,
    /// Short texts shown by the pages and the controlled words that records may use.
    pub words: words::Words,
}

impl Knowledge {
    /// The phrase for a sign (a finding or a derived one), told or denied.
    #[must_use]
    pub fn phrase(&self, sign: &str, told: bool) -> String {
        let pair = self
            .findings
            .get(sign)
            .map(|f| (&f.phrase, &f.phrase_not))
            .or_else(|| self.derived.get(sign).map(|d| (&d.phrase, &d.phrase_not)));
        match pair {
            Some((yes, _)) if told => yes.clone(),
            Some((_, no)) => no.clone(),
            None => sign.replace('-', " "),
        }
    }

    /// Every question that a sign leans on, itself included where it is one.
    #[must_use]
    pub fn questions_behind(&self, sign: &str) -> Vec<Id> {
        if self.findings.contains_key(sign) {
            return vec![sign.to_owned()];
        }
        let Some(derived) = self.derived.get(sign) else { return Vec::new() };
        let mut found = Vec::new();
        if let Some(from) = &derived.from {
            found.push(from.clone());
        }
        if let Some(rule) = &derived.when {
            for inner in rule.signs() {
                found.extend(self.questions_behind(inner));
            }
        }
        found.sort();
        found.dedup();
        found
    }
}
