//! Why a search is refused: which parameter, never its value.

use std::fmt;

/// Why a search is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SearchErrorKind {
    /// No parameter of that name.
    UnknownParameter,
    /// FHIR has it, this search does not: a result parameter such as `_sort`, a modifier, a chain.
    Unsupported,
    /// A value that cannot be read.
    InvalidValue,
    /// No value.
    EmptyValue,
    /// Given, or listing values, more often than it may.
    TooManyValues {
        /// How many may be.
        limit: usize,
        /// How many there were, at least.
        requested: usize,
    },
    /// Percent encoding that is broken, or not of UTF-8.
    BadEncoding,
}

impl fmt::Display for SearchErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SearchErrorKind::UnknownParameter => f.write_str("is not a known search parameter"),
            SearchErrorKind::Unsupported => f.write_str("is not supported"),
            SearchErrorKind::InvalidValue => f.write_str("has a value that cannot be read"),
            SearchErrorKind::EmptyValue => f.write_str("has no value"),
            SearchErrorKind::TooManyValues { limit, requested } => {
                write!(f, "has {requested} values, the limit is {limit}")
            }
            SearchErrorKind::BadEncoding => f.write_str("is not percent-encoded utf-8"),
        }
    }
}

/// A refused search: why, and for which parameter. Holds no value of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchError {
    kind: SearchErrorKind,
    parameter: String,
}

impl SearchError {
    /// A name that is not shaped like a parameter may be anything a person typed; only its size is kept.
    pub(super) fn new(kind: SearchErrorKind, name: &str) -> Self {
        let shaped = name.len() <= 64
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-.:".contains(&b));
        let parameter = if shaped {
            name.to_owned()
        } else {
            format!("<{} B>", name.len())
        };
        SearchError { kind, parameter }
    }

    /// Why.
    pub fn kind(&self) -> SearchErrorKind {
        self.kind
    }

    /// The parameter, with its modifier; its size where it is not shaped like one.
    pub fn parameter(&self) -> &str {
        &self.parameter
    }
}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "search parameter {} {}", self.parameter, self.kind)
    }
}

impl std::error::Error for SearchError {}
