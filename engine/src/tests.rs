//! The pipeline as a whole: equal to the stages in line, complete, resumable, and silent about what it reads.

mod annotation;
mod failure;
mod resume;
mod whole;

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

pub(crate) fn enricher() -> Enricher {
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
