//! The first thread: opens inputs one after the other and numbers what is in them.

use super::{At, Done, Outbox, Outcome, RawLine, Run};
use crate::error::Error;
use crate::input::{Input, Limits, Open, Place, Record, Source};
use crate::perf::Stage;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use wardlake_store::Digest;

/// Where a run begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Start {
    /// The first input to read.
    pub(crate) index: usize,
    /// Where to begin in it.
    pub(crate) place: Place,
    /// Chain digest of the inputs before it.
    pub(crate) chain: Digest,
    /// The first number.
    pub(crate) seq: u64,
}

/// Reads all inputs from `start`, until they end, one fails, or the run is to stop.
pub(crate) fn split(
    run: &Run<'_>,
    start: Start,
    lines: &Outbox<'_, RawLine>,
    done: &Outbox<'_, Done>,
) {
    let _guard = run.guard(Stage::Split);
    let mut splitter = Splitter {
        run,
        lines,
        done,
        seq: start.seq,
        disk: 0,
    };
    let (mut chain, mut place) = (start.chain, start.place);
    splitter.disk = run.inputs.iter().take(start.index).map(size).sum();
    for (index, input) in run.inputs.iter().enumerate().skip(start.index) {
        let limits = Limits {
            line: run.config.max_line_bytes,
            file: run.config.max_file_bytes,
        };
        match Open::new(input, index, chain, limits, place) {
            Ok(open) => {
                chain = open.source.chain;
                if !splitter.input(open) {
                    return;
                }
            }
            Err(error) => {
                splitter.unopened(input, index, error);
                return;
            }
        }
        splitter.disk += size(input);
        place = Place::default();
    }
}

/// Bytes of the file, for the progress.
pub(crate) fn size(input: &Input) -> u64 {
    let metadata = input.path.as_ref().and_then(|path| path.metadata().ok());
    metadata.map_or(0, |metadata| metadata.len())
}

struct Splitter<'s, 'r> {
    run: &'s Run<'r>,
    lines: &'s Outbox<'r, RawLine>,
    done: &'s Outbox<'r, Done>,
    seq: u64,
    /// Bytes of the files before.
    disk: u64,
}

impl Splitter<'_, '_> {
    /// One input; false if the run ends here.
    fn input(&mut self, mut open: Open) -> bool {
        let mut end = Place::default();
        loop {
            if self.run.stop.load(Ordering::Relaxed) {
                return false;
            }
            let next = self.run.perf.stage(Stage::Split).time(|| open.next());
            let at = self.at(&open, end);
            match next {
                Ok(Some(record)) => {
                    end = Place {
                        byte: record.end,
                        line: record.line,
                    };
                    if !self.record(at, record) {
                        return false;
                    }
                }
                Ok(None) => return self.outcome(at, Outcome::Ended),
                Err(error) => {
                    self.outcome(at, Outcome::Failed(error));
                    return false;
                }
            }
        }
    }

    fn at(&self, open: &Open, end: Place) -> At {
        At {
            seq: self.seq,
            source: Arc::clone(&open.source),
            line: end.line,
            byte: end.byte,
            end: end.byte,
            disk: self.disk + open.disk(),
            weight: 0,
        }
    }

    fn record(&mut self, at: At, record: Record) -> bool {
        let at = At {
            line: record.line,
            byte: record.byte,
            end: record.end,
            ..at
        };
        match record.content {
            Err(reason) => self.outcome(at, Outcome::Rejected(reason)),
            Ok(line) => {
                let at = At {
                    weight: line.len() as u64,
                    ..at
                };
                self.seq += 1;
                self.run.gate.enter(at.weight, &self.run.perf.in_flight)
                    && self.lines.send(RawLine { at, line })
            }
        }
    }

    fn outcome(&mut self, at: At, outcome: Outcome) -> bool {
        self.seq += 1;
        self.run.gate.enter(at.weight, &self.run.perf.in_flight)
            && self.done.send(Done { at, outcome })
    }

    /// What came before is still committed.
    fn unopened(&mut self, input: &Input, index: usize, error: Error) {
        let source = Source {
            name: Arc::clone(&input.name),
            index,
            chain: Digest::ZERO,
            map: None,
        };
        let at = At {
            seq: self.seq,
            source: Arc::new(source),
            line: 0,
            byte: 0,
            end: 0,
            disk: self.disk,
            weight: 0,
        };
        self.outcome(at, Outcome::Failed(error));
    }
}
