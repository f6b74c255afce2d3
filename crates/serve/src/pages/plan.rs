//! `/plan`: the week, why each item is here, what was left out, and edits within the gates.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use coxa_knowledge::Knowledge;
use coxa_knowledge::condition::Place;
use coxa_plan::plan::{Item, LeftOut, Reason};
use coxa_plan::{Plan, Setup, Sitting, load};
use jiff::civil::Date;

use super::parts::{Why, weekday};
use super::{Fields, field, html, setup};
use crate::api::plan::{dose_says, reason_says};
use crate::app::{Frame, Visit};
use crate::dossier::Clearance;
use crate::error::Error;

/// An item as shown.
pub struct ItemView {
    /// The exercise.
    pub id: String,
    /// Name.
    pub name: String,
    /// Dose in words.
    pub dose: String,
    /// How hard it should feel.
    pub effort: String,
    /// Why it is here.
    pub why: Why,
    /// What stands in for missing kit.
    pub kit_note: String,
    /// Easier, harder and other forms: id and name.
    pub easier: Option<(String, String)>,
    /// One rung up.
    pub harder: Option<(String, String)>,
    /// Others with the same aim.
    pub swaps: Vec<(String, String)>,
}

/// A sitting as shown.
pub struct SittingView {
    /// Name.
    pub name: String,
    /// Minutes.
    pub minutes: u32,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// A day as shown.
pub struct DayView {
    /// 1 to 7.
    pub number: u32,
    /// Weekday.
    pub weekday: &'static str,
    /// Whether it is today.
    pub today: bool,
    /// Names and minutes of its sittings.
    pub sittings: Vec<(String, u32)>,
}

/// Exercises left out for one reason.
pub struct OutView {
    /// The reason.
    pub reason: String,
    /// Names.
    pub names: Vec<String>,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct View {
    frame: Frame,
    condition: (String, String),
    phase: String,
    goal: String,
    move_on: String,
    week: u32,
    days: Vec<DayView>,
    first: Option<SittingView>,
    sittings: Vec<SittingView>,
    out: Vec<OutView>,
    out_quiet: Vec<OutView>,
    checks: Vec<String>,
    notes: Vec<String>,
    goals: Vec<String>,
    advice: Vec<(String, String, String)>,
    read_only: bool,
    can_undo: bool,
    error: Option<String>,
    reviewed: String,
    trail: Vec<String>,
}

/// The page.
///
/// # Errors
/// When there is no plan.
pub async fn show(visit: Visit) -> super::Page {
    page(visit, None)
}

fn page(visit: Visit, error: Option<String>) -> super::Page {
    let knowledge = visit.app.knowledge.clone();
    let today = visit.app.clock.today();
    let standing = visit.dossier.standing(&knowledge)?;
    super::today::first_the_result(&visit, &standing)?;
    let adapted = visit.dossier.current(&knowledge, today)?;
    let plan = &adapted.plan;
    let clear = visit.dossier.screened_since(adapted.screen_due)
        && visit.dossier.clearance(&standing, today) == Clearance::Good;
    let condition = &knowledge.conditions[&plan.basis.lead];
    let (loud, quiet) = left_out(&knowledge, &plan.left_out);
    let kinds = sitting_kinds(plan);
    let text = |name: &str| knowledge.words.text.get(name).map(|t| t.join(" ")).unwrap_or_default();
    html(&View {
        condition: (condition.id.clone(), condition.name.clone()),
        phase: plan.phase.clone(),
        goal: plan.goal.clone(),
        move_on: plan.move_on.clone(),
        week: plan.place_of(today).0,
        days: days(plan, today),
        first: plan.sittings_on(today).iter().map(|s| sitting(&knowledge, s)).next(),
        sittings: kinds.into_iter().map(|s| sitting(&knowledge, s)).collect(),
        out: loud,
        out_quiet: quiet,
        checks: checks(plan),
        notes: plan.notes.iter().map(|n| text(n)).filter(|t| !t.is_empty()).collect(),
        goals: plan.basis.setup.goals.clone(),
        advice: advice_for(&knowledge, &condition.advice, &standing.intake),
        read_only: !clear,
        can_undo: visit.dossier.plans.len() > 1,
        trail: adapted.trail.iter().rev().take(5).map(|c| c.says.clone()).collect(),
        reviewed: text("reviewed"),
        frame: visit.frame,
        error,
    })
}

/// Each different sitting of the week once, in order of first appearance.
fn sitting_kinds(plan: &Plan) -> Vec<&Sitting> {
    let mut kinds: Vec<&Sitting> = Vec::new();
    for sitting in plan.sittings() {
        let seen = |k: &&Sitting| {
            k.name == sitting.name && (sitting.place != Place::Short || k.items == sitting.items)
        };
        if !kinds.iter().any(seen) {
            kinds.push(sitting);
        }
    }
    kinds
}

fn days(plan: &Plan, today: Date) -> Vec<DayView> {
    let (_, number) = plan.place_of(today);
    let start = today.saturating_sub(jiff::Span::new().days(i64::from(number) - 1));
    (0..7)
        .map(|offset| {
            let date = start.saturating_add(jiff::Span::new().days(offset));
            let sittings = plan.sittings_on(date);
            DayView {
                number: u32::try_from(offset).unwrap_or(0) + 1,
                weekday: weekday(date),
                today: date == today,
                sittings: sittings.iter().map(|s| (s.name.clone(), load::sitting_min(s))).collect(),
            }
        })
        .collect()
}

/// A sitting as shown.
#[must_use]
pub fn sitting(knowledge: &Knowledge, sitting: &Sitting) -> SittingView {
    SittingView {
        name: sitting.name.clone(),
        minutes: load::sitting_min(sitting),
        items: sitting.items.iter().map(|i| item(knowledge, i)).collect(),
    }
}

fn item(knowledge: &Knowledge, item: &Item) -> ItemView {
    let name = |id: &String| knowledge.exercises.get(id).map_or(id.clone(), |e| e.name.clone());
    let named = |id: &String| (id.clone(), name(id));
    ItemView {
        id: item.exercise.clone(),
        name: name(&item.exercise),
        dose: dose_says(item),
        effort: item.dose.effort.clone(),
        why: Why::new(knowledge, vec![item.why.says.clone()], &item.why.because),
        kit_note: item.kit_note.clone().unwrap_or_default(),
        easier: item.easier.as_ref().map(named),
        harder: item.harder.as_ref().map(named),
        swaps: item.swaps.iter().map(named).collect(),
    }
}

/// Exercises left out, by reason: those of gates, patterns and wishes, then the others.
fn left_out(knowledge: &Knowledge, left: &[LeftOut]) -> (Vec<OutView>, Vec<OutView>) {
    let (mut loud, mut quiet) = (BTreeMap::new(), BTreeMap::new());
    for out in left {
        let Some(reason) = out.reasons.first() else { continue };
        let group: &mut BTreeMap<String, Vec<String>> = match reason {
            Reason::Gate { .. } | Reason::Pattern { .. } | Reason::Dropped => &mut loud,
            _ => &mut quiet,
        };
        let name = knowledge.exercises[&out.exercise].name.clone();
        group.entry(reason_says(knowledge, reason)).or_default().push(name);
    }
    let views = |map: BTreeMap<String, Vec<String>>| {
        map.into_iter().map(|(reason, names)| OutView { reason, names }).collect()
    };
    (views(loud), views(quiet))
}

fn checks(plan: &Plan) -> Vec<String> {
    let holds = plan.checks.iter().filter(|c| c.verdict == coxa_plan::validate::Verdict::Holds);
    holds.map(|c| c.asks.to_owned()).collect()
}

/// Advice cards: id, name and one sentence.
#[must_use]
pub fn advice(knowledge: &Knowledge, ids: &[String]) -> Vec<(String, String, String)> {
    let cards = ids.iter().filter_map(|id| knowledge.advice.get(id));
    cards.map(|c| (c.id.clone(), c.name.clone(), c.short.clone())).collect()
}

/// The cards of a condition that fit the answers: one for runners only for those who run.
#[must_use]
pub fn advice_for(
    knowledge: &Knowledge,
    ids: &[String],
    intake: &coxa_care::Intake,
) -> Vec<(String, String, String)> {
    let reading = coxa_care::told::Reading::new(knowledge, intake);
    let fits = |id: &&String| {
        let when = knowledge.advice.get(*id).and_then(|c| c.when.as_ref());
        when.is_none_or(|rule| reading.rule(rule) == coxa_care::Told::Yes)
    };
    let ids: Vec<String> = ids.iter().filter(fits).cloned().collect();
    advice(knowledge, &ids)
}

/// Swaps, drops or brings back an exercise, inside the gates.
///
/// # Errors
/// When there is no plan, or the store fails.
pub async fn edit(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let knowledge = visit.app.knowledge.clone();
    let kept = visit.dossier.plans.last().ok_or_else(|| Error::First("/setup".into()))?;
    let plan = visit.dossier.base(&knowledge, kept)?;
    let mut setup = plan.basis.setup.clone();
    let done = change(&knowledge, &mut setup, &fields);
    let revised =
        done.and_then(|()| coxa_plan::revise(&knowledge, &plan, setup).map_err(|e| e.to_string()));
    match revised {
        Ok(plan) => {
            setup::keep(&visit, &plan).await?;
            Ok(Redirect::to("/plan#week").into_response())
        }
        Err(error) => Ok(page(visit, Some(error))?.into_response()),
    }
}

fn change(knowledge: &Knowledge, setup: &mut Setup, fields: &Fields) -> Result<(), String> {
    let wanted = |name: &str| {
        let id = field(fields, name).filter(|id| knowledge.exercises.contains_key(*id));
        id.map(str::to_owned).ok_or_else(|| format!("Choose an exercise to {name}."))
    };
    match field(fields, "do") {
        Some("drop") => {
            setup.dropped.insert(wanted("drop")?);
        }
        Some("swap") => {
            let (from, to) = (wanted("swap")?, wanted("with")?);
            // A swap of a swap starts from the exercise that the plan first chose.
            let first =
                setup.swapped.iter().find(|(_, now)| **now == from).map(|(first, _)| first.clone());
            setup.swapped.insert(first.unwrap_or(from), to);
        }
        Some("reset") => {
            setup.dropped.clear();
            setup.swapped.clear();
        }
        _ => return Err("Nothing was changed.".into()),
    }
    Ok(())
}

/// Takes the last edit back.
///
/// # Errors
/// When the store fails.
pub async fn undo(visit: Visit) -> Result<Response, Error> {
    if let [.., _, last] = visit.dossier.plans.as_slice() {
        visit.app.store.remove(&visit.person.id, "plan", &last.name).await?;
    }
    Ok(Redirect::to("/plan#week").into_response())
}

/// After a new screen: the plan stays where nothing changed, and is made again where limits did.
///
/// # Errors
/// When there is no plan, or the store fails.
pub async fn renew(visit: Visit) -> Result<Response, Error> {
    let knowledge = visit.app.knowledge.clone();
    let standing = visit.dossier.standing(&knowledge)?;
    let Some(kept) = visit.dossier.plans.last() else { return Err(Error::First("/setup".into())) };
    let old = visit.dossier.base(&knowledge, kept)?;
    match setup::make(&visit, &standing, old.basis.setup.clone())? {
        Ok(plan) => {
            let same = plan.basis.limits == old.basis.limits
                && plan.basis.permission == old.basis.permission;
            if !same {
                setup::keep(&visit, &plan).await?;
            }
            Ok(Redirect::to("/today").into_response())
        }
        Err(error) => Ok(page(visit, Some(error))?.into_response()),
    }
}
