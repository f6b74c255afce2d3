//! What holds of every screen, whatever is told: more never lowers, less never clears.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;

use common::{KNOWLEDGE, drawn, findings, quiet, yes_no};
use coxa_care::screen::needed;
use coxa_care::told::Reading;
use coxa_care::{Answer, Intake, Screening, patterns, screen};
use coxa_knowledge::finding::Kind;
use coxa_knowledge::{Id, Knowledge};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

const DOORS: [&str; 3] = ["hurts", "stiff", "again"];

/// The same cases on every run, and no files left behind.
fn config(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig::with_cases(cases);
    config.failure_persistence = None;
    config.rng_seed = RngSeed::Fixed(24);
    config
}

fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}

/// One number for every question.
fn picks() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0u32..10_000, findings().count())
}

fn door() -> impl Strategy<Value = &'static str> {
    prop::sample::select(DOORS.to_vec())
}

fn with(intake: &Intake, id: &str, answer: Answer) -> Intake {
    let mut changed = intake.clone();
    changed.answers.insert(id.to_owned(), answer);
    changed
}

fn without(intake: &Intake, id: &str) -> Intake {
    let mut changed = intake.clone();
    changed.answers.remove(id);
    changed
}

/// Why the second screening is milder than the first, if it is.
fn milder(first: &Screening, second: &Screening) -> Option<String> {
    if second.urgency < first.urgency {
        return Some(format!("urgency fell from {:?} to {:?}", first.urgency, second.urgency));
    }
    if second.permission > first.permission {
        return Some(format!("permission grew to {:?}", second.permission));
    }
    if first.cleared().is_none() && second.cleared().is_some() {
        return Some("it cleared".into());
    }
    let lost = first.limits.keys().find(|tag| !second.limits.contains_key(*tag));
    lost.map(|tag| format!("the limit {tag} was lost"))
}

/// Why saying "not sure" or "yes" to one question makes things milder, if it does.
fn milder_when_told(intake: &Intake, id: &str) -> Option<String> {
    let steps = [Answer::No, Answer::Unsure, Answer::Yes];
    let screenings = steps.map(|answer| screen(knowledge(), &with(intake, id, answer)));
    let mut pairs = screenings.windows(2);
    pairs.find_map(|pair| milder(&pair[0], &pair[1])).map(|how| format!("{id}: {how}"))
}

#[test]
fn one_more_symptom_is_never_milder_on_a_quiet_day() {
    for door in DOORS {
        let quiet = quiet(door);
        let misses: Vec<String> =
            yes_no().iter().filter_map(|f| milder_when_told(&quiet, &f.id)).collect();
        assert!(misses.is_empty(), "{door}: {}", misses.join("; "));
    }
}

#[test]
fn a_quiet_day_clears_at_every_door() {
    for door in DOORS {
        let screening = screen(knowledge(), &quiet(door));
        assert!(screening.flags.is_empty(), "{door}: {:?}", screening.flags);
        assert!(screening.cleared().is_some(), "{door}: {:?}", screening.unanswered);
    }
}

#[test]
fn without_any_needed_answer_nothing_clears() {
    for door in DOORS {
        let quiet = quiet(door);
        let reading = Reading::new(knowledge(), &quiet);
        let asked: Vec<Id> = needed(knowledge(), door)
            .into_iter()
            .filter(|id| reading.applies(&knowledge().findings[id]))
            .collect();
        assert!(asked.len() > 20, "{door} needs only {}", asked.len());
        for id in asked {
            let screening = screen(knowledge(), &without(&quiet, &id));
            assert!(screening.cleared().is_none(), "{door} clears without {id}");
            assert!(screening.unanswered.contains(&id), "{door} does not miss {id}");
        }
    }
}

#[test]
fn not_sure_is_an_answer_but_never_a_no() {
    let quiet = quiet("hurts");
    let emergency = |s: &Screening| s.urgency == coxa_knowledge::flag::Urgency::Emergency;
    let alarming: Vec<_> = yes_no()
        .into_iter()
        .filter(|f| emergency(&screen(knowledge(), &with(&quiet, &f.id, Answer::Yes))))
        .collect();
    assert!(alarming.len() >= 8, "only {} emergencies by one answer", alarming.len());
    for finding in alarming {
        let unsure = screen(knowledge(), &with(&quiet, &finding.id, Answer::Unsure));
        let today = unsure.urgency >= coxa_knowledge::flag::Urgency::SameDay;
        assert!(today, "{} unsure: {:?}", finding.id, unsure.urgency);
        assert!(unsure.cleared().is_none(), "{} unsure clears", finding.id);
    }
}

