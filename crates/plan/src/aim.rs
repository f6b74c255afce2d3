//! Second pass: what the week is for, as slots in order of weight.

use coxa_knowledge::condition::{Condition, Phase, Place, Stage};
use coxa_knowledge::{Because, Id, Knowledge, Rule};

use crate::basis::{Basis, Facts};

/// A place in the week that wants an exercise.
#[derive(Debug, Clone)]
pub struct Want {
    /// What it is for.
    pub aim: Id,
    /// Exercises to take, best first.
    pub prefer: Vec<Id>,
    /// In which sitting.
    pub place: Place,
    /// Why, in a clause.
    pub why: String,
    /// Grounds.
    pub because: Vec<Because>,
}

/// The slots of the phase that fits the lead condition and the stage.
#[must_use]
pub fn aims(knowledge: &Knowledge, basis: &Basis) -> Vec<Want> {
    let condition = &knowledge.conditions[&basis.lead];
    let Some(phase) = phase(condition, basis.stage) else { return Vec::new() };
    let wanted = phase
        .slots
        .iter()
        .filter(|slot| slot.only_if.as_ref().is_none_or(|rule| holds(rule, &basis.facts)));
    wanted
        .map(|slot| Want {
            aim: slot.aim.clone(),
            prefer: slot.prefer.clone(),
            place: slot.place,
            why: slot.why.clone(),
            because: condition.because.clone(),
        })
        .collect()
}

/// The phase of a stage.
#[must_use]
pub fn phase(condition: &Condition, stage: Stage) -> Option<&Phase> {
    condition.phases.iter().find(|p| p.stage == stage)
}

/// Whether a rule holds of the signs told; what was not told does not hold.
fn holds(rule: &Rule, facts: &Facts) -> bool {
    match rule {
        Rule::Sign(id) => facts.signs.contains(id),
        Rule::All(parts) => parts.iter().all(|p| holds(p, facts)),
        Rule::Any(parts) => parts.iter().any(|p| holds(p, facts)),
        Rule::AtLeast { n, of } => of.iter().filter(|p| holds(p, facts)).count() >= *n,
        Rule::None(parts) => !parts.iter().any(|p| holds(p, facts)),
    }
}
