//! Why a call to the store failed.

use crate::ResourceKey;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why a call failed. Holds paths, resource keys and numbers; never a body or an index value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    kind: StoreErrorKind,
}

/// What went wrong, and for limits what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// Another process, or another handle in this one, has the store open for writing.
    Locked {
        /// The store.
        dir: PathBuf,
    },
    /// There is no store to read.
    NotFound {
        /// Where it was looked for.
        dir: PathBuf,
    },
    /// The directory holds something else, which a new store would be mixed up with.
    NotAStore {
        /// The directory.
        dir: PathBuf,
    },
    /// The store was written by a later version.
    FormatTooNew {
        /// The newest format that can be read.
        supported: u32,
        /// The format of the store; zero where only its layout tells.
        found: u32,
    },
    /// The disk is full: nothing of the call was written, and no write is accepted until the store is opened again.
    DiskFull {
        /// The store.
        dir: PathBuf,
    },
    /// An earlier write failed, so it is unknown what is durable.
    Poisoned,
    /// A write to a store that was opened to be read.
    ReadOnly,
    /// Not a resource type of R4.
    UnknownType,
    /// A body that is too large.
    BodyTooLarge {
        /// Bytes allowed.
        limit: u64,
        /// Bytes given.
        requested: u64,
    },
    /// A cursor that this query did not give.
    BadCursor,
    /// What was read is not what was written.
    Damaged {
        /// What is wrong.
        problem: &'static str,
        /// Of which resource, where it is one's.
        key: Option<ResourceKey>,
    },
    /// RocksDB or the file system reports something else.
    Engine {
        /// Its words.
        message: String,
    },
}

impl StoreError {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &StoreErrorKind {
        &self.kind
    }

    pub(crate) fn damaged(problem: &'static str, key: Option<ResourceKey>) -> Self {
        StoreErrorKind::Damaged { problem, key }.into()
    }

    /// RocksDB tells its causes apart by words only.
    pub(crate) fn from_engine(error: &rocksdb::Error, dir: &Path) -> Self {
        let message: &str = error.as_ref();
        let dir = dir.to_path_buf();
        if message.contains("No space left on device") {
            StoreErrorKind::DiskFull { dir }.into()
        } else if message.contains("lock file") || message.contains("LOCK: ") {
            StoreErrorKind::Locked { dir }.into()
        } else {
            error.clone().into()
        }
    }
}

impl From<StoreErrorKind> for StoreError {
    fn from(kind: StoreErrorKind) -> Self {
        Self { kind }
    }
}

impl From<rocksdb::Error> for StoreError {
    fn from(error: rocksdb::Error) -> Self {
        StoreErrorKind::Engine {
            message: error.into_string(),
        }
        .into()
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        StoreErrorKind::Engine {
            message: error.to_string(),
        }
        .into()
    }
}

impl std::error::Error for StoreError {}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.kind, f)
    }
}

impl fmt::Display for StoreErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked { dir } => write!(f, "store {} is open for writing elsewhere", dir.display()),
            Self::NotFound { dir } => write!(f, "no store in {}", dir.display()),
            Self::NotAStore { dir } => write!(
                f,
                "{} is not empty and holds no store: name an empty or a new directory",
                dir.display()
            ),
            Self::FormatTooNew { supported, found: 0 } => {
                write!(f, "the store is of a later format than {supported}, the newest that is read")
            }
            Self::FormatTooNew { supported, found } => {
                write!(f, "the store is of format {found}, the newest that is read is {supported}")
            }
            Self::DiskFull { dir } => write!(
                f,
                "disk full: could not write to {}; make room and open the store again",
                dir.display()
            ),
            Self::Poisoned => f.write_str(
                "an earlier write failed and it is unknown what is durable: stop, see to the cause, and open the store again",
            ),
            Self::ReadOnly => f.write_str("the store was opened to be read"),
            Self::UnknownType => f.write_str("not a resource type of fhir r4"),
            Self::BodyTooLarge { limit, requested } => {
                write!(f, "a body of {requested} bytes exceeds the limit of {limit}")
            }
            Self::BadCursor => f.write_str("the cursor was not given by this query"),
            Self::Damaged { problem, key: Some(key) } => write!(f, "store damaged: {problem} of {key}"),
            Self::Damaged { problem, key: None } => write!(f, "store damaged: {problem}"),
            Self::Engine { message } => write!(f, "storage engine: {message}"),
        }
    }
}
