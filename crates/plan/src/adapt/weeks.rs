//! Rules that look over more than one session: the next stage, standing still, getting
//! worse, and when to be seen.

use coxa_care::differential::STIFF;
use coxa_knowledge::condition::Stage;
use coxa_knowledge::flag::Permission;

use super::checkin::{CheckIn, Morning};
use super::day;
use super::ledger::{Ledger, days_between};
use super::trail::{Change, Decision};
use crate::explain::wants_opinion;

/// Sessions of a stage that must be behind before the next begins.
const SESSIONS_FOR_NEXT: u32 = 4;
/// Weeks of building before the keeping stage.
const BUILD_WEEKS: i32 = 6;
/// Days without any change, and with mornings no better, after which something else is tried.
const STILL_DAYS: i32 = 14;
/// Gentle weeks after which somebody who is no better should be seen.
const GENTLE_WEEKS: i32 = 3;
/// Points above the pain at the start that count as a clear rise.
const CLEAR_RISE: f64 = 3.0;

/// Runs the rules of the week after a check-in.
pub(crate) fn look(ledger: &mut Ledger, checkin: &CheckIn) {
    be_seen(ledger, checkin);
    getting_worse(ledger, checkin);
    stiff_now_hurts(ledger, checkin);
    settle(ledger, checkin);
    next_stage(ledger, checkin);
    freshen(ledger, checkin);
}

/// Gentle gives way to building when sessions settle and mornings are better; building to
/// keeping after weeks.
fn next_stage(ledger: &mut Ledger, checkin: &CheckIn) {
    let next = match ledger.plan.basis.stage {
        Stage::Gentle if ledger.plan.basis.permission == Permission::All => Stage::Build,
        Stage::Build if weeks_in(ledger, checkin) > BUILD_WEEKS => Stage::Keep,
        _ => return,
    };
    let ready = day::is_good(ledger, checkin)
        && ledger.be_seen.is_none()
        && ledger.sessions_in_stage >= SESSIONS_FOR_NEXT
        && settles(ledger, next)
        && is_better(ledger, checkin, next);
    if !ready {
        return;
    }
    let inputs = vec![
        format!("sessions in this phase = {}", ledger.sessions_in_stage),
        format!("pain in the morning = {}", morning_pain(checkin)),
    ];
    if ledger.restage(checkin.date, next) {
        let says = format!(
            "Your sessions settle by the next morning, and mornings are better. The next phase begins: {}.",
            ledger.plan.phase
        );
        let (date, rule, decision) = (checkin.date, "next-phase", Decision::NextStage);
        ledger.note(Change { date, rule, decision, exercise: None, inputs, says });
    }
}

/// Whether mornings are low, or lower than at the start by a point (two for keeping) and
/// within the limit.
fn is_better(ledger: &Ledger, checkin: &CheckIn, next: Stage) -> bool {
    let Some(now) = mean_between(ledger, checkin, (7, 0)) else { return false };
    let (low, fall) = if next == Stage::Keep { (2.0, 2.0) } else { (3.0, 1.0) };
    let within = now <= ledger.rule("pain_ceiling_0_10");
    now <= low || within && now <= ledger.usual_at_start() - fall
}

/// Three strong days with bad mornings running while building bring back the gentle phase.
fn settle(ledger: &mut Ledger, checkin: &CheckIn) {
    let severe = ledger.rule("severe_0_10");
    let bad =
        |c: &CheckIn| c.morning == Some(Morning::Worse) && f64::from(c.worst_pain.get()) >= severe;
    if ledger.plan.basis.stage == Stage::Gentle || running(ledger, bad) < 3 {
        return;
    }
    if ledger.restage(checkin.date, Stage::Gentle) {
        ledger.note(Change {
            date: checkin.date,
            rule: "settle-again",
            decision: Decision::Settle,
            exercise: None,
            inputs: vec!["strong days with bad mornings, running = 3".into()],
            says: "Three strong days with bad mornings running: back to the gentle phase until it settles.".into(),
        });
    }
}

