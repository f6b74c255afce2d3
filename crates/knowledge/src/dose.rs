//! How much of an exercise: sets, repetitions, holds, rests, and how they may change.

use serde::Deserialize;

use crate::Because;

/// How work is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Repetitions, each `rep_s` long.
    Reps,
    /// Holds of `hold_s`, `reps` of them in a set.
    Hold,
    /// Slow breaths, `reps` of them, each `rep_s` long.
    Breaths,
    /// Open work for `work_s`.
    Time,
}

/// One named part of a repetition.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beat {
    /// Cue: "down", "pause", "up".
    pub cue: String,
    /// Length in seconds.
    pub s: f64,
}

/// Smallest and largest allowed value of each part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Sets.
    pub sets: Option<[u32; 2]>,
    /// Repetitions, holds or breaths in a set, per side.
    pub reps: Option<[u32; 2]>,
    /// Hold in seconds.
    pub hold_s: Option<[u32; 2]>,
    /// Open work in seconds.
    pub work_s: Option<[u32; 2]>,
}

/// How far one step of adaptation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Repetitions.
    #[serde(default)]
    pub reps: u32,
    /// Hold in seconds.
    #[serde(default)]
    pub hold_s: u32,
    /// Open work in seconds.
    #[serde(default)]
    pub work_s: u32,
}

/// Where the dose comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// As the description that names the exercise gives it.
    Described,
    /// A guideline or trial.
    Sourced,
    /// Our default.
    Ours,
}

/// A dose with its allowed range and step.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// How work is counted.
    pub mode: Mode,
    /// Sets.
    pub sets: u32,
    /// Repetitions, holds or breaths in a set, per side.
    #[serde(default)]
    pub reps: u32,
    /// Length of one repetition or breath in seconds.
    #[serde(default)]
    pub rep_s: f64,
    /// Length of one hold in seconds.
    #[serde(default)]
    pub hold_s: u32,
    /// Length of open work in seconds.
    #[serde(default)]
    pub work_s: u32,
    /// Rest between sets in seconds.
    #[serde(default)]
    pub rest_s: u32,
    /// Parts of a repetition; their lengths add up to `rep_s`.
    #[serde(default, rename = "beat")]
    pub beats: Vec<Beat>,
    /// How often in a week: fewest and most days.
    pub days_per_week: [u32; 2],
    /// How hard it should feel, in words.
    pub effort: String,
    /// Allowed range.
    pub range: Range,
    /// One step of adaptation.
    pub step: Step,
    /// Where the dose comes from.
    pub from: From,
    /// Grounds.
    pub because: Vec<Because>,
}
