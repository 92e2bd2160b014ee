//! `wardlake model eval`: counts that are known whatever the model finds, and files that are refused.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use wardlake_tests::{output, root, wardlake};

const TEXT: &str =
    "🩺 Mr. Ansel Brightwater denies chest pain. Takes metformin 500 mg daily for type 2 diabetes.";

fn evaluate(words: &[&str]) -> Value {
    let output = output(wardlake([&["model", "eval", "--json"], words].concat()));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Exit code and standard error.
fn refused(words: &[&str]) -> (Option<i32>, String) {
    let output = output(wardlake([&["model", "eval"], words].concat()));
    assert!(output.stdout.is_empty());
    (
        output.status.code(),
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}

fn write(folder: &Path, name: &str, lines: &[Value]) -> String {
    let path = folder.join(name);
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    fs::write(&path, lines.join("\n")).expect("the file");
    path.display().to_string()
}

/// What `nlp` finds in the text, as annotations under the names of the answer.
fn found_by_nlp(folder: &Path) -> Vec<Value> {
    let path = folder.join("note.txt");
    fs::write(&path, TEXT).expect("the note");
    let output = output(wardlake([Path::new("nlp"), &path]));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let entities = list(&answer["Entities"]);
    let attributes = entities
        .iter()
        .flat_map(|entity| list(&entity["Attributes"]));
    let unmapped = list(&answer["UnmappedAttributes"])
        .into_iter()
        .map(|one| one["Attribute"].clone());
    let all: Vec<Value> = entities
        .iter()
        .cloned()
        .chain(attributes)
        .chain(unmapped)
        .collect();
    all.iter()
        .map(|one| json!({"start": one["BeginOffset"], "end": one["EndOffset"], "label": one["Type"]}))
        .collect()
}

#[test]
fn what_nlp_finds_is_found() {
    let case = tempfile::tempdir().expect("a folder");
    let found = found_by_nlp(case.path());
    let gold = write(
        case.path(),
        "gold.jsonl",
        &[json!({"text": TEXT, "entities": found})],
    );
    let map = ["--map", "DX_NAME=DX", "--map", "GENERIC_NAME=RXG"];
    let report = evaluate(&[&[gold.as_str()], map.as_slice()].concat());
    let file = &report["files"][0];
    assert_eq!(
        (&file["documents"], &file["left_out"]),
        (&json!(1), &json!(0)),
        "{file}"
    );
    for measure in ["strict", "relaxed"] {
        let all = &file[measure]["all"];
        assert_eq!(
            (&all["precision"], &all["recall"]),
            (&json!(1.0), &json!(1.0)),
            "{all}"
        );
    }
    // A mention that nobody can find, and a file without the conditions that are found.
    let mut more = found.clone();
    more.push(json!({"start": 0, "end": 1, "label": "DX_NAME"}));
    let known = file["mentions"].as_u64().expect("a count");
    let more = write(
        case.path(),
        "more.jsonl",
        &[json!({"text": TEXT, "entities": more})],
    );
    let report = evaluate(&[&[gold.as_str(), more.as_str()], map.as_slice()].concat());
    let all = &report["files"][1]["strict"]["all"];
    assert_eq!(
        (&all["gold"], &all["hit"], &all["found"]),
        (&json!(known + 1), &json!(known), &json!(known))
    );
    let pooled = &report["pooled"]["strict"]["all"];
    assert_eq!(
        (&pooled["gold"], &pooled["hit"]),
        (&json!(2 * known + 1), &json!(2 * known))
    );
    // A label without counterpart over all of the text takes what is found out of the count.
    let whole = json!({"start": 0, "end": TEXT.chars().count(), "label": "ODD"});
    let drug = json!({"start": 0, "end": 1, "label": "GENERIC_NAME"});
    let odd = write(
        case.path(),
        "odd.jsonl",
        &[json!({"text": TEXT, "entities": [whole, drug]})],
    );
    let file = &evaluate(&[&odd, "--map", "GENERIC_NAME=RXG,DX"])["files"][0];
    assert_eq!(file["labels_not_scored"], json!({"ODD": 1}));
    assert_eq!(file["strict"]["all"]["found"], json!(0));
    assert!(file["left_out"].as_u64() > Some(0));
}

#[test]
fn the_annotations_of_a_file_are_counted() {
    let path = root()
        .join("tests/data/annotated.jsonl")
        .display()
        .to_string();
    let report = evaluate(&[&path, "--jobs", "1"]);
    assert_eq!(report, evaluate(&[&path, "--jobs", "2"]));
    let file = &report["files"][0];
    assert_eq!(
        (&file["documents"], &file["mentions"]),
        (&json!(2), &json!(12))
    );
    let by_type = file["strict"]["by_type"].as_array().expect("rows");
    let gold: Vec<String> = by_type
        .iter()
        .map(|row| {
            format!(
                "{} {}",
                row["types"][0].as_str().expect("a type"),
                row["gold"]
            )
        })
        .filter(|row| !row.ends_with(" 0"))
        .collect();
    assert_eq!(gold[0], "DX 4");
    let mut rest = gold[1..].to_vec();
    rest.sort();
    assert_eq!(rest, ["FREQ 2", "NAME 2", "RXG 2", "STR 2"]);
    assert_eq!(file["links"]["attributes"]["gold"], json!(4));
    assert_eq!(file["links"]["all"]["gold"], json!(4));
    // "Ansel Brightwater" and "Odile Fernhollow", without the blank.
    assert_eq!(file["phi_characters"]["gold"], json!(31));
    // Any model worth its name finds most of these sentences.
    assert!(file["relaxed"]["all"]["f1"].as_f64() > Some(0.7), "{file}");
    let words = output(wardlake(["model", "eval", path.as_str()]));
    let words = String::from_utf8(words.stdout).expect("UTF-8");
    for part in [
        "2 documents, 12 mentions",
        "strict",
        "relaxed",
        "Traits",
        "Links",
        "calibration error",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn a_bad_line_is_named_and_not_quoted() {
    let case = tempfile::tempdir().expect("a folder");
    let good = json!({"text": "Asthma.", "entities": [{"start": 0, "end": 6, "type": "DX"}]});
    let bad = json!({"text": "Asthma.", "entities": [{"start": 0, "end": 9, "type": "DX"}]});
    let path = write(
        case.path(),
        "bad.jsonl",
        &[good.clone(), Value::Null, bad.clone()],
    );
    let (code, error) = refused(&[&path]);
    assert_eq!(code, Some(5));
    assert!(
        error.contains("bad.jsonl, line 2: no JSON object"),
        "{error}"
    );
    let path = write(case.path(), "bad.jsonl", &[good.clone(), bad]);
    let (code, error) = refused(&[&path]);
    assert_eq!(code, Some(5));
    assert!(
        error.contains("line 2: entities[0] is at 0 to 9") && !error.contains("Asthma"),
        "{error}"
    );
    let odd = json!({"text": "Asthma.", "entities": [{"start": 0, "end": 6, "label": "Odd"}]});
    let (code, error) = refused(&[&write(case.path(), "odd.jsonl", &[odd])]);
    assert_eq!(code, Some(5));
    assert!(error.contains("--map LABEL=TYPE: Odd"), "{error}");
    let path = write(case.path(), "good.jsonl", &[good]);
    assert_eq!(refused(&[&path, "--map", "Odd=DX"]).0, Some(2));
    assert_eq!(refused(&[&path, "--map", "Odd=NONSENSE"]).0, Some(2));
    assert_eq!(refused(&[&format!("{path}.none")]).0, Some(5));
}
