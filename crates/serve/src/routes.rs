//! Every address, in one table, and the layers around them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::api::routes as api;
use crate::app::App;
use crate::error::Error;
use crate::{assets, pages};

/// The largest request that is read: an export that is brought back.
const LARGEST_BODY: usize = 8 * 1024 * 1024;

/// No inline script or style, nothing from elsewhere, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// The whole application.
pub fn router(app: App) -> Router {
    let set = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .merge(entry())
        .merge(guide())
        .merge(records())
        .nest("/api", api::router())
        .route("/static/{*path}", get(assets::show))
        .fallback(|| async { Error::NotFound })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(broken))
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn(only_this_machine))
        .layer(set(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(set(header::REFERRER_POLICY, "no-referrer"))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(set(header::CACHE_CONTROL, "no-store"))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// Refuses requests for another name than this machine's: a page elsewhere could otherwise
/// give itself a name that leads here, and read along.
async fn only_this_machine(
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    use axum::response::IntoResponse;
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok());
    if host.is_none_or(is_loopback_name) {
        return next.run(request).await;
    }
    Error::Bad("This guide answers on 127.0.0.1 and localhost only.".into()).into_response()
}

/// Whether a host name, with or without port, is this machine's own.
fn is_loopback_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    let address = name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    address || name.eq_ignore_ascii_case("localhost")
}

/// A panic becomes a page, not a cut line.
fn broken(_: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::{Html, IntoResponse};
    let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
    let page = pages::error::page(status, &Error::Broken);
    (status, Html(page)).into_response()
}

/// Doors, people and settings.
fn entry() -> Router<App> {
    Router::new()
        .route("/", get(pages::home::show))
        .route("/start", get(pages::home::doors).post(pages::home::start))
        .route("/people", get(pages::people::show))
        .route("/people/choose", post(pages::people::choose))
        .route("/people/add", post(pages::people::add))
        .route("/people/leave", post(pages::people::leave))
        .route("/settings", get(pages::settings::show).post(pages::settings::save))
        .route("/settings/export", get(pages::settings::export))
        .route("/settings/import", post(pages::settings::import))
        .route("/settings/delete", get(pages::settings::confirm).post(pages::settings::delete))
        .route("/help", get(pages::help::show))
        .route("/about", get(pages::about::show))
}

/// The way from the first question to tomorrow's session.
fn guide() -> Router<App> {
    Router::new()
        .route("/screen/again", get(pages::screen::again))
        .route("/screen/{group}", get(pages::screen::show).post(pages::screen::answer))
        .route("/result", get(pages::result::show))
        .route("/where", get(pages::r#where::show).post(pages::r#where::answer))
        .route("/how", get(pages::how::show).post(pages::how::answer))
        .route("/checks", get(pages::checks::show).post(pages::checks::answer))
        .route("/pattern", get(pages::pattern::show))
        .route("/options", get(pages::options::show).post(pages::options::choose))
        .route("/setup", get(pages::setup::show).post(pages::setup::answer))
        .route("/plan", get(pages::plan::show).post(pages::plan::edit))
        .route("/plan/undo", post(pages::plan::undo))
        .route("/plan/renew", get(pages::plan::renew))
        .route("/today", get(pages::today::show))
        .route("/today/morning", post(pages::today::morning))
        .route("/today/log", post(pages::player::log))
        .route("/today/{number}", get(pages::player::show))
        .route("/after", get(pages::after::show).post(pages::after::answer))
        .route("/progress", get(pages::progress::show))
        .route("/score/{id}", get(pages::score::show).post(pages::score::answer))
        .route("/sheet", get(pages::sheet::show))
}

/// What is known.
fn records() -> Router<App> {
    Router::new()
        .route("/library", get(pages::library::show))
        .route("/exercise/{id}", get(pages::exercise::show))
        .route("/condition/{id}", get(pages::condition::show))
        .route("/source/{id}", get(pages::source::show))
        .route("/advice/{id}", get(pages::advice::show))
        .route("/changes", get(pages::changes::show))
}
