//! How a plan changes with the response: check-ins in, plan and trail out.
//!
//! One rule, one function, in the folder beside this file. Rules only read what was reported:
//! a day without a report changes nothing upward. Worse pain never raises load.

mod checkin;
mod day;
mod edits;
mod gap;
mod ledger;
mod steps;
mod trail;
mod weeks;

pub use checkin::{CheckIn, Effort, ItemReport, Morning};
pub use trail::{Change, Decision};

use coxa_knowledge::{Id, Knowledge};
use jiff::civil::Date;

use crate::plan::Plan;
use ledger::Ledger;

/// What check-ins made of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Adapted {
    /// The plan as it now stands.
    pub plan: Plan,
    /// Every rule that fired, oldest first.
    pub trail: Vec<Change>,
    /// The day since which the safety questions must be answered again before going on.
    pub screen_due: Option<Date>,
    /// Whether it is time to be seen, and why.
    pub be_seen: Option<String>,
    /// Exercises stopped because they sent pain further down.
    pub stopped: Vec<Id>,
}

/// Applies check-ins in order of day; the same history gives the same plan.
///
/// `today` closes the history: gaps count up to it.
#[must_use]
pub fn adapt(knowledge: &Knowledge, plan: &Plan, checkins: &[CheckIn], today: Date) -> Adapted {
    let mut sorted: Vec<&CheckIn> = checkins.iter().collect();
    sorted.sort_by_key(|c| c.date);
    let mut ledger = Ledger::new(knowledge, plan.clone());
    for checkin in sorted {
        ledger.checkin(checkin);
    }
    ledger.close(today)
}
