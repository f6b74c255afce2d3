//! How long an item takes and how its load compares: rung first, then sets, then repetitions.

use coxa_knowledge::Knowledge;
use coxa_knowledge::dose::Mode;
use coxa_knowledge::exercise::Sides;

use crate::plan::{Item, Planned, Sitting};

/// Seconds to get into place before an item.
pub const GET_READY_S: f64 = 5.0;
/// Seconds to change sides.
pub const SWITCH_S: f64 = 5.0;
/// Seconds to let go between two holds of a set.
pub const LET_GO_S: f64 = 5.0;

/// How many times the work of a set is done: once a side, or once.
#[must_use]
pub fn turns(sides: Sides) -> u32 {
    match sides {
        Sides::Together => 1,
        Sides::Each | Sides::Alternating => 2,
    }
}

/// Seconds of work in one set, on one side.
#[must_use]
pub fn set_work_s(dose: &Planned) -> f64 {
    match dose.mode {
        Mode::Reps | Mode::Breaths => f64::from(dose.reps) * dose.rep_s,
        Mode::Hold => f64::from(dose.reps * dose.hold_s),
        Mode::Time => f64::from(dose.work_s),
    }
}

/// Seconds of work and rest: sets × sides × work, and the rests between sets.
#[must_use]
pub fn work_and_rest_s(dose: &Planned, sides: Sides) -> f64 {
    let work = f64::from(dose.sets * turns(sides)) * set_work_s(dose);
    work + f64::from(dose.sets.saturating_sub(1) * dose.rest_s)
}

/// Seconds beside work and rest: getting ready, changing sides, letting go between holds.
#[must_use]
pub fn beside_s(dose: &Planned, sides: Sides) -> f64 {
    let switches = match sides {
        Sides::Each => dose.sets * 2 - 1,
        Sides::Together | Sides::Alternating => 0,
    };
    let gaps = match dose.mode {
        Mode::Hold => dose.reps.saturating_sub(1) * dose.sets * turns(sides),
        _ => 0,
    };
    GET_READY_S + f64::from(switches) * SWITCH_S + f64::from(gaps) * LET_GO_S
}

/// Seconds that an item takes, all told.
#[must_use]
pub fn item_s(item: &Item) -> f64 {
    work_and_rest_s(&item.dose, item.sides) + beside_s(&item.dose, item.sides)
}

/// Minutes that a sitting takes, rounded; 1 at least.
#[must_use]
pub fn sitting_min(sitting: &Sitting) -> u32 {
    let seconds: f64 = sitting.items.iter().map(item_s).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes of a day")]
    let minutes = (seconds / 60.0).round().max(1.0) as u32;
    minutes
}

/// How far up its ladder an exercise stands, counted from the lowest rung.
#[must_use]
pub fn rung(knowledge: &Knowledge, exercise: &str) -> usize {
    let mut at = knowledge.exercises.get(exercise);
    let mut rung = 0;
    while let Some(easier) = at.and_then(|e| e.ladder.easier.as_ref()) {
        rung += 1;
        at = knowledge.exercises.get(easier);
    }
    rung
}

/// Load of an item, to be compared within one ladder: rung, sets, then amount in a set.
#[must_use]
pub fn load(knowledge: &Knowledge, item: &Item) -> (usize, u32, u32) {
    let dose = &item.dose;
    let amount = match dose.mode {
        Mode::Reps | Mode::Breaths => dose.reps,
        Mode::Hold => dose.reps * dose.hold_s,
        Mode::Time => dose.work_s,
    };
    (rung(knowledge, &item.exercise), dose.sets, amount)
}
