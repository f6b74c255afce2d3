//! `coxa export`, `import` and `delete`: one person's data.

use std::path::PathBuf;

use anyhow::{Context, Result};
use coxa_serve::Store;
use coxa_serve::store::Export;

use crate::serve::data_folder;
use crate::show;

/// Which person, in which data folder.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The person's name or key.
    #[arg(long, value_name = "P")]
    person: String,
    /// Folder of the data.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Into which data folder.
#[derive(clap::Args)]
pub(crate) struct ImportArgs {
    /// Restore only if the export is of this person (name or key).
    #[arg(long, value_name = "P")]
    person: Option<String>,
    /// Folder of the data.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The export; standard input where absent.
    file: Option<PathBuf>,
}

/// Prints a person's data as JSON.
pub(crate) fn export(args: &Args) -> Result<()> {
    block(async {
        let store = Store::open(&data_folder(args.data.clone())?).await?;
        let person = store.find_person(&args.person).await?;
        show::json(&store.export(&person.id).await?)
    })
}

/// Restores a person from an export.
pub(crate) fn import(args: &ImportArgs) -> Result<()> {
    let text = match &args.file {
        Some(file) => std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?,
        None => std::io::read_to_string(std::io::stdin())?,
    };
    let export: Export = coxa_serve::api::read(&text, "export")
        .map_err(|e| anyhow::anyhow!("this is not an export: {}: {}", e.field, e.what))?;
    if let Some(wanted) = &args.person
        && *wanted != export.id
        && *wanted != export.name
    {
        anyhow::bail!("the export is of `{}`, not of `{wanted}`", export.name);
    }
    block(async {
        let store = Store::open(&data_folder(args.data.clone())?).await?;
        store.import(&export).await?;
        println!("Restored {}.", export.name);
        Ok(())
    })
}

/// Deletes a person with everything stored of them.
pub(crate) fn delete(args: &Args) -> Result<()> {
    block(async {
        let store = Store::open(&data_folder(args.data.clone())?).await?;
        let person = store.find_person(&args.person).await?;
        store.delete_person(&person.id).await?;
        println!("Deleted {} and everything stored of them.", person.name);
        Ok(())
    })
}

fn block(work: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
