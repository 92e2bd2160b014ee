//! `meta.versionId` and `meta.lastUpdated`, which the server sets: put into a body when it is read, so that the
//! stored body stays what came in.

#[cfg(test)]
mod tests;

use crate::json::{self, Field, JsonError, Kind, Value, write_string};
use std::ops::Range;

/// The body with `meta.versionId` and `meta.lastUpdated` set; every other byte, other members of `meta` included,
/// is kept. A body without `meta` gets one behind its `id`.
///
/// `last_updated` is a FHIR instant. One validating scan and one copy. A body that is JSON but no object comes back
/// as it is.
///
/// # Errors
/// If the body is not JSON.
pub fn with_version(body: &[u8], version: u64, last_updated: &str) -> Result<Vec<u8>, JsonError> {
    let root = json::parse(body)?;
    let stamp = Stamp::new(version, last_updated);
    let mut out = Vec::with_capacity(body.len() + 96);
    let mut at = 0;
    for (range, bytes) in stamp.edits(root) {
        out.extend_from_slice(&body[at..range.start]);
        out.extend_from_slice(&bytes);
        at = range.end;
    }
    out.extend_from_slice(&body[at..]);
    Ok(out)
}

/// A range of the body, and what stands there instead.
type Edit = (Range<usize>, Vec<u8>);

/// The two members with their JSON values.
struct Stamp([(&'static str, Vec<u8>); 2]);

impl Stamp {
    fn new(version: u64, last_updated: &str) -> Self {
        let quoted = |text: &str| {
            let mut out = Vec::new();
            write_string(&mut out, text);
            out
        };
        Stamp([
            ("versionId", quoted(&version.to_string())),
            ("lastUpdated", quoted(last_updated)),
        ])
    }

    /// What to change, in the order of the body.
    fn edits(&self, root: Value<'_>) -> Vec<Edit> {
        match root.get("meta") {
            Some(meta) if meta.kind() == Kind::Object => self.edits_in(meta),
            Some(meta) => vec![(meta.range(), self.object())],
            None => self.new_meta(root).into_iter().collect(),
        }
    }

    /// New values where there are old ones, and the missing members at the front.
    fn edits_in(&self, meta: Value<'_>) -> Vec<Edit> {
        let fields: Vec<Field<'_>> = meta.fields().collect();
        let has = |name: &str| fields.iter().any(|field| field.is(name));
        let missing = self.members(|name| !has(name), !fields.is_empty());
        let front = meta.range().start + 1;
        let replaced = fields
            .iter()
            .filter_map(|field| Some((field.value.range(), self.value(field)?.to_vec())));
        std::iter::once((front..front, missing))
            .chain(replaced)
            .collect()
    }

    fn value(&self, field: &Field<'_>) -> Option<&[u8]> {
        self.0
            .iter()
            .find(|(name, _)| field.is(name))
            .map(|(_, value)| value.as_slice())
    }

    /// `"meta":{…}` behind the id, or behind whatever is last.
    fn new_meta(&self, root: Value<'_>) -> Option<Edit> {
        let before = root
            .fields()
            .find(|field| field.is("id"))
            .or_else(|| root.fields().last())?;
        let at = before.value.range().end;
        Some((at..at, [br#","meta":"#.to_vec(), self.object()].concat()))
    }

    fn object(&self) -> Vec<u8> {
        [b"{".to_vec(), self.members(|_| true, false), b"}".to_vec()].concat()
    }

    /// The members that are wanted, with commas between them, and one behind if more follow.
    fn members(&self, wanted: impl Fn(&str) -> bool, more: bool) -> Vec<u8> {
        let mut out = Vec::new();
        for (name, value) in self.0.iter().filter(|(name, _)| wanted(name)) {
            write_string(&mut out, name);
            out.push(b':');
            out.extend_from_slice(value);
            out.push(b',');
        }
        if !more {
            out.pop();
        }
        out
    }
}
