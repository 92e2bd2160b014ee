//! `wardlake enrich`.

use std::io::{Write as _, stderr, stdout};
use std::path::Path;

use wardlake_engine::{Enricher, Error, ErrorKind, RunConfig, Summary, pipeline};

use crate::args::EnrichPlan;
use crate::exit::{Advice, Exit};
use crate::progress::Reporter;
use crate::{model, signals, store, summary};

/// Runs the pipeline over the inputs.
pub(crate) fn run(plan: EnrichPlan) -> anyhow::Result<Exit> {
    let enricher = Enricher::new(
        model::load(&plan.model)?,
        model::terminology()?,
        plan.recorded,
    );
    let stop = signals::stop_flag("stopping after what is under way; once more to abort")?;
    let reporter = Reporter::new();
    let outcome = pipeline::run(&config(&plan), &enricher, &reporter, &stop);
    reporter.finish();
    let summary = outcome.map_err(|error| advise(error, plan.store.as_deref()))?;
    print(&plan, &summary)?;
    Ok(exit(&summary))
}

fn config(plan: &EnrichPlan) -> RunConfig {
    let defaults = RunConfig::default();
    RunConfig {
        inputs: plan.inputs.clone(),
        text: plan.text,
        store: plan.store.clone(),
        out: plan.out.clone(),
        rejects: Some(plan.rejects.clone()),
        jobs: plan.jobs,
        batch_tokens: plan.batch_tokens.unwrap_or(defaults.batch_tokens),
        sync: plan.sync,
        force: plan.force,
        max_line_bytes: plan.max_line as u64,
        ..defaults
    }
}

fn print(plan: &EnrichPlan, done: &Summary) -> anyhow::Result<()> {
    let text = if plan.json {
        serde_json::to_string(done)?
    } else {
        summary::render(plan, done)
    };
    if plan.writes_to_stdout() {
        writeln!(stderr().lock(), "{text}")?;
    } else {
        writeln!(stdout().lock(), "{text}")?;
    }
    Ok(())
}

fn exit(summary: &Summary) -> Exit {
    match (summary.stopped, summary.tally.rejected) {
        (true, _) => Exit::Interrupted,
        (false, 0) => Exit::Done,
        (false, _) => Exit::Rejected,
    }
}

/// What to do about a run that failed, and its exit code.
fn advise(error: Error, store: Option<&Path>) -> anyhow::Error {
    let (exit, words) = match error.kind() {
        ErrorKind::Input { .. } => (
            Exit::Input,
            "an input cannot be read; what was committed before stays".to_owned(),
        ),
        ErrorKind::UnknownFormat { .. } | ErrorKind::NothingToRead { .. } => (
            Exit::Input,
            "there is nothing to read; see `wardlake enrich --help` for what inputs may be"
                .to_owned(),
        ),
        ErrorKind::Shrunk { .. } => (
            Exit::Input,
            "an input changed while it was read; run the same command again once it is whole"
                .to_owned(),
        ),
        ErrorKind::Sink { .. } => (
            Exit::Failed,
            "the output cannot be written; make room or name another place".to_owned(),
        ),
        ErrorKind::SameOutput { .. } => (
            Exit::Usage,
            "give the inputs different names, or --out a file".to_owned(),
        ),
        ErrorKind::OutputIsInput { .. } | ErrorKind::OutputIsRejects { .. } => (
            Exit::Usage,
            "name another place for --out or --rejects".to_owned(),
        ),
        ErrorKind::Store(cause) => (
            Exit::Store,
            store::advice(cause, store.unwrap_or(Path::new(""))),
        ),
        ErrorKind::Model(_) => (Exit::Failed, "the model failed".to_owned()),
        ErrorKind::Threads(_) => (
            Exit::Failed,
            "no more threads: try a smaller --jobs".to_owned(),
        ),
        _ => (
            Exit::Failed,
            "the run failed; what was committed before is whole".to_owned(),
        ),
    };
    let advice = Advice::new(exit, words);
    if let ErrorKind::Sink { .. } = error.kind() {
        // Told as words only: a closed pipe is no success here, since resources were left unread.
        return anyhow::Error::msg(error.to_string()).context(advice);
    }
    anyhow::Error::new(error).context(advice)
}
