//! `wardlake model eval`: counts that are known whatever the model finds, and files that are refused.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
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
    let linkable = &file["links"]["attributes_both_ends_found"];
    assert!(
        linkable["gold"].as_u64() <= Some(4) && linkable["f1"].is_number(),
        "{linkable}"
    );
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

#[test]
fn a_relation_that_lacks_an_end_is_named() {
    let case = tempfile::tempdir().expect("a folder");
    let entities =
        json!([{"start": 0, "end": 4, "type": "QUAL"}, {"start": 5, "end": 11, "type": "DX"}]);
    for (relation, lack) in [
        (json!({"from": 0}), "has a \"from\" but no \"to\""),
        (
            json!({"from": 0, "target": 1}),
            "has a \"from\" but no \"to\"",
        ),
        (json!({}), "has neither \"from\" and \"to\""),
        (json!(7), "is no object"),
    ] {
        let note = json!({"text": "Mild asthma.", "entities": entities, "relations": [relation]});
        let (code, error) = refused(&[&write(case.path(), "bad.jsonl", &[note])]);
        assert_eq!(code, Some(5));
        let expected = format!("bad.jsonl, line 1: relations[0] {lack}");
        assert!(error.contains(&expected), "{error}");
    }
    let concepts = json!({"text": "Mild asthma.", "entities": entities, "relations": [{"args": ["D1", "D2"]}]});
    let path = write(case.path(), "concepts.jsonl", &[concepts]);
    let file = &evaluate(&[&path])["files"][0];
    assert_eq!(
        (&file["links"], &file["relations_not_scored"]),
        (&Value::Null, &json!(1))
    );
    assert!(said(&[&path]).contains("1 relation of the corpus' own not scored"));
}

