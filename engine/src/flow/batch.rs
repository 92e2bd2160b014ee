//! The thread that packs windows into batches.
//!
//! A batch is closed on a token budget and filled with windows of similar length. To find those it looks ahead, but only
//! while all encoders are busy: an idle encoder gets what there is. The oldest window is in every batch, so none waits
//! for ever.

use super::message::WindowRef;
use super::{Batch, Document, Inbox, Outbox, Run};
use crate::perf::Stage;
use crossbeam::channel::{Select, TryRecvError, TrySendError};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

/// Budgets of tokens that are looked at for a batch.
const LOOK_AHEAD: usize = 4;

/// Works until there are no more documents.
pub(crate) fn batch(
    run: &Run<'_>,
    documents: &Inbox<'_, Arc<Document>>,
    batches: &Outbox<'_, Batch>,
) {
    let _guard = run.guard(Stage::Batch);
    let mut batcher = Batcher::new(run.config.batch_tokens);
    while let Some(next) = next(run, &batcher, documents, batches) {
        let going = match next {
            Next::Document(document) => {
                batcher.push(document);
                true
            }
            Next::Closed => return drain(&mut batcher, batches),
            Next::Room => {
                let batch = run.perf.stage(Stage::Batch).time(|| batcher.take());
                match batches.sender.try_send(batch) {
                    Ok(()) => {
                        batches.meter.items.fetch_add(1, Relaxed);
                        true
                    }
                    Err(TrySendError::Full(batch)) => batches.send(batch),
                    Err(TrySendError::Disconnected(_)) => false,
                }
            }
        };
        if !going {
            return;
        }
    }
}

fn drain(batcher: &mut Batcher, batches: &Outbox<'_, Batch>) {
    while !batcher.is_empty() {
        if !batches.send(batcher.take()) {
            return;
        }
    }
}

enum Next {
    Document(Arc<Document>),
    /// There is room for a batch, and something to put into it.
    Room,
    Closed,
}

/// Waits for a document, or for room; documents come first until a batch is full. `None`: the run has failed.
fn next(
    run: &Run<'_>,
    batcher: &Batcher,
    documents: &Inbox<'_, Arc<Document>>,
    batches: &Outbox<'_, Batch>,
) -> Option<Next> {
    loop {
        if !batcher.is_full() {
            match documents.receiver.try_recv() {
                Ok(document) => return Some(Next::Document(document)),
                Err(TryRecvError::Disconnected) => return Some(Next::Closed),
                Err(TryRecvError::Empty) => {}
            }
        }
        if !batcher.is_empty() && !batches.sender.is_full() {
            return Some(Next::Room);
        }
        let since = Instant::now();
        let mut select = Select::new();
        let failed = select.recv(run.control.failed());
        if !batcher.is_full() {
            select.recv(&documents.receiver);
        }
        if !batcher.is_empty() {
            select.send(&batches.sender);
        }
        let ready = select.ready();
        match batcher.is_empty() {
            true => documents.meter.was_empty(since),
            false => batches.meter.was_full(since),
        }
        if ready == failed {
            return None;
        }
    }
}

/// Windows that wait for a batch.
pub(super) struct Batcher {
    budget: usize,
    /// Documents whose windows are not all in the pool, and how many are.
    documents: VecDeque<(Arc<Document>, usize)>,
    /// In the order they came.
    pool: Vec<WindowRef>,
    /// In the pool.
    tokens: usize,
}

impl Batcher {
    pub(super) fn new(budget: usize) -> Self {
        Self {
            budget,
            documents: VecDeque::new(),
            pool: Vec::new(),
            tokens: 0,
        }
    }

    pub(super) fn push(&mut self, document: Arc<Document>) {
        self.documents.push_back((document, 0));
        self.refill();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pool.is_empty()
    }

    /// Whether it has looked ahead far enough.
    pub(super) fn is_full(&self) -> bool {
        self.tokens >= self.budget.saturating_mul(LOOK_AHEAD)
    }

    /// The oldest window and those nearest to it in length, as many as the budget allows.
    pub(super) fn take(&mut self) -> Batch {
        let wanted = self.pool.first().map_or(0, WindowRef::len);
        let mut order: Vec<usize> = (0..self.pool.len()).collect();
        order.sort_by_key(|at| self.pool[*at].len().abs_diff(wanted));
        let mut tokens = 0;
        let fits = |at: &usize| {
            let len = self.pool[*at].len();
            let fits = tokens == 0 || tokens + len <= self.budget;
            tokens += len;
            fits
        };
        let mut chosen: Vec<usize> = order.into_iter().take_while(fits).collect();
        chosen.sort_unstable();
        let windows: Vec<WindowRef> = chosen.iter().map(|at| self.pool[*at].clone()).collect();
        let mut at = 0..;
        self.pool.retain(|_| {
            at.next()
                .is_none_or(|at| chosen.binary_search(&at).is_err())
        });
        self.tokens -= windows.iter().map(WindowRef::len).sum::<usize>();
        self.refill();
        Batch { windows }
    }

    /// A document may have more windows than anyone wants to look at.
    fn refill(&mut self) {
        let limit = self.budget.saturating_mul(LOOK_AHEAD);
        while let Some((document, taken)) =
            self.documents.front_mut().filter(|_| self.tokens < limit)
        {
            match window(document, *taken) {
                Some(window) => {
                    *taken += 1;
                    self.tokens += window.len();
                    self.pool.push(window);
                }
                None => {
                    self.documents.pop_front();
                }
            }
        }
    }
}

/// Window `nth` of a document, over all its notes.
fn window(document: &Arc<Document>, mut nth: usize) -> Option<WindowRef> {
    for (note, prepared) in document.notes.iter().enumerate() {
        if nth < prepared.windows.len() {
            return Some(WindowRef {
                document: Arc::clone(document),
                note,
                window: nth,
            });
        }
        nth -= prepared.windows.len();
    }
    None
}
