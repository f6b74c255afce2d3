//! A day's sitting as timed events, used by the player, the printed list and the command line.

use coxa_knowledge::Id;
use coxa_knowledge::dose::Mode;
use coxa_knowledge::exercise::Sides;

use crate::basis::Side;
use crate::load::{GET_READY_S, LET_GO_S, SWITCH_S};
use crate::plan::{Item, Sitting};

/// What happens during an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Getting into place.
    GetReady,
    /// Repetitions with a tempo.
    Reps,
    /// One hold.
    Hold,
    /// Slow breaths.
    Breaths,
    /// Open work.
    Time,
    /// Letting go between two holds.
    LetGo,
    /// Changing sides.
    Switch,
    /// Rest between sets.
    Rest,
}

/// One event of a session. Times count from the session's start.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Start, in seconds.
    pub at_s: f64,
    /// Length, in seconds.
    pub len_s: f64,
    /// What happens.
    pub what: What,
    /// Place of the item in the sitting, from 0.
    pub item: usize,
    /// The exercise.
    pub exercise: Id,
    /// Which side works, where sides are told apart.
    pub side: Option<Side>,
    /// Set, from 1.
    pub set: u32,
    /// Hold within the set, from 1; 1 elsewhere.
    pub hold: u32,
    /// Repetitions or breaths in this event; 0 elsewhere.
    pub reps: u32,
}

/// Seconds by kind, and how they divide between the sides.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Totals {
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
}

impl Totals {
    /// Everything.
    #[must_use]
    pub fn all_s(&self) -> f64 {
        self.work_s + self.rest_s + self.get_ready_s + self.switch_s
    }
}

/// A sitting as events.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// Name of the sitting.
    pub name: String,
    /// Events, in order, without gaps.
    pub events: Vec<Event>,
    /// Seconds by kind.
    pub totals: Totals,
}

/// Expands a sitting into events.
#[must_use]
pub fn expand(sitting: &Sitting) -> Script {
    let mut writer = Writer::default();
    for (index, item) in sitting.items.iter().enumerate() {
        writer.item(index, item);
    }
    let totals = totals(&writer.events);
    Script { name: sitting.name.clone(), events: writer.events, totals }
}

/// Seconds by kind of a list of events.
#[must_use]
pub fn totals(events: &[Event]) -> Totals {
    let mut totals = Totals::default();
    for event in events {
        match event.what {
            What::GetReady => totals.get_ready_s += event.len_s,
            What::Rest => totals.rest_s += event.len_s,
            What::Switch | What::LetGo => totals.switch_s += event.len_s,
            What::Reps | What::Hold | What::Breaths | What::Time => {
                totals.work_s += event.len_s;
                match event.side {
                    Some(Side::Left) => totals.left_s += event.len_s,
                    Some(Side::Right) => totals.right_s += event.len_s,
                    None => {}
                }
            }
        }
    }
    totals
}

#[derive(Default)]
struct Writer {
    events: Vec<Event>,
    at_s: f64,
}

/// Where an event stands: item, exercise, side and set.
#[derive(Clone, Copy)]
struct Spot<'a> {
    index: usize,
    item: &'a Item,
    side: Option<Side>,
    set: u32,
}

impl Writer {
    fn item(&mut self, index: usize, item: &Item) {
        let first = Spot { index, item, side: order(item)[0], set: 1 };
        self.push(first, What::GetReady, GET_READY_S, (1, 0));
        for set in 1..=item.dose.sets {
            for (turn, side) in order(item).into_iter().enumerate() {
                let spot = Spot { side, set, ..first };
                if item.sides == Sides::Each && (turn > 0 || set > 1) {
                    self.push(spot, What::Switch, SWITCH_S, (1, 0));
                }
                self.work(spot);
            }
            if set < item.dose.sets && item.dose.rest_s > 0 {
                let spot = Spot { side: None, set, ..first };
                self.push(spot, What::Rest, f64::from(item.dose.rest_s), (1, 0));
            }
        }
    }

    /// One set on one side.
    fn work(&mut self, spot: Spot) {
        let dose = &spot.item.dose;
        match dose.mode {
            Mode::Reps => {
                self.push(spot, What::Reps, f64::from(dose.reps) * dose.rep_s, (1, dose.reps))
            }
            Mode::Breaths => {
                self.push(spot, What::Breaths, f64::from(dose.reps) * dose.rep_s, (1, dose.reps));
            }
            Mode::Time => self.push(spot, What::Time, f64::from(dose.work_s), (1, 0)),
            Mode::Hold => {
                for hold in 1..=dose.reps {
                    if hold > 1 {
                        self.push(spot, What::LetGo, LET_GO_S, (hold, 0));
                    }
                    self.push(spot, What::Hold, f64::from(dose.hold_s), (hold, 0));
                }
            }
        }
    }

    fn push(&mut self, spot: Spot, what: What, len_s: f64, (hold, reps): (u32, u32)) {
        self.events.push(Event {
            at_s: self.at_s,
            len_s,
            what,
            item: spot.index,
            exercise: spot.item.exercise.clone(),
            side: spot.side,
            set: spot.set,
            hold,
            reps,
        });
        self.at_s += len_s;
    }
}

/// The sides of a set, in order; one `None` where sides are not told apart.
fn order(item: &Item) -> Vec<Option<Side>> {
    match item.sides {
        Sides::Together => vec![None],
        Sides::Each | Sides::Alternating => {
            vec![Some(item.first_side), Some(item.first_side.other())]
        }
    }
}
