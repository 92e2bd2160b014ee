//! Bytes to text, whatever character set a sender had.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes looked at to tell UTF-16 and binary data.
const HEAD: usize = 4096;

/// The character set that a content type names: `text/plain; charset=iso-8859-1`.
pub(crate) fn label(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let named = name.trim().eq_ignore_ascii_case("charset");
        named.then(|| value.trim().trim_matches('"'))
    })
}

/// Decodes: by the byte order mark if there is one, else by the label, else by what the bytes look like.
///
/// Never fails: where neither label nor UTF-8 nor UTF-16 fits, it is windows-1252, in which every byte is a character.
/// The mark is not part of the text. One pass, and one look at the first 4 KiB.
pub(crate) fn decode(bytes: &[u8], label: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    let labelled = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    // "utf-8" is also what is said by those who never looked.
    let encoding = labelled.filter(|encoding| *encoding != UTF_8 && fits(encoding, bytes));
    with(encoding.unwrap_or_else(|| guess(bytes)), bytes)
}

/// Whether a label can be true: UTF-16 without a zero byte in it would be text without a blank or a line end.
fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let is_wide = [UTF_16LE, UTF_16BE].contains(&encoding);
    !is_wide || bytes.iter().take(HEAD).any(|byte| *byte == 0)
}

/// Whether these bytes are no text in any character set: control characters that no text has.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let head = decode(&bytes[..bytes.len().min(HEAD)], None);
    head.contains(|c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{80}'..='\u{9f}')
    })
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.into_owned()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    utf16(bytes).unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(_) => WINDOWS_1252,
    })
}

/// Western text in UTF-16 has a zero in nearly every second byte, text in any other set has none.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) / 2 * 2];
    if head.is_empty() {
        return None;
    }
    let zeros = |at: usize| {
        head.iter()
            .skip(at)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (high, low, most) = (zeros(0), zeros(1), head.len() / 2 * 7 / 10);
    match () {
        () if low >= most.max(1) && high == 0 => Some(UTF_16LE),
        () if high >= most.max(1) && low == 0 => Some(UTF_16BE),
        () => None,
    }
}
