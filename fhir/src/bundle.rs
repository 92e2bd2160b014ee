//! The entries of a `Bundle`, whatever its type.
//!
//! Requests, responses and links of entries are not read here: a bundle is a way to carry resources.

#[cfg(test)]
mod tests;

use crate::json::{Kind, Value};
use std::borrow::Cow;
use std::fmt;

/// Why a value is no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BundleErrorKind {
    /// Its `resourceType` is not `Bundle`.
    NotABundle,
    /// Its `entry` is not an array.
    EntryNotArray,
}

/// A value that is no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundleError {
    kind: BundleErrorKind,
}

impl BundleError {
    /// Why.
    pub fn kind(&self) -> BundleErrorKind {
        self.kind
    }
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            BundleErrorKind::NotABundle => "resourceType is not Bundle",
            BundleErrorKind::EntryNotArray => "entry of the bundle is not an array",
        })
    }
}

impl std::error::Error for BundleError {}

/// One entry that carries a resource.
#[derive(Clone)]
pub struct Entry<'a> {
    /// `fullUrl`, where there is one.
    pub full_url: Option<Cow<'a, str>>,
    /// `resource`, of whatever JSON kind; its [`raw`](Value::raw) bytes are a line for [`crate::resource::parse`].
    pub resource: Value<'a>,
}

/// The entries that carry a resource, in order and lazily; a bundle without `entry` has none.
///
/// # Errors
/// If `root` is no bundle, or its entries are no array. What is wrong inside an entry is for who reads it.
pub fn entries<'a>(
    root: Value<'a>,
) -> Result<impl Iterator<Item = Entry<'a>> + use<'a>, BundleError> {
    let resource_type = root.get("resourceType").and_then(|v| v.str());
    if resource_type.as_deref() != Some("Bundle") {
        return Err(BundleError {
            kind: BundleErrorKind::NotABundle,
        });
    }
    let list = root.get("entry");
    if list.is_some_and(|list| list.kind() != Kind::Array) {
        return Err(BundleError {
            kind: BundleErrorKind::EntryNotArray,
        });
    }
    Ok(list
        .into_iter()
        .flat_map(|list| list.elements())
        .filter_map(entry))
}

fn entry(value: Value<'_>) -> Option<Entry<'_>> {
    let full_url = value.get("fullUrl").and_then(|url| url.str());
    Some(Entry {
        full_url,
        resource: value.get("resource")?,
    })
}
