//! The application: what every request shares, and who is asking.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use coxa_knowledge::Knowledge;
use coxa_knowledge::words::Phone;

use crate::clock::Clock;
use crate::dossier::Dossier;
use crate::error::Error;
use crate::store::{Person, Store};

/// Name of the cookie that holds a login's token.
pub const COOKIE: &str = "coxa";

/// What every request shares.
#[derive(Clone)]
pub struct App {
    /// What is known.
    pub knowledge: Arc<Knowledge>,
    /// What is kept.
    pub store: Store,
    /// The time.
    pub clock: Clock,
}

impl App {
    /// The person behind a request: by token, or the only one without a PIN.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn who(&self, jar: &CookieJar) -> Result<Option<Person>, Error> {
        if let Some(cookie) = jar.get(COOKIE)
            && let Some(person) = self.store.logged_in(cookie.value()).await?
        {
            return Ok(Some(person));
        }
        let mut people = self.store.people().await?;
        let alone = people.len() == 1 && people[0].pin.is_none();
        Ok(alone.then(|| people.remove(0)))
    }
}

/// Where to phone.
#[derive(Debug, Clone)]
pub struct PhoneView {
    /// The region's id.
    pub region: String,
    /// The region's name.
    pub name: String,
    /// Emergency number.
    pub emergency: String,
    /// Advice line; empty where there is none.
    pub urgent: String,
}

/// What every page shows around its own part.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The person's name, if somebody is here.
    pub person: Option<String>,
    /// Where to phone.
    pub phone: PhoneView,
    /// Colour scheme chosen, if one was.
    pub theme: Option<String>,
    /// Whether a plan exists.
    pub has_plan: bool,
}

/// A request by nobody in particular, or by somebody.
pub struct Visitor {
    /// What every request shares.
    pub app: App,
    /// Who it is, if anybody.
    pub person: Option<Person>,
    /// What is stored of them; empty for nobody.
    pub dossier: Dossier,
    /// What the page shows around its own part.
    pub frame: Frame,
}

impl<S> FromRequestParts<S> for Visitor
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let app = App::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let person = app.who(&jar).await?;
        let dossier = match &person {
            Some(person) => Dossier::read(&app.store.entries(&person.id).await?)?,
            None => Dossier::default(),
        };
        let language = parts.headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let region = dossier.settings.region.clone();
        let phone = phone(&app.knowledge.words.phone, region.as_deref(), language.unwrap_or(""));
        let frame = Frame {
            person: person.as_ref().map(|p| p.name.clone()),
            phone,
            theme: dossier.settings.theme.clone(),
            has_plan: !dossier.plans.is_empty(),
        };
        Ok(Self { app, person, dossier, frame })
    }
}

/// A request by somebody.
pub struct Visit {
    /// What every request shares.
    pub app: App,
    /// Who it is.
    pub person: Person,
    /// What is stored of them.
    pub dossier: Dossier,
    /// What the page shows around its own part.
    pub frame: Frame,
}

impl<S> FromRequestParts<S> for Visit
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let Visitor { app, person, dossier, frame } = visitor;
        let person = person.ok_or_else(|| Error::First("/".into()))?;
        Ok(Self { app, person, dossier, frame })
    }
}

impl Visit {
    /// Stores a document of this person.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn put(
        &self,
        kind: &str,
        name: &str,
        document: &impl serde::Serialize,
    ) -> Result<(), Error> {
        let at_us = self.app.clock.now_us();
        Ok(self.app.store.put(&self.person.id, (kind, name), document, at_us).await?)
    }
}

/// The numbers of a region: the one chosen, or guessed from the browser's languages.
#[must_use]
pub fn phone(phones: &BTreeMap<String, Phone>, chosen: Option<&str>, languages: &str) -> PhoneView {
    let wanted = languages.split(',').map(|l| l.split(';').next().unwrap_or("").trim());
    let guess = |language: &str| {
        let exact = |p: &Phone| p.languages.iter().any(|l| l.eq_ignore_ascii_case(language));
        let base = language.split('-').next().unwrap_or(language).to_ascii_lowercase();
        let near = |p: &Phone| p.languages.iter().any(|l| l.eq_ignore_ascii_case(&base));
        phones.iter().find(|(_, p)| exact(p)).or_else(|| phones.iter().find(|(_, p)| near(p)))
    };
    let found = chosen
        .and_then(|id| phones.get_key_value(id))
        .or_else(|| wanted.into_iter().find_map(guess));
    let found = found.or_else(|| phones.get_key_value("eu"));
    found.map_or_else(unknown_region, |(id, phone)| PhoneView {
        region: id.clone(),
        name: phone.name.clone(),
        emergency: phone.emergency.clone(),
        urgent: phone.urgent.clone(),
    })
}

/// 112 reaches help from mobile phones in most countries.
fn unknown_region() -> PhoneView {
    PhoneView {
        region: String::new(),
        name: "your country".into(),
        emergency: "112".into(),
        urgent: String::new(),
    }
}
