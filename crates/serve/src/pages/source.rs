//! `/source/…`: one publication, and every record that leans on it.

use askama::Template;
use axum::extract::Path;
use coxa_knowledge::{Because, Knowledge};

use super::html;
use super::parts::{how_far, markdown};
use crate::app::{Frame, Visitor};
use crate::error::Error;

#[derive(Template)]
#[template(path = "source.html")]
struct View {
    frame: Frame,
    title: String,
    cite: String,
    ids: Vec<String>,
    read: String,
    says: String,
    limits: String,
    conflicts: String,
    leaning: Vec<(String, String)>,
    history: Vec<(String, String)>,
}

/// The page.
///
/// # Errors
/// When there is no such source.
pub async fn show(visitor: Visitor, Path(id): Path<String>) -> super::Page {
    let knowledge = visitor.app.knowledge.clone();
    let s = knowledge.sources.get(&id).ok_or(Error::NotFound)?;
    let doi = (!s.doi.is_empty()).then(|| format!("doi {}", s.doi));
    let ids = doi.into_iter().chain([s.pmid.clone(), s.url.clone()]).filter(|i| !i.is_empty());
    html(&View {
        title: s.title.clone(),
        cite: format!("{}, {}. {}", s.authors, s.year, s.venue),
        ids: ids.collect(),
        read: format!("{} on {}: {}", how_far(s.read), s.read_on, s.read_at),
        says: markdown(s.body.section("Says")),
        limits: markdown(s.body.section("Limits")),
        conflicts: s.conflicts.clone(),
        leaning: leaning(&knowledge, &id),
        history: super::condition::history(&s.history),
        frame: visitor.frame,
    })
}

/// Every record that leans on a source: address and name.
fn leaning(knowledge: &Knowledge, id: &str) -> Vec<(String, String)> {
    let leans = |list: &[Because]| list.iter().any(|b| b.source() == Some(id));
    let mut found = Vec::new();
    for c in knowledge.conditions.values() {
        let signs = c.signs.iter().any(|s| leans(&s.because));
        let avoids = c.avoids.iter().any(|a| leans(&a.because));
        if leans(&c.because)
            || leans(&c.course.because)
            || leans(&c.prior.because)
            || signs
            || avoids
        {
            found.push((format!("/condition/{}", c.id), c.name.clone()));
        }
    }
    for e in knowledge.exercises.values() {
        if leans(&e.because) || leans(&e.dose.because) {
            found.push((format!("/exercise/{}", e.id), e.name.clone()));
        }
    }
    for a in knowledge.advice.values().filter(|a| leans(&a.because)) {
        found.push((format!("/advice/{}", a.id), a.name.clone()));
    }
    for f in knowledge.flags.values().filter(|f| leans(&f.because)) {
        found.push(("/about#flags".to_owned(), f.name.clone()));
    }
    for o in knowledge.options.values() {
        if leans(&o.because) || o.outcomes.iter().any(|x| leans(&x.because)) {
            found.push(("/options".to_owned(), o.name.clone()));
        }
    }
    found
}
