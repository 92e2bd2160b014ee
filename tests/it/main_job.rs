//! The main job on the bundled notes: every line accounted for, nothing of the original changed, the same bytes however it is run.

use std::fs;
use std::path::Path;

use serde_json::Value;
use wardlake_tests::{
    assert_clean, enrich, examples, note_line, note_text, output, shared, wardlake,
};

fn count(summary: &Value, name: &str) -> u64 {
    summary["tally"][name]
        .as_u64()
        .unwrap_or_else(|| panic!("no tally of {name} in {summary}"))
}

fn assert_sums(summary: &Value) {
    let buckets = ["committed", "rejected", "skipped"].map(|name| count(summary, name));
    assert_eq!(
        count(summary, "read"),
        buckets.iter().sum::<u64>(),
        "{summary}"
    );
}

/// Enriches `input` into a fresh store and an output file, and returns the output.
fn enriched(input: &Path, options: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.ndjson");
    let mut arguments = vec!["--out", out.to_str().expect("a UTF-8 path")];
    arguments.extend(options);
    let (code, summary) = enrich(input, &folder.path().join("store"), &arguments);
    assert_eq!(code, 0, "{summary}");
    assert_sums(&summary);
    assert_clean(&folder.path().join("store"));
    fs::read(out).expect("the output")
}

/// Every line of `out`, with our extension removed, is the line of `input`.
fn assert_original_kept(input: &[u8], out: &[u8]) {
    let lines = |bytes: &'_ [u8]| -> Vec<Vec<u8>> {
        bytes
            .split(|&b| b == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec())
            .filter(|line| !line.is_empty())
            .collect()
    };
    let (before, after) = (lines(input), lines(out));
    assert_eq!(before.len(), after.len());
    for (number, (before, after)) in before.iter().zip(&after).enumerate() {
        let restored = wardlake_fhir::extension::remove(after).expect("the output is JSON");
        assert!(
            restored.as_ref() == before.as_slice(),
            "line {} is not restored",
            number + 1
        );
    }
}

#[test]
fn the_examples_are_enriched_and_kept() {
    let input = fs::read(examples()).expect("the examples");
    let out = enriched(&examples(), &[]);
    assert_original_kept(&input, &out);
    let enriched = out
        .split(|&b| b == b'\n')
        .filter(|line| line.windows(9).any(|w| w == b"aws-cm-de"))
        .count();
    assert!(enriched >= 35, "{enriched} enriched resources");
}

#[test]
fn workers_and_batches_do_not_show() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("notes.ndjson");
    let lines: Vec<_> = (0..60)
        .map(|n| note_line(&format!("n{n}"), &note_text(n).repeat(1 + n % 7)))
        .collect();
    fs::write(&input, lines.join("\n")).expect("the input");
    let one = enriched(&input, &["--jobs", "1"]);
    for options in [
        ["--jobs", "2", "--batch-tokens", "128"],
        ["--jobs", "2", "--batch-tokens", "4096"],
        ["--jobs", "3", "--batch-tokens", "700"],
    ] {
        assert!(
            enriched(&input, &options) == one,
            "{options:?} gave other bytes"
        );
    }
}

#[test]
fn a_second_run_skips_what_is_unchanged() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, store) = (
        folder.path().join("notes.ndjson"),
        folder.path().join("store"),
    );
    let line = |n: usize| note_line(&format!("n{n}"), &note_text(n));
    fs::write(&input, [line(0), line(1), line(2)].join("\n")).expect("the input");
    assert_eq!(count(&enrich(&input, &store, &[]).1, "committed"), 3);
    let (_, again) = enrich(&input, &store, &[]);
    assert_eq!(
        (count(&again, "committed"), count(&again, "skipped")),
        (0, 3)
    );
    fs::write(
        &input,
        [
            line(0),
            note_line("n1", "New text: type 2 diabetes."),
            line(2),
            line(3),
        ]
        .join("\n"),
    )
    .expect("the input");
    let (_, changed) = enrich(&input, &store, &[]);
    assert_eq!(
        (count(&changed, "committed"), count(&changed, "skipped")),
        (2, 2)
    );
    assert_clean(&store);
}

