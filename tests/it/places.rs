//! Inputs and outputs that lie in each other's way: nothing is overwritten, nothing is taken for something else.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use wardlake_tests::{assert_clean, enrich, note_line, note_text, output, wardlake};

/// Runs `enrich` in the case's folder with these words and returns its exit code.
fn enrich_here(folder: &Path, words: &[&str]) -> Option<i32> {
    let mut command = wardlake([&["enrich"], words].concat());
    command.current_dir(folder);
    output(command).status.code()
}

#[test]
fn an_output_that_is_an_input_under_another_name() {
    let case = tempfile::tempdir().expect("a folder");
    let line = note_line("a", &note_text(1));
    fs::write(case.path().join("one.ndjson"), &line).expect("the input");
    fs::hard_link(
        case.path().join("one.ndjson"),
        case.path().join("two.ndjson"),
    )
    .expect("a link");
    assert_eq!(
        enrich_here(case.path(), &["one.ndjson", "--out", "two.ndjson"]),
        Some(2)
    );
    assert_eq!(
        enrich_here(
            case.path(),
            &["one.ndjson", "--out", "o", "--rejects", "two.ndjson"]
        ),
        Some(2)
    );
    assert_eq!(
        fs::read_to_string(case.path().join("one.ndjson")).expect("it is there"),
        line
    );
}

#[test]
fn an_output_that_is_the_rejects_file() {
    let case = tempfile::tempdir().expect("a folder");
    fs::write(
        case.path().join("one.ndjson"),
        note_line("a", &note_text(1)),
    )
    .expect("the input");
    assert_eq!(
        enrich_here(case.path(), &["one.ndjson", "--out", "o", "--rejects", "o"]),
        Some(2)
    );
}

#[test]
fn a_folder_that_holds_the_store_is_read_again() {
    let case = tempfile::tempdir().expect("a folder");
    fs::write(
        case.path().join("one.ndjson"),
        note_line("a", &note_text(1)),
    )
    .expect("the input");
    for _ in 0..2 {
        assert_eq!(
            enrich_here(
                case.path(),
                &[".", "--store", "store", "--out", "out.ndjson"]
            ),
            Some(0)
        );
    }
    assert_clean(&case.path().join("store"));
}

#[test]
fn texts_of_one_name_in_two_folders_are_two_resources() {
    let case = tempfile::tempdir().expect("a folder");
    for (folder, text) in [("ta", "Chest pain."), ("tb", "Diabetes.")] {
        fs::create_dir(case.path().join(folder)).expect("a folder");
        fs::write(case.path().join(folder).join("n.txt"), text).expect("the note");
    }
    assert_eq!(
        enrich_here(
            case.path(),
            &[
                "--text",
                "ta",
                "tb",
                "--out",
                "out.ndjson",
                "--store",
                "store"
            ]
        ),
        Some(0)
    );
    let out = fs::read_to_string(case.path().join("out.ndjson")).expect("the output");
    let ids: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].take())
        .collect();
    assert_eq!(ids.len(), 2);
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn an_attachment_of_no_named_type_is_read() {
    let case = tempfile::tempdir().expect("a folder");
    let input = case.path().join("one.ndjson");
    fs::write(
        &input,
        note_line("a", "Denies chest pain.").replace("text/plain", ""),
    )
    .expect("the input");
    let (code, summary) = enrich(&input, &case.path().join("store"), &[]);
    assert_eq!((code, &summary["tally"]["notes"]), (0, &Value::from(1)));
}

#[test]
fn a_closed_output_pipe_is_a_failure() {
    let case = tempfile::tempdir().expect("a folder");
    let lines: Vec<_> = (0..200)
        .map(|n| note_line(&format!("n{n}"), &note_text(n)))
        .collect();
    fs::write(case.path().join("notes.ndjson"), lines.join("\n")).expect("the input");
    let mut command = wardlake(["enrich", "notes.ndjson", "--out", "-"]);
    command
        .current_dir(case.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("wardlake starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("a child").code(), Some(1));
}
