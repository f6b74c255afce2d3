//! The plan document, written out and read back.

use std::collections::{BTreeMap, BTreeSet};

use coxa_knowledge::dose::{Beat, Mode as ModeOf};
use coxa_knowledge::{Because, Knowledge};
use coxa_plan::basis::Facts;
use coxa_plan::plan::{Item, Planned, Reason, Why};
use coxa_plan::validate::Verdict;
use coxa_plan::{Basis, Day, Plan, Sitting, gate, load, validate};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unreadable;
use super::intake::SetupDoc;
use super::screening::{BecauseDoc, becauses};
use super::words::{FitWord, ModeWord, PermissionWord, PlaceWord, SideWord, SidesWord, StageWord};

/// A part of a repetition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeatDoc {
    /// Cue.
    pub cue: String,
    /// Length in seconds.
    pub s: f64,
}

/// A dose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoseDoc {
    /// How work is counted.
    pub mode: ModeWord,
    /// Sets.
    pub sets: u32,
    /// Repetitions, holds or breaths in a set, per side.
    #[serde(default)]
    pub reps: u32,
    /// Length of a repetition or breath.
    #[serde(default)]
    pub rep_s: f64,
    /// Length of a hold.
    #[serde(default)]
    pub hold_s: u32,
    /// Length of open work.
    #[serde(default)]
    pub work_s: u32,
    /// Rest between sets.
    #[serde(default)]
    pub rest_s: u32,
    /// Parts of a repetition.
    #[serde(default)]
    pub beats: Vec<BeatDoc>,
    /// How hard it should feel.
    #[serde(default)]
    pub effort: String,
}

/// One exercise in a sitting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemDoc {
    /// The exercise.
    pub exercise: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// What it is here for.
    pub aim: String,
    /// How much.
    pub dose: DoseDoc,
    /// The dose in words.
    #[serde(default)]
    pub dose_says: String,
    /// Seconds of work and rest.
    #[serde(default)]
    pub work_and_rest_s: f64,
    /// Which side works.
    pub sides: SidesWord,
    /// Which side starts.
    pub first_side: SideWord,
    /// Why it is here.
    pub why: String,
    /// Grounds.
    #[serde(default)]
    pub because: Vec<BecauseDoc>,
    /// What stands in for missing kit.
    #[serde(default)]
    pub kit_note: Option<String>,
    /// One rung down.
    #[serde(default)]
    pub easier: Option<String>,
    /// One rung up.
    #[serde(default)]
    pub harder: Option<String>,
    /// What to do at once when it hurts.
    #[serde(default)]
    pub fallback: Option<String>,
    /// Others with the same aim.
    #[serde(default)]
    pub swaps: Vec<String>,
}

/// A sitting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SittingDoc {
    /// Main, short or daily.
    pub place: PlaceWord,
    /// Its name.
    pub name: String,
    /// Minutes it takes.
    #[serde(default)]
    pub minutes: u32,
    /// Its items.
    pub items: Vec<ItemDoc>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayDoc {
    /// 1 to 7.
    pub number: u32,
    /// Its sittings.
    pub sittings: Vec<SittingDoc>,
}

/// An exercise left out, with its reasons in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOutDoc {
    /// The exercise.
    pub exercise: String,
    /// Its name.
    pub name: String,
    /// `gate`, `pattern`, `dropped`, `floor`, `kit`, `skill` or `stage`.
    pub kind: String,
    /// Reasons in words, strongest first.
    pub reasons: Vec<String>,
}

/// A check of the week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckDoc {
    /// Its name.
    pub id: String,
    /// What it asks.
    pub asks: String,
    /// `holds`, `not_now` or what is broken.
    pub verdict: String,
}

/// The person's facts that a plan carries along.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactsDoc {
    /// Age.
    pub age_years: i64,
    /// Weeks since it began.
    pub duration_weeks: i64,
    /// Usual pain at the start.
    pub usual_pain_0_10: i64,
    /// Worst pain at the start.
    pub worst_pain_0_10: i64,
    /// Driving in a week.
    pub drive_hours: i64,
    /// Signs told.
    pub signs: BTreeSet<String>,
}

