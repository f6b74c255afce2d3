//! Made-up people: a story, the answers they give, and the result they must get.

use serde::Deserialize;

use crate::flag::{Permission, Urgency};
use crate::record::Body;
use crate::{History, Id};

/// What must come out.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// Exactly this urgency.
    pub urgency: Option<Urgency>,
    /// Exactly this permission.
    #[serde(default)]
    pub permission: Option<Permission>,
    /// Flags that must fire.
    #[serde(default)]
    pub flags: Vec<Id>,
    /// Flags that must not fire.
    #[serde(default)]
    pub not_flags: Vec<Id>,
    /// Gates that must hold.
    #[serde(default)]
    pub gates: Vec<Id>,
    /// Notes that must show.
    #[serde(default)]
    pub notes: Vec<Id>,
    /// The pattern that must rank first.
    #[serde(default)]
    pub first: Option<Id>,
    /// Its fit: `likely`, `possible`, `unclear`.
    #[serde(default)]
    pub fit: Option<String>,
    /// Exercises that the week must not hold.
    #[serde(default)]
    pub week_lacks: Vec<Id>,
    /// Exercises that the week must hold.
    #[serde(default)]
    pub week_has: Vec<Id>,
}

/// A made-up person: `vignettes/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vignette {
    /// The file's stem.
    pub id: Id,
    /// Door they come through.
    pub door: Id,
    /// Answers, as in an intake.
    #[serde(default)]
    pub findings: toml::Table,
    /// Screens closed with "none of these".
    #[serde(default)]
    pub none_of_these: Vec<Id>,
    /// Kit, time and goals, as in an intake.
    #[serde(default)]
    pub setup: toml::Table,
    /// What must come out.
    pub expect: Expect,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Section: `Story`.
    #[serde(skip)]
    pub body: Body,
}
