//! What is reported after a session.

use coxa_care::scale::{Pain, Percent};
use coxa_knowledge::Id;
use jiff::civil::Date;

use crate::basis::Side;

/// How hard it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// Could have done much more.
    Easy,
    /// As it should be.
    Right,
    /// At the limit.
    Hard,
}

/// The next morning against usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Morning {
    /// Better than usual.
    Better,
    /// As usual.
    Same,
    /// Worse than usual.
    Worse,
}

/// What is reported of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemReport {
    /// The exercise.
    pub exercise: Id,
    /// Worst pain during it.
    pub worst_pain: Option<Pain>,
    /// How hard it was.
    pub effort: Option<Effort>,
    /// How much of it was done.
    pub completed: Percent,
    /// Whether it sent pain further down the leg.
    pub travelled: bool,
    /// Which side it concerns; both where absent.
    pub side: Option<Side>,
}

/// What is reported of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// The day.
    pub date: Date,
    /// Day of the plan's week, 1 to 7.
    pub plan_day: u32,
    /// Worst pain during the session.
    pub worst_pain: Pain,
    /// Pain just after.
    pub pain_after: Pain,
    /// How hard it was as a whole.
    pub effort: Effort,
    /// Anything on the stop list: new numbness, weakness, bladder, fever, a fall.
    pub anything_new: bool,
    /// Pain went further down the leg than before.
    pub travelled: bool,
    /// The next morning, once it is known.
    pub morning: Option<Morning>,
    /// Pain the next morning, once it is known.
    pub morning_pain: Option<Pain>,
    /// Items reported one by one.
    pub items: Vec<ItemReport>,
}

impl CheckIn {
    /// The report of an exercise, if there is one.
    #[must_use]
    pub fn report(&self, exercise: &str) -> Option<&ItemReport> {
        self.items.iter().find(|r| r.exercise == exercise)
    }
}
