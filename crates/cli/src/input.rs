//! Reading the documents that commands are given.

use std::path::Path;

use anyhow::{Context, Result};
use coxa_care::Intake;
use coxa_knowledge::Knowledge;
use coxa_plan::Plan;
use coxa_plan::adapt::CheckIn;
use coxa_serve::api::checkin::CheckInDoc;
use coxa_serve::api::intake::IntakeDoc;
use coxa_serve::api::plan::PlanDoc;
use coxa_serve::api::{self, Unreadable};
use jiff::civil::Date;

/// Something in a file that cannot be used: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(&format!("\n{file}: ")))]
pub(crate) struct BadInput {
    file: String,
    faults: Vec<Unreadable>,
}

impl BadInput {
    fn new(path: &Path, faults: Vec<Unreadable>) -> Self {
        Self { file: path.display().to_string(), faults }
    }
}

fn text(path: &Path) -> Result<String> {
    if path.as_os_str() == "-" {
        return std::io::read_to_string(std::io::stdin()).context("cannot read standard input");
    }
    std::fs::read_to_string(path)
        .with_context(|| format!("cannot read {}: give the path of a JSON file", path.display()))
}

fn document<T: serde::de::DeserializeOwned>(path: &Path, schema: &str) -> Result<T> {
    Ok(api::read(&text(path)?, schema).map_err(|fault| BadInput::new(path, vec![fault]))?)
}

/// An intake file: the document and the intake it holds.
pub(crate) fn intake(knowledge: &Knowledge, path: &Path) -> Result<(IntakeDoc, Intake)> {
    let doc: IntakeDoc = document(path, "intake")?;
    let intake = doc.intake(knowledge).map_err(|faults| BadInput::new(path, faults))?;
    Ok((doc, intake))
}

/// A plan file.
pub(crate) fn plan(knowledge: &Knowledge, path: &Path) -> Result<Plan> {
    let doc: PlanDoc = document(path, "plan")?;
    Ok(doc.plan(knowledge).map_err(|fault| BadInput::new(path, vec![fault]))?)
}

/// A file with a list of check-ins.
pub(crate) fn checkins(knowledge: &Knowledge, path: &Path) -> Result<Vec<CheckIn>> {
    let docs: Vec<CheckInDoc> = document(path, "checkin")?;
    let read = docs.iter().enumerate().map(|(n, doc)| doc.checkin(knowledge, &format!("[{n}]")));
    let (mut checkins, mut faults) = (Vec::new(), Vec::new());
    for result in read {
        match result {
            Ok(checkin) => checkins.push(checkin),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(checkins) } else { Err(BadInput::new(path, faults).into()) }
}

/// The day given, or the clock's.
pub(crate) fn today(given: Option<Date>) -> Date {
    given.unwrap_or_else(|| jiff::Zoned::now().date())
}
