//! What holds of every plan and every history: pain never adds load, silence adds nothing,
//! both sides get the same time, and nothing gated ever appears.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use common::{KNOWLEDGE, TODAY, like, self_care};
use coxa_care::scale::{Pain, Percent};
use coxa_care::{Answer, Intake};
use coxa_knowledge::Id;
use coxa_knowledge::condition::{Condition, Stage};
use coxa_knowledge::exercise::Sides;
use coxa_knowledge::flag::Permission;
use coxa_plan::adapt::{Adapted, CheckIn, Decision, Effort, ItemReport, Morning, adapt};
use coxa_plan::plan::{Item, Planned, Sitting};
use coxa_plan::session::{Event, expand};
use coxa_plan::{Basis, Error, Plan, Setup, gate, load};
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

const STAGES: [Stage; 3] = [Stage::Gentle, Stage::Build, Stage::Keep];

/// The same cases on every run, and no files left behind.
fn config(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig::with_cases(cases);
    config.failure_persistence = None;
    config.rng_seed = RngSeed::Fixed(24);
    config
}

// --- plans -----------------------------------------------------------------------------

fn household() -> Setup {
    let kit = KNOWLEDGE.words.kit.iter().filter(|(_, k)| k.class != "gym");
    Setup { kit: kit.map(|(id, _)| id.clone()).collect(), minutes: 30, ..Setup::default() }
}

/// The basis of a week for a condition in a stage, whatever the ranking says.
fn basis(intake: &Intake, condition: &str, stage: Stage) -> Option<Basis> {
    let screening = coxa_care::screen(&KNOWLEDGE, intake);
    let sorted = coxa_care::patterns(&KNOWLEDGE, intake);
    let mut basis = Basis::new(&KNOWLEDGE, screening.cleared()?, intake, &sorted, household());
    basis.lead = condition.to_owned();
    basis.also.retain(|also| also != condition);
    basis.stage = stage;
    Some(basis)
}

fn first_week(condition: &Condition, stage: Stage) -> Option<Plan> {
    coxa_plan::week(&KNOWLEDGE, basis(&like(condition), &condition.id, stage)?, TODAY).ok()
}

/// One week for every self-care condition and stage.
static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let weeks = |condition: &'static Condition| {
        STAGES.into_iter().filter_map(|stage| first_week(condition, stage))
    };
    self_care().flat_map(weeks).collect()
});

fn plan(at: Index) -> &'static Plan {
    &PLANS[at.index(PLANS.len())]
}

// --- histories -------------------------------------------------------------------------

/// What is drawn for one day.
#[derive(Debug, Clone)]
struct Drawn {
    skipped_days: i64,
    worst: i64,
    after: i64,
    effort: u8,
    morning: u8,
    morning_pain: Option<i64>,
    items: Vec<(Index, Option<i64>, u8, i64)>,
}

/// Mostly easy days, so that doses do go up, with some bad ones among them.
fn score() -> impl Strategy<Value = i64> {
    prop_oneof![6 => 0i64..=4, 2 => 5i64..=6, 1 => 7i64..=10]
}

fn day() -> impl Strategy<Value = Drawn> {
    let gap = prop_oneof![12 => Just(0i64), 4 => 1i64..=3, 1 => 7i64..=25];
    let item = (any::<Index>(), prop::option::of(score()), 0u8..4, 50i64..=100);
    let items = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(item, 1..4)];
    (gap, score(), score(), 0u8..4, 0u8..8, prop::option::of(score()), items).prop_map(
        |(skipped_days, worst, after, effort, morning, morning_pain, items)| Drawn {
            skipped_days,
            worst,
            after,
            effort,
            morning,
            morning_pain,
            items,
        },
    )
}

fn days() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec(day(), 1..24)
}

fn pain(score: i64) -> Pain {
    Pain::new(score.clamp(0, 10)).unwrap()
}

fn effort(word: u8) -> Effort {
    match word {
        0 => Effort::Hard,
        1 => Effort::Easy,
        _ => Effort::Right,
    }
}

fn morning(word: u8) -> Option<Morning> {
    match word {
        0 => None,
        1 => Some(Morning::Worse),
        2..=4 => Some(Morning::Same),
        _ => Some(Morning::Better),
    }
}

