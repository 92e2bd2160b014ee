//! What passes between the stages. All of it owns its bytes; none of it prints them.

use crate::enricher::EnrichedResource;
use crate::error::Error;
use crate::input::Source;
use crate::reject::{RejectReason, SourcePos};
use crate::stage::NoteDoc;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use wardlake_models::{Mention, Prepared, Scores, Window};
use wardlake_store::{Digest, ResourceKey};

/// Where something came from, and where reading goes on behind it.
#[derive(Clone)]
pub(crate) struct At {
    /// Its number in the run: lines, and ends of inputs.
    pub(crate) seq: u64,
    pub(crate) source: Arc<Source>,
    pub(crate) line: u64,
    pub(crate) byte: u64,
    /// One past its last byte, line end included.
    pub(crate) end: u64,
    /// Bytes of all files read so far.
    pub(crate) disk: u64,
    /// What it takes of the gate.
    pub(crate) weight: u64,
}

impl At {
    pub(crate) fn position(&self) -> SourcePos {
        SourcePos {
            source: Arc::clone(&self.source.name),
            line: self.line,
            byte: self.byte,
        }
    }
}

/// `split → parse`
pub(crate) struct RawLine {
    pub(crate) at: At,
    pub(crate) line: Vec<u8>,
}

/// `parse → batch`: a document with windows to encode; shared by them until the last one is decoded.
pub(crate) struct Document {
    pub(crate) at: At,
    pub(crate) doc: NoteDoc,
    /// One for each note.
    pub(crate) notes: Vec<Prepared>,
    /// For each note, for each window: its mentions once decoded.
    pub(crate) mentions: Mutex<Vec<Vec<Vec<Mention>>>>,
    /// Windows not yet decoded.
    pub(crate) left: AtomicUsize,
}

impl Document {
    pub(crate) fn new(at: At, doc: NoteDoc, notes: Vec<Prepared>) -> Self {
        let mentions = notes
            .iter()
            .map(|note| vec![Vec::new(); note.windows.len()])
            .collect();
        let left = AtomicUsize::new(notes.iter().map(|note| note.windows.len()).sum());
        Self {
            at,
            doc,
            notes,
            mentions: Mutex::new(mentions),
            left,
        }
    }
}

/// One window of a document.
#[derive(Clone)]
pub(crate) struct WindowRef {
    pub(crate) document: Arc<Document>,
    pub(crate) note: usize,
    pub(crate) window: usize,
}

impl WindowRef {
    pub(crate) fn get(&self) -> &Window {
        &self.document.notes[self.note].windows[self.window]
    }

    /// Tokens.
    pub(crate) fn len(&self) -> usize {
        self.get().ids.len()
    }
}

/// `batch → encode`
pub(crate) struct Batch {
    pub(crate) windows: Vec<WindowRef>,
}

/// `encode → decode`
pub(crate) struct Scored {
    pub(crate) windows: Vec<WindowRef>,
    pub(crate) scores: Scores,
}

/// `→ commit`
pub(crate) struct Done {
    pub(crate) at: At,
    pub(crate) outcome: Outcome,
}

/// What became of it.
pub(crate) enum Outcome {
    Enriched(Box<EnrichedResource>),
    /// The store seemed to have it as it is. To be asked again in order: a line before it may change that.
    Known(Box<Known>),
    Rejected(RejectReason),
    /// The input was read to its end.
    Ended,
    /// The input cannot be read on.
    Failed(Error),
}

/// A line that the store seemed to have as it is.
pub(crate) struct Known {
    pub(crate) key: ResourceKey,
    pub(crate) source: Digest,
    pub(crate) fingerprint: Digest,
    /// To be enriched after all if need be.
    pub(crate) line: Vec<u8>,
}
