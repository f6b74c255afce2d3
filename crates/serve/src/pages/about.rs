//! `/about`: what this is, what it is not, and every rule it runs.

use askama::Template;

use super::html;
use super::parts::Why;
use crate::app::{Frame, Visitor};

/// A number of the rules.
pub struct NumberView {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
    /// What it does.
    pub means: String,
    /// Grounds.
    pub why: Why,
}

/// A red flag, in short.
pub struct FlagView {
    /// Name.
    pub name: String,
    /// How soon.
    pub urgency: &'static str,
    /// What it is not for.
    pub not_for: String,
    /// Grounds.
    pub why: Why,
}

#[derive(Template)]
#[template(path = "about.html")]
struct View {
    frame: Frame,
    numbers: Vec<NumberView>,
    flags: Vec<FlagView>,
    counts: Vec<(usize, &'static str)>,
    reviewed: String,
}

/// The page.
///
/// # Errors
/// When the template fails.
pub async fn show(visitor: Visitor) -> super::Page {
    let knowledge = visitor.app.knowledge.clone();
    let number = |(name, n): (&String, &coxa_knowledge::rules::Number)| NumberView {
        name: name.replace(['-', '_'], " "),
        value: n.value.to_string(),
        means: n.means.clone(),
        why: Why::new(&knowledge, Vec::new(), &n.because),
    };
    let flag = |f: &coxa_knowledge::flag::Flag| FlagView {
        name: f.name.clone(),
        urgency: urgency(f.urgency),
        not_for: f.not_for.clone(),
        why: Why::new(&knowledge, Vec::new(), &f.because).changed(&f.history),
    };
    html(&View {
        numbers: knowledge.rules.number.iter().map(number).collect(),
        flags: knowledge.flags.values().map(flag).collect(),
        counts: vec![
            (knowledge.flags.len(), "red flags"),
            (knowledge.conditions.len(), "conditions"),
            (knowledge.exercises.len(), "exercises"),
            (knowledge.sources.len(), "sources"),
        ],
        reviewed: knowledge.words.text.get("reviewed").map(|t| t.join(" ")).unwrap_or_default(),
        frame: visitor.frame,
    })
}

fn urgency(urgency: coxa_knowledge::flag::Urgency) -> &'static str {
    use coxa_knowledge::flag::Urgency;
    match urgency {
        Urgency::Emergency => "emergency",
        Urgency::SameDay => "today",
        Urgency::WithinTwoWeeks => "within two weeks",
        Urgency::SelfCare => "self-care",
    }
}
