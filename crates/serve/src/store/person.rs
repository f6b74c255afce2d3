//! People on one installation, and who is logged in where.

use sqlx::FromRow;

use super::{Error, Store, TENANT, new_id};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Person {
    /// Key.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Hash of the PIN, if there is one.
    pub pin: Option<String>,
    /// When they were added.
    pub at_us: i64,
}

impl Store {
    /// Everybody, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn people(&self) -> Result<Vec<Person>, Error> {
        let sql = "select id, name, pin, at_us from person where tenant = $1 order by at_us, id";
        Ok(sqlx::query_as(sql).bind(TENANT).fetch_all(&self.pool).await?)
    }

    /// One person, by key.
    ///
    /// # Errors
    /// When there is none, or the database refuses.
    pub async fn person(&self, id: &str) -> Result<Person, Error> {
        let sql = "select id, name, pin, at_us from person where tenant = $1 and id = $2";
        let found = sqlx::query_as(sql).bind(TENANT).bind(id).fetch_optional(&self.pool).await?;
        found.ok_or_else(|| Error::NoPerson(id.to_owned()))
    }

    /// One person, by key or name.
    ///
    /// # Errors
    /// When there is none, or the database refuses.
    pub async fn find_person(&self, wanted: &str) -> Result<Person, Error> {
        let people = self.people().await?;
        let found = people.into_iter().find(|p| p.id == wanted || p.name == wanted);
        found.ok_or_else(|| Error::NoPerson(wanted.to_owned()))
    }

    /// Adds a person and returns their key.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_person(
        &self,
        name: &str,
        pin: Option<&str>,
        at_us: i64,
    ) -> Result<String, Error> {
        let id = new_id();
        let sql = "insert into person (id, tenant, name, pin, at_us) values ($1, $2, $3, $4, $5)";
        let query = sqlx::query(sql).bind(&id).bind(TENANT).bind(name).bind(pin).bind(at_us);
        query.execute(&self.pool).await?;
        Ok(id)
    }

    /// Renames a person and sets or clears the PIN.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn change_person(
        &self,
        id: &str,
        name: &str,
        pin: Option<&str>,
    ) -> Result<(), Error> {
        let sql = "update person set name = $1, pin = $2 where tenant = $3 and id = $4";
        sqlx::query(sql).bind(name).bind(pin).bind(TENANT).bind(id).execute(&self.pool).await?;
        Ok(())
    }

    /// Deletes a person with everything stored of them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete_person(&self, id: &str) -> Result<(), Error> {
        let sql = "delete from person where tenant = $1 and id = $2";
        sqlx::query(sql).bind(TENANT).bind(id).execute(&self.pool).await?;
        Ok(())
    }

    /// Opens a login and returns its token.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn log_in(&self, person: &str, at_us: i64) -> Result<String, Error> {
        let token = uuid::Uuid::new_v4().to_string();
        let sql = "insert into login (token, person, at_us) values ($1, $2, $3)";
        sqlx::query(sql).bind(&token).bind(person).bind(at_us).execute(&self.pool).await?;
        Ok(token)
    }

    /// Closes a login.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn log_out(&self, token: &str) -> Result<(), Error> {
        sqlx::query("delete from login where token = $1").bind(token).execute(&self.pool).await?;
        Ok(())
    }

    /// The person behind a token.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn logged_in(&self, token: &str) -> Result<Option<Person>, Error> {
        let sql = "select p.id, p.name, p.pin, p.at_us from person p \
                   join login l on l.person = p.id where p.tenant = $1 and l.token = $2";
        Ok(sqlx::query_as(sql).bind(TENANT).bind(token).fetch_optional(&self.pool).await?)
    }
}
