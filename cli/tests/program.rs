//! The program as it is started: arguments, streams, signals, exit codes. What it does to data is tested in `tests/it`.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

fn wardlake(words: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardlake"));
    command.args(words.split_whitespace()).env("NO_COLOR", "1");
    for name in [
        "STORE",
        "MODEL",
        "LOG",
        "LOG_FORMAT",
        "JOBS",
        "LISTEN",
        "BASE_URL",
    ] {
        command.env_remove(format!("WARDLAKE_{name}"));
    }
    command
}

fn run(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .stdin(Stdio::null())
        .output()
        .expect("wardlake starts");
    (
        status.code().expect("it was not killed"),
        String::from_utf8(stdout).expect("UTF-8"),
        String::from_utf8(stderr).expect("UTF-8"),
    )
}

fn run_with(command: &mut Command, input: &str) -> (i32, String) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("wardlake starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.as_bytes())
        .expect("wardlake reads it");
    let output = child.wait_with_output().expect("wardlake ends");
    (
        output.status.code().expect("it was not killed"),
        String::from_utf8(output.stdout).expect("UTF-8"),
    )
}

fn note(id: usize, text: &str) -> String {
    let data = STANDARD.encode(text);
    json!({"resourceType": "DocumentReference", "id": format!("n{id}"), "status": "current",
        "content": [{"attachment": {"contentType": "text/plain", "data": data}}]})
    .to_string()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A file of notes.
    fn notes(&self, texts: impl IntoIterator<Item = String>) -> PathBuf {
        let lines: Vec<String> = texts
            .into_iter()
            .enumerate()
            .map(|(id, text)| note(id, &text))
            .collect();
        fs::write(self.path("notes.ndjson"), lines.join("\n")).expect("the input");
        self.path("notes.ndjson")
    }

    fn enrich(&self, input: &Path) -> Command {
        let mut command = wardlake("enrich --json --jobs 1");
        command.arg(input).arg("--store").arg(self.path("store"));
        command
    }
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(sent.success());
}

#[test]
fn arguments_that_make_no_sense_end_with_2() {
    for words in [
        "",
        "frobnicate",
        "enrich",
        "enrich a --jobs 0",
        "enrich - -",
        "show nothing",
        "serve --listen here",
        "enrich a --out o --sync",
    ] {
        let (code, stdout, stderr) = run(&mut wardlake(words));
        assert_eq!((code, stdout.as_str()), (2, ""), "{words}: {stderr}");
        assert!(!stderr.is_empty());
    }
}

#[test]
fn help_teaches_and_ends_with_0() {
    let (code, help, _) = run(&mut wardlake("--help"));
    assert!(
        code == 0 && help.contains("Examples:") && help.contains("130  interrupted"),
        "{help}"
    );
    for words in [
        "enrich --help",
        "serve --help",
        "nlp --help",
        "show --help",
        "bench enrich --help",
    ] {
        let (code, help, _) = run(&mut wardlake(words));
        assert!(code == 0 && help.contains("Example"), "{words}: {help}");
    }
    assert_eq!(run(&mut wardlake("--version")).0, 0);
}

#[test]
fn a_store_that_is_not_there_ends_with_4() {
    let folder = Folder::new();
    for words in ["show Patient/1", "store check", "store stats", "serve"] {
        let (code, _, stderr) = run(wardlake(words).arg("--store").arg(folder.path("none")));
        assert!(
            code == 4 && stderr.contains("wardlake enrich"),
            "{words}: {code} {stderr}"
        );
    }
    assert!(!folder.path("none").exists(), "asking made a store");
}

#[test]
fn lines_are_answered_in_order_and_bad_ones_end_with_3() {
    let mut lines: Vec<String> = (0..150)
        .map(|n| json!({"id": n, "text": "Denies chest pain. ".repeat(1 + n % 11)}).to_string())
        .collect();
    lines[20] = "Xanthochromia".into();
    lines[21] = r#"{"id":"half"}"#.into();
    lines.insert(22, String::new());
    let (code, out) = run_with(
        &mut wardlake("nlp --jsonl --jobs 3 --op all -"),
        &lines.join("\n"),
    );
    let answers: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((code, answers.len()), (3, 150));
    for (n, answer) in answers.iter().enumerate() {
        match n {
            20 => assert!(answer["id"].is_null() && answer["error"].is_string()),
            21 => assert!(answer["id"] == "half" && answer["error"].is_string()),
            _ => {
                assert_eq!(answer["id"], n);
                for operation in [
                    "DetectEntitiesV2",
                    "InferICD10CM",
                    "InferRxNorm",
                    "DetectPHI",
                ] {
                    assert!(answer[operation]["Entities"].is_array(), "{answer}");
                }
            }
        }
    }
    assert!(!out.contains("Xantho"));
}

