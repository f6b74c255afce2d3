//! `/where`: the body map, how far it travels, where it started.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};

use super::question::{self, Question};
use super::{Fields, all, html};
use crate::api::intake::{AnswerDoc, IntakeDoc};
use crate::app::{Frame, Visit};
use crate::error::Error;

#[derive(Template)]
#[template(path = "where.html")]
struct View {
    frame: Frame,
    sites: BTreeSet<String>,
    questions: Vec<Question>,
    error: Option<String>,
}

impl View {
    fn has_site(&self, site: &str) -> bool {
        self.sites.contains(site)
    }
}

const GROUP: &str = "where";

/// The page.
///
/// # Errors
/// When nothing was answered yet.
pub async fn show(visit: Visit) -> Result<Response, Error> {
    let Some(doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    Ok(page(visit, &doc, None)?.into_response())
}

fn page(visit: Visit, doc: &IntakeDoc, error: Option<String>) -> super::Page {
    let ids = ids(&visit);
    let sites = match doc.findings.get("pain-sites") {
        Some(AnswerDoc::Words(words)) => words.iter().cloned().collect(),
        _ => BTreeSet::new(),
    };
    let mut questions = question::questions(&visit.app.knowledge, doc, &ids);
    questions.retain(|q| q.form != "sites");
    html(&View { frame: visit.frame, sites, questions, error })
}

fn ids(visit: &Visit) -> Vec<String> {
    let group = visit.app.knowledge.groups.iter().find(|g| g.id == GROUP);
    group.map(|g| g.findings.clone()).unwrap_or_default()
}

/// Stores the answers.
///
/// # Errors
/// When the store fails.
pub async fn answer(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let Some(mut doc) = visit.dossier.answers.clone() else { return Err(Error::First("/".into())) };
    let stored = question::store(&visit.app.knowledge, &mut doc, &ids(&visit), &fields, false);
    doc.findings.entry("started-in".into()).or_insert(AnswerDoc::Word("unsure".into()));
    visit.put("answers", "current", &doc).await?;
    let error = stored.err().or_else(|| missing(&fields));
    if error.is_some() {
        return Ok(page(visit, &doc, error)?.into_response());
    }
    Ok(Redirect::to(super::screen::on_or_result(&visit, &doc, "/how")).into_response())
}

fn missing(fields: &Fields) -> Option<String> {
    if all(fields, "pain-sites").is_empty() {
        return Some("Tap at least one place, so that we know where it is.".into());
    }
    all(fields, "travels-to")
        .is_empty()
        .then(|| "Say how far down it travels, or that it stays.".into())
}
