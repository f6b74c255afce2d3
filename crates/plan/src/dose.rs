//! Fourth pass: how much of each exercise, within its range, for this stage and age.

use coxa_knowledge::condition::Stage;
use coxa_knowledge::dose::{Dose, Mode};
use coxa_knowledge::exercise::{Exercise, Kind, Sides};
use coxa_knowledge::{Id, Knowledge};

use crate::basis::{Basis, Side};
use crate::choose::Pick;
use crate::gate::{self, Gate};
use crate::plan::{Item, Planned};

/// A picked exercise with its usual dose and its smallest useful one.
#[derive(Debug, Clone)]
pub struct Dosed {
    /// The item with its usual dose.
    pub item: Item,
    /// The smallest number of sets.
    pub least: Planned,
    /// The pick behind it.
    pub pick: Pick,
    /// What it covers and is.
    pub exercise: Exercise,
}

/// Gives every pick its dose.
#[must_use]
pub fn dose(knowledge: &Knowledge, basis: &Basis, picks: Vec<Pick>) -> Vec<Dosed> {
    let gate = gate::gate(knowledge, basis);
    picks.into_iter().map(|pick| dosed(knowledge, basis, &gate, pick)).collect()
}

fn dosed(knowledge: &Knowledge, basis: &Basis, gate: &Gate, pick: Pick) -> Dosed {
    let exercise = knowledge.exercises[&pick.exercise].clone();
    let usual = usual(basis, &exercise);
    let least = least(&exercise, &usual);
    let item = item(knowledge, basis, gate, (&pick, &exercise, usual));
    Dosed { item, least, pick, exercise }
}

/// An item from its parts.
pub(crate) fn item(
    knowledge: &Knowledge,
    basis: &Basis,
    gate: &Gate,
    (pick, exercise, dose): (&Pick, &Exercise, Planned),
) -> Item {
    let allowed = |id: &Option<Id>| id.clone().filter(|id| gate.allows(id));
    Item {
        exercise: exercise.id.clone(),
        aim: pick.aim.clone(),
        dose,
        sides: exercise.sides,
        first_side: first_side(basis, exercise.sides),
        why: pick.why.clone(),
        kit_note: kit_note(knowledge, basis, exercise),
        easier: allowed(&exercise.ladder.easier),
        harder: allowed(&exercise.ladder.harder),
        fallback: allowed(&exercise.ladder.fallback),
        swaps: swaps(knowledge, gate, exercise, &pick.aim),
    }
}

fn first_side(basis: &Basis, sides: Sides) -> Side {
    match sides {
        Sides::Together => Side::Left,
        Sides::Each | Sides::Alternating => basis.setup.weaker_side.unwrap_or(Side::Left),
    }
}

/// What stands in for kit that is missing.
fn kit_note(knowledge: &Knowledge, basis: &Basis, exercise: &Exercise) -> Option<String> {
    exercise.needs.iter().find_map(|need| {
        let kit = gate::kit_for(knowledge, basis, need)?;
        (*kit != need.kit).then(|| {
            let name = |id: &Id| knowledge.words.kit.get(id).map_or(id.clone(), |k| k.name.clone());
            let note = format!(
                "You have no {}: take {} instead. {}",
                bare(&name(&need.kit)),
                name(kit),
                need.how
            );
            note.trim().to_owned()
        })
    })
}

/// A kit name without its article.
fn bare(name: &str) -> &str {
    name.trim_start_matches("a ").trim_start_matches("an ")
}

/// Up to four allowed exercises with the same aim, those nearest in skill first.
fn swaps(knowledge: &Knowledge, gate: &Gate, exercise: &Exercise, aim: &str) -> Vec<Id> {
    let same = |e: &&Exercise| {
        e.id != exercise.id && gate.allows(&e.id) && e.aims.iter().any(|a| a == aim)
    };
    let mut others: Vec<&Exercise> = knowledge.exercises.values().filter(same).collect();
    others.sort_by_key(|e| (e.skill.abs_diff(exercise.skill), e.id.clone()));
    others.into_iter().take(4).map(|e| e.id.clone()).collect()
}

