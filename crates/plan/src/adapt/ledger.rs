//! Applies one check-in after another to a plan and keeps the trail.

use std::collections::{BTreeMap, BTreeSet};

use coxa_knowledge::condition::Stage;
use coxa_knowledge::exercise::{Exercise, Kind};
use coxa_knowledge::{Id, Knowledge};
use jiff::civil::Date;

use super::checkin::{CheckIn, Effort, Morning};
use super::steps::{self, Step};
use super::trail::{Change, Decision};
use super::{Adapted, weeks};
use crate::dose;
use crate::gate;
use crate::plan::{Item, Plan, Planned};
use crate::validate;

/// The state between check-ins.
pub(crate) struct Ledger<'k> {
    pub(crate) knowledge: &'k Knowledge,
    pub(crate) plan: Plan,
    pub(crate) trail: Vec<Change>,
    pub(crate) seen: Vec<CheckIn>,
    pub(crate) be_seen: Option<String>,
    pub(crate) screen: bool,
    stopped: Vec<Id>,
    good_runs: BTreeMap<Id, u32>,
    went_up: BTreeSet<Id>,
    raised_on: BTreeMap<Id, Date>,
    pub(crate) changed_on: Date,
    last: Option<Date>,
    since_stage: u32,
}

impl<'k> Ledger<'k> {
    pub(crate) fn new(knowledge: &'k Knowledge, plan: Plan) -> Self {
        Self {
            knowledge,
            last: Some(plan.made_on),
            raised_on: BTreeMap::new(),
            changed_on: plan.made_on,
            plan,
            trail: Vec::new(),
            seen: Vec::new(),
            be_seen: None,
            screen: false,
            stopped: Vec::new(),
            good_runs: BTreeMap::new(),
            went_up: BTreeSet::new(),
            since_stage: 0,
        }
    }

    /// A gap without sessions: restart milder.
    pub(crate) fn gap_before(&mut self, date: Date) {
        let Some(last) = self.last else { return };
        let days = f64::from(days_between(last, date));
        let (gap, long) = (self.rule("gap_days"), self.rule("long_gap_days"));
        if days < gap || self.seen.is_empty() {
            return;
        }
        let inputs = vec![format!("days without a session = {days}")];
        if days >= long {
            self.screen = true;
            self.each_exercise(|ledger, id| ledger.set_first_dose(id));
            let says = format!(
                "You had {days} days off. Answer a few questions, then start again at the first dose."
            );
            self.note(Change {
                date,
                rule: "long-gap",
                decision: Decision::Restart,
                exercise: None,
                inputs,
                says,
            });
        } else {
            self.each_exercise(Self::lower_quietly);
            let says = format!("You had {days} days off, so everything starts one step lower.");
            self.note(Change {
                date,
                rule: "gap",
                decision: Decision::Restart,
                exercise: None,
                inputs,
                says,
            });
        }
        self.good_runs.clear();
        self.last = Some(date);
    }

    /// One check-in, by the rules in their order.
    pub(crate) fn checkin(&mut self, checkin: &CheckIn) {
        self.last = Some(checkin.date);
        self.seen.push(checkin.clone());
        self.since_stage += 1;
        if checkin.anything_new {
            self.screen = true;
            self.good_runs.clear();
            let says =
                "Something new turned up. Answer the safety questions before the next session."
                    .into();
            self.note(Change {
                date: checkin.date,
                rule: "anything-new",
                decision: Decision::Screen,
                exercise: None,
                inputs: vec!["anything new = yes".into()],
                says,
            });
            return;
        }
        self.stop_travelling(checkin);
        let paying = self.paying(checkin);
        for id in &paying {
            self.lower(checkin, id);
        }
        if paying.is_empty() && !checkin.travelled {
            self.raise_or_hold(checkin);
        } else {
            self.good_runs.clear();
        }
        weeks::look(self, checkin);
    }

