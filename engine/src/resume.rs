//! Where a run begins: at the start, or where one that was stopped had got to.
//!
//! A run has one checkpoint, replaced by every commit: its name is made of what it was asked to do (inputs, output and
//! rejects as they were named), its identity of what it read (names, sizes, times and heads of all inputs so far). So one
//! small record says it all, however many inputs there are, and it is in the same write as the resources it counts.

use crate::config::RunConfig;
use crate::enricher::Enricher;
use crate::error::Error;
use crate::flow::Start;
use crate::input::{Input, Place, chain};
use crate::recorded::Recorded;
use crate::sink;
use crate::summary::Resumed;
use crate::tally::Tally;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use wardlake_store::{Checkpoint, Digest, Store};

/// What a checkpoint holds beside the position in the input. JSON in [`Checkpoint::state`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    /// Of model, terminology, format and settings.
    pub(crate) settings: String,
    /// The input that was being read.
    pub(crate) input: usize,
    /// Whether it had been read to its end.
    pub(crate) ended: bool,
    /// Bytes of its output.
    pub(crate) out: u64,
    /// Bytes of the rejects file.
    pub(crate) rejects: u64,
    /// The instant of the run.
    pub(crate) recorded: i64,
    pub(crate) tally: Tally,
}

/// How a run begins.
pub(crate) struct Plan {
    /// The checkpoint's name; `None` if there is nothing to resume from.
    pub(crate) job: Option<String>,
    pub(crate) settings: String,
    pub(crate) recorded: Recorded,
    pub(crate) start: Start,
    pub(crate) tally: Tally,
    /// The input that the output's length belongs to, and that length.
    pub(crate) out: (usize, u64),
    pub(crate) rejects: u64,
    pub(crate) resumed: Option<Resumed>,
    /// What it goes on from.
    pub(crate) checkpoint: Option<Checkpoint>,
    pub(crate) restarted: Option<&'static str>,
}

/// Decides how a run begins.
///
/// # Errors
/// If the store cannot be read.
pub(crate) fn plan(
    config: &RunConfig,
    enricher: &Enricher,
    inputs: &[Input],
    store: Option<&Store>,
) -> Result<Plan, Error> {
    let mut plan = Plan {
        job: None,
        settings: settings(config, enricher),
        recorded: enricher.recorded(),
        start: Start::default(),
        tally: Tally::default(),
        out: (0, 0),
        rejects: 0,
        resumed: None,
        checkpoint: None,
        restarted: None,
    };
    let Some(store) = store.filter(|_| can_resume(config, inputs)) else {
        return Ok(plan);
    };
    let job = job(config);
    if let Some(checkpoint) = store
        .checkpoint(&job)?
        .filter(|checkpoint| !checkpoint.done)
    {
        match resume(&mut plan, config, inputs, &checkpoint) {
            Ok(()) => plan.checkpoint = Some(checkpoint),
            Err(reason) => plan.restarted = Some(reason),
        }
    }
    plan.job = Some(job);
    Ok(plan)
}

/// Pipes cannot be read again, and what was written to a pipe cannot be cut.
fn can_resume(config: &RunConfig, inputs: &[Input]) -> bool {
    let files = [&config.out, &config.rejects];
    files.into_iter().flatten().all(|path| sink::is_kept(path))
        && inputs
            .iter()
            .all(|input| input.path.as_ref().is_some_and(|path| path.is_file()))
}

/// Of everything that a run was asked to do.
fn job(config: &RunConfig) -> String {
    let mut hash = Sha256::new();
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    config
        .inputs
        .iter()
        .for_each(|input| part(absolute(Path::new(input)).as_os_str().as_encoded_bytes()));
    for path in [&config.out, &config.rejects] {
        let path = path.as_deref().map(absolute).unwrap_or_default();
        part(path.as_os_str().as_encoded_bytes());
    }
    part(&[u8::from(config.text)]);
    format!("enrich:{}", Digest(hash.finalize().into()))
}

/// Of what decides which lines become what.
fn settings(config: &RunConfig, enricher: &Enricher) -> String {
    let RunConfig {
        force,
        max_line_bytes,
        max_file_bytes,
        max_text_bytes,
        ..
    } = config;
    let numbers = format!("{force}:{max_line_bytes}:{max_file_bytes}:{max_text_bytes}");
    format!("{}:{numbers}", enricher.fingerprint())
}

/// Moves the beginning to where the checkpoint says, or tells why not.
fn resume(
    plan: &mut Plan,
    config: &RunConfig,
    inputs: &[Input],
    checkpoint: &Checkpoint,
) -> Result<(), &'static str> {
    let state: State = serde_json::from_slice(&checkpoint.state)
        .map_err(|_| "it was stopped by another version")?;
    if state.settings != plan.settings {
        return Err("model, terminology or settings are others");
    }
    let (before, now) = chains(inputs, state.input).ok_or("an input is missing")?;
    if now != checkpoint.identity {
        return Err("an input has changed");
    }
    let out = out_path(config, inputs, state.input);
    let sinks = [(out, state.out), (config.rejects.clone(), state.rejects)];
    let kept = |(path, len): &(Option<PathBuf>, u64)| {
        path.as_ref()
            .is_none_or(|path| sink::can_resume(path, *len))
    };
    if !sinks.iter().all(kept) {
        return Err("an output is missing or shorter than it was");
    }
    let place = Place {
        byte: checkpoint.byte,
        line: checkpoint.line,
    };
    plan.start = match state.ended {
        true => Start {
            index: state.input + 1,
            place: Place::default(),
            chain: now,
            seq: checkpoint.seq,
        },
        false => Start {
            index: state.input,
            place,
            chain: before,
            seq: checkpoint.seq,
        },
    };
    plan.out = (state.input, state.out);
    plan.rejects = state.rejects;
    plan.recorded = Recorded::from_unix_ms(state.recorded);
    plan.tally = state.tally;
    plan.resumed = Some(Resumed {
        source: inputs
            .get(state.input)
            .map(|input| input.name.to_string())
            .unwrap_or_default(),
        line: place.line,
        byte: place.byte,
        read: state.tally.read,
    });
    Ok(())
}

/// Chain digests of the inputs before `index`, and up to it.
fn chains(inputs: &[Input], index: usize) -> Option<(Digest, Digest)> {
    let mut before = Digest::ZERO;
    let mut now = Digest::ZERO;
    for input in inputs.get(..=index)? {
        before = now;
        now = chain(before, input).ok()?;
    }
    Some((before, now))
}

/// The file that what comes from input `index` is written to.
fn out_path(config: &RunConfig, inputs: &[Input], index: usize) -> Option<PathBuf> {
    let out = config.out.as_ref()?;
    match sink::is_folder(out) {
        true => sink::paths(out, inputs).ok()?.into_iter().nth(index),
        false => Some(out.clone()),
    }
}
