//! Rules that look over more than one session: the next stage, and when to be seen.

use coxa_knowledge::condition::Stage;
use coxa_knowledge::flag::Permission;

use super::checkin::{CheckIn, Morning};
use super::ledger::{Ledger, days_between};
use super::trail::{Change, Decision};
use crate::explain::wants_opinion;

/// Sessions of a stage that must be behind before the next begins.
const SESSIONS_FOR_NEXT: u32 = 4;
/// Weeks of building before the keeping stage.
const BUILD_WEEKS: i32 = 6;

/// Runs the rules of the week after a check-in.
pub(crate) fn look(ledger: &mut Ledger, checkin: &CheckIn) {
    next_stage(ledger, checkin);
    settle(ledger, checkin);
    freshen(ledger, checkin);
    be_seen(ledger, checkin);
}

/// Days without any change, and with mornings no better, after which something else is tried.
const STILL_DAYS: i32 = 14;

/// Two weeks that stand still bring another exercise for the same purpose.
fn freshen(ledger: &mut Ledger, checkin: &CheckIn) {
    let still = days_between(ledger.changed_on, checkin.date);
    let first = ledger.plan.basis.facts.usual_pain;
    #[expect(clippy::cast_precision_loss, reason = "pain scores are at most 10")]
    let no_better =
        mean_recent(ledger, checkin, STILL_DAYS).is_some_and(|now| now > first as f64 - 1.0);
    if still < STILL_DAYS || !no_better {
        return;
    }
    let Some((old, new)) = ledger.freshen() else { return };
    let says = format!(
        "Two weeks stood still. {} takes the place of {}, for the same purpose; see whether it suits you better.",
        ledger.name(&new),
        ledger.name(&old)
    );
    ledger.note(Change {
        date: checkin.date,
        rule: "stands-still",
        decision: Decision::Hold,
        exercise: Some(new),
        inputs: vec![format!("days without a change = {still}")],
        says,
    });
}

/// Gentle gives way to building when sessions settle; building to keeping after weeks.
fn next_stage(ledger: &mut Ledger, checkin: &CheckIn) {
    let next = match ledger.plan.basis.stage {
        Stage::Gentle if ledger.plan.basis.permission == Permission::All => Stage::Build,
        Stage::Build if weeks_in(ledger, checkin) >= BUILD_WEEKS => Stage::Keep,
        _ => return,
    };
    if ledger.sessions_in_stage() < SESSIONS_FOR_NEXT || !settles(ledger, next) {
        return;
    }
    let inputs = vec![
        format!("sessions in this phase = {}", ledger.sessions_in_stage()),
        format!("pain in the morning = {}", morning_pain(checkin)),
    ];
    if ledger.restage(checkin.date, next) {
        let says = format!(
            "Your sessions settle by the next morning. The next phase begins: {}.",
            ledger.plan.phase
        );
        ledger.note(Change {
            date: checkin.date,
            rule: "next-phase",
            decision: Decision::NextStage,
            exercise: None,
            inputs,
            says,
        });
    }
}

/// Three bad mornings running while building bring back the gentle phase.
fn settle(ledger: &mut Ledger, checkin: &CheckIn) {
    let last: Vec<&CheckIn> = ledger.seen.iter().rev().take(3).collect();
    let bad = |c: &&CheckIn| {
        c.morning == Some(Morning::Worse)
            && f64::from(c.worst_pain.get()) >= ledger.rule("severe_0_10")
    };
    if ledger.plan.basis.stage != Stage::Build || last.len() < 3 || !last.iter().all(bad) {
        return;
    }
    let inputs = vec!["bad mornings running = 3".to_owned()];
    if ledger.restage(checkin.date, Stage::Gentle) {
        let says = "Three strong days with bad mornings running: back to the gentle phase until it settles.".to_owned();
        ledger.note(Change {
            date: checkin.date,
            rule: "settle-again",
            decision: Decision::Settle,
            exercise: None,
            inputs,
            says,
        });
    }
}

