//! Everything stored of one person, read once a request.

use coxa_care::differential::ranked;
use coxa_care::{Intake, Screening, Sorted, screen};
use coxa_knowledge::Knowledge;
use coxa_plan::Plan;
use coxa_plan::adapt::{Adapted, CheckIn, adapt};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::api::checkin::CheckInDoc;
use crate::api::intake::IntakeDoc;
use crate::api::plan::PlanDoc;
use crate::error::Error;
use crate::store::{self, Entry};

/// The option chosen, and agreement to a self-managed plan, on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// The option.
    pub option: String,
    /// The leading pattern then.
    pub condition: String,
    /// Whether the person agreed to a plan they manage themselves.
    pub agreed: bool,
    /// The day.
    pub date: Date,
}

/// A questionnaire that was filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The instrument.
    pub instrument: String,
    /// The day.
    pub date: Date,
    /// Answers, as the instrument counts them.
    pub answers: Vec<i64>,
    /// Own tasks, where the instrument asks for them.
    #[serde(default)]
    pub tasks: Vec<String>,
    /// The score.
    pub score: f64,
}

/// Settings of a person.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Settings {
    /// Region of the emergency number.
    pub region: Option<String>,
    /// `light` or `dark`.
    pub theme: Option<String>,
}

/// A document with the moment it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    /// The document.
    pub doc: T,
    /// Its name.
    pub name: String,
    /// When it was written.
    pub at_us: i64,
}

/// Everything stored of one person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dossier {
    /// Answers.
    pub answers: Option<IntakeDoc>,
    /// When a screen was last finished.
    pub screened_at_us: i64,
    /// When the player or a check-in reported a danger sign.
    pub alarm_at_us: i64,
    /// The day of it.
    pub screened_on: Option<Date>,
    /// Consents, oldest first.
    pub consents: Vec<Consent>,
    /// Plans, oldest first; the last one holds.
    pub plans: Vec<Kept<PlanDoc>>,
    /// Check-ins, oldest first.
    pub checkins: Vec<Kept<CheckInDoc>>,
    /// Questionnaires, oldest first.
    pub scores: Vec<Score>,
    /// Settings.
    pub settings: Settings,
}

impl Dossier {
    /// Reads a person's entries.
    ///
    /// # Errors
    /// When an entry cannot be read.
    pub fn read(entries: &[Entry]) -> Result<Self, store::Error> {
        let mut dossier = Self::default();
        for entry in entries {
            match entry.kind.as_str() {
                "answers" => dossier.answers = Some(entry.read()?),
                "screened" => {
                    dossier.screened_at_us = entry.at_us;
                    dossier.screened_on = Some(entry.read()?);
                }
                "alarm" => dossier.alarm_at_us = entry.at_us,
                "consent" => dossier.consents.push(entry.read()?),
                "plan" => dossier.plans.push(kept(entry)?),
                "checkin" => dossier.checkins.push(kept(entry)?),
                "score" => dossier.scores.push(entry.read()?),
                "settings" => dossier.settings = entry.read()?,
                _ => {}
            }
        }
        dossier.plans.sort_by(|a, b| a.name.cmp(&b.name));
        dossier.checkins.sort_by_key(|c| c.doc.date);
        dossier.scores.sort_by_key(|s| s.date);
        Ok(dossier)
    }

