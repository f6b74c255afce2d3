//! Last pass: what the plan says about itself, and whether it holds.

use coxa_knowledge::condition::{Condition, Kind, Stage};
use coxa_knowledge::{Id, Knowledge};
use jiff::civil::Date;

use crate::Error;
use crate::aim;
use crate::basis::{Basis, Facts};
use crate::gate::Gate;
use crate::plan::{Day, Plan};
use crate::validate::{self, Verdict};

/// Puts the plan together and refuses it when a check is broken.
///
/// # Errors
/// When a check of this stage does not hold; it names what to relax.
pub fn explain(
    knowledge: &Knowledge,
    basis: Basis,
    gate: &Gate,
    days: Vec<Day>,
    today: Date,
) -> Result<Plan, Error> {
    let condition = &knowledge.conditions[&basis.lead];
    let phase = aim::phase(condition, basis.stage);
    let say = |text: fn(&coxa_knowledge::condition::Phase) -> &String| {
        phase.map(text).cloned().unwrap_or_default()
    };
    let mut plan = Plan {
        made_on: today,
        phase: say(|p| &p.name),
        goal: say(|p| &p.goal),
        move_on: say(|p| &p.move_on),
        days,
        left_out: gate.left_out(),
        checks: Vec::new(),
        notes: notes(knowledge, condition, &basis),
        review_weeks: condition.course.review_weeks,
        basis,
    };
    plan.checks = validate::checks(knowledge, &plan);
    match plan.checks.iter().find_map(broken) {
        Some(what) => Err(Error::Impossible { what, relax: relax(&plan) }),
        None => Ok(plan),
    }
}

fn broken(check: &validate::Check) -> Option<String> {
    match &check.verdict {
        Verdict::Broken(how) => Some(format!("{} Here: {how}", check.asks)),
        _ => None,
    }
}

fn relax(plan: &Plan) -> Vec<String> {
    let setup = &plan.basis.setup;
    let mut relax = Vec::new();
    if setup.minutes < 20 {
        relax.push("allow 20 minutes a day".to_owned());
    }
    if !setup.floor {
        relax.push("allow the floor or a firm bed".to_owned());
    }
    if !setup.kit.contains("chair") {
        relax.push("add a firm chair to your things".to_owned());
    }
    if !setup.dropped.is_empty() {
        relax.push("bring back an exercise that you dropped".to_owned());
    }
    if relax.is_empty() {
        relax.push("ask a physiotherapist for a plan within these limits".to_owned());
    }
    relax
}

fn notes(knowledge: &Knowledge, condition: &Condition, basis: &Basis) -> Vec<Id> {
    let mut notes = Vec::new();
    if wants_opinion(knowledge, condition, &basis.facts) {
        notes.push("specialist-opinion".to_owned());
    }
    if basis.stage == Stage::Gentle {
        notes.push("gentle-week".to_owned());
    }
    if condition.kind == Kind::Referral || condition.id == coxa_care::differential::MIXED {
        notes.push("mixed-picture".to_owned());
    }
    notes
}

/// Leg pain that is still strong after the weeks named in the rules, and not getting better.
#[must_use]
pub fn wants_opinion(knowledge: &Knowledge, condition: &Condition, facts: &Facts) -> bool {
    let listed = condition.options.iter().any(|o| o == "specialist-opinion-surgery");
    let weeks = knowledge.rules.get("specialist_weeks");
    #[expect(clippy::cast_precision_loss, reason = "weeks and scores are small")]
    let (duration, usual, worst) =
        (facts.duration_weeks as f64, facts.usual_pain as f64, facts.worst_pain as f64);
    let severe = knowledge.rules.get("severe_0_10");
    let leg = facts.signs.contains("leg-pain-any");
    listed
        && leg
        && duration >= weeks
        && (worst >= severe || usual >= severe - 1.0)
        && !facts.signs.contains("trend-better")
}
