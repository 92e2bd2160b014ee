//! Queues that wake, a gate that bounds, batches that lose nothing.

use super::batch::Batcher;
use super::{Control, Document, Gate, Received, Run, queue};
use crate::error::{Error, ErrorKind};
use crate::flow::At;
use crate::input::Source;
use crate::perf::{Perf, QueueMeter, Stage};
use crate::spawn::{Task, beside};
use crate::stage::NoteDoc;
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use wardlake_models::{Prepared, Segments, Window};
use wardlake_store::{Digest, ResourceKey};

fn task<'e>(work: impl FnOnce() + Send + 'e) -> Task<'e> {
    Task {
        name: "test".into(),
        work: Box::new(work),
    }
}

#[test]
fn a_failure_wakes_every_wait() {
    let (control, meter, gate) = (Control::new(), QueueMeter::default(), Gate::new(10, 10));
    let (full_in, _full) = queue::<u8>(1, &control, &meter);
    let (_empty_in, empty) = queue::<u8>(1, &control, &meter);
    assert!(full_in.send(1) && gate.enter(10, &meter));
    let tasks = vec![
        task(|| assert!(!full_in.send(2))),
        task(|| assert!(empty.recv().is_none())),
        task(|| assert!(!gate.enter(1, &meter))),
    ];
    let began = Instant::now();
    let failed = beside(tasks, || {
        std::thread::sleep(Duration::from_millis(20));
        control.fail(ErrorKind::Panicked { stage: "first" }.into());
        control.fail(ErrorKind::Panicked { stage: "second" }.into());
        gate.close();
        control.take_error()
    });
    assert!(began.elapsed() < Duration::from_secs(5));
    let error: Error = failed.unwrap().unwrap();
    assert!(matches!(
        error.kind(),
        ErrorKind::Panicked { stage: "first" }
    ));
    assert!(meter.full_waits.load(Ordering::Relaxed) >= 1);
}

#[test]
fn a_deadline_passes() {
    let (control, meter) = (Control::new(), QueueMeter::default());
    let (outbox, inbox) = queue::<u8>(1, &control, &meter);
    assert!(matches!(
        inbox.recv_until(Some(Instant::now() + Duration::from_millis(5))),
        Received::Late
    ));
    outbox.send(7);
    assert!(matches!(
        inbox.recv_until(Some(Instant::now())),
        Received::Item(7)
    ));
    drop(outbox);
    assert!(matches!(inbox.recv_until(None), Received::Closed));
}

#[test]
fn a_panic_in_one_thread_does_not_stop_the_others_from_ending() {
    let done = beside(vec![task(|| panic!("on purpose"))], || 5).unwrap();
    assert_eq!(done, 5);
}

#[test]
fn a_worker_that_panics_ends_the_run() {
    let (config, stop) = (crate::RunConfig::default(), AtomicBool::new(false));
    let run = Run {
        config: &config,
        enricher: crate::tests::enricher(),
        store: None,
        inputs: &[],
        stop: &stop,
        control: Control::new(),
        gate: Gate::new(1, 1),
        perf: Perf::default(),
    };
    let (outbox, inbox) = queue::<u8>(1, &run.control, &run.perf.done);
    let worker = || {
        let _guard = run.guard(Stage::Encode);
        panic!("on purpose");
    };
    let received = beside(vec![task(worker)], || inbox.recv()).unwrap();
    drop(outbox);
    assert_eq!(received, None);
    let error = run.control.take_error().unwrap();
    assert_eq!(error.to_string(), "a worker of stage encode panicked");
    assert!(!run.gate.enter(0, &run.perf.in_flight));
}

#[test]
fn the_gate_bounds_bytes_and_lets_a_giant_pass_alone() {
    let (gate, meter, inside, most) = (
        Gate::new(100, 5),
        QueueMeter::default(),
        AtomicU64::new(0),
        AtomicU64::new(0),
    );
    let (sender, receiver) = crossbeam::channel::unbounded::<u64>();
    let leaver = task(|| {
        for bytes in receiver {
            inside.fetch_sub(bytes, Ordering::SeqCst);
            gate.leave(bytes);
        }
    });
    beside(vec![leaver], || {
        for bytes in (1..200_u64).map(|n| n * 37 % 130) {
            assert!(gate.enter(bytes, &meter));
            let now = inside.fetch_add(bytes, Ordering::SeqCst) + bytes;
            most.fetch_max(now, Ordering::SeqCst);
            sender.send(bytes).unwrap();
        }
        drop(sender);
    })
    .unwrap();
    assert!(most.into_inner() < 130);
}

fn document(lengths: &[usize]) -> Arc<Document> {
    let source = Source {
        name: Arc::from("-"),
        index: 0,
        chain: Digest::ZERO,
        map: None,
    };
    let at = At {
        seq: 0,
        source: Arc::new(source),
        line: 1,
        byte: 0,
        end: 0,
        disk: 0,
        weight: 0,
    };
    let doc = NoteDoc {
        line: Vec::new(),
        key: ResourceKey::new("DocumentReference", "d"),
        patient: None,
        source: Digest::ZERO,
        notes: Vec::new(),
    };
    let window = |len: &usize| Window {
        ids: vec![1; *len],
        types: vec![0; *len],
        body: 0..0,
        spans: Vec::new(),
        word_start: Vec::new(),
    };
    let (first, second) = lengths.split_at(lengths.len() / 2);
    let note = |part: &[usize]| Prepared {
        segments: Segments::default(),
        windows: part.iter().map(window).collect(),
    };
    Arc::new(Document::new(at, doc, vec![note(first), note(second)]))
}

proptest! {
    /// Every window is in exactly one batch, no batch of several exceeds the budget, and the oldest never waits.
    #[test]
    fn batches_lose_nothing(
        documents in proptest::collection::vec(proptest::collection::vec(1_usize..130, 0..12), 0..20),
        budget in 1_usize..400,
    ) {
        let mut batcher = Batcher::new(budget);
        let total: usize = documents.iter().map(Vec::len).sum();
        let mut seen = Vec::new();
        // Kept, so that their addresses tell them apart.
        let documents: Vec<_> = documents.iter().map(|lengths| document(lengths)).collect();
        for document in &documents {
            batcher.push(Arc::clone(document));
            while batcher.is_full() {
                seen.extend(take(&mut batcher, budget)?);
            }
        }
        while !batcher.is_empty() {
            seen.extend(take(&mut batcher, budget)?);
        }
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        prop_assert_eq!((count, seen.len()), (total, total));
    }
}

/// The windows of a batch, by document, note and place.
fn take(batcher: &mut Batcher, budget: usize) -> Result<Vec<(usize, usize, usize)>, TestCaseError> {
    let batch = batcher.take();
    prop_assert!(!batch.windows.is_empty());
    let tokens: usize = batch.windows.iter().map(|window| window.len()).sum();
    prop_assert!(tokens <= budget || batch.windows.len() == 1);
    let name = |w: &super::message::WindowRef| (Arc::as_ptr(&w.document).addr(), w.note, w.window);
    Ok(batch.windows.iter().map(name).collect())
}
