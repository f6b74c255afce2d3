//! `coxa screen`: urgency, permission, gates and notes of an intake.

use anyhow::Result;
use coxa_knowledge::Knowledge;
use coxa_serve::api::screening::ScreeningDoc;

use crate::{OnIntake, input, show};

/// Screens an intake and prints the result.
pub(crate) fn run(knowledge: &Knowledge, args: &OnIntake) -> Result<()> {
    let (_, intake) = input::intake(knowledge, &args.intake)?;
    let screening = coxa_care::screen(knowledge, &intake);
    let mut doc = ScreeningDoc::new(knowledge, &screening);
    if let Some(cleared) = screening.cleared() {
        doc.cleared = !cleared.is_stale(input::today(args.today));
    }
    if args.json {
        return show::json(&doc);
    }
    print(&doc);
    Ok(())
}

fn print(doc: &ScreeningDoc) {
    println!(
        "urgency: {:?}   permission: {:?}   cleared: {}",
        doc.urgency, doc.permission, doc.cleared
    );
    for flag in &doc.flags {
        show::heading(&flag.name);
        println!("See: {}. You told: {}.", flag.see, flag.told.join("; "));
        show::wrapped("", &flag.says);
    }
    for held in doc.gates.iter().chain(&doc.notes) {
        show::heading(&held.name);
        show::wrapped("", &held.says);
    }
    if !doc.unanswered.is_empty() {
        show::heading("Still to be answered before a plan");
        println!("{}", doc.unanswered.join(", "));
    }
    show::heading("Whatever the answers");
    for line in doc.risk.says.iter().chain(&doc.safety_net) {
        show::wrapped("- ", line);
    }
}
