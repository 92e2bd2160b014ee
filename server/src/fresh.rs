//! Read-your-writes beside a running writer: when to let the store catch up.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use wardlake_store::{Store, StoreError};

/// Lets the store catch up before each read, and once for all reads that wait meanwhile.
///
/// A read must see what was committed before it was asked for. So a catch-up serves every request that arrived before
/// it *began*; requests that arrive during one share the next. Under load the cost is that of one catch-up at a time,
/// however many ask.
pub(crate) struct Freshness {
    began: Mutex<Option<Instant>>,
}

impl Freshness {
    pub(crate) fn new() -> Self {
        Self {
            began: Mutex::new(None),
        }
    }

    /// Returns how long the catch-up took, if this call made one.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn since(
        &self,
        asked: Instant,
        store: &Store,
    ) -> Result<Option<std::time::Duration>, StoreError> {
        let mut began = self.began.lock().unwrap_or_else(PoisonError::into_inner);
        if began.is_some_and(|began| began >= asked) {
            return Ok(None);
        }
        let now = Instant::now();
        store.refresh()?;
        *began = Some(now);
        Ok(Some(now.elapsed()))
    }
}
