//! From a resource to its patient, through the references of its type.

use super::is_id;
use crate::json::{Kind, Value};
use std::borrow::Cow;

/// Elements whose reference is the subject of the resource, so that a `urn:uuid:` there is the patient unless the
/// reference's `type` says otherwise.
const SUBJECTS: [&str; 7] = [
    "subject",
    "patient",
    "beneficiary",
    "candidate",
    "individual",
    "for",
    "sourcePatientInfo",
];

/// The patient named by the first of `paths` that names any, if all its references agree.
pub(super) fn about<'a>(root: Value<'a>, paths: &[&str]) -> Option<Cow<'a, str>> {
    for path in paths {
        let mut ids = Vec::new();
        let subject = path
            .rsplit('.')
            .next()
            .is_some_and(|element| SUBJECTS.contains(&element));
        collect(root, path, subject, &mut ids);
        let Some(first) = ids.pop() else { continue };
        return ids.iter().all(|id| *id == first).then_some(first);
    }
    None
}

/// Enters arrays, then the members of `path` one by one, and reads the references at its end.
fn collect<'a>(value: Value<'a>, path: &str, subject: bool, ids: &mut Vec<Cow<'a, str>>) {
    if value.kind() == Kind::Array {
        return value
            .elements()
            .for_each(|element| collect(element, path, subject, ids));
    }
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    match value.get(name) {
        Some(member) if rest.is_empty() => {
            ids.extend(references(member).filter_map(|r| patient_id(r, subject)))
        }
        Some(member) => collect(member, rest, subject, ids),
        None => {}
    }
}

/// One reference, or the references of an array.
fn references<'a>(value: Value<'a>) -> impl Iterator<Item = Value<'a>> {
    let one = (value.kind() == Kind::Object).then_some(value);
    one.into_iter().chain(value.elements())
}

fn patient_id<'a>(reference: Value<'a>, subject: bool) -> Option<Cow<'a, str>> {
    let url = reference.get("reference")?.str()?;
    let declared = reference.get("type").and_then(|v| v.str());
    if declared
        .as_deref()
        .is_some_and(|declared| declared != "Patient")
    {
        return None;
    }
    let urn = subject || declared.is_some();
    match url {
        Cow::Borrowed(url) => id_or_uuid_in(url, urn).map(Cow::Borrowed),
        Cow::Owned(url) => id_or_uuid_in(&url, urn).map(|id| Cow::Owned(id.to_owned())),
    }
}

fn id_or_uuid_in(url: &str, urn: bool) -> Option<&str> {
    match url.strip_prefix("urn:uuid:") {
        Some(uuid) => Some(uuid).filter(|uuid| urn && is_id(uuid)),
        None => id_in(url),
    }
}

/// The id in `Patient/x` and in `https://host/fhir/Patient/x`, either with `/_history/1` behind it.
pub(crate) fn id_in(url: &str) -> Option<&str> {
    let url = url.split_once("/_history/").map_or(url, |(url, _)| url);
    let (before, id) = url.rsplit_once('/')?;
    let base = before.strip_suffix("Patient")?;
    let rooted = base.is_empty() || (base.ends_with('/') && base.contains("://"));
    Some(id).filter(|id| rooted && is_id(id))
}
