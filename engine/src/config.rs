//! What a run is asked to do. Explicit: no default is read from the environment.

use std::path::PathBuf;
use std::time::Duration;

/// A run of the pipeline. Sizes below their minimum are raised to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunConfig {
    /// Files, folders (read recursively), globs, `-` for standard input; in this order. Default: none.
    pub inputs: Vec<String>,
    /// Inputs are plain text, each made a `DocumentReference`. Default: no.
    pub text: bool,
    /// The store to commit to; without one there is nothing to resume from. Default: none.
    pub store: Option<PathBuf>,
    /// Where enriched resources are written too: a file, a folder (a file for each input), `-`. Default: nowhere.
    pub out: Option<PathBuf>,
    /// Where rejected lines are listed. Default: nowhere; they are counted all the same.
    pub rejects: Option<PathBuf>,
    /// Encode workers, one core each. Default and minimum: 1.
    pub jobs: usize,
    /// Tokens of a batch: a worker encodes as many at once, a longer window alone. Default: 1024. Minimum: 1.
    pub batch_tokens: usize,
    /// Make every batch survive a power loss, rather than finished files only. Default: no.
    pub sync: bool,
    /// Redo what is unchanged. Default: no.
    pub force: bool,
    /// Longer lines are rejected, without being read into memory. Default: 64 MiB. Minimum: 1.
    pub max_line_bytes: u64,
    /// Longer bundles and text files are rejected. Default: 256 MiB. Minimum: 1.
    pub max_file_bytes: u64,
    /// Resources with more decoded text are rejected: annotations are some forty times as large, and of text that is
    /// dense with conditions and medications two hundred times. Default: 768 KiB, some four hundred pages.
    /// Minimum: 1.
    pub max_text_bytes: u64,
    /// Bytes of lines between reading and committing; one longer line passes alone. Default: 4 MiB. Minimum: 1.
    pub in_flight_bytes: u64,
    /// Lines between reading and committing. Default: 8192. Minimum: 1.
    pub in_flight_lines: u64,
    /// Places of each queue. Default: 64. Minimum: 1.
    pub queue: usize,
    /// A commit has at most so many resources. Default: 1000. Minimum: 1.
    pub commit_resources: usize,
    /// A commit is closed once its bodies have so many bytes. Default: 16 MiB. Minimum: 1.
    pub commit_bytes: usize,
    /// A commit is closed once it is so old. Default: 1 s.
    pub commit_interval: Duration,
    /// The observer hears of progress at most so often. Default: 100 ms.
    pub progress_interval: Duration,
}

impl Default for RunConfig {
    fn default() -> Self {
        Self {
            inputs: Vec::new(),
            text: false,
            store: None,
            out: None,
            rejects: None,
            jobs: 1,
            batch_tokens: 1024,
            sync: false,
            force: false,
            max_line_bytes: 64 << 20,
            max_file_bytes: 256 << 20,
            max_text_bytes: 768 << 10,
            in_flight_bytes: 4 << 20,
            in_flight_lines: 8192,
            queue: 64,
            commit_resources: 1000,
            commit_bytes: 16 << 20,
            commit_interval: Duration::from_secs(1),
            progress_interval: Duration::from_millis(100),
        }
    }
}

/// More threads than this, and the system runs out of room for their stacks before it runs out of cores.
const MAX_JOBS: usize = 1024;

impl RunConfig {
    /// The same with every size at its minimum at least.
    pub(crate) fn raised(mut self) -> Self {
        self.jobs = self.jobs.clamp(1, MAX_JOBS);
        for size in [
            &mut self.batch_tokens,
            &mut self.queue,
            &mut self.commit_resources,
            &mut self.commit_bytes,
        ] {
            *size = (*size).max(1);
        }
        for size in [
            &mut self.max_line_bytes,
            &mut self.max_file_bytes,
            &mut self.max_text_bytes,
            &mut self.in_flight_bytes,
            &mut self.in_flight_lines,
        ] {
            *size = (*size).max(1);
        }
        self
    }

    /// Threads of the stages around the encoder: they wait for it most of the time.
    pub(crate) fn helpers(&self) -> usize {
        self.jobs.div_ceil(2)
    }
}
