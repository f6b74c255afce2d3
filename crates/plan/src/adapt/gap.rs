//! A gap without sessions: start again milder.

use coxa_knowledge::Id;
use jiff::civil::Date;

use super::ledger::{Ledger, days_between};
use super::trail::{Change, Decision};
use crate::dose;

/// Looks whether too many days passed since the last session.
pub(crate) fn before(ledger: &mut Ledger, date: Date) {
    let days = days_between(ledger.last, date);
    if ledger.seen.is_empty() || f64::from(days) < ledger.rule("gap_days") {
        return;
    }
    let long = f64::from(days) >= ledger.rule("long_gap_days");
    let (rule, says) = if long {
        ledger.screen_due = Some(date);
        each(ledger, first_dose);
        let says = format!(
            "You had {days} days off. Answer a few questions, then start again at the first dose."
        );
        ("long-gap", says)
    } else {
        each(ledger, |ledger, id| {
            ledger.step_down(id);
        });
        ("gap", format!("You had {days} days off, so everything starts one step lower."))
    };
    let inputs = vec![format!("days without a session = {days}")];
    ledger.note(Change { date, rule, decision: Decision::Restart, exercise: None, inputs, says });
    ledger.good_runs.clear();
    ledger.went_up.clear();
    ledger.sessions_in_stage = 0;
    ledger.last = date;
}

fn each(ledger: &mut Ledger, act: impl Fn(&mut Ledger, &Id)) {
    let ids: Vec<Id> = ledger.plan.exercises().into_iter().map(str::to_owned).collect();
    for id in ids.iter().filter(|id| ledger.is_loaded(id)).collect::<Vec<_>>() {
        act(ledger, id);
    }
}

/// The record's own dose with the fewest sets, where that is less than now.
fn first_dose(ledger: &mut Ledger, id: &Id) {
    let exercise = ledger.exercise(id);
    let Some(now) = ledger.item(id).map(|i| i.dose.clone()) else { return };
    let mut first = dose::as_recorded(&exercise.dose);
    first.sets = exercise.dose.range.sets.map_or(first.sets, |[low, _]| low).min(now.sets);
    first.reps = first.reps.min(now.reps);
    first.hold_s = first.hold_s.min(now.hold_s);
    first.work_s = first.work_s.min(now.work_s);
    ledger.set_dose(id, &first);
}
