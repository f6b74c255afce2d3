//! Entries: one document each, by person, kind and name.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use super::{Error, Store, TENANT, new_id};

/// One stored document.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Entry {
    /// Kind: answers, consent, plan, check-in, score.
    pub kind: String,
    /// Name within the kind: `current`, a day, a key.
    pub name: String,
    /// The document, as JSON.
    pub body: String,
    /// When it was written.
    pub at_us: i64,
}

impl Entry {
    /// Reads the document.
    ///
    /// # Errors
    /// When it is not of this form.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let kind = self.kind.clone();
        serde_json::from_str(&self.body).map_err(|cause| Error::Unreadable { kind, cause })
    }
}

impl Store {
    /// Writes a document, in place of one with the same kind and name.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put(
        &self,
        person: &str,
        (kind, name): (&str, &str),
        document: &impl Serialize,
        at_us: i64,
    ) -> Result<(), Error> {
        let body = serde_json::to_string(document)
            .map_err(|cause| Error::Unreadable { kind: kind.to_owned(), cause })?;
        let sql = "insert into entry (id, tenant, person, kind, name, body, at_us) \
                   values ($1, $2, $3, $4, $5, $6, $7) on conflict (person, kind, name) \
                   do update set body = excluded.body, at_us = excluded.at_us";
        let query = sqlx::query(sql).bind(new_id()).bind(TENANT).bind(person).bind(kind);
        query.bind(name).bind(body).bind(at_us).execute(&self.pool).await?;
        Ok(())
    }

    /// Everything of a person, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn entries(&self, person: &str) -> Result<Vec<Entry>, Error> {
        let sql = "select kind, name, body, at_us from entry \
                   where tenant = $1 and person = $2 order by at_us, kind, name";
        Ok(sqlx::query_as(sql).bind(TENANT).bind(person).fetch_all(&self.pool).await?)
    }

    /// Takes one document away.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove(&self, person: &str, kind: &str, name: &str) -> Result<(), Error> {
        let sql = "delete from entry where tenant = $1 and person = $2 and kind = $3 and name = $4";
        let query = sqlx::query(sql).bind(TENANT).bind(person).bind(kind).bind(name);
        query.execute(&self.pool).await?;
        Ok(())
    }
}
