//! First pass: which exercises are allowed, and why the others are not.

use std::collections::BTreeMap;

use coxa_knowledge::condition::Stage;
use coxa_knowledge::exercise::{Exercise, Need, Support};
use coxa_knowledge::flag::Permission;
use coxa_knowledge::{Id, Knowledge};

use crate::basis::Basis;
use crate::plan::{LeftOut, Reason};

/// What is allowed and what is not.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    /// Exercises left out, with reasons.
    pub left_out: BTreeMap<Id, Vec<Reason>>,
}

impl Gate {
    /// Whether an exercise may be used.
    #[must_use]
    pub fn allows(&self, exercise: &str) -> bool {
        !self.left_out.contains_key(exercise)
    }

    /// What was left out, as the plan shows it.
    #[must_use]
    pub fn left_out(&self) -> Vec<LeftOut> {
        let all = self.left_out.iter();
        all.map(|(id, reasons)| LeftOut { exercise: id.clone(), reasons: reasons.clone() })
            .collect()
    }
}

/// Tests every exercise against gates, patterns, wishes and stage.
#[must_use]
pub fn gate(knowledge: &Knowledge, basis: &Basis) -> Gate {
    let mut gate = Gate::default();
    for exercise in knowledge.exercises.values() {
        let reasons = reasons(knowledge, basis, exercise);
        if !reasons.is_empty() {
            gate.left_out.insert(exercise.id.clone(), reasons);
        }
    }
    gate
}

/// Every reason for leaving an exercise out, strongest first.
#[must_use]
pub fn reasons(knowledge: &Knowledge, basis: &Basis, exercise: &Exercise) -> Vec<Reason> {
    let mut reasons = by_gates(basis, exercise);
    reasons.extend(by_patterns(knowledge, basis, exercise));
    if basis.setup.dropped.contains(&exercise.id) {
        reasons.push(Reason::Dropped);
    }
    if needs_floor(basis, exercise) {
        reasons.push(Reason::Floor);
    }
    let missing = exercise.needs.iter().filter(|n| kit_for(knowledge, basis, n).is_none());
    reasons.extend(missing.map(|n| Reason::Kit { id: n.kit.clone() }));
    if exercise.skill > skill_allowed(basis) {
        reasons.push(Reason::Skill);
    }
    if is_too_much(basis, exercise) {
        reasons.push(Reason::Stage);
    }
    reasons
}

fn by_gates(basis: &Basis, exercise: &Exercise) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for tag in &exercise.declared.tags {
        for id in basis.limits.get(tag).into_iter().flatten() {
            reasons.push(Reason::Gate { id: id.clone(), tag: tag.clone() });
        }
    }
    reasons
}

/// What patterns avoid. Those that only could fit do not bar what the leading pattern's own
/// phases name: a second guess must not empty the first one's plan.
fn by_patterns(knowledge: &Knowledge, basis: &Basis, exercise: &Exercise) -> Vec<Reason> {
    let staple = is_staple(knowledge, basis, exercise);
    let ids = std::iter::once(&basis.lead).chain(basis.also.iter().filter(|_| !staple));
    let conditions = ids.filter_map(|id| knowledge.conditions.get(id));
    let mut reasons = Vec::new();
    for condition in conditions {
        for avoid in &condition.avoids {
            let now = avoid.stages.is_empty() || avoid.stages.contains(&basis.stage);
            if now && exercise.has_tag(&avoid.tag) {
                let (tag, why) = (avoid.tag.clone(), avoid.why.clone());
                reasons.push(Reason::Pattern { id: condition.id.clone(), tag, why });
            }
        }
    }
    reasons
}

fn is_staple(knowledge: &Knowledge, basis: &Basis, exercise: &Exercise) -> bool {
    let phases = knowledge.conditions.get(&basis.lead).map(|c| c.phases.as_slice());
    let mut slots = phases.unwrap_or_default().iter().flat_map(|p| &p.slots);
    slots.any(|s| s.prefer.contains(&exercise.id))
}

fn needs_floor(basis: &Basis, exercise: &Exercise) -> bool {
    let bed = basis.setup.bed && exercise.bed_ok && exercise.support == Support::Floor;
    exercise.needs_floor() && !basis.setup.floor && !bed
}

/// The kit that serves a need: itself or a substitute; `None` where there is none.
#[must_use]
pub fn kit_for<'a>(knowledge: &Knowledge, basis: &Basis, need: &'a Need) -> Option<&'a Id> {
    let has = |kit: &Id| {
        let always = knowledge.words.kit.get(kit).is_some_and(|k| k.class == "always");
        always || basis.setup.kit.contains(kit)
    };
    std::iter::once(&need.kit).chain(&need.or).find(|kit| has(kit))
}

fn skill_allowed(basis: &Basis) -> u8 {
    match basis.stage {
        Stage::Gentle => 1,
        Stage::Build => 2,
        Stage::Keep => 3,
    }
}

/// Heavy and jarring items wait while things are gentle.
fn is_too_much(basis: &Basis, exercise: &Exercise) -> bool {
    let gentle = basis.stage == Stage::Gentle || basis.permission == Permission::Gentle;
    let heavy = ["heavy-load", "axial-load", "impact", "loaded-flexion"];
    let older = basis.facts.age_years >= 65 && exercise.skill > 2;
    (gentle && heavy.iter().any(|tag| exercise.has_tag(tag))) || older
}
