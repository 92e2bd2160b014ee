//! Adding our root extensions to a resource's bytes, and taking them away.
//!
//! What `splice` writes tells `remove` what was there before:
//!
//! | before | after | removed |
//! |---|---|---|
//! | no `extension` | `…,"extension":[E,E]…` behind the last member | the member and its comma |
//! | `"extension":[]` | `"extension":[ E,E]` | the space and the elements |
//! | `"extension":[x]` | `"extension":[x,E,E]` | the elements and the comma before each |
//!
//! White space of the original stays where it was in all three.

#[cfg(test)]
mod tests;

use super::{PROVENANCE_URL, ROOT_URL};
use crate::json::{self, Field, JsonError, Kind, Value};
use crate::resource::Resource;
use std::borrow::Cow;
use std::ops::Range;

/// The bytes of the resource, white space around it included, with the extensions appended to its root `extension`,
/// which is made where there is none. Each is one object as [`super::write`] makes it; with none of them the bytes
/// are returned as they are.
///
/// A resource that has annotations of ours already, because it came out of a Wardlake, gets more of them, and
/// [`remove`] will take all: call it first. One scan of the root and one copy.
pub fn splice(resource: &Resource<'_>, extensions: &[Vec<u8>]) -> Vec<u8> {
    let text = resource.root.text().as_bytes();
    let Some(place) = Place::of(resource.root).filter(|_| !extensions.is_empty()) else {
        return text.to_vec();
    };
    let (head, tail) = text.split_at(place.at);
    let added = extensions.join(&b","[..]);
    [
        head,
        place.before.as_bytes(),
        &added,
        place.after.as_bytes(),
        tail,
    ]
    .concat()
}

/// Where extensions go, and what goes around them.
struct Place {
    at: usize,
    before: &'static str,
    after: &'static str,
}

impl Place {
    fn of(root: Value<'_>) -> Option<Place> {
        let mut last = None;
        for field in root.fields() {
            if field.is("extension") {
                return Some(Place::within(field.value));
            }
            last = Some(field.value.range().end);
        }
        last.map(|at| Place {
            at,
            before: ",\"extension\":[",
            after: "]",
        })
    }

    fn within(array: Value<'_>) -> Place {
        match array.elements().last() {
            Some(last) => Place {
                at: last.range().end,
                before: ",",
                after: "",
            },
            None => Place {
                at: array.range().start + 1,
                before: " ",
                after: "",
            },
        }
    }
}

/// The line without the root extensions that [`super::write`] made: byte for byte what was given to [`splice`].
/// Borrowed if there are none. HealthLake's own extensions under the same URL stay, since they have no provenance of
/// ours.
///
/// If another program has re-written the JSON in between, ours is still removed, but the white space is that
/// program's. One validating scan, and one copy if there is something to remove.
///
/// # Errors
/// If the line is not JSON.
pub fn remove(line: &[u8]) -> Result<Cow<'_, [u8]>, JsonError> {
    let cuts = cuts(json::parse(line)?);
    if cuts.is_empty() {
        return Ok(Cow::Borrowed(line));
    }
    let mut out = Vec::with_capacity(line.len());
    let mut at = 0;
    for cut in cuts {
        out.extend_from_slice(&line[at..cut.start]);
        at = cut.end;
    }
    out.extend_from_slice(&line[at..]);
    Ok(Cow::Owned(out))
}

/// What to leave out, in order.
fn cuts(root: Value<'_>) -> Vec<Range<usize>> {
    let fields: Vec<Field<'_>> = root.fields().collect();
    let Some(at) = fields.iter().position(|field| field.is("extension")) else {
        return Vec::new();
    };
    let array = fields[at].value;
    let elements: Vec<(Range<usize>, bool)> =
        array.elements().map(|e| (e.range(), is_ours(e))).collect();
    if !elements.iter().any(|(_, ours)| *ours) {
        return Vec::new();
    }
    if elements.iter().any(|(_, ours)| !ours) {
        return elements_of_ours(&elements);
    }
    let inside = array.range().start + 1..elements[elements.len() - 1].0.end;
    let was_empty = &root.text()[inside.start..elements[0].0.start] == " ";
    vec![if was_empty {
        inside
    } else {
        member(&fields, at)
    }]
}

/// Ours among others: each goes with the comma before it, or behind it where only ours come before.
fn elements_of_ours(elements: &[(Range<usize>, bool)]) -> Vec<Range<usize>> {
    let first_kept = elements
        .iter()
        .position(|(_, ours)| !ours)
        .unwrap_or(elements.len());
    let cut = |at: usize| {
        if at < first_kept {
            elements[at].0.start..elements[at + 1].0.start
        } else {
            elements[at - 1].0.end..elements[at].0.end
        }
    };
    (0..elements.len())
        .filter(|at| elements[*at].1)
        .map(cut)
        .collect()
}

/// The whole member, with the comma before it, or behind it if it is the first.
fn member(fields: &[Field<'_>], at: usize) -> Range<usize> {
    let end = fields[at].value.range().end;
    match at.checked_sub(1).map(|before| &fields[before]) {
        Some(before) => before.value.range().end..end,
        None => {
            fields[at].key.range().start..fields.get(1).map_or(end, |next| next.key.range().start)
        }
    }
}

/// Whether an element is a root extension of ours: HealthLake's URL, and our provenance first.
fn is_ours(element: Value<'_>) -> bool {
    let first = || {
        element
            .get("extension")
            .filter(|list| list.kind() == Kind::Array)?
            .elements()
            .next()
    };
    has_url(element, ROOT_URL) && first().is_some_and(|first| has_url(first, PROVENANCE_URL))
}

fn has_url(element: Value<'_>, url: &str) -> bool {
    element.get("url").and_then(|value| value.str()).as_deref() == Some(url)
}
