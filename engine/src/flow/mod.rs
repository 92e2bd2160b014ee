//! The stages as threads: what passes between them, and what keeps them in step.
//!
//! ```text
//! split ──lines──▶ parse ×N ──documents──▶ batch ──batches──▶ encode ×jobs ──scores──▶ decode ×N ──done──▶ commit
//!   └───────rejects, ends of inputs──────────────┴─without text───────────────────────────────────────────▲
//! ```
//!
//! Queues are bounded, and a [`Gate`] bounds what is between `split` and `commit` in lines and bytes. `commit` always
//! takes what comes, the oldest line always moves on, and a line leaves the gate when its turn has come: nothing waits
//! in a circle. When one stage fails, [`Control`] wakes every wait, and all threads end.

mod batch;
mod control;
mod decode;
mod encode;
mod gate;
mod message;
mod parse;
mod queue;
mod split;
#[cfg(test)]
mod tests;

pub(crate) use batch::batch;
pub(crate) use control::Control;
pub(crate) use decode::decode;
pub(crate) use encode::encode;
pub(crate) use gate::Gate;
pub(crate) use message::{At, Batch, Document, Done, Known, Outcome, RawLine, Scored};
pub(crate) use parse::parse;
pub(crate) use queue::{Inbox, Outbox, Received, queue};
pub(crate) use split::{Start, split};

use crate::config::RunConfig;
use crate::enricher::Enricher;
use crate::input::Input;
use crate::perf::Perf;
use std::sync::atomic::AtomicBool;
use wardlake_store::Store;

/// What all threads of a run share.
pub(crate) struct Run<'r> {
    pub(crate) config: &'r RunConfig,
    pub(crate) enricher: Enricher,
    pub(crate) store: Option<&'r Store>,
    pub(crate) inputs: &'r [Input],
    pub(crate) stop: &'r AtomicBool,
    pub(crate) control: Control,
    pub(crate) gate: Gate,
    pub(crate) perf: Perf,
}

impl Run<'_> {
    /// Ends the run with its first error.
    pub(crate) fn fail(&self, error: impl Into<crate::Error>) {
        self.control.fail(error.into());
        self.gate.close();
    }

    /// Ends all threads: the error is the caller's to report.
    pub(crate) fn cancel(&self) {
        self.control.cancel();
        self.gate.close();
    }

    /// Ends the run if the thread that holds the guard panics.
    pub(crate) fn guard(&self, stage: crate::perf::Stage) -> Guard<'_> {
        Guard { run: self, stage }
    }
}

/// See [`Run::guard`].
pub(crate) struct Guard<'r> {
    run: &'r Run<'r>,
    stage: crate::perf::Stage,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.run.fail(crate::ErrorKind::Panicked {
                stage: self.stage.name(),
            });
        }
    }
}
