//! A run that fails says why, keeps what was good, and ends.

use super::*;

#[test]
fn a_file_that_shrinks_stops_the_run_before_it_commits() {
    let lines: Vec<String> = (0..3000)
        .map(|n| {
            format!(
                r#"{{"resourceType":"Basic","id":"b{n}","x":"{}"}}"#,
                "x".repeat(400)
            )
        })
        .collect();
    let case = Case::lines(&lines);
    let path = case.path("in.ndjson");
    let shrink = move |progress: &Progress| {
        if progress.tally.read == 50 {
            fs::OpenOptions::new()
                .write(true)
                .open(&path)
                .unwrap()
                .set_len(100)
                .unwrap();
        }
    };
    struct Shrinks<F>(F);
    impl<F: Fn(&Progress) + Send + Sync> Observer for Shrinks<F> {
        fn progress(&self, progress: &Progress) {
            (self.0)(progress);
        }
    }
    let config = RunConfig {
        progress_interval: Duration::ZERO,
        in_flight_lines: 20,
        ..case.config()
    };
    let error = run(
        &config,
        &enricher(),
        &Shrinks(shrink),
        &AtomicBool::new(false),
    )
    .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Shrunk { to: 100, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("shrank from"), "{error}");
    assert_eq!(open(&case.path("store")).latest_txn(), 0);
}

#[test]
fn what_came_before_a_broken_input_is_kept() {
    let case = Case::lines(&[note("a", "No fever.")]);
    let missing = case.path("none.ndjson");
    fs::write(&missing, "").unwrap();
    let mut config = case.config();
    config.inputs.push(missing.to_str().unwrap().to_owned());
    let gone = case.path("gone.ndjson.gz");
    fs::write(&gone, b"\x1f\x8bnot an archive").unwrap();
    config.inputs.push(gone.to_str().unwrap().to_owned());
    let error = go(&config).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Input { .. }), "{error}");
    assert!(
        open(&case.path("store"))
            .read(&ResourceKey::new("DocumentReference", "a"))
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_full_disk_is_an_error_not_a_hang() {
    let lines: Vec<String> = (0..20).map(line).collect();
    let case = Case::lines(&lines);
    let config = RunConfig {
        out: Some("/dev/full".into()),
        commit_resources: 2,
        in_flight_lines: 2,
        ..case.config()
    };
    let error = go(&config).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Sink { .. }), "{error}");
    assert!(
        error.to_string().to_lowercase().contains("space"),
        "{error}"
    );
}