/// A week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanDoc {
    /// Day on which it was made.
    #[schemars(with = "String")]
    pub made_on: Date,
    /// The condition it is for.
    pub condition: String,
    /// Its name.
    #[serde(default)]
    pub condition_name: String,
    /// How well it fits.
    pub fit: FitWord,
    /// Other conditions whose avoidances count.
    #[serde(default)]
    pub also: Vec<String>,
    /// Stage of care.
    pub stage: StageWord,
    /// Week of the plan, from 1.
    pub week: u32,
    /// Name of the phase.
    pub phase: String,
    /// What it tries to do.
    pub goal: String,
    /// When to move on.
    pub move_on: String,
    /// The most that is allowed.
    pub permission: PermissionWord,
    /// Safety tags left out, with the flags and gates that ask for it.
    pub limits: BTreeMap<String, Vec<String>>,
    /// Wishes.
    pub setup: SetupDoc,
    /// Facts.
    pub facts: FactsDoc,
    /// The seven days.
    pub days: Vec<DayDoc>,
    /// What was left out, and why.
    #[serde(default)]
    pub left_out: Vec<LeftOutDoc>,
    /// What was checked.
    #[serde(default)]
    pub checks: Vec<CheckDoc>,
    /// Names of notes shown beside it.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Weeks after which progress is looked at.
    pub review_weeks: u32,
}

impl PlanDoc {
    /// The document of a plan.
    #[must_use]
    pub fn new(knowledge: &Knowledge, plan: &Plan) -> Self {
        let basis = &plan.basis;
        Self {
            made_on: plan.made_on,
            condition: basis.lead.clone(),
            condition_name: knowledge.conditions[&basis.lead].name.clone(),
            fit: basis.lead_fit.into(),
            also: basis.also.clone(),
            stage: basis.stage.into(),
            week: basis.week,
            phase: plan.phase.clone(),
            goal: plan.goal.clone(),
            move_on: plan.move_on.clone(),
            permission: basis.permission.into(),
            limits: basis.limits.clone(),
            setup: basis.setup.clone().into(),
            facts: facts_doc(&basis.facts),
            days: plan.days.iter().map(|d| day_doc(knowledge, d)).collect(),
            left_out: plan.left_out.iter().map(|l| left_out_doc(knowledge, l)).collect(),
            checks: plan.checks.iter().map(check_doc).collect(),
            notes: plan.notes.clone(),
            review_weeks: plan.review_weeks,
        }
    }

    /// The plan of this document; what is derived is derived again.
    ///
    /// # Errors
    /// When it names a condition or exercise that does not exist.
    pub fn plan(&self, knowledge: &Knowledge) -> Result<Plan, Unreadable> {
        if !knowledge.conditions.contains_key(&self.condition) {
            let what = format!("no condition `{}`", self.condition);
            return Err(Unreadable::at("condition", what, "make the plan again with `coxa plan`"));
        }
        let basis = self.basis();
        let days = self.days.iter().map(|d| day(knowledge, d)).collect::<Result<_, _>>()?;
        let mut plan = Plan {
            made_on: self.made_on,
            phase: self.phase.clone(),
            goal: self.goal.clone(),
            move_on: self.move_on.clone(),
            days,
            left_out: gate::gate(knowledge, &basis).left_out(),
            checks: Vec::new(),
            notes: self.notes.clone(),
            review_weeks: self.review_weeks,
            basis,
        };
        plan.checks = validate::checks(knowledge, &plan);
        Ok(plan)
    }

    /// The same without exercises that no record names any more.
    #[must_use]
    pub fn without_withdrawn(&self, knowledge: &Knowledge) -> Self {
        let mut doc = self.clone();
        let known = |id: &String| knowledge.exercises.contains_key(id);
        for sitting in doc.days.iter_mut().flat_map(|d| &mut d.sittings) {
            sitting.items.retain(|i| known(&i.exercise));
            for item in &mut sitting.items {
                item.easier = item.easier.take().filter(known);
                item.harder = item.harder.take().filter(known);
                item.fallback = item.fallback.take().filter(known);
                item.swaps.retain(known);
            }
        }
        doc.setup.dropped.retain(known);
        doc.setup.swapped.retain(|from, to| known(from) && known(to));
        doc
    }

    fn basis(&self) -> Basis {
        Basis {
            setup: self.setup.clone().into(),
            facts: facts(&self.facts),
            permission: self.permission.into(),
            limits: self.limits.clone(),
            lead: self.condition.clone(),
            lead_fit: self.fit.into(),
            also: self.also.clone(),
            stage: self.stage.into(),
            week: self.week,
        }
    }
}

