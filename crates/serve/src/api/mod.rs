//! JSON documents: the counterparts of domain types at the border, with their schemas.

pub mod checkin;
pub mod intake;
pub mod patterns;
pub mod plan;
pub mod routes;
pub mod schema;
pub mod screening;
pub mod session;
pub mod words;

use serde::de::DeserializeOwned;

/// A document that cannot be read: where, what and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}; mend: {mend}")]
pub struct Unreadable {
    /// Field, as a path.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl Unreadable {
    /// A fault at a field.
    #[must_use]
    pub fn at(field: &str, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { field: field.to_owned(), what: what.into(), mend: mend.into() }
    }
}

/// Reads a JSON document; errors name the field.
///
/// # Errors
/// When the text is not JSON, or not a document of this form.
pub fn read<T: DeserializeOwned>(text: &str, schema: &str) -> Result<T, Unreadable> {
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "document".to_owned() } else { path };
        let mend = format!("compare with `coxa schema {schema}`");
        Unreadable { field, what: error.inner().to_string(), mend }
    })
}
