//! Threads that parse lines, pass over what is known, and cut texts into windows.

use super::message::Known;
use super::{Document, Done, Inbox, Outbox, Outcome, RawLine, Run};
use crate::error::Error;
use crate::perf::Stage;
use crate::stage::{self, NoteDoc};
use std::sync::Arc;

/// Works until there are no more lines. Documents with windows go on to be encoded, all else is done.
pub(crate) fn parse(
    run: &Run<'_>,
    lines: &Inbox<'_, RawLine>,
    documents: &Outbox<'_, Arc<Document>>,
    done: &Outbox<'_, Done>,
) {
    let _guard = run.guard(Stage::Parse);
    while let Some(raw) = lines.recv() {
        let going = match run.perf.stage(Stage::Parse).time(|| one(run, raw)) {
            Ok(Parsed::Document(document)) => documents.send(document),
            Ok(Parsed::Done(one)) => done.send(*one),
            Err(error) => {
                run.fail(error);
                false
            }
        };
        if !going {
            return;
        }
    }
}

enum Parsed {
    Document(Arc<Document>),
    Done(Box<Done>),
}

fn one(run: &Run<'_>, RawLine { at, line }: RawLine) -> Result<Parsed, Error> {
    let done = |at, outcome| Ok(Parsed::Done(Box::new(Done { at, outcome })));
    let doc = match stage::parse::parse(line, run.config.max_text_bytes) {
        Ok(doc) => doc,
        Err(reason) => return done(at, Outcome::Rejected(reason)),
    };
    if is_known(run, &doc)? {
        let fingerprint = run.enricher.fingerprint_of(&doc);
        let known = Known {
            key: doc.key,
            source: doc.source,
            fingerprint,
            line: doc.line,
        };
        return done(at, Outcome::Known(Box::new(known)));
    }
    let notes: Vec<_> = doc
        .notes
        .iter()
        .map(|note| run.enricher.engine.model.prepare(&note.text))
        .collect();
    let document = Document::new(at, doc, notes);
    if document.left.load(std::sync::atomic::Ordering::Relaxed) == 0 {
        let outcome = super::decode::finish(run, &document);
        return done(document.at, outcome);
    }
    Ok(Parsed::Document(Arc::new(document)))
}

/// Whether the store has the line as it is, made by the same model and terminology.
fn is_known(run: &Run<'_>, doc: &NoteDoc) -> Result<bool, Error> {
    let Some(store) = run.store.filter(|_| !run.config.force) else {
        return Ok(false);
    };
    let fingerprint = run.enricher.fingerprint_of(doc);
    let current = store.current(&doc.key)?;
    Ok(current.is_some_and(|now| {
        !now.deleted && now.source == doc.source && now.fingerprint == fingerprint
    }))
}
