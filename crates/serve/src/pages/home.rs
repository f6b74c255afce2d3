//! `/`: two sentences, two doors; a returning person lands on today.

use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::{Fields, field, html};
use crate::api::intake::{IntakeDoc, SetupDoc};
use crate::app::{App, COOKIE, Frame, Visitor};
use crate::error::Error;

#[derive(Template)]
#[template(path = "home.html")]
struct View {
    frame: Frame,
    has_answers: bool,
}

/// The first page, or today for those who have a plan.
///
/// # Errors
/// When the store or the template fails.
pub async fn show(visitor: Visitor) -> Result<Response, Error> {
    let people = visitor.app.store.people().await?;
    if visitor.person.is_none() && !people.is_empty() {
        return Ok(Redirect::to("/people").into_response());
    }
    if visitor.frame.has_plan {
        return Ok(Redirect::to("/today").into_response());
    }
    let has_answers = visitor.dossier.answers.is_some();
    Ok(html(&View { frame: visitor.frame, has_answers })?.into_response())
}

/// The two doors, also for somebody who has a plan.
///
/// # Errors
/// When the template fails.
pub async fn doors(visitor: Visitor) -> super::Page {
    let has_answers = visitor.dossier.answers.is_some();
    html(&View { frame: visitor.frame, has_answers })
}

/// Opens a door: makes a person where there is none, and an empty intake.
///
/// # Errors
/// When the store fails.
pub async fn start(
    visitor: Visitor,
    jar: CookieJar,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let door = field(&fields, "door").unwrap_or("hurts").to_owned();
    let app = visitor.app.clone();
    if !app.knowledge.doors.contains_key(&door) || door == "again" {
        return Err(Error::Bad(format!("there is no door `{door}`")));
    }
    let (person, jar) = match visitor.person {
        Some(person) => (person.id, jar),
        None => new_person(&app, jar, "Me").await?,
    };
    let doc = IntakeDoc {
        door,
        answered_on: app.clock.today(),
        setting: "primary-care".into(),
        findings: std::collections::BTreeMap::new(),
        none_of_these: std::collections::BTreeSet::new(),
        setup: SetupDoc::default(),
    };
    app.store.put(&person, ("answers", "current"), &doc, app.clock.now_us()).await?;
    Ok((jar, Redirect::to("/screen/about-you")).into_response())
}

/// Adds a person and logs them in.
pub(crate) async fn new_person(
    app: &App,
    jar: CookieJar,
    name: &str,
) -> Result<(String, CookieJar), Error> {
    let person = app.store.add_person(name, None, app.clock.now_us()).await?;
    let jar = log_in(app, jar, &person).await?;
    Ok((person, jar))
}

/// Logs a person in on this browser.
pub(crate) async fn log_in(app: &App, jar: CookieJar, person: &str) -> Result<CookieJar, Error> {
    let token = app.store.log_in(person, app.clock.now_us()).await?;
    let cookie =
        Cookie::build((COOKIE, token)).path("/").http_only(true).same_site(SameSite::Strict);
    Ok(jar.add(cookie.permanent()))
}
