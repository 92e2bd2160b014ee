//! The pipeline as a whole: equal to the stages in line, complete, resumable, and silent about what it reads.

use crate::pipeline::{Observer, run};
use crate::{Enricher, Error, ErrorKind, Progress, Recorded, RunConfig, Summary};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use wardlake_fhir::comprehend::Operation;
use wardlake_fhir::{extension, json};
use wardlake_models::Model;
use wardlake_ontologies::Terminology;
use wardlake_store::{Access, Digest, Options, ResourceKey, Store};

static PARTS: LazyLock<(Arc<Model>, Arc<Terminology>)> = LazyLock::new(|| {
    (
        Arc::new(Model::bundled().unwrap()),
        Arc::new(Terminology::bundled().unwrap()),
    )
});

fn enricher() -> Enricher {
    at(1_700_000_000_000)
}

fn at(ms: i64) -> Enricher {
    Enricher::new(
        Arc::clone(&PARTS.0),
        Arc::clone(&PARTS.1),
        Recorded::from_unix_ms(ms),
    )
}

fn note(id: &str, text: &str) -> String {
    let data = STANDARD.encode(text);
    format!(
        r#"{{"resourceType":"DocumentReference","id":"{id}","status":"current","subject":{{"reference":"Patient/p1"}},"content":[{{"attachment":{{"contentType":"text/plain","data":"{data}"}}}}]}}"#
    )
}

fn text(n: usize) -> String {
    const REASONS: [&str; 4] = [
        "chest pain",
        "a productive cough",
        "left knee pain",
        "Übelkeit",
    ];
    const DRUGS: [&str; 3] = [
        "metformin 500 mg twice daily",
        "lisinopril 10 mg daily",
        "warfarin 5 mg nightly",
    ];
    format!(
        "HPI: Visit {n}. Patient presents with {} for {} days. Denies fever.\nMEDICATIONS:\nTakes {}.",
        REASONS[n % 4],
        1 + n % 9,
        DRUGS[n % 3]
    )
}

/// A line of one of all kinds, bad ones among them.
fn line(n: usize) -> String {
    match n % 8 {
        0 | 1 => note(&format!("n{n}"), &text(n)),
        2 => note(&format!("n{n}"), &text(n).repeat(1 + n % 9)),
        3 => format!(r#"{{"resourceType":"Patient","id":"p{n}"}}"#),
        4 => format!(
            r#"{{"resourceType":"Observation","id":"o{n}","extension":[ ],"note":[{{"text":"Denies fever."}},{{"text":"--"}}]}}"#
        ),
        5 => note("same", &text(n / 16)),
        6 => note(&format!("cut{n}"), &text(n))[..40].to_owned(),
        _ => format!(
            r#"{{"resourceType":"DiagnosticReport","id":"r{n}","conclusion":"Pneumonia ruled out. {n}"}}"#
        ),
    }
}

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new(input: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("in.ndjson"), input).unwrap();
        Self { folder }
    }

    fn lines(lines: &[String]) -> Self {
        Self::new(lines.join("\n").as_bytes())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn config(&self) -> RunConfig {
        RunConfig {
            inputs: vec![self.path("in.ndjson").to_str().unwrap().to_owned()],
            store: Some(self.path("store")),
            out: Some(self.path("out.ndjson")),
            rejects: Some(self.path("rejects.ndjson")),
            jobs: 2,
            ..RunConfig::default()
        }
    }

    fn outcome(&self) -> Outcome {
        let store = open(&self.path("store"));
        assert!(store.check().unwrap().problems.is_empty());
        Outcome {
            contents: store.digest_of_contents().unwrap(),
            out: fs::read(self.path("out.ndjson")).unwrap(),
            // They name the input, which lies in another folder each time.
            rejects: fs::read_to_string(self.path("rejects.ndjson"))
                .unwrap()
                .replace(self.folder.path().to_str().unwrap(), ""),
        }
    }
}

#[derive(PartialEq)]
struct Outcome {
    contents: Digest,
    out: Vec<u8>,
    rejects: String,
}

