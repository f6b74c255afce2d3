//! Rules that look at one session: something new, travelling pain, too much, ready for more.

use coxa_knowledge::Id;
use coxa_knowledge::exercise::Kind;
use jiff::civil::Date;

use super::checkin::{CheckIn, Effort, Morning};
use super::ledger::{Ledger, days_between};
use super::trail::{Change, Decision};

/// Anything on the stop list brings back the safety questions.
pub(crate) fn something_new(ledger: &mut Ledger, checkin: &CheckIn) -> bool {
    if !checkin.anything_new {
        return false;
    }
    ledger.screen_due = Some(checkin.date);
    ledger.good_runs.clear();
    ledger.note(Change {
        date: checkin.date,
        rule: "anything-new",
        decision: Decision::Screen,
        exercise: None,
        inputs: vec!["anything new = yes".into()],
        says: "Something new turned up. Answer the safety questions before the next session."
            .into(),
    });
    true
}

/// Items that sent pain down the leg stop; something of another family takes their place.
pub(crate) fn stop_travelling(ledger: &mut Ledger, checkin: &CheckIn) {
    let named: Vec<Id> =
        checkin.items.iter().filter(|r| r.travelled).map(|r| r.exercise.clone()).collect();
    let all = named.is_empty() && checkin.travelled;
    let suspects = if all { movers(ledger, checkin) } else { named };
    for id in suspects {
        ledger.stopped.push(id.clone());
        let named = !all;
        let name = ledger.name(&id);
        let stops = if named {
            format!("{name} sent pain further down the leg. It stops")
        } else {
            format!(
                "Your pain went further down the leg. We leave out {name} first, as the likeliest"
            )
        };
        let says = match ledger.replace_stopped(&id) {
            Some(other) => format!("{stops}; {} takes its place.", ledger.name(&other)),
            None => format!("{stops}."),
        };
        ledger.note(Change {
            date: checkin.date,
            rule: "travels-further",
            decision: Decision::Stop,
            exercise: Some(id),
            inputs: vec!["pain travelled further down = yes".into()],
            says,
        });
    }
}

/// Items of the day that move the back or draw the nerve: the first suspects.
fn movers(ledger: &Ledger, checkin: &CheckIn) -> Vec<Id> {
    const AIMS: [&str; 6] = [
        "lumbar-flexion",
        "lumbar-extension",
        "lumbar-rotation",
        "nerve-glide",
        "hamstring-stretch",
        "yoga",
    ];
    let moves = |id: &Id| ledger.exercise(id).aims.iter().any(|a| AIMS.contains(&a.as_str()));
    ledger.done(checkin).into_iter().filter(moves).collect()
}

/// Which items pay for pain above the limit or a bad morning.
///
/// Those above the limit that day; and for a bad day or morning as a whole those that went
/// up last or, if none did, every stretch and loaded item of the day. Pain above the limit is
/// let pass where it stayed within the worst at the start and the next morning was no worse.
pub(crate) fn paying(ledger: &Ledger, checkin: &CheckIn) -> Vec<Id> {
    let day = ledger.done(checkin);
    let calm = matches!(checkin.morning, Some(Morning::Same | Morning::Better))
        && !morning_rose(ledger, checkin);
    let too_much =
        |pain: f64| pain > ledger.ceiling() && !(calm && pain <= ledger.worst_at_start());
    let over = |id: &Id| {
        let pain = checkin.report(id).and_then(|r| r.worst_pain);
        pain.is_some_and(|p| too_much(f64::from(p.get())))
    };
    let bad = too_much(f64::from(checkin.worst_pain.get())) || bad_morning(ledger, checkin);
    let raised = day.iter().any(|id| ledger.went_up.contains(id));
    let blamed =
        |id: &Id| bad && if raised { ledger.went_up.contains(id) } else { pays(ledger, id) };
    day.into_iter().filter(|id| over(id) || blamed(id)).collect()
}

/// Whether a day as a whole asks for no less: within the limit, settled, nothing travelled.
pub(crate) fn is_good(ledger: &Ledger, checkin: &CheckIn) -> bool {
    !checkin.travelled && !bad_morning(ledger, checkin)
}

/// Whether an item may be blamed for a bad day as a whole. Walking is blamed only where
/// walking was said to make it worse.
fn pays(ledger: &Ledger, id: &str) -> bool {
    let exercise = ledger.exercise(id);
    match exercise.kind {
        Kind::Stretch => true,
        Kind::Aerobic => ledger.plan.basis.facts.signs.contains("walking-worse"),
        _ => ledger.is_loaded(id) && exercise.aims.iter().all(|a| a != "pelvic-floor"),
    }
}