/// Check-ins for a plan, one a day at most.
fn history(plan: &Plan, days: &[Drawn]) -> Vec<CheckIn> {
    let mut date = plan.made_on;
    let mut checkins = Vec::new();
    for drawn in days {
        date = date.saturating_add(drawn.skipped_days.days());
        checkins.push(checkin(plan, drawn, date));
        date = date.saturating_add(1.days());
    }
    checkins
}

fn checkin(plan: &Plan, drawn: &Drawn, date: Date) -> CheckIn {
    CheckIn {
        date,
        plan_day: plan.place_of(date).1,
        worst_pain: pain(drawn.worst),
        pain_after: pain(drawn.after),
        effort: effort(drawn.effort),
        anything_new: false,
        travelled: false,
        morning: morning(drawn.morning),
        morning_pain: drawn.morning_pain.map(pain),
        items: reports(plan, drawn),
    }
}

fn reports(plan: &Plan, drawn: &Drawn) -> Vec<ItemReport> {
    let exercises = plan.exercises();
    let mut seen = BTreeSet::new();
    let mut reports = Vec::new();
    for (index, worst, word, completed) in &drawn.items {
        let exercise = exercises[index.index(exercises.len())].to_owned();
        if seen.insert(exercise.clone()) {
            reports.push(ItemReport {
                exercise,
                worst_pain: worst.map(pain),
                effort: Some(effort(*word)),
                completed: Percent::new(*completed).unwrap(),
                travelled: false,
                side: None,
            });
        }
    }
    reports
}

/// How one check-in turns out worse.
#[derive(Debug, Clone, Copy)]
enum Worse {
    DuringDay(i64),
    Morning,
    MorningPain(i64),
    DuringItem(i64),
}

fn worse() -> impl Strategy<Value = Worse> {
    prop_oneof![
        (1i64..=10).prop_map(Worse::DuringDay),
        Just(Worse::Morning),
        (1i64..=10).prop_map(Worse::MorningPain),
        (1i64..=10).prop_map(Worse::DuringItem),
    ]
}

/// The same day with more pain told.
fn worsened(checkin: &CheckIn, how: Worse) -> CheckIn {
    let mut worse = checkin.clone();
    let more = |p: Pain, by: i64| pain(i64::from(p.get()) + by);
    match how {
        Worse::DuringDay(by) => worse.worst_pain = more(worse.worst_pain, by),
        Worse::Morning => {
            worse.morning = worse.morning.map(|m| match m {
                Morning::Better => Morning::Same,
                Morning::Same | Morning::Worse => Morning::Worse,
            });
        }
        Worse::MorningPain(by) => worse.morning_pain = worse.morning_pain.map(|p| more(p, by)),
        Worse::DuringItem(by) => {
            for item in &mut worse.items {
                item.worst_pain = item.worst_pain.map(|p| more(p, by));
            }
        }
    }
    worse
}

fn last_day(history: &[CheckIn]) -> Date {
    history.last().map_or(TODAY, |c| c.date)
}

fn run(plan: &Plan, history: &[CheckIn], today: Date) -> Adapted {
    adapt(&KNOWLEDGE, plan, history, today)
}

// --- comparing load --------------------------------------------------------------------

type Load = (usize, u32, u32);

/// Whether the morning after was told, not worse, and its number no higher than usual.
fn settled(plan: &Plan, checkin: &CheckIn) -> bool {
    let usual = u32::try_from(plan.basis.facts.usual_pain).unwrap();
    let limit = f64::from(usual) + KNOWLEDGE.rules.get("next_morning_rise_0_10");
    let rose = checkin.morning_pain.is_some_and(|p| f64::from(p.get()) > limit);
    !rose && checkin.morning.is_some_and(|m| m != Morning::Worse)
}

/// What is heavier in the second week than in the first, if anything is.
///
/// Weeks of one stage hold the same places, so they are compared place by place. A milder
/// stage is milder as a whole: its own checks keep it free of heavy items. Warm-ups and
/// breathing are no load, and exercises of two ladders have none that could be compared.
fn heavier(first: &Plan, second: &Plan) -> Option<String> {
    if second.basis.stage > first.basis.stage {
        return Some(format!("{:?} after {:?}", second.basis.stage, first.basis.stage));
    }
    if second.basis.stage < first.basis.stage {
        return None;
    }
    if first.items().count() != second.items().count() {
        return Some("another number of items".into());
    }
    let mut pairs =
        first.items().zip(second.items()).filter(|(f, s)| is_load(f) && comparable(f, s));
    pairs.find(|(f, s)| load_of(s) > load_of(f)).map(|(f, s)| {
        let (f, s) = ((&f.exercise, load_of(f)), (&s.exercise, load_of(s)));
        format!("{s:?} in the place of {f:?}")
    })
}