    /// Closes the history on a day.
    pub(crate) fn close(mut self, today: Date) -> Adapted {
        let week = days_between(self.plan.made_on, today) / 7 + 1;
        self.plan.basis.week = u32::try_from(week).unwrap_or(1).max(1);
        self.refresh_choices();
        Adapted {
            plan: self.plan,
            trail: self.trail,
            screen: self.screen,
            be_seen: self.be_seen,
            stopped: self.stopped,
        }
    }

    pub(crate) fn rule(&self, name: &str) -> f64 {
        self.knowledge.rules.get(name)
    }

    pub(crate) fn sessions_in_stage(&self) -> u32 {
        self.since_stage
    }

    pub(crate) fn note(&mut self, change: Change) {
        self.changed_on = change.date;
        self.trail.push(change);
    }

    /// Replaces the plan when the stage changes, keeping what was dropped.
    pub(crate) fn restage(&mut self, date: Date, stage: Stage) -> bool {
        let mut basis = self.plan.basis.clone();
        basis.stage = stage;
        basis.setup.dropped.extend(self.stopped.iter().cloned());
        let Ok(plan) = crate::week(self.knowledge, basis, self.plan.made_on) else { return false };
        let kept: BTreeMap<Id, Planned> =
            self.plan.items().map(|i| (i.exercise.clone(), i.dose.clone())).collect();
        self.plan = plan;
        for item in self.plan.items_mut() {
            if let Some(dose) = kept.get(&item.exercise) {
                item.dose = dose.clone();
            }
        }
        self.last = Some(date);
        self.since_stage = 0;
        self.good_runs.clear();
        true
    }

    /// Items that sent pain down the leg stop; their fallback takes their place.
    fn stop_travelling(&mut self, checkin: &CheckIn) {
        let named: Vec<Id> =
            checkin.items.iter().filter(|r| r.travelled).map(|r| r.exercise.clone()).collect();
        let suspects =
            if named.is_empty() && checkin.travelled { self.movers(checkin) } else { named };
        for id in suspects {
            let says = match self.replace_with_fallback(&id) {
                Some(other) => format!(
                    "{} sent pain further down the leg. It stops; {} takes its place.",
                    self.name(&id),
                    self.name(&other)
                ),
                None => format!("{} sent pain further down the leg. It stops.", self.name(&id)),
            };
            self.stopped.push(id.clone());
            let inputs = vec!["pain travelled further down = yes".into()];
            self.note(Change {
                date: checkin.date,
                rule: "travels-further",
                decision: Decision::Stop,
                exercise: Some(id),
                inputs,
                says,
            });
        }
    }

    /// Items of the day that move the back or draw the nerve: the first suspects.
    fn movers(&self, checkin: &CheckIn) -> Vec<Id> {
        let aims = [
            "lumbar-flexion",
            "lumbar-extension",
            "lumbar-rotation",
            "nerve-glide",
            "hamstring-stretch",
            "yoga",
        ];
        let day = self.done(checkin);
        day.into_iter()
            .filter(|id| self.exercise(id).aims.iter().any(|a| aims.contains(&a.as_str())))
            .collect()
    }

    /// Which items pay for pain above the limit or a bad morning.
    fn paying(&self, checkin: &CheckIn) -> Vec<Id> {
        let day = self.done(checkin);
        let ceiling = self.rule("pain_ceiling_0_10");
        let over = |id: &Id| {
            let pain = checkin.report(id).and_then(|r| r.worst_pain);
            pain.is_some_and(|p| f64::from(p.get()) > ceiling)
        };
        let above: Vec<Id> = day.iter().filter(|id| over(id)).cloned().collect();
        let bad_day = f64::from(checkin.worst_pain.get()) > ceiling;
        if !above.is_empty() {
            return above;
        }
        if !bad_day && !self.bad_morning(checkin) {
            return Vec::new();
        }
        let raised: Vec<Id> = day.iter().filter(|id| self.went_up.contains(*id)).cloned().collect();
        if !raised.is_empty() {
            return raised;
        }
        day.into_iter().filter(|id| is_loaded(self.exercise(id))).collect()
    }

