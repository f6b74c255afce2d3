//! What changed in a record, when and why.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

/// One change, newest first in the record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Day of the change.
    #[serde(deserialize_with = "day")]
    pub date: Date,
    /// What changed, in a sentence.
    pub change: String,
    /// Why; empty for a first entry.
    #[serde(default)]
    pub why: String,
}

/// Reads a TOML local date such as `2026-11-24`.
pub(crate) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let value = toml::value::Datetime::deserialize(from)?;
    let date = value.date.filter(|_| value.time.is_none());
    let date = date.ok_or_else(|| serde::de::Error::custom("write a day such as 2026-11-24"))?;
    let (year, month, day) = (date.year, date.month, date.day);
    Date::new(year.cast_signed(), month.cast_signed(), day.cast_signed())
        .map_err(serde::de::Error::custom)
}
