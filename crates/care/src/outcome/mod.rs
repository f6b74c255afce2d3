//! Outcome scores and how they change.

pub mod score;
pub mod trend;
