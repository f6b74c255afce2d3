//! `coxa check`: every fault of every record, and the made-up people.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use coxa_knowledge::read;

use crate::{library, vignettes};

/// Checks the records; exit status 1 on any fault.
pub(crate) fn run(folder: Option<&Path>, with_vignettes: bool) -> Result<ExitCode> {
    let files = library::files(folder)?;
    let (knowledge, mut faults) = read::read_all(library::pairs(&files));
    // Examples are run on a knowledge base that is whole; a broken one is told as it is.
    if faults.is_empty() {
        faults.extend(vignettes::example_faults(&knowledge));
    }
    if !faults.is_empty() {
        println!("{}", library::told(&faults));
        return Ok(ExitCode::FAILURE);
    }
    println!(
        "{} flags, {} gates, {} notes, {} conditions, {} exercises, {} sources, {} vignettes: no fault",
        knowledge.flags.len(),
        knowledge.gates.len(),
        knowledge.notes.len(),
        knowledge.conditions.len(),
        knowledge.exercises.len(),
        knowledge.sources.len(),
        knowledge.vignettes.len()
    );
    if with_vignettes && !vignettes::run(&knowledge) {
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
