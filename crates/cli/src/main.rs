//! The one binary: serve the guide, or run one of its steps on files.

mod adapt;
mod check;
mod input;
mod library;
mod person;
mod plan;
mod rehearse;
mod schema;
mod screen;
mod serve;
mod session;
mod show;
mod sort;
mod vignettes;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::civil::Date;

/// Coxa: self-care for hips and low backs, on your own machine.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// Read the knowledge base from this folder instead of the one built in.
    #[arg(long, global = true, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the guide and print its address (the default).
    Serve(serve::Args),
    /// Run the safety screen on an intake.
    Screen(OnIntake),
    /// Rank the patterns that an intake fits.
    Sort(OnIntake),
    /// Make a week for an intake; exit status 3 where none is allowed.
    Plan(OnIntake),
    /// Expand a day of a plan into timed events.
    Session(session::Args),
    /// Apply check-ins to a plan.
    Adapt(adapt::Args),
    /// Print what made-up people read and do, on day one and over four weeks.
    Rehearse {
        /// Number of the case; all ten where absent.
        case: Option<u32>,
    },
    /// Check every record; with --vignettes, run the made-up people too.
    Check {
        /// Run the vignettes and print a confusion table.
        #[arg(long)]
        vignettes: bool,
    },
    /// Print the JSON Schema of a document.
    Schema {
        /// intake, screening, patterns, plan, session or checkin.
        document: String,
    },
    /// Write one person's data as JSON.
    Export(person::Args),
    /// Restore a person from an export read on standard input.
    Import(person::ImportArgs),
    /// Delete one person with everything stored of them.
    Delete(person::Args),
}

/// A command on an intake file.
#[derive(clap::Args)]
struct OnIntake {
    /// The intake, as JSON; `-` reads standard input.
    intake: PathBuf,
    /// The day to count from; the clock's where absent.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    leave_quietly_when_nobody_reads();
    let cli = Cli::parse();
    match run(&cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("coxa: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Ends without a word when the program that reads the output has gone.
fn leave_quietly_when_nobody_reads() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let message = info.payload().downcast_ref::<String>();
        if message.is_some_and(|m| m.contains("failed printing to stdout")) {
            std::process::exit(0);
        }
        usual(info);
    }));
}

fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    let folder = cli.knowledge.as_deref();
    let serve = Command::Serve(serve::Args::default());
    match cli.command.as_ref().unwrap_or(&serve) {
        Command::Check { vignettes } => return check::run(folder, *vignettes),
        Command::Serve(args) => serve::run(library::load(folder)?, args)?,
        Command::Screen(args) => screen::run(&library::load(folder)?, args)?,
        Command::Sort(args) => sort::run(&library::load(folder)?, args)?,
        Command::Plan(args) => return plan::run(&library::load(folder)?, args),
        Command::Session(args) => session::run(&library::load(folder)?, args)?,
        Command::Adapt(args) => adapt::run(&library::load(folder)?, args)?,
        Command::Rehearse { case } => rehearse::run(library::load(folder)?, *case)?,
        Command::Schema { document } => schema::run(&library::load(folder)?, document)?,
        Command::Export(args) => person::export(args)?,
        Command::Import(args) => person::import(args)?,
        Command::Delete(args) => person::delete(args)?,
    }
    Ok(ExitCode::SUCCESS)
}
