//! Whether a store is what it says: every entry against every other that must agree with it.

mod entries;
mod report;
mod versions;

pub use report::{CheckReport, Problem, ProblemKind};

use crate::{Store, StoreError};

impl Store {
    /// Reads everything and compares: versions with bodies, histories, numbers, transactions and counters; index and
    /// compartment entries with the lists kept of them; each in both directions.
    ///
    /// Commits wait while it runs. Costs a decompression and a SHA-256 for each version and a few look-ups for each
    /// entry, about 40 µs a version; memory does not grow with the store.
    ///
    /// # Errors
    /// What the engine reports of a file it cannot read. What can be read and is wrong is in the report.
    pub fn check(&self) -> Result<CheckReport, StoreError> {
        let state = self.lock()?;
        let mut check = Check {
            store: self,
            report: CheckReport::default(),
        };
        check.versions()?;
        check.resources()?;
        check.histories()?;
        check.transactions(&state)?;
        check.counters(&state);
        check.lists()?;
        check.postings()?;
        check.checkpoints()?;
        Ok(check.report)
    }
}

/// A check under way.
struct Check<'s> {
    store: &'s Store,
    report: CheckReport,
}
