//! Cuts a note into sections and sentences.
//!
//! The rules are those of the training code, to the character: windows must be cut in use as they were in training.

mod headers;
mod pieces;

pub(crate) use headers::canonical_titles;
pub(crate) use pieces::{Piece, pieces};

use crate::mention::ByteSpan;

/// A part of a note under one heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// Kind of section, such as `hpi`, `medications` or `assessment`.
    pub kind: &'static str,
    /// The heading, without its colon.
    pub title: ByteSpan,
    /// From the heading to the end of the last sentence before the next one.
    pub span: ByteSpan,
}

/// Where the sections and sentences of a note lie.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Segments {
    /// Sections in order; text before the first heading is in none.
    pub sections: Vec<Section>,
    /// Sentences, list items and headings, in order, without white space around them.
    pub sentences: Vec<ByteSpan>,
}

/// The sections and sentences of a note, in one pass.
pub fn segment(text: &str) -> Segments {
    Segments::new(&pieces(text))
}

impl Segments {
    pub(crate) fn new(pieces: &[Piece]) -> Self {
        let mut sections: Vec<Section> = Vec::new();
        for piece in pieces {
            if let (Some(title), Some(kind)) = (piece.title, piece.section) {
                sections.push(Section {
                    kind: headers::kind_name(kind),
                    title,
                    span: piece.span,
                });
            } else if let Some(open) = sections.last_mut() {
                open.span.end = piece.span.end;
            }
        }
        Self {
            sections,
            sentences: pieces.iter().map(|p| p.span).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