/// Two weeks that stand still, without being too much, bring another exercise for the same
/// purpose.
fn freshen(ledger: &mut Ledger, checkin: &CheckIn) {
    let still = days_between(ledger.changed_on, checkin.date);
    let flat = mean_between(ledger, checkin, (STILL_DAYS, 0))
        .is_some_and(|now| now > ledger.usual_at_start() - 1.0);
    let recent = ledger.seen.iter().filter(|c| days_between(c.date, checkin.date) < STILL_DAYS);
    let calm = recent.clone().all(|c| {
        c.morning != Some(Morning::Worse) && f64::from(c.worst_pain.get()) <= ledger.ceiling()
    });
    if still < STILL_DAYS || !flat || !calm || ledger.be_seen.is_some() {
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

/// Strong pain, clearly above the start, twice running: the safety questions come first.
fn getting_worse(ledger: &mut Ledger, checkin: &CheckIn) {
    let severe = ledger.rule("severe_0_10");
    let above = ledger.usual_at_start() + CLEAR_RISE;
    let strong = |c: &CheckIn| {
        let pain = f64::from(c.worst_pain.get());
        pain >= severe && (pain >= above || c.morning == Some(Morning::Worse))
    };
    let asked = ledger.screen_due.is_some_and(|due| days_between(due, checkin.date) < 7);
    if asked || running(ledger, strong) < 2 {
        return;
    }
    ledger.screen_due = Some(checkin.date);
    ledger.note(Change {
        date: checkin.date,
        rule: "getting-worse",
        decision: Decision::Screen,
        exercise: None,
        inputs: vec![format!("worst pain = {} of 10", checkin.worst_pain.get())],
        says: "It has become strong. Please answer the safety questions once more before the next session.".into(),
    });
}

/// Somebody who came because of stiffness and now hurts should answer the longer questions.
fn stiff_now_hurts(ledger: &mut Ledger, checkin: &CheckIn) {
    let hurts = |c: &CheckIn| c.worst_pain.get() >= 4;
    let said = ledger.trail.iter().any(|c| c.rule == "stiff-now-hurts");
    if ledger.plan.basis.lead != STIFF || said || running(ledger, hurts) < 2 {
        return;
    }
    ledger.note(Change {
        date: checkin.date,
        rule: "stiff-now-hurts",
        decision: Decision::Screen,
        exercise: None,
        inputs: vec![format!("worst pain = {} of 10", checkin.worst_pain.get())],
        says: "Stiffness has turned into pain. Start again at “Something hurts”: it asks more, and fits the week to it.".into(),
    });
}

/// When to be seen: a clear rise, pain that keeps travelling, no better by the review week,
/// worse for weeks, or strong leg pain that lasts. It is taken back when things get better.
fn be_seen(ledger: &mut Ledger, checkin: &CheckIn) {
    if ledger.be_seen.is_some() {
        if recovered(ledger, checkin) {
            ledger.be_seen = None;
        } else {
            be_seen_soon(ledger, checkin);
        }
        return;
    }
    let Some((says, inputs)) = reason(ledger, checkin) else { return };
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

/// Very strong pain twice running, after the advice to be seen, makes it a call by tomorrow, and no
/// session is given before the safety questions.
fn be_seen_soon(ledger: &mut Ledger, checkin: &CheckIn) {
    let border = ledger.rule("very_strong_0_10");
    let very = |c: &CheckIn| f64::from(c.worst_pain.get()) >= border;
    let said = ledger.trail.iter().rev().find(|c| c.decision == Decision::BeSeen);
    if said.is_some_and(|c| c.rule == "be-seen-soon") || running(ledger, very) < 2 {
        return;
    }
    let says = "It has become very strong. Phone your family doctor or an advice line today or tomorrow. Until then, leave the strength work and do only what eases it.".to_owned();
    ledger.be_seen = Some(says.clone());
    ledger.screen_due = Some(checkin.date);
    ledger.note(Change {
        date: checkin.date,
        rule: "be-seen-soon",
        decision: Decision::BeSeen,
        exercise: None,
        inputs: vec![format!("worst pain = {} of 10, twice running", checkin.worst_pain.get())],
        says,
    });
}

const WHO: &str =
    "Book your family doctor or a physiotherapist within the week; the sheet tells what to bring.";

fn reason(ledger: &Ledger, checkin: &CheckIn) -> Option<(String, Vec<String>)> {
    let weeks = weeks_in(ledger, checkin);
    let start = format!("usual pain at the start = {} of 10", ledger.usual_at_start());
    let above = ledger.usual_at_start() + CLEAR_RISE;
    let rise = |c: &CheckIn| c.morning_pain.is_some_and(|p| f64::from(p.get()) >= above);
    let bad = |c: &CheckIn| c.morning == Some(Morning::Worse);
    if running(ledger, rise) >= 3 || running(ledger, bad) >= 5 {
        let says = format!("Mornings have been clearly worse for days running. {WHO}");
        return Some((
            says,
            vec![start, format!("bad mornings running = {}", running(ledger, bad))],
        ));
    }
    if travelled_lately(ledger, checkin) >= 2 {
        let says = format!(
            "Pain has gone further down the leg more than once. {WHO} Go today if a leg grows weak or numb."
        );
        return Some((says, vec!["sessions in which pain travelled = 2".into()]));
    }
    if worse_weeks(ledger, checkin) >= ledger.rule("worse_weeks_running") {
        let says = format!("Each of the last two weeks was worse than the one before. {WHO}");
        return Some((says, vec!["weeks running that were worse = 2".into(), start]));
    }
    if opinion_due(ledger, checkin, weeks) {
        let says = "Leg pain is still strong after these weeks. Ask your family doctor about a specialist opinion; the options page shows what it can bring.".to_owned();
        return Some((says, vec![format!("week of the plan = {weeks}"), start]));
    }
    if ledger.plan.basis.stage == Stage::Gentle && weeks > GENTLE_WEEKS && is_flat(ledger, checkin)
    {
        let says = format!("After {GENTLE_WEEKS} gentle weeks the mornings are no better. {WHO}");
        return Some((says, vec![format!("gentle weeks = {GENTLE_WEEKS}"), start]));
    }
    let review = f64::from(ledger.plan.review_weeks).min(ledger.rule("flat_weeks_at_most"));
    (f64::from(weeks) > review && is_flat(ledger, checkin)).then(|| {
        let says =
            format!("After {review} weeks the mornings are no better than at the start. {WHO}");
        (says, vec![format!("weeks = {review}"), start])
    })
}

/// Whether mornings of the last two weeks are neither low nor a point below the start.
fn is_flat(ledger: &Ledger, checkin: &CheckIn) -> bool {
    let now = mean_between(ledger, checkin, (14, 0));
    now.is_some_and(|now| now > 2.0 && now > ledger.usual_at_start() - 1.0)
}

/// Whether mornings of the last week are low, or two points below the start.
fn recovered(ledger: &Ledger, checkin: &CheckIn) -> bool {
    let now = mean_between(ledger, checkin, (7, 0));
    now.is_some_and(|now| now <= 2.0 || now <= ledger.usual_at_start() - 2.0)
}

fn travelled_lately(ledger: &Ledger, checkin: &CheckIn) -> usize {
    let recent = ledger.seen.iter().filter(|c| days_between(c.date, checkin.date) < 14);
    recent.filter(|c| c.travelled || c.items.iter().any(|i| i.travelled)).count()
}

/// Strong leg pain in the second week of the plan or later, past the weeks that the rules name.
fn opinion_due(ledger: &Ledger, checkin: &CheckIn, weeks: i32) -> bool {
    let mut facts = ledger.plan.basis.facts.clone();
    facts.duration_weeks += i64::from(weeks) - 1;
    let severe = ledger.rule("severe_0_10");
    let strong = |c: &CheckIn| f64::from(c.worst_pain.get()) >= severe;
    let mornings = mean_between(ledger, checkin, (7, 0)).is_some_and(|now| now >= severe - 1.0);
    let condition = &ledger.knowledge.conditions[&ledger.plan.basis.lead];
    let lasting = running(ledger, strong) >= 3 || mornings;
    weeks >= 2 && lasting && wants_opinion(ledger.knowledge, condition, &facts)
}

/// How many of the latest check-ins running satisfy a test.
fn running(ledger: &Ledger, test: impl Fn(&CheckIn) -> bool) -> usize {
    ledger.seen.iter().rev().take_while(|c| test(c)).count()
}

fn weeks_in(ledger: &Ledger, checkin: &CheckIn) -> i32 {
    days_between(ledger.plan.made_on, checkin.date) / 7 + 1
}

fn morning_pain(checkin: &CheckIn) -> String {
    checkin.morning_pain.map_or_else(|| "not told".into(), |p| format!("{} of 10", p.get()))
}

/// Whether the last sessions stayed within the limit and settled by morning.
fn settles(ledger: &Ledger, next: Stage) -> bool {
    let needed = if next == Stage::Keep { 6 } else { 3 };
    let good = |c: &CheckIn| {
        let morning = c.morning.is_some_and(|m| m != Morning::Worse);
        morning && f64::from(c.worst_pain.get()) <= ledger.ceiling()
    };
    running(ledger, good) >= needed
}

/// Mean morning pain between two distances in days before a check-in, if it was told.
fn mean_between(ledger: &Ledger, checkin: &CheckIn, (from, to): (i32, i32)) -> Option<f64> {
    let within = |c: &&CheckIn| (to..from).contains(&days_between(c.date, checkin.date));
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
