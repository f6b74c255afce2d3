//! What to do this week, and how it changes with the response.
//!
//! [`propose`] reads as one sentence: gate, aim, choose, dose, schedule, explain. It asks for a
//! [`Cleared`], which only a finished screen can make.
//! [`session::expand`] turns a day into timed events; [`adapt::adapt`] applies check-ins.
//! Same input, same bytes: nothing here reads a clock or a random number.

pub mod adapt;
pub mod aim;
pub mod basis;
pub mod choose;
pub mod dose;
pub mod explain;
pub mod gate;
pub mod load;
pub mod plan;
pub mod roadside;
pub mod schedule;
pub mod session;
pub mod validate;

pub use basis::{Basis, Setup, Side};
pub use plan::{Day, Item, Plan, Sitting};

use coxa_care::{Cleared, Intake, Sorted};
use coxa_knowledge::Knowledge;
use jiff::civil::Date;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The clearance is too old.
    #[error("the safety answers of {answered_on} are too old: answer them again")]
    Stale {
        /// Day of the answers.
        answered_on: Date,
    },
    /// What was asked for cannot be met.
    #[error("{what}; {}", relax.join("; "))]
    Impossible {
        /// What is missing.
        what: String,
        /// Which wishes to relax, in plain words.
        relax: Vec<String>,
    },
}

/// A week for this person.
///
/// # Errors
/// When the clearance is stale on `today`, or the wishes cannot be met.
pub fn propose(
    knowledge: &Knowledge,
    cleared: &Cleared,
    told: (&Intake, &Sorted),
    setup: Setup,
    today: Date,
) -> Result<Plan, Error> {
    if cleared.is_stale(today) {
        return Err(Error::Stale { answered_on: cleared.answered_on() });
    }
    let (intake, sorted) = told;
    week(knowledge, Basis::new(knowledge, cleared, intake, sorted, setup), today)
}

/// The same plan with other wishes; limits and stage stay as they are.
///
/// # Errors
/// When the wishes cannot be met.
pub fn revise(knowledge: &Knowledge, plan: &Plan, setup: Setup) -> Result<Plan, Error> {
    let basis = Basis { setup, ..plan.basis.clone() };
    week(knowledge, basis, plan.made_on)
}

/// The week of a basis: six passes, one file each. A basis comes from a clearance.
///
/// # Errors
/// When the wishes cannot be met.
pub fn week(knowledge: &Knowledge, basis: Basis, today: Date) -> Result<Plan, Error> {
    let gate = gate::gate(knowledge, &basis);
    let aims = aim::aims(knowledge, &basis);
    let chosen = choose::choose(knowledge, &basis, &gate, &aims)?;
    let dosed = dose::dose(knowledge, &basis, chosen);
    let days = schedule::schedule(&basis, &dosed, roadside::roadside(knowledge, &basis))?;
    explain::explain(knowledge, basis, &gate, days, today)
}
