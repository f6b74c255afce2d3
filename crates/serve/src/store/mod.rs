//! What is kept: people, their entries, and the events of their sessions.
//!
//! One SQLite file in the data folder, write-ahead log, `synchronous = FULL`: an
//! acknowledged write survives a killed process and a power cut. The SQL stays inside what
//! SQLite and PostgreSQL share. Times are whole microseconds since 1970.

mod entry;
mod event;
mod export;
mod person;

use std::path::Path;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

pub use entry::Entry;
pub use event::Logged;
pub use export::{Export, ExportedEntry, ExportedEvent};
pub use person::Person;

/// The only tenant of an installation at home; every row carries it.
const TENANT: &str = "home";

/// Why something could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused.
    #[error("the data file could not be read or written: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the data file could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The data folder could not be made.
    #[error("cannot make the data folder {folder}: {cause}")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// What was stored cannot be read back.
    #[error("what was stored as {kind} cannot be read: {cause}")]
    Unreadable {
        /// Kind of entry.
        kind: String,
        /// What is wrong.
        cause: serde_json::Error,
    },
    /// There is no such person.
    #[error("there is no person `{0}`")]
    NoPerson(String),
    /// An export of a form that this version does not read.
    #[error("this export has the form `{0}`; this version reads `coxa-person-1`")]
    OtherForm(String),
    /// An import would overwrite somebody.
    #[error("a person with this id is already here: delete that one first, or keep it")]
    AlreadyHere,
}

/// The store.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the store in a folder, and makes both if they are missing.
    ///
    /// # Errors
    /// When folder or file cannot be made, read or brought up to date.
    pub async fn open(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder)
            .map_err(|cause| Error::Folder { folder: folder.display().to_string(), cause })?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join("coxa.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true);
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        Self::ready(pool).await
    }

    /// A store that is gone when the process ends.
    ///
    /// # Errors
    /// When memory cannot be had.
    pub async fn in_memory() -> Result<Self, Error> {
        let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
        // One connection: each new one would open an empty database of its own.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await?;
        Self::ready(pool).await
    }

    async fn ready(pool: SqlitePool) -> Result<Self, Error> {
        sqlx::migrate!("src/store/migrations").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Writes what is pending and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A new key, ordered by time.
pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
