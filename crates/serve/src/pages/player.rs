//! `/today/…`: one sitting, coached; the same as a list without script.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use coxa_knowledge::Knowledge;
use coxa_knowledge::exercise::{Exercise, Sides};
use coxa_plan::plan::Item;
use coxa_plan::{Plan, Sitting, dose, gate, session};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::html;
use super::parts::markdown;
use super::plan::{SittingView, sitting};
use crate::api::plan::dose_says;
use crate::api::session::EventDoc;
use crate::app::{Frame, Visit};
use crate::dossier::Clearance;
use crate::error::Error;

/// An exercise as a printable list shows it.
pub struct Printed {
    /// Name.
    pub name: String,
    /// Dose in words.
    pub dose: String,
    /// Position it starts in.
    pub start: String,
    /// Steps.
    pub steps: Vec<String>,
    /// Where it should be felt, as HTML.
    pub feel: String,
    /// How hard it should feel.
    pub effort: String,
    /// When to leave it or take care.
    pub cautions: Vec<String>,
    /// What stands in for missing kit.
    pub kit_note: String,
}

#[derive(Template)]
#[template(path = "player.html")]
struct View {
    frame: Frame,
    view: SittingView,
    printed: Vec<Printed>,
    data: String,
    stop_rules: Vec<String>,
    person: String,
}

/// The page.
///
/// # Errors
/// When there is no such sitting, or the plan may not be used today.
pub async fn show(visit: Visit, Path(number): Path<String>) -> Result<Response, Error> {
    let number: usize = number.parse().map_err(|_| Error::NotFound)?;
    let knowledge = visit.app.knowledge.clone();
    let today = visit.app.clock.today();
    let standing = visit.dossier.standing(&knowledge)?;
    let adapted = visit.dossier.current(&knowledge, today)?;
    if !visit.dossier.screened_since(adapted.screen_due)
        || visit.dossier.clearance(&standing, today) != Clearance::Good
    {
        return Err(Error::First("/today".into()));
    }
    let sittings = adapted.plan.sittings_on(today);
    let Some(found) = sittings.get(number) else { return Err(Error::NotFound) };
    let (key, log) = session(&visit, &format!("{today}-{number}")).await?;
    let log: Vec<Value> = log.iter().filter_map(|l| serde_json::from_str(&l.body).ok()).collect();
    let mut data = data(&knowledge, &adapted.plan, found);
    data["session"] = json!(key);
    data["today"] = json!(today.to_string());
    data["drop_from_0_10"] = json!(knowledge.rules.get("hurts_drop_family_0_10"));
    data["stop_rules"] = json!(stop_rules(&knowledge));
    data["log"] = json!(log);
    let view = View {
        view: sitting(&knowledge, found),
        printed: found.items.iter().map(|i| printed(&knowledge, i)).collect(),
        // A closing tag inside the data would end the script element.
        data: data.to_string().replace("</", "<\\/"),
        stop_rules: stop_rules(&knowledge),
        person: visit.person.id.clone(),
        frame: visit.frame,
    };
    Ok(html(&view)?.into_response())
}

/// The session's key and log. One that ended with a danger sign is closed: after the safety
/// questions a new one begins.
async fn session(visit: &Visit, base: &str) -> Result<(String, Vec<crate::store::Logged>), Error> {
    let mut key = base.to_owned();
    loop {
        let log = visit.app.store.logged(&visit.person.id, &key).await?;
        if !log.iter().any(|l| l.body.contains("\"signs\":true")) {
            return Ok((key, log));
        }
        key.push_str("-again");
    }
}

/// When to stop, whatever the exercise.
fn stop_rules(knowledge: &Knowledge) -> Vec<String> {
    knowledge.words.text.get("stop_rules").cloned().unwrap_or_default()
}

fn printed(knowledge: &Knowledge, item: &Item) -> Printed {
    let exercise = &knowledge.exercises[&item.exercise];
    Printed {
        name: exercise.name.clone(),
        dose: dose_says(item),
        start: exercise.start.clone(),
        steps: exercise.body.list("Do"),
        feel: markdown(exercise.body.section("Feel")),
        effort: item.dose.effort.clone(),
        cautions: exercise.cautions.clone(),
        kit_note: item.kit_note.clone().unwrap_or_default(),
    }
}

