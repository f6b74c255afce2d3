//! `/api/…`: the steps of the guide as JSON, described by OpenAPI 3.1.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use coxa_knowledge::Knowledge;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::checkin::{AdaptedDoc, CheckInDoc};
use super::intake::IntakeDoc;
use super::patterns::PatternsDoc;
use super::plan::PlanDoc;
use super::screening::ScreeningDoc;
use super::session::SessionDoc;
use super::{Unreadable, read, schema};
use crate::app::App;

/// One operation: path, what it does, the schemas of request and answer.
const OPERATIONS: [(&str, &str, &str, &str); 5] = [
    ("/api/screen", "Urgency, permission, gates and notes of an intake", "intake", "screening"),
    ("/api/sort", "The patterns that an intake fits, best first", "intake", "patterns"),
    ("/api/plan", "A week for an intake, or 409 with the reason", "intake", "plan"),
    ("/api/session", "A day of a plan as timed events", "plan-day", "session"),
    ("/api/adapt", "What check-ins make of a plan", "plan-checkins", "adapted"),
];

/// The routes below `/api`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/screen", post(screen))
        .route("/sort", post(sort))
        .route("/plan", post(plan))
        .route("/session", post(session))
        .route("/adapt", post(adapt))
        .route("/schema/{document}", get(one_schema))
        .route("/openapi.json", get(openapi))
}

/// A day of a plan.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanDay {
    plan: PlanDoc,
    day: u32,
}

/// A plan and its check-ins.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PlanCheckIns {
    plan: PlanDoc,
    checkins: Vec<CheckInDoc>,
    #[schemars(with = "String")]
    today: jiff::civil::Date,
}