fn open(dir: &Path) -> Store {
    Store::open(dir, Access::Write, &Options::default()).unwrap()
}

fn go(config: &RunConfig) -> Result<Summary, Error> {
    run(config, &enricher(), &(), &AtomicBool::new(false))
}

fn done(config: &RunConfig) -> Summary {
    let summary = go(config).unwrap();
    assert!(
        summary.tally.sums() && !summary.stopped,
        "{:?}",
        summary.tally
    );
    summary
}

/// What [`Enricher::enrich`] makes of each line that is not rejected.
fn in_line(lines: &[String]) -> Vec<u8> {
    let enricher = enricher();
    let enriched = lines
        .iter()
        .filter_map(|line| enricher.enrich(line.as_bytes()).ok());
    enriched
        .flat_map(|resource| [resource.body, b"\n".to_vec()].concat())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_pipeline_is_the_stages_in_line(
        numbers in proptest::collection::vec(0_usize..400, 0..25),
        (jobs, batch_tokens, queue) in (1_usize..4, 1_usize..600, 1_usize..5),
        (lines_in_flight, commit_resources) in (1_u64..9, 1_usize..9),
        stored in any::<bool>(),
    ) {
        let lines: Vec<String> = numbers.into_iter().map(line).collect();
        let case = Case::lines(&lines);
        let config = RunConfig {
            jobs, batch_tokens, queue, in_flight_lines: lines_in_flight, commit_resources,
            store: stored.then(|| case.path("store")),
            ..case.config()
        };
        let summary = done(&config);
        prop_assert_eq!(summary.tally.read, lines.len() as u64);
        prop_assert!(fs::read(case.path("out.ndjson")).unwrap() == in_line(&lines));
    }
}

#[test]
fn taking_the_annotations_off_gives_the_line() {
    let lines: Vec<String> = (0..40).map(line).collect();
    for line in &lines {
        if let Ok(resource) = enricher().enrich(line.as_bytes()) {
            assert!(extension::remove(&resource.body).unwrap() == line.as_bytes());
            assert!(json::parse(&resource.body).is_ok());
            let again = enricher().enrich(&resource.body).unwrap();
            assert!(
                again == resource,
                "our own output is read as the line it came from"
            );
        }
    }
}

/// Every way for a line to be bad, between two good ones.
#[test]
fn every_line_is_accounted_for() {
    let long = format!(
        r#"{{"resourceType":"Basic","id":"long","x":"{}"}}"#,
        "x".repeat(9000)
    );
    let deep = format!(
        r#"{{"resourceType":"Basic","id":"deep","x":{}{}}}"#,
        "[".repeat(4000),
        "]".repeat(4000)
    );
    let bad: Vec<(&[u8], &str)> = vec![
        (b"{\"resourceType\":\"Patient\",\"id\":\"a", "truncated"),
        (b"Xanthochromia", "invalid-json"),
        (b"[1]", "not-an-object"),
        (b"{\"resourceType\":\"Xanthochromia\",\"id\":\"a\"}", "unknown-resource-type"),
        (b"{\"id\":\"a\"}", "missing-resource-type"),
        (b"{\"resourceType\":\"Patient\"}", "missing-id"),
        (b"{\"resourceType\":\"Patient\",\"id\":\"a b\"}", "invalid-id"),
        (b"{\"resourceType\":\"Patient\",\"id\":\"a\",\"id\":\"a\"}", "duplicate-member"),
        (b"{\"resourceType\":\"Patient\",\"id\":\"\xff\"}", "invalid-utf8"),
        (b"{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"content\":[{\"attachment\":{\"data\":\"Xantho!\"}}]}", "invalid-base64"),
        (long.as_bytes(), "too-long"),
        (deep.as_bytes(), "too-deep"),
    ];
    let good = note("good", "No fever.");
    let mut input = vec![good.as_bytes()];
    input.extend(bad.iter().map(|(line, _)| *line));
    let other = note("other", "No fever.");
    input.push(other.as_bytes());
    let case = Case::new(&input.join(&b"\r\n\n"[..]));
    let tally = done(&RunConfig {
        max_line_bytes: 8500,
        ..case.config()
    })
    .tally;
    assert_eq!(
        (tally.read, tally.committed, tally.rejected, tally.skipped),
        (14, 2, 12, 0)
    );
    let rejects = fs::read_to_string(case.path("rejects.ndjson")).unwrap();
    assert!(!rejects.contains("Xantho"), "{rejects}");
    for (number, (reject, (_, reason))) in rejects.lines().zip(&bad).enumerate() {
        let reject = json::parse(reject.as_bytes()).unwrap();
        assert_eq!(reject.get("reason").unwrap().str().unwrap(), *reason);
        assert_eq!(
            reject.get("line").unwrap().raw_str(),
            (3 + 2 * number).to_string()
        );
    }
    assert_eq!(rejects.lines().count(), bad.len());
}

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

