//! Where lines come from: files found, opened, decompressed and cut into records.
//!
//! | input | a record is |
//! |---|---|
//! | `.ndjson`, `.jsonl`: mapped; with `.gz` or `.zst`: streamed; `-` | a line |
//! | `.json`, also compressed | an entry of the bundle, or the resource, made one line |
//! | any file with the text option | the file, as a `DocumentReference` |
//!
//! Records are copied out of the file once, here; everything behind owns its bytes. That is what lets the rest of the
//! pipeline treat a mapped file, a pipe and a bundle alike, and see bytes that no longer change (see [`crate::mmap`]).

mod bundle;
mod discover;
mod lines;
mod open;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use discover::{Input, discover};
pub(crate) use open::{Limits, Open, chain};

use crate::error::Error;
use crate::mmap::SourceMap;
use crate::reject::RejectReason;
use std::sync::Arc;
use wardlake_store::Digest;

/// An input that is being read, shared by all that came from it.
pub(crate) struct Source {
    /// As it was named.
    pub(crate) name: Arc<str>,
    /// Its place among the inputs.
    pub(crate) index: usize,
    /// Of the names, sizes, times and heads of this input and all before it.
    pub(crate) chain: Digest,
    /// Kept for as long as something from it is not committed, so that shrinking is noticed.
    pub(crate) map: Option<Arc<SourceMap>>,
}

impl Source {
    /// That what was read from it was there.
    ///
    /// # Errors
    /// `Shrunk` if it became shorter, `Input` if it could not be read.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let Some(map) = &self.map else { return Ok(()) };
        match map.shrunk() {
            Ok(None) => Ok(()),
            Ok(Some(to)) => Err(Error::shrunk(&self.name, map.len(), to)),
            Err(error) => Err(Error::input(&self.name, error)),
        }
    }
}

/// One record of an input.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line, or why there is none.
    pub(crate) content: Result<Vec<u8>, RejectReason>,
    /// From 1.
    pub(crate) line: u64,
    /// Where it begins.
    pub(crate) byte: u64,
    /// Where the next one may begin.
    pub(crate) end: u64,
}

/// Where reading goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Records begin at this byte or later.
    pub(crate) byte: u64,
    /// Lines or entries before it.
    pub(crate) line: u64,
}
