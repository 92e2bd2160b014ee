//! All stages in line: one text, or one line, on the calling thread.

use crate::annotation::{Found, NoteAnnotation};
use crate::error::Error;
use crate::recorded::Recorded;
use crate::reject::{Reject, RejectReason, SourcePos};
use crate::stage::{NoteDoc, NoteText, extend, parse};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::sync::Arc;
use wardlake_models::{Model, TokenBatch};
use wardlake_ontologies::Terminology;
use wardlake_store::{Digest, Put, ResourceKey};

/// Of what [`extend`] writes; part of every fingerprint, so that a change here redoes what was stored before.
const FORMAT_VERSION: u32 = 1;

/// Windows that [`Enricher::annotate`] encodes at once, so that its memory does not grow with the text.
const WINDOWS: usize = 8;

/// Model, terminology and recorded instant: everything that decides what a line becomes.
///
/// `Send` and `Sync`, without locks; a clone shares everything. Equal fingerprint, instant and line: equal bytes.
#[derive(Clone)]
pub struct Enricher {
    pub(crate) engine: Arc<Engine>,
    pub(crate) recorded: Recorded,
}

/// What clones of an [`Enricher`] share.
pub(crate) struct Engine {
    pub(crate) model: Arc<Model>,
    pub(crate) terminology: Arc<Terminology>,
    /// Name and release.
    pub(crate) terminology_name: String,
    /// Version of the model, and with the terminology's release behind it.
    pub(crate) versions: [Arc<str>; 2],
    fingerprint: Digest,
}

/// One line, enriched. Prints without its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrichedResource {
    /// Which resource.
    pub key: ResourceKey,
    /// The line with its annotations.
    pub body: Vec<u8>,
    /// SHA-256 of the line without annotations of ours.
    pub source: Digest,
    /// Of model, terminology and format; zero for a resource without text.
    pub fingerprint: Digest,
    /// Id of the patient it is about.
    pub patient: Option<String>,
    /// Notes annotated.
    pub notes: u32,
    /// Windows encoded.
    pub windows: u64,
    /// Tokens encoded, special ones included.
    pub tokens: u64,
    /// Bytes of the notes' texts.
    pub text_bytes: u64,
}

impl EnrichedResource {
    pub(crate) fn into_put(self) -> Put {
        Put {
            body: self.body,
            source: self.source,
            fingerprint: self.fingerprint,
            patient: self.patient,
            ..Put::new(self.key)
        }
    }
}

impl fmt::Debug for EnrichedResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "EnrichedResource({}, <{} B>, {} notes)",
            self.key,
            self.body.len(),
            self.notes
        )
    }
}

impl Enricher {
    /// Puts the parts together.
    #[must_use]
    pub fn new(model: Arc<Model>, terminology: Arc<Terminology>, recorded: Recorded) -> Self {
        let (info, release) = (model.info(), &terminology.info().release);
        let mut hash = Sha256::new();
        hash.update(FORMAT_VERSION.to_be_bytes());
        hash.update(&info.fingerprint);
        hash.update(&terminology.info().fingerprint);
        let engine = Engine {
            terminology_name: format!("{} {release}", terminology.info().name),
            versions: [
                Arc::from(&*info.version),
                Arc::from(format!("{}.{release}", info.version)),
            ],
            fingerprint: Digest(hash.finalize().into()),
            model,
            terminology,
        };
        Self {
            engine: Arc::new(engine),
            recorded,
        }
    }

    /// The same, recording another instant.
    #[must_use]
    pub fn at(&self, recorded: Recorded) -> Self {
        Self {
            recorded,
            ..self.clone()
        }
    }

    /// The instant it records.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        self.recorded
    }

    /// Of model, terminology and format: what equal bytes need beside an equal line and instant.
    #[must_use]
    pub fn fingerprint(&self) -> Digest {
        self.engine.fingerprint
    }

    /// Enriches one line of NDJSON, or any one resource: what the pipeline would have made of it, on this thread.
    /// Without the pipeline's limits on lengths: those are its caller's.
    ///
    /// # Errors
    /// If the line cannot be used.
    pub fn enrich(&self, line: &[u8]) -> Result<EnrichedResource, Reject> {
        self.one(line.to_vec(), u64::MAX).map_err(|reason| Reject {
            at: SourcePos::nowhere(),
            reason,
        })
    }

    pub(crate) fn one(
        &self,
        line: Vec<u8>,
        max_text: u64,
    ) -> Result<EnrichedResource, RejectReason> {
        let doc = parse::parse(line, max_text)?;
        let annotate = |note: &NoteText| self.annotate_shared(Arc::clone(&note.text));
        let notes: Result<Vec<_>, _> = doc.notes.iter().map(annotate).collect();
        let notes = notes.map_err(|error| RejectReason::Inference {
            reason: error.to_string(),
        })?;
        self.finish(&doc, &notes)
    }

    /// Annotates a text: any length, never truncated.
    ///
    /// # Errors
    /// If the encoder fails.
    pub fn annotate(&self, text: &str) -> Result<NoteAnnotation, Error> {
        self.annotate_shared(Arc::from(text))
    }

    fn annotate_shared(&self, text: Arc<str>) -> Result<NoteAnnotation, Error> {
        let model = &self.engine.model;
        let prepared = model.prepare(&text);
        let mut mentions = Vec::with_capacity(prepared.windows.len());
        let mut batch = TokenBatch::new();
        for group in prepared.windows.chunks(WINDOWS) {
            batch.clear();
            group.iter().for_each(|window| batch.push(window));
            let scores = model.encode(&batch)?;
            mentions.extend(
                (0..)
                    .zip(group)
                    .map(|(at, window)| model.decode(window, scores.window(at))),
            );
        }
        Ok(NoteAnnotation::new(
            &self.engine,
            text,
            Found::new(&prepared, mentions),
        ))
    }

    /// Of a document with these annotations.
    pub(crate) fn fingerprint_of(&self, doc: &NoteDoc) -> Digest {
        if doc.notes.is_empty() {
            Digest::ZERO
        } else {
            self.engine.fingerprint
        }
    }

    /// The last stage: a document and the annotations of its notes to the enriched line.
    pub(crate) fn finish(
        &self,
        doc: &NoteDoc,
        notes: &[NoteAnnotation],
    ) -> Result<EnrichedResource, RejectReason> {
        Ok(EnrichedResource {
            key: doc.key.clone(),
            body: extend::extend(&self.engine, self.recorded, doc, notes)?,
            source: doc.source,
            fingerprint: self.fingerprint_of(doc),
            patient: doc.patient.clone(),
            notes: u32::try_from(notes.len()).unwrap_or(u32::MAX),
            windows: notes.iter().map(|note| note.windows() as u64).sum(),
            tokens: notes.iter().map(|note| note.tokens() as u64).sum(),
            text_bytes: notes.iter().map(|note| note.text().len() as u64).sum(),
        })
    }
}

impl fmt::Debug for Enricher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enricher")
            .field("model", self.engine.model.info())
            .field("terminology", self.engine.terminology.info())
            .field("recorded", &self.recorded)
            .finish()
    }
}
