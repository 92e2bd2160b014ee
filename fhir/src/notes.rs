//! Where clinical text lives in a resource.
//!
//! | resource | element | encoding |
//! |---|---|---|
//! | `DocumentReference` | `content[].attachment.data` | base64 of a file |
//! | `DiagnosticReport` | `presentedForm[].data` | base64 of a file |
//! | | `conclusion` | the string itself |
//! | `Observation` | `note[].text` | the string itself |
//! | `Composition` | `text.div`, and `text.div` of each `section[]` however deep | XHTML |
//!
//! An attachment with a `url` and no `data` holds no text. What the bytes of a file mean (character set, HTML, RTF)
//! is not decided here.

#[cfg(test)]
mod tests;

use crate::json::Value;
use crate::resource::Resource;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;
use std::fmt;

/// How the text stands in its JSON string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The string is the text.
    Plain,
    /// `Attachment.data`: base64 of a file of [`NoteField::content_type`].
    Base64,
    /// The `div` of a narrative: XHTML.
    Xhtml,
}

/// One place of a resource that holds text. Borrows from the resource unless its string has escapes; prints without
/// the text.
#[derive(Clone, PartialEq, Eq)]
pub struct NoteField<'a> {
    /// Where: `DocumentReference.content[0].attachment`, `Observation.note[1].text`.
    pub path: String,
    /// `Attachment.contentType` as it stands there, for attachments that have one.
    pub content_type: Option<Cow<'a, str>>,
    /// How to get at the text.
    pub encoding: Encoding,
    /// The JSON string, unescaped and not empty.
    pub value: Cow<'a, str>,
}

impl NoteField<'_> {
    /// The bytes of the text or file: base64 decoded (white space within it is allowed, padding is required),
    /// anything else as it stands.
    ///
    /// # Errors
    /// If the value should be base64 and is not.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, BadBase64> {
        if self.encoding != Encoding::Base64 {
            return Ok(Cow::Borrowed(self.value.as_bytes()));
        }
        let text = self.value.as_bytes();
        let decoded = if text.iter().any(u8::is_ascii_whitespace) {
            STANDARD.decode(
                text.iter()
                    .copied()
                    .filter(|b| !b.is_ascii_whitespace())
                    .collect::<Vec<u8>>(),
            )
        } else {
            STANDARD.decode(text)
        };
        decoded.map(Cow::Owned).map_err(|_| BadBase64)
    }
}

impl fmt::Debug for NoteField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {:?} <{} B>",
            self.path,
            self.encoding,
            self.value.len()
        )
    }
}

/// An attachment whose `data` is not base64. Holds none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadBase64;

impl fmt::Display for BadBase64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("attachment data is not base64")
    }
}

impl std::error::Error for BadBase64 {}

/// The texts of a resource, in the order of the table above and of their arrays. Lazy: nothing is read before it is
/// asked for, and a resource type without text costs nothing.
pub fn find<'a>(resource: &Resource<'a>) -> Box<dyn Iterator<Item = NoteField<'a>> + 'a> {
    let root = resource.root;
    match resource.resource_type {
        "DocumentReference" => {
            let contents = each(root, "DocumentReference.content", "content");
            Box::new(contents.filter_map(|(path, content)| {
                attachment(path + ".attachment", content.get("attachment")?)
            }))
        }
        "DiagnosticReport" => {
            let forms = each(root, "DiagnosticReport.presentedForm", "presentedForm");
            let conclusion = root.get("conclusion");
            let conclusion = conclusion
                .and_then(|v| text("DiagnosticReport.conclusion".into(), Encoding::Plain, v));
            Box::new(
                forms
                    .filter_map(|(path, form)| attachment(path, form))
                    .chain(conclusion),
            )
        }
        "Observation" => {
            let notes = each(root, "Observation.note", "note");
            Box::new(notes.filter_map(|(path, note)| {
                text(path + ".text", Encoding::Plain, note.get("text")?)
            }))
        }
        "Composition" => {
            let whole = narrative("Composition", root);
            Box::new(whole.into_iter().chain(Sections {
                open: vec![Level::of("Composition".into(), root)],
            }))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// The elements of the array `parent.name`, each with its path.
fn each<'a>(
    parent: Value<'a>,
    path: &'static str,
    name: &str,
) -> impl Iterator<Item = (String, Value<'a>)> + use<'a> {
    let elements = parent
        .get(name)
        .into_iter()
        .flat_map(|list| list.elements());
    elements
        .enumerate()
        .map(move |(at, element)| (format!("{path}[{at}]"), element))
}

fn attachment<'a>(path: String, attachment: Value<'a>) -> Option<NoteField<'a>> {
    let content_type = attachment.get("contentType").and_then(|v| v.str());
    let field = text(path, Encoding::Base64, attachment.get("data")?)?;
    Some(NoteField {
        content_type,
        ..field
    })
}

fn text(path: String, encoding: Encoding, value: Value<'_>) -> Option<NoteField<'_>> {
    let value = value.str().filter(|value| !value.is_empty())?;
    Some(NoteField {
        path,
        content_type: None,
        encoding,
        value,
    })
}

fn narrative<'a>(path: &str, part: Value<'a>) -> Option<NoteField<'a>> {
    text(
        format!("{path}.text.div"),
        Encoding::Xhtml,
        part.get("text")?.get("div")?,
    )
}

/// The narratives of a composition's sections, each before those of its own sections. A stack of its own, since
/// sections nest as deep as JSON may; it holds one path a level, however many sections a level has.
struct Sections<'a> {
    open: Vec<Level<'a>>,
}

struct Level<'a> {
    path: String,
    sections: Box<dyn Iterator<Item = (usize, Value<'a>)> + 'a>,
}

impl<'a> Level<'a> {
    fn of(path: String, part: Value<'a>) -> Self {
        let sections = part
            .get("section")
            .into_iter()
            .flat_map(|list| list.elements());
        Level {
            path,
            sections: Box::new(sections.enumerate()),
        }
    }
}

impl<'a> Iterator for Sections<'a> {
    type Item = NoteField<'a>;

    fn next(&mut self) -> Option<NoteField<'a>> {
        while let Some(level) = self.open.last_mut() {
            let Some((at, section)) = level.sections.next() else {
                self.open.pop();
                continue;
            };
            let path = format!("{}.section[{at}]", level.path);
            let note = narrative(&path, section);
            self.open.push(Level::of(path, section));
            if note.is_some() {
                return note;
            }
        }
        None
    }
}
