//! Scores of questionnaires.

use coxa_knowledge::instrument::{Instrument, Scoring};

/// Why a questionnaire cannot be scored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing was answered, where an empty answer is not a score.
    #[error("no answers: answer at least one item")]
    Empty,
    /// An answer lies off the item's scale.
    #[error("answer {value} is not between {low} and {high}")]
    OffScale {
        /// The answer.
        value: i64,
        /// Lower end.
        low: i64,
        /// Upper end.
        high: i64,
    },
    /// More answers than items.
    #[error("{given} answers for {items} items")]
    TooMany {
        /// Answers given.
        given: usize,
        /// Items there are.
        items: usize,
    },
}

/// The score of a questionnaire, on its `score_range`.
///
/// For ticked lists, `answers` holds the numbers of the items ticked, counted from 0.
///
/// # Errors
/// When answers are missing, off the scale or too many.
pub fn score(instrument: &Instrument, answers: &[i64]) -> Result<f64, Error> {
    let [low, high] = match instrument.scoring {
        Scoring::CountTicked => [0, as_i64(instrument.items.len()) - 1],
        Scoring::Single | Scoring::Mean => instrument.bounds,
    };
    if let Some(value) = answers.iter().find(|a| !(low..=high).contains(*a)) {
        return Err(Error::OffScale { value: *value, low, high });
    }
    match instrument.scoring {
        Scoring::CountTicked => {
            let mut ticked = answers.to_vec();
            ticked.sort_unstable();
            ticked.dedup();
            Ok(as_f64(ticked.len()))
        }
        Scoring::Single if answers.len() > 1 => {
            Err(Error::TooMany { given: answers.len(), items: 1 })
        }
        Scoring::Single | Scoring::Mean if answers.is_empty() => Err(Error::Empty),
        Scoring::Single | Scoring::Mean => {
            #[expect(clippy::cast_precision_loss, reason = "answers are small whole numbers")]
            let sum: f64 = answers.iter().map(|a| *a as f64).sum();
            Ok(sum / as_f64(answers.len()))
        }
    }
}

fn as_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn as_f64(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
