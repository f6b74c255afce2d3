//! `coxa session`: a day of a plan as timed events.

use std::path::PathBuf;

use anyhow::{Result, bail};
use coxa_knowledge::Knowledge;
use coxa_serve::api::session::SessionDoc;

use crate::{input, show};

/// Arguments of the command.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The plan, as JSON.
    plan: PathBuf,
    /// Day of the week, 1 to 7.
    #[arg(long, default_value_t = 1)]
    day: u32,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Expands a day and prints it.
pub(crate) fn run(knowledge: &Knowledge, args: &Args) -> Result<()> {
    let plan = input::plan(knowledge, &args.plan)?;
    let Some(day) = plan.days.iter().find(|d| d.number == args.day) else {
        bail!("the plan has no day {}: give --day 1 to 7", args.day);
    };
    let doc = SessionDoc::new(knowledge, day);
    if args.json {
        return show::json(&doc);
    }
    for sitting in &doc.sittings {
        show::heading(&sitting.name);
        for item in &sitting.items {
            println!(
                "{:<42} {:<36} {:>4.0} s work and rest, {:>3.0} s beside",
                item.name, item.dose, item.work_and_rest_s, item.beside_s
            );
        }
        let t = &sitting.totals;
        println!(
            "work and rest {:.0} s (left {:.0} s, right {:.0} s), getting ready {:.0} s, changing {:.0} s",
            t.work_and_rest_s, t.left_s, t.right_s, t.get_ready_s, t.switch_s
        );
    }
    Ok(())
}
