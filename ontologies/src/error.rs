//! Why a terminology could not be compiled or opened.

use std::fmt;

/// Why a terminology could not be compiled or opened.
///
/// Holds codes, file names and numbers; never a term, a title or a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminologyError {
    kind: TerminologyErrorKind,
}

/// What went wrong, with what was expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TerminologyErrorKind {
    /// The bytes do not begin as an image does.
    WrongMagic,
    /// The image is of a format that this version does not read.
    WrongVersion {
        /// The format version that is read.
        expected: u32,
        /// The format version of the image.
        found: u32,
    },
    /// Fewer bytes than the image says it has.
    Truncated {
        /// Bytes expected, at least.
        expected: u64,
        /// Bytes found.
        found: u64,
    },
    /// More bytes than the image says it has.
    TrailingBytes {
        /// Bytes expected.
        expected: u64,
        /// Bytes found.
        found: u64,
    },
    /// The SHA-256 in the header is not that of the image: it was damaged.
    Checksum,
    /// A section is missing, misplaced, or its content is not what the format says.
    BadSection {
        /// The section's tag.
        tag: &'static str,
    },
    /// Two rows have one code.
    DuplicateCode {
        /// The code.
        code: String,
    },
    /// A value that the format has no room for.
    TooLong {
        /// What it is.
        what: &'static str,
        /// The largest value that fits.
        limit: u64,
        /// The value met.
        found: u64,
    },
    /// A line of a source file is wrong.
    Line {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u32,
        /// What is wrong.
        problem: &'static str,
    },
}

impl TerminologyError {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &TerminologyErrorKind {
        &self.kind
    }
}

impl From<TerminologyErrorKind> for TerminologyError {
    fn from(kind: TerminologyErrorKind) -> Self {
        Self { kind }
    }
}

impl fmt::Display for TerminologyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use TerminologyErrorKind as Kind;
        match &self.kind {
            Kind::WrongMagic => f.write_str("not a terminology image: wrong magic"),
            Kind::WrongVersion { expected, found } => {
                write!(
                    f,
                    "terminology image of format {found}, this version reads {expected}"
                )
            }
            Kind::Truncated { expected, found } => {
                write!(
                    f,
                    "terminology image truncated: {found} bytes of at least {expected}"
                )
            }
            Kind::TrailingBytes { expected, found } => {
                write!(f, "terminology image of {expected} bytes has {found}")
            }
            Kind::Checksum => f.write_str("terminology image damaged: checksum differs"),
            Kind::BadSection { tag } => write!(f, "terminology image: bad section {tag}"),
            Kind::DuplicateCode { code } => write!(f, "code {code} has two rows"),
            Kind::TooLong { what, limit, found } => {
                write!(f, "{what}: {found} is over the limit of {limit}")
            }
            Kind::Line {
                file,
                line,
                problem,
            } => write!(f, "{file}:{line}: {problem}"),
        }
    }
}

impl std::error::Error for TerminologyError {}
