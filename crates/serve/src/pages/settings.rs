//! `/settings`: region, colours, name and PIN; export, import, delete.

use askama::Template;
use axum::extract::{Form, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;

use serde::Deserialize;

use super::setup::Tick;
use super::{Fields, field, html, people};
use crate::app::{COOKIE, Frame, Visit, Visitor};
use crate::dossier::Settings;
use crate::error::Error;
use crate::store::Export;

#[derive(Template)]
#[template(path = "settings.html")]
struct View {
    frame: Frame,
    name: String,
    has_pin: bool,
    regions: Vec<Tick>,
    theme: String,
    saved: bool,
}

/// The page.
///
/// # Errors
/// When the template fails.
pub async fn show(visit: Visit, Query(query): Query<Saved>) -> super::Page {
    page(visit, query.saved.is_some())
}

/// Whether something was just stored.
#[derive(Deserialize)]
pub struct Saved {
    saved: Option<String>,
}

fn page(visit: Visit, saved: bool) -> super::Page {
    let here = visit.frame.phone.region.clone();
    let phones = visit.app.knowledge.words.phone.iter();
    html(&View {
        name: visit.person.name.clone(),
        has_pin: visit.person.pin.is_some(),
        regions: phones
            .map(|(id, p)| Tick {
                id: id.clone(),
                label: format!("{} ({})", p.name, p.emergency),
                on: *id == here,
            })
            .collect(),
        theme: visit.dossier.settings.theme.clone().unwrap_or_default(),
        saved,
        frame: visit.frame,
    })
}

/// Stores the settings.
///
/// # Errors
/// When the store fails.
pub async fn save(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let known = |r: &&str| visit.app.knowledge.words.phone.contains_key(*r);
    let settings = Settings {
        region: field(&fields, "region").filter(known).map(str::to_owned),
        theme: field(&fields, "theme").filter(|t| ["light", "dark"].contains(t)).map(str::to_owned),
    };
    visit.put("settings", "current", &settings).await?;
    let name =
        field(&fields, "name").unwrap_or(&visit.person.name).chars().take(60).collect::<String>();
    let pin = match (field(&fields, "pin"), field(&fields, "no-pin")) {
        (_, Some(_)) => None,
        (Some(pin), None) if pin.chars().count() < 4 => {
            return Err(Error::Bad(
                "A PIN needs four signs or more. Nothing was changed but the rest.".into(),
            ));
        }
        (Some(pin), None) => Some(people::hash(pin.to_owned()).await?),
        (None, None) => visit.person.pin.clone(),
    };
    visit.app.store.change_person(&visit.person.id, &name, pin.as_deref()).await?;
    Ok(Redirect::to("/settings?saved=1").into_response())
}

/// One person's data as a JSON file.
///
/// # Errors
/// When the store fails.
pub async fn export(visit: Visit) -> Result<Response, Error> {
    let export = visit.app.store.export(&visit.person.id).await?;
    let body = serde_json::to_string_pretty(&export).map_err(|e| Error::Bad(e.to_string()))?;
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, "attachment; filename=\"coxa-export.json\""),
    ];
    Ok((headers, body).into_response())
}

/// Restores a person from an export pasted or picked.
///
/// # Errors
/// When the text is no export, or the person is already here.
pub async fn import(
    visitor: Visitor,
    jar: CookieJar,
    Form(fields): Form<Fields>,
) -> Result<Response, Error> {
    let text = field(&fields, "export").unwrap_or_default();
    let export: Export = crate::api::read(text, "export").map_err(|e| {
        Error::Bad(format!("This is not a copy made by Coxa, or not the whole of it (at {}). Paste the whole file.", e.field))
    })?;
    visitor.app.store.import(&export).await?;
    if export.pin.is_some() {
        return Ok(Redirect::to("/people").into_response());
    }
    let jar = super::home::log_in(&visitor.app, jar, &export.id).await?;
    Ok((jar, Redirect::to("/")).into_response())
}

#[derive(Template)]
#[template(path = "delete.html")]
struct Confirm {
    frame: Frame,
    name: String,
}

/// Asks once before deleting.
///
/// # Errors
/// When the template fails.
pub async fn confirm(visit: Visit) -> super::Page {
    html(&Confirm { name: visit.person.name.clone(), frame: visit.frame })
}

/// Deletes everything stored of this person.
///
/// # Errors
/// When the store fails.
pub async fn delete(visit: Visit, jar: CookieJar) -> Result<Response, Error> {
    visit.app.store.delete_person(&visit.person.id).await?;
    let jar = jar.remove(Cookie::build((COOKIE, "")).path("/"));
    Ok((jar, Redirect::to("/")).into_response())
}
