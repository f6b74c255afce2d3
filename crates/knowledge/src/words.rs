//! Controlled words that records may use, and emergency numbers: `words.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{History, Id};

/// Kit a person may have.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kit {
    /// Name shown.
    pub name: String,
    /// `always` (everybody has it), `household`, `bought`, `gym`.
    pub class: String,
}

/// A word with its meaning.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Name shown.
    pub name: String,
    /// What it means.
    pub means: String,
}

/// Where to phone, by region.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phone {
    /// Region's name.
    pub name: String,
    /// Emergency number.
    pub emergency: String,
    /// Advice line for urgent but not emergency, where there is one.
    #[serde(default)]
    pub urgent: String,
    /// Language tags it is guessed from.
    #[serde(default)]
    pub languages: Vec<String>,
}

/// All of them.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Kit by id.
    #[serde(default)]
    pub kit: BTreeMap<Id, Kit>,
    /// What an exercise can be for.
    #[serde(default)]
    pub aim: BTreeMap<Id, Word>,
    /// Safety tags, the planner's words for limits.
    #[serde(default)]
    pub tag: BTreeMap<Id, Word>,
    /// Muscle groups.
    #[serde(default)]
    pub muscles: BTreeMap<Id, Word>,
    /// Sentences shown in several places, by name.
    #[serde(default)]
    pub text: BTreeMap<Id, Vec<String>>,
    /// Emergency numbers by region.
    #[serde(default)]
    pub phone: BTreeMap<Id, Phone>,
    /// Changes, newest first.
    #[serde(default)]
    pub history: Vec<History>,
}
