//! `/exercise/…`: one exercise, whole.

use askama::Template;
use axum::extract::Path;
use coxa_knowledge::exercise::Exercise;
use coxa_knowledge::{Id, Knowledge};

use super::html;
use super::parts::{Why, markdown};
use crate::app::{Frame, Visitor};
use crate::error::Error;

#[derive(Template)]
#[template(path = "exercise.html")]
struct View {
    frame: Frame,
    name: String,
    aliases: String,
    start: String,
    steps: Vec<String>,
    feel: String,
    purpose: String,
    faults: Vec<(String, String)>,
    cautions: Vec<String>,
    variants: Vec<(String, String)>,
    precondition: Option<(String, Vec<String>)>,
    kit: Vec<String>,
    dose: String,
    effort: String,
    dose_why: Why,
    why: Why,
    easier: Option<(String, String)>,
    harder: Option<(String, String)>,
    fallback: Option<(String, String)>,
    aims: Vec<String>,
    groups: Vec<String>,
    tags: Vec<String>,
    used_by: Vec<(String, String)>,
    history: Vec<(String, String)>,
    reviewed: String,
}

/// The page.
///
/// # Errors
/// When there is no such exercise.
pub async fn show(visitor: Visitor, Path(id): Path<String>) -> super::Page {
    let knowledge = visitor.app.knowledge.clone();
    let e = knowledge.exercises.get(&id).ok_or(Error::NotFound)?;
    let word = |map: &std::collections::BTreeMap<Id, coxa_knowledge::words::Word>,
                ids: &[Id]|
     -> Vec<String> {
        ids.iter().map(|id| map.get(id).map_or(id.clone(), |w| w.name.clone())).collect()
    };
    let words = &knowledge.words;
    let item = as_item(e);
    html(&View {
        name: e.name.clone(),
        aliases: e.aliases.join(", "),
        start: e.start.clone(),
        steps: e.body.list("Do"),
        feel: markdown(e.body.section("Feel")),
        purpose: markdown(e.body.section("Why")),
        faults: e.faults.iter().map(|f| (f.see.clone(), f.fix.clone())).collect(),
        cautions: e.cautions.clone(),
        variants: e.variants.iter().map(|v| (v.name.clone(), v.how.clone())).collect(),
        precondition: e.precondition.as_ref().map(|p| (p.ask.clone(), p.if_no.clone())),
        kit: kit(&knowledge, e),
        dose: crate::api::plan::dose_says(&item),
        effort: e.dose.effort.clone(),
        dose_why: Why::new(&knowledge, Vec::new(), &e.dose.because),
        why: Why::new(&knowledge, Vec::new(), &e.because).changed(&e.history),
        easier: named(&knowledge, e.ladder.easier.as_ref()),
        harder: named(&knowledge, e.ladder.harder.as_ref()),
        fallback: named(&knowledge, e.ladder.fallback.as_ref()),
        aims: word(&words.aim, &e.aims),
        groups: word(&words.muscles, &e.declared.groups),
        tags: word(&words.tag, &e.declared.tags),
        used_by: used_by(&knowledge, &id),
        history: super::condition::history(&e.history),
        reviewed: words.text.get("reviewed").map(|t| t.join(" ")).unwrap_or_default(),
        frame: visitor.frame,
    })
}

fn as_item(e: &Exercise) -> coxa_plan::Item {
    coxa_plan::Item {
        exercise: e.id.clone(),
        aim: String::new(),
        dose: coxa_plan::dose::as_recorded(&e.dose),
        sides: e.sides,
        first_side: coxa_plan::Side::Left,
        why: coxa_plan::plan::Why { says: String::new(), because: Vec::new() },
        kit_note: None,
        easier: None,
        harder: None,
        fallback: None,
        swaps: Vec::new(),
    }
}

fn kit(knowledge: &Knowledge, e: &Exercise) -> Vec<String> {
    let name = |id: &Id| knowledge.words.kit.get(id).map_or(id.clone(), |k| k.name.clone());
    let need = |need: &coxa_knowledge::exercise::Need| {
        let instead: Vec<String> = need.or.iter().map(name).collect();
        if instead.is_empty() {
            name(&need.kit)
        } else {
            format!("{}; or {}. {}", name(&need.kit), instead.join(", or "), need.how)
        }
    };
    e.needs.iter().map(need).collect()
}

fn named(knowledge: &Knowledge, id: Option<&Id>) -> Option<(String, String)> {
    id.and_then(|id| knowledge.exercises.get(id)).map(|e| (e.id.clone(), e.name.clone()))
}

/// Conditions whose weeks may hold it.
fn used_by(knowledge: &Knowledge, id: &str) -> Vec<(String, String)> {
    let uses = |c: &&coxa_knowledge::condition::Condition| {
        c.phases.iter().flat_map(|p| &p.slots).any(|s| s.prefer.iter().any(|p| p == id))
    };
    knowledge.conditions.values().filter(uses).map(|c| (c.id.clone(), c.name.clone())).collect()
}
