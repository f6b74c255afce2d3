//! `coxa plan`: a week for an intake, or why there is none.

use std::process::ExitCode;

use anyhow::Result;
use coxa_care::Screening;
use coxa_knowledge::Knowledge;
use coxa_serve::api::plan::PlanDoc;
use coxa_serve::api::screening::ScreeningDoc;

use crate::{OnIntake, input, show};

/// Exit status when no plan is allowed or possible.
const NO_PLAN: u8 = 3;

/// Makes a week for an intake and prints it.
pub(crate) fn run(knowledge: &Knowledge, args: &OnIntake) -> Result<ExitCode> {
    let (doc, intake) = input::intake(knowledge, &args.intake)?;
    let screening = coxa_care::screen(knowledge, &intake);
    let Some(cleared) = screening.cleared() else {
        refuse(knowledge, &screening);
        return Ok(ExitCode::from(NO_PLAN));
    };
    let sorted = coxa_care::patterns(knowledge, &intake);
    let told = (&intake, &sorted);
    let today = input::today(args.today);
    match coxa_plan::propose(knowledge, cleared, told, doc.setup.into(), today) {
        Ok(plan) => {
            let doc = PlanDoc::new(knowledge, &plan);
            if args.json {
                show::json(&doc)?
            } else {
                print(&doc)
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("coxa: no plan: {error}");
            Ok(ExitCode::from(NO_PLAN))
        }
    }
}

fn refuse(knowledge: &Knowledge, screening: &Screening) {
    let doc = ScreeningDoc::new(knowledge, screening);
    eprintln!("coxa: no plan: permission is {:?}", doc.permission);
    for flag in &doc.flags {
        eprintln!("  {}: see {} ({:?})", flag.name, flag.see, flag.urgency);
    }
    for gate in &doc.gates {
        eprintln!("  {}: {}", gate.name, gate.says.replace('\n', " "));
    }
    if !doc.unanswered.is_empty() {
        eprintln!("  missing answers: {}", doc.unanswered.join(", "));
    }
}

fn print(doc: &PlanDoc) {
    println!("{} ({:?}), phase: {}", doc.condition_name, doc.fit, doc.phase);
    show::wrapped("", &doc.goal);
    for day in &doc.days {
        show::heading(&format!("Day {}", day.number));
        for sitting in &day.sittings {
            println!("{} ({} min)", sitting.name, sitting.minutes);
            for item in &sitting.items {
                println!("  {:<42} {}", item.name, item.dose_says);
                println!("      because {}", item.why);
            }
        }
    }
    show::heading("Left out");
    for left in doc.left_out.iter().filter(|l| ["gate", "pattern"].contains(&l.kind.as_str())) {
        println!("  {}: {}", left.name, left.reasons[0]);
    }
    show::heading("Checked");
    for check in &doc.checks {
        println!("  {:<8} {}", check.verdict, check.asks);
    }
}
