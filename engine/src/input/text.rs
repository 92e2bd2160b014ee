//! A plain text made a resource.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write as _;
use std::path::Path;
use wardlake_fhir::json::write_string;
use wardlake_store::Digest;

/// A `DocumentReference` with the file's bytes as its attachment, in one line.
///
/// Its id is `text-` and half of a SHA-256: of the file's name in its folder, or for a text without a name of the text.
/// So a file that is edited becomes a new version of the same resource.
pub(crate) fn document_reference(text: &[u8], name: Option<&Path>) -> Vec<u8> {
    let name = name.map(|name| name.to_string_lossy());
    let digest = Digest::of(name.as_deref().map_or(text, str::as_bytes));
    let mut out = br#"{"resourceType":"DocumentReference","id":"text-"#.to_vec();
    out.extend_from_slice(hex(&digest.0[..16]).as_bytes());
    out.extend_from_slice(
        br#"","status":"current","content":[{"attachment":{"contentType":"text/plain","data":""#,
    );
    out.extend_from_slice(STANDARD.encode(text).as_bytes());
    out.push(b'"');
    if let Some(name) = name {
        out.extend_from_slice(b",\"title\":");
        write_string(&mut out, &name);
    }
    out.extend_from_slice(b"}}]}");
    out
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
