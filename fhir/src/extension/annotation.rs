//! All that was found in one note, as the extension wants it. Offsets are Unicode code points of the note's text.

use crate::comprehend::Response;

/// From code point `begin` to before code point `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First code point.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
}

/// A section of the note.
#[derive(Clone, PartialEq)]
pub struct Section<'a> {
    /// What kind of section, as the segmenter names it.
    pub kind: &'a str,
    /// Its title as it stands in the note; empty where it has none.
    pub title: &'a str,
    /// All of it, title included.
    pub span: Span,
}

/// What was read, and by what.
#[derive(Clone, PartialEq)]
pub struct Provenance<'a> {
    /// Path of the field the text came from, as [`crate::notes::NoteField::path`] has it.
    pub field: &'a str,
    /// SHA-256 of the text in UTF-8, in lower-case hex.
    pub text_sha256: &'a str,
    /// The model's name.
    pub model_name: &'a str,
    /// The model's version.
    pub model_version: &'a str,
    /// Name and release of the terminology.
    pub terminology: &'a str,
    /// When, as a FHIR instant.
    pub recorded: &'a str,
    /// Whether the text, and so every offset, is what was left of HTML, XHTML or RTF.
    pub reduced: bool,
}

/// All that was found in one note. Holds clinical text and so has no `Debug`.
#[derive(Clone, PartialEq)]
pub struct Annotation<'a> {
    /// What was read, and by what.
    pub provenance: Provenance<'a>,
    /// For `detect-entities`.
    pub entities: Response<'a>,
    /// For `infer-icd10`.
    pub icd10: Response<'a>,
    /// For `infer-rxnorm`.
    pub rxnorm: Response<'a>,
    /// Sections, in order.
    pub sections: Vec<Section<'a>>,
    /// Sentences, in order.
    pub sentences: Vec<Span>,
}
