//! Runs that are stopped, killed, repeated: what they leave is what one run leaves.

use super::*;

/// Stops, or dies, when the tally of lines read reaches a number.
struct At {
    read: u64,
    stop: Option<Arc<AtomicBool>>,
    seen: AtomicU64,
}

impl Observer for At {
    fn progress(&self, progress: &Progress) {
        self.seen.fetch_max(progress.tally.read, Ordering::Relaxed);
        if progress.tally.read == self.read {
            match &self.stop {
                Some(stop) => stop.store(true, Ordering::Relaxed),
                None => panic!("on purpose"),
            }
        }
    }
}

fn interrupted(config: &RunConfig, read: u64, dies: bool) -> Option<Result<Summary, Error>> {
    let stop = Arc::new(AtomicBool::new(false));
    let observer = At {
        read,
        stop: (!dies).then(|| Arc::clone(&stop)),
        seen: AtomicU64::new(0),
    };
    let config = RunConfig {
        progress_interval: Duration::ZERO,
        in_flight_lines: 6,
        ..config.clone()
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        run(&config, &enricher(), &observer, &stop)
    }))
    .ok();
    assert!(observer.seen.load(Ordering::Relaxed) <= read || outcome.is_some());
    outcome
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Wherever a run is stopped or dies, and however often: resumed, it leaves what an uninterrupted one leaves.
    #[test]
    fn a_resumed_run_ends_as_an_uninterrupted_one(
        cuts in proptest::collection::vec((1_u64..40, any::<bool>()), 1..4),
        commit_resources in 1_usize..12,
    ) {
        let lines: Vec<String> = (0..40).map(line).collect();
        let whole = Case::lines(&lines);
        done(&whole.config());
        let cut = Case::lines(&lines);
        let config = RunConfig { commit_resources, ..cut.config() };
        let complete = |(read, dies): (u64, bool)| {
            let outcome = interrupted(&config, read, dies);
            matches!(outcome, Some(Ok(summary)) if !summary.stopped)
        };
        // A complete run that is run again makes new versions of what comes twice: that is another test.
        if !cuts.into_iter().any(complete) {
            let last = run(&config, &at(1_800_000_000_000), &(), &AtomicBool::new(false)).unwrap();
            prop_assert!(last.tally.sums() && last.tally.read == 40);
            // Killed before its first commit, it has nothing to go on from, and records its own instant.
            prop_assume!(last.resumed.is_some());
        }
        let (expected, found) = (whole.outcome(), cut.outcome());
        prop_assert!(expected.rejects == found.rejects, "rejects");
        prop_assert!(expected.out == found.out, "output");
        prop_assert!(expected.contents == found.contents, "store");
    }
}

#[test]
fn a_stopped_run_says_where_it_goes_on() {
    let lines: Vec<String> = (0..40).map(line).collect();
    let case = Case::lines(&lines);
    let stopped = interrupted(&case.config(), 10, false).unwrap().unwrap();
    assert!(stopped.stopped && stopped.tally.sums() && stopped.tally.read < 40);
    let resumed = done(&case.config());
    assert_eq!(resumed.resumed.unwrap().read, stopped.tally.read);
    assert_eq!(resumed.tally.read, 40);
    let again = done(&case.config());
    assert!(again.resumed.is_none() && again.restarted.is_none());
}

#[test]
fn a_changed_input_starts_over_and_skips() {
    let lines: Vec<String> = (0..40).filter(|n| n % 8 != 5).map(line).collect();
    let case = Case::lines(&lines);
    let config = RunConfig {
        commit_resources: 4,
        ..case.config()
    };
    interrupted(&config, 20, false).unwrap().unwrap();
    let mut more = lines.clone();
    more.push(note("late", "New cough."));
    fs::write(case.path("in.ndjson"), more.join("\n")).unwrap();
    let summary = done(&config);
    assert_eq!(summary.restarted, Some("an input has changed"));
    assert!(summary.tally.skipped > 0 && summary.tally.read == more.len() as u64);
    assert!(fs::read(case.path("out.ndjson")).unwrap() == in_line(&more));
}

#[test]
fn a_rerun_skips_what_is_unchanged_and_writes_it_all_the_same() {
    let lines: Vec<String> = (0..24).filter(|n| n % 8 != 5).map(line).collect();
    let case = Case::lines(&lines);
    let first = done(&case.config()).tally;
    let before = case.outcome();
    let summary = run(
        &case.config(),
        &at(1_800_000_000_000),
        &(),
        &AtomicBool::new(false),
    )
    .unwrap();
    assert_eq!(
        (summary.tally.committed, summary.tally.skipped),
        (0, first.committed)
    );
    assert!(case.outcome() == before);
    let forced = run(
        &RunConfig {
            force: true,
            ..case.config()
        },
        &at(1_800_000_000_000),
        &(),
        &AtomicBool::new(false),
    )
    .unwrap();
    assert!(forced.tally.updated > 0 && forced.tally.sums());
}

/// A line that the store has, behind one that changes it: whatever the timing, it is a new version.
#[test]
fn duplicates_are_versions_in_order() {
    let (a, b) = (note("d", "First: asthma."), note("d", "Second: no asthma."));
    let case = Case::lines(std::slice::from_ref(&a));
    done(&case.config());
    fs::write(
        case.path("in.ndjson"),
        [a.clone(), b.clone(), a.clone(), a, b.clone(), b].join("\n"),
    )
    .unwrap();
    for commit_resources in [1, 100] {
        let tally = done(&RunConfig {
            commit_resources,
            out: None,
            ..case.config()
        })
        .tally;
        assert_eq!(tally.read, 6);
        let store = open(&case.path("store"));
        let now = store
            .current(&ResourceKey::new("DocumentReference", "d"))
            .unwrap()
            .unwrap();
        match commit_resources {
            1 => assert_eq!((tally.updated, tally.skipped, now.version), (3, 3, 4)),
            _ => assert_eq!((tally.updated, tally.skipped, now.version), (4, 2, 8)),
        }
    }
}
