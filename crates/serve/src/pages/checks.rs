//! `/checks`: a few more questions and up to three self-checks, those that would change most.

use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use coxa_care::differential::would_change;
use coxa_knowledge::Knowledge;

use super::question::{self, Question};
use super::{Fields, field, html};
use crate::app::{Frame, Visit};
use crate::error::Error;

#[derive(Template)]
#[template(path = "checks.html")]
struct View {
    frame: Frame,
    questions: Vec<Question>,
    checks: Vec<Question>,
    shown: Vec<String>,
}

const QUESTIONS: usize = 6;
const CHECKS: usize = 3;

/// The page; straight on when nothing would change the result.
///
/// # Errors
/// When the questions before were not answered.
pub async fn show(visit: Visit) -> Result<Response, Error> {
    let knowledge = visit.app.knowledge.clone();
    let standing = visit.dossier.standing(&knowledge)?;
    let Some(doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    let ids = would_change(&knowledge, &standing.intake, &standing.sorted.patterns);
    let questions =
        question::questions(&knowledge, &doc, &of_group(&knowledge, &ids, "more", QUESTIONS));
    let checks =
        question::questions(&knowledge, &doc, &of_group(&knowledge, &ids, "checks", CHECKS));
    if questions.is_empty() && checks.is_empty() {
        return Ok(Redirect::to("/pattern").into_response());
    }
    let shown = questions.iter().map(|q| q.id.clone()).collect();
    Ok(html(&View { frame: visit.frame, questions, checks, shown })?.into_response())
}

fn of_group(knowledge: &Knowledge, ids: &[String], group: &str, most: usize) -> Vec<String> {
    let of_group = |id: &&String| knowledge.findings.get(*id).is_some_and(|f| f.group == group);
    ids.iter().filter(of_group).take(most).cloned().collect()
}

/// Stores what was answered. The rest of the questions shown is "no" only where the person
/// says so; checks left out stay open.
///
/// # Errors
/// When the store fails.
pub async fn answer(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let Some(mut doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    let knowledge = visit.app.knowledge.clone();
    let shown = super::all(&fields, "shown");
    let rest_is_no = field(&fields, "rest") == Some("no");
    let checks: Vec<String> =
        knowledge.findings.values().filter(|f| f.group == "checks").map(|f| f.id.clone()).collect();
    question::store(&knowledge, &mut doc, &shown, &fields, rest_is_no).map_err(Error::Bad)?;
    question::store(&knowledge, &mut doc, &checks, &fields, false).map_err(Error::Bad)?;
    visit.put("answers", "current", &doc).await?;
    Ok(Redirect::to(super::screen::on_or_result(&visit, &doc, "/pattern")).into_response())
}
