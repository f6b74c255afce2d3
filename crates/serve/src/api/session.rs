//! The session document: a day's sitting as timed events.

use coxa_plan::Side;
use coxa_plan::session::{Event, Script};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::{SideWord, WhatWord};

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventDoc {
    /// Start, in seconds from the session's start.
    pub at_s: f64,
    /// Length in seconds.
    pub len_s: f64,
    /// What happens.
    pub what: WhatWord,
    /// Place of the item in the sitting, from 0.
    pub item: usize,
    /// The exercise.
    pub exercise: String,
    /// Which side works, where sides are told apart.
    pub side: Option<SideWord>,
    /// Set, from 1.
    pub set: u32,
    /// Hold within the set, from 1.
    pub hold: u32,
    /// Repetitions or breaths.
    pub reps: u32,
}

/// Seconds by kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TotalsDoc {
    /// Work and the rests between sets.
    pub work_and_rest_s: f64,
    /// Work.
    pub work_s: f64,
    /// Rest between sets.
    pub rest_s: f64,
    /// Getting ready.
    pub get_ready_s: f64,
    /// Changing sides and letting go between holds.
    pub switch_s: f64,
    /// Work on the left side.
    pub left_s: f64,
    /// Work on the right side.
    pub right_s: f64,
    /// Everything.
    pub all_s: f64,
}

/// Work and rest of one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemTimeDoc {
    /// The exercise.
    pub exercise: String,
    /// Its name.
    pub name: String,
    /// The dose in words.
    pub dose: String,
    /// Work and the rests between sets.
    pub work_and_rest_s: f64,
    /// Getting ready, changing sides, letting go.
    pub beside_s: f64,
}

/// A sitting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SittingTimesDoc {
    /// Its name.
    pub name: String,
    /// Seconds by kind.
    pub totals: TotalsDoc,
    /// Seconds by item.
    pub items: Vec<ItemTimeDoc>,
    /// Events, in order, without gaps.
    pub events: Vec<EventDoc>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SessionDoc {
    /// Day of the plan's week.
    pub day: u32,
    /// Its sittings.
    pub sittings: Vec<SittingTimesDoc>,
}

impl From<&Script> for TotalsDoc {
    fn from(script: &Script) -> Self {
        let t = script.totals;
        Self {
            work_and_rest_s: t.work_s + t.rest_s,
            work_s: t.work_s,
            rest_s: t.rest_s,
            get_ready_s: t.get_ready_s,
            switch_s: t.switch_s,
            left_s: t.left_s,
            right_s: t.right_s,
            all_s: t.all_s(),
        }
    }
}

impl From<&Event> for EventDoc {
    fn from(event: &Event) -> Self {
        Self {
            at_s: event.at_s,
            len_s: event.len_s,
            what: event.what.into(),
            item: event.item,
            exercise: event.exercise.clone(),
            side: event.side.map(|side: Side| side.into()),
            set: event.set,
            hold: event.hold,
            reps: event.reps,
        }
    }
}

impl SessionDoc {
    /// The document of a day; an empty one where the day has no sitting.
    #[must_use]
    pub fn new(knowledge: &coxa_knowledge::Knowledge, day: &coxa_plan::Day) -> Self {
        let sittings = day.sittings.iter().map(|s| sitting(knowledge, s)).collect();
        Self { day: day.number, sittings }
    }
}

fn sitting(knowledge: &coxa_knowledge::Knowledge, sitting: &coxa_plan::Sitting) -> SittingTimesDoc {
    let script = coxa_plan::session::expand(sitting);
    let item = |item: &coxa_plan::Item| ItemTimeDoc {
        exercise: item.exercise.clone(),
        name: knowledge.exercises[&item.exercise].name.clone(),
        dose: super::plan::dose_says(item),
        work_and_rest_s: coxa_plan::load::work_and_rest_s(&item.dose, item.sides),
        beside_s: coxa_plan::load::beside_s(&item.dose, item.sides),
    };
    SittingTimesDoc {
        name: sitting.name.clone(),
        totals: (&script).into(),
        items: sitting.items.iter().map(item).collect(),
        events: script.events.iter().map(EventDoc::from).collect(),
    }
}