fn bad_morning(ledger: &Ledger, checkin: &CheckIn) -> bool {
    checkin.morning == Some(Morning::Worse) || morning_rose(ledger, checkin)
}

/// Whether the morning's number lies above the usual pain at the start.
fn morning_rose(ledger: &Ledger, checkin: &CheckIn) -> bool {
    let limit = ledger.usual_at_start() + ledger.rule("next_morning_rise_0_10");
    checkin.morning_pain.is_some_and(|p| f64::from(p.get()) > limit)
}

/// One step down for an item that pays.
pub(crate) fn lower(ledger: &mut Ledger, checkin: &CheckIn, id: &Id) {
    let pain = checkin.report(id).and_then(|r| r.worst_pain).unwrap_or(checkin.worst_pain);
    let name = ledger.name(id);
    let Some(step) = ledger.step_down(id) else { return };
    ledger.went_up.remove(id);
    let mut inputs = vec![
        format!("worst pain = {} of 10", pain.get()),
        format!("limit = {} of 10", ledger.ceiling()),
    ];
    if let Some(morning) = checkin.morning {
        inputs.push(format!("next morning = {}", morning_word(morning)));
    }
    let why = if f64::from(pain.get()) > ledger.ceiling() {
        format!("Pain reached {} of 10", pain.get())
    } else {
        "The next morning was worse than usual".to_owned()
    };
    ledger.note(Change {
        date: checkin.date,
        rule: "too-much",
        decision: Decision::Down,
        exercise: Some(id.clone()),
        inputs,
        says: format!("{why}, so {name} goes down: {step}."),
    });
}

/// Counts good sessions of each item; two running bring one step up.
pub(crate) fn raise_or_hold(ledger: &mut Ledger, checkin: &CheckIn) {
    let settled = checkin.morning.is_some_and(|m| m != Morning::Worse);
    // More is only asked of somebody whose pain is low, or no more than it usually was, and
    // never on a day of severe pain.
    let usual = ledger.rule("pain_ceiling_0_10").max(ledger.usual_at_start());
    let limit = usual.min(ledger.rule("severe_0_10") - 1.0);
    for id in ledger.done(checkin) {
        let report = checkin.report(&id);
        let effort = report.and_then(|r| r.effort).unwrap_or(checkin.effort);
        let completed = f64::from(report.map_or(100, |r| r.completed.get())) / 100.0;
        let low = completed < ledger.rule("completed_low_share");
        let pain = report.and_then(|r| r.worst_pain).unwrap_or(checkin.worst_pain);
        let strong = f64::from(pain.max(checkin.worst_pain).get()) > limit;
        if !settled || effort == Effort::Hard || low || strong {
            ledger.good_runs.remove(&id);
            continue;
        }
        let run = ledger.good_runs.entry(id.clone()).or_insert(0);
        *run += 1;
        if f64::from(*run) >= ledger.rule("ups_needed") {
            ledger.good_runs.remove(&id);
            raise(ledger, checkin, &id);
        }
    }
}

fn raise(ledger: &mut Ledger, checkin: &CheckIn, id: &Id) {
    if !ledger.is_loaded(id) || raised_lately(ledger, checkin.date, id) {
        return;
    }
    let Some((says, now)) = ledger.step_up(id) else { return };
    ledger.went_up.insert(now.clone());
    ledger.raised_on.insert(now.clone(), checkin.date);
    let inputs = vec![
        format!("good sessions running = {}", ledger.rule("ups_needed")),
        format!("worst pain = {} of 10", checkin.worst_pain.get()),
    ];
    ledger.note(Change {
        date: checkin.date,
        rule: "ready-for-more",
        decision: Decision::Up,
        exercise: Some(now),
        inputs,
        says,
    });
}

/// Whether an item went up too few days ago to go up again.
fn raised_lately(ledger: &Ledger, date: Date, id: &Id) -> bool {
    let days = ledger.raised_on.get(id).map(|on| f64::from(days_between(*on, date)));
    days.is_some_and(|days| days < ledger.rule("up_every_days"))
}

fn morning_word(morning: Morning) -> &'static str {
    match morning {
        Morning::Better => "better",
        Morning::Same => "same",
        Morning::Worse => "worse",
    }
}
