//! `wardlake bench enrich`: the pipeline on generated notes, and what it cost.

mod corpus;
mod memory;
mod words;

use std::fs::File;
use std::io::{BufWriter, Write, stderr, stdout};
use std::path::Path;

use anyhow::Context as _;
use serde_json::json;
use wardlake_engine::{Enricher, Recorded, RunConfig, Summary, pipeline};

use crate::args::BenchPlan;
use crate::exit::{Advice, Exit, fail};
use crate::progress::Reporter;
use crate::units::{bytes, count, duration, rate};
use crate::{model, signals, summary};

/// Generates, runs, measures.
pub(crate) fn run(plan: &BenchPlan) -> anyhow::Result<Exit> {
    let model = model::load(&plan.model)?;
    let enricher = Enricher::new(model, model::terminology()?, Recorded::now());
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let input = folder.path().join("notes.ndjson");
    generate(plan.notes, &input).context(Advice::new(
        Exit::Failed,
        "cannot write the notes; is there room in the temporary folder?",
    ))?;
    let stop = signals::stop_flag("stopping; once more to abort")?;
    let reporter = Reporter::new();
    let outcome = pipeline::run(
        &config(plan, folder.path(), &input),
        &enricher,
        &reporter,
        &stop,
    );
    reporter.finish();
    let done = outcome.context("the run failed")?;
    if done.stopped {
        return Ok(Exit::Interrupted);
    }
    if done.tally.committed != plan.notes as u64 {
        return Err(fail(
            Exit::Failed,
            format!(
                "{} of {} notes were committed",
                done.tally.committed, plan.notes
            ),
        ));
    }
    print(plan, &done)?;
    Ok(Exit::Done)
}

fn generate(notes: usize, path: &Path) -> std::io::Result<()> {
    writeln!(stderr(), "writing {} notes", count(notes as u64))?;
    let mut out = BufWriter::new(File::create(path)?);
    corpus::write(notes, &mut out)?;
    out.flush()
}

fn config(plan: &BenchPlan, folder: &Path, input: &Path) -> RunConfig {
    let defaults = RunConfig::default();
    RunConfig {
        inputs: vec![input.display().to_string()],
        store: Some(folder.join("store")),
        jobs: plan.jobs,
        batch_tokens: plan.batch_tokens.unwrap_or(defaults.batch_tokens),
        ..defaults
    }
}

fn print(plan: &BenchPlan, done: &Summary) -> anyhow::Result<()> {
    let tally = &done.tally;
    let text_per_second = tally.text_bytes as f64 / done.elapsed_seconds;
    let peak = memory::peak();
    let mut out = stdout().lock();
    if plan.json {
        let report = json!({
            "notes": tally.notes, "jobs": plan.jobs, "seconds": done.elapsed_seconds,
            "notes_per_second": done.notes_per_second, "tokens_per_second": done.tokens_per_second,
            "megabytes_per_second": done.megabytes_per_second, "text_megabytes_per_second": text_per_second / 1e6,
            "peak_rss_megabytes": peak.map(|peak| peak as f64 / 1e6), "summary": done,
        });
        writeln!(out, "{report}")?;
        return Ok(());
    }
    let text = rate(text_per_second / 1e6);
    writeln!(
        out,
        "{} notes in {} with {} workers",
        count(tally.notes),
        duration(summary::elapsed(done)),
        plan.jobs
    )?;
    writeln!(
        out,
        "{} notes/s   {} tokens/s   {text} MB/s of text   peak memory {}",
        rate(done.notes_per_second),
        rate(done.tokens_per_second),
        peak.map_or_else(|| "unknown".to_owned(), bytes)
    )?;
    writeln!(out, "\n{}", summary::stages(done))?;
    Ok(())
}
