//! A plain text made a resource.

use super::Input;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write as _;
use wardlake_fhir::json::write_string;
use wardlake_store::Digest;

/// A `DocumentReference` with the file's bytes as its attachment, in one line.
///
/// Its id is `text-` and half of a SHA-256: of the file's whole path, so that files of one name in two folders are two
/// resources, or for a text without a path of the text. A file that is edited becomes a new version of the same resource.
pub(crate) fn document_reference(text: &[u8], input: &Input) -> Vec<u8> {
    let path = input.path.as_deref();
    let place = path.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    let source = place
        .as_ref()
        .map(|path| path.as_os_str().as_encoded_bytes());
    let digest = Digest::of(source.unwrap_or(text));
    let mut out = br#"{"resourceType":"DocumentReference","id":"text-"#.to_vec();
    out.extend_from_slice(hex(&digest.0[..16]).as_bytes());
    out.extend_from_slice(
        br#"","status":"current","content":[{"attachment":{"contentType":"text/plain","data":""#,
    );
    out.extend_from_slice(STANDARD.encode(text).as_bytes());
    out.push(b'"');
    if path.is_some() {
        out.extend_from_slice(b",\"title\":");
        write_string(&mut out, &input.relative.to_string_lossy());
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
