//! `coxa serve`: the guide on a loopback address.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use coxa_knowledge::Knowledge;
use coxa_serve::{Clock, Store};
use jiff::civil::Date;

/// Arguments of the command.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Address to listen on; only this machine may ask.
    #[arg(long, default_value = "127.0.0.1:7310", value_name = "ADDR")]
    addr: SocketAddr,
    /// Folder for the data.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Take this for today, for trying things out.
    #[arg(long, value_name = "DATE", hide = true)]
    today: Option<Date>,
}

impl Default for Args {
    fn default() -> Self {
        Self { addr: SocketAddr::from(([127, 0, 0, 1], 7310)), data: None, today: None }
    }
}

/// Serves until the process is asked to stop.
pub(crate) fn run(knowledge: Knowledge, args: &Args) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let folder = data_folder(args.data.clone())?;
        let store = Store::open(&folder).await?;
        let clock = args.today.map(Clock::fixed).unwrap_or_default();
        let bound = coxa_serve::bind(knowledge, store, clock, args.addr).await?;
        println!(
            "Coxa is at http://{}/  (data in {}; stop with Ctrl-C)",
            bound.address()?,
            folder.display()
        );
        bound.serve().await?;
        Ok(())
    })
}

/// The data folder: the one given, or `coxa` in the user's data directory.
pub(crate) fn data_folder(given: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(folder) = given {
        return Ok(folder);
    }
    if let Some(base) = std::env::var_os("XDG_DATA_HOME").filter(|v| !v.is_empty()) {
        return Ok(PathBuf::from(base).join("coxa"));
    }
    let home = std::env::var_os("HOME").context("there is no home folder: give --data DIR")?;
    Ok(PathBuf::from(home).join(".local").join("share").join("coxa"))
}
