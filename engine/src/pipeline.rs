//! The pipeline: opens what a run needs, starts its threads, and says what came of it.

use crate::commit::{Committer, Ended};
use crate::config::RunConfig;
use crate::enricher::Enricher;
use crate::error::{Error, ErrorKind};
use crate::flow::{self, Control, Done, Gate, Inbox, Outbox, Run, queue};
use crate::input::discover;
use crate::perf::{Perf, Stage};
use crate::resume::{self, Plan};
use crate::spawn::{self, Task};
use crate::summary::{Progress, Summary};
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use wardlake_store::{Access, Options, Store};

/// Hears how far a run is, every [`RunConfig::progress_interval`], on the thread that commits.
pub trait Observer: Send + Sync {
    /// How far it is. Should return soon: commits wait meanwhile.
    fn progress(&self, progress: &Progress);
}

/// Hears nothing.
impl Observer for () {
    fn progress(&self, _: &Progress) {}
}

/// Runs a pipeline to the end of its inputs, or until `stop` becomes true: then it commits what it has read and returns.
///
/// The calling thread commits; `jobs` threads encode, as many others parse and decode together, two split and batch.
/// Memory: what the model and the store take, some 200 MB, and of what is in flight the annotations: some forty times
/// [`RunConfig::in_flight_bytes`] at most for usual notes.
///
/// # Errors
/// Inputs that cannot be found or read or that shrink, a store or sink that cannot be opened or written, an encoder that
/// fails, a worker that panics. What was committed before stays, and the same run goes on from there. What is wrong with
/// single lines is no error.
pub fn run(
    config: &RunConfig,
    enricher: &Enricher,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Summary, Error> {
    let config = config.clone().raised();
    let own = [&config.store, &config.out, &config.rejects];
    let own: Vec<_> = own.into_iter().filter_map(Option::as_deref).collect();
    let inputs = discover(&config.inputs, config.text, &own)?;
    let open = |dir| Store::open(dir, Access::Write, &Options::default());
    let store = config.store.as_deref().map(open).transpose()?;
    let plan = resume::plan(&config, enricher, &inputs, store.as_ref())?;
    let run = Run {
        enricher: enricher.at(plan.recorded),
        store: store.as_ref(),
        inputs: &inputs,
        stop,
        control: Control::new(),
        gate: Gate::new(config.in_flight_bytes, config.in_flight_lines),
        perf: Perf::default(),
        config: &config,
    };
    let began = Instant::now();
    let ended = threads(&run, &plan, observer)?;
    tracing::info!(
        read = ended.tally.read,
        committed = ended.tally.committed,
        complete = ended.complete,
        "run ended"
    );
    Ok(summary(&run, &plan, &ended, began.elapsed().as_secs_f64()))
}

fn threads(run: &Run<'_>, plan: &Plan, observer: &dyn Observer) -> Result<Ended, Error> {
    let committer = Committer::new(run, plan, observer)?;
    let (tasks, inbox) = tasks(run, plan);
    let commit = || {
        let _guard = run.guard(Stage::Commit);
        let ended = committer.work(&inbox, plan);
        if ended.is_err() {
            run.cancel();
        }
        drop(inbox);
        ended
    };
    spawn::beside(tasks, commit).map_err(ErrorKind::Threads)?
}

/// The queues between the stages, and the threads that hold their ends. When the last thread of a stage ends, the queue
/// behind it closes.
fn tasks<'r>(run: &'r Run<'_>, plan: &Plan) -> (Vec<Task<'r>>, Inbox<'r, Done>) {
    let (config, control, perf, start) = (run.config, &run.control, &run.perf, plan.start);
    let (lines_in, lines) = queue(config.queue, control, &perf.lines);
    let (documents_in, documents) = queue(config.queue, control, &perf.documents);
    // One batch waits for each encoder: enough to keep it busy, and no more memory than that.
    let (batches_in, batches) = queue(config.jobs, control, &perf.batches);
    let (scored_in, scored) = queue(config.jobs, control, &perf.scores);
    let (done_in, done) = queue(config.queue, control, &perf.done);
    let mut tasks = Vec::new();
    for worker in 0..config.jobs {
        let (inbox, outbox) = (batches.clone(), scored_in.clone());
        tasks.push(task("encode", worker, move || {
            flow::encode(run, &inbox, &outbox)
        }));
    }
    for worker in 0..config.helpers() {
        let (inbox, outbox, done) = (lines.clone(), documents_in.clone(), Outbox::clone(&done_in));
        tasks.push(task("parse", worker, move || {
            flow::parse(run, &inbox, &outbox, &done)
        }));
        let (inbox, outbox) = (scored.clone(), done_in.clone());
        tasks.push(task("decode", worker, move || {
            flow::decode(run, &inbox, &outbox)
        }));
    }
    tasks.push(task("batch", 0, move || {
        flow::batch(run, &documents, &batches_in)
    }));
    tasks.push(task("split", 0, move || {
        flow::split(run, start, &lines_in, &done_in)
    }));
    (tasks, done)
}

fn task<'r>(stage: &str, worker: usize, work: impl FnOnce() + Send + 'r) -> Task<'r> {
    Task {
        name: format!("{stage}-{worker}"),
        work: Box::new(work),
    }
}

fn summary(run: &Run<'_>, plan: &Plan, ended: &Ended, elapsed: f64) -> Summary {
    let helpers = run.config.helpers();
    let threads = |stage| match stage {
        Stage::Encode => run.config.jobs,
        Stage::Parse | Stage::Decode => helpers,
        Stage::Split | Stage::Batch | Stage::Commit => 1,
    };
    let rate = |now: u64, before: u64| (now - before) as f64 / elapsed.max(1e-9);
    let (now, before) = (ended.tally, plan.tally);
    Summary {
        tally: ended.tally,
        stopped: !ended.complete,
        resumed: plan.resumed.clone(),
        restarted: plan.restarted,
        recorded: plan.recorded.to_string(),
        inputs: run.inputs.len(),
        elapsed_seconds: elapsed,
        notes_per_second: rate(now.notes, before.notes),
        tokens_per_second: rate(now.tokens, before.tokens),
        megabytes_per_second: rate(now.bytes, before.bytes) / 1e6,
        commits: ended.commits,
        stages: run.perf.stages(threads),
        queues: run.perf.queues(),
    }
}
