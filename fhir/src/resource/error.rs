//! Why a line is no resource; never what it says.

use crate::json::JsonError;
use std::fmt;

/// Why a line is no resource.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResourceErrorKind {
    /// Not JSON.
    Json(JsonError),
    /// JSON, but not an object.
    NotAnObject,
    /// No `resourceType`, or not a string.
    MissingResourceType,
    /// A `resourceType` that R4 does not have.
    UnknownResourceType,
    /// No `id`.
    MissingId,
    /// An `id` that is not a string of 1 to 64 of `A-Z a-z 0-9 - .`.
    InvalidId,
    /// A member of the root that appears twice.
    DuplicateMember {
        /// Its name where that looks like a FHIR element; otherwise its size.
        name: String,
    },
    /// A root `extension` that is not an array.
    ExtensionNotArray,
}

impl fmt::Display for ResourceErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResourceErrorKind::Json(error) => error.fmt(f),
            ResourceErrorKind::NotAnObject => f.write_str("not a json object"),
            ResourceErrorKind::MissingResourceType => f.write_str("no resourceType"),
            ResourceErrorKind::UnknownResourceType => {
                f.write_str("resourceType is not a resource type of fhir r4")
            }
            ResourceErrorKind::MissingId => f.write_str("no id"),
            ResourceErrorKind::InvalidId => {
                f.write_str("id is not 1 to 64 letters, digits, hyphens and dots")
            }
            ResourceErrorKind::DuplicateMember { name } => write!(f, "member {name} appears twice"),
            ResourceErrorKind::ExtensionNotArray => f.write_str("extension is not an array"),
        }
    }
}

/// A line that is no resource. Holds none of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceError {
    kind: ResourceErrorKind,
}

impl ResourceError {
    /// Why.
    pub fn kind(&self) -> &ResourceErrorKind {
        &self.kind
    }
}

impl From<ResourceErrorKind> for ResourceError {
    fn from(kind: ResourceErrorKind) -> Self {
        ResourceError { kind }
    }
}

impl From<JsonError> for ResourceError {
    fn from(error: JsonError) -> Self {
        ResourceErrorKind::Json(error).into()
    }
}

impl fmt::Display for ResourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for ResourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ResourceErrorKind::Json(error) => Some(error),
            _ => None,
        }
    }
}

/// A member's name as it may stand in an error: a broken line can have anything for a name, so only what is shaped
/// like a FHIR element is shown.
pub(super) fn printable(name: &str) -> String {
    let element = name.strip_prefix('_').unwrap_or(name);
    let shaped = element.starts_with(|c: char| c.is_ascii_lowercase())
        && element.len() <= 40
        && element.bytes().all(|b| b.is_ascii_alphanumeric());
    if shaped {
        name.to_owned()
    } else {
        format!("<{} B>", name.len())
    }
}