fn is_load(item: &Item) -> bool {
    use coxa_knowledge::exercise::Kind;
    !matches!(KNOWLEDGE.exercises[&item.exercise].kind, Kind::WarmUp | Kind::Breathing)
}

/// Whether two exercises stand on one ladder.
fn comparable(first: &Item, second: &Item) -> bool {
    foot(&first.exercise) == foot(&second.exercise)
}

/// The lowest rung of an exercise's ladder.
fn foot(exercise: &str) -> &str {
    let mut foot = exercise;
    while let Some(easier) = KNOWLEDGE.exercises.get(foot).and_then(|e| e.ladder.easier.as_ref()) {
        foot = easier;
    }
    foot
}

fn load_of(item: &Item) -> Load {
    load::load(&KNOWLEDGE, item)
}

/// What went wrong, with what each history changed.
fn story(what: &str, first: &Adapted, second: &Adapted) -> String {
    let lines = |adapted: &Adapted| {
        let changes = adapted.trail.iter();
        changes
            .map(|c| format!("  {} {} {}", c.date, c.rule, c.says))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let lead = &first.plan.basis.lead;
    format!("{lead}: {what}\nfirst:\n{}\nsecond:\n{}", lines(first), lines(second))
}

/// Every rung and set of the places that can be compared, together.
fn totals(first: &Plan, second: &Plan) -> [(usize, u32); 2] {
    let pairs = first.items().zip(second.items()).filter(|(f, s)| is_load(f) && comparable(f, s));
    let mut totals = [(0, 0); 2];
    for (first, second) in pairs {
        for (total, load) in totals.iter_mut().zip([load_of(first), load_of(second)]) {
            *total = (total.0 + load.0, total.1 + load.1);
        }
    }
    totals
}

/// The days on which phases changed, and to which.
fn phases(adapted: &Adapted) -> Vec<(Date, Decision)> {
    let moves = [Decision::NextStage, Decision::Settle];
    let changes = adapted.trail.iter().filter(|c| moves.contains(&c.decision));
    changes.map(|c| (c.date, c.decision)).collect()
}

proptest! {
    #![proptest_config(config(1200))]

    #[test]
    fn worse_pain_never_adds_load(
        at in any::<Index>(),
        days in days(),
        which in any::<Index>(),
        how in worse(),
    ) {
        let plan = plan(at);
        let first = history(plan, &days);
        let mut second = first.clone();
        let which = which.index(second.len());
        second[which] = worsened(&first[which], how);
        let today = last_day(&first);
        let (first, second) = (run(plan, &first, today), run(plan, &second, today));
        // Phases are the coarse order of load: worse pain never brings one on earlier. Where
        // it comes later, the two plans stand at different points of it and are not compared.
        prop_assert!(second.plan.basis.stage <= first.plan.basis.stage);
        if phases(&first) != phases(&second) {
            return Ok(());
        }
        let heavier = heavier(&first.plan, &second.plan);
        prop_assert!(heavier.is_none(), "{}", story(&heavier.unwrap_or_default(), &first, &second));
        if first.plan.basis.stage == second.plan.basis.stage {
            let [first, second] = totals(&first.plan, &second.plan);
            prop_assert!(second <= first, "{second:?} in all after {first:?}");
        }
    }

    #[test]
    fn nothing_goes_up_on_a_day_above_the_limit(at in any::<Index>(), days in days()) {
        let plan = plan(at);
        let history = history(plan, &days);
        let ceiling = KNOWLEDGE.rules.get("pain_ceiling_0_10");
        for change in run(plan, &history, last_day(&history)).trail {
            let day = history.iter().find(|c| c.date == change.date);
            let worst = day.map_or(0.0, |c| f64::from(c.worst_pain.get()));
            let usual = plan.basis.facts.usual_pain;
            let limit = ceiling.max(f64::from(i32::try_from(usual).unwrap()));
            let raised = change.decision == Decision::Up && worst > limit;
            prop_assert!(!raised, "{} at pain {worst}", change.says);
        }
    }

    #[test]
    fn nothing_goes_up_after_a_morning_that_was_worse_or_not_told(
        at in any::<Index>(),
        days in days(),
    ) {
        let plan = plan(at);
        let history = history(plan, &days);
        for change in run(plan, &history, last_day(&history)).trail {
            let day = history.iter().find(|c| c.date == change.date);
            let settled = day.is_some_and(|c| settled(plan, c));
            prop_assert!(change.decision != Decision::Up || settled, "{}", change.says);
        }
    }

}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn days_without_a_report_add_nothing(
        at in any::<Index>(),
        days in days(),
        silent in 1i64..40,
    ) {
        let plan = plan(at);
        let history = history(plan, &days);
        let today = last_day(&history);
        let later = today.saturating_add(silent.days());
        let (now, then) = (run(plan, &history, today), run(plan, &history, later));
        let heavier = heavier(&now.plan, &then.plan);
        prop_assert!(heavier.is_none(), "{silent} days: {}", heavier.unwrap_or_default());
        let ups = |a: &Adapted| a.trail.iter().filter(|c| c.decision == Decision::Up).count();
        prop_assert_eq!(ups(&now), ups(&then));
    }

    #[test]
    fn the_same_history_gives_the_same_plan(
        at in any::<Index>(),
        days in days(),
        turn in any::<Index>(),
    ) {
        let plan = plan(at);
        let history = history(plan, &days);
        let mut turned = history.clone();
        turned.rotate_left(turn.index(history.len()));
        let today = last_day(&history);
        let once = run(plan, &history, today);
        prop_assert_eq!(&once, &run(plan, &history, today));
        prop_assert_eq!(&once, &run(plan, &turned, today));
    }

    #[test]
    fn every_change_names_its_rule_and_what_it_looked_at(at in any::<Index>(), days in days()) {
        let plan = plan(at);
        let history = history(plan, &days);
        for change in run(plan, &history, last_day(&history)).trail {
            prop_assert!(!change.rule.is_empty());
            prop_assert!(!change.inputs.is_empty(), "{} names no input", change.rule);
            let named = change.inputs.iter().all(|i| i.contains(" = "));
            prop_assert!(named, "{}: {:?}", change.rule, change.inputs);
            prop_assert!(!change.says.is_empty() && !change.says.contains('!'));
        }
    }

    #[test]
    fn a_step_is_never_more_than_the_record_allows(at in any::<Index>(), days in days()) {
        let plan = plan(at);
        let history = history(plan, &days);
        let mut before = plan.clone();
        for told in 1..=history.len() {
            let part = &history[..told];
            let after = run(plan, part, last_day(part));
            let leap = leap(&before, &after.plan);
            let last = after.trail.last().map(|c| c.says.clone()).unwrap_or_default();
            prop_assert!(leap.is_none(), "{} ({last})", leap.unwrap_or_default());
            before = after.plan;
        }
    }

    #[test]
    fn choices_stay_inside_the_gates_as_plans_change(at in any::<Index>(), days in days()) {
        let plan = plan(at);
        let history = history(plan, &days);
        let adapted = run(plan, &history, last_day(&history));
        let outside = outside(&adapted.plan);
        prop_assert!(outside.is_none(), "{}", outside.unwrap_or_default());
    }

    #[test]
    fn both_sides_get_the_same_time_as_plans_change(at in any::<Index>(), days in days()) {
        let plan = plan(at);
        let history = history(plan, &days);
        for item in run(plan, &history, last_day(&history)).plan.items() {
            let unequal = unequal(item);
            prop_assert!(unequal.is_none(), "{}", unequal.unwrap_or_default());
        }
    }
}

