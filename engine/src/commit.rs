//! The last stage: order restored, outcomes decided, sinks written, batches committed.
//!
//! One thread, the caller's. A commit writes the sinks first, then resources and checkpoint in one piece: a checkpoint
//! never promises more than the sinks hold.

use crate::enricher::EnrichedResource;
use crate::error::Error;
use crate::flow::{At, Done, Inbox, Known, Outcome, Received, Run};
use crate::input::Source;
use crate::perf::Stage;
use crate::pipeline::Observer;
use crate::recorded;
use crate::reject::{Reject, RejectReason};
use crate::resume::{Plan, State};
use crate::sequence::Sequencer;
use crate::sink::{self, Output, Sink};
use crate::summary::Progress;
use crate::tally::Tally;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wardlake_store::{
    Checkpoint, CommitBatch, Digest, Durability, Put, PutOutcome, ResourceKey, Store,
};

/// How often ends of inputs are synced.
const SYNC: Duration = Duration::from_secs(1);

/// What the last stage works with.
pub(crate) struct Committer<'c, 'r> {
    run: &'c Run<'r>,
    observer: &'c dyn Observer,
    job: Option<String>,
    settings: String,
    out: Output,
    rejects: Option<Sink>,
    tally: Tally,
    batch: Batch,
    /// Of the run that this one goes on from, until there is something to add to it.
    resumed: Option<Checkpoint>,
    /// Behind the last item in order; `None` before the first.
    last: Option<At>,
    /// Whether that was the end of its input.
    ended: bool,
    commits: u64,
    began: Instant,
    reported: Instant,
    synced: Instant,
    bytes_total: Option<u64>,
}

/// What is committed next.
#[derive(Default)]
struct Batch {
    puts: Vec<Put>,
    /// The newest put of each key.
    newest: HashMap<ResourceKey, usize>,
    bytes: usize,
    items: usize,
    opened: Option<Instant>,
    /// Of what is in it.
    sources: Vec<Arc<Source>>,
}

/// What a run came to.
pub(crate) struct Ended {
    pub(crate) tally: Tally,
    pub(crate) commits: u64,
    /// Whether all inputs were read to their ends.
    pub(crate) complete: bool,
}

impl<'c, 'r> Committer<'c, 'r> {
    /// Opens the sinks where the plan says.
    pub(crate) fn new(
        run: &'c Run<'r>,
        plan: &Plan,
        observer: &'c dyn Observer,
    ) -> Result<Self, Error> {
        let rejects = run.config.rejects.as_deref();
        if let Some(rejects) = rejects {
            sink::not_inputs(&[rejects.to_path_buf()], run.inputs)?;
        }
        let out = Output::open(run.config.out.as_deref(), run.inputs, plan.out)?;
        let open = |path| Sink::open(path, plan.rejects);
        let rejects_sink = rejects.map(open).transpose()?;
        rejects.map_or(Ok(()), |rejects| sink::not_rejects(&out, rejects))?;
        let sizes = run.inputs.iter().map(|input| {
            let metadata = input.path.as_ref()?.metadata().ok()?;
            metadata.is_file().then_some(metadata.len())
        });
        let now = Instant::now();
        Ok(Self {
            run,
            observer,
            job: plan.job.clone(),
            settings: plan.settings.clone(),
            out,
            rejects: rejects_sink,
            tally: plan.tally,
            batch: Batch::default(),
            resumed: plan.checkpoint.clone(),
            last: None,
            ended: false,
            commits: 0,
            began: now,
            reported: now,
            synced: now,
            bytes_total: sizes.sum(),
        })
    }

    /// Takes what is done until all is done, and commits it.
    pub(crate) fn work(mut self, inbox: &Inbox<'_, Done>, plan: &Plan) -> Result<Ended, Error> {
        let mut sequencer = Sequencer::new(plan.start.seq);
        loop {
            let deadline = self
                .batch
                .opened
                .map(|opened| opened + self.run.config.commit_interval);
            match inbox.recv_until(deadline) {
                Received::Item(done) => {
                    sequencer.push(done.at.seq, done);
                    while let Some(done) = sequencer.pop() {
                        self.run.gate.leave(done.at.weight);
                        self.run
                            .perf
                            .stage(Stage::Commit)
                            .time(|| self.take(done))?;
                    }
                }
                Received::Late => self
                    .run
                    .perf
                    .stage(Stage::Commit)
                    .time(|| self.commit(false))?,
                Received::Closed => break,
            }
        }
        if let Some(error) = self.run.control.take_error() {
            return Err(error);
        }
        let read_to = self.last.as_ref().map_or(plan.start.index, |at| {
            at.source.index + usize::from(self.ended)
        });
        let complete = read_to >= self.run.inputs.len();
        self.finish(complete)?;
        debug_assert!(self.tally.sums());
        Ok(Ended {
            tally: self.tally,
            commits: self.commits,
            complete,
        })
    }

