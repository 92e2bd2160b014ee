//! The one instant that a run records.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};
use wardlake_fhir::instant;

/// When annotations are said to be made: one instant for a whole run, so that its output does not depend on how fast
/// it ran, and kept by a resumed run. Milliseconds since 1970 in UTC; displays as a FHIR instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recorded(i64);

impl Recorded {
    /// This moment, or 1970 on a clock that stands before it.
    #[must_use]
    pub fn now() -> Self {
        Self(unix_ms().try_into().unwrap_or(i64::MAX))
    }

    /// An instant of choice, in Unix milliseconds.
    #[must_use]
    pub const fn from_unix_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Unix milliseconds.
    #[must_use]
    pub const fn unix_ms(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&instant::format_ms(self.0))
    }
}

/// The clock, for the times of commits.
pub(crate) fn unix_ms() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    since.as_millis().try_into().unwrap_or(u64::MAX)
}
