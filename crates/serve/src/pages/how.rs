//! `/how`: the posture grid, how it began, how strong it is, what a week holds.

use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};

use super::question::{self, Question};
use super::{Fields, html};
use crate::api::intake::{AnswerDoc, IntakeDoc};
use crate::app::{Frame, Visit};
use crate::error::Error;

#[derive(Template)]
#[template(path = "how.html")]
struct View {
    frame: Frame,
    postures: Vec<Question>,
    course: Vec<Question>,
    week: Vec<Question>,
    error: Option<String>,
}

const WEEK: [&str; 5] = ["sit-hours", "drive-hours", "run-times", "lift-days", "load-changed"];

/// The page.
///
/// # Errors
/// When nothing was answered yet.
pub async fn show(visit: Visit) -> Result<Response, Error> {
    let Some(doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    Ok(page(visit, &doc, None)?.into_response())
}

fn ids(visit: &Visit) -> Vec<String> {
    let group = visit.app.knowledge.groups.iter().find(|g| g.id == "how");
    group.map(|g| g.findings.clone()).unwrap_or_default()
}

fn page(visit: Visit, doc: &IntakeDoc, error: Option<String>) -> super::Page {
    let all = question::questions(&visit.app.knowledge, doc, &ids(&visit));
    let (postures, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|q| q.form == "posture");
    let (week, course) = rest.into_iter().partition(|q| WEEK.contains(&q.id.as_str()));
    html(&View { frame: visit.frame, postures, course, week, error })
}

/// Stores the answers; what was left alone counts as not sure.
///
/// # Errors
/// When the store fails.
pub async fn answer(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let Some(mut doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    let stored = question::store(&visit.app.knowledge, &mut doc, &ids(&visit), &fields, false);
    for left_alone in ["onset", "trend", "load-changed"] {
        doc.findings.entry(left_alone.into()).or_insert(AnswerDoc::Word("unsure".into()));
    }
    visit.put("answers", "current", &doc).await?;
    let stored = stored.and_then(|()| missing(&visit, &doc));
    if let Err(error) = stored {
        return Ok(page(visit, &doc, Some(error))?.into_response());
    }
    Ok(Redirect::to(super::screen::on_or_result(&visit, &doc, "/checks")).into_response())
}

/// Numbers that the screen or the plan needs; the rest may stay open.
const NEEDED: [&str; 4] = ["duration-weeks", "pain-worst", "pain-usual", "morning-stiff-min"];

fn missing(visit: &Visit, doc: &IntakeDoc) -> Result<(), String> {
    let open = NEEDED.iter().filter(|id| !doc.findings.contains_key(**id));
    let asks = open.filter_map(|id| visit.app.knowledge.findings.get(*id)).map(|f| f.ask.clone());
    let asks: Vec<String> = asks.collect();
    if asks.is_empty() { Ok(()) } else { Err(format!("Still open: {}", asks.join(" "))) }
}