fn facts_doc(facts: &Facts) -> FactsDoc {
    FactsDoc {
        age_years: facts.age_years,
        duration_weeks: facts.duration_weeks,
        usual_pain_0_10: facts.usual_pain,
        worst_pain_0_10: facts.worst_pain,
        drive_hours: facts.drive_hours,
        signs: facts.signs.clone(),
    }
}

fn facts(doc: &FactsDoc) -> Facts {
    Facts {
        age_years: doc.age_years,
        duration_weeks: doc.duration_weeks,
        usual_pain: doc.usual_pain_0_10,
        worst_pain: doc.worst_pain_0_10,
        drive_hours: doc.drive_hours,
        signs: doc.signs.clone(),
    }
}

fn day_doc(knowledge: &Knowledge, day: &Day) -> DayDoc {
    let sittings = day.sittings.iter().map(|s| sitting_doc(knowledge, s)).collect();
    DayDoc { number: day.number, sittings }
}

fn sitting_doc(knowledge: &Knowledge, sitting: &Sitting) -> SittingDoc {
    SittingDoc {
        place: sitting.place.into(),
        name: sitting.name.clone(),
        minutes: load::sitting_min(sitting),
        items: sitting.items.iter().map(|i| item_doc(knowledge, i)).collect(),
    }
}

/// The document of an item.
#[must_use]
pub fn item_doc(knowledge: &Knowledge, item: &Item) -> ItemDoc {
    ItemDoc {
        exercise: item.exercise.clone(),
        name: knowledge.exercises[&item.exercise].name.clone(),
        aim: item.aim.clone(),
        dose: dose_doc(&item.dose),
        dose_says: dose_says(item),
        work_and_rest_s: load::work_and_rest_s(&item.dose, item.sides),
        sides: item.sides.into(),
        first_side: item.first_side.into(),
        why: item.why.says.clone(),
        because: becauses(&item.why.because),
        kit_note: item.kit_note.clone(),
        easier: item.easier.clone(),
        harder: item.harder.clone(),
        fallback: item.fallback.clone(),
        swaps: item.swaps.clone(),
    }
}

fn dose_doc(dose: &Planned) -> DoseDoc {
    DoseDoc {
        mode: dose.mode.into(),
        sets: dose.sets,
        reps: dose.reps,
        rep_s: dose.rep_s,
        hold_s: dose.hold_s,
        work_s: dose.work_s,
        rest_s: dose.rest_s,
        beats: dose.beats.iter().map(|b| BeatDoc { cue: b.cue.clone(), s: b.s }).collect(),
        effort: dose.effort.clone(),
    }
}

/// A dose in words: "2 sets of 8 each side, 45 s rest".
#[must_use]
pub fn dose_says(item: &Item) -> String {
    let dose = &item.dose;
    let side = if load::turns(item.sides) == 2 { " each side" } else { "" };
    let sets = |times: String| match dose.sets {
        1 => times,
        n => format!("{n} sets of {times}"),
    };
    let counted =
        |n: u32, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let amount = match dose.mode {
        ModeOf::Reps => sets(format!("{}{side}", counted(dose.reps, "repetition"))),
        ModeOf::Breaths => sets(counted(dose.reps, "slow breath")),
        ModeOf::Hold if dose.reps == 1 => {
            format!("{} of {} s{side}", counted(dose.sets, "hold"), dose.hold_s)
        }
        ModeOf::Hold => sets(format!("{} of {} s{side}", counted(dose.reps, "hold"), dose.hold_s)),
        ModeOf::Time => sets(format!("{}{side}", length_says(dose.work_s))),
    };
    if dose.sets > 1 && dose.rest_s > 0 {
        format!("{amount}, {} s rest", dose.rest_s)
    } else {
        amount
    }
}

fn length_says(seconds: u32) -> String {
    if seconds.is_multiple_of(60) {
        format!("{} min", seconds / 60)
    } else {
        format!("{seconds} s")
    }
}

