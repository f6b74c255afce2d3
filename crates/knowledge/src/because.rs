//! The one word for provenance, in data, code and page.

use serde::Deserialize;

use crate::Id;

/// Why something may be said: a place in a source, or a choice that is named as ours.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Raw")]
pub enum Because {
    /// A passage that somebody read.
    Source {
        /// Id of the record in `sources/`.
        source: Id,
        /// Place in it: a table, a recommendation, the abstract.
        at: String,
    },
    /// No source settles it; the reason for choosing so.
    OurChoice(String),
}

impl Because {
    /// The source's id, if there is one.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        match self {
            Self::Source { source, .. } => Some(source),
            Self::OurChoice(_) => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    source: Option<Id>,
    at: Option<String>,
    our_choice: Option<String>,
}

impl TryFrom<Raw> for Because {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, String> {
        match (raw.source, raw.at, raw.our_choice) {
            (Some(source), Some(at), None) => Ok(Self::Source { source, at }),
            (None, None, Some(why)) if why.len() > 10 => Ok(Self::OurChoice(why)),
            _ => Err(
                "write { source = \"id\", at = \"place in it\" } or { our_choice = \"reason\" }"
                    .to_owned(),
            ),
        }
    }
}