/// Standard output of a run for people.
fn said(words: &[&str]) -> String {
    let output = output(wardlake([&["model", "eval"], words].concat()));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn clean_notes_show_false_alarms() {
    let case = tempfile::tempdir().expect("a folder");
    let clean = write(
        case.path(),
        "clean.jsonl",
        &[json!({"text": TEXT, "entities": []})],
    );
    let file = &evaluate(&[&clean])["files"][0];
    let all = &file["strict"]["all"];
    assert_eq!(
        (&all["gold"], &all["right"], &all["precision"]),
        (&json!(0), &json!(0), &json!(0.0))
    );
    assert!(all["found"].as_u64() > Some(2), "{file}");
    // The name is found, and nobody annotated it.
    let phi = &file["phi_characters"];
    assert_eq!(
        (&phi["gold"], &phi["precision"]),
        (&json!(0), &json!(0.0)),
        "{phi}"
    );
    assert!(phi["found"].as_u64() > Some(5), "{phi}");
    let words = said(&[&clean]);
    assert!(
        words.contains("1 document, 0 mentions") && words.contains("Identifying details"),
        "{words}"
    );
    let empty = write(case.path(), "empty.jsonl", &[]);
    let (code, error) = refused(&[&clean, &empty]);
    assert_eq!(code, Some(5));
    assert!(error.contains("empty.jsonl has no notes"), "{error}");
}

#[test]
fn labels_cannot_write_to_the_terminal() {
    let case = tempfile::tempdir().expect("a folder");
    let label = format!("\u{1b}[31m{}", "x".repeat(50));
    let mention = |label: &str| json!({"start": 0, "end": 6, "label": label});
    let odd = (0..30).map(|at| mention(&format!("odd{at}")));
    let entities: Vec<Value> = [mention("Chemical"), mention(&label), mention(&label)]
        .into_iter()
        .chain(odd)
        .collect();
    let note = json!({"text": "Asthma.", "entities": entities});
    let path = write(case.path(), "odd\u{7}.jsonl", &[note]);
    let words = said(&[&path]);
    let shown = format!("\\u{{1b}}[31m{}…", "x".repeat(35));
    assert!(
        words.contains(&shown) && words.contains("odd\\u{7}.jsonl: ") && words.contains("11 more"),
        "{words}"
    );
    assert!(!words.contains(['\u{1b}', '\u{7}']));
    let (code, error) = refused(&[&path, "--map", "Chemical="]);
    assert_eq!(code, Some(2));
    assert!(
        error.contains(&shown) && error.contains("11 more") && !error.contains(['\u{1b}', '\u{7}']),
        "{error}"
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let case = tempfile::tempdir().expect("a folder");
    let good = json!({"text": "Asthma.", "entities": [{"start": 0, "end": 6, "type": "DX", "label": null}]});
    let file = |name: &str, bytes: &[u8]| {
        let path = case.path().join(name);
        fs::write(&path, bytes).expect("the file");
        path.display().to_string()
    };
    let mark = file("mark.jsonl", format!("\u{feff}{good}\n").as_bytes());
    assert_eq!(
        evaluate(&[&mark])["files"][0]["documents"],
        json!(1),
        "a byte order mark"
    );
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed
        .write_all(format!("\u{feff}{good}\n").as_bytes())
        .expect("memory");
    let packed = packed.finish().expect("memory");
    assert_eq!(
        evaluate(&[&file("good.gz", &packed)])["files"][0]["documents"],
        json!(1)
    );
    for short in [2, 12, packed.len() / 2, packed.len() - 1] {
        let (code, error) = refused(&[&file("short.gz", &packed[..short])]);
        assert_eq!(code, Some(5));
        assert!(
            error.contains("short.gz is cut short: copy or pack it again"),
            "{error}"
        );
    }
    let (code, error) = refused(&[&file("latin.jsonl", b"{\"text\": \"Caf\xe9\"}")]);
    assert_eq!(code, Some(5));
    assert!(error.contains("line 1: not UTF-8"), "{error}");
    for (start, what) in [
        ("-1", "negative"),
        ("21.0", "a fraction"),
        ("1180591620717411303424", "too large"),
    ] {
        let line = good
            .to_string()
            .replace("\"start\":0", &format!("\"start\":{start}"));
        let (code, error) = refused(&[&file("offset.jsonl", line.as_bytes())]);
        assert_eq!(code, Some(5));
        assert!(
            error.contains("entities[0] has") && error.contains(what),
            "{error}"
        );
    }
    // Types are not mapped.
    let (code, error) = refused(&[&mark, "--map", "DX=TEST"]);
    assert_eq!(code, Some(2));
    assert!(
        error.contains("types are not mapped, only labels"),
        "{error}"
    );
    let label = json!({"text": "Asthma.", "entities": [{"start": 0, "end": 6, "type": null, "label": "Disease"}]});
    let label = write(case.path(), "label.jsonl", &[label]);
    assert_eq!(
        evaluate(&[&label])["files"][0]["labels"],
        json!({"DX": {"Disease": 1}})
    );
    let (code, error) = refused(&[&label, "--map", "Disease="]);
    assert_eq!(code, Some(2));
    assert!(
        error.contains("--map takes all of its labels out"),
        "{error}"
    );
}

#[test]
fn standard_streams_are_files_too() {
    let path = root().join("tests/data/annotated.jsonl");
    let read = |words: &[&str]| {
        let mut command = wardlake([&["model", "eval", "--json"], words].concat());
        command.stdin(File::open(&path).expect("the file"));
        output(command)
    };
    let piped = read(&["-"]);
    assert!(piped.status.success());
    let piped: Value = serde_json::from_slice(&piped.stdout).expect("JSON");
    let named = evaluate(&[&path.display().to_string()]);
    assert_eq!(piped["files"][0]["name"], json!("standard input"));
    assert_eq!(piped["files"][0]["strict"], named["files"][0]["strict"]);
    assert_eq!(read(&["-", "-"]).status.code(), Some(2));
    if let Ok(full) = File::options().write(true).open("/dev/full") {
        let mut command = wardlake([Path::new("model"), Path::new("eval"), &path]);
        command.stdout(full);
        let refused = output(command);
        assert_eq!(refused.status.code(), Some(1));
        let error = String::from_utf8(refused.stderr).expect("UTF-8");
        assert!(error.contains("cannot write to standard output"), "{error}");
    }
}

#[test]
fn help_has_the_exit_codes_that_it_can_give() {
    let help = said(&["--help"]);
    assert!(help.contains("  5  the input"), "{help}");
    for other in ["  3  ", "  4  ", "  130  "] {
        assert!(!help.contains(other), "{help}");
    }
}
