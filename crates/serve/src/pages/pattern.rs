//! `/pattern`: what it looks like, why, and what would change that.

use askama::Template;
use axum::response::{IntoResponse, Response};
use coxa_care::differential::{MIXED, Pattern, would_change};
use coxa_care::{Fit, Screening};
use coxa_knowledge::Knowledge;
use coxa_knowledge::flag::Permission;

use super::html;
use super::parts::{Why, markdown};
use super::result::{Block, label, notes};
use crate::app::{Frame, Visit};
use crate::dossier::Standing;
use crate::error::Error;

/// A pattern as shown.
pub struct PatternView {
    /// The condition.
    pub id: String,
    /// Everyday name.
    pub name: String,
    /// Clinical name.
    pub clinical: String,
    /// `likely`, `possible`, `unclear`.
    pub fit: &'static str,
    /// The same in words.
    pub fit_says: &'static str,
    /// Reasons for.
    pub speaks_for: Vec<ReasonView>,
    /// Reasons against.
    pub against: Vec<ReasonView>,
    /// Sections of its text, as HTML.
    pub what: String,
    /// Usual course.
    pub course: String,
    /// Grounds of the course.
    pub course_why: Why,
    /// When to be seen, as HTML.
    pub seen_if: String,
    /// Look-alikes: id and name.
    pub look_alikes: Vec<(String, String)>,
}

/// A reason as shown.
pub struct ReasonView {
    /// As a clause.
    pub says: String,
    /// How strongly: `strongly`, `clearly`, `a little`.
    pub weight: &'static str,
    /// Grounds.
    pub why: Why,
}

#[derive(Template)]
#[template(path = "pattern.html")]
struct View {
    frame: Frame,
    patterns: Vec<PatternView>,
    mixed: bool,
    look_alikes: Vec<(String, String)>,
    would_change: Vec<String>,
    notes: Vec<Block>,
    not_diagnosis: String,
    reviewed: String,
    back_or_hip: String,
    blocked: bool,
    /// Flags that ask for somebody to look, and how soon.
    seen: Vec<String>,
    seen_when: &'static str,
}

fn flag_names(knowledge: &Knowledge, screening: &Screening) -> Vec<String> {
    screening.flags.iter().map(|fired| knowledge.flags[&fired.id].name.clone()).collect()
}

/// The page.
///
/// # Errors
/// When nothing was answered yet.
pub async fn show(visit: Visit) -> Result<Response, Error> {
    let knowledge = visit.app.knowledge.clone();
    let standing = visit.dossier.standing(&knowledge)?;
    if standing.intake.door == "hurts" && !standing.intake.answers.contains_key("pain-sites") {
        return Err(Error::First("/where".into()));
    }
    let shown: Vec<&Pattern> = shown(&standing.sorted.patterns);
    let text = |name: &str| knowledge.words.text.get(name).map(|t| t.join(" ")).unwrap_or_default();
    let view = View {
        patterns: shown.iter().map(|p| pattern(&knowledge, p)).collect(),
        mixed: shown[0].id == MIXED,
        look_alikes: named(&knowledge, &standing.sorted.look_alikes),
        would_change: asks(&knowledge, &standing),
        notes: notes(&knowledge, &standing.screening),
        seen: flag_names(&knowledge, &standing.screening),
        seen_when: label(standing.screening.urgency, standing.screening.permission),
        not_diagnosis: text("not_diagnosis"),
        reviewed: text("reviewed"),
        back_or_hip: back_or_hip(&shown).to_owned(),
        blocked: standing.screening.permission == Permission::Nothing,
        frame: visit.frame,
    };
    Ok(html(&view)?.into_response())
}

/// The best one to three: those at least possible, or the mixed picture with the next two.
fn shown(patterns: &[Pattern]) -> Vec<&Pattern> {
    let mixed = patterns.first().is_some_and(|p| p.id == MIXED);
    let worth = |p: &&Pattern| p.fit >= Fit::Possible || (mixed && p.id == MIXED);
    let mut shown: Vec<&Pattern> = patterns.iter().filter(worth).take(3).collect();
    if mixed {
        shown.extend(patterns.iter().skip(1).filter(|p| p.share > 0.03).take(2));
    }
    if shown.is_empty() {
        shown.extend(patterns.first());
    }
    shown
}

fn pattern(knowledge: &Knowledge, pattern: &Pattern) -> PatternView {
    let condition = &knowledge.conditions[&pattern.id];
    let reasons = |wanted: bool| {
        let reasons = pattern.reasons.iter().filter(|r| (r.weight > 0.0) == wanted).take(6);
        reasons.map(|r| reason(knowledge, r)).collect()
    };
    let (fit, fit_says) = match pattern.fit {
        Fit::Likely => ("likely", "fits your answers well"),
        Fit::Possible => ("possible", "could fit your answers"),
        Fit::Unclear => ("unclear", "too little to say"),
    };
    PatternView {
        id: pattern.id.clone(),
        name: condition.name.clone(),
        clinical: condition.clinical.clone(),
        fit,
        fit_says,
        speaks_for: reasons(true),
        against: reasons(false),
        what: markdown(condition.body.section("What it is")),
        course: condition.course.says.clone(),
        course_why: Why::new(knowledge, Vec::new(), &condition.course.because)
            .changed(&condition.history),
        seen_if: markdown(condition.body.section("Be seen if")),
        look_alikes: named(knowledge, &condition.look_alikes),
    }
}

fn reason(knowledge: &Knowledge, reason: &coxa_care::differential::Reason) -> ReasonView {
    let weight = match reason.weight.abs() {
        w if w >= 1.0 => "strongly",
        w if w >= 0.4 => "clearly",
        _ => "a little",
    };
    ReasonView {
        says: reason.clause.clone(),
        weight,
        why: Why::new(knowledge, Vec::new(), &reason.because),
    }
}

fn named(knowledge: &Knowledge, ids: &[String]) -> Vec<(String, String)> {
    let known = ids.iter().filter_map(|id| knowledge.conditions.get(id));
    known.map(|c| (c.id.clone(), c.name.clone())).collect()
}

/// The three open questions that would change the result most.
fn asks(knowledge: &Knowledge, standing: &Standing) -> Vec<String> {
    let ids = would_change(knowledge, &standing.intake, &standing.sorted.patterns);
    let asks = ids.iter().take(3).filter_map(|id| knowledge.findings.get(id));
    asks.map(|f| f.ask.clone()).collect()
}

/// The answer to "back or hip?", from the regions of the patterns shown.
fn back_or_hip(shown: &[&Pattern]) -> &'static str {
    const BACK: [&str; 6] = [
        "recent-low-back-pain",
        "persistent-low-back-pain",
        "disc-related-leg-pain",
        "spinal-stenosis",
        "sacroiliac-region-pain",
        "pelvic-girdle-pain",
    ];
    const HIP: [&str; 7] = [
        "hip-arthritis",
        "outer-hip-tendon-pain",
        "hip-related-groin-pain",
        "adductor-groin-pain",
        "front-hip-tightness",
        "sit-bone-tendon-pain",
        "ischiofemoral-pain",
    ];
    let fits =
        |ids: &[&str]| shown.iter().any(|p| p.fit >= Fit::Possible && ids.contains(&p.id.as_str()));
    match (fits(&BACK), fits(&HIP)) {
        (true, true) => "Back and hip both have signs here. They often go together.",
        (true, false) => "Back or hip? Your answers point to the back more than to the hip.",
        (false, true) => "Back or hip? Your answers point to the hip more than to the back.",
        (false, false) => "Back or hip? Your answers do not tell the two apart yet.",
    }
}
