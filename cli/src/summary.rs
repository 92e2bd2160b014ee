//! What a run did, for people: the tally, where the time went, and what to do next.

use std::time::Duration;

use wardlake_engine::{StageSummary, Summary};

use crate::args::EnrichPlan;
use crate::units::{bytes, count, duration, rate};

/// Everything about a run.
pub(crate) fn render(plan: &EnrichPlan, done: &Summary) -> String {
    let parts = [
        headline(done),
        tally(done),
        stages(done),
        places(plan, done),
        next(plan, done),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// How long a run, or this part of it, took.
pub(crate) fn elapsed(done: &Summary) -> Duration {
    Duration::try_from_secs_f64(done.elapsed_seconds).unwrap_or_default()
}

fn headline(done: &Summary) -> String {
    let mut lines = vec![format!(
        "{} {} in {}: {} notes/s, {} tokens/s, {} MB/s",
        if done.stopped {
            "stopped after"
        } else {
            "read"
        },
        plural(done.tally.read, "line"),
        duration(elapsed(done)),
        rate(done.notes_per_second),
        rate(done.tokens_per_second),
        rate(done.megabytes_per_second)
    )];
    if let Some(resumed) = &done.resumed {
        lines.push(format!(
            "went on at {}, line {}, after {}",
            resumed.source,
            count(resumed.line + 1),
            plural(resumed.read, "line")
        ));
    }
    if let Some(why) = done.restarted {
        lines.push(format!(
            "began again: {why}; what was unchanged was skipped"
        ));
    }
    lines.join("\n")
}

fn tally(done: &Summary) -> String {
    let tally = &done.tally;
    let rows = [
        (
            "committed",
            tally.committed,
            format!(
                "{} new, {} new versions",
                count(tally.created),
                count(tally.updated)
            ),
        ),
        (
            "skipped",
            tally.skipped,
            "unchanged: same text, model and terminology".to_owned(),
        ),
        ("rejected", tally.rejected, String::new()),
    ];
    let rows = rows
        .into_iter()
        .filter(|(name, n, _)| *n > 0 || *name == "committed");
    let mut lines: Vec<String> = rows
        .map(|(name, n, note)| {
            format!("{name:<10} {:>12}   {note}", count(n))
                .trim_end()
                .to_owned()
        })
        .collect();
    lines.push(format!(
        "{:<10} {:>12}   {} of text, {} tokens",
        "notes",
        count(tally.notes),
        bytes(tally.text_bytes),
        count(tally.tokens)
    ));
    lines.join("\n")
}

/// Where the work was, and where it waited.
pub(crate) fn stages(done: &Summary) -> String {
    let busy: f64 = done.stages.iter().map(|stage| stage.busy_seconds).sum();
    let mut lines = vec![format!(
        "{:<10} {:>7} {:>12} {:>10} {:>7}",
        "stage", "threads", "items", "busy", "share"
    )];
    lines.extend(done.stages.iter().map(|stage| stage_line(stage, busy)));
    let waits = done
        .queues
        .iter()
        .filter(|queue| queue.full_wait_seconds >= 0.01);
    let waits: Vec<String> = waits
        .map(|queue| {
            format!(
                "{} {:.2} s ({} times)",
                queue.name,
                queue.full_wait_seconds,
                count(queue.full_waits)
            )
        })
        .collect();
    if !waits.is_empty() {
        lines.push(format!(
            "waited for a place in a full queue: {}",
            waits.join(", ")
        ));
    }
    lines.join("\n")
}

fn stage_line(stage: &StageSummary, busy: f64) -> String {
    let share = if busy > 0.0 {
        100.0 * stage.busy_seconds / busy
    } else {
        0.0
    };
    let StageSummary {
        name,
        threads,
        items,
        busy_seconds,
        ..
    } = stage;
    format!(
        "{name:<10} {threads:>7} {:>12} {busy_seconds:>8.2} s {share:>5.1} %",
        count(*items)
    )
}

fn places(plan: &EnrichPlan, done: &Summary) -> String {
    let mut lines = Vec::new();
    if let Some(store) = &plan.store {
        lines.push(format!("store      {}", store.display()));
    }
    if let Some(out) = plan.out.as_deref().filter(|_| !plan.writes_to_stdout()) {
        lines.push(format!("output     {}", out.display()));
    }
    if done.tally.rejected > 0 {
        lines.push(format!(
            "rejects    {}  (position and reason of each)",
            plan.rejects.display()
        ));
    }
    lines.join("\n")
}

fn next(plan: &EnrichPlan, done: &Summary) -> String {
    let Some(store) = &plan.store else {
        return String::new();
    };
    let store = store.display();
    if done.stopped {
        return "next: run the same command again, it goes on from here".to_owned();
    }
    format!(
        "next: wardlake serve --store {store}\n      wardlake show DocumentReference/ID --store {store}"
    )
}

fn plural(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::ModelChoice;
    use wardlake_engine::{QueueSummary, Recorded, Resumed, Tally};

    fn summary() -> Summary {
        let stage = |name, busy_seconds| StageSummary {
            name,
            threads: 2,
            items: 1200,
            busy_seconds,
        };
        let queue = |name, seconds| QueueSummary {
            name,
            items: 9,
            full_waits: 3,
            full_wait_seconds: seconds,
            empty_wait_seconds: 0.0,
        };
        Summary {
            tally: Tally {
                read: 1205,
                committed: 1200,
                created: 1190,
                updated: 10,
                rejected: 2,
                skipped: 3,
                notes: 1100,
                text_bytes: 2_500_000,
                windows: 9000,
                tokens: 700_000,
                bytes: 4_000_000,
            },
            stopped: false,
            resumed: None,
            restarted: None,
            recorded: "2026-01-02T03:04:05.000Z".into(),
            inputs: 1,
            elapsed_seconds: 12.5,
            notes_per_second: 88.0,
            tokens_per_second: 56_000.0,
            megabytes_per_second: 0.32,
            commits: 2,
            stages: vec![stage("parse", 0.25), stage("encode", 24.75)],
            queues: vec![queue("lines", 1.5), queue("done", 0.0)],
        }
    }

    fn plan() -> EnrichPlan {
        EnrichPlan {
            inputs: vec!["a".into()],
            store: Some("s".into()),
            out: Some("-".into()),
            rejects: "s/rejects.ndjson".into(),
            model: ModelChoice::Bundled,
            jobs: 2,
            batch_tokens: None,
            sync: false,
            force: false,
            text: false,
            max_line: 1,
            recorded: Recorded::from_unix_ms(0),
            json: false,
        }
    }

    #[test]
    fn a_finished_run_is_told_in_full() {
        let expected = "\
read 1,205 lines in 12.5 s: 88.0 notes/s, 56,000 tokens/s, 0.32 MB/s

committed         1,200   1,190 new, 10 new versions
skipped               3   unchanged: same text, model and terminology
rejected              2
notes             1,100   2.5 MB of text, 700,000 tokens

stage      threads        items       busy   share
parse            2        1,200     0.25 s   1.0 %
encode           2        1,200    24.75 s  99.0 %
waited for a place in a full queue: lines 1.50 s (3 times)

store      s
rejects    s/rejects.ndjson  (position and reason of each)

next: wardlake serve --store s
      wardlake show DocumentReference/ID --store s";
        assert_eq!(render(&plan(), &summary()), expected);
    }

    #[test]
    fn a_resumed_and_stopped_run_says_where() {
        let resumed = Resumed {
            source: "a".into(),
            line: 41,
            byte: 9,
            read: 41,
        };
        let done = Summary {
            stopped: true,
            resumed: Some(resumed),
            ..summary()
        };
        let told = render(&plan(), &done);
        assert!(
            told.starts_with("stopped after 1,205 lines")
                && told.contains("went on at a, line 42, after 41 lines"),
            "{told}"
        );
        assert!(
            told.ends_with("run the same command again, it goes on from here"),
            "{told}"
        );
    }
}
