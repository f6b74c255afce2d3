//! What can go wrong on a request, and what the person reads then. Alone knows status codes.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::store;

/// A failed request.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing lives at this address.
    #[error("there is nothing at this address")]
    NotFound,
    /// The request says something that cannot be used.
    #[error("{0}")]
    Bad(String),
    /// The person has to do something else first; the address to go to.
    #[error("go to {0} first")]
    First(String),
    /// A request broke off half-way.
    #[error("a request broke off")]
    Broken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A page could not be written.
    #[error("a page could not be written: {0}")]
    Page(#[from] askama::Error),
}

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Bad(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::First(_) => StatusCode::SEE_OTHER,
            Self::Broken | Self::Store(_) | Self::Page(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::First(to) = &self {
            return Redirect::to(to).into_response();
        }
        let status = self.status();
        if status.is_server_error() {
            eprintln!("coxa: {self}");
        }
        let page = crate::pages::error::page(status, &self);
        (status, Html(page)).into_response()
    }
}
