//! Every self-care condition, with and without kit and floor, at three lengths of day:
//! a week that passes its checks, and no two conditions with the same week.

mod common;

use std::collections::BTreeMap;

use common::{KNOWLEDGE, TODAY, like, self_care};
use coxa_knowledge::condition::Stage;
use coxa_plan::{Basis, Plan, Setup, propose};

fn household() -> std::collections::BTreeSet<String> {
    let kit = KNOWLEDGE.words.kit.iter().filter(|(_, k)| k.class == "household");
    kit.map(|(id, _)| id.clone()).collect()
}

fn setups() -> Vec<(String, Setup)> {
    let mut setups = Vec::new();
    for (kit_name, kit) in [("no kit", Default::default()), ("household", household())] {
        for floor in [true, false] {
            for minutes in [10, 20, 40] {
                let name = format!("{kit_name}, floor {floor}, {minutes} min");
                setups.push((name, Setup { kit: kit.clone(), floor, minutes, ..Setup::default() }));
            }
        }
    }
    setups
}

/// The plan for a condition in a stage, whatever the ranking says.
fn plan(condition: &str, stage: Stage, setup: Setup) -> Result<Plan, String> {
    let intake = like(&KNOWLEDGE.conditions[condition]);
    let screening = coxa_care::screen(&KNOWLEDGE, &intake);
    let cleared = screening
        .cleared()
        .ok_or_else(|| format!("not cleared: {:?} {:?}", screening.unanswered, screening.flags))?;
    let sorted = coxa_care::patterns(&KNOWLEDGE, &intake);
    let mut basis = Basis::new(&KNOWLEDGE, cleared, &intake, &sorted, setup);
    basis.lead = condition.to_owned();
    basis.also.retain(|also| also != condition);
    basis.stage = stage;
    coxa_plan::week(&KNOWLEDGE, basis, TODAY).map_err(|e| e.to_string())
}

fn signature(plan: &Plan) -> String {
    let mut text = String::new();
    for day in &plan.days {
        for sitting in &day.sittings {
            let ids: Vec<&str> = sitting.items.iter().map(|i| i.exercise.as_str()).collect();
            text.push_str(&format!("{} {}: {}\n", day.number, sitting.name, ids.join(" ")));
        }
    }
    text
}

#[test]
fn every_condition_gets_a_week_in_every_setting() {
    let mut misses = Vec::new();
    for condition in self_care() {
        for stage in [Stage::Gentle, Stage::Build, Stage::Keep] {
            for (name, setup) in setups() {
                if let Err(error) = plan(&condition.id, stage, setup) {
                    misses.push(format!("{} {stage:?} ({name}): {error}", condition.id));
                }
            }
        }
    }
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn no_two_conditions_share_a_week() {
    for stage in [Stage::Gentle, Stage::Build, Stage::Keep] {
        for (name, setup) in setups() {
            let mut weeks: BTreeMap<String, &str> = BTreeMap::new();
            for condition in self_care() {
                let Ok(plan) = plan(&condition.id, stage, setup.clone()) else { continue };
                if let Some(other) = weeks.insert(signature(&plan), &condition.id) {
                    panic!("{other} and {} have the same {stage:?} week ({name})", condition.id);
                }
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_plan() {
    for condition in self_care() {
        let intake = like(condition);
        let screening = coxa_care::screen(&KNOWLEDGE, &intake);
        let Some(cleared) = screening.cleared() else { continue };
        let sorted = coxa_care::patterns(&KNOWLEDGE, &intake);
        let once = propose(&KNOWLEDGE, cleared, (&intake, &sorted), Setup::default(), TODAY);
        let twice = propose(&KNOWLEDGE, cleared, (&intake, &sorted), Setup::default(), TODAY);
        assert_eq!(once, twice, "{}", condition.id);
    }
}
