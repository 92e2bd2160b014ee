//! How a run fails: the first error is kept, and every wait ends.

use crate::error::Error;
use crossbeam::channel::{Receiver, Sender, bounded};
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};

/// Shared by all threads of a run.
pub(crate) struct Control {
    error: Mutex<Option<Error>>,
    /// Dropped to wake those who wait on `failed`.
    alive: Mutex<Option<Sender<Infallible>>>,
    failed: Receiver<Infallible>,
}

impl Control {
    pub(crate) fn new() -> Self {
        let (alive, failed) = bounded(0);
        Self {
            error: Mutex::new(None),
            alive: Mutex::new(Some(alive)),
            failed,
        }
    }

    /// Keeps the error if it is the first, and wakes everyone.
    pub(crate) fn fail(&self, error: Error) {
        self.error
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(error);
        self.cancel();
    }

    /// Wakes everyone, without an error.
    pub(crate) fn cancel(&self) {
        self.alive
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }

    /// Disconnected once the run has failed.
    pub(crate) fn failed(&self) -> &Receiver<Infallible> {
        &self.failed
    }

    /// The first error.
    pub(crate) fn take_error(&self) -> Option<Error> {
        self.error
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}
