//! The driver's break: standing, no kit, under five minutes, strength beside stretch.

use coxa_knowledge::condition::Place;
use coxa_knowledge::exercise::{Exercise, Kind, Support};
use coxa_knowledge::{Because, Knowledge};

use crate::basis::Basis;
use crate::choose::{Pick, is_strength};
use crate::dose;
use crate::gate::{self, Gate};
use crate::load::item_s;
use crate::plan::{Item, Sitting, Why};

/// Hours of driving in a week from which the break is offered.
const DRIVES_LONG_HOURS: i64 = 10;
/// Name of the break among the sittings.
pub const ROADSIDE: &str = "Roadside break";
/// The most seconds of a break.
pub const BREAK_S: f64 = 300.0;

/// What the break wants, in order.
const WANTS: [(&str, &str); 4] = [
    ("warm-up", "it wakes the legs after the seat"),
    ("front-hip-stretch", "the front of the hip is bent while you drive"),
    ("hip-extension", "the buttocks rest while you drive; strength goes with the stretch"),
    ("buttock-stretch", "the back of the hip is stretched as the front is"),
];

/// A break for people who drive a lot; `None` for others, or when nothing is allowed.
#[must_use]
pub fn roadside(knowledge: &Knowledge, basis: &Basis) -> Option<Sitting> {
    if basis.facts.drive_hours < DRIVES_LONG_HOURS {
        return None;
    }
    let gate = gate::gate(knowledge, basis);
    let mut items: Vec<Item> = Vec::new();
    for (aim, why) in WANTS {
        let Some(item) = standing(knowledge, basis, &gate, (aim, why)) else { continue };
        let used: f64 = items.iter().map(item_s).sum();
        if used + item_s(&item) <= BREAK_S {
            items.push(item);
        }
    }
    // A stretch in front goes with one behind, here as in the week.
    if !items.iter().any(|i| i.aim == "buttock-stretch") {
        items.retain(|i| i.aim != "front-hip-stretch");
    }
    let strength = items.iter().any(|i| is_strength(&knowledge.exercises[&i.exercise]));
    strength.then(|| Sitting { place: Place::Short, name: ROADSIDE.into(), items })
}

fn standing(
    knowledge: &Knowledge,
    basis: &Basis,
    gate: &Gate,
    (aim, why): (&str, &str),
) -> Option<Item> {
    let fits = |e: &&Exercise| {
        let bare = e.support == Support::Standing && e.needs.is_empty();
        let kind = aim != "hip-extension" || is_strength(e);
        bare && kind && gate.allows(&e.id) && e.aims.iter().any(|a| a == aim)
    };
    let place = |e: &Exercise| e.aims.iter().position(|a| a == aim);
    let exercise = knowledge
        .exercises
        .values()
        .filter(fits)
        .min_by_key(|e| (e.has_tag("hip-adduction"), place(e), e.skill, e.id.clone()))?;
    let mut planned = dose::usual(basis, exercise);
    planned.sets = 1;
    match exercise.kind {
        Kind::WarmUp => planned.work_s = planned.work_s.min(60),
        Kind::Stretch => planned.reps = 1,
        _ => planned.reps = planned.reps.min(8),
    }
    let because =
        vec![Because::OurChoice("A break in long driving: standing, brief, without kit.".into())];
    let why = Why { says: why.into(), because };
    let pick = Pick {
        exercise: exercise.id.clone(),
        aim: aim.into(),
        place: Place::Short,
        why,
        turn: None,
    };
    Some(dose::item(knowledge, basis, gate, (&pick, exercise, planned)))
}
