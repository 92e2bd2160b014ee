//! What is wrong with a text, and where; never what it says.

use std::fmt;

/// Why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// No value at all: nothing, or white space only.
    Empty,
    /// The text ends inside a value.
    Truncated,
    /// A byte that cannot stand here.
    UnexpectedByte,
    /// A backslash sequence JSON does not know, or half a surrogate pair.
    BadEscape,
    /// A number JSON does not allow, such as `01` or `1.e2`.
    BadNumber,
    /// Bytes that are not UTF-8.
    BadUtf8,
    /// A raw control character inside a string.
    ControlCharacter,
    /// Nested deeper than the limit.
    TooDeep {
        /// Levels allowed: [`super::MAX_DEPTH`].
        limit: usize,
        /// The level that was one too many; the text may go deeper still.
        requested: usize,
    },
    /// Something after the value.
    TrailingBytes,
}

impl fmt::Display for JsonErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonErrorKind::Empty => f.write_str("no json value"),
            JsonErrorKind::Truncated => f.write_str("json ends inside a value"),
            JsonErrorKind::UnexpectedByte => f.write_str("unexpected byte in json"),
            JsonErrorKind::BadEscape => f.write_str("bad escape in a json string"),
            JsonErrorKind::BadNumber => f.write_str("bad json number"),
            JsonErrorKind::BadUtf8 => f.write_str("invalid utf-8"),
            JsonErrorKind::ControlCharacter => f.write_str("control character in a json string"),
            JsonErrorKind::TooDeep { limit, requested } => {
                write!(
                    f,
                    "json nested {requested} levels deep, the limit is {limit}"
                )
            }
            JsonErrorKind::TrailingBytes => f.write_str("bytes after the json value"),
        }
    }
}

/// A text that is not JSON: why, and at which byte. Holds none of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    kind: JsonErrorKind,
    at: usize,
}

impl JsonError {
    pub(super) fn new(kind: JsonErrorKind, at: usize) -> Self {
        JsonError { kind, at }
    }

    /// Why.
    pub fn kind(&self) -> JsonErrorKind {
        self.kind
    }

    /// Where: a byte offset into the text; its length for a text that is cut short.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.at)
    }
}

impl std::error::Error for JsonError {}
