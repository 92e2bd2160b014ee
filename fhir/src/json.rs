//! JSON as ranges of its own text: strict RFC 8259, no tree, no allocation.
//!
//! [`parse`] checks a whole text once; the [`Value`] it returns is a range of it, and so is every value reached
//! from there. What a caller does not touch keeps its bytes, white space and number spelling included.
//!
//! Strict means: UTF-8, no lone surrogates in `\u` escapes, no control characters in strings, no trailing commas,
//! comments, byte order mark or second value, nesting to [`MAX_DEPTH`]. Duplicate member names are JSON; who minds
//! them looks for them. Numbers stay text: this module never rounds one.

mod error;
mod number;
mod string;
#[cfg(test)]
mod tests;
mod validate;
mod value;

pub use error::{JsonError, JsonErrorKind};
pub(crate) use number::{write_decimal, write_integer};
pub use string::write_string;
pub(crate) use string::write_utf8;
pub use value::{Field, Kind, Value};

/// Deepest nesting of arrays and objects that [`parse`] accepts. The scan keeps one bit a level, so no text,
/// however deep, can overflow the stack.
pub const MAX_DEPTH: usize = 512;

/// Validates the whole text.
///
/// Linear in the length, about 2 GB/s on resources, without allocation or recursion. Walking the result later scans
/// again what it walks over, at about half that.
///
/// # Errors
/// The first fault, with its byte offset; a text that is not UTF-8 fails for that before anything else.
///
/// ```
/// use wardlake_fhir::json;
///
/// let root = json::parse(br#"{"resourceType": "Patient", "id": "p\u0031"}"#)?;
/// assert_eq!(root.get("id").and_then(|id| id.str()).as_deref(), Some("p1"));
/// # Ok::<(), json::JsonError>(())
/// ```
pub fn parse(bytes: &[u8]) -> Result<Value<'_>, JsonError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|e| JsonError::new(JsonErrorKind::BadUtf8, e.valid_up_to()))?;
    let range = validate::value(text.as_bytes())?;
    Ok(Value::new(text, range.start, range.end))
}