    fn bad_morning(&self, checkin: &CheckIn) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "pain scores are at most 10")]
        let usual = self.plan.basis.facts.usual_pain as f64;
        let rise = self.rule("next_morning_rise_0_10");
        let by_number = checkin.morning_pain.is_some_and(|p| f64::from(p.get()) > usual + rise);
        checkin.morning == Some(Morning::Worse) || by_number
    }

    fn lower(&mut self, checkin: &CheckIn, id: &Id) {
        let Some(says) = self.step_down(id) else { return };
        self.went_up.remove(id);
        let pain = checkin.report(id).and_then(|r| r.worst_pain).unwrap_or(checkin.worst_pain);
        let mut inputs = vec![
            format!("worst pain = {} of 10", pain.get()),
            format!("limit = {} of 10", self.rule("pain_ceiling_0_10")),
        ];
        if let Some(morning) = checkin.morning {
            inputs.push(format!("next morning = {}", morning_word(morning)));
        }
        let why = if f64::from(pain.get()) > self.rule("pain_ceiling_0_10") {
            format!("Pain reached {} of 10", pain.get())
        } else {
            "The next morning was worse than usual".to_owned()
        };
        let says = format!("{why}, so {} goes down: {says}.", self.name(id));
        self.note(Change {
            date: checkin.date,
            rule: "too-much",
            decision: Decision::Down,
            exercise: Some(id.clone()),
            inputs,
            says,
        });
    }

    fn raise_or_hold(&mut self, checkin: &CheckIn) {
        let settled = checkin.morning.is_some_and(|m| m != Morning::Worse);
        for id in self.done(checkin) {
            let report = checkin.report(&id);
            let effort = report.and_then(|r| r.effort).unwrap_or(checkin.effort);
            let completed = report.map_or(100, |r| r.completed.get());
            let low = f64::from(completed) / 100.0 < self.rule("completed_low_share");
            if !settled || effort == Effort::Hard || low {
                self.good_runs.remove(&id);
                continue;
            }
            let run = self.good_runs.entry(id.clone()).or_insert(0);
            *run += 1;
            if f64::from(*run) >= self.rule("ups_needed") {
                self.good_runs.remove(&id);
                self.raise(checkin, &id);
            }
        }
    }

    fn raise(&mut self, checkin: &CheckIn, id: &Id) {
        let exercise = self.exercise(id);
        if !progresses(exercise) || self.raised_lately(checkin.date, id) {
            return;
        }
        let Some((says, now)) = self.step_up(id) else { return };
        self.went_up.insert(now.clone());
        self.raised_on.insert(now.clone(), checkin.date);
        let inputs = vec![
            format!("good sessions running = {}", self.rule("ups_needed")),
            format!("worst pain = {} of 10", checkin.worst_pain.get()),
        ];
        self.note(Change {
            date: checkin.date,
            rule: "ready-for-more",
            decision: Decision::Up,
            exercise: Some(now),
            inputs,
            says,
        });
    }

    /// Whether an item went up too few days ago to go up again.
    fn raised_lately(&self, date: Date, id: &Id) -> bool {
        let days = self.raised_on.get(id).map(|on| f64::from(days_between(*on, date)));
        days.is_some_and(|days| days < self.rule("up_every_days"))
    }

    /// Raises an item one step inside the minutes of its days: a larger dose where that
    /// fits, else the harder rung. Says how, and which exercise it now is.
    fn step_up(&mut self, id: &Id) -> Option<(String, Id)> {
        let item = self.plan.item(id)?.clone();
        let exercise = self.exercise(id);
        let free = |h: &Id| self.is_allowed(h) && self.plan.item(h).is_none();
        let harder = item.harder.clone().filter(free);
        let rung = match steps::up(&exercise.dose, &item.dose, harder.as_ref()) {
            Step::Dose(dose, says) => {
                self.set_dose(id, &dose);
                if self.fits_minutes() {
                    return Some((format!("{}: {says}.", exercise.name), id.clone()));
                }
                self.set_dose(id, &item.dose);
                harder?
            }
            Step::Rung(other) => other,
            Step::End => return None,
        };
        self.replace(id, &rung);
        if !self.fits_minutes() {
            self.put_back(&rung, &item);
            return None;
        }
        Some((format!("{} moves up to {}.", exercise.name, self.name(&rung)), rung))
    }

    /// Whether every day keeps within the minutes that were given, walks and breaks apart.
    fn fits_minutes(&self) -> bool {
        let most = f64::from(self.plan.basis.setup.minutes * 60);
        self.plan.days.iter().all(|day| validate::counted_s(day) <= most + 1.0)
    }

    fn put_back(&mut self, now: &Id, item: &Item) {
        for place in self.plan.items_mut().filter(|i| &i.exercise == now) {
            *place = item.clone();
        }
    }

    /// Puts another exercise with the same aim in the place of one that has stood still.
    pub(crate) fn freshen(&mut self) -> Option<(Id, Id)> {
        let still = self.plan.items().find_map(|item| {
            let loaded = is_loaded(self.exercise(&item.exercise));
            let usable = |o: &&Id| {
                let other = self.exercise(o);
                let alike = other.skill <= self.exercise(&item.exercise).skill;
                alike && is_loaded(other) && self.is_allowed(o) && self.plan.item(o).is_none()
            };
            let other = item.swaps.iter().find(usable).filter(|_| loaded)?;
            Some((item.exercise.clone(), other.clone()))
        })?;
        let old = self.plan.item(&still.0)?.clone();
        self.replace(&still.0, &still.1);
        if !self.fits_minutes() {
            self.put_back(&still.1, &old);
            return None;
        }
        Some(still)
    }

    /// Lowers an item one step; says how, or nothing when it is at its end.
    fn step_down(&mut self, id: &Id) -> Option<String> {
        let item = self.plan.item(id)?.clone();
        let exercise = self.exercise(id);
        let easier = item.easier.clone().filter(|e| self.is_allowed(e));
        match steps::down(&exercise.dose, &item.dose, easier.as_ref()) {
            Step::Dose(dose, says) => {
                self.set_dose(id, &dose);
                Some(says)
            }
            Step::Rung(other) => {
                self.replace(id, &other);
                Some(format!("{} instead", self.name(&other)))
            }
            Step::End => None,
        }
    }

    fn lower_quietly(&mut self, id: &Id) {
        self.step_down(id);
    }

    fn set_first_dose(&mut self, id: &Id) {
        let exercise = self.exercise(id);
        let mut first = dose::as_recorded(&exercise.dose);
        first.sets = exercise.dose.range.sets.map_or(first.sets, |[low, _]| low.min(first.sets));
        if let Some(now) = self.plan.item(id).map(|i| i.dose.clone()) {
            first.sets = first.sets.min(now.sets);
            first.reps = first.reps.min(now.reps);
            first.hold_s = first.hold_s.min(now.hold_s);
            first.work_s = first.work_s.min(now.work_s);
            self.set_dose(id, &first);
        }
    }

    fn each_exercise(&mut self, mut act: impl FnMut(&mut Self, &Id)) {
        let ids: Vec<Id> = self.plan.exercises().into_iter().map(str::to_owned).collect();
        for id in &ids {
            if is_loaded(self.exercise(id)) {
                act(self, id);
            }
        }
    }

    fn replace_with_fallback(&mut self, id: &Id) -> Option<Id> {
        let item = self.plan.item(id)?.clone();
        let choices = item.fallback.iter().chain(item.easier.iter()).chain(&item.swaps);
        let same_family = |other: &Id| self.exercise(other).family == self.exercise(id).family;
        let other = choices
            .filter(|o| self.is_allowed(o) && !self.stopped.contains(o) && !same_family(o))
            .find(|o| self.plan.item(o).is_none())
            .cloned();
        match &other {
            Some(other) => self.replace(id, other),
            None => self.remove(id),
        }
        other
    }

    fn remove(&mut self, id: &Id) {
        for day in &mut self.plan.days {
            for sitting in &mut day.sittings {
                sitting.items.retain(|i| &i.exercise != id);
            }
            day.sittings.retain(|s| !s.items.is_empty());
        }
    }

    fn replace(&mut self, id: &Id, other: &Id) {
        let basis = &self.plan.basis;
        let exercise = &self.knowledge.exercises[other];
        let gate = gate::gate(self.knowledge, basis);
        let planned = dose::usual(basis, exercise);
        let pick = |item: &Item| crate::choose::Pick {
            exercise: other.clone(),
            aim: item.aim.clone(),
            place: coxa_knowledge::condition::Place::Main,
            why: item.why.clone(),
            turn: None,
        };
        let Some(old) = self.plan.item(id) else { return };
        let new = dose::item(self.knowledge, basis, &gate, (&pick(old), exercise, planned));
        for item in self.plan.items_mut().filter(|i| &i.exercise == id) {
            *item = new.clone();
        }
    }

    fn set_dose(&mut self, id: &Id, dose: &Planned) {
        for item in self.plan.items_mut().filter(|i| &i.exercise == id) {
            item.dose = dose.clone();
        }
    }

    fn is_allowed(&self, id: &str) -> bool {
        let exercise = self.knowledge.exercises.get(id);
        exercise.is_some_and(|e| gate::reasons(self.knowledge, &self.plan.basis, e).is_empty())
    }

    /// Stopped exercises are no longer offered as a choice anywhere.
    fn refresh_choices(&mut self) {
        let stopped = self.stopped.clone();
        let gone = |id: &Option<Id>| id.clone().filter(|i| !stopped.contains(i));
        for item in self.plan.items_mut() {
            item.easier = gone(&item.easier);
            item.harder = gone(&item.harder);
            item.fallback = gone(&item.fallback);
            item.swaps.retain(|s| !stopped.contains(s));
        }
    }

    /// What a check-in is about: the items it names, or all of its day.
    fn done(&self, checkin: &CheckIn) -> Vec<Id> {
        if checkin.items.is_empty() {
            return self.day_exercises(checkin);
        }
        let named = checkin.items.iter().map(|r| &r.exercise);
        named.filter(|id| self.plan.item(id).is_some()).cloned().collect()
    }

    /// The exercises of a check-in's day, weightiest sitting first, each once.
    fn day_exercises(&self, checkin: &CheckIn) -> Vec<Id> {
        let week = days_between(self.plan.made_on, checkin.date).max(0) / 7;
        let offset = week * 7 + i32::try_from(checkin.plan_day).unwrap_or(1) - 1;
        let day = self.plan.made_on.saturating_add(jiff::Span::new().days(offset));
        let mut ids: Vec<Id> = Vec::new();
        for item in self.plan.sittings_on(day).iter().flat_map(|s| &s.items) {
            if !ids.contains(&item.exercise) {
                ids.push(item.exercise.clone());
            }
        }
        ids
    }

    fn exercise(&self, id: &str) -> &'k Exercise {
        &self.knowledge.exercises[id]
    }

    pub(crate) fn name(&self, id: &str) -> String {
        self.exercise(id).name.clone()
    }
}

/// Whether more of it is a step forward. Warm-ups, stretches, easy movement and breathing
/// have the dose they need; load, balance and walking grow.
fn progresses(exercise: &Exercise) -> bool {
    is_loaded(exercise)
}

fn is_loaded(exercise: &Exercise) -> bool {
    matches!(exercise.kind, Kind::Strength | Kind::Isometric | Kind::Balance | Kind::Aerobic)
}

fn morning_word(morning: Morning) -> &'static str {
    match morning {
        Morning::Better => "better",
        Morning::Same => "same",
        Morning::Worse => "worse",
    }
}

/// Whole days from one day to another; negative when it lies before.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
