//! Threads that turn scores into mentions, and documents whose windows are all decoded into enriched lines.

use super::message::WindowRef;
use super::{Document, Done, Inbox, Outbox, Outcome, Run, Scored};
use crate::annotation::{Found, NoteAnnotation};
use crate::perf::Stage;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use wardlake_models::WindowScores;

/// Works until there are no more scores.
pub(crate) fn decode(run: &Run<'_>, scored: &Inbox<'_, Scored>, done: &Outbox<'_, Done>) {
    let _guard = run.guard(Stage::Decode);
    while let Some(Scored { windows, scores }) = scored.recv() {
        for (at, window) in windows.iter().enumerate() {
            let outcome = run
                .perf
                .stage(Stage::Decode)
                .time(|| one(run, window, scores.window(at)));
            if let Some(outcome) = outcome {
                let at = window.document.at.clone();
                if !done.send(Done { at, outcome }) {
                    return;
                }
            }
        }
    }
}

/// Decodes a window; the last one of its document finishes it.
fn one(run: &Run<'_>, window: &WindowRef, scores: WindowScores<'_>) -> Option<Outcome> {
    let document = &window.document;
    let mentions = run.enricher.engine.model.decode(window.get(), scores);
    let mut all = document
        .mentions
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    all[window.note][window.window] = mentions;
    drop(all);
    // Released by each, acquired by the last: it sees what all others stored.
    let last = document.left.fetch_sub(1, Ordering::AcqRel) == 1;
    last.then(|| finish(run, document))
}

/// Links and extends a document whose windows are all decoded.
pub(super) fn finish(run: &Run<'_>, document: &Document) -> Outcome {
    let mentions = std::mem::take(
        &mut *document
            .mentions
            .lock()
            .unwrap_or_else(PoisonError::into_inner),
    );
    let notes = document.doc.notes.iter().zip(&document.notes).zip(mentions);
    let annotate = |((note, prepared), mentions): ((&crate::stage::NoteText, _), _)| {
        NoteAnnotation::new(
            &run.enricher.engine,
            Arc::clone(&note.text),
            Found::new(prepared, mentions),
        )
    };
    let notes: Vec<_> = notes.map(annotate).collect();
    match run.enricher.finish(&document.doc, &notes) {
        Ok(resource) => Outcome::Enriched(Box::new(resource)),
        Err(reason) => Outcome::Rejected(reason),
    }
}
