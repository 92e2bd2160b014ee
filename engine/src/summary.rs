//! What a run says of itself, while it runs and at its end.

use crate::perf::{QueueSummary, StageSummary};
use crate::tally::Tally;
use serde::Serialize;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Bytes of the input files behind what is committed or about to be; compressed bytes for compressed files.
    pub bytes_read: u64,
    /// Bytes of all input files; `None` if one is a pipe.
    pub bytes_total: Option<u64>,
    /// Counts so far, a resumed run's earlier parts included.
    pub tally: Tally,
    /// Seconds since this part of the run began.
    pub elapsed_seconds: f64,
}

/// Where a run went on that had been stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resumed {
    /// The input.
    pub source: String,
    /// Its lines that had been done.
    pub line: u64,
    /// Byte offset of what came next.
    pub byte: u64,
    /// Lines of the whole run that had been done.
    pub read: u64,
}

/// A run, finished or stopped. Serialises to the JSON of `--json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// What became of the lines; a resumed run counts its earlier parts.
    pub tally: Tally,
    /// Whether it was asked to stop before the end. What it had read is committed, and the same run goes on from there.
    pub stopped: bool,
    /// Where it went on, if it had been stopped before.
    pub resumed: Option<Resumed>,
    /// Why it began again although it had been stopped before: an input or setting is another. What was unchanged was
    /// skipped.
    pub restarted: Option<&'static str>,
    /// The instant its annotations record.
    pub recorded: String,
    /// Input files.
    pub inputs: usize,
    /// Seconds of this part of the run.
    pub elapsed_seconds: f64,
    /// Notes annotated in this part of the run, a second.
    pub notes_per_second: f64,
    /// Tokens encoded in this part of the run, a second.
    pub tokens_per_second: f64,
    /// Megabytes of lines in this part of the run, a second.
    pub megabytes_per_second: f64,
    /// Commits to the store.
    pub commits: u64,
    /// Where the work was, in the order of the flow.
    pub stages: Vec<StageSummary>,
    /// Where the waits were.
    pub queues: Vec<QueueSummary>,
}
