//! Whether a change of a score is one that people notice.

use coxa_knowledge::instrument::Instrument;

/// What a change amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Better by at least the threshold.
    Better,
    /// Less than the threshold either way.
    NoClearChange,
    /// Worse by at least the threshold.
    Worse,
}

/// Compares a later score with the first, by the instrument's threshold.
///
/// The larger of the points and the share of the first score must be reached.
#[must_use]
pub fn trend(instrument: &Instrument, first: f64, later: f64) -> Trend {
    let gain = if instrument.higher_is_better { later - first } else { first - later };
    let threshold = &instrument.threshold;
    let needed = threshold.points.max(threshold.share * first.abs());
    if gain >= needed {
        Trend::Better
    } else if -gain >= needed {
        Trend::Worse
    } else {
        Trend::NoClearChange
    }
}
