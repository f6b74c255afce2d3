//! `coxa sort`: the patterns that an intake fits, best first.

use anyhow::Result;
use coxa_knowledge::Knowledge;
use coxa_serve::api::patterns::PatternsDoc;

use crate::{OnIntake, input, show};

/// Ranks the patterns of an intake and prints them.
pub(crate) fn run(knowledge: &Knowledge, args: &OnIntake) -> Result<()> {
    let (_, intake) = input::intake(knowledge, &args.intake)?;
    let doc = PatternsDoc::new(knowledge, &coxa_care::patterns(knowledge, &intake));
    if args.json {
        return show::json(&doc);
    }
    for pattern in doc.patterns.iter().take(5) {
        show::heading(&format!("{} ({}): {:?}", pattern.name, pattern.clinical, pattern.fit));
        for reason in &pattern.reasons {
            println!("  {:>7}  {:+.2}  {}", reason.speaks, reason.weight, reason.says);
        }
    }
    println!("\nWould change it most: {}", doc.would_change.join(", "));
    println!("{}", doc.not_a_diagnosis.join(" "));
    Ok(())
}
