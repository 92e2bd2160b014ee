//! A line that cannot be used: where it stands, and why. Data, not an error; never any of its text.

use std::fmt;
use std::sync::Arc;
use wardlake_fhir::bundle::BundleError;
use wardlake_fhir::json::{JsonErrorKind, write_string};
use wardlake_fhir::resource::{ResourceError, ResourceErrorKind};

/// A place in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePos {
    /// The file as it was named, `-` for standard input; empty where there is no file.
    pub source: Arc<str>,
    /// The line, from 1; for a bundle the entry.
    pub line: u64,
    /// Byte offset of the line or entry in the (decompressed) file.
    pub byte: u64,
}

impl SourcePos {
    /// The only line of no file.
    pub(crate) fn nowhere() -> Self {
        Self {
            source: Arc::from(""),
            line: 1,
            byte: 0,
        }
    }
}

impl fmt::Display for SourcePos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.line)
    }
}

/// Why a line was rejected. Holds paths of elements and numbers, none of the line's values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RejectReason {
    /// It is no resource.
    Resource(ResourceError),
    /// A `.json` file that is neither a bundle nor a resource.
    Bundle(BundleError),
    /// An attachment's `data` is not base64.
    BadBase64 {
        /// Path of the attachment.
        field: String,
    },
    /// A line or file over the limit; it was not read into memory.
    TooLong {
        /// What is too long: a line, a bundle or a text file.
        what: &'static str,
        /// Bytes allowed.
        limit: u64,
        /// Bytes it has, as far as it was read.
        requested: u64,
    },
    /// More text in one resource than the limit.
    TextTooLong {
        /// Bytes of decoded text allowed.
        limit: u64,
        /// Bytes it has.
        requested: u64,
    },
    /// The encoder failed on it. Only from [`Enricher::enrich`](crate::Enricher::enrich): a pipeline stops instead.
    Inference {
        /// What the encoder says.
        reason: String,
    },
}

impl RejectReason {
    /// One word for machines: `invalid-json`, `truncated`, `too-deep`, `missing-id`, ….
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Resource(error) => resource_code(error.kind()),
            Self::Bundle(_) => "invalid-bundle",
            Self::BadBase64 { .. } => "invalid-base64",
            Self::TooLong { .. } => "too-long",
            Self::TextTooLong { .. } => "text-too-long",
            Self::Inference { .. } => "inference-failed",
        }
    }
}

fn resource_code(kind: &ResourceErrorKind) -> &'static str {
    match kind {
        ResourceErrorKind::Json(error) => json_code(error.kind()),
        ResourceErrorKind::NotAnObject => "not-an-object",
        ResourceErrorKind::MissingResourceType => "missing-resource-type",
        ResourceErrorKind::UnknownResourceType => "unknown-resource-type",
        ResourceErrorKind::MissingId => "missing-id",
        ResourceErrorKind::InvalidId => "invalid-id",
        ResourceErrorKind::DuplicateMember { .. } => "duplicate-member",
        _ => "invalid-resource",
    }
}

fn json_code(kind: JsonErrorKind) -> &'static str {
    match kind {
        JsonErrorKind::Truncated => "truncated",
        JsonErrorKind::BadUtf8 => "invalid-utf8",
        JsonErrorKind::TooDeep { .. } => "too-deep",
        _ => "invalid-json",
    }
}

impl From<ResourceError> for RejectReason {
    fn from(error: ResourceError) -> Self {
        Self::Resource(error)
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resource(error) => error.fmt(f),
            Self::Bundle(error) => error.fmt(f),
            Self::BadBase64 { field } => write!(f, "{field}.data is not base64"),
            Self::TooLong {
                what,
                limit,
                requested,
            } => write!(f, "a {what} of {requested} bytes, the limit is {limit}"),
            Self::TextTooLong { limit, requested } => {
                write!(f, "{requested} bytes of text, the limit is {limit}")
            }
            Self::Inference { reason } => write!(f, "the encoder failed: {reason}"),
        }
    }
}

/// A rejected line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Where.
    pub at: SourcePos,
    /// Why.
    pub reason: RejectReason,
}

impl Reject {
    /// A line of the rejects file, without its newline: `source`, `line`, `byte`, `reason`, `detail`.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut out = b"{\"source\":".to_vec();
        write_string(&mut out, &self.at.source);
        let (line, byte) = (self.at.line, self.at.byte);
        out.extend_from_slice(format!(",\"line\":{line},\"byte\":{byte},\"reason\":").as_bytes());
        write_string(&mut out, self.reason.code());
        out.extend_from_slice(b",\"detail\":");
        write_string(&mut out, &self.reason.to_string());
        out.push(b'}');
        out
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.reason)
    }
}

impl std::error::Error for Reject {}
