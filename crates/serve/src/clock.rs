//! The only clock below the command line.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

/// Tells the time; stands still where a day is given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    fixed: Option<Date>,
}

impl Clock {
    /// A clock that stands still on a day; hours still pass, so that writes keep their order.
    #[must_use]
    pub fn fixed(day: Date) -> Self {
        Self { fixed: Some(day) }
    }

    /// The day, where the machine is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.fixed.unwrap_or_else(|| Zoned::now().date())
    }

    /// Microseconds since 1970.
    #[must_use]
    pub fn now_us(&self) -> i64 {
        Timestamp::now().as_microsecond()
    }
}
