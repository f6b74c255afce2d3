//! One story for every rule that looks over more than one session.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{KNOWLEDGE, TODAY, like};
use coxa_care::scale::Pain;
use coxa_knowledge::condition::Stage;
use coxa_plan::adapt::{Adapted, CheckIn, Effort, Morning, adapt};
use coxa_plan::{Basis, Plan, Setup};
use jiff::ToSpan;

/// A first week for sore outer hip tendons, with a usual pain of 3 of 10 at the start.
fn plan(stage: Stage) -> Plan {
    let intake = like(&KNOWLEDGE.conditions["outer-hip-tendon-pain"]);
    let screening = coxa_care::screen(&KNOWLEDGE, &intake);
    let sorted = coxa_care::patterns(&KNOWLEDGE, &intake);
    let setup = Setup { minutes: 20, ..Setup::default() };
    let cleared = screening.cleared().unwrap();
    let mut basis = Basis::new(&KNOWLEDGE, cleared, &intake, &sorted, setup);
    basis.stage = stage;
    basis.facts.usual_pain = 3;
    coxa_plan::week(&KNOWLEDGE, basis, TODAY).unwrap()
}

/// A session every second day: worst pain, how the morning was, and its number.
fn told(stage: Stage, sessions: &[(i64, Morning, i64)]) -> Adapted {
    told_for(&plan(stage), sessions)
}

fn told_for(plan: &Plan, sessions: &[(i64, Morning, i64)]) -> Adapted {
    let pain = |n: i64| Pain::new(n).unwrap();
    let date = |at: usize| TODAY.saturating_add((2 * i64::try_from(at).unwrap()).days());
    let checkin = |(at, (worst, morning, number)): (usize, &(i64, Morning, i64))| CheckIn {
        date: date(at),
        plan_day: plan.place_of(date(at)).1,
        worst_pain: pain(*worst),
        pain_after: pain(*worst),
        effort: Effort::Right,
        anything_new: false,
        travelled: false,
        morning: Some(*morning),
        morning_pain: Some(pain(*number)),
        items: Vec::new(),
    };
    let history: Vec<CheckIn> = sessions.iter().enumerate().map(checkin).collect();
    adapt(&KNOWLEDGE, plan, &history, date(sessions.len() - 1))
}

/// The rules that left a mark, in order.
fn rules(adapted: &Adapted) -> Vec<&str> {
    adapted.trail.iter().map(|change| change.rule).collect()
}

#[test]
fn good_mornings_open_the_next_phase() {
    let adapted = told(Stage::Gentle, &[(2, Morning::Better, 1); 8]);
    assert!(rules(&adapted).contains(&"next-phase"), "{:?}", rules(&adapted));
    assert_eq!(adapted.plan.basis.stage, Stage::Build);
}

#[test]
fn three_strong_days_running_bring_back_the_gentle_phase() {
    let adapted = told(Stage::Build, &[(8, Morning::Worse, 5); 3]);
    assert!(rules(&adapted).contains(&"settle-again"), "{:?}", rules(&adapted));
    assert_eq!(adapted.plan.basis.stage, Stage::Gentle);
}

#[test]
fn strong_pain_twice_running_asks_the_safety_questions_again() {
    let adapted = told(Stage::Build, &[(8, Morning::Worse, 5); 2]);
    assert!(rules(&adapted).contains(&"getting-worse"), "{:?}", rules(&adapted));
    assert!(adapted.screen_due.is_some());
}

#[test]
fn three_mornings_clearly_above_the_start_ask_for_a_look() {
    let adapted = told(Stage::Build, &[(5, Morning::Worse, 6); 3]);
    assert!(adapted.be_seen.unwrap().contains("clearly worse"));
}

#[test]
fn four_flat_weeks_of_building_ask_for_a_look() {
    let adapted = told(Stage::Build, &[(4, Morning::Same, 3); 15]);
    assert!(adapted.be_seen.unwrap().contains("After 4 weeks"));
    let sooner = told(Stage::Build, &[(4, Morning::Same, 3); 10]);
    assert_eq!(sooner.be_seen, None, "three weeks are not four");
}

#[test]
fn very_strong_pain_after_the_advice_makes_it_a_call_by_tomorrow() {
    let bad = [(5, Morning::Worse, 6), (5, Morning::Worse, 6), (5, Morning::Worse, 6)];
    let very = [(9, Morning::Worse, 8), (9, Morning::Worse, 8)];
    let adapted = told(Stage::Build, &[&bad[..], &very[..]].concat());
    assert!(rules(&adapted).contains(&"be-seen-soon"), "{:?}", rules(&adapted));
    assert!(adapted.be_seen.unwrap().contains("today or tomorrow"));
}

#[test]
fn better_mornings_take_the_advice_back() {
    let bad = [(5, Morning::Worse, 6); 3];
    let good = [(2, Morning::Better, 1); 6];
    let adapted = told(Stage::Build, &[&bad[..], &good[..]].concat());
    assert_eq!(adapted.be_seen, None);
    assert!(rules(&adapted).contains(&"be-seen"), "it stays on the trail");
}

#[test]
fn a_day_of_severe_pain_never_adds_load() {
    let mut high = plan(Stage::Build);
    high.basis.facts.usual_pain = 8;
    let adapted = told_for(&high, &[(7, Morning::Better, 6); 8]);
    assert!(!rules(&adapted).contains(&"ready-for-more"), "{:?}", rules(&adapted));
}