fn left_out_doc(knowledge: &Knowledge, left: &coxa_plan::plan::LeftOut) -> LeftOutDoc {
    let kind = match left.reasons.first() {
        Some(Reason::Gate { .. }) => "gate",
        Some(Reason::Pattern { .. }) => "pattern",
        Some(Reason::Dropped) => "dropped",
        Some(Reason::Floor) => "floor",
        Some(Reason::Kit { .. }) => "kit",
        Some(Reason::Skill) => "skill",
        Some(Reason::Stage) | None => "stage",
    };
    LeftOutDoc {
        exercise: left.exercise.clone(),
        name: knowledge.exercises[&left.exercise].name.clone(),
        kind: kind.to_owned(),
        reasons: left.reasons.iter().map(|r| reason_says(knowledge, r)).collect(),
    }
}

/// A reason in words.
#[must_use]
pub fn reason_says(knowledge: &Knowledge, reason: &Reason) -> String {
    let tag = |tag: &String| knowledge.words.tag.get(tag).map_or(tag.clone(), |w| w.name.clone());
    match reason {
        Reason::Gate { id, tag: t } => {
            let gate = knowledge.gates.get(id).map(|g| &g.name);
            let name = gate.or(knowledge.flags.get(id).map(|f| &f.name)).unwrap_or(id);
            format!("{}: left out because of {}", tag(t), lower_first(name))
        }
        Reason::Pattern { id, tag: t, why } => {
            let name = knowledge.conditions.get(id).map_or(id, |c| &c.name);
            format!("{}: {why} ({})", tag(t), lower_first(name))
        }
        Reason::Dropped => "you took it out".to_owned(),
        Reason::Floor => "it needs the floor".to_owned(),
        Reason::Kit { id } => {
            let name = knowledge.words.kit.get(id).map_or(id, |k| &k.name);
            format!("it needs {name}")
        }
        Reason::Skill => "it takes more practice than this phase asks for".to_owned(),
        Reason::Stage => "it waits until things have settled".to_owned(),
    }
}

/// The text with a small first letter.
#[must_use]
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

fn check_doc(check: &validate::Check) -> CheckDoc {
    let verdict = match &check.verdict {
        Verdict::Holds => "holds".to_owned(),
        Verdict::NotNow => "not_now".to_owned(),
        Verdict::Broken(how) => how.clone(),
    };
    CheckDoc { id: check.id.to_owned(), asks: check.asks.to_owned(), verdict }
}

fn day(knowledge: &Knowledge, doc: &DayDoc) -> Result<Day, Unreadable> {
    let sittings = doc.sittings.iter().map(|s| sitting(knowledge, doc.number, s));
    Ok(Day { number: doc.number, sittings: sittings.collect::<Result<_, _>>()? })
}

fn sitting(knowledge: &Knowledge, day: u32, doc: &SittingDoc) -> Result<Sitting, Unreadable> {
    let items = doc.items.iter().map(|i| item(knowledge, day, i));
    Ok(Sitting {
        place: doc.place.into(),
        name: doc.name.clone(),
        items: items.collect::<Result<_, _>>()?,
    })
}

fn item(knowledge: &Knowledge, day: u32, doc: &ItemDoc) -> Result<Item, Unreadable> {
    if !knowledge.exercises.contains_key(&doc.exercise) {
        let field = format!("days[{day}].exercise");
        let what = format!("no exercise `{}`", doc.exercise);
        return Err(Unreadable::at(&field, what, "use an exercise's id, or make the plan again"));
    }
    let because = doc.because.iter().filter_map(|b| Because::try_from(b).ok()).collect();
    Ok(Item {
        exercise: doc.exercise.clone(),
        aim: doc.aim.clone(),
        dose: planned(&doc.dose),
        sides: doc.sides.into(),
        first_side: doc.first_side.into(),
        why: Why { says: doc.why.clone(), because },
        kit_note: doc.kit_note.clone(),
        easier: doc.easier.clone(),
        harder: doc.harder.clone(),
        fallback: doc.fallback.clone(),
        swaps: doc.swaps.clone(),
    })
}

fn planned(doc: &DoseDoc) -> Planned {
    Planned {
        mode: doc.mode.into(),
        sets: doc.sets,
        reps: doc.reps,
        rep_s: doc.rep_s,
        hold_s: doc.hold_s,
        work_s: doc.work_s,
        rest_s: doc.rest_s,
        beats: doc.beats.iter().map(|b| Beat { cue: b.cue.clone(), s: b.s }).collect(),
        effort: doc.effort.clone(),
    }
}
