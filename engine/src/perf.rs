//! Where the time of a run went: busy time of each stage, waits at each queue.

use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// The stages, in the order of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Split,
    Parse,
    Batch,
    Encode,
    Decode,
    Commit,
}

impl Stage {
    pub(crate) const ALL: [Stage; 6] = [
        Self::Split,
        Self::Parse,
        Self::Batch,
        Self::Encode,
        Self::Decode,
        Self::Commit,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Split => "split",
            Self::Parse => "parse",
            Self::Batch => "batch",
            Self::Encode => "encode",
            Self::Decode => "decode",
            Self::Commit => "commit",
        }
    }
}

/// The busy time of a stage, over all its threads.
#[derive(Default)]
pub(crate) struct StageMeter {
    busy_ns: AtomicU64,
    items: AtomicU64,
}

impl StageMeter {
    /// Runs `work` on one item and counts it.
    pub(crate) fn time<R>(&self, work: impl FnOnce() -> R) -> R {
        let began = Instant::now();
        let result = work();
        self.busy_ns.fetch_add(nanos(began), Relaxed);
        self.items.fetch_add(1, Relaxed);
        result
    }
}

/// What went through a queue, and who waited for it.
#[derive(Default)]
pub(crate) struct QueueMeter {
    pub(crate) items: AtomicU64,
    pub(crate) full_waits: AtomicU64,
    pub(crate) full_ns: AtomicU64,
    pub(crate) empty_ns: AtomicU64,
}

impl QueueMeter {
    /// Counts a wait for a place.
    pub(crate) fn was_full(&self, since: Instant) {
        self.full_waits.fetch_add(1, Relaxed);
        self.full_ns.fetch_add(nanos(since), Relaxed);
    }

    /// Counts a wait for an item.
    pub(crate) fn was_empty(&self, since: Instant) {
        self.empty_ns.fetch_add(nanos(since), Relaxed);
    }
}

/// All meters of a run.
#[derive(Default)]
pub(crate) struct Perf {
    stages: [StageMeter; Stage::ALL.len()],
    pub(crate) lines: QueueMeter,
    pub(crate) documents: QueueMeter,
    pub(crate) batches: QueueMeter,
    pub(crate) scores: QueueMeter,
    pub(crate) done: QueueMeter,
    pub(crate) in_flight: QueueMeter,
}

/// One stage of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageSummary {
    /// `split`, `parse`, `batch`, `encode`, `decode` or `commit`.
    pub name: &'static str,
    /// Threads.
    pub threads: usize,
    /// Lines, documents or batches it worked on.
    pub items: u64,
    /// Seconds of work, over all its threads: waits left out.
    pub busy_seconds: f64,
}

/// One queue of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueueSummary {
    /// What lies in it.
    pub name: &'static str,
    /// Items that went through.
    pub items: u64,
    /// How often a stage found no place for its item: the stage behind was slower.
    pub full_waits: u64,
    /// Seconds that stages waited for a place, over all their threads.
    pub full_wait_seconds: f64,
    /// Seconds that stages waited for an item, over all their threads: the stage before was slower.
    pub empty_wait_seconds: f64,
}

impl Perf {
    pub(crate) fn stage(&self, stage: Stage) -> &StageMeter {
        &self.stages[stage as usize]
    }

    /// The stages, with the number of threads that `threads` says.
    pub(crate) fn stages(&self, threads: impl Fn(Stage) -> usize) -> Vec<StageSummary> {
        let summary = |stage: Stage| StageSummary {
            name: stage.name(),
            threads: threads(stage),
            items: self.stage(stage).items.load(Relaxed),
            busy_seconds: seconds(&self.stage(stage).busy_ns),
        };
        Stage::ALL.into_iter().map(summary).collect()
    }

    pub(crate) fn queues(&self) -> Vec<QueueSummary> {
        let queues = [
            ("in-flight", &self.in_flight),
            ("lines", &self.lines),
            ("documents", &self.documents),
            ("batches", &self.batches),
            ("scores", &self.scores),
            ("done", &self.done),
        ];
        let summary = |(name, meter): (&'static str, &QueueMeter)| QueueSummary {
            name,
            items: meter.items.load(Relaxed),
            full_waits: meter.full_waits.load(Relaxed),
            full_wait_seconds: seconds(&meter.full_ns),
            empty_wait_seconds: seconds(&meter.empty_ns),
        };
        queues.into_iter().map(summary).collect()
    }
}

fn nanos(since: Instant) -> u64 {
    since.elapsed().as_nanos().try_into().unwrap_or(u64::MAX)
}

fn seconds(ns: &AtomicU64) -> f64 {
    Duration::from_nanos(ns.load(Relaxed)).as_secs_f64()
}