#[test]
fn one_text_is_answered_as_it_is_alone_or_in_a_line() {
    let text = "Takes metformin 500 mg for type 2 diabetes.";
    let (code, alone) = run_with(&mut wardlake("nlp --op icd10cm -"), text);
    let (_, line) = run_with(
        &mut wardlake("nlp --op icd10cm --jsonl -"),
        &json!({"id": "x", "text": text}).to_string(),
    );
    assert_eq!((code, line), (0, alone.replacen('{', "{\"id\":\"x\",", 1)));
    assert!(alone.contains("E11.9"), "{alone}");
    let folder = Folder::new();
    fs::write(folder.path("latin.txt"), b"caf\xe9").unwrap();
    assert_eq!(
        run_with(&mut wardlake("nlp --op phi -"), "").0,
        0,
        "no text has no entities"
    );
    assert_eq!(run(wardlake("nlp").arg(folder.path("latin.txt"))).0, 5);
    assert_eq!(run(wardlake("nlp").arg(folder.path("none.txt"))).0, 5);
    assert_eq!(
        run(wardlake("nlp --max-line 10").arg(folder.notes([text.into()]))).0,
        5
    );
}

#[test]
fn a_note_is_shown_from_the_store() {
    let folder = Folder::new();
    let input = folder.notes(["Denies chest pain.".into()]);
    assert_eq!(run(&mut folder.enrich(&input)).0, 0);
    let show = |words: &str| {
        let (code, stdout, stderr) = run(wardlake(words).arg("--store").arg(folder.path("store")));
        assert_eq!(code, 0, "{stderr}");
        stdout
    };
    assert!(show("show DocumentReference/n0").contains("Denies [chest pain](DX_NAME, no)."));
    assert!(
        show("show DocumentReference/n0 --version 1 --color always")
            .contains("9mchest pain\x1b[0m")
    );
    let body = show("show DocumentReference/n0 --json");
    let original = wardlake_fhir::extension::remove(body.trim_end().as_bytes()).unwrap();
    assert_eq!(original.as_ref(), note(0, "Denies chest pain.").as_bytes());
    assert!(show("store check").ends_with("clean\n"));
    assert_eq!(
        serde_json::from_str::<Value>(&show("store check --json")).unwrap()["clean"],
        true
    );
    let stats: Value = serde_json::from_str(&show("store stats --json")).unwrap();
    assert_eq!(
        (&stats["resources"][0]["live"], &stats["versions"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        run(wardlake("show DocumentReference/n0 --version 2 --store").arg(folder.path("store"))).0,
        1
    );
}

#[test]
fn standard_output_holds_resources_only() {
    let folder = Folder::new();
    let input = folder.notes(["No fever.".into(), "Asthma.".into()]);
    let mut command = wardlake("enrich --out - --json --rejects");
    let (code, stdout, stderr) = run(command.arg(folder.path("rejects.ndjson")).arg(&input));
    assert_eq!(code, 0, "{stderr}");
    let types: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["resourceType"].take())
        .collect();
    assert_eq!(types, ["DocumentReference", "DocumentReference"]);
    let summary = stderr.lines().last().unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(summary).unwrap()["tally"]["committed"],
        2
    );
}

#[test]
fn an_interrupted_run_ends_with_130_and_goes_on() {
    let folder = Folder::new();
    let text =
        |n| format!("Visit {n}: asthma since {n} years, takes prednisone {n} mg. ").repeat(15);
    let input = folder.notes((0..300).map(text));
    let mut child = folder
        .enrich(&input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The first commit says that the run is under way.
    while !folder.path("store/CURRENT").exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(700));
    signal(&child, "-INT");
    let said: Vec<String> = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map_while(Result::ok)
        .collect();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{said:?}");
    assert!(
        said.iter().any(|line| line.contains("once more to abort")),
        "{said:?}"
    );
    let stopped: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        stopped["stopped"] == true && stopped["tally"]["read"].as_u64() < Some(300),
        "{stopped}"
    );

    let (code, stdout, stderr) = run(&mut folder.enrich(&input));
    let finished: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(
        (code, &finished["tally"]["committed"]),
        (0, &json!(300)),
        "{stderr}"
    );
    assert_eq!(finished["resumed"]["read"], stopped["tally"]["read"]);
}

#[test]
fn a_server_stops_when_it_is_told_to() {
    let folder = Folder::new();
    let input = folder.notes(["No fever.".into()]);
    assert_eq!(run(&mut folder.enrich(&input)).0, 0);
    for how in ["-TERM", "-INT"] {
        let mut command = wardlake("serve --listen 127.0.0.1:0 --store");
        let mut child = command
            .arg(folder.path("store"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        assert!(
            first.starts_with("wardlake serves http://127.0.0.1:"),
            "{first}"
        );
        signal(&child, how);
        assert_eq!(child.wait().unwrap().code(), Some(0), "{how}");
    }
}
