//! Threads that run the encoder: each takes whole batches through all layers on its own core.

use super::{Batch, Inbox, Outbox, Run, Scored};
use crate::perf::Stage;
use wardlake_models::TokenBatch;

/// Works until there are no more batches, or the encoder fails.
pub(crate) fn encode(run: &Run<'_>, batches: &Inbox<'_, Batch>, scored: &Outbox<'_, Scored>) {
    let _guard = run.guard(Stage::Encode);
    let mut tokens = TokenBatch::new();
    while let Some(Batch { windows }) = batches.recv() {
        let scores = run.perf.stage(Stage::Encode).time(|| {
            tokens.clear();
            windows.iter().for_each(|window| tokens.push(window.get()));
            run.enricher.engine.model.encode(&tokens)
        });
        let going = match scores {
            Ok(scores) => scored.send(Scored { windows, scores }),
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
