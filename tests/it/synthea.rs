//! Synthetic FHIR data of whole patients: every type passes, every line is accounted for, every original byte is kept.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use wardlake_tests::{assert_clean, enrich, shared};

/// The first `most` lines of every file of a set, as one NDJSON file.
fn gather(set: &Path, most: usize, into: &Path) {
    let mut out = File::create(into).expect("the input");
    let mut files: Vec<_> = fs::read_dir(set)
        .expect("the set")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    for file in files
        .iter()
        .filter(|file| file.to_string_lossy().ends_with(".ndjson.gz"))
    {
        let reader = BufReader::new(flate2::read::MultiGzDecoder::new(
            File::open(file).expect("a file"),
        ));
        for line in reader.lines().take(most) {
            writeln!(out, "{}", line.expect("UTF-8")).expect("the input");
        }
    }
}

fn assert_passes(set: &str, most: usize) {
    let Some(folder) = shared(&format!("fhir/synthea/{set}")) else {
        return;
    };
    let work = tempfile::tempdir().expect("a folder");
    let (input, store, out) = (
        work.path().join("in.ndjson"),
        work.path().join("store"),
        work.path().join("out.ndjson"),
    );
    gather(&folder, most, &input);
    let (code, summary) = enrich(&input, &store, &["--out", out.to_str().expect("UTF-8")]);
    let count = |name: &str| summary["tally"][name].as_u64().expect("a count");
    assert_eq!(code, 0, "{summary}");
    assert_eq!(
        count("read"),
        count("committed") + count("skipped"),
        "{summary}"
    );
    assert_clean(&store);
    let before = fs::read(&input).expect("the input");
    let after = fs::read(&out).expect("the output");
    let pairs = before
        .split(|&b| b == b'\n')
        .zip(after.split(|&b| b == b'\n'));
    for (number, (before, after)) in pairs
        .enumerate()
        .filter(|(_, (before, _))| !before.is_empty())
    {
        let restored = wardlake_fhir::extension::remove(after).expect("the output is JSON");
        assert!(
            restored.as_ref() == before,
            "line {} of {set} is not restored",
            number + 1
        );
    }
}

#[test]
fn fifty_patients_with_notes() {
    assert_passes("notes-50", 40);
}

#[test]
fn a_bulk_export_with_notes() {
    assert_passes("smart-bulk-10", 40);
}

#[test]
fn a_hundred_patients_without_notes() {
    assert_passes("smart-r4-100", 2000);
}