/// What the player needs: items, events, and the events of what may take an item's place.
fn data(knowledge: &Knowledge, plan: &Plan, sitting: &Sitting) -> Value {
    let script = session::expand(sitting);
    let events: Vec<EventDoc> = script.events.iter().map(EventDoc::from).collect();
    let items: Vec<Value> = sitting.items.iter().map(|i| item_json(knowledge, i)).collect();
    json!({
        "name": sitting.name,
        "items": items,
        "events": events,
        "alternatives": alternatives(knowledge, plan, sitting),
    })
}

fn item_json(knowledge: &Knowledge, item: &Item) -> Value {
    let exercise = &knowledge.exercises[&item.exercise];
    json!({
        "exercise": exercise.id,
        "name": exercise.name,
        "start": exercise.start,
        "steps": exercise.body.list("Do"),
        "feel": exercise.body.section("Feel"),
        "effort": item.dose.effort,
        "dose": dose_says(item),
        "sides": match item.sides { Sides::Together => "together", Sides::Each => "each", Sides::Alternating => "alternating" },
        "cues": item.dose.beats.iter().map(|b| json!({ "cue": b.cue, "s": b.s })).collect::<Vec<_>>(),
        "cautions": exercise.cautions,
        "kit_note": item.kit_note,
        "faults": exercise.faults.iter().map(|f| json!({ "see": f.see, "fix": f.fix })).collect::<Vec<_>>(),
        "variants": exercise.variants.iter().map(|v| json!({ "name": v.name, "how": v.how })).collect::<Vec<_>>(),
        "precondition": exercise.precondition.as_ref().map(|p| json!({ "ask": p.ask, "if_no": p.if_no, "else_do": p.else_do })),
        "fallback": item.fallback,
        "easier": item.easier,
        "family": exercise.family,
    })
}

/// For each exercise that may take an item's place: its item and its events.
fn alternatives(knowledge: &Knowledge, plan: &Plan, sitting: &Sitting) -> BTreeMap<String, Value> {
    let gate = gate::gate(knowledge, &plan.basis);
    let mut wanted: BTreeSet<&String> = BTreeSet::new();
    let mut alternatives = BTreeMap::new();
    for item in &sitting.items {
        wanted.extend(item.fallback.iter().chain(&item.easier));
        let precondition = knowledge.exercises[&item.exercise].precondition.as_ref();
        wanted.extend(precondition.and_then(|p| p.else_do.as_ref()));
    }
    for id in wanted.into_iter().filter(|id| gate.allows(id)) {
        let (item, events) = alternative(knowledge, plan, &gate, &knowledge.exercises[id]);
        alternatives
            .insert(id.clone(), json!({ "item": item_json(knowledge, &item), "events": events }));
    }
    alternatives
}

fn alternative(
    knowledge: &Knowledge,
    plan: &Plan,
    gate: &gate::Gate,
    exercise: &Exercise,
) -> (Item, Vec<EventDoc>) {
    let item = dose::stand_in(knowledge, &plan.basis, gate, exercise);
    let sitting = Sitting {
        place: coxa_knowledge::condition::Place::Short,
        name: String::new(),
        items: vec![item.clone()],
    };
    let events = session::expand(&sitting).events.iter().map(EventDoc::from).collect();
    (item, events)
}

/// Entries of a session's log, as the player sends them.
#[derive(Debug, Serialize, Deserialize)]
pub struct LogBody {
    /// The session.
    pub session: String,
    /// Entries, each with a `seq`.
    pub entries: Vec<Value>,
}

/// Appends to a session's log; answers once it is written.
///
/// # Errors
/// When an entry has no number, or the store fails.
pub async fn log(visit: Visit, Json(body): Json<LogBody>) -> Result<StatusCode, Error> {
    let mut events = Vec::new();
    for entry in &body.entries {
        let seq = entry.get("seq").and_then(Value::as_i64);
        let seq =
            seq.ok_or_else(|| Error::Bad("entries: each needs a whole number `seq`".into()))?;
        events.push((seq, entry.to_string()));
    }
    if body.session.len() > 64 || events.len() > 1000 {
        return Err(Error::Bad(
            "session: send at most 1000 entries of one session at a time".into(),
        ));
    }
    if body.entries.iter().any(|e| e["signs"] == true) {
        visit.put("alarm", "current", &visit.app.clock.today()).await?;
    }
    visit.app.store.log(&visit.person.id, &body.session, &events, visit.app.clock.now_us()).await?;
    Ok(StatusCode::NO_CONTENT)
}
