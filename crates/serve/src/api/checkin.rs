//! Check-in documents, and the document of what they made of a plan.

use coxa_care::scale::{Pain, Percent};
use coxa_knowledge::Knowledge;
use coxa_plan::adapt::{Adapted, Change, CheckIn, ItemReport};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unreadable;
use super::plan::PlanDoc;
use super::words::{DecisionWord, EffortWord, MorningWord, SideWord};

/// What is reported of one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemReportDoc {
    /// The exercise.
    pub exercise: String,
    /// Worst pain during it.
    #[serde(default)]
    pub worst_pain_0_10: Option<i64>,
    /// How hard it was.
    #[serde(default)]
    pub effort: Option<EffortWord>,
    /// How much of it was done.
    #[serde(default = "whole")]
    pub completed_percent: i64,
    /// Whether it sent pain further down the leg.
    #[serde(default)]
    pub travelled: bool,
    /// Which side it concerns.
    #[serde(default)]
    pub side: Option<SideWord>,
}

fn whole() -> i64 {
    100
}

/// What is reported of one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckInDoc {
    /// The day.
    #[schemars(with = "String")]
    pub date: Date,
    /// Day of the plan's week, 1 to 7.
    pub plan_day: u32,
    /// Worst pain during the session.
    pub worst_pain_0_10: i64,
    /// Pain just after.
    pub pain_after_0_10: i64,
    /// How hard it was as a whole.
    #[serde(default = "right")]
    pub effort: EffortWord,
    /// Anything on the stop list.
    #[serde(default)]
    pub anything_new: bool,
    /// Pain went further down the leg than before.
    #[serde(default)]
    pub travelled: bool,
    /// The next morning.
    #[serde(default)]
    pub morning: Option<MorningWord>,
    /// Pain the next morning.
    #[serde(default)]
    pub morning_pain_0_10: Option<i64>,
    /// Items reported one by one.
    #[serde(default)]
    pub items: Vec<ItemReportDoc>,
}

fn right() -> EffortWord {
    EffortWord::Right
}

impl CheckInDoc {
    /// The check-in of this document.
    ///
    /// # Errors
    /// When a number is off its scale, or an exercise does not exist.
    pub fn checkin(&self, knowledge: &Knowledge, at: &str) -> Result<CheckIn, Unreadable> {
        if !(1..=7).contains(&self.plan_day) {
            let what = format!("day {} of a week", self.plan_day);
            return Err(Unreadable::at(&format!("{at}.plan_day"), what, "write 1 to 7"));
        }
        let morning_pain = self.morning_pain_0_10;
        let items = self.items.iter().enumerate();
        Ok(CheckIn {
            date: self.date,
            plan_day: self.plan_day,
            worst_pain: pain(self.worst_pain_0_10, &format!("{at}.worst_pain_0_10"))?,
            pain_after: pain(self.pain_after_0_10, &format!("{at}.pain_after_0_10"))?,
            effort: self.effort.into(),
            anything_new: self.anything_new,
            travelled: self.travelled,
            morning: self.morning.map(Into::into),
            morning_pain: morning_pain
                .map(|p| pain(p, &format!("{at}.morning_pain_0_10")))
                .transpose()?,
            items: items
                .map(|(n, i)| report(knowledge, i, &format!("{at}.items[{n}]")))
                .collect::<Result<_, _>>()?,
        })
    }
}

fn pain(value: i64, at: &str) -> Result<Pain, Unreadable> {
    Pain::new(value).map_err(|e| Unreadable::at(at, e.to_string(), "write 0 to 10"))
}

fn report(knowledge: &Knowledge, doc: &ItemReportDoc, at: &str) -> Result<ItemReport, Unreadable> {
    if !knowledge.exercises.contains_key(&doc.exercise) {
        let what = format!("no exercise `{}`", doc.exercise);
        return Err(Unreadable::at(&format!("{at}.exercise"), what, "use an exercise's id"));
    }
    let completed = Percent::new(doc.completed_percent).map_err(|e| {
        Unreadable::at(&format!("{at}.completed_percent"), e.to_string(), "write 0 to 100")
    })?;
    Ok(ItemReport {
        exercise: doc.exercise.clone(),
        worst_pain: doc
            .worst_pain_0_10
            .map(|p| pain(p, &format!("{at}.worst_pain_0_10")))
            .transpose()?,
        effort: doc.effort.map(Into::into),
        completed,
        travelled: doc.travelled,
        side: doc.side.map(Into::into),
    })
}

/// One rule that fired.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeDoc {
    /// Day it fired on.
    #[schemars(with = "String")]
    pub date: Date,
    /// The rule's name.
    pub rule: String,
    /// What it decided.
    pub decision: DecisionWord,
    /// The exercise it concerns.
    pub exercise: Option<String>,
    /// What it looked at.
    pub inputs: Vec<String>,
    /// What is said.
    pub says: String,
}

impl From<&Change> for ChangeDoc {
    fn from(change: &Change) -> Self {
        Self {
            date: change.date,
            rule: change.rule.to_owned(),
            decision: change.decision.into(),
            exercise: change.exercise.clone(),
            inputs: change.inputs.clone(),
            says: change.says.clone(),
        }
    }
}

/// What check-ins made of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdaptedDoc {
    /// Whether the safety questions must be answered again first.
    pub screen: bool,
    /// The day since which they must.
    #[schemars(with = "Option<String>")]
    pub screen_due: Option<Date>,
    /// Whether it is time to be seen, and why.
    pub be_seen: Option<String>,
    /// Exercises that stopped.
    pub stopped: Vec<String>,
    /// Every rule that fired, oldest first.
    pub trail: Vec<ChangeDoc>,
    /// The plan as it now stands.
    pub plan: PlanDoc,
}

impl AdaptedDoc {
    /// The document of an adapted plan.
    #[must_use]
    pub fn new(knowledge: &Knowledge, adapted: &Adapted) -> Self {
        Self {
            screen: adapted.screen_due.is_some(),
            screen_due: adapted.screen_due,
            be_seen: adapted.be_seen.clone(),
            stopped: adapted.stopped.clone(),
            trail: adapted.trail.iter().map(ChangeDoc::from).collect(),
            plan: PlanDoc::new(knowledge, &adapted.plan),
        }
    }
}