#[test]
fn a_skipped_resource_is_still_in_the_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, store) = (
        folder.path().join("notes.ndjson"),
        folder.path().join("store"),
    );
    fs::write(
        &input,
        [0, 1, 2]
            .map(|n| note_line(&format!("n{n}"), &note_text(n)))
            .join("\n"),
    )
    .expect("the input");
    let run = |name: &str| {
        let out = folder.path().join(name);
        let (code, _) = enrich(
            &input,
            &store,
            &["--out", out.to_str().expect("a UTF-8 path")],
        );
        assert_eq!(code, 0);
        fs::read(out).expect("the output")
    };
    assert!(
        run("first.ndjson") == run("second.ndjson"),
        "a rerun's output differs"
    );
}

#[test]
fn our_own_output_can_be_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let once = enriched(&examples(), &[]);
    let input = folder.path().join("again.ndjson");
    fs::write(&input, &once).expect("the input");
    assert!(
        enriched(&input, &[]) == once,
        "enriching an enriched file changed it"
    );
}

#[test]
fn show_prints_the_text_of_every_kind_of_note() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("store");
    assert_eq!(enrich(&examples(), &store, &[]).0, 0);
    // Plain text, HTML, RTF, an XHTML narrative: words that no entity table would show.
    for (note, words) in [
        ("DocumentReference/note-ed-chest-pain", "Wife updated."),
        (
            "DocumentReference/note-clinic-migraine",
            "Neurology Clinic Letter",
        ),
        (
            "DocumentReference/note-clinic-ortho",
            "ORTHOPEDIC CLINIC NOTE",
        ),
        ("Composition/comp-referral-oncology", "found by chance"),
    ] {
        let mut command = wardlake(["show", note, "--store"]);
        command.arg(&store);
        let shown = output(command);
        assert!(shown.status.success());
        assert!(
            String::from_utf8_lossy(&shown.stdout).contains(words),
            "{note} is shown without its text"
        );
    }
}

#[test]
fn nlp_speaks_code_points() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Café owner, “fit”. Denies chest pain. Takes metformin 500 mg twice daily for type 2 diabetes.";
    let file = folder.path().join("note.txt");
    fs::write(&file, text).expect("the note");
    let mut command = wardlake(["nlp", "--op", "entities"]);
    command.arg(&file);
    let output = output(command);
    assert!(output.status.success());
    let response: Value = serde_json::from_slice(&output.stdout).expect("one JSON response");
    let characters: Vec<char> = text.chars().collect();
    let entities = response["Entities"].as_array().expect("Entities");
    assert!(!entities.is_empty());
    for entity in entities {
        let at =
            |name: &str| usize::try_from(entity[name].as_u64().expect(name)).expect("a position");
        let surface: String = characters[at("BeginOffset")..at("EndOffset")]
            .iter()
            .collect();
        assert_eq!(entity["Text"], surface.as_str());
    }
}

#[test]
fn transcribed_notes_pass_whole() {
    let Some(notes) = shared("corpora/mtsamples/notes.jsonl.gz") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("mtsamples.ndjson");
    let file = flate2::read::MultiGzDecoder::new(fs::File::open(notes).expect("the corpus"));
    let lines = std::io::read_to_string(file).expect("the corpus");
    let notes: Vec<_> = lines
        .lines()
        .take(40)
        .enumerate()
        .map(|(n, line)| {
            let note: Value = serde_json::from_str(line).expect("a note");
            note_line(&format!("mt{n}"), note["text"].as_str().expect("a text"))
        })
        .collect();
    fs::write(&input, notes.join("\n")).expect("the input");
    assert_original_kept(
        &fs::read(&input).expect("the input"),
        &enriched(&input, &[]),
    );
}
