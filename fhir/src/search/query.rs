//! The encoding of a query string, and the parameters FHIR has that are refused.

use super::error::{SearchError, SearchErrorKind};

/// Parameters of R4 that any search may carry and this one refuses, beside every parameter with a modifier or chain.
const UNSUPPORTED: [&str; 21] = [
    "_contained",
    "_containedType",
    "_content",
    "_elements",
    "_filter",
    "_has",
    "_include",
    "_language",
    "_list",
    "_pretty",
    "_profile",
    "_query",
    "_revinclude",
    "_security",
    "_sort",
    "_source",
    "_summary",
    "_tag",
    "_text",
    "_total",
    "_type",
];

/// Why a parameter that is not taken is refused.
pub(super) fn refusal(name: &str) -> SearchErrorKind {
    if name.contains([':', '.']) || UNSUPPORTED.contains(&name) {
        SearchErrorKind::Unsupported
    } else {
        SearchErrorKind::UnknownParameter
    }
}

/// Name and value of `name=value`, decoded; the value is empty where there is no `=`.
pub(super) fn decode(pair: &str) -> Result<(String, String), SearchError> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let fault = || SearchError::new(SearchErrorKind::BadEncoding, name);
    Ok((
        undo(name).ok_or_else(fault)?,
        undo(value).ok_or_else(fault)?,
    ))
}

/// Undoes percent and plus encoding; `None` for broken escapes and for bytes that are not UTF-8.
fn undo(encoded: &str) -> Option<String> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let (digits, after) = rest.split_first_chunk::<2>()?;
                out.push(hex(digits[0])? * 16 + hex(digits[1])?);
                rest = after;
            }
            plain => out.push(*plain),
        }
    }
    String::from_utf8(out).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
