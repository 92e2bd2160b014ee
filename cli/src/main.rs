//! The `wardlake` binary: arguments in, work done by the crates below, an exit code out.

mod args;
mod bench;
mod enrich;
mod eval;
mod exit;
mod info;
mod model;
mod nlp;
mod parallel;
mod plain;
mod progress;
mod random;
mod serve;
mod show;
mod signals;
mod store;
mod style;
mod summary;
mod telemetry;
mod units;

use std::process::ExitCode;

use args::Command;
use exit::Exit;

fn main() -> ExitCode {
    let arguments = args::parse();
    telemetry::start(&arguments.log);
    exit::report(run(arguments.command)).into()
}

fn run(command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Enrich(raw) => enrich::run(raw.try_into()?),
        Command::Serve(raw) => serve::run(raw.try_into()?),
        Command::Show(raw) => show::run(&raw.try_into()?),
        Command::Nlp(raw) => nlp::run(&raw.try_into()?),
        Command::Store(command) => store::run(&command),
        Command::Model(args::ModelCommand::Info(raw)) => info::model(&raw),
        Command::Model(args::ModelCommand::Eval(raw)) => eval::run(&raw.try_into()?),
        Command::Ontology(args::OntologyCommand::Info(raw)) => info::ontology(&raw),
        Command::Bench(args::BenchCommand::Enrich(raw)) => bench::run(&raw.try_into()?),
    }
}