    /// The answers as an intake.
    ///
    /// # Errors
    /// When there are none yet, or a question has since changed.
    pub fn intake(&self, knowledge: &Knowledge) -> Result<Intake, Error> {
        let mut answers = self.answers.clone().ok_or_else(|| Error::First("/".into()))?;
        // An answer whose question has since changed or gone counts as open again.
        let bare = crate::pages::question::bare(&answers);
        for fault in bare.faults(knowledge) {
            answers.findings.remove(fault.field.trim_start_matches("findings."));
        }
        answers.none_of_these.retain(|id| knowledge.groups.iter().any(|g| &g.id == id));
        answers.setup = crate::api::intake::SetupDoc::default();
        answers.intake(knowledge).map_err(|faults| {
            Error::Bad(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        })
    }

    /// Intake, screening and ranked patterns together.
    ///
    /// # Errors
    /// When there are no answers yet.
    pub fn standing(&self, knowledge: &Knowledge) -> Result<Standing, Error> {
        let intake = self.intake(knowledge)?;
        let screening = screen(knowledge, &intake);
        let sorted = ranked(knowledge, &intake);
        Ok(Standing { intake, screening, sorted })
    }

    /// The plan as it stands today, with what changed it.
    ///
    /// # Errors
    /// When there is no plan, or it cannot be read.
    pub fn current(&self, knowledge: &Knowledge, today: Date) -> Result<Adapted, Error> {
        let kept = self.plans.last().ok_or_else(|| Error::First("/setup".into()))?;
        let plan = self.base(knowledge, kept)?;
        Ok(adapt(knowledge, &plan, &self.since(knowledge, kept)?, today))
    }

    /// The stored plan, without exercises that were withdrawn since.
    ///
    /// # Errors
    /// When the condition it was for is gone.
    pub fn base(&self, knowledge: &Knowledge, kept: &Kept<PlanDoc>) -> Result<Plan, Error> {
        kept.doc
            .without_withdrawn(knowledge)
            .plan(knowledge)
            .map_err(|fault| Error::Bad(fault.to_string()))
    }

    /// Check-ins since a plan was made.
    fn since(&self, knowledge: &Knowledge, kept: &Kept<PlanDoc>) -> Result<Vec<CheckIn>, Error> {
        let since = self.checkins.iter().filter(|c| c.doc.date >= kept.doc.made_on);
        let known = |c: &Kept<CheckInDoc>| {
            let mut doc = c.doc.clone();
            doc.items.retain(|i| knowledge.exercises.contains_key(&i.exercise));
            doc
        };
        let read = since.map(|c| known(c).checkin(knowledge, "check-in"));
        read.collect::<Result<_, _>>().map_err(|fault| Error::Bad(fault.to_string()))
    }

    /// Whether the screen asked for on a day was finished since: after that day's check-in
    /// where there is one, else on that day or later.
    #[must_use]
    pub fn screened_since(&self, due: Option<Date>) -> bool {
        let Some(due) = due else { return true };
        match self.checkins.iter().find(|c| c.doc.date == due) {
            Some(checkin) => self.screened_at_us > checkin.at_us,
            None => self.screened_on.is_some_and(|on| on >= due),
        }
    }

    /// Whether a check-in after the last finished screen reported something new.
    #[must_use]
    pub fn something_new(&self) -> bool {
        let told =
            self.checkins.iter().any(|c| c.doc.anything_new && c.at_us > self.screened_at_us);
        told || self.alarm_at_us > self.screened_at_us
    }

    /// The latest consent.
    #[must_use]
    pub fn consent(&self) -> Option<&Consent> {
        self.consents.last()
    }
}

fn kept<T: serde::de::DeserializeOwned>(entry: &Entry) -> Result<Kept<T>, store::Error> {
    Ok(Kept { doc: entry.read()?, name: entry.name.clone(), at_us: entry.at_us })
}

/// Intake, screening and patterns together.
pub struct Standing {
    /// Answers.
    pub intake: Intake,
    /// What the screen found.
    pub screening: Screening,
    /// What they fit.
    pub sorted: Sorted,
}

/// Whether a plan may be used today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearance {
    /// It may.
    Good,
    /// The answers are too old.
    Stale,
    /// A check-in reported something new.
    SomethingNew,
    /// Questions are open.
    Open,
    /// Nothing is allowed.
    Refused,
}

impl Dossier {
    /// Whether a plan may be used today.
    #[must_use]
    pub fn clearance(&self, standing: &Standing, today: Date) -> Clearance {
        let screening = &standing.screening;
        match screening.cleared() {
            None if screening.permission == coxa_knowledge::flag::Permission::Nothing => {
                Clearance::Refused
            }
            None => Clearance::Open,
            Some(_) if self.something_new() => Clearance::SomethingNew,
            Some(cleared) if cleared.is_stale(today) => Clearance::Stale,
            Some(_) => Clearance::Good,
        }
    }
}
