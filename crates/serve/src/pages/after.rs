//! `/after`: how the session was.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;

use super::{Fields, all, field, html};
use crate::api::checkin::{CheckInDoc, ItemReportDoc};
use crate::api::words::EffortWord;
use crate::app::{Frame, Visit};
use crate::error::Error;
use crate::store::Logged;

/// An item of today as asked about.
pub struct Asked {
    /// The exercise.
    pub id: String,
    /// Name.
    pub name: String,
    /// How much was done: `all`, `most`, `some`, `none`.
    pub done: &'static str,
    /// Whether it was marked as hurting.
    pub hurt: bool,
    /// The pain told then.
    pub pain: String,
}

#[derive(Template)]
#[template(path = "after.html")]
struct View {
    frame: Frame,
    items: Vec<Asked>,
    any_hurt: bool,
    scale: Vec<u8>,
    worst: String,
}

/// The page.
///
/// # Errors
/// When there is no plan.
pub async fn show(visit: Visit) -> super::Page {
    let logs = today_logs(&visit).await?;
    let items = asked(&visit, &logs)?;
    let worst = items.iter().filter_map(|i| i.pain.parse::<u8>().ok()).max();
    html(&View {
        any_hurt: items.iter().any(|i| i.hurt),
        items,
        scale: (0..=10).collect(),
        worst: worst.map(|w| w.to_string()).unwrap_or_default(),
        frame: visit.frame,
    })
}

async fn today_logs(visit: &Visit) -> Result<Vec<Logged>, Error> {
    let today = visit.app.clock.today().to_string();
    let all = visit.app.store.all_logged(&visit.person.id).await?;
    Ok(all.into_iter().filter(|l| l.session.starts_with(&today)).collect())
}

/// The items of the sittings that were begun, or of the whole day where none was logged.
fn asked(visit: &Visit, logs: &[Logged]) -> Result<Vec<Asked>, Error> {
    let knowledge = &visit.app.knowledge;
    let today = visit.app.clock.today();
    let adapted = visit.dossier.current(knowledge, today)?;
    let begun = |n: usize| logs.iter().any(|l| l.session.starts_with(&format!("{today}-{n}")));
    let sittings = adapted.plan.sittings_on(today);
    let any = (0..sittings.len()).any(begun);
    let done = seconds_done(logs);
    let mut asked: Vec<Asked> = Vec::new();
    for (n, sitting) in sittings.iter().enumerate() {
        if any && !begun(n) {
            continue;
        }
        for item in &sitting.items {
            if asked.iter().any(|a| a.id == item.exercise) {
                continue;
            }
            let hurt = hurt(logs, &item.exercise);
            asked.push(Asked {
                id: item.exercise.clone(),
                name: knowledge.exercises[&item.exercise].name.clone(),
                done: if any { share(percent(&done, item)) } else { "all" },
                hurt: hurt.is_some(),
                pain: hurt.unwrap_or_default(),
            });
        }
    }
    Ok(asked)
}

/// A share of work in words.
fn share(percent: i64) -> &'static str {
    match percent {
        95.. => "all",
        60.. => "most",
        1.. => "some",
        _ => "none",
    }
}

fn entries(logs: &[Logged]) -> impl Iterator<Item = Value> {
    logs.iter().filter_map(|l| serde_json::from_str(&l.body).ok())
}

/// Seconds of work done, by exercise.
fn seconds_done(logs: &[Logged]) -> BTreeMap<String, f64> {
    let mut done = BTreeMap::new();
    for side in crate::chart::sides_done(logs) {
        *done.entry(side.exercise).or_default() += side.seconds;
    }
    done
}

fn percent(done: &BTreeMap<String, f64>, item: &coxa_plan::Item) -> i64 {
    let sides = f64::from(coxa_plan::load::turns(item.sides));
    let all = f64::from(item.dose.sets) * sides * coxa_plan::load::set_work_s(&item.dose);
    let share = done.get(&item.exercise).map_or(0.0, |s| s / all.max(1.0));
    #[expect(clippy::cast_possible_truncation, reason = "clamped to 0 to 100")]
    let percent = (share * 100.0).round().clamp(0.0, 100.0) as i64;
    percent
}

/// The pain told when an exercise was marked as hurting; empty where none was told.
fn hurt(logs: &[Logged], exercise: &str) -> Option<String> {
    let mut found = None;
    let mut last = String::new();
    for entry in entries(logs) {
        match entry["kind"].as_str() {
            Some("hurt") => {
                entry["exercise"].as_str().unwrap_or_default().clone_into(&mut last);
                if last == exercise {
                    found = Some(String::new());
                }
            }
            Some("hurt_answer") if last == exercise => {
                found =
                    Some(entry["pain_0_10"].as_i64().map(|p| p.to_string()).unwrap_or_default());
            }
            _ => {}
        }
    }
    found
}

/// Stores the check-in; answers once it is written.
///
/// # Errors
/// When a number is missing, or the store fails.
pub async fn answer(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let today = visit.app.clock.today();
    let adapted = visit.dossier.current(&visit.app.knowledge, today)?;
    let score = |name: &str| {
        let number = field(&fields, name).and_then(|v| v.parse::<i64>().ok());
        number.filter(|n| (0..=10).contains(n))
    };
    // A danger sign is taken without any number.
    if field(&fields, "new") == Some("yes") && score("worst").is_none() {
        visit.put("alarm", "current", &today).await?;
        return Ok(Redirect::to("/screen/again").into_response());
    }
    let Some(worst) = score("worst") else {
        return Err(Error::Bad("How strong the pain was is missing: choose 0 to 10.".into()));
    };
    let anything_new = field(&fields, "new") == Some("yes");
    let doc = CheckInDoc {
        date: today,
        plan_day: adapted.plan.place_of(today).1,
        worst_pain_0_10: worst,
        pain_after_0_10: score("now").unwrap_or(worst),
        // What was left open asks for nothing more: only a told effort can raise a dose.
        effort: field(&fields, "effort").map_or(EffortWord::Hard, |e| effort(Some(e))),
        anything_new,
        travelled: field(&fields, "travelled") == Some("yes"),
        morning: None,
        morning_pain_0_10: None,
        items: items(&fields),
    };
    doc.checkin(&visit.app.knowledge, "check-in").map_err(|f| Error::Bad(f.to_string()))?;
    visit.put("checkin", &today.to_string(), &doc).await?;
    Ok(Redirect::to(if anything_new { "/screen/again" } else { "/today?done=1" }).into_response())
}

fn effort(word: Option<&str>) -> EffortWord {
    match word {
        Some("easy") => EffortWord::Easy,
        Some("hard") => EffortWord::Hard,
        _ => EffortWord::Right,
    }
}

fn items(fields: &Fields) -> Vec<ItemReportDoc> {
    let item = |id: String| {
        let of = |what: &str| field(fields, &format!("{what}.{id}"));
        ItemReportDoc {
            worst_pain_0_10: of("pain").and_then(|p| p.parse().ok()),
            effort: of("effort").map(|e| effort(Some(e))),
            completed_percent: match of("done") {
                Some("most") => 80,
                Some("some") => 40,
                Some("none") => 0,
                _ => 100,
            },
            travelled: of("travelled") == Some("yes"),
            side: None,
            exercise: id,
        }
    };
    all(fields, "item").into_iter().map(item).collect()
}
