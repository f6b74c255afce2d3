//! What a plan stands on: the person's wishes, the patterns and what is allowed.

use std::collections::{BTreeMap, BTreeSet};

use coxa_care::told::{Reading, Told};
use coxa_care::{Cleared, Fit, Intake, Sorted};
use coxa_knowledge::condition::Stage;
use coxa_knowledge::flag::Permission;
use coxa_knowledge::{Id, Knowledge};

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// What the person has and wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Daily tasks to get better at.
    pub goals: Vec<String>,
    /// Kit at hand, by id; what everybody has need not be named.
    pub kit: BTreeSet<Id>,
    /// Minutes for exercise on a day.
    pub minutes: u32,
    /// Days of exercise in a week, 1 to 7.
    pub days: u32,
    /// Whether getting down to the floor is possible.
    pub floor: bool,
    /// Whether a firm bed may serve for lying items when the floor is not possible.
    pub bed: bool,
    /// The weaker side, done first.
    pub weaker_side: Option<Side>,
    /// The option that was chosen before the plan.
    pub option: Option<Id>,
    /// Exercises never to be offered.
    pub dropped: BTreeSet<Id>,
    /// Exercises chosen by the person in place of others.
    pub swapped: BTreeMap<Id, Id>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            goals: Vec::new(),
            kit: BTreeSet::new(),
            minutes: 20,
            days: 5,
            floor: true,
            bed: false,
            weaker_side: None,
            option: None,
            dropped: BTreeSet::new(),
            swapped: BTreeMap::new(),
        }
    }
}

/// Facts of the person that the passes need, told once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Age in years.
    pub age_years: i64,
    /// Weeks since it began.
    pub duration_weeks: i64,
    /// Usual pain at the start, 0 to 10.
    pub usual_pain: i64,
    /// Worst pain at the start, 0 to 10.
    pub worst_pain: i64,
    /// Hours of driving in a week.
    pub drive_hours: i64,
    /// Signs told, for slots that ask.
    pub signs: BTreeSet<Id>,
}

/// What a plan stands on. Made from a clearance; a plan carries it along.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    /// Wishes.
    pub setup: Setup,
    /// Facts.
    pub facts: Facts,
    /// The most that is allowed.
    pub permission: Permission,
    /// Tags left out, with the flags and gates that ask for it.
    pub limits: BTreeMap<Id, Vec<Id>>,
    /// The condition the week is for.
    pub lead: Id,
    /// How well it fits.
    pub lead_fit: Fit,
    /// Other conditions whose avoidances count too.
    pub also: Vec<Id>,
    /// Stage of care.
    pub stage: Stage,
    /// Weeks since the plan began.
    pub week: u32,
}

impl Basis {
    /// Draws the basis from a clearance and the patterns.
    #[must_use]
    pub fn new(
        knowledge: &Knowledge,
        cleared: &Cleared,
        intake: &Intake,
        sorted: &Sorted,
        setup: Setup,
    ) -> Self {
        let facts = facts(knowledge, intake);
        let lead = sorted.lead();
        let also = sorted.patterns.iter().skip(1).filter(|p| p.fit >= Fit::Possible);
        let stage = first_stage(knowledge, cleared.permission(), &facts);
        Self {
            permission: cleared.permission(),
            limits: cleared.limits().clone(),
            lead: lead.id.clone(),
            lead_fit: lead.fit,
            also: also.map(|p| p.id.clone()).take(2).collect(),
            stage,
            week: 1,
            facts,
            setup,
        }
    }
}

/// The facts that a plan needs, from an intake.
#[must_use]
pub fn facts(knowledge: &Knowledge, intake: &Intake) -> Facts {
    let reading = Reading::new(knowledge, intake);
    let names = knowledge.findings.keys().chain(knowledge.derived.keys());
    let signs = names.filter(|s| reading.sign(s) == Told::Yes).cloned().collect();
    let number = |id: &str, otherwise: i64| intake.number(id).unwrap_or(otherwise);
    Facts {
        age_years: number("age-years", 50),
        duration_weeks: number("duration-weeks", 12),
        // Not asked of people who are just stiff: a little is usual.
        usual_pain: number("pain-usual", 2),
        worst_pain: number("pain-worst", 2),
        drive_hours: number("drive-hours", 0),
        signs,
    }
}

/// Recent severe pain, strong usual pain or a gentle permission start gently.
fn first_stage(knowledge: &Knowledge, permission: Permission, facts: &Facts) -> Stage {
    let severe = knowledge.rules.get("severe_0_10");
    let recent = facts.signs.contains("recent-under-6-weeks");
    #[expect(clippy::cast_precision_loss, reason = "pain scores are at most 10")]
    let (worst, usual) = (facts.worst_pain as f64, facts.usual_pain as f64);
    let irritable = usual >= severe - 1.0 || (facts.signs.contains("trend-worse") && usual >= 4.0);
    if permission == Permission::Gentle || (recent && worst >= severe) || irritable {
        Stage::Gentle
    } else {
        Stage::Build
    }
}
