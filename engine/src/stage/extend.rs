//! A document and its annotations to the enriched line.

use super::{NoteDoc, NoteText, link, respond};
use crate::annotation::NoteAnnotation;
use crate::enricher::Engine;
use crate::recorded::Recorded;
use wardlake_fhir::comprehend::Operation;
use wardlake_fhir::extension::{self, Annotation, Provenance, Section};
use wardlake_fhir::resource::{self, ResourceError};
use wardlake_store::Digest;

/// The line with one root extension for each note: what is left when they are removed is the line.
///
/// Some forty times as many bytes as the text; a second validating scan of the line.
///
/// # Errors
/// None for a document that was parsed.
pub(crate) fn extend(
    engine: &Engine,
    recorded: Recorded,
    doc: &NoteDoc,
    notes: &[NoteAnnotation],
) -> Result<Vec<u8>, ResourceError> {
    if notes.is_empty() {
        return Ok(doc.line.clone());
    }
    let recorded = recorded.to_string();
    let extensions = doc.notes.iter().zip(notes).map(|(text, note)| {
        let mut out = Vec::with_capacity(text.text.len() * 32);
        let hash = Digest::of(text.text.as_bytes()).to_string();
        extension::write(
            &annotation(engine, &recorded, &hash, (text, note)),
            &mut out,
        );
        out
    });
    let extensions: Vec<Vec<u8>> = extensions.collect();
    Ok(extension::splice(&resource::parse(&doc.line)?, &extensions))
}

fn annotation<'a>(
    engine: &'a Engine,
    recorded: &'a str,
    text_sha256: &'a str,
    (text, note): (&'a NoteText, &'a NoteAnnotation),
) -> Annotation<'a> {
    let model = engine.model.info();
    let section = |section: &wardlake_models::Section| Section {
        kind: section.kind,
        title: link::surface(note.text(), section.title),
        span: note.code_points(section.span),
    };
    Annotation {
        provenance: Provenance {
            field: &text.field,
            text_sha256,
            model_name: &model.name,
            model_version: &model.version,
            terminology: &engine.terminology_name,
            recorded,
            reduced: text.reduced,
        },
        entities: respond::respond(note, Operation::DetectEntitiesV2),
        icd10: respond::respond(note, Operation::InferIcd10Cm),
        rxnorm: respond::respond(note, Operation::InferRxNorm),
        sections: note.segments().sections.iter().map(section).collect(),
        sentences: note
            .segments()
            .sentences
            .iter()
            .map(|span| note.code_points(*span))
            .collect(),
    }
}