#[test]
fn closing_a_screen_says_no_to_what_is_open_and_to_nothing_else() {
    let mut closed = quiet("hurts");
    let groups = knowledge().groups.iter().filter(|g| g.closes_with_none);
    closed.none_of_these = groups.map(|g| g.id.clone()).collect();
    let told = with(&closed, "saddle-numbness", Answer::Yes);
    assert_eq!(screen(knowledge(), &told).urgency, coxa_knowledge::flag::Urgency::Emergency);
    closed.answers.retain(|id, _| knowledge().findings[id].kind != Kind::YesNo);
    assert!(screen(knowledge(), &closed).cleared().is_some());
    closed.none_of_these.remove("right-now");
    assert!(screen(knowledge(), &closed).cleared().is_none());
}

/// Questions in an order in which each comes after those that decide whether it is asked.
fn asking_order() -> Vec<Id> {
    let deciding: BTreeSet<&str> =
        findings().filter_map(|f| f.only_if.as_ref()).flat_map(|rule| rule.signs()).collect();
    let mut ids: Vec<Id> = findings().map(|f| f.id.clone()).collect();
    ids.sort_by_key(|id| {
        let group = knowledge().findings[id].group.as_str();
        (group != "about-you", !deciding.contains(id.as_str()))
    });
    ids
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn one_more_symptom_is_never_milder(door in door(), picks in picks(), at in any::<Index>()) {
        let asked = yes_no();
        let intake = drawn(door, &picks);
        let milder = milder_when_told(&intake, &asked[at.index(asked.len())].id);
        prop_assert!(milder.is_none(), "{}", milder.unwrap_or_default());
    }

    #[test]
    fn several_more_symptoms_are_never_milder(
        door in door(),
        picks in picks(),
        more in prop::collection::vec(any::<Index>(), 1..6),
    ) {
        let asked = yes_no();
        let first = drawn(door, &picks);
        let mut second = first.clone();
        for index in more {
            let id = &asked[index.index(asked.len())].id;
            // Somebody who left a question out had not yet denied it.
            if first.answers.contains_key(id) {
                second.answers.insert(id.clone(), Answer::Yes);
            }
        }
        let milder = milder(&screen(knowledge(), &first), &screen(knowledge(), &second));
        prop_assert!(milder.is_none(), "{}", milder.unwrap_or_default());
    }

    #[test]
    fn an_open_question_never_clears(door in door(), picks in picks(), at in any::<Index>()) {
        let intake = drawn(door, &picks);
        let needed: Vec<Id> = needed(knowledge(), door).into_iter().collect();
        let open = without(&intake, &needed[at.index(needed.len())]);
        let reading = Reading::new(knowledge(), &open);
        let missing =
            needed.iter().any(|id| !reading.is_answered(&knowledge().findings[id]));
        let screening = screen(knowledge(), &open);
        prop_assert!(!(missing && screening.cleared().is_some()));
        prop_assert_eq!(missing, !screening.unanswered.is_empty());
    }

    #[test]
    fn pain_alone_changes_no_urgency(
        door in door(),
        picks in picks(),
        worst in 0i64..=10,
        usual in 0i64..=10,
    ) {
        let intake = drawn(door, &picks);
        let told = with(&intake, "pain-worst", Answer::Number(worst));
        let told = with(&told, "pain-usual", Answer::Number(usual));
        let (before, after) = (screen(knowledge(), &intake), screen(knowledge(), &told));
        prop_assert_eq!(before.urgency, after.urgency);
        prop_assert_eq!(before.permission, after.permission);
        prop_assert_eq!(before.flags, after.flags);
        prop_assert_eq!(before.limits, after.limits);
    }

    #[test]
    fn the_order_of_telling_does_not_matter(
        door in door(),
        picks in picks(),
        order in Just(findings().map(|f| f.id.clone()).collect::<Vec<Id>>()).prop_shuffle(),
    ) {
        let intake = drawn(door, &picks);
        let mut other = Intake::new(door, intake.answered_on);
        for id in order {
            if let Some(answer) = intake.answers.get(&id) {
                other.answers.insert(id, answer.clone());
            }
        }
        prop_assert_eq!(screen(knowledge(), &intake), screen(knowledge(), &other));
        prop_assert_eq!(patterns(knowledge(), &intake), patterns(knowledge(), &other));
    }

    #[test]
    fn what_fired_on_the_way_still_holds_at_the_end(picks in picks(), cut in any::<Index>()) {
        let whole = drawn("hurts", &picks);
        let order = asking_order();
        let told = &order[..=cut.index(order.len())];
        let mut part = whole.clone();
        part.answers.retain(|id, _| told.contains(id));
        let (part, whole) = (screen(knowledge(), &part), screen(knowledge(), &whole));
        prop_assert!(part.urgency <= whole.urgency, "{:?}", part.flags);
        prop_assert!(part.permission >= whole.permission);
    }
}
