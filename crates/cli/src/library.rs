//! The knowledge base: built into the binary, or read from a folder.

use std::path::Path;

use anyhow::{Context, Result, bail};
use coxa_knowledge::Knowledge;
use coxa_knowledge::read::{self, Fault};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../knowledge"]
struct Embedded;

/// Records as `(path, text)`.
pub(crate) type Files = Vec<(String, String)>;

/// The records of a folder, or those built in.
pub(crate) fn files(folder: Option<&Path>) -> Result<Files> {
    let mut files = match folder {
        Some(folder) => from_disk(folder, folder)?,
        None => built_in()?,
    };
    files.sort();
    Ok(files)
}

/// The knowledge base, or every fault as one error.
pub(crate) fn load(folder: Option<&Path>) -> Result<Knowledge> {
    match read::read(pairs(&files(folder)?)) {
        Ok(knowledge) => Ok(knowledge),
        Err(faults) => bail!("{}", told(&faults)),
    }
}

/// Faults as text, one after another.
pub(crate) fn told(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    format!("{}\n{} faults in the knowledge base", lines.join("\n"), faults.len())
}

/// Borrowed pairs for the reader.
pub(crate) fn pairs(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
}

fn built_in() -> Result<Files> {
    let mut files = Files::new();
    for path in Embedded::iter() {
        let file = Embedded::get(&path).with_context(|| format!("record {path} is missing"))?;
        let text = String::from_utf8(file.data.into_owned())
            .with_context(|| format!("{path} is not UTF-8"))?;
        files.push((path.into_owned(), text));
    }
    Ok(files)
}

fn from_disk(base: &Path, folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(from_disk(base, &path)?);
        } else {
            let name = path.strip_prefix(base)?.to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            files.push((name, text));
        }
    }
    Ok(files)
}
