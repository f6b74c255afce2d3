//! The state between check-ins, and the order in which the rules run.

use std::collections::{BTreeMap, BTreeSet};

use coxa_knowledge::{Id, Knowledge};
use jiff::civil::Date;

use super::checkin::CheckIn;
use super::trail::{Change, Decision};
use super::{Adapted, day, gap, weeks};
use crate::plan::{Plan, Planned};

/// The state between check-ins.
pub(crate) struct Ledger<'k> {
    pub(crate) knowledge: &'k Knowledge,
    pub(crate) plan: Plan,
    pub(crate) trail: Vec<Change>,
    pub(crate) seen: Vec<CheckIn>,
    pub(crate) be_seen: Option<String>,
    pub(crate) screen_due: Option<Date>,
    pub(crate) stopped: Vec<Id>,
    pub(crate) good_runs: BTreeMap<Id, u32>,
    pub(crate) went_up: BTreeSet<Id>,
    pub(crate) raised_on: BTreeMap<Id, Date>,
    pub(crate) changed_on: Date,
    pub(crate) last: Date,
    pub(crate) sessions_in_stage: u32,
    /// Exercises that gave way to an easier rung, and to which.
    pub(crate) lowered: BTreeMap<Id, Id>,
    /// The last dose of every exercise that was ever in the plan, to come back to.
    pub(crate) known: BTreeMap<Id, Planned>,
}

impl<'k> Ledger<'k> {
    pub(crate) fn new(knowledge: &'k Knowledge, plan: Plan) -> Self {
        Self {
            knowledge,
            last: plan.made_on,
            raised_on: BTreeMap::new(),
            changed_on: plan.made_on,
            known: plan.items().map(|i| (i.exercise.clone(), i.dose.clone())).collect(),
            plan,
            trail: Vec::new(),
            seen: Vec::new(),
            be_seen: None,
            screen_due: None,
            stopped: Vec::new(),
            good_runs: BTreeMap::new(),
            went_up: BTreeSet::new(),
            sessions_in_stage: 0,
            lowered: BTreeMap::new(),
        }
    }

    /// One check-in, by the rules in their order.
    pub(crate) fn checkin(&mut self, checkin: &CheckIn) {
        gap::before(self, checkin.date);
        self.last = checkin.date;
        self.seen.push(checkin.clone());
        self.sessions_in_stage += 1;
        if day::something_new(self, checkin) {
            return;
        }
        day::stop_travelling(self, checkin);
        let paying = day::paying(self, checkin);
        for id in &paying {
            day::lower(self, checkin, id);
        }
        if paying.is_empty() && day::is_good(self, checkin) {
            day::raise_or_hold(self, checkin);
        } else {
            self.good_runs.clear();
        }
        weeks::look(self, checkin);
    }

    /// Closes the history on a day.
    pub(crate) fn close(mut self, today: Date) -> Adapted {
        gap::before(&mut self, today);
        let week = days_between(self.plan.made_on, today) / 7 + 1;
        self.plan.basis.week = u32::try_from(week).unwrap_or(1).max(1);
        self.forget_stopped();
        Adapted {
            plan: self.plan,
            trail: self.trail,
            screen_due: self.screen_due,
            be_seen: self.be_seen,
            stopped: self.stopped,
        }
    }

    pub(crate) fn rule(&self, name: &str) -> f64 {
        self.knowledge.rules.get(name)
    }

    /// The most pain that counts as fine: the rule's limit, or a point above the usual pain
    /// at the start for those who began above it; never as much as strong pain.
    pub(crate) fn ceiling(&self) -> f64 {
        let start = self.usual_at_start() + 1.0;
        self.rule("pain_ceiling_0_10").max(start).min(self.rule("severe_0_10"))
    }

    /// Usual pain at the start, 0 to 10.
    pub(crate) fn usual_at_start(&self) -> f64 {
        score(self.plan.basis.facts.usual_pain)
    }

    /// Worst pain at the start, 0 to 10.
    pub(crate) fn worst_at_start(&self) -> f64 {
        score(self.plan.basis.facts.worst_pain)
    }

    pub(crate) fn note(&mut self, change: Change) {
        if change.decision != Decision::BeSeen {
            self.changed_on = change.date;
        }
        self.trail.push(change);
    }
}

fn score(pain: i64) -> f64 {
    f64::from(i32::try_from(pain).unwrap_or(0))
}

/// Whole days from one day to another; negative when it lies before.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