    fn finish(&mut self, complete: bool) -> Result<(), Error> {
        self.run.perf.stage(Stage::Commit).time(|| {
            self.batch.opened.get_or_insert_with(Instant::now);
            self.write(complete, true)
        })?;
        self.report();
        Ok(())
    }

    /// The next item in order.
    fn take(&mut self, Done { at, outcome }: Done) -> Result<(), Error> {
        self.batch.opened.get_or_insert_with(Instant::now);
        self.batch.items += 1;
        self.batch.note_source(&at.source);
        let is_line = !matches!(outcome, Outcome::Ended | Outcome::Failed(_));
        self.tally.read += u64::from(is_line);
        self.tally.bytes += if is_line {
            at.end.saturating_sub(at.byte)
        } else {
            0
        };
        self.ended = matches!(outcome, Outcome::Ended);
        match outcome {
            Outcome::Enriched(resource) => self.put(&at, *resource)?,
            Outcome::Known(known) => self.known(&at, *known)?,
            Outcome::Rejected(reason) => self.reject(&at, reason)?,
            Outcome::Ended => self.out.touch(at.source.index)?,
            Outcome::Failed(error) => {
                // What came before it is good, unless the input is said to have shrunk.
                self.commit(false)?;
                return Err(error);
            }
        }
        self.last = Some(at);
        if self.reported.elapsed() >= self.run.config.progress_interval {
            self.report();
        }
        self.commit_if_full()
    }

    fn put(&mut self, at: &At, resource: EnrichedResource) -> Result<(), Error> {
        self.tally.notes += u64::from(resource.notes);
        self.tally.text_bytes += resource.text_bytes;
        self.tally.windows += resource.windows;
        self.tally.tokens += resource.tokens;
        match self.outcome(&resource)? {
            PutOutcome::Created => self.tally.created += 1,
            PutOutcome::Updated => self.tally.updated += 1,
            PutOutcome::Unchanged => self.tally.skipped += 1,
        }
        self.tally.committed = self.tally.created + self.tally.updated;
        self.out.line(at.source.index, &resource.body)?;
        if self.run.store.is_some() {
            self.batch.push(resource.into_put());
        }
        Ok(())
    }

    /// What the store will say to it. Known beforehand, since the tally is part of the same write; exact, since nobody
    /// else writes.
    fn outcome(&self, resource: &EnrichedResource) -> Result<PutOutcome, Error> {
        let same = |body: &[u8]| {
            if body == resource.body {
                PutOutcome::Unchanged
            } else {
                PutOutcome::Updated
            }
        };
        let Some(store) = self.run.store else {
            return Ok(PutOutcome::Created);
        };
        if let Some(put) = self.batch.newest(&resource.key) {
            return Ok(same(&put.body));
        }
        match store.current(&resource.key)? {
            Some(now) if !now.deleted => Ok(store
                .read(&resource.key)?
                .map_or(PutOutcome::Created, |now| same(&now.body))),
            _ => Ok(PutOutcome::Created),
        }
    }

    /// A line that the store seemed to have. If a line before it changed that, it is enriched after all.
    fn known(&mut self, at: &At, known: Known) -> Result<(), Error> {
        let Some(store) = self.run.store else {
            return Ok(());
        };
        let is_same = |source: Digest, fingerprint: Digest| {
            source == known.source && fingerprint == known.fingerprint
        };
        let same = match self.batch.newest(&known.key) {
            Some(put) => is_same(put.source, put.fingerprint),
            None => store
                .current(&known.key)?
                .is_some_and(|now| !now.deleted && is_same(now.source, now.fingerprint)),
        };
        if same {
            self.tally.skipped += 1;
            return self.repeat(at, &known.key, store);
        }
        match self
            .run
            .enricher
            .one(known.line, self.run.config.max_text_bytes)
        {
            Ok(resource) => self.put(at, resource),
            Err(reason) => self.reject(at, reason),
        }
    }