#[test]
fn a_folder_gets_a_file_for_each_input() {
    let case = Case::lines(&[note("a", "No fever.")]);
    fs::create_dir_all(case.path("more/sub")).unwrap();
    fs::write(case.path("more/empty.ndjson"), "").unwrap();
    fs::write(case.path("more/sub/b.json"), note("b", "No cough.")).unwrap();
    let mut config = RunConfig {
        out: Some(case.path("out/")),
        store: None,
        ..case.config()
    };
    config
        .inputs
        .push(case.path("more").to_str().unwrap().to_owned());
    fs::create_dir(case.path("out")).unwrap();
    assert_eq!(done(&config).tally.committed, 2);
    let written = |name: &str| fs::read(case.path("out").join(name)).unwrap();
    assert!(written("in.ndjson") == in_line(&[note("a", "No fever.")]));
    assert!(written("sub/b.ndjson") == in_line(&[note("b", "No cough.")]));
    assert!(written("empty.ndjson").is_empty());
    config.out = Some(case.path("more"));
    assert!(matches!(
        go(&config).unwrap_err().kind(),
        ErrorKind::OutputIsInput { .. }
    ));
}

#[test]
fn an_annotation_nests_what_belongs_together() {
    let text =
        "Café. Patient denies chest pain. Takes metformin 500 mg twice daily for type 2 diabetes.";
    let note = enricher().annotate(text).unwrap();
    let characters: Vec<char> = text.chars().collect();
    let response = note.response(Operation::DetectEntitiesV2);
    assert!(!response.entities.is_empty());
    for entity in &response.entities {
        let surface: String = characters[entity.begin as usize..entity.end as usize]
            .iter()
            .collect();
        assert_eq!(entity.text, surface);
    }
    let drug = note.response(Operation::InferRxNorm);
    assert!(
        drug.entities
            .iter()
            .any(|entity| entity.text == "metformin" && !entity.concepts.is_empty())
    );
    assert!(
        note.response(Operation::InferIcd10Cm)
            .entities
            .iter()
            .all(|entity| entity.kind == "DX_NAME")
    );
    assert!(
        note.response(Operation::DetectPhi)
            .entities
            .iter()
            .all(|e| e.category == "PROTECTED_HEALTH_INFORMATION")
    );
    for op in [
        Operation::DetectEntitiesV2,
        Operation::InferIcd10Cm,
        Operation::InferRxNorm,
        Operation::DetectPhi,
    ] {
        assert!(json::parse(&note.response_json(op)).is_ok());
    }
}

#[test]
fn nothing_clinical_is_printed() {
    let line = note("a", "Xanthochromia.");
    let resource = enricher().enrich(line.as_bytes()).unwrap();
    let annotation = enricher().annotate("Xanthochromia.").unwrap();
    let reject = enricher()
        .enrich(b"{\"Xanthochromia\":1,\"Xanthochromia\":")
        .unwrap_err();
    let other = enricher()
        .enrich(br#"{"resourceType":"Xanthochromia","id":"x"}"#)
        .unwrap_err();
    let printed = format!(
        "{resource:?} {annotation:?} {reject:?} {reject} {other:?} {other} {:?}",
        enricher()
    );
    assert!(!printed.contains("Xantho"), "{printed}");
}
