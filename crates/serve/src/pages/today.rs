//! `/today`: what to do today, and how this morning was.

use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};

use coxa_knowledge::Knowledge;
use coxa_knowledge::flag::Permission;

use super::parts::{day, weekday};
use super::plan::{SittingView, sitting};
use super::{Fields, field, html};
use crate::api::words::MorningWord;
use crate::app::{Frame, Visit};
use crate::dossier::{Clearance, Standing};
use crate::error::Error;

#[derive(Template)]
#[template(path = "today.html")]
struct View {
    frame: Frame,
    weekday: &'static str,
    day: String,
    week: u32,
    phase: String,
    goal: String,
    sittings: Vec<(usize, SittingView)>,
    ask_morning: Option<String>,
    scale: Vec<u8>,
    usual: i64,
    clearance: &'static str,
    changes: Vec<String>,
    be_seen: Option<String>,
    scores_due: Vec<(String, String)>,
    done: bool,
    visit_due: Vec<String>,
    advice: Vec<(String, String, String)>,
}

/// The page.
///
/// # Errors
/// When there is no plan.
pub async fn show(visit: Visit) -> super::Page {
    let knowledge = visit.app.knowledge.clone();
    let today = visit.app.clock.today();
    let standing = visit.dossier.standing(&knowledge)?;
    first_the_result(&visit, &standing)?;
    let adapted = visit.dossier.current(&knowledge, today)?;
    let plan = &adapted.plan;
    let sittings = plan.sittings_on(today);
    let clearance = match visit.dossier.clearance(&standing, today) {
        Clearance::Good if !visit.dossier.screened_since(adapted.screen_due) => "due",
        Clearance::Good => "good",
        Clearance::Stale => "stale",
        Clearance::SomethingNew => "new",
        Clearance::Open | Clearance::Refused => "refused",
    };
    let condition = &knowledge.conditions[&plan.basis.lead];
    html(&View {
        weekday: weekday(today),
        day: day(today),
        week: plan.place_of(today).0,
        phase: plan.phase.clone(),
        goal: plan.goal.clone(),
        sittings: sittings.iter().map(|s| sitting(&knowledge, s)).enumerate().collect(),
        ask_morning: open_morning(&visit),
        scale: (0..=10).collect(),
        usual: plan.basis.facts.usual_pain,
        clearance,
        changes: adapted.trail.iter().rev().take(3).map(|c| c.says.clone()).collect(),
        be_seen: adapted.be_seen.clone(),
        scores_due: super::score::due(&visit),
        done: visit.dossier.checkins.iter().any(|c| c.doc.date == today),
        visit_due: flags(&knowledge, &standing),
        advice: super::plan::advice_for(&knowledge, &condition.advice, &standing.intake)
            .into_iter()
            .take(2)
            .collect(),
        frame: visit.frame,
    })
}

/// Somebody without a plan whose answers allow none reads the result, not the set-up.
///
/// # Errors
/// The way to the result.
pub(crate) fn first_the_result(visit: &Visit, standing: &Standing) -> Result<(), Error> {
    let refused = standing.screening.permission == Permission::Nothing;
    if visit.dossier.plans.is_empty() && refused {
        return Err(Error::First("/result".into()));
    }
    Ok(())
}

/// Names of the flags that asked for a visit.
fn flags(knowledge: &Knowledge, standing: &Standing) -> Vec<String> {
    let fired = standing.screening.flags.iter();
    fired.filter_map(|f| knowledge.flags.get(&f.id)).map(|f| f.name.clone()).collect()
}

/// The day of the last session whose next morning is still to be told.
fn open_morning(visit: &Visit) -> Option<String> {
    let today = visit.app.clock.today();
    let last = visit.dossier.checkins.last()?;
    let open = last.doc.date < today && last.doc.morning.is_none();
    open.then(|| last.doc.date.to_string())
}

/// Stores how the morning after a session was.
///
/// # Errors
/// When there is no such session, or the store fails.
pub async fn morning(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let date = field(&fields, "date").unwrap_or_default();
    let found = visit.dossier.checkins.iter().find(|c| c.doc.date.to_string() == date);
    let Some(kept) = found else {
        return Err(Error::Bad("there is no session on that day".into()));
    };
    let mut doc = kept.doc.clone();
    doc.morning = match field(&fields, "morning") {
        Some("better") => Some(MorningWord::Better),
        Some("worse") => Some(MorningWord::Worse),
        _ => Some(MorningWord::Same),
    };
    doc.morning_pain_0_10 =
        field(&fields, "pain").and_then(|p| p.parse().ok()).filter(|p| (0..=10).contains(p));
    visit.put("checkin", &kept.name, &doc).await?;
    Ok(Redirect::to("/today").into_response())
}
