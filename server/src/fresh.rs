//! Read-your-writes beside a running writer: when to let the store catch up.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, io};

use wardlake_store::{Store, StoreError};

/// Lets the store catch up before a read, where the writer has written since the last time.
///
/// A read must see what was committed before it was asked for, and a catch-up costs some milliseconds whether or not
/// there is anything to catch up with. So the writer's files are looked at first, which costs some microseconds; and a
/// look serves every request that arrived before it *began*. Under load there is one look at a time, however many ask.
pub(crate) struct Freshness {
    dir: PathBuf,
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    /// When the last look began.
    began: Option<Instant>,
    /// What it saw; `None` where it could not look.
    seen: Option<Stamp>,
}

/// Names and lengths of the files that a writer appends to: its log and its list of files. Every commit changes it.
type Stamp = Vec<(OsString, u64)>;

impl Freshness {
    /// For the store in `dir`.
    pub(crate) fn new(dir: PathBuf) -> Self {
        Self {
            dir,
            last: Mutex::default(),
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
    ) -> Result<Option<Duration>, StoreError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.began.is_some_and(|began| began >= asked) {
            return Ok(None);
        }
        let now = Instant::now();
        // Before the catch-up: what is written during it shows as a change the next time.
        let seen = stamp(&self.dir).ok();
        let changed = seen.is_none() || seen != last.seen;
        if changed {
            store.refresh()?;
        }
        *last = Last {
            began: Some(now),
            seen,
        };
        Ok(changed.then(|| now.elapsed()))
    }
}

fn stamp(dir: &Path) -> io::Result<Stamp> {
    let mut stamp = Stamp::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        // Written once and by far the most; a new one is in the list of files.
        if Path::new(&name)
            .extension()
            .is_none_or(|extension| extension != "sst")
        {
            // A file that was deleted meanwhile is a change.
            stamp.push((
                name,
                entry.metadata().map_or(u64::MAX, |metadata| metadata.len()),
            ));
        }
    }
    stamp.sort_unstable();
    Ok(stamp)
}
