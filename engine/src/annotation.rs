//! What was found in one text.

use crate::enricher::Engine;
use crate::stage::offsets::Offsets;
use crate::stage::{allergens, link, respond};
use std::fmt;
use std::sync::Arc;
use wardlake_fhir::comprehend::{Operation, Response};
use wardlake_fhir::extension::Span;
use wardlake_models::{ByteSpan, Mention, Model, Prepared, Segments};
use wardlake_ontologies::{Concept, System};

/// A code that a mention may stand for: as telling as the text, and so without `Debug`.
#[derive(Clone, PartialEq)]
pub struct Coding {
    /// The code system.
    pub system: System,
    /// The code.
    pub code: String,
    /// Its title in the terminology.
    pub display: String,
    /// How sure the linker is, 0 to 1.
    pub score: f32,
}

impl From<Concept<'_>> for Coding {
    fn from(concept: Concept<'_>) -> Self {
        Self {
            system: concept.system,
            code: concept.code.to_owned(),
            display: concept.title.to_owned(),
            score: concept.score,
        }
    }
}

/// A mention and its codes, at most five, best first; none is an answer, too.
#[derive(Clone, PartialEq)]
pub struct LinkedMention {
    /// The mention; its links are places in [`NoteAnnotation::mentions`].
    pub mention: Mention,
    /// Its codes.
    pub codings: Vec<Coding>,
    /// Whether it is a drug that the patient is said to be allergic to: no medication.
    pub allergen: bool,
}

/// What was found in one text: mentions with codes, sections and sentences. Holds the text; prints as its size.
pub struct NoteAnnotation {
    text: Arc<str>,
    segments: Segments,
    mentions: Vec<LinkedMention>,
    offsets: Offsets,
    windows: usize,
    tokens: usize,
    /// Of the model, and with the terminology's release behind it.
    versions: [Arc<str>; 2],
}

/// What the model found in a text.
pub(crate) struct Found {
    pub(crate) segments: Segments,
    /// Of the whole text, in order.
    pub(crate) mentions: Vec<Mention>,
    /// Windows that were encoded.
    pub(crate) windows: usize,
    /// Tokens in them.
    pub(crate) tokens: usize,
}

impl Found {
    /// The mentions of all windows of a prepared text.
    pub(crate) fn new(prepared: &Prepared, windows: Vec<Vec<Mention>>) -> Self {
        Self {
            segments: prepared.segments.clone(),
            mentions: Model::merge(windows),
            windows: prepared.windows.len(),
            tokens: prepared.windows.iter().map(|window| window.ids.len()).sum(),
        }
    }
}

impl NoteAnnotation {
    /// Links the mentions and counts the code points.
    pub(crate) fn new(engine: &Engine, text: Arc<str>, found: Found) -> Self {
        let Found {
            segments,
            mut mentions,
            windows,
            tokens,
        } = found;
        let allergens = allergens::mark(&text, &segments, &mut mentions);
        let sections = segments.sections.iter().map(|section| section.span);
        let spans = mentions.iter().map(|mention| mention.span).chain(sections);
        let offsets = Offsets::new(&text, spans.chain(segments.sentences.iter().copied()));
        let mentions = link::link(&engine.terminology, &text, mentions, &allergens);
        Self {
            text,
            segments,
            mentions,
            offsets,
            windows,
            tokens,
            versions: engine.versions.clone(),
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Mentions in the order of the text, with codes.
    #[must_use]
    pub fn mentions(&self) -> &[LinkedMention] {
        &self.mentions
    }

    /// Sections and sentences.
    #[must_use]
    pub fn segments(&self) -> &Segments {
        &self.segments
    }

    /// Windows that the encoder saw.
    #[must_use]
    pub fn windows(&self) -> usize {
        self.windows
    }

    /// Tokens that the encoder saw, special ones included.
    #[must_use]
    pub fn tokens(&self) -> usize {
        self.tokens
    }

    /// The response of Comprehend Medical's operation; offsets are code points.
    #[must_use]
    pub fn response(&self, op: Operation) -> Response<'_> {
        respond::respond(self, op)
    }

    /// [`NoteAnnotation::response`] as JSON.
    #[must_use]
    pub fn response_json(&self, op: Operation) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.text.len() * 8);
        self.response(op).write_json(op, &mut out);
        out
    }

    /// `ModelVersion` of a response: the model's, and where codes are inferred also the terminology's.
    pub(crate) fn version(&self, op: Operation) -> &str {
        let infers = matches!(op, Operation::InferIcd10Cm | Operation::InferRxNorm);
        &self.versions[usize::from(infers)]
    }

    /// The code points of a mention's, section's or sentence's span.
    #[must_use]
    pub fn code_points(&self, span: ByteSpan) -> Span {
        self.offsets.span(span)
    }
}

impl fmt::Debug for NoteAnnotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "NoteAnnotation(<{} B>, {} mentions)",
            self.text.len(),
            self.mentions.len()
        )
    }
}