/// The record's dose for this stage and age, stretches harmonised with guideline totals.
#[must_use]
pub fn usual(basis: &Basis, exercise: &Exercise) -> Planned {
    let mut planned = as_recorded(&exercise.dose);
    if basis.stage == Stage::Gentle {
        planned.sets = exercise.dose.range.sets.map_or(planned.sets, |[fewest, _]| fewest);
    }
    if exercise.kind == Kind::Stretch && planned.mode == Mode::Hold {
        harmonise(&mut planned, &exercise.dose, basis.facts.age_years >= 65);
    }
    if exercise.kind == Kind::Aerobic && planned.mode == Mode::Time && planned.sets == 1 {
        let least = exercise.dose.range.work_s.map_or(planned.work_s, |[low, _]| low);
        planned.work_s = planned.work_s.min((basis.setup.minutes * 60).max(least));
        if basis.stage == Stage::Gentle {
            planned.work_s = (planned.work_s / 2).max(least);
        }
    }
    planned
}

/// Holds of 30 s or more for older people, and repeats until a stretch totals a minute.
fn harmonise(planned: &mut Planned, dose: &Dose, older: bool) {
    let longest = dose.range.hold_s.map_or(planned.hold_s, |[_, high]| high);
    if older {
        planned.hold_s = planned.hold_s.max(30.min(longest));
    }
    let most = dose.range.reps.map_or(planned.reps, |[_, high]| high);
    while planned.sets * planned.reps * planned.hold_s < 60 && planned.reps < most {
        planned.reps += 1;
    }
}

/// The record's dose as it stands.
#[must_use]
pub fn as_recorded(dose: &Dose) -> Planned {
    Planned {
        mode: dose.mode,
        sets: dose.sets,
        reps: dose.reps,
        rep_s: dose.rep_s,
        hold_s: dose.hold_s,
        work_s: dose.work_s,
        rest_s: dose.rest_s,
        beats: dose.beats.clone(),
        effort: dose.effort.clone(),
    }
}

/// The low end of a record's range, and no more than a dose has.
#[must_use]
pub fn lowest(exercise: &Exercise, dose: &Planned) -> Planned {
    let range = &exercise.dose.range;
    let least = |range: Option<[u32; 2]>, now: u32| range.map_or(now, |[low, _]| low.min(now));
    Planned {
        sets: least(range.sets, dose.sets),
        reps: least(range.reps, dose.reps),
        hold_s: least(range.hold_s, dose.hold_s),
        work_s: least(range.work_s, dose.work_s),
        ..dose.clone()
    }
}

/// The same with the fewest sets and, for open work, the shortest time.
fn least(exercise: &Exercise, usual: &Planned) -> Planned {
    let range = &exercise.dose.range;
    let mut least = usual.clone();
    least.sets = range.sets.map_or(usual.sets, |[fewest, _]| fewest.min(usual.sets));
    if exercise.kind == Kind::WarmUp {
        least.work_s = range.work_s.map_or(usual.work_s, |[low, _]| low.min(usual.work_s));
    }
    least
}

/// An item for an exercise that takes another's place at once.
#[must_use]
pub fn stand_in(knowledge: &Knowledge, basis: &Basis, gate: &Gate, exercise: &Exercise) -> Item {
    let pick = Pick {
        exercise: exercise.id.clone(),
        aim: exercise.aims.first().cloned().unwrap_or_default(),
        place: coxa_knowledge::condition::Place::Short,
        why: crate::plan::Why { says: "it stands in for another".into(), because: Vec::new() },
        turn: None,
    };
    item(knowledge, basis, gate, (&pick, exercise, usual(basis, exercise)))
}
