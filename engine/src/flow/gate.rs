//! A bound on what is in flight, so that memory does not grow with the input.

use crate::perf::QueueMeter;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Lets lines in while there is room, in lines and in bytes. One line that is larger than all room passes alone.
pub(crate) struct Gate {
    bytes: u64,
    lines: u64,
    inside: Mutex<Inside>,
    left: Condvar,
}

#[derive(Default)]
struct Inside {
    bytes: u64,
    lines: u64,
    closed: bool,
}

impl Gate {
    pub(crate) fn new(bytes: u64, lines: u64) -> Self {
        Self {
            bytes,
            lines,
            inside: Mutex::default(),
            left: Condvar::new(),
        }
    }

    /// Waits until there is room; false once the gate is closed.
    pub(crate) fn enter(&self, bytes: u64, meter: &QueueMeter) -> bool {
        let mut inside = self.lock();
        let full = |inside: &Inside| {
            inside.lines > 0 && (inside.lines >= self.lines || inside.bytes + bytes > self.bytes)
        };
        if full(&inside) && !inside.closed {
            let since = Instant::now();
            while full(&inside) && !inside.closed {
                inside = self
                    .left
                    .wait(inside)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            meter.was_full(since);
        }
        inside.lines += 1;
        inside.bytes += bytes;
        meter.items.fetch_add(1, Relaxed);
        !inside.closed
    }

    /// What entered with `bytes` has left.
    pub(crate) fn leave(&self, bytes: u64) {
        let mut inside = self.lock();
        inside.lines -= 1;
        inside.bytes -= bytes;
        self.left.notify_all();
    }

    /// Lets nothing in any more.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.left.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