    /// Writes what the store has to the output, so that it is complete.
    fn repeat(&mut self, at: &At, key: &ResourceKey, store: &Store) -> Result<(), Error> {
        if !self.out.is_somewhere() {
            return Ok(());
        }
        if let Some(put) = self.batch.newest(key) {
            return self.out.line(at.source.index, &put.body);
        }
        let stored = store.read(key)?;
        stored.map_or(Ok(()), |stored| {
            self.out.line(at.source.index, &stored.body)
        })
    }

    fn reject(&mut self, at: &At, reason: RejectReason) -> Result<(), Error> {
        self.tally.rejected += 1;
        let reject = Reject {
            at: at.position(),
            reason,
        };
        tracing::debug!(
            line = reject.at.line,
            reason = reject.reason.code(),
            "line rejected"
        );
        self.rejects
            .as_mut()
            .map_or(Ok(()), |rejects| rejects.line(&reject.to_json()))
    }

    fn commit_if_full(&mut self) -> Result<(), Error> {
        let config = self.run.config;
        let is_full =
            self.batch.items >= config.commit_resources || self.batch.bytes >= config.commit_bytes;
        let is_late = self
            .batch
            .opened
            .is_some_and(|opened| opened.elapsed() >= config.commit_interval);
        let ends = self.ended && self.synced.elapsed() >= SYNC;
        if is_full || is_late || ends {
            self.write(false, ends)
        } else {
            Ok(())
        }
    }

    fn commit(&mut self, done: bool) -> Result<(), Error> {
        self.write(done, false)
    }

    /// Writes everything, in the order that a resumed run relies on.
    fn write(&mut self, done: bool, sync: bool) -> Result<(), Error> {
        for source in &self.batch.sources {
            source.check()?;
        }
        let synced = sync || self.run.config.sync;
        self.out.flush(synced)?;
        self.rejects
            .as_mut()
            .map_or(Ok(()), |rejects| rejects.flush(synced))?;
        if let Some(store) = self.run.store {
            let batch = CommitBatch {
                checkpoint: self.checkpoint(done),
                puts: self.batch.take(),
                time_ms: recorded::unix_ms(),
            };
            let durability = if synced {
                Durability::Synced
            } else {
                Durability::Buffered
            };
            store.commit(batch, durability)?;
            self.commits += 1;
        }
        if synced {
            self.synced = Instant::now();
        }
        let current = self
            .last
            .as_ref()
            .filter(|_| !self.ended)
            .map(|at| Arc::clone(&at.source));
        self.batch = Batch {
            sources: current.into_iter().collect(),
            ..Batch::default()
        };
        Ok(())
    }

    fn checkpoint(&mut self, done: bool) -> Option<Checkpoint> {
        let Some(at) = self.last.clone() else {
            return self
                .resumed
                .clone()
                .map(|checkpoint| Checkpoint { done, ..checkpoint });
        };
        let job = self.job.clone()?;
        let state = State {
            settings: self.settings.clone(),
            input: at.source.index,
            ended: self.ended,
            out: self.out.len(),
            rejects: self.rejects.as_ref().map_or(0, Sink::len),
            recorded: self.run.enricher.recorded().unix_ms(),
            tally: self.tally,
        };
        Some(Checkpoint {
            source: job,
            identity: at.source.chain,
            byte: at.end,
            line: at.line,
            seq: at.seq + 1,
            // A struct of numbers and strings always serialises.
            state: serde_json::to_vec(&state).unwrap_or_default(),
            done,
        })
    }

    fn report(&mut self) {
        self.reported = Instant::now();
        self.observer.progress(&Progress {
            bytes_read: self.last.as_ref().map_or(0, |at| at.disk),
            bytes_total: self.bytes_total,
            tally: self.tally,
            elapsed_seconds: self.began.elapsed().as_secs_f64(),
        });
    }
}

impl Batch {
    fn push(&mut self, put: Put) {
        self.bytes += put.body.len();
        self.newest.insert(put.key.clone(), self.puts.len());
        self.puts.push(put);
    }

    fn newest(&self, key: &ResourceKey) -> Option<&Put> {
        self.newest.get(key).map(|at| &self.puts[*at])
    }

    fn take(&mut self) -> Vec<Put> {
        std::mem::take(&mut self.puts)
    }

    fn note_source(&mut self, source: &Arc<Source>) {
        if self
            .sources
            .last()
            .is_none_or(|last| !Arc::ptr_eq(last, source))
        {
            self.sources.push(Arc::clone(source));
        }
    }
}
