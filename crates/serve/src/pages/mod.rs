//! Pages, one file each; every template has the name of its page.

pub mod about;
pub mod advice;
pub mod after;
pub mod changes;
pub mod checks;
pub mod condition;
pub mod error;
pub mod exercise;
pub mod help;
pub mod home;
pub mod how;
pub mod library;
pub mod options;
pub mod parts;
pub mod pattern;
pub mod people;
pub mod plan;
pub mod player;
pub mod progress;
pub mod question;
pub mod result;
pub mod score;
pub mod screen;
pub mod settings;
pub mod setup;
pub mod sheet;
pub mod source;
pub mod today;
pub mod r#where;

use askama::Template;
use axum::response::Html;

use crate::error::Error;

/// A finished page, or why there is none.
pub type Page = Result<Html<String>, Error>;

/// Writes a page.
///
/// # Errors
/// When a template fails.
pub fn html(template: &impl Template) -> Page {
    Ok(Html(template.render()?))
}

/// The fields of a form, in order; a name may stand more than once.
pub type Fields = Vec<(String, String)>;

/// The first value of a field.
#[must_use]
pub fn field<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
}

/// All values of a field.
#[must_use]
pub fn all(fields: &Fields, name: &str) -> Vec<String> {
    fields.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect()
}
