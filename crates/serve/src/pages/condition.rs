//! `/condition/…`: one condition, whole, with its weights and sources.

use askama::Template;
use axum::extract::Path;
use coxa_knowledge::History;
use coxa_knowledge::condition::Kind;

use super::html;
use super::parts::{Why, markdown};
use crate::app::{Frame, Visitor};
use crate::error::Error;

/// A sign with its weight.
pub struct SignView {
    /// As a clause.
    pub clause: String,
    /// Likelihood ratio when told.
    pub yes: String,
    /// When denied.
    pub no: String,
    /// Grounds.
    pub why: Why,
}

#[derive(Template)]
#[template(path = "condition.html")]
struct View {
    frame: Frame,
    name: String,
    clinical: String,
    aliases: String,
    referral: bool,
    sections: Vec<(String, String)>,
    course: String,
    course_why: Why,
    why: Why,
    signs: Vec<SignView>,
    avoids: Vec<(String, String)>,
    phases: Vec<(String, String, String)>,
    look_alikes: Vec<(String, String)>,
    advice: Vec<(String, String, String)>,
    history: Vec<(String, String)>,
    reviewed: String,
}

/// The page.
///
/// # Errors
/// When there is no such condition.
pub async fn show(visitor: Visitor, Path(id): Path<String>) -> super::Page {
    let knowledge = visitor.app.knowledge.clone();
    let c = knowledge.conditions.get(&id).ok_or(Error::NotFound)?;
    let tag = |id: &String| knowledge.words.tag.get(id).map_or(id.clone(), |w| w.name.clone());
    let sign = |s: &coxa_knowledge::condition::Sign| SignView {
        clause: knowledge.phrase(&s.finding, true),
        yes: format!("{:.1}", s.lr_yes),
        no: format!("{:.1}", s.lr_no),
        why: Why::new(&knowledge, Vec::new(), &s.because),
    };
    let others = c.look_alikes.iter().filter_map(|id| knowledge.conditions.get(id));
    html(&View {
        name: c.name.clone(),
        clinical: c.clinical.clone(),
        aliases: c.aliases.join(", "),
        referral: c.kind == Kind::Referral,
        sections: c
            .body
            .sections()
            .map(|(title, text)| (title.to_owned(), markdown(text)))
            .collect(),
        course: c.course.says.clone(),
        course_why: Why::new(&knowledge, Vec::new(), &c.course.because),
        why: Why::new(&knowledge, Vec::new(), &c.because).changed(&c.history),
        signs: c.signs.iter().map(sign).collect(),
        avoids: c.avoids.iter().map(|a| (tag(&a.tag), a.why.clone())).collect(),
        phases: c
            .phases
            .iter()
            .map(|p| (p.name.clone(), p.goal.clone(), p.move_on.clone()))
            .collect(),
        look_alikes: others.map(|o| (o.id.clone(), o.name.clone())).collect(),
        advice: super::plan::advice(&knowledge, &c.advice),
        history: history(&c.history),
        reviewed: knowledge.words.text.get("reviewed").map(|t| t.join(" ")).unwrap_or_default(),
        frame: visitor.frame,
    })
}

/// Changes as day and sentence.
#[must_use]
pub fn history(history: &[History]) -> Vec<(String, String)> {
    let line =
        |h: &History| (h.date.to_string(), format!("{} {}", h.change, h.why).trim().to_owned());
    history.iter().map(line).collect()
}
