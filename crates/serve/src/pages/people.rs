//! `/people`: who is here; several people on one installation, never mixed.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::home::{log_in, new_person};
use super::{Fields, field, html};
use crate::app::{App, COOKIE, Frame, Visitor};
use crate::error::Error;

/// A person as shown.
pub struct PersonView {
    /// Key.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether a PIN is asked.
    pub pin: bool,
}

#[derive(Template)]
#[template(path = "people.html")]
struct View {
    frame: Frame,
    people: Vec<PersonView>,
    error: Option<String>,
}

/// The page.
///
/// # Errors
/// When the store fails.
pub async fn show(visitor: Visitor) -> super::Page {
    page(visitor, None).await
}

async fn page(visitor: Visitor, error: Option<String>) -> super::Page {
    let people = visitor.app.store.people().await?;
    let people =
        people.into_iter().map(|p| PersonView { id: p.id, name: p.name, pin: p.pin.is_some() });
    html(&View { people: people.collect(), frame: visitor.frame, error })
}

/// Chooses a person; with their PIN, where they have one.
///
/// # Errors
/// When there is no such person, or the store fails.
pub async fn choose(
    visitor: Visitor,
    jar: CookieJar,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let app = visitor.app.clone();
    let person = app.store.person(field(&fields, "person").unwrap_or_default()).await?;
    if let Some(hash) = &person.pin
        && !fits(hash, field(&fields, "pin").unwrap_or_default()).await
    {
        return Ok(page(visitor, Some("That is not the PIN. Nothing was lost; try again.".into()))
            .await?
            .into_response());
    }
    let jar = log_in(&app, jar, &person.id).await?;
    Ok((jar, Redirect::to("/")).into_response())
}

/// Adds a person and chooses them.
///
/// # Errors
/// When the store fails.
pub async fn add(
    visitor: Visitor,
    jar: CookieJar,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let Some(name) = field(&fields, "name").filter(|n| n.chars().count() <= 60) else {
        return Ok(page(visitor, Some("Write a name of up to 60 letters.".into()))
            .await?
            .into_response());
    };
    let (_, jar) = new_person(&visitor.app, jar, name).await?;
    Ok((jar, Redirect::to("/")).into_response())
}

/// Leaves: this browser forgets who was here.
///
/// # Errors
/// When the store fails.
pub async fn leave(visitor: Visitor, jar: CookieJar) -> Result<Response, Error> {
    if let Some(cookie) = jar.get(COOKIE) {
        visitor.app.store.log_out(cookie.value()).await?;
    }
    let gone = axum_extra::extract::cookie::Cookie::build((COOKIE, "")).path("/");
    Ok((jar.remove(gone), Redirect::to("/people")).into_response())
}

/// The hash of a PIN, slow on purpose.
///
/// # Errors
/// When the system gives no random salt.
pub async fn hash(pin: String) -> Result<String, Error> {
    let hash = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(pin.as_bytes()).map(|h| h.to_string())
    });
    hash.await
        .map_err(|e| Error::Bad(e.to_string()))?
        .map_err(|e| Error::Bad(format!("the PIN could not be stored: {e}")))
}

async fn fits(hash: &str, pin: &str) -> bool {
    let (hash, pin) = (hash.to_owned(), pin.to_owned());
    let check = tokio::task::spawn_blocking(move || {
        let parsed = PasswordHash::new(&hash);
        parsed.is_ok_and(|h| Argon2::default().verify_password(pin.as_bytes(), &h).is_ok())
    });
    check.await.unwrap_or(false)
}

/// Whether anybody else is here.
///
/// # Errors
/// When the store fails.
pub async fn others(app: &App) -> Result<bool, Error> {
    Ok(app.store.people().await?.len() > 1)
}
