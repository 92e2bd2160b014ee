//! What a check found.

use std::fmt;

/// Examples kept of a kind of problem.
const MAX_EXAMPLES: usize = 10;

/// What a check looked at and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Resources, deleted ones included.
    pub resources: u64,
    /// Versions, each with its body.
    pub versions: u64,
    /// Index entries, past ones included.
    pub index_entries: u64,
    /// Compartment entries, past ones included.
    pub compartment_entries: u64,
    /// Transactions.
    pub transactions: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// What is wrong, a kind at a time; empty in a good store.
    pub problems: Vec<Problem>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    pub(super) fn add(&mut self, kind: ProblemKind, example: impl fmt::Display) {
        let at = self
            .problems
            .iter()
            .position(|problem| problem.kind == kind)
            .unwrap_or_else(|| {
                self.problems.push(Problem {
                    kind,
                    count: 0,
                    examples: Vec::new(),
                });
                self.problems.len() - 1
            });
        let problem = &mut self.problems[at];
        problem.count += 1;
        if problem.examples.len() < MAX_EXAMPLES {
            problem.examples.push(example.to_string());
        }
    }
}

/// How often something is wrong, and where first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// How often.
    pub count: u64,
    /// The first ten: `Type/id` where a resource is known, or else the column family or number.
    pub examples: Vec<String>,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A key or value that cannot be decoded.
    Unreadable,
    /// A version without its body.
    MissingBody,
    /// A body that cannot be decompressed, or is not what its hash says.
    DamagedBody,
    /// Versions of a resource are not 1, 2, 3… in order of transactions.
    BrokenVersions,
    /// A resource and its number do not name each other.
    WrongNumber,
    /// A version that a history lacks.
    MissingHistory,
    /// A history entry without its version.
    OrphanHistory,
    /// A transaction that is missing, out of order, or counts versions or a time that its versions do not have.
    WrongTransaction,
    /// Counters that are not the count.
    WrongCounters,
    /// A resource's list of entries names one that the index or compartment lacks.
    MissingEntry,
    /// An index or compartment entry that its resource's list lacks.
    OrphanEntry,
    /// A list of entries of a resource that is deleted or not there.
    OrphanList,
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "entry that cannot be read",
            Self::MissingBody => "version without its body",
            Self::DamagedBody => "body that is not what its hash says",
            Self::BrokenVersions => "versions out of order",
            Self::WrongNumber => "resource and number that do not name each other",
            Self::MissingHistory => "version that a history lacks",
            Self::OrphanHistory => "history entry without its version",
            Self::WrongTransaction => "transaction that its versions contradict",
            Self::WrongCounters => "counters that are not the count",
            Self::MissingEntry => "search entry that is missing",
            Self::OrphanEntry => "search entry of nothing",
            Self::OrphanList => "list of search entries of nothing",
        })
    }
}