// --- steps -----------------------------------------------------------------------------

/// An item that rose by more than one step, or in two things at once.
fn leap(before: &Plan, after: &Plan) -> Option<String> {
    if before.basis.stage != after.basis.stage {
        return None;
    }
    let pairs = before.items().zip(after.items()).filter(|(b, a)| b.exercise == a.exercise);
    let mut leaps = pairs.filter(|(b, a)| leaps(b, a));
    leaps
        .next()
        .map(|(b, a)| format!("{}: {} after {}", a.exercise, amounts(&a.dose), amounts(&b.dose)))
}

fn leaps(before: &Item, after: &Item) -> bool {
    let step = &KNOWLEDGE.exercises[&after.exercise].dose.step;
    let (b, a) = (&before.dose, &after.dose);
    let rises = [
        (b.sets, a.sets, 1),
        (b.reps, a.reps, step.reps),
        (b.hold_s, a.hold_s, step.hold_s),
        (b.work_s, a.work_s, step.work_s),
    ];
    let risen = rises.iter().filter(|(b, a, _)| a > b).count();
    risen > 1 || rises.iter().any(|(b, a, by)| *a > b + by)
}

fn amounts(dose: &Planned) -> String {
    format!("{} sets, {} × {} s, {} s", dose.sets, dose.reps, dose.hold_s, dose.work_s)
}

