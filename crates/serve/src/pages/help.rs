//! `/help`: get help now.

use askama::Template;

use super::html;
use crate::app::{Frame, Visitor};

#[derive(Template)]
#[template(path = "help.html")]
struct View {
    frame: Frame,
    safety_net: Vec<String>,
}

/// The page.
///
/// # Errors
/// When the template fails.
pub async fn show(visitor: Visitor) -> super::Page {
    let safety_net =
        visitor.app.knowledge.words.text.get("safety_net").cloned().unwrap_or_default();
    html(&View { frame: visitor.frame, safety_net })
}
