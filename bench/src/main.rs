//! `wardlake-bench`: whole-system suites. Each checks its answer before it prints a number.

mod accounting;
mod run;
mod scaling;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "wardlake-bench", about, version)]
struct Arguments {
    /// The `wardlake` binary to measure [default: the one beside this program]
    #[arg(long, global = true)]
    wardlake: Option<PathBuf>,
    #[command(subcommand)]
    suite: Suite,
}

#[derive(Subcommand)]
enum Suite {
    /// Real data in, every line accounted for: originals kept, store clean, the same bytes for any workers and batches
    Accounting(accounting::Options),
    /// `wardlake bench enrich` at growing sizes: is time linear and memory flat?
    Scaling(scaling::Options),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let wardlake = run::Wardlake::find(arguments.wardlake)?;
    match arguments.suite {
        Suite::Accounting(options) => accounting::run(&wardlake, &options),
        Suite::Scaling(options) => scaling::run(&wardlake, &options),
    }
}
