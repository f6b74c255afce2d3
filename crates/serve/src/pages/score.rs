//! `/score/…`: a questionnaire, filled in and scored.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path};
use axum::response::{IntoResponse, Redirect, Response};
use coxa_care::outcome::score::score;
use coxa_knowledge::instrument::{Answer, Instrument};
use jiff::civil::Date;

use super::{Fields, all, field, html};
use crate::app::{Frame, Visit};
use crate::dossier::Score;
use crate::error::Error;

/// An item of the questionnaire.
pub struct ItemView {
    /// Place, from 0.
    pub number: usize,
    /// Words; the task's name where the person gave one before.
    pub text: String,
}

#[derive(Template)]
#[template(path = "score.html")]
struct View {
    frame: Frame,
    name: String,
    prompt: String,
    form: &'static str,
    items: Vec<ItemView>,
    scale: Vec<i64>,
    ends: [String; 2],
    licence: String,
    error: Option<String>,
}

/// Tasks asked of the person where the questionnaire takes own tasks.
const OWN_TASKS: usize = 3;

/// The page.
///
/// # Errors
/// When there is no such questionnaire.
pub async fn show(visit: Visit, Path(id): Path<String>) -> super::Page {
    page(visit, &id, None)
}

fn page(visit: Visit, id: &str, error: Option<String>) -> super::Page {
    let knowledge = visit.app.knowledge.clone();
    let instrument = knowledge.instruments.get(id).ok_or(Error::NotFound)?;
    let [low, high] = instrument.bounds;
    html(&View {
        name: instrument.name.clone(),
        prompt: instrument.prompt.clone(),
        form: match instrument.answer {
            Answer::Number => "number",
            Answer::Tick => "tick",
            Answer::OwnTask => "own_task",
        },
        items: items(&visit, instrument),
        scale: (low..=high).collect(),
        ends: instrument.ends.clone(),
        licence: instrument.licence.clone(),
        frame: visit.frame,
        error,
    })
}

fn items(visit: &Visit, instrument: &Instrument) -> Vec<ItemView> {
    let texts: Vec<String> = if instrument.answer == Answer::OwnTask {
        let before = visit.dossier.scores.iter().rev().find(|s| s.instrument == instrument.id);
        let goals = visit.dossier.plans.last().map(|p| p.doc.setup.goals.clone());
        let mut tasks = before.map(|s| s.tasks.clone()).or(goals).unwrap_or_default();
        tasks.resize(OWN_TASKS, String::new());
        tasks
    } else {
        instrument.items.clone()
    };
    texts.into_iter().enumerate().map(|(number, text)| ItemView { number, text }).collect()
}

/// Scores and stores the answers.
///
/// # Errors
/// When there is no such questionnaire, or the store fails.
pub async fn answer(
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let knowledge = visit.app.knowledge.clone();
    let instrument = knowledge.instruments.get(&id).ok_or(Error::NotFound)?;
    let (answers, tasks) = read(instrument, &fields);
    let value = match score(instrument, &answers) {
        Ok(value) => value,
        Err(error) => return Ok(page(visit, &id, Some(error.to_string()))?.into_response()),
    };
    let date = visit.app.clock.today();
    let doc = Score { instrument: id.clone(), date, answers, tasks, score: value };
    visit.put("score", &format!("{id}-{date}"), &doc).await?;
    Ok(Redirect::to("/progress").into_response())
}

fn read(instrument: &Instrument, fields: &Fields) -> (Vec<i64>, Vec<String>) {
    if instrument.answer == Answer::Tick {
        return (all(fields, "tick").iter().filter_map(|t| t.parse().ok()).collect(), Vec::new());
    }
    let (mut answers, mut tasks) = (Vec::new(), Vec::new());
    for number in 0..instrument.items.len().max(OWN_TASKS) {
        let task = field(fields, &format!("task.{number}"));
        let answer = field(fields, &format!("answer.{number}")).and_then(|a| a.parse().ok());
        let own = instrument.answer == Answer::OwnTask;
        if let Some(answer) = answer.filter(|_| !own || task.is_some()) {
            answers.push(answer);
            tasks.extend(task.map(str::to_owned));
        }
    }
    (answers, tasks)
}

/// Questionnaires that are due: id and name.
#[must_use]
pub fn due(visit: &Visit) -> Vec<(String, String)> {
    let knowledge = &visit.app.knowledge;
    let today = visit.app.clock.today();
    let lead = visit.dossier.plans.last().map(|p| p.doc.condition.clone());
    let own = lead.and_then(|id| knowledge.conditions.get(&id)).and_then(|c| c.instrument.clone());
    let last: BTreeMap<&str, Date> =
        visit.dossier.scores.iter().map(|s| (s.instrument.as_str(), s.date)).collect();
    let wanted = ["pain-0-10", "patient-specific-function"];
    let shown = knowledge.instruments.values().filter(|i| {
        let fits = wanted.contains(&i.id.as_str()) || own.as_ref() == Some(&i.id);
        let age = last.get(i.id.as_str()).map(|d| d.until(today).map_or(0, |s| s.get_days()));
        fits && age.is_none_or(|days| days >= i32::try_from(i.every_days).unwrap_or(i32::MAX))
    });
    shown.map(|i| (i.id.clone(), i.name.clone())).collect()
}
