//! The document of ranked patterns.

use coxa_care::differential::{Pattern, Reason};
use coxa_care::{Fit, Sorted};
use coxa_knowledge::Knowledge;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::screening::{BecauseDoc, becauses};
use super::words::FitWord;

/// A reason for or against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReasonDoc {
    /// The sign.
    pub finding: String,
    /// Whether it was told or denied.
    pub told: bool,
    /// As a clause.
    pub says: String,
    /// `for` or `against`.
    pub speaks: String,
    /// Natural logarithm of the likelihood ratio used.
    pub weight: f64,
    /// Grounds.
    pub because: Vec<BecauseDoc>,
}

/// A pattern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PatternDoc {
    /// The condition.
    pub id: String,
    /// Everyday name.
    pub name: String,
    /// Clinical name.
    pub clinical: String,
    /// How well it fits.
    pub fit: FitWord,
    /// Share among the patterns ranked, 0 to 1: for ordering, not a chance of having it.
    pub share: f64,
    /// Reasons, strongest first.
    pub reasons: Vec<ReasonDoc>,
}

/// All patterns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PatternsDoc {
    /// Best first.
    pub patterns: Vec<PatternDoc>,
    /// Look-alikes for a clinician, whose own signs were told.
    pub look_alikes: Vec<String>,
    /// Open questions that would change the result most.
    pub would_change: Vec<String>,
    /// What this is not.
    pub not_a_diagnosis: Vec<String>,
}

impl PatternsDoc {
    /// The document of a ranking.
    #[must_use]
    pub fn new(knowledge: &Knowledge, sorted: &Sorted) -> Self {
        Self {
            patterns: sorted.patterns.iter().map(|p| pattern(knowledge, p)).collect(),
            look_alikes: sorted.look_alikes.clone(),
            would_change: sorted.would_change.clone(),
            not_a_diagnosis: knowledge.words.text.get("not_diagnosis").cloned().unwrap_or_default(),
        }
    }
}

fn pattern(knowledge: &Knowledge, pattern: &Pattern) -> PatternDoc {
    let condition = &knowledge.conditions[&pattern.id];
    PatternDoc {
        id: pattern.id.clone(),
        name: condition.name.clone(),
        clinical: condition.clinical.clone(),
        fit: pattern.fit.into(),
        share: (pattern.share * 1000.0).round() / 1000.0,
        reasons: pattern.reasons.iter().map(reason).collect(),
    }
}

fn reason(reason: &Reason) -> ReasonDoc {
    ReasonDoc {
        finding: reason.sign.clone(),
        told: reason.told,
        says: reason.clause.clone(),
        speaks: if reason.weight > 0.0 { "for" } else { "against" }.to_owned(),
        weight: (reason.weight * 100.0).round() / 100.0,
        because: becauses(&reason.because),
    }
}

/// The word for a fit as people read it.
#[must_use]
pub fn fit_says(fit: Fit) -> &'static str {
    match fit {
        Fit::Likely => "fits well",
        Fit::Possible => "could fit",
        Fit::Unclear => "unclear",
    }
}