// --- gates -----------------------------------------------------------------------------

/// An exercise in the week, or offered beside it, that is not allowed.
fn outside(plan: &Plan) -> Option<String> {
    let offered = |item: &Item| {
        let rungs = [&item.easier, &item.harder, &item.fallback].into_iter().flatten();
        let all = rungs.chain(&item.swaps).chain([&item.exercise]);
        all.cloned().collect::<Vec<Id>>()
    };
    plan.items().flat_map(offered).find_map(|id| {
        let reasons = gate::reasons(&KNOWLEDGE, &plan.basis, &KNOWLEDGE.exercises[&id]);
        reasons.first().map(|reason| format!("{id} in {}: {reason:?}", plan.basis.lead))
    })
}

/// A tag in the week, or offered beside it, that is to be left out.
fn gated_tag(plan: &Plan, tags: &[Id]) -> Option<String> {
    let offered = |item: &Item| {
        let rungs = [&item.easier, &item.harder, &item.fallback].into_iter().flatten();
        let beside = rungs.chain(&item.swaps).map(|id| (id.clone(), item.exercise.clone()));
        beside.chain([(item.exercise.clone(), "the week".into())]).collect::<Vec<(Id, Id)>>()
    };
    plan.items().flat_map(offered).find_map(|(id, beside)| {
        let exercise = &KNOWLEDGE.exercises[&id];
        let tag = tags.iter().find(|tag| exercise.has_tag(tag))?;
        let (stage, lead) = (plan.basis.stage, &plan.basis.lead);
        Some(format!("{id} has {tag}, beside {beside}, in a {stage:?} week for {lead}"))
    })
}

#[test]
fn every_condition_has_a_first_week_in_every_stage() {
    let lacking = |condition: &Condition, stage: Stage| {
        let basis = basis(&like(condition), &condition.id, stage)?;
        let error = coxa_plan::week(&KNOWLEDGE, basis, TODAY).err()?;
        Some(format!("{} {stage:?}: {error}", condition.id))
    };
    let misses: Vec<String> =
        self_care().flat_map(|c| STAGES.into_iter().filter_map(|s| lacking(c, s))).collect();
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
    assert!(
        PLANS.len() > 40,
        "only {} weeks: are people like the conditions cleared?",
        PLANS.len()
    );
}

#[test]
fn every_first_week_stays_inside_its_gates() {
    let outside: Vec<String> = PLANS.iter().filter_map(outside).collect();
    assert!(outside.is_empty(), "{}", outside.join("\n"));
}

/// Intakes like a condition's in which one answer makes a gate hold. Some questions are not
/// asked of everybody, so that the answer counts for nothing there.
fn gated(condition: &Condition, gate: &coxa_knowledge::flag::Gate) -> Vec<Intake> {
    let told = |sign: &str| {
        let mut intake = like(condition);
        let female = Answer::Word("female".into());
        intake.answers.insert("sex-at-birth".into(), female);
        intake.answers.insert(sign.to_owned(), Answer::Yes);
        intake
    };
    let asked = |sign: &&str| KNOWLEDGE.findings.contains_key(*sign);
    let holds = |intake: &Intake| {
        coxa_care::screen(&KNOWLEDGE, intake).gates.iter().any(|held| held.id == gate.id)
    };
    gate.when.signs().into_iter().filter(asked).map(told).filter(holds).collect()
}

