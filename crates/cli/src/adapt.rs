//! `coxa adapt`: what check-ins make of a plan.

use std::path::PathBuf;

use anyhow::Result;
use coxa_knowledge::Knowledge;
use coxa_serve::api::checkin::AdaptedDoc;
use jiff::civil::Date;

use crate::{input, show};

/// Arguments of the command.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The plan, as JSON.
    plan: PathBuf,
    /// The check-ins, as a JSON list.
    checkins: PathBuf,
    /// The day to count from; the clock's where absent.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Adapts a plan and prints what changed and why.
pub(crate) fn run(knowledge: &Knowledge, args: &Args) -> Result<()> {
    let plan = input::plan(knowledge, &args.plan)?;
    let checkins = input::checkins(knowledge, &args.checkins)?;
    let adapted = coxa_plan::adapt::adapt(knowledge, &plan, &checkins, input::today(args.today));
    let doc = AdaptedDoc::new(knowledge, &adapted);
    if args.json {
        return show::json(&doc);
    }
    for change in &doc.trail {
        println!("{}  {:<16} {}", change.date, change.rule, change.says);
        println!("{:>12}{}", "", change.inputs.join(", "));
    }
    if doc.trail.is_empty() {
        println!("Nothing changes.");
    }
    Ok(())
}
