//! One resource: what it is, its id, and whose.
//!
//! This is what a store needs to file a resource, no more. Elements, cardinalities, profiles and terminology are not
//! checked here.

mod error;
mod patient;
#[cfg(test)]
mod tests;

pub use error::{ResourceError, ResourceErrorKind};
pub(crate) use patient::id_in as patient_id_in;

use crate::json::{self, Field, Kind, Value};
use crate::types;
use std::borrow::Cow;
use std::fmt;

/// One resource with a known type and a valid id, whose root has no member twice and whose `extension`, if it has
/// one, is an array. Borrows the text it was parsed from; prints as its type and size.
#[derive(Clone)]
pub struct Resource<'a> {
    /// The whole resource, an object.
    pub root: Value<'a>,
    /// One of the 146 types of R4.
    pub resource_type: &'static str,
    /// Its logical id.
    pub id: Cow<'a, str>,
}

impl<'a> Resource<'a> {
    /// The id of the one patient this resource is about, if its references say so.
    ///
    /// A `Patient` is about itself. Otherwise the references that R4 has for that type are read: `Patient/x`, with or
    /// without a version, an absolute URL that ends so, and `urn:uuid:x` where the element is the subject of the
    /// resource or the reference's `type` is `Patient`. `None` where there is no such reference, where several name
    /// different patients, and for contained (`#x`), conditional and purely logical references, which name no id.
    ///
    /// Scans the root's members: linear in the size of the resource.
    pub fn patient(&self) -> Option<Cow<'a, str>> {
        match self.resource_type {
            "Patient" => Some(self.id.clone()),
            other => patient::about(self.root, types::patient_paths(other)),
        }
    }
}

impl fmt::Debug for Resource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.resource_type, self.root)
    }
}

/// Parses one resource: a line of NDJSON, a body, or the bytes of a bundle entry.
///
/// # Errors
/// The first of the faults of [`ResourceErrorKind`], in its order.
pub fn parse(line: &[u8]) -> Result<Resource<'_>, ResourceError> {
    let root = json::parse(line)?;
    if root.kind() != Kind::Object {
        return Err(ResourceErrorKind::NotAnObject.into());
    }
    let fields: Vec<Field<'_>> = root.fields().collect();
    let member = |name: &str| {
        fields
            .iter()
            .find(|field| field.is(name))
            .map(|field| field.value)
    };
    let resource_type = resource_type(member("resourceType"))?;
    let id = id(member("id"))?;
    refuse_duplicates(&fields)?;
    if member("extension").is_some_and(|value| value.kind() != Kind::Array) {
        return Err(ResourceErrorKind::ExtensionNotArray.into());
    }
    Ok(Resource {
        root,
        resource_type,
        id,
    })
}

fn resource_type(value: Option<Value<'_>>) -> Result<&'static str, ResourceErrorKind> {
    let name = value
        .and_then(|v| v.str())
        .ok_or(ResourceErrorKind::MissingResourceType)?;
    types::resource_type(&name).ok_or(ResourceErrorKind::UnknownResourceType)
}

fn id(value: Option<Value<'_>>) -> Result<Cow<'_, str>, ResourceErrorKind> {
    let value = value.ok_or(ResourceErrorKind::MissingId)?;
    value
        .str()
        .filter(|id| is_id(id))
        .ok_or(ResourceErrorKind::InvalidId)
}

/// Sorts the names rather than comparing all pairs: the line may have a million of them.
fn refuse_duplicates(fields: &[Field<'_>]) -> Result<(), ResourceErrorKind> {
    let mut names: Vec<_> = fields.iter().filter_map(|field| field.key.str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(ResourceErrorKind::DuplicateMember {
            name: error::printable(&pair[0]),
        }),
        None => Ok(()),
    }
}

/// Whether `id` is a FHIR id: 1 to 64 of `A-Z a-z 0-9 - .`.
pub fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
}
