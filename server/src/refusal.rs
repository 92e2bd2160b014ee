//! Why a request is refused: one table from what went wrong to what each of the two APIs says about it.

use axum::http::StatusCode;
use wardlake_store::{StoreError, StoreErrorKind};

/// What went wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It cannot be read, or asks for what makes no sense.
    Invalid,
    /// Its text is not in the encoding it must be in.
    Encoding,
    /// A parameter, type or operation that is not offered.
    Unsupported,
    /// No such path or resource.
    NotFound,
    /// There was such a resource, and it was deleted.
    Gone,
    /// The path does not take this method.
    Method,
    /// An answer in a format that is not offered.
    NotAcceptable,
    /// A body in a format that is not read.
    MediaType,
    /// The body is longer than the limit.
    TooLarge,
    /// A resource that can be read and not be worked with.
    Unprocessable,
    /// More inferences wait than may.
    Busy,
    /// The store cannot be read now.
    Unavailable,
    /// The server's own fault.
    Internal,
}

impl Fault {
    /// HTTP status, FHIR issue type, and error type of Comprehend Medical.
    pub(crate) fn row(self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::Invalid => (S::BAD_REQUEST, "invalid", "InvalidRequestException"),
            Self::Encoding => (S::BAD_REQUEST, "invalid", "InvalidEncodingException"),
            Self::Unsupported => (S::BAD_REQUEST, "not-supported", "InvalidRequestException"),
            Self::NotFound => (S::NOT_FOUND, "not-found", "UnknownOperationException"),
            Self::Gone => (S::GONE, "deleted", "InvalidRequestException"),
            Self::Method => (
                S::METHOD_NOT_ALLOWED,
                "not-supported",
                "InvalidRequestException",
            ),
            Self::NotAcceptable => (
                S::NOT_ACCEPTABLE,
                "not-supported",
                "InvalidRequestException",
            ),
            Self::MediaType => (
                S::UNSUPPORTED_MEDIA_TYPE,
                "not-supported",
                "InvalidRequestException",
            ),
            Self::TooLarge => (
                S::PAYLOAD_TOO_LARGE,
                "too-long",
                "TextSizeLimitExceededException",
            ),
            Self::Unprocessable => (
                S::UNPROCESSABLE_ENTITY,
                "processing",
                "InvalidRequestException",
            ),
            Self::Busy => (
                S::TOO_MANY_REQUESTS,
                "throttled",
                "TooManyRequestsException",
            ),
            Self::Unavailable => (
                S::SERVICE_UNAVAILABLE,
                "transient",
                "ServiceUnavailableException",
            ),
            Self::Internal => (
                S::INTERNAL_SERVER_ERROR,
                "exception",
                "InternalServerException",
            ),
        }
    }
}

/// A refusal: what went wrong, and words for people. The words never hold text, ids or values of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) fault: Fault,
    pub(crate) words: String,
}

impl Refusal {
    pub(crate) fn new(fault: Fault, words: impl Into<String>) -> Self {
        Self {
            fault,
            words: words.into(),
        }
    }

    pub(crate) fn body_over(limit: usize) -> Self {
        Self::new(
            Fault::TooLarge,
            format!("the body is over the limit of {limit} bytes"),
        )
    }
}

impl From<StoreError> for Refusal {
    /// The words of the store name paths and keys of this machine: they go to the log, not to the client.
    fn from(error: StoreError) -> Self {
        match error.kind() {
            StoreErrorKind::BadCursor => {
                Self::new(Fault::Invalid, "_cursor was not given by this search")
            }
            StoreErrorKind::UnknownType => {
                Self::new(Fault::NotFound, "not a resource type of FHIR R4")
            }
            kind => {
                tracing::error!(kind = kind_name(kind), "store read failed");
                Self::new(Fault::Unavailable, "the store cannot be read now")
            }
        }
    }
}

/// A word for each kind, without what it holds.
fn kind_name(kind: &StoreErrorKind) -> &'static str {
    match kind {
        StoreErrorKind::Locked { .. } => "locked",
        StoreErrorKind::NotFound { .. } => "not found",
        StoreErrorKind::FormatTooNew { .. } => "format too new",
        StoreErrorKind::DiskFull { .. } => "disk full",
        StoreErrorKind::Poisoned => "poisoned",
        StoreErrorKind::Damaged { .. } => "damaged",
        _ => "storage engine",
    }
}
