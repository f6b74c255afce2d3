//! `/options`: what people in this position choose, before any plan; consent is recorded.

use askama::Template;
use axum::extract::{Form, Query};
use axum::response::{IntoResponse, Redirect, Response};
use coxa_care::Told;
use coxa_care::told::Reading;
use coxa_knowledge::Knowledge;
use coxa_knowledge::flag::Permission;
use coxa_knowledge::option::CareOption;

use serde::Deserialize;

use super::parts::{Why, markdown};
use super::{Fields, field, html};
use crate::app::{Frame, Visit};
use crate::dossier::{Consent, Standing};
use crate::error::Error;

/// An outcome figure as shown.
pub struct OutcomeView {
    /// What was counted.
    pub what: String,
    /// The figure.
    pub figure: String,
    /// Of whom.
    pub of: String,
    /// How sure.
    pub certainty: &'static str,
    /// Grounds.
    pub why: Why,
}

/// A choice as shown.
pub struct OptionView {
    /// The option.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it means, as HTML.
    pub means: String,
    /// Benefits.
    pub benefits: Vec<String>,
    /// Harms and costs.
    pub harms: Vec<String>,
    /// Figures.
    pub outcomes: Vec<OutcomeView>,
    /// Whether it leads on to a plan here.
    pub leads_to_plan: bool,
    /// Whether it is marked at first.
    pub chosen: bool,
    /// Grounds.
    pub why: Why,
}

#[derive(Template)]
#[template(path = "options.html")]
struct View {
    frame: Frame,
    condition: String,
    options: Vec<OptionView>,
    picked: Option<(String, String)>,
    opinion: bool,
    blocked: bool,
    error: Option<String>,
}

/// The page.
///
/// # Errors
/// When nothing was answered yet.
pub async fn show(visit: Visit, Query(query): Query<Picked>) -> super::Page {
    page(visit, query.picked, None)
}

/// An option that was just chosen and leads to no plan.
#[derive(Deserialize)]
pub struct Picked {
    picked: Option<String>,
}

fn page(visit: Visit, picked: Option<String>, error: Option<String>) -> super::Page {
    let knowledge = visit.app.knowledge.clone();
    let standing = visit.dossier.standing(&knowledge)?;
    let condition = &knowledge.conditions[&standing.sorted.lead().id];
    let chosen = visit.dossier.consent().map(|c| c.option.clone());
    let options = offered(&knowledge, &standing);
    html(&View {
        condition: condition.name.clone(),
        options: views(&knowledge, &condition.id, &options, chosen.as_deref()),
        picked: picked
            .and_then(|id| knowledge.options.get(&id))
            .map(|o| (o.name.clone(), markdown(o.body.section("What it means")))),
        opinion: opinion(&knowledge, &standing),
        blocked: standing.screening.permission == Permission::Nothing,
        frame: visit.frame,
        error,
    })
}

/// The options of the leading pattern that hold for this person, in their order.
fn offered<'k>(knowledge: &'k Knowledge, standing: &Standing) -> Vec<&'k CareOption> {
    let condition = &knowledge.conditions[&standing.sorted.lead().id];
    let reading = Reading::new(knowledge, &standing.intake);
    let holds =
        |o: &&CareOption| o.only_if.as_ref().is_none_or(|rule| reading.rule(rule) == Told::Yes);
    let mut options: Vec<&CareOption> =
        condition.options.iter().filter_map(|id| knowledge.options.get(id)).filter(holds).collect();
    options.sort_by_key(|o| o.order);
    options
}

fn views(
    knowledge: &Knowledge,
    condition: &str,
    options: &[&CareOption],
    chosen: Option<&str>,
) -> Vec<OptionView> {
    let first = options.iter().find(|o| o.leads_to_plan).map(|o| o.id.as_str());
    let marked = chosen.or(first);
    options.iter().map(|o| view(knowledge, condition, o, marked == Some(o.id.as_str()))).collect()
}

fn view(knowledge: &Knowledge, condition: &str, option: &CareOption, chosen: bool) -> OptionView {
    let here = option
        .outcomes
        .iter()
        .filter(|o| o.conditions.is_empty() || o.conditions.iter().any(|c| c == condition));
    OptionView {
        id: option.id.clone(),
        name: option.name.clone(),
        means: markdown(option.body.section("What it means")),
        benefits: option.benefits.clone(),
        harms: option.harms.clone(),
        outcomes: here
            .map(|o| OutcomeView {
                what: o.what.clone(),
                figure: o.figure.clone(),
                of: o.of.clone(),
                certainty: certainty(&o.certainty),
                why: Why::new(knowledge, Vec::new(), &o.because),
            })
            .collect(),
        leads_to_plan: option.leads_to_plan,
        chosen,
        why: Why::new(knowledge, Vec::new(), &option.because).changed(&option.history),
    }
}

/// A grade of certainty in words.
#[must_use]
pub fn certainty(grade: &str) -> &'static str {
    match grade {
        "high" => "quite sure",
        "moderate" => "fairly sure",
        "low" => "not very sure",
        _ => "unsure",
    }
}

/// Whether it is time to ask about a specialist opinion.
#[must_use]
pub fn opinion(knowledge: &Knowledge, standing: &Standing) -> bool {
    let condition = &knowledge.conditions[&standing.sorted.lead().id];
    coxa_plan::explain::wants_opinion(
        knowledge,
        condition,
        &coxa_plan::basis::facts(knowledge, &standing.intake),
    )
}

/// Records the choice and the consent, as a dated record.
///
/// # Errors
/// When the store fails.
pub async fn choose(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let knowledge = visit.app.knowledge.clone();
    let standing = visit.dossier.standing(&knowledge)?;
    let Some(option) = field(&fields, "option").and_then(|id| knowledge.options.get(id)) else {
        return Ok(
            page(visit, None, Some("Choose one of the options first.".into()))?.into_response()
        );
    };
    let today = visit.app.clock.today();
    let consent = Consent {
        option: option.id.clone(),
        condition: standing.sorted.lead().id.clone(),
        agreed: option.leads_to_plan,
        date: today,
    };
    let name = format!("{:020}", visit.app.clock.now_us());
    visit.put("consent", &name, &consent).await?;
    let to = match option.leads_to_plan {
        true => "/setup".to_owned(),
        false => format!("/options?picked={}", option.id),
    };
    Ok(Redirect::to(&to).into_response())
}
