//! Pages, API and storage: the only crate that knows HTTP, HTML, SQL and the clock.

pub mod api;
