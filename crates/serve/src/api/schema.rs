//! JSON Schemas of the documents, with every question written into the intake's.

use coxa_knowledge::Knowledge;
use coxa_knowledge::finding::{Finding, Kind};
use schemars::schema_for;
use serde_json::{Map, Value, json};

use super::checkin::CheckInDoc;
use super::intake::IntakeDoc;
use super::patterns::PatternsDoc;
use super::plan::PlanDoc;
use super::screening::ScreeningDoc;
use super::session::SessionDoc;

/// Names of the documents that have a schema.
pub const DOCUMENTS: [&str; 6] = ["intake", "screening", "patterns", "plan", "session", "checkin"];

/// The schema of a document; `None` when there is no such document.
#[must_use]
pub fn schema(knowledge: &Knowledge, document: &str) -> Option<Value> {
    let schema = match document {
        "intake" => return Some(intake(knowledge)),
        "screening" => schema_for!(ScreeningDoc),
        "patterns" => schema_for!(PatternsDoc),
        "plan" => schema_for!(PlanDoc),
        "session" => schema_for!(SessionDoc),
        "checkin" => schema_for!(CheckInDoc),
        _ => return None,
    };
    Some(schema.to_value())
}

fn intake(knowledge: &Knowledge) -> Value {
    let mut schema = schema_for!(IntakeDoc).to_value();
    let order = knowledge.groups.iter().flat_map(|g| &g.findings);
    let questions: Map<String, Value> = order
        .filter_map(|id| knowledge.findings.get(id))
        .map(|f| (f.id.clone(), question(knowledge, f)))
        .collect();
    schema["properties"]["findings"] = json!({
        "type": "object",
        "description": "Answers by question. What is left out is unanswered, which is never a \"no\".",
        "additionalProperties": false,
        "properties": questions,
    });
    let doors: Vec<&String> = knowledge.doors.keys().collect();
    schema["properties"]["door"]["enum"] = json!(doors);
    let groups: Vec<&String> =
        knowledge.groups.iter().filter(|g| g.closes_with_none).map(|g| &g.id).collect();
    schema["properties"]["none_of_these"]["items"]["enum"] = json!(groups);
    let settings: Vec<&String> = knowledge.rules.base_rate.keys().collect();
    schema["properties"]["setting"]["enum"] = json!(settings);
    let kit: Vec<&String> = knowledge.words.kit.keys().collect();
    schema["$defs"]["SetupDoc"]["properties"]["kit"]["items"]["enum"] = json!(kit);
    schema
}

fn question(knowledge: &Knowledge, finding: &Finding) -> Value {
    let words: Vec<&String> = finding.options.iter().map(|o| &o.id).collect();
    let mut form = match finding.kind {
        Kind::YesNo => json!({ "enum": ["yes", "no", "unsure"] }),
        Kind::Number => {
            json!({ "type": "integer", "minimum": finding.min, "maximum": finding.max })
        }
        Kind::Posture => json!({ "enum": ["worse", "same", "better", "unsure"] }),
        Kind::Choice => json!({ "enum": words }),
        Kind::Several => json!({ "type": "array", "items": { "enum": words } }),
        Kind::Sites => json!({ "type": "array", "items": { "enum": sites(knowledge) } }),
    };
    form["title"] = json!(finding.ask);
    form["description"] = json!(describe(finding));
    form
}

fn describe(finding: &Finding) -> String {
    let unit =
        if finding.unit.is_empty() { String::new() } else { format!(" Unit: {}.", finding.unit) };
    let sex = finding
        .only_sex
        .as_ref()
        .map_or_else(String::new, |s| format!(" Only asked of sex at birth: {s}."));
    format!("Screen: {}. {}{unit}{sex}", finding.group, finding.why).trim().to_owned()
}

fn sites(knowledge: &Knowledge) -> Vec<String> {
    let mut sites = Vec::new();
    for region in &knowledge.regions {
        sites.push(region.id.clone());
        if region.sides {
            sites.push(format!("{}-left", region.id));
            sites.push(format!("{}-right", region.id));
        }
    }
    sites
}
