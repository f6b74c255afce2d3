//! `/setup`: goals, kit, minutes, days, floor, weaker side; every field has a default.

use askama::Template;
use axum::extract::Form;
use axum::response::{IntoResponse, Redirect, Response};
use coxa_plan::{Plan, Setup, Side};

use super::{Fields, all, field, html};
use crate::api::intake::SetupDoc;
use crate::api::plan::PlanDoc;
use crate::api::words::SideWord;
use crate::app::{Frame, Visit};
use crate::dossier::{Clearance, Standing};
use crate::error::Error;

/// A box to tick.
pub struct Tick {
    /// Value.
    pub id: String,
    /// Words.
    pub label: String,
    /// Whether it is ticked.
    pub on: bool,
}

#[derive(Template)]
#[template(path = "setup.html")]
struct View {
    frame: Frame,
    tasks: Vec<Tick>,
    own_task: String,
    household: Vec<Tick>,
    bought: Vec<Tick>,
    minutes: u32,
    days: u32,
    floor: &'static str,
    side: &'static str,
    stiff: bool,
    error: Option<String>,
}

/// The page.
///
/// # Errors
/// When the questions before were not answered.
pub async fn show(visit: Visit) -> super::Page {
    let setup = last_setup(&visit);
    page(visit, &setup, None)
}

/// The wishes of the last plan, or sensible ones: what most homes have, 20 minutes, 5 days.
fn last_setup(visit: &Visit) -> SetupDoc {
    if let Some(plan) = visit.dossier.plans.last() {
        return plan.doc.setup.clone();
    }
    let household = visit.app.knowledge.words.kit.iter().filter(|(_, k)| k.class == "household");
    SetupDoc { kit: household.map(|(id, _)| id.clone()).collect(), ..SetupDoc::default() }
}

fn page(visit: Visit, setup: &SetupDoc, error: Option<String>) -> super::Page {
    let knowledge = visit.app.knowledge.clone();
    let standing = visit.dossier.standing(&knowledge)?;
    let condition = &knowledge.conditions[&standing.sorted.lead().id];
    let kit = |classes: &[&str]| {
        let of_class =
            knowledge.words.kit.iter().filter(|(_, k)| classes.contains(&k.class.as_str()));
        of_class.map(|(id, k)| tick(id, &k.name, setup.kit.contains(id))).collect()
    };
    let own = setup.goals.iter().find(|g| !condition.tasks.contains(g));
    html(&View {
        tasks: condition.tasks.iter().map(|t| tick(t, t, setup.goals.contains(t))).collect(),
        own_task: own.cloned().unwrap_or_default(),
        household: kit(&["household"]),
        bought: kit(&["bought", "gym"]),
        minutes: setup.minutes,
        days: setup.days,
        floor: match (setup.floor, setup.bed) {
            (true, _) => "floor",
            (false, true) => "bed",
            (false, false) => "none",
        },
        side: match setup.weaker_side {
            Some(SideWord::Left) => "left",
            Some(SideWord::Right) => "right",
            None => "none",
        },
        stiff: standing.intake.door == "stiff",
        frame: visit.frame,
        error,
    })
}

fn tick(id: &str, label: &str, on: bool) -> Tick {
    Tick { id: id.to_owned(), label: label.to_owned(), on }
}

/// Makes the plan.
///
/// # Errors
/// When the store fails.
pub async fn answer(visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Error> {
    let knowledge = visit.app.knowledge.clone();
    let standing = visit.dossier.standing(&knowledge)?;
    let mut setup = read(&fields);
    if let Some(error) = out_of_range(&fields) {
        return Ok(page(visit, &setup, Some(error))?.into_response());
    }
    setup.option = visit.dossier.consent().map(|c| c.option.clone());
    if let Some(old) = visit.dossier.plans.last() {
        setup.dropped = old.doc.setup.dropped.clone();
        setup.swapped = old.doc.setup.swapped.clone();
    }
    match make(&visit, &standing, setup.clone().into())? {
        Ok(plan) => {
            keep(&visit, &plan).await?;
            Ok(Redirect::to("/plan").into_response())
        }
        Err(error) => Ok(page(visit, &setup, Some(error))?.into_response()),
    }
}

/// A plan for these wishes, or the sentence that says what to relax.
///
/// # Errors
/// When a screen, a choice or more answers are needed first.
pub fn make(
    visit: &Visit,
    standing: &Standing,
    setup: Setup,
) -> Result<Result<Plan, String>, Error> {
    let today = visit.app.clock.today();
    let first = |to: &str| Err(Error::First(to.to_owned()));
    match visit.dossier.clearance(standing, today) {
        Clearance::Refused => return first("/result"),
        Clearance::Open => return first(first_open(visit, standing)),
        Clearance::Stale | Clearance::SomethingNew => return first("/screen/again"),
        Clearance::Good => {}
    }
    if standing.intake.door != "stiff" && visit.dossier.consent().is_none() {
        return first("/options");
    }
    let Some(cleared) = standing.screening.cleared() else { return first("/result") };
    let told = (&standing.intake, &standing.sorted);
    let plan = coxa_plan::propose(&visit.app.knowledge, cleared, told, setup, today);
    Ok(plan.map_err(|error| error.to_string()))
}

/// The first page with an open question.
fn first_open(visit: &Visit, standing: &Standing) -> &'static str {
    let knowledge = &visit.app.knowledge;
    let group = standing.screening.unanswered.first().and_then(|id| knowledge.findings.get(id));
    match group.map(|f| f.group.as_str()) {
        Some("where") => "/where",
        Some("how") => "/how",
        _ => "/result",
    }
}

/// Stores a plan as the one that holds.
///
/// # Errors
/// When the store fails.
pub async fn keep(visit: &Visit, plan: &Plan) -> Result<(), Error> {
    let doc = PlanDoc::new(&visit.app.knowledge, plan);
    let name = format!("{:020}", visit.app.clock.now_us());
    visit.put("plan", &name, &doc).await
}

/// What is wrong with a number, if anything is.
fn out_of_range(fields: &Fields) -> Option<String> {
    let number = |name: &str| field(fields, name).unwrap_or_default().parse::<u32>().ok();
    if !number("minutes").is_some_and(|m| (5..=240).contains(&m)) {
        return Some("Minutes on a day: write a number from 5 to 240.".into());
    }
    let days = number("days").is_some_and(|d| (2..=7).contains(&d));
    (!days).then(|| "Days a week: write a number from 2 to 7.".to_owned())
}

fn read(fields: &Fields) -> SetupDoc {
    let number = |name: &str, otherwise: u32| {
        field(fields, name).and_then(|v| v.parse().ok()).unwrap_or(otherwise)
    };
    let mut goals = all(fields, "goal");
    goals.extend(field(fields, "own-goal").map(str::to_owned));
    let place = field(fields, "floor").unwrap_or("floor");
    let side = match field(fields, "side") {
        Some("left") => Some(Side::Left),
        Some("right") => Some(Side::Right),
        _ => None,
    };
    SetupDoc {
        goals,
        kit: all(fields, "kit").into_iter().collect(),
        minutes: number("minutes", 20).clamp(5, 240),
        days: number("days", 5).clamp(1, 7),
        floor: place == "floor",
        bed: place == "bed",
        weaker_side: side.map(Into::into),
        ..SetupDoc::default()
    }
}
