//! Screening, patterns and outcome scores; knows no mechanics and does no I/O.
//!
//! Order of use: build an [`intake::Intake`], check it, [`screen::screen`] it, and only then
//! [`differential::patterns`]. A plan needs a [`screen::Cleared`], which only `screen` can make.
//! Days come in as arguments; nothing here reads a clock.

pub mod differential;
pub mod intake;
pub mod outcome;
pub mod scale;
pub mod screen;
pub mod told;

pub use differential::{Fit, Pattern, Sorted, patterns};
pub use intake::{Answer, Intake};
pub use screen::{Cleared, Screening, screen};
pub use told::Told;
