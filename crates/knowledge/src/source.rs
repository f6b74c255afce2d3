//! A publication that claims lean on.

use jiff::civil::Date;
use serde::Deserialize;

use crate::history::day;
use crate::record::{Body, Status};
use crate::{History, Id};

/// What sort of publication it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Recommendations of a body.
    Guideline,
    /// A review of studies.
    Review,
    /// A randomised trial.
    Trial,
    /// People followed over time, or counted.
    Cohort,
    /// Accuracy of a question or test.
    Accuracy,
    /// Measurements in a laboratory.
    Laboratory,
    /// A consensus or an expert's opinion.
    Expert,
    /// A page that explains a service, for patients or clinicians.
    Page,
}

/// How much of it somebody read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowFar {
    /// What another text says of it.
    SecondHand,
    /// Its title page.
    Title,
    /// Its abstract.
    Abstract,
    /// A section or table.
    Section,
    /// All of it.
    Whole,
}

/// One publication: `sources/<id>.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The file's stem.
    pub id: Id,
    /// Life of the record.
    pub status: Status,
    /// Sort of publication.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Authors or body, as one would cite them.
    pub authors: String,
    /// Year of publication.
    pub year: u16,
    /// Journal, publisher or site.
    pub venue: String,
    /// Digital object identifier, without a prefix.
    #[serde(default)]
    pub doi: String,
    /// PubMed or PubMed Central number, as `PMID 123` or `PMC123`.
    #[serde(default)]
    pub pmid: String,
    /// Address, where it has neither of these.
    #[serde(default)]
    pub url: String,
    /// Day on which the passage was read.
    #[serde(deserialize_with = "day")]
    pub read_on: Date,
    /// How much of it was read.
    pub read: HowFar,
    /// What was read: the abstract page, a table, a review that quotes it.
    pub read_at: String,
    /// Terms of use that matter to us; empty where only facts are taken.
    #[serde(default)]
    pub licence: String,
    /// Interests declared or evident; empty where none was seen.
    #[serde(default)]
    pub conflicts: String,
    /// The source that replaces it.
    #[serde(default)]
    pub superseded_by: Option<Id>,
    /// Changes, newest first.
    pub history: Vec<History>,
    /// Sections of the body: `Says`, `Limits`.
    #[serde(skip)]
    pub body: Body,
}
