//! `coxa schema`: JSON Schemas of the documents.

use anyhow::{Result, bail};
use coxa_knowledge::Knowledge;
use coxa_serve::api::schema::{DOCUMENTS, schema};

/// Prints the schema of a document.
pub(crate) fn run(knowledge: &Knowledge, document: &str) -> Result<()> {
    match schema(knowledge, document) {
        Some(schema) => crate::show::json(&schema),
        None => bail!("no document `{document}`: use one of {}", DOCUMENTS.join(", ")),
    }
}
