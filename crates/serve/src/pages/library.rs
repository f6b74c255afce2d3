//! `/library`: everything known, searchable.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

use super::html;
use crate::app::{Frame, Visitor};

/// Something found.
pub struct Hit {
    /// Address.
    pub href: String,
    /// Name.
    pub name: String,
    /// One line about it.
    pub line: String,
}

#[derive(Template)]
#[template(path = "library.html")]
struct View {
    frame: Frame,
    query: String,
    conditions: Vec<Hit>,
    exercises: Vec<Hit>,
    advice: Vec<Hit>,
    sources: usize,
}

/// What is searched for.
#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

/// The page.
///
/// # Errors
/// When the template fails.
pub async fn show(visitor: Visitor, Query(search): Query<Search>) -> super::Page {
    let knowledge = visitor.app.knowledge.clone();
    let query = search.q.trim().to_lowercase();
    let conditions = knowledge
        .conditions
        .values()
        .filter(|c| matches(&query, &[&c.name, &c.clinical], &c.aliases));
    let exercises =
        knowledge.exercises.values().filter(|e| matches(&query, &[&e.name, &e.start], &e.aliases));
    let advice = knowledge.advice.values().filter(|a| matches(&query, &[&a.name, &a.short], &[]));
    let hit = |kind: &str, id: &str, name: &str, line: &str| Hit {
        href: format!("/{kind}/{id}"),
        name: name.to_owned(),
        line: line.to_owned(),
    };
    html(&View {
        conditions: conditions.map(|c| hit("condition", &c.id, &c.name, &c.clinical)).collect(),
        exercises: exercises.map(|e| hit("exercise", &e.id, &e.name, &e.start)).collect(),
        advice: advice.map(|a| hit("advice", &a.id, &a.name, &a.short)).collect(),
        sources: knowledge.sources.len(),
        query: search.q,
        frame: visitor.frame,
    })
}

/// Whether every word searched for stands in one of the texts.
fn matches(query: &str, texts: &[&String], aliases: &[String]) -> bool {
    let all =
        texts.iter().map(|t| t.to_lowercase()).chain(aliases.iter().map(|a| a.to_lowercase()));
    let all: Vec<String> = all.collect();
    query.split_whitespace().all(|word| all.iter().any(|text| text.contains(word)))
}
