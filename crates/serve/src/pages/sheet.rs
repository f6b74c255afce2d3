//! `/sheet`: one printed page for a clinician.

use askama::Template;
use coxa_knowledge::Knowledge;
use coxa_plan::adapt::Adapted;

use super::html;
use super::parts::day;
use crate::app::{Frame, Visit};
use crate::dossier::Standing;
use crate::error::Error;

#[derive(Template)]
#[template(path = "sheet.html")]
struct View {
    frame: Frame,
    today: String,
    answered: String,
    age: String,
    complaint: String,
    course: Vec<String>,
    patterns: Vec<(String, String, String)>,
    flags: Vec<(String, String)>,
    told: Vec<String>,
    not_sure: Vec<String>,
    plan: Vec<String>,
    phase: String,
    response: Vec<String>,
    scores: Vec<String>,
    pain: String,
    questions: Vec<String>,
}

/// The page.
///
/// # Errors
/// When nothing was answered yet.
pub async fn show(visit: Visit) -> super::Page {
    let knowledge = visit.app.knowledge.clone();
    let today = visit.app.clock.today();
    let standing = visit.dossier.standing(&knowledge)?;
    let adapted = match visit.dossier.current(&knowledge, today) {
        Ok(adapted) => Some(adapted),
        Err(Error::First(_)) => None,
        Err(error) => return Err(error),
    };
    let scores = super::progress::scores(&knowledge, &visit.dossier);
    html(&View {
        today: day(today),
        answered: day(standing.intake.answered_on),
        age: standing.intake.number("age-years").map(|a| a.to_string()).unwrap_or_default(),
        complaint: complaint(&knowledge, &standing),
        course: course(&knowledge, &standing),
        patterns: patterns(&knowledge, &standing),
        flags: flags(&knowledge, &standing),
        told: told(&knowledge, &standing, coxa_care::Told::Yes),
        not_sure: told(&knowledge, &standing, coxa_care::Told::Unsure),
        plan: adapted.as_ref().map(|a| plan(&knowledge, a)).unwrap_or_default(),
        phase: adapted.as_ref().map(|a| a.plan.phase.clone()).unwrap_or_default(),
        response: adapted.as_ref().map(response).unwrap_or_default(),
        scores: scores
            .iter()
            .map(|s| format!("{}: {} at first, {} now ({})", s.name, s.first, s.last, s.trend))
            .collect(),
        pain: super::progress::pain_chart(&visit.dossier),
        questions: questions(&standing, adapted.as_ref()),
        frame: visit.frame,
    })
}

fn complaint(knowledge: &Knowledge, standing: &Standing) -> String {
    let sites = standing.intake.words("pain-sites");
    let names: Vec<String> = sites.iter().map(|s| site_name(knowledge, s)).collect();
    names.join(", ")
}

/// A site in words: "outside of the hip (right)".
#[must_use]
pub fn site_name(knowledge: &Knowledge, site: &str) -> String {
    let (base, side) = match (site.strip_suffix("-left"), site.strip_suffix("-right")) {
        (Some(base), _) => (base, " (left)"),
        (_, Some(base)) => (base, " (right)"),
        _ => (site, ""),
    };
    let region = knowledge.regions.iter().find(|r| r.id == base);
    format!("{}{side}", region.map_or(base, |r| r.label.as_str()))
}

fn course(knowledge: &Knowledge, standing: &Standing) -> Vec<String> {
    let mut lines = Vec::new();
    for id in [
        "duration-weeks",
        "onset",
        "trend",
        "travels-to",
        "pain-worst",
        "pain-usual",
        "morning-stiff-min",
    ] {
        let Some(finding) = knowledge.findings.get(id) else { continue };
        let label = |word: &String| {
            finding.options.iter().find(|o| &o.id == word).map_or(word.clone(), |o| o.label.clone())
        };
        let answer = match standing.intake.number(id) {
            Some(number) => number.to_string(),
            None => standing.intake.words(id).iter().map(label).collect::<Vec<_>>().join(", "),
        };
        if !answer.is_empty() {
            lines.push(format!("{}: {answer}", finding.ask.trim_end_matches('?')));
        }
    }
    lines
}

fn patterns(knowledge: &Knowledge, standing: &Standing) -> Vec<(String, String, String)> {
    let shown = standing.sorted.patterns.iter().take(3);
    shown
        .map(|p| {
            let condition = &knowledge.conditions[&p.id];
            let reasons: Vec<String> = p
                .reasons
                .iter()
                .take(6)
                .map(|r| format!("{}{}", if r.weight > 0.0 { "+ " } else { "− " }, r.clause))
                .collect();
            (
                condition.clinical.clone(),
                crate::api::patterns::fit_says(p.fit).to_owned(),
                reasons.join("; "),
            )
        })
        .collect()
}

fn flags(knowledge: &Knowledge, standing: &Standing) -> Vec<(String, String)> {
    let fired = standing.screening.flags.iter().map(|f| {
        let record = &knowledge.flags[&f.id];
        let text = record.body.section("Tell the clinician").replace('\n', " ");
        (record.name.clone(), format!("{text} Told: {}.", f.told.join("; ")))
    });
    let gates =
        standing.screening.gates.iter().map(|g| {
            (knowledge.gates[&g.id].name.clone(), format!("Told: {}.", g.told.join("; ")))
        });
    fired.chain(gates).collect()
}

/// Every yes-or-no question that was answered in one way, as a clause.
fn told(knowledge: &Knowledge, standing: &Standing, wanted: coxa_care::Told) -> Vec<String> {
    let reading = coxa_care::told::Reading::new(knowledge, &standing.intake);
    let asked = knowledge.groups.iter().flat_map(|g| &g.findings);
    asked
        .filter_map(|id| knowledge.findings.get(id))
        .filter(|f| f.kind == coxa_knowledge::finding::Kind::YesNo && reading.sign(&f.id) == wanted)
        .map(|f| f.phrase.clone())
        .collect()
}

fn plan(knowledge: &Knowledge, adapted: &Adapted) -> Vec<String> {
    let plan = &adapted.plan;
    let line = |id: &&str| {
        let item = plan.item(id)?;
        Some(format!("{}: {}", knowledge.exercises[*id].name, crate::api::plan::dose_says(item)))
    };
    plan.exercises().iter().filter_map(line).collect()
}

fn response(adapted: &Adapted) -> Vec<String> {
    adapted.trail.iter().rev().take(6).map(|c| format!("{}: {}", day(c.date), c.says)).collect()
}

fn questions(standing: &Standing, adapted: Option<&Adapted>) -> Vec<String> {
    let mut questions = vec![
        "Does this pattern fit what you find when you examine me?".to_owned(),
        "Is there anything here that I should not do?".to_owned(),
        "What would you expect by when, and when should I come back?".to_owned(),
    ];
    if !standing.screening.flags.is_empty() {
        questions.insert(0, "My answers raised the point above. What does it need?".into());
    }
    if adapted.is_some_and(|a| a.be_seen.is_some()) {
        questions.insert(0, "It is no better after these weeks. What else could help?".into());
    }
    questions
}
