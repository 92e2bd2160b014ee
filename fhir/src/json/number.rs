//! Numbers into JSON.

use std::io::Write as _;

/// Appends an integer.
pub(crate) fn write_integer(out: &mut Vec<u8>, value: u32) {
    write!(out, "{value}").expect("a vector takes all that is written to it");
}

/// Appends the shortest decimal that reads back as the same `f32`, without an exponent. JSON has no infinity and no
/// NaN, and a score is neither: such a value is written as 0.
pub(crate) fn write_decimal(out: &mut Vec<u8>, value: f32) {
    // Adding zero turns -0.0 into 0.0.
    let value = if value.is_finite() { value + 0.0 } else { 0.0 };
    write!(out, "{value}").expect("a vector takes all that is written to it");
}