/// A refusal in the form of RFC 9457.
fn problem(status: StatusCode, title: &str, faults: &[Unreadable]) -> Response {
    let faults: Vec<Value> = faults
        .iter()
        .map(|f| json!({ "field": f.field, "what": f.what, "mend": f.mend }))
        .collect();
    let body = json!({ "title": title, "status": status.as_u16(), "faults": faults });
    let kind = [(axum::http::header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, body.to_string()).into_response()
}

fn unreadable(faults: &[Unreadable]) -> Response {
    problem(StatusCode::UNPROCESSABLE_ENTITY, "The document cannot be used", faults)
}

#[expect(clippy::result_large_err, reason = "the refusal is the answer that is sent")]
fn intake(knowledge: &Knowledge, body: &str) -> Result<(IntakeDoc, coxa_care::Intake), Response> {
    let doc: IntakeDoc = read(body, "intake").map_err(|fault| unreadable(&[fault]))?;
    let intake = doc.intake(knowledge).map_err(|faults| unreadable(&faults))?;
    Ok((doc, intake))
}

async fn screen(State(app): State<App>, body: String) -> Result<Json<ScreeningDoc>, Response> {
    let (_, intake) = intake(&app.knowledge, &body)?;
    Ok(Json(ScreeningDoc::new(&app.knowledge, &coxa_care::screen(&app.knowledge, &intake))))
}

async fn sort(State(app): State<App>, body: String) -> Result<Json<PatternsDoc>, Response> {
    let (_, intake) = intake(&app.knowledge, &body)?;
    Ok(Json(PatternsDoc::new(&app.knowledge, &coxa_care::patterns(&app.knowledge, &intake))))
}

async fn plan(State(app): State<App>, body: String) -> Result<Json<PlanDoc>, Response> {
    let (doc, intake) = intake(&app.knowledge, &body)?;
    let screening = coxa_care::screen(&app.knowledge, &intake);
    let refuse = |title: &str| problem(StatusCode::CONFLICT, title, &[]);
    let Some(cleared) = screening.cleared() else {
        let open = screening.unanswered.join(", ");
        return Err(refuse(&format!(
            "No plan: permission is {:?}; unanswered: {open}",
            screening.permission
        )));
    };
    let sorted = coxa_care::patterns(&app.knowledge, &intake);
    let told = (&intake, &sorted);
    coxa_plan::propose(&app.knowledge, cleared, told, doc.setup.into(), app.clock.today())
        .map(|plan| Json(PlanDoc::new(&app.knowledge, &plan)))
        .map_err(|error| refuse(&error.to_string()))
}

async fn session(State(app): State<App>, body: String) -> Result<Json<SessionDoc>, Response> {
    let doc: PlanDay = read(&body, "plan").map_err(|fault| unreadable(&[fault]))?;
    let plan = doc.plan.plan(&app.knowledge).map_err(|fault| unreadable(&[fault]))?;
    let day = plan.days.iter().find(|d| d.number == doc.day);
    let day =
        day.ok_or_else(|| unreadable(&[Unreadable::at("day", "no such day", "write 1 to 7")]))?;
    Ok(Json(SessionDoc::new(&app.knowledge, day)))
}

async fn adapt(State(app): State<App>, body: String) -> Result<Json<AdaptedDoc>, Response> {
    let doc: PlanCheckIns = read(&body, "checkin").map_err(|fault| unreadable(&[fault]))?;
    let plan = doc.plan.plan(&app.knowledge).map_err(|fault| unreadable(&[fault]))?;
    let checkins = doc.checkins.iter().enumerate();
    let checkins = checkins.map(|(n, c)| c.checkin(&app.knowledge, &format!("checkins[{n}]")));
    let checkins = checkins.collect::<Result<Vec<_>, _>>().map_err(|fault| unreadable(&[fault]))?;
    let adapted = coxa_plan::adapt::adapt(&app.knowledge, &plan, &checkins, doc.today);
    Ok(Json(AdaptedDoc::new(&app.knowledge, &adapted)))
}

async fn one_schema(State(app): State<App>, Path(document): Path<String>) -> Response {
    match schema::schema(&app.knowledge, &document) {
        Some(schema) => Json(schema).into_response(),
        None => problem(StatusCode::NOT_FOUND, &format!("No document `{document}`"), &[]),
    }
}

async fn openapi(State(app): State<App>) -> Json<Value> {
    Json(describe(&app.knowledge))
}

/// The description of the API; its schemas are those of `coxa schema`.
#[must_use]
pub fn describe(knowledge: &Knowledge) -> Value {
    let content = |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    let paths: serde_json::Map<String, Value> = OPERATIONS
        .iter()
        .map(|(path, does, from, to)| {
            let operation = json!({ "post": {
                "operationId": path.rsplit('/').next(),
                "summary": does,
                "requestBody": { "required": true, "content": content(from) },
                "responses": {
                    "200": { "description": "The result", "content": content(to) },
                    "409": { "description": "Not allowed or not possible, with the reason" },
                    "422": { "description": "The document cannot be used: fields, faults and mends" },
                },
            }});
            ((*path).to_owned(), operation)
        })
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Coxa", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" } },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": { "schemas": components(knowledge) },
    })
}

/// Every schema, with its inner definitions moved beside it.
fn components(knowledge: &Knowledge) -> Value {
    let own = schema::DOCUMENTS
        .iter()
        .filter_map(|d| Some(((*d).to_owned(), schema::schema(knowledge, d)?)));
    let inner = [
        ("plan-day", schemars::schema_for!(PlanDay).to_value()),
        ("plan-checkins", schemars::schema_for!(PlanCheckIns).to_value()),
        ("adapted", schemars::schema_for!(AdaptedDoc).to_value()),
    ];
    let all = own.chain(inner.into_iter().map(|(name, schema)| (name.to_owned(), schema)));
    let mut components = serde_json::Map::new();
    for (name, mut schema) in all {
        let text = schema.to_string().replace("#/$defs/", "#/components/schemas/");
        schema = serde_json::from_str(&text).unwrap_or(schema);
        if let Some(Value::Object(defs)) = schema.as_object_mut().and_then(|s| s.remove("$defs")) {
            components.extend(defs);
        }
        components.insert(name, schema);
    }
    Value::Object(components)
}
