//! Numbers of the adaptation, clearance and planning rules: `rules.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Because, History, Id};

/// A number with its unit in the key, its meaning and its grounds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// The value, in the unit that ends the key.
    pub value: f64,
    /// What it does.
    pub means: String,
    /// Grounds.
    pub because: Vec<Because>,
}

/// Chance of a serious cause in a setting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseRate {
    /// Name shown: "a family doctor's practice".
    pub name: String,
    /// Lower end, 0 to 1.
    pub low: f64,
    /// Upper end, 0 to 1.
    pub high: f64,
    /// The figure in words with its denominator.
    pub says: String,
    /// Factor that an empty screen puts on it, at most 1.
    pub empty_screen: f64,
    /// Grounds.
    pub because: Vec<Because>,
}

/// All of them.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Numbers by name.
    #[serde(default)]
    pub number: BTreeMap<Id, Number>,
    /// Base rates by setting.
    #[serde(default)]
    pub base_rate: BTreeMap<Id, BaseRate>,
    /// Changes, newest first.
    #[serde(default)]
    pub history: Vec<History>,
}

impl Rules {
    /// A number by name.
    ///
    /// # Panics
    /// When the name is not in the file; a test walks every name that the code uses.
    #[must_use]
    pub fn get(&self, name: &str) -> f64 {
        self.number.get(name).unwrap_or_else(|| panic!("rules.toml has no number `{name}`")).value
    }
}
