//! Pages, API and storage: the only crate that knows HTTP, HTML, SQL and the clock.
//!
//! [`bind`] takes a loopback address; [`Bound::serve`] answers until it is told to stop. It is stateless
//! over its [`store::Store`]. A handler reads the request, calls one function of the crates
//! below, and renders.

pub mod api;
pub mod app;
pub mod assets;
pub mod caller;
pub mod chart;
pub mod clock;
pub mod dossier;
pub mod error;
pub mod pages;
pub mod routes;
pub mod store;

use std::net::SocketAddr;
use std::sync::Arc;

use coxa_knowledge::Knowledge;

pub use app::App;
pub use clock::Clock;
pub use store::Store;

/// Why serving did not begin.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Only the own machine may ask.
    #[error(
        "{0} is not a loopback address: other devices need an encrypted connection, which this \
         version does not have. Use 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    /// The address is taken or not there.
    #[error("cannot listen on {address}: {cause}. Choose another with --addr")]
    Address {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Serving broke off.
    #[error("serving stopped: {0}")]
    Stopped(#[from] std::io::Error),
}

/// A bound address, ready to serve.
pub struct Bound {
    listener: tokio::net::TcpListener,
    app: App,
}

/// Binds a loopback address.
///
/// # Errors
/// When the address is not a loopback one, or is taken.
pub async fn bind(
    knowledge: Knowledge,
    store: Store,
    clock: Clock,
    address: SocketAddr,
) -> Result<Bound, Refused> {
    if !address.ip().is_loopback() {
        return Err(Refused::NotLoopback(address));
    }
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|cause| Refused::Address { address, cause })?;
    Ok(Bound { listener, app: App { knowledge: Arc::new(knowledge), store, clock } })
}

impl Bound {
    /// The address, with the port that was given.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers requests until the process is asked to stop.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self) -> Result<(), Refused> {
        let store = self.app.store.clone();
        let router = routes::router(self.app);
        axum::serve(self.listener, router).with_graceful_shutdown(asked_to_stop()).await?;
        store.close().await;
        Ok(())
    }
}

/// Returns when the process is interrupted or told to end.
async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let ended = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let ended = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = ended => {}
    }
}
