//! `/changes`: what changed in the records, newest first.

use askama::Template;
use coxa_knowledge::{History, Knowledge};

use super::html;
use crate::app::{Frame, Visitor};

/// A change of a record.
pub struct ChangeView {
    /// Day.
    pub date: String,
    /// The record: kind and name.
    pub record: String,
    /// What changed and why.
    pub says: String,
}

#[derive(Template)]
#[template(path = "changes.html")]
struct View {
    frame: Frame,
    changes: Vec<ChangeView>,
}

/// The page.
///
/// # Errors
/// When the template fails.
pub async fn show(visitor: Visitor) -> super::Page {
    let changes = changes(&visitor.app.knowledge);
    html(&View { frame: visitor.frame, changes })
}

/// Every change of every record, newest first.
fn changes(knowledge: &Knowledge) -> Vec<ChangeView> {
    let mut all: Vec<(String, String, &History)> = Vec::new();
    macro_rules! collect {
        ($map:ident, $kind:literal) => {
            for record in knowledge.$map.values() {
                all.extend(
                    record.history.iter().map(|h| ($kind.to_owned(), record.name.clone(), h)),
                );
            }
        };
    }
    collect!(flags, "Red flag");
    collect!(gates, "Gate");
    collect!(notes, "Note");
    collect!(conditions, "Condition");
    collect!(exercises, "Exercise");
    collect!(options, "Option");
    collect!(advice, "Advice");
    collect!(instruments, "Questionnaire");
    all.extend(
        knowledge.rules.history.iter().map(|h| ("Rules".to_owned(), "numbers".to_owned(), h)),
    );
    all.sort_by(|a, b| b.2.date.cmp(&a.2.date).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    let view = |(kind, name, h): (String, String, &History)| ChangeView {
        date: h.date.to_string(),
        record: format!("{kind}: {name}"),
        says: format!("{} {}", h.change, h.why).trim().to_owned(),
    };
    all.into_iter().map(view).collect()
}
