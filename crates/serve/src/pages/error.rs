//! The page shown when something went wrong.

use askama::Template;
use axum::http::StatusCode;

use crate::app::{Frame, PhoneView};
use crate::error::Error;

#[derive(Template)]
#[template(path = "error.html")]
struct View {
    frame: Frame,
    heading: &'static str,
    says: String,
    kept: bool,
}

/// The page's text; plain words if even the template fails.
#[must_use]
pub fn page(status: StatusCode, error: &Error) -> String {
    let (heading, says, kept) = match error {
        Error::NotFound => ("There is nothing here", "The address may be old or mistyped.".to_owned(), true),
        Error::Bad(what) => ("That did not work", what.clone(), true),
        _ if status.is_server_error() => (
            "Something broke on our side",
            "What you last entered may not have been stored. What was stored before is still there.".to_owned(),
            false,
        ),
        other => ("That did not work", other.to_string(), true),
    };
    let phone = PhoneView {
        region: String::new(),
        name: String::new(),
        emergency: "112".into(),
        urgent: String::new(),
    };
    let frame = Frame { person: None, phone, theme: None, has_plan: false };
    let view = View { frame, heading, says, kept };
    view.render().unwrap_or_else(|_| format!("{heading}. Go back to / and try again."))
}
