//! The entries of a bundle, each made one line.

use super::{Place, Record};
use crate::reject::RejectReason;
use std::ops::Range;
use wardlake_fhir::bundle;
use wardlake_fhir::json::{self, Value};
use wardlake_fhir::resource::ResourceErrorKind;

/// The records of a `.json` file: a bundle's entries, or its one resource, or the one reason why it is neither.
///
/// Holds the whole file, and 16 bytes an entry.
pub(crate) struct Entries {
    file: Vec<u8>,
    ranges: std::iter::Skip<std::vec::IntoIter<Range<usize>>>,
    fault: Option<RejectReason>,
    line: u64,
}

impl Entries {
    /// Parses the file; the entries before `from` are passed over.
    pub(crate) fn new(file: Vec<u8>, from: Place) -> Self {
        let (ranges, fault) = match ranges(&file) {
            Ok(ranges) => (ranges, None),
            Err(reason) => (Vec::new(), Some(reason)),
        };
        let skip = usize::try_from(from.line).unwrap_or(usize::MAX);
        Self {
            ranges: ranges.into_iter().skip(skip),
            fault: fault.filter(|_| from.line == 0),
            file,
            line: from.line,
        }
    }

    /// The next entry that carries a resource.
    pub(crate) fn next(&mut self) -> Option<Record> {
        let (range, content) = match (self.fault.take(), self.ranges.next()) {
            (Some(reason), _) => (0..self.file.len(), Err(reason)),
            (None, Some(range)) => (range.clone(), Ok(one_line(&self.file[range]))),
            (None, None) => return None,
        };
        self.line += 1;
        Some(Record {
            content,
            line: self.line,
            byte: range.start as u64,
            end: range.end as u64,
        })
    }
}

fn ranges(file: &[u8]) -> Result<Vec<Range<usize>>, RejectReason> {
    let bom = file.strip_prefix(b"\xef\xbb\xbf").map_or(0, |_| 3);
    let json = |error| RejectReason::Resource(ResourceErrorKind::Json(error).into());
    let root = json::parse(&file[bom..]).map_err(json)?;
    let shift = |value: Value<'_>| value.range().start + bom..value.range().end + bom;
    let is_bundle = root.get("resourceType").and_then(|v| v.str()).as_deref() == Some("Bundle");
    if !is_bundle {
        return Ok(vec![shift(root)]);
    }
    let entries = bundle::entries(root).map_err(RejectReason::Bundle)?;
    Ok(entries.map(|entry| shift(entry.resource)).collect())
}

/// Valid JSON without the white space between its tokens: a line, however it was laid out.
fn one_line(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len());
    let (mut inside, mut escaped) = (false, false);
    for &byte in json {
        if inside || !byte.is_ascii_whitespace() {
            out.push(byte);
        }
        inside ^= byte == b'"' && !escaped;
        escaped = inside && byte == b'\\' && !escaped;
    }
    out
}