#[test]
fn what_a_gate_leaves_out_is_in_no_week_of_any_condition() {
    let mut weeks: BTreeMap<&str, usize> = BTreeMap::new();
    let mut misses = Vec::new();
    for gate in KNOWLEDGE.gates.values().filter(|g| g.permission > Permission::Nothing) {
        for condition in self_care() {
            for intake in gated(condition, gate) {
                for stage in STAGES {
                    let Some(basis) = basis(&intake, &condition.id, stage) else { continue };
                    match coxa_plan::week(&KNOWLEDGE, basis, TODAY) {
                        Ok(plan) => {
                            *weeks.entry(gate.id.as_str()).or_default() += 1;
                            misses.extend(
                                gated_tag(&plan, &gate.limits).map(|m| format!("{}: {m}", gate.id)),
                            );
                        }
                        Err(Error::Impossible { relax, .. }) => assert!(!relax.is_empty()),
                        Err(error) => panic!("{} {}: {error}", gate.id, condition.id),
                    }
                }
            }
        }
        assert!(weeks.contains_key(gate.id.as_str()), "no week at all with {}", gate.id);
    }
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn what_a_flag_leaves_out_is_in_no_week_of_any_condition() {
    let mut misses = Vec::new();
    for flag in KNOWLEDGE.flags.values().filter(|f| f.meanwhile > Permission::Nothing) {
        for condition in self_care() {
            for stage in [Stage::Gentle, Stage::Build] {
                let Some(mut basis) = basis(&like(condition), &condition.id, stage) else {
                    continue;
                };
                basis.permission = flag.meanwhile;
                for tag in &flag.limits {
                    basis.limits.entry(tag.clone()).or_default().push(flag.id.clone());
                }
                let Ok(plan) = coxa_plan::week(&KNOWLEDGE, basis, TODAY) else { continue };
                misses.extend(gated_tag(&plan, &flag.limits).map(|m| format!("{}: {m}", flag.id)));
            }
        }
    }
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
}

// --- sides -----------------------------------------------------------------------------

/// How the two sides of an item differ in time, if they do.
fn unequal(item: &Item) -> Option<String> {
    let sitting = Sitting {
        place: coxa_knowledge::condition::Place::Short,
        name: "One item".into(),
        items: vec![item.clone()],
    };
    let totals = expand(&sitting).totals;
    let (left, right) = (totals.left_s, totals.right_s);
    let right_way = match item.sides {
        Sides::Together => left == 0.0 && right == 0.0,
        Sides::Each | Sides::Alternating => left == right && left > 0.0,
    };
    (!right_way).then(|| format!("{}: left {left} s, right {right} s", item.exercise))
}

#[test]
fn every_record_gives_both_sides_the_same_time() {
    for plan in PLANS.iter() {
        let unequal: Vec<String> = plan.items().filter_map(unequal).collect();
        assert!(unequal.is_empty(), "{}: {}", plan.basis.lead, unequal.join("\n"));
    }
}

fn follows(pair: &[Event]) -> bool {
    (pair[0].at_s + pair[0].len_s - pair[1].at_s).abs() < 1e-6
}

#[test]
fn events_follow_each_other_without_a_gap_and_add_up() {
    for sitting in PLANS.iter().flat_map(Plan::sittings) {
        let script = expand(sitting);
        assert!(script.events.windows(2).all(follows), "{}", sitting.name);
        let planned: f64 = sitting.items.iter().map(load::item_s).sum();
        assert!((script.totals.all_s() - planned).abs() < 1e-6, "{}", sitting.name);
    }
}

#[test]
fn the_weaker_side_starts_where_one_was_named() {
    let side = coxa_plan::Side::Right;
    for condition in self_care() {
        let Some(mut basis) = basis(&like(condition), &condition.id, Stage::Build) else {
            continue;
        };
        basis.setup.weaker_side = Some(side);
        let Ok(plan) = coxa_plan::week(&KNOWLEDGE, basis, TODAY) else { continue };
        let told_apart = plan.items().filter(|i| i.sides != Sides::Together);
        let mut firsts = told_apart.map(|i| i.first_side);
        assert!(firsts.all(|first| first == side), "{}", condition.id);
    }
}
