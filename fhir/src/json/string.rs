//! Inside JSON strings: find where a run of plain bytes ends, undo escapes, make them.

use std::borrow::Cow;

const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGHS: u64 = ONES << 7;

/// The index of the first quote, backslash or control character at or after `from`; the length if there is none.
///
/// Eight bytes at a time: JSON strings are short, so a vector search would cost more to start than it saves.
pub(super) fn plain_run(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let stops = special_bytes(u64::from_le_bytes(*chunk));
        if stops != 0 {
            return at + stops.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    bytes[at..]
        .iter()
        .position(|b| is_special(*b))
        .map_or(bytes.len(), |i| at + i)
}

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// The high bit of every byte that is special. Bytes above the lowest such one may be marked by a borrow; only the
/// lowest counts.
fn special_bytes(chunk: u64) -> u64 {
    let zero = |x: u64| x.wrapping_sub(ONES) & !x;
    let quote = zero(chunk ^ (ONES * b'"' as u64));
    let backslash = zero(chunk ^ (ONES * b'\\' as u64));
    let control = chunk.wrapping_sub(ONES * 0x20) & !chunk;
    (quote | backslash | control) & HIGHS
}

/// The text between the quotes with its escapes undone. `body` is validated.
pub(super) fn unescape(body: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'\\', body.as_bytes()) else {
        return Cow::Borrowed(body);
    };
    let mut out = String::with_capacity(body.len());
    out.push_str(&body[..first]);
    let mut rest = &body[first..];
    while let Some(escape) = rest.strip_prefix('\\') {
        rest = push_unescaped(escape, &mut out);
        let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    Cow::Owned(out)
}

/// Undoes the escape that `rest` begins with, after its backslash, and returns what follows it.
fn push_unescaped<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let plain = match rest.as_bytes().first() {
        Some(b'u') => return push_code_point(rest, out),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(other) => char::from(*other),
        None => return rest,
    };
    out.push(plain);
    &rest[1..]
}

fn push_code_point<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let bytes = rest.as_bytes();
    let Some((character, len)) = code_point(&bytes[1..]) else {
        return "";
    };
    out.push(character);
    &rest[1 + len..]
}

/// The character that the hex digits after `\u` name, and how many bytes it takes: 4, or 10 for a surrogate pair
/// (`D83D\uDE00`). `None` for digits that are not hex, missing ones, and half a pair.
pub(super) fn code_point(digits: &[u8]) -> Option<(char, usize)> {
    let first = hex4(digits)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 4));
    }
    let second = hex4(digits[4..].strip_prefix(b"\\u")?)?;
    let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let character = char::decode_utf16(pair).next()?.ok()?;
    Some((character, 10))
}

fn hex4(digits: &[u8]) -> Option<u32> {
    let four = digits.first_chunk::<4>()?;
    four.iter().try_fold(0, |value, d| {
        Some(value * 16 + char::from(*d).to_digit(16)?)
    })
}

/// Appends `s` as a JSON string, with its quotes. Escapes what JSON demands and nothing else, so text beyond ASCII
/// stays readable.
pub fn write_string(out: &mut Vec<u8>, s: &str) {
    write_utf8(out, s.as_bytes());
}

/// [`write_string`] for bytes known to be UTF-8: JSON of our own making, say.
pub(crate) fn write_utf8(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'"');
    let mut at = 0;
    loop {
        let stop = plain_run(bytes, at);
        out.extend_from_slice(&bytes[at..stop]);
        let Some(byte) = bytes.get(stop) else { break };
        write_escape(out, *byte);
        at = stop + 1;
    }
    out.push(b'"');
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        b'"' | b'\\' => byte,
        control => return write_hex_escape(out, control),
    };
    out.extend_from_slice(&[b'\\', short]);
}

fn write_hex_escape(out: &mut Vec<u8>, control: u8) {
    let digit = |nibble: u8| b"0123456789abcdef"[usize::from(nibble)];
    out.extend_from_slice(b"\\u00");
    out.extend_from_slice(&[digit(control >> 4), digit(control & 15)]);
}
