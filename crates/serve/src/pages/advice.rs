//! `/advice/…`: one card.

use askama::Template;
use axum::extract::Path;

use super::html;
use super::parts::{Why, markdown};
use crate::app::{Frame, Visitor};
use crate::error::Error;

#[derive(Template)]
#[template(path = "advice.html")]
struct View {
    frame: Frame,
    name: String,
    short: String,
    sections: Vec<(String, String)>,
    why: Why,
    reviewed: String,
}

/// The page.
///
/// # Errors
/// When there is no such card.
pub async fn show(visitor: Visitor, Path(id): Path<String>) -> super::Page {
    let knowledge = visitor.app.knowledge.clone();
    let card = knowledge.advice.get(&id).ok_or(Error::NotFound)?;
    html(&View {
        name: card.name.clone(),
        short: card.short.clone(),
        sections: card.body.sections().map(|(t, text)| (t.to_owned(), markdown(text))).collect(),
        why: Why::new(&knowledge, Vec::new(), &card.because).changed(&card.history),
        reviewed: knowledge.words.text.get("reviewed").map(|t| t.join(" ")).unwrap_or_default(),
        frame: visitor.frame,
    })
}