/// No better by the review week, or worse for weeks running.
fn be_seen(ledger: &mut Ledger, checkin: &CheckIn) {
    if ledger.be_seen.is_some() {
        return;
    }
    let weeks = weeks_in(ledger, checkin);
    let review = i32::try_from(ledger.plan.review_weeks).unwrap_or(i32::MAX);
    let (recent, first) = (mean_recent(ledger, checkin, 14), ledger.plan.basis.facts.usual_pain);
    #[expect(clippy::cast_precision_loss, reason = "pain scores are at most 10")]
    let first = first as f64;
    let running = ledger.rule("worse_weeks_running");
    let no_better = weeks >= review && recent.is_some_and(|now| now > first - 1.0);
    let says = if no_better {
        format!(
            "After {weeks} weeks the mornings are no better than at the start. It is time to be seen; the sheet tells what to bring."
        )
    } else if worse_weeks(ledger, checkin) >= running {
        "Two weeks running were worse than the weeks before. It is time to be seen; the sheet tells what to bring.".to_owned()
    } else if opinion_due(ledger, checkin, weeks) {
        "Leg pain is still strong after these weeks. It is time to ask about a specialist opinion; the options page shows what it can bring.".to_owned()
    } else {
        return;
    };
    let inputs = vec![format!("weeks = {weeks}"), format!("pain at the start = {first} of 10")];
    ledger.be_seen = Some(says.clone());
    ledger.note(Change {
        date: checkin.date,
        rule: "be-seen",
        decision: Decision::BeSeen,
        exercise: None,
        inputs,
        says,
    });
}

fn opinion_due(ledger: &Ledger, checkin: &CheckIn, weeks: i32) -> bool {
    let mut facts = ledger.plan.basis.facts.clone();
    facts.duration_weeks += i64::from(weeks) - 1;
    let severe = f64::from(checkin.worst_pain.get()) >= ledger.rule("severe_0_10");
    let condition = &ledger.knowledge.conditions[&ledger.plan.basis.lead];
    severe && wants_opinion(ledger.knowledge, condition, &facts)
}

fn weeks_in(ledger: &Ledger, checkin: &CheckIn) -> i32 {
    days_between(ledger.plan.made_on, checkin.date) / 7 + 1
}

fn morning_pain(checkin: &CheckIn) -> String {
    checkin.morning_pain.map_or_else(|| "not told".into(), |p| format!("{} of 10", p.get()))
}

/// Whether the last sessions stayed within the limit and settled by morning.
fn settles(ledger: &Ledger, next: Stage) -> bool {
    let ceiling = ledger.rule("pain_ceiling_0_10");
    let needed = if next == Stage::Keep { 6 } else { 3 };
    let last: Vec<&CheckIn> = ledger.seen.iter().rev().take(needed).collect();
    let good = |c: &&CheckIn| {
        let morning = c.morning.is_some_and(|m| m != Morning::Worse);
        let calm = c.morning_pain.is_none_or(|p| f64::from(p.get()) <= ceiling);
        morning && calm && f64::from(c.worst_pain.get()) <= ceiling
    };
    last.len() == needed && last.iter().all(good)
}

/// Mean morning pain over the last days, if it was told at all.
fn mean_recent(ledger: &Ledger, checkin: &CheckIn, days: i32) -> Option<f64> {
    mean_between(ledger, checkin, (days, 0))
}

/// Mean morning pain between two distances in days before a check-in.
fn mean_between(ledger: &Ledger, checkin: &CheckIn, (from, to): (i32, i32)) -> Option<f64> {
    let within = |c: &&CheckIn| {
        let ago = days_between(c.date, checkin.date);
        ago < from && ago >= to
    };
    let told: Vec<f64> = ledger
        .seen
        .iter()
        .filter(within)
        .filter_map(|c| c.morning_pain.map(|p| f64::from(p.get())))
        .collect();
    let count = u32::try_from(told.len()).ok().filter(|n| *n > 0)?;
    Some(told.iter().sum::<f64>() / f64::from(count))
}

/// How many weeks running were each worse by a point than the week before.
fn worse_weeks(ledger: &Ledger, checkin: &CheckIn) -> f64 {
    let week = |n: i32| mean_between(ledger, checkin, (7 * (n + 1), 7 * n));
    let mut running = 0.0;
    for n in 0..4 {
        match (week(n), week(n + 1)) {
            (Some(later), Some(earlier)) if later >= earlier + 1.0 => running += 1.0,
            _ => break,
        }
    }
    running
}
