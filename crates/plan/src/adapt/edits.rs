//! Edits of the plan that the rules make: doses, rungs, stand-ins and stages.

use std::collections::BTreeSet;

use coxa_knowledge::Id;
use coxa_knowledge::condition::{Place, Stage};
use coxa_knowledge::exercise::{Exercise, Kind};
use jiff::civil::Date;

use super::checkin::CheckIn;
use super::ledger::{Ledger, days_between};
use super::steps::{self, Step};
use super::trail::Decision;
use crate::choose::Pick;
use crate::plan::{Item, Planned};
use crate::roadside::ROADSIDE;
use crate::{dose, gate, load, validate};

/// Days for which a step down makes the next stage start low.
const TROUBLE_DAYS: i32 = 21;

impl<'k> Ledger<'k> {
    pub(crate) fn exercise(&self, id: &str) -> &'k Exercise {
        &self.knowledge.exercises[id]
    }

    pub(crate) fn name(&self, id: &str) -> String {
        self.exercise(id).name.clone()
    }

    /// The item of an exercise that rules may change: not that of the driver's break.
    pub(crate) fn item(&self, id: &str) -> Option<&Item> {
        let sittings = self.plan.sittings().filter(|s| s.name != ROADSIDE);
        sittings.flat_map(|s| &s.items).find(|i| i.exercise == id)
    }

    /// Whether more of it is a step forward. Warm-ups, stretches, easy movement and
    /// breathing have the dose they need; load, balance and walking grow.
    pub(crate) fn is_loaded(&self, id: &str) -> bool {
        let kind = self.exercise(id).kind;
        matches!(kind, Kind::Strength | Kind::Isometric | Kind::Balance | Kind::Aerobic)
    }

    pub(crate) fn is_allowed(&self, id: &str) -> bool {
        let exercise = self.knowledge.exercises.get(id);
        let allowed = |e| gate::reasons(self.knowledge, &self.plan.basis, e).is_empty();
        exercise.is_some_and(allowed) && !self.stopped.iter().any(|s| s == id)
    }

    fn is_free(&self, id: &str) -> bool {
        self.is_allowed(id) && self.item(id).is_none()
    }

    /// What a check-in is about: the items it names, or all of its day.
    pub(crate) fn done(&self, checkin: &CheckIn) -> Vec<Id> {
        if checkin.items.is_empty() {
            return self.day_exercises(checkin);
        }
        let named = checkin.items.iter().map(|r| &r.exercise);
        named.filter(|id| self.item(id).is_some()).cloned().collect()
    }

    /// The exercises of a check-in's day, weightiest sitting first, each once.
    fn day_exercises(&self, checkin: &CheckIn) -> Vec<Id> {
        let week = days_between(self.plan.made_on, checkin.date).max(0) / 7;
        let offset = week * 7 + i32::try_from(checkin.plan_day).unwrap_or(1) - 1;
        let day = self.plan.made_on.saturating_add(jiff::Span::new().days(offset));
        let mut ids: Vec<Id> = Vec::new();
        let sittings = self.plan.sittings_on(day);
        for item in sittings.iter().filter(|s| s.name != ROADSIDE).flat_map(|s| &s.items) {
            if !ids.contains(&item.exercise) {
                ids.push(item.exercise.clone());
            }
        }
        ids
    }

    /// Lowers an item one step; says how, or nothing when it is at its end.
    pub(crate) fn step_down(&mut self, id: &Id) -> Option<String> {
        let item = self.item(id)?.clone();
        let exercise = self.exercise(id);
        let easier = item.easier.clone().filter(|e| self.is_free(e));
        match steps::down(&exercise.dose, &item.dose, easier.as_ref()) {
            Step::Dose(dose, says) => {
                self.set_dose(id, &dose);
                Some(says)
            }
            Step::Rung(other) => {
                self.replace(id, &other);
                self.lowered.insert(id.clone(), other.clone());
                Some(format!("{} instead", self.name(&other)))
            }
            Step::End => None,
        }
    }

    /// Raises an item one step inside the minutes of its days: a larger dose where that
    /// fits, else the harder rung. Says how, and which exercise it now is.
    pub(crate) fn step_up(&mut self, id: &Id) -> Option<(String, Id)> {
        let item = self.item(id)?.clone();
        let exercise = self.exercise(id);
        let harder = item.harder.clone().filter(|h| self.is_free(h));
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
        self.lowered.remove(&rung);
        Some((format!("{} moves up to {}.", exercise.name, self.name(&rung)), rung))
    }

    /// Whether every day keeps within the minutes that were given, walks and breaks apart.
    fn fits_minutes(&self) -> bool {
        let most = f64::from(self.plan.basis.setup.minutes * 60);
        self.plan.days.iter().all(|day| validate::counted_s(day) <= most + 1.0)
    }

    /// Puts another loaded exercise in the place of one that has stood still: for the same
    /// first aim, on the same rung, with the same dose.
    pub(crate) fn freshen(&mut self) -> Option<(Id, Id)> {
        let changing = self.plan.sittings().filter(|s| s.name != ROADSIDE).flat_map(|s| &s.items);
        let (old, new) = changing.into_iter().find_map(|item| {
            let new = item.swaps.iter().find(|id| self.is_twin(item, id))?;
            Some((item.clone(), new.clone()))
        })?;
        self.replace(&old.exercise, &new);
        let mut dose = self.item(&new)?.dose.clone();
        (dose.sets, dose.reps) = (old.dose.sets, old.dose.reps);
        (dose.hold_s, dose.work_s) = (old.dose.hold_s, old.dose.work_s);
        self.set_dose(&new, &dose);
        if !self.fits_minutes() {
            self.put_back(&new, &old);
            return None;
        }
        Some((old.exercise, new))
    }

    /// Whether an exercise can take an item's place at the same load.
    fn is_twin(&self, item: &Item, id: &Id) -> bool {
        let (own, other) = (self.exercise(&item.exercise), self.exercise(id));
        let (dose, range) = (&item.dose, &other.dose.range);
        let within = |range: Option<[u32; 2]>, value: u32, usual: u32| {
            range.map_or(value == usual, |[low, high]| (low..=high).contains(&value))
        };
        self.is_loaded(&own.id)
            && self.is_loaded(id)
            && self.is_free(id)
            && other.aims.first() == own.aims.first()
            && other.skill <= own.skill
            && other.dose.mode == dose.mode
            && load::rung(self.knowledge, id) == load::rung(self.knowledge, &own.id)
            && within(range.sets, dose.sets, other.dose.sets)
            && within(range.reps, dose.reps, other.dose.reps)
            && within(range.hold_s, dose.hold_s, other.dose.hold_s)
            && within(range.work_s, dose.work_s, other.dose.work_s)
    }

    /// Replaces an item that was stopped by one of another family, or takes it out.
    pub(crate) fn replace_stopped(&mut self, id: &Id) -> Option<Id> {
        let item = self.item(id)?.clone();
        let choices = item.fallback.iter().chain(item.easier.iter()).chain(&item.swaps);
        let other_family = |o: &&Id| self.exercise(o).family != self.exercise(id).family;
        let other = choices.filter(other_family).find(|o| self.is_free(o)).cloned();
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

    /// Puts an exercise in another's place, with its usual dose and no more sets than before.
    pub(crate) fn replace(&mut self, id: &Id, other: &Id) {
        let Some(old) = self.item(id).cloned() else { return };
        let basis = &self.plan.basis;
        let exercise = self.exercise(other);
        let gate = gate::gate(self.knowledge, basis);
        let mut planned = match self.known.get(other) {
            Some(known) => known.clone(),
            None => dose::usual(basis, exercise),
        };
        planned.sets = planned.sets.min(old.dose.sets.max(1));
        let (aim, why) = (old.aim.clone(), old.why.clone());
        let pick = Pick { exercise: other.clone(), aim, place: Place::Main, why, turn: None };
        let new = dose::item(self.knowledge, basis, &gate, (&pick, exercise, planned));
        self.known.insert(other.clone(), new.dose.clone());
        for item in self.changing().filter(|i| &i.exercise == id) {
            let sets = new.dose.sets.min(item.dose.sets.max(1));
            *item = new.clone();
            item.dose.sets = sets;
        }
    }

    fn put_back(&mut self, now: &Id, item: &Item) {
        for place in self.changing().filter(|i| &i.exercise == now) {
            *place = item.clone();
        }
    }

    /// Gives an exercise a dose. A brief sitting, which has fewer sets or less time of it,
    /// changes by as much and stays brief.
    pub(crate) fn set_dose(&mut self, id: &Id, dose: &Planned) {
        let Some(main) = self.item(id).map(|i| i.dose.clone()) else { return };
        self.known.insert(id.clone(), dose.clone());
        let moved = |here: u32, from: u32, to: u32| (here + to).saturating_sub(from).max(1);
        for item in self.changing().filter(|i| &i.exercise == id) {
            let sets = moved(item.dose.sets, main.sets, dose.sets);
            let work_s = match dose.work_s {
                0 => 0,
                to => moved(item.dose.work_s, main.work_s, to),
            };
            item.dose = Planned { sets, work_s, ..dose.clone() };
        }
    }

    /// Items that rules may change: all but those of the driver's break, which stays brief.
    fn changing(&mut self) -> impl Iterator<Item = &mut Item> {
        let sittings = self.plan.days.iter_mut().flat_map(|d| &mut d.sittings);
        sittings.filter(|s| s.name != ROADSIDE).flat_map(|s| &mut s.items)
    }

    /// Replaces the week when the stage changes. Doses carry over; when things settle back, or
    /// were too much lately, what is new starts at the low end of its range.
    pub(crate) fn restage(&mut self, date: Date, stage: Stage) -> bool {
        let mut basis = self.plan.basis.clone();
        let troubled = self.trail.iter().rev().find(|c| c.decision == Decision::Down);
        let lately = troubled.is_some_and(|c| days_between(c.date, date) < TROUBLE_DAYS);
        let careful = stage < basis.stage || lately;
        basis.stage = stage;
        basis.setup.dropped.extend(self.stopped.iter().cloned());
        let Ok(plan) = crate::week(self.knowledge, basis, self.plan.made_on) else { return false };
        self.plan = plan;
        let (knowledge, known) = (self.knowledge, self.known.clone());
        for item in self.changing() {
            match known.get(&item.exercise) {
                Some(dose) => item.dose = dose.clone(),
                None if careful => {
                    item.dose = dose::lowest(&knowledge.exercises[&item.exercise], &item.dose)
                }
                None => {}
            }
        }
        for (from, to) in self.lowered.clone() {
            if self.item(&from).is_some() && self.is_free(&to) {
                self.replace(&from, &to);
            }
        }
        for item in self.plan.items() {
            self.known.insert(item.exercise.clone(), item.dose.clone());
        }
        self.last = date;
        self.sessions_in_stage = 0;
        self.went_up.clear();
        self.good_runs.clear();
        true
    }

    /// Stopped exercises are no longer offered as a choice anywhere.
    pub(crate) fn forget_stopped(&mut self) {
        let stopped: BTreeSet<Id> = self.stopped.iter().cloned().collect();
        let here = |id: Option<Id>| id.filter(|i| !stopped.contains(i));
        for item in self.plan.items_mut() {
            item.easier = here(item.easier.take());
            item.harder = here(item.harder.take());
            item.fallback = here(item.fallback.take());
            item.swaps.retain(|s| !stopped.contains(s));
        }
    }
}
