//! The plan itself: a week of sittings, each a list of items with dose and reason.

use coxa_knowledge::condition::Place;
use coxa_knowledge::dose::{Beat, Mode};
use coxa_knowledge::exercise::Sides;
use coxa_knowledge::{Because, Id};
use jiff::civil::Date;

use crate::basis::{Basis, Side};
use crate::validate::Check;

/// A dose as planned: the record's dose, set within its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// How work is counted.
    pub mode: Mode,
    /// Sets.
    pub sets: u32,
    /// Repetitions, holds or breaths in a set, per side.
    pub reps: u32,
    /// Length of one repetition or breath, in seconds.
    pub rep_s: f64,
    /// Length of one hold, in seconds.
    pub hold_s: u32,
    /// Length of open work, in seconds.
    pub work_s: u32,
    /// Rest between sets, in seconds.
    pub rest_s: u32,
    /// Parts of a repetition.
    pub beats: Vec<Beat>,
    /// How hard it should feel.
    pub effort: String,
}

/// Why an item is here.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// A clause.
    pub says: String,
    /// Grounds.
    pub because: Vec<Because>,
}

/// One exercise in a sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The exercise.
    pub exercise: Id,
    /// What it is here for.
    pub aim: Id,
    /// How much.
    pub dose: Planned,
    /// Which side works.
    pub sides: Sides,
    /// Which side starts, where sides are told apart.
    pub first_side: Side,
    /// Why it is here.
    pub why: Why,
    /// What stands in for kit that is missing, and how.
    pub kit_note: Option<String>,
    /// One rung down, where one is allowed.
    pub easier: Option<Id>,
    /// One rung up, where one is allowed.
    pub harder: Option<Id>,
    /// What to do at once when it hurts.
    pub fallback: Option<Id>,
    /// Others that serve the same aim and are allowed.
    pub swaps: Vec<Id>,
}

/// One sitting of exercises.
#[derive(Debug, Clone, PartialEq)]
pub struct Sitting {
    /// Main, short, daily.
    pub place: Place,
    /// Name shown: "Strength A", "Short session", "Walk", "Roadside break".
    pub name: String,
    /// Its items.
    pub items: Vec<Item>,
}

/// One day of the week.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// 1 to 7.
    pub number: u32,
    /// Its sittings.
    pub sittings: Vec<Sitting>,
}

/// An exercise that was left out, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The exercise.
    pub exercise: Id,
    /// Reasons, strongest first.
    pub reasons: Vec<Reason>,
}

/// One reason for leaving an exercise out.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub enum Reason {
    /// A flag or gate asks for it.
    Gate {
        /// The flag or gate.
        id: Id,
        /// Safety tag.
        tag: Id,
    },
    /// A pattern avoids it.
    Pattern {
        /// The condition.
        id: Id,
        /// Safety tag.
        tag: Id,
        /// Why, in a clause.
        why: String,
    },
    /// The person dropped it, or it hurt.
    Dropped,
    /// It needs the floor.
    Floor,
    /// It needs kit that is not there.
    Kit {
        /// The kit.
        id: Id,
    },
    /// It takes more practice than this stage allows.
    Skill,
    /// It is too much for this stage.
    Stage,
}

/// A week.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Day on which it was made.
    pub made_on: Date,
    /// What it stands on.
    pub basis: Basis,
    /// Name of the phase.
    pub phase: String,
    /// What the phase tries to do.
    pub goal: String,
    /// When to move on.
    pub move_on: String,
    /// The seven days.
    pub days: Vec<Day>,
    /// What was left out, and why.
    pub left_out: Vec<LeftOut>,
    /// What was checked.
    pub checks: Vec<Check>,
    /// Notes: names of texts shown beside the plan.
    pub notes: Vec<Id>,
    /// Weeks after which progress is looked at.
    pub review_weeks: u32,
}

impl Plan {
    /// All items of the week, each as often as it stands there.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sittings().flat_map(|s| &s.items)
    }

    /// All sittings of the week.
    pub fn sittings(&self) -> impl Iterator<Item = &Sitting> {
        self.days.iter().flat_map(|d| &d.sittings)
    }

    /// Which week and day of the week a date is, both from 1.
    #[must_use]
    pub fn place_of(&self, date: Date) -> (u32, u32) {
        let days = self.made_on.until(date).map_or(0, |span| span.get_days()).max(0).unsigned_abs();
        (days / 7 + 1, days % 7 + 1)
    }

    /// The sittings of a date. In every other week sessions A and B change places where
    /// their number is odd, so that the same one never comes twice running.
    #[must_use]
    pub fn sittings_on(&self, date: Date) -> Vec<Sitting> {
        let (week, number) = self.place_of(date);
        let day = self.days.iter().find(|d| d.number == number);
        let mut sittings = day.map(|d| d.sittings.clone()).unwrap_or_default();
        let mains: Vec<&Sitting> = self.sittings().filter(|s| s.place == Place::Main).collect();
        if week % 2 == 0 && mains.len() % 2 == 1 {
            for sitting in sittings.iter_mut().filter(|s| s.place == Place::Main) {
                if let Some(other) = mains.iter().find(|m| m.name != sitting.name) {
                    *sitting = (*other).clone();
                }
            }
        }
        sittings
    }

    /// All items, to be changed.
    pub fn items_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        self.days.iter_mut().flat_map(|d| &mut d.sittings).flat_map(|s| &mut s.items)
    }

    /// The first item of an exercise.
    #[must_use]
    pub fn item(&self, exercise: &str) -> Option<&Item> {
        self.items().find(|i| i.exercise == exercise)
    }

    /// The exercises of the week, each once, in order of first appearance.
    #[must_use]
    pub fn exercises(&self) -> Vec<&str> {
        let mut seen = Vec::new();
        for item in self.items() {
            if !seen.contains(&item.exercise.as_str()) {
                seen.push(item.exercise.as_str());
            }
        }
        seen
    }
}
