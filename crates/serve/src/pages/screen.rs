//! `/screen/…`: the safety questions, one group a page.

use askama::Template;
use axum::extract::{Form, Path};
use axum::response::{IntoResponse, Redirect, Response};
use coxa_knowledge::Knowledge;
use coxa_knowledge::finding::Group;
use coxa_knowledge::flag::{Permission, Urgency};

use super::question::{self, Question};
use super::{Fields, field, html};
use crate::api::intake::{AnswerDoc, IntakeDoc};
use crate::app::{Frame, Visit};
use crate::error::Error;

/// A step of the progress line.
pub struct Step {
    /// Name.
    pub name: String,
    /// Address.
    pub href: String,
    /// Whether it is this page.
    pub here: bool,
    /// Whether it is answered.
    pub done: bool,
}

#[derive(Template)]
#[template(path = "screen.html")]
struct View {
    frame: Frame,
    title: String,
    intro: String,
    closes: bool,
    questions: Vec<Question>,
    steps: Vec<Step>,
    error: Option<String>,
    sexes: Vec<question::Choice>,
}

/// A group's page.
///
/// # Errors
/// When there is no such group, or no answers were begun.
pub async fn show(visit: Visit, Path(group): Path<String>) -> Result<Response, Error> {
    let Some(doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    Ok(page(visit, &group, &doc, None)?.into_response())
}

fn page(visit: Visit, group: &str, doc: &IntakeDoc, error: Option<String>) -> super::Page {
    let knowledge = visit.app.knowledge.clone();
    let group = find(&knowledge, group)?;
    let mut questions = question::questions(&knowledge, doc, &group.findings);
    // The choice of the first page goes on by itself: one tap less.
    let about = group.id == "about-you";
    let at = questions.iter().position(|q| about && q.form == "choice");
    let sexes = at.map(|at| questions.remove(at).choices).unwrap_or_default();
    html(&View {
        frame: visit.frame,
        title: group.title.clone(),
        intro: group.intro.clone(),
        closes: group.closes_with_none,
        questions,
        steps: steps(&knowledge, doc, &group.id),
        error,
        sexes,
    })
}

fn find<'k>(knowledge: &'k Knowledge, id: &str) -> Result<&'k Group, Error> {
    knowledge.groups.iter().find(|g| g.id == id).ok_or(Error::NotFound)
}

fn steps(knowledge: &Knowledge, doc: &IntakeDoc, here: &str) -> Vec<Step> {
    let Some(door) = knowledge.doors.get(&doc.door) else { return Vec::new() };
    let groups = door.groups.iter().filter_map(|id| knowledge.groups.iter().find(|g| &g.id == id));
    groups
        .map(|group| Step {
            name: group.title.clone(),
            href: format!("/screen/{}", group.id),
            here: group.id == here,
            done: is_answered(knowledge, doc, group),
        })
        .collect()
}

/// Whether every question of a group that applies has an answer.
#[must_use]
pub fn is_answered(knowledge: &Knowledge, doc: &IntakeDoc, group: &Group) -> bool {
    let intake = question::bare(doc);
    let reading = coxa_care::told::Reading::new(knowledge, &intake);
    group
        .findings
        .iter()
        .filter_map(|id| knowledge.findings.get(id))
        .all(|f| reading.is_answered(f))
}

/// Stores a group's answers and goes on: to help when it is urgent, else to the next group.
///
/// # Errors
/// When there is no such group, or the store fails.
pub async fn answer(
    visit: Visit,
    Path(group): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let Some(mut doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    let knowledge = visit.app.knowledge.clone();
    let found = find(&knowledge, &group)?;
    let rest_is_no = found.closes_with_none && field(&fields, "rest") == Some("no");
    let stored = question::store(&knowledge, &mut doc, &found.findings, &fields, rest_is_no);
    let missing = missing_number(found, &doc);
    visit.put("answers", "current", &doc).await?;
    if let Some(error) = stored.err().or(missing) {
        return Ok(page(visit, &group, &doc, Some(error))?.into_response());
    }
    let to = next(&visit, &doc, &group).await?;
    Ok(Redirect::to(&to).into_response())
}

fn missing_number(group: &Group, doc: &IntakeDoc) -> Option<String> {
    let open = |id: &str| group.id == "about-you" && !doc.findings.contains_key(id);
    let missing = match (open("age-years"), open("sex-at-birth")) {
        (true, _) => "Please write your age: some questions depend on it.",
        (false, true) => "Please choose one of the three: a few questions depend on it.",
        (false, false) => return None,
    };
    Some(missing.to_owned())
}

async fn next(visit: &Visit, doc: &IntakeDoc, group: &str) -> Result<String, Error> {
    let knowledge = &visit.app.knowledge;
    let screening = coxa_care::screen(knowledge, &question::bare(doc));
    let is_child = matches!(doc.findings.get("age-years"), Some(AnswerDoc::Number(n)) if *n < 18);
    if screening.urgency == Urgency::Emergency || is_child {
        return Ok("/result".into());
    }
    let groups = knowledge.doors.get(&doc.door).map(|d| d.groups.clone()).unwrap_or_default();
    let at = groups.iter().position(|g| g == group);
    if let Some(next) = at.and_then(|at| groups.get(at + 1)) {
        return Ok(format!("/screen/{next}"));
    }
    visit.put("screened", "current", &visit.app.clock.today()).await?;
    if screening.urgency >= Urgency::WithinTwoWeeks || screening.permission == Permission::Nothing {
        return Ok("/result".into());
    }
    Ok(onward(visit, doc).to_owned())
}

/// Where answers after the screen lead: on, or to the result where they make it more pressing.
pub(crate) fn on_or_result(visit: &Visit, doc: &IntakeDoc, on: &'static str) -> &'static str {
    let knowledge = &visit.app.knowledge;
    let now = coxa_care::screen(knowledge, &question::bare(doc));
    let before = visit.dossier.standing(knowledge).ok().map(|s| s.screening);
    let pressing = match before {
        Some(before) => now.urgency > before.urgency || now.permission < before.permission,
        None => now.urgency > Urgency::SelfCare || now.permission == Permission::Nothing,
    };
    if pressing { "/result" } else { on }
}

/// Where a finished screen leads.
fn onward(visit: &Visit, doc: &IntakeDoc) -> &'static str {
    match doc.door.as_str() {
        "stiff" => "/setup",
        "again" if visit.frame.has_plan => "/plan/renew",
        "again" => "/pattern",
        _ => "/where",
    }
}

/// Starts the door `again`: the groups it asks are opened, all else stays.
///
/// # Errors
/// When nothing was answered before, or the store fails.
pub async fn again(visit: Visit) -> Result<Response, Error> {
    let Some(mut doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    let knowledge = visit.app.knowledge.clone();
    // Somebody who came because of stiffness and stayed well answers the same few questions.
    let door = if doc.door == "stiff" { "stiff" } else { "again" };
    doc.door = door.to_owned();
    doc.answered_on = visit.app.clock.today();
    let groups = knowledge.doors.get(door).map(|d| d.groups.clone()).unwrap_or_default();
    for group in knowledge.groups.iter().filter(|g| groups.contains(&g.id) && g.closes_with_none) {
        doc.none_of_these.remove(&group.id);
        for id in &group.findings {
            doc.findings.remove(id);
        }
    }
    visit.put("answers", "current", &doc).await?;
    Ok(Redirect::to("/screen/right-now").into_response())
}
