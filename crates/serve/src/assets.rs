//! Stylesheet, scripts and icon, built into the binary.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::error::Error;

#[derive(RustEmbed)]
#[folder = "static"]
struct Static;

/// One file.
///
/// # Errors
/// When there is none of this name.
pub async fn show(Path(path): Path<String>) -> Result<Response, Error> {
    let file = Static::get(&path).ok_or(Error::NotFound)?;
    let headers = [
        (CONTENT_TYPE, file.metadata.mimetype().to_owned()),
        (CACHE_CONTROL, "no-cache".to_owned()),
    ];
    Ok((headers, file.data.into_owned()).into_response())
}
