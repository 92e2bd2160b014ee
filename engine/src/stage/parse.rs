//! A line to a document: what resource it is, and the texts in it.

use super::{NoteDoc, NoteText, charset, html, rtf};
use crate::reject::RejectReason;
use std::borrow::Cow;
use std::sync::Arc;
use wardlake_fhir::notes::{Encoding, NoteField};
use wardlake_fhir::resource::Resource;
use wardlake_fhir::{extension, notes, resource};
use wardlake_store::{Digest, ResourceKey};

/// Parses a line, takes our own annotations off it if it came out of a Wardlake, and decodes its texts.
///
/// One validating scan of the line; three if it has root extensions.
///
/// # Errors
/// If it is no resource, an attachment that should be text is not base64, or there is more text than `max_text` bytes.
pub(crate) fn parse(line: Vec<u8>, max_text: u64) -> Result<NoteDoc, RejectReason> {
    if let Some(original) = original(&line)? {
        return document(&resource::parse(&original)?, &original, max_text);
    }
    document(&resource::parse(&line)?, &line, max_text)
}

/// The texts of a resource, as annotations count in them. Reads the line as [`Enricher::enrich`](crate::Enricher::enrich)
/// does.
///
/// # Errors
/// If the line is no resource, or an attachment that should be text is not base64.
pub fn texts(line: &[u8]) -> Result<Vec<NoteText>, RejectReason> {
    Ok(parse(line.to_vec(), u64::MAX)?.notes)
}

/// The line before it was annotated, if it was.
fn original(line: &[u8]) -> Result<Option<Vec<u8>>, RejectReason> {
    let resource = resource::parse(line)?;
    if resource.root.get("extension").is_none() {
        return Ok(None);
    }
    // It parsed above, so this cannot fail.
    match extension::remove(line) {
        Ok(Cow::Owned(original)) => Ok(Some(original)),
        _ => Ok(None),
    }
}

fn document(resource: &Resource<'_>, line: &[u8], max_text: u64) -> Result<NoteDoc, RejectReason> {
    let mut left = max_text;
    let mut texts = Vec::new();
    for field in notes::find(resource) {
        if let Some(note) = note(field)? {
            let len = note.text.len() as u64;
            left = left.checked_sub(len).ok_or(RejectReason::TextTooLong {
                limit: max_text,
                requested: max_text - left + len,
            })?;
            texts.push(note);
        }
    }
    Ok(NoteDoc {
        line: line.to_vec(),
        key: ResourceKey::new(resource.resource_type, resource.id.as_ref()),
        patient: resource.patient().map(Cow::into_owned),
        source: Digest::of(line),
        notes: texts,
    })
}

/// The text of a field; `None` for a file that is no text, and for one without a letter or digit.
fn note(field: NoteField<'_>) -> Result<Option<NoteText>, RejectReason> {
    let kind = Media::of(&field);
    if kind == Some(Media::Other) {
        return Ok(None);
    }
    let bytes = field.bytes().map_err(|_| RejectReason::BadBase64 {
        field: field.path.clone(),
    })?;
    let kind = Media::sniff(kind, &bytes);
    let label = field.content_type.as_deref().and_then(charset::label);
    let (text, reduced) = match kind {
        Media::Plain => (charset::decode(&bytes, label), false),
        Media::Html => (html::reduce(&charset::decode(&bytes, label)), true),
        Media::Rtf => (rtf::reduce(&bytes), true),
        Media::Other => return Ok(None),
    };
    let worded = text.contains(char::is_alphanumeric);
    Ok(worded.then(|| NoteText {
        field: field.path,
        text: Arc::from(text),
        reduced,
    }))
}

/// What the bytes of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Media {
    Plain,
    Html,
    Rtf,
    /// No text: a PDF, an image, structured data.
    Other,
}

impl Media {
    /// What the resource says; `None` where it says nothing.
    fn of(field: &NoteField<'_>) -> Option<Media> {
        match (field.encoding, &field.content_type) {
            (Encoding::Plain, _) => Some(Media::Plain),
            (Encoding::Xhtml, _) => Some(Media::Html),
            (Encoding::Base64, None) => None,
            (Encoding::Base64, Some(content_type)) if content_type.trim().is_empty() => None,
            (Encoding::Base64, Some(content_type)) => Some(Media::named(content_type)),
        }
    }

    fn named(content_type: &str) -> Media {
        let name = content_type.split(';').next().unwrap_or_default();
        match name.trim().to_ascii_lowercase().as_str() {
            "text/html" | "application/xhtml+xml" => Media::Html,
            "text/rtf" | "application/rtf" | "text/richtext" => Media::Rtf,
            "text/xml" | "text/csv" | "text/calendar" | "text/vcard" => Media::Other,
            name if name.starts_with("text/") => Media::Plain,
            _ => Media::Other,
        }
    }

    /// What the bytes say: RTF called plain text is common, and so is no name at all.
    fn sniff(said: Option<Media>, bytes: &[u8]) -> Media {
        let start = bytes.trim_ascii_start();
        let begins = |with: &str| {
            let head = start.get(..with.len()).unwrap_or_default();
            head.eq_ignore_ascii_case(with.as_bytes())
        };
        match said {
            None | Some(Media::Plain | Media::Rtf) if begins("{\\rtf") => Media::Rtf,
            Some(Media::Rtf) => Media::Plain,
            Some(said) => said,
            None if begins("<!doctype html") || begins("<html") => Media::Html,
            None if charset::is_binary(bytes) => Media::Other,
            None => Media::Plain,
        }
    }
}
