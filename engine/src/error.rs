//! Why a run, or a call, failed as a whole. What is wrong with one line is a [`Reject`](crate::Reject) instead.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wardlake_models::ModelError;
use wardlake_store::StoreError;

/// A failed call. Holds paths and numbers; never any clinical text.
#[derive(Debug)]
pub struct Error {
    kind: Box<ErrorKind>,
}

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An input is missing, cannot be read, or is damaged.
    Input {
        /// As it was named.
        source: String,
        /// What the system says.
        error: io::Error,
    },
    /// An input's name says nothing of its format.
    UnknownFormat {
        /// As it was named.
        source: String,
    },
    /// A folder or glob under which there is nothing to read.
    NothingToRead {
        /// As it was named.
        source: String,
    },
    /// An input became shorter than it was when it was opened. Nothing of the batch under way was committed.
    Shrunk {
        /// As it was named.
        source: String,
        /// Bytes it had.
        from: u64,
        /// Bytes it has.
        to: u64,
    },
    /// The output or the rejects file cannot be written: a full disk, for one.
    Sink {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Two inputs would be written to one file of the output folder.
    SameOutput {
        /// The file.
        path: PathBuf,
        /// The first input.
        first: String,
        /// The second input.
        second: String,
    },
    /// An output or rejects file that is an input, too.
    OutputIsInput {
        /// The file.
        path: PathBuf,
    },
    /// A rejects file that is the output, too.
    OutputIsRejects {
        /// The file.
        path: PathBuf,
    },
    /// The store failed.
    Store(StoreError),
    /// The encoder failed.
    Model(ModelError),
    /// A worker panicked: a bug. What was committed before is whole.
    Panicked {
        /// In which stage.
        stage: &'static str,
    },
    /// The system gives no more threads.
    Threads(io::Error),
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    pub(crate) fn input(source: &str, error: io::Error) -> Self {
        let source = source.to_owned();
        ErrorKind::Input { source, error }.into()
    }

    pub(crate) fn sink(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |error| ErrorKind::Sink { path, error }.into()
    }

    pub(crate) fn shrunk(source: &Arc<str>, from: u64, to: u64) -> Self {
        let source = source.to_string();
        ErrorKind::Shrunk { source, from, to }.into()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self {
            kind: Box::new(kind),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        ErrorKind::Store(error).into()
    }
}

impl From<ModelError> for Error {
    fn from(error: ModelError) -> Self {
        ErrorKind::Model(error).into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            ErrorKind::Input { source, error } => write!(f, "cannot read {source}: {error}"),
            ErrorKind::UnknownFormat { source } => write!(
                f,
                "{source} is none of .ndjson, .jsonl (each also .gz, .zst), a bundle .json, or with the text option .txt"
            ),
            ErrorKind::NothingToRead { source } => write!(f, "nothing to read in {source}"),
            ErrorKind::Shrunk { source, from, to } => {
                write!(
                    f,
                    "input {source} shrank from {from} to {to} bytes while being read"
                )
            }
            ErrorKind::Sink { path, error } => {
                write!(f, "cannot write {}: {error}", path.display())
            }
            ErrorKind::SameOutput {
                path,
                first,
                second,
            } => {
                write!(
                    f,
                    "{first} and {second} would both be written to {}",
                    path.display()
                )
            }
            ErrorKind::OutputIsInput { path } => {
                write!(f, "{} is an input and would be overwritten", path.display())
            }
            ErrorKind::OutputIsRejects { path } => {
                write!(
                    f,
                    "{} would be output and rejects file at once",
                    path.display()
                )
            }
            ErrorKind::Store(error) => error.fmt(f),
            ErrorKind::Model(error) => error.fmt(f),
            ErrorKind::Panicked { stage } => write!(f, "a worker of stage {stage} panicked"),
            ErrorKind::Threads(error) => write!(f, "cannot start a thread: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ErrorKind::Input { error, .. }
            | ErrorKind::Sink { error, .. }
            | ErrorKind::Threads(error) => Some(error),
            ErrorKind::Store(error) => Some(error),
            ErrorKind::Model(error) => Some(error),
            _ => None,
        }
    }
}
