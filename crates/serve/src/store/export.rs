//! One person as one document: out, and back in.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Error, Store, TENANT, new_id};

/// Everything stored of one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Form of this document.
    pub format: String,
    /// Key.
    pub id: String,
    /// Name.
    pub name: String,
    /// Hash of the PIN.
    pub pin: Option<String>,
    /// When they were added.
    pub at_us: i64,
    /// Documents, oldest first.
    pub entries: Vec<ExportedEntry>,
    /// Session events, oldest first.
    pub events: Vec<ExportedEvent>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportedEntry {
    /// Kind.
    pub kind: String,
    /// Name.
    pub name: String,
    /// The document.
    pub body: Value,
    /// When it was written.
    pub at_us: i64,
}

/// A session event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportedEvent {
    /// The session.
    pub session: String,
    /// Place in it.
    pub seq: i64,
    /// The event.
    pub body: Value,
    /// When it arrived.
    pub at_us: i64,
}

/// The form that this version writes and reads.
pub(super) const FORMAT: &str = "coxa-person-1";

impl Store {
    /// Everything of a person.
    ///
    /// # Errors
    /// When there is no such person, or the database refuses.
    pub async fn export(&self, id: &str) -> Result<Export, Error> {
        let person = self.person(id).await?;
        let json = |kind: &str, body: &str| {
            serde_json::from_str(body)
                .map_err(|cause| Error::Unreadable { kind: kind.to_owned(), cause })
        };
        let entries = self.entries(id).await?.into_iter().map(|e| {
            let body = json(&e.kind, &e.body)?;
            Ok(ExportedEntry { kind: e.kind, name: e.name, body, at_us: e.at_us })
        });
        let events = self.all_logged(id).await?.into_iter().map(|e| {
            let body = json("session event", &e.body)?;
            Ok(ExportedEvent { session: e.session, seq: e.seq, body, at_us: e.at_us })
        });
        Ok(Export {
            format: FORMAT.to_owned(),
            id: person.id,
            name: person.name,
            pin: person.pin,
            at_us: person.at_us,
            entries: entries.collect::<Result<_, Error>>()?,
            events: events.collect::<Result<_, Error>>()?,
        })
    }

    /// Restores a person from an export, all or nothing.
    ///
    /// # Errors
    /// When the person is already here, or the database refuses.
    pub async fn import(&self, export: &Export) -> Result<(), Error> {
        if export.format != FORMAT {
            return Err(Error::OtherForm(export.format.clone()));
        }
        if self.person(&export.id).await.is_ok() {
            return Err(Error::AlreadyHere);
        }
        let mut transaction = self.pool.begin().await?;
        let sql = "insert into person (id, tenant, name, pin, at_us) values ($1, $2, $3, $4, $5)";
        let query = sqlx::query(sql).bind(&export.id).bind(TENANT).bind(&export.name);
        query.bind(&export.pin).bind(export.at_us).execute(&mut *transaction).await?;
        let sql = "insert into entry (id, tenant, person, kind, name, body, at_us) \
                   values ($1, $2, $3, $4, $5, $6, $7)";
        for entry in &export.entries {
            let query = sqlx::query(sql).bind(new_id()).bind(TENANT).bind(&export.id);
            let query = query.bind(&entry.kind).bind(&entry.name).bind(entry.body.to_string());
            query.bind(entry.at_us).execute(&mut *transaction).await?;
        }
        let sql = "insert into session_event (person, tenant, session, seq, body, at_us) \
                   values ($1, $2, $3, $4, $5, $6)";
        for event in &export.events {
            let query = sqlx::query(sql).bind(&export.id).bind(TENANT).bind(&event.session);
            let query = query.bind(event.seq).bind(event.body.to_string()).bind(event.at_us);
            query.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
