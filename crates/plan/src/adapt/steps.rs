//! One step of dose up or down: repetitions or seconds, then sets, then the rung.

use coxa_knowledge::Id;
use coxa_knowledge::dose::{Dose, Mode};

use crate::plan::Planned;

/// What a step amounts to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// A new dose of the same exercise, and how it is said.
    Dose(Planned, String),
    /// Another rung of the ladder.
    Rung(Id),
    /// The end of the range.
    End,
}

/// One step up: never two things at once, never more than the record's step.
pub(crate) fn up(dose: &Dose, now: &Planned, harder: Option<&Id>) -> Step {
    if let Some((planned, says)) = amount_up(dose, now) {
        return Step::Dose(planned, says);
    }
    let most = dose.range.sets.map_or(now.sets, |[_, high]| high);
    if now.sets < most {
        let mut planned = base_amount(dose, now);
        planned.sets += 1;
        let says = format!("one more set ({}), each as at the start", planned.sets);
        return Step::Dose(planned, says);
    }
    harder.map_or(Step::End, |id| Step::Rung(id.clone()))
}

/// One step down: repetitions or seconds, then sets, then the easier rung.
pub(crate) fn down(dose: &Dose, now: &Planned, easier: Option<&Id>) -> Step {
    if let Some((planned, says)) = amount_down(dose, now) {
        return Step::Dose(planned, says);
    }
    let least = dose.range.sets.map_or(now.sets, |[low, _]| low);
    if now.sets > least {
        let mut planned = now.clone();
        planned.sets -= 1;
        let says = format!("one set fewer ({})", planned.sets);
        return Step::Dose(planned, says);
    }
    easier.map_or(Step::End, |id| Step::Rung(id.clone()))
}

fn amount_up(dose: &Dose, now: &Planned) -> Option<(Planned, String)> {
    let mut planned = now.clone();
    let (range, step) = (&dose.range, &dose.step);
    let raise = |value: u32, by: u32, range: Option<[u32; 2]>| {
        let most = range.map_or(value, |[_, high]| high);
        (by > 0 && value < most).then(|| (value + by).min(most))
    };
    match now.mode {
        Mode::Reps | Mode::Breaths => planned.reps = raise(now.reps, step.reps, range.reps)?,
        Mode::Time => planned.work_s = raise(now.work_s, step.work_s, range.work_s)?,
        Mode::Hold => match raise(now.hold_s, step.hold_s, range.hold_s) {
            Some(hold_s) => planned.hold_s = hold_s,
            None => planned.reps = raise(now.reps, step.reps, range.reps)?,
        },
    }
    let says = amount_says(now, &planned);
    Some((planned, says))
}

fn amount_down(dose: &Dose, now: &Planned) -> Option<(Planned, String)> {
    let mut planned = now.clone();
    let (range, step) = (&dose.range, &dose.step);
    let lower = |value: u32, by: u32, range: Option<[u32; 2]>| {
        let least = range.map_or(value, |[low, _]| low);
        (by > 0 && value > least).then(|| value.saturating_sub(by).max(least))
    };
    match now.mode {
        Mode::Reps | Mode::Breaths => planned.reps = lower(now.reps, step.reps, range.reps)?,
        Mode::Time => planned.work_s = lower(now.work_s, step.work_s, range.work_s)?,
        Mode::Hold => match lower(now.hold_s, step.hold_s, range.hold_s) {
            Some(hold_s) => planned.hold_s = hold_s,
            None => planned.reps = lower(now.reps, step.reps, range.reps)?,
        },
    }
    let says = amount_says(now, &planned);
    Some((planned, says))
}

/// The record's own amount in a set, at the sets of now.
fn base_amount(dose: &Dose, now: &Planned) -> Planned {
    let mut planned = now.clone();
    planned.reps = dose.reps.min(now.reps);
    planned.hold_s = dose.hold_s.min(now.hold_s);
    planned.work_s = dose.work_s.min(now.work_s);
    planned
}

fn amount_says(before: &Planned, after: &Planned) -> String {
    match after.mode {
        Mode::Reps => format!("{} repetitions instead of {}", after.reps, before.reps),
        Mode::Breaths => format!("{} breaths instead of {}", after.reps, before.reps),
        Mode::Time => format!("{} instead of {}", clock(after.work_s), clock(before.work_s)),
        Mode::Hold if after.hold_s != before.hold_s => {
            format!("holds of {} s instead of {} s", after.hold_s, before.hold_s)
        }
        Mode::Hold => format!("{} holds instead of {}", after.reps, before.reps),
    }
}

fn clock(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (0, s) => format!("{s} s"),
        (m, 0) => format!("{m} min"),
        (m, s) => format!("{m} min {s} s"),
    }
}
