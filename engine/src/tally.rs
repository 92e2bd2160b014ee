//! What became of the lines.

use serde::{Deserialize, Serialize};

/// Counts of a run: every line read is in exactly one of three buckets, `read == committed + rejected + skipped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Lines read, blank ones left out; for a bundle its entries, for text files the files.
    pub read: u64,
    /// Lines that became a version: `created + updated`. Without a store, lines written to the output.
    pub committed: u64,
    /// Of those committed, resources that were not there before.
    pub created: u64,
    /// Of those committed, new versions.
    pub updated: u64,
    /// Lines that could not be used.
    pub rejected: u64,
    /// Lines that are already there as they are: same source, model and terminology.
    pub skipped: u64,
    /// Notes annotated.
    pub notes: u64,
    /// Bytes of their text.
    pub text_bytes: u64,
    /// Windows encoded.
    pub windows: u64,
    /// Tokens encoded, special ones included.
    pub tokens: u64,
    /// Bytes of the lines read, as they stand in the (decompressed) input.
    pub bytes: u64,
}

impl Tally {
    /// Whether every line is accounted for.
    #[must_use]
    pub fn sums(&self) -> bool {
        self.read == self.committed + self.rejected + self.skipped
            && self.committed == self.created + self.updated
    }
}
