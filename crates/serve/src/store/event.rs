//! Events of sessions: append-only, once a sequence number.

use sqlx::FromRow;

use super::{Error, Store, TENANT};

/// One event as it was logged.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Logged {
    /// The session.
    pub session: String,
    /// Place in it.
    pub seq: i64,
    /// The event, as JSON.
    pub body: String,
    /// When it arrived.
    pub at_us: i64,
}

impl Store {
    /// Appends events; one already there stays as it was.
    ///
    /// # Errors
    /// When the database refuses; then none was written.
    pub async fn log(
        &self,
        person: &str,
        session: &str,
        events: &[(i64, String)],
        at_us: i64,
    ) -> Result<(), Error> {
        let sql = "insert into session_event (person, tenant, session, seq, body, at_us) \
                   values ($1, $2, $3, $4, $5, $6) on conflict (person, session, seq) do nothing";
        let mut transaction = self.pool.begin().await?;
        for (seq, body) in events {
            let query = sqlx::query(sql).bind(person).bind(TENANT).bind(session);
            query.bind(seq).bind(body).bind(at_us).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Events of one session, in order.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn logged(&self, person: &str, session: &str) -> Result<Vec<Logged>, Error> {
        let sql = "select session, seq, body, at_us from session_event \
                   where tenant = $1 and person = $2 and session = $3 order by seq";
        let query = sqlx::query_as(sql).bind(TENANT).bind(person).bind(session);
        Ok(query.fetch_all(&self.pool).await?)
    }

    /// Events of all sessions of a person, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn all_logged(&self, person: &str) -> Result<Vec<Logged>, Error> {
        let sql = "select session, seq, body, at_us from session_event \
                   where tenant = $1 and person = $2 order by at_us, session, seq";
        Ok(sqlx::query_as(sql).bind(TENANT).bind(person).fetch_all(&self.pool).await?)
    }
}
