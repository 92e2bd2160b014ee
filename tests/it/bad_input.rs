//! Bad input: each kind gets its reject or its error, nothing else is lost, and no clinical word is repeated.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use wardlake_tests::{assert_clean, enrich, note_line, note_text, output, wardlake};

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Enriches `input` and returns exit code, summary and the rejects.
    fn run(&self, input: &[u8]) -> (i32, Value, Vec<Value>) {
        let (file, rejects) = (self.path("notes.ndjson"), self.path("rejects.ndjson"));
        fs::write(&file, input).expect("the input");
        let (code, summary) = enrich(
            &file,
            &self.path("store"),
            &["--rejects", rejects.to_str().expect("UTF-8")],
        );
        assert_clean(&self.path("store"));
        let rejects = fs::read_to_string(rejects).unwrap_or_default();
        assert!(
            !rejects.contains("Xanthochromia"),
            "a clinical word reached the rejects"
        );
        let rejects = rejects
            .lines()
            .map(|line| serde_json::from_str(line).expect("a reject is JSON"))
            .collect();
        (code, summary, rejects)
    }
}

fn tally(summary: &Value) -> [u64; 4] {
    ["read", "committed", "rejected", "skipped"]
        .map(|name| summary["tally"][name].as_u64().expect("a count"))
}

/// `bad` between two good lines: it alone is rejected, at line 2, and the run ends with code 3.
fn assert_rejected(bad: &[u8], reason: &str) {
    let case = Case::new();
    let input = [
        note_line("a", &note_text(1)).as_bytes(),
        bad,
        note_line("b", &note_text(2)).as_bytes(),
    ]
    .join(&b'\n');
    let (code, summary, rejects) = case.run(&input);
    assert_eq!(
        (code, tally(&summary)),
        (3, [3, 2, 1, 0]),
        "{reason}: {summary}"
    );
    assert_eq!(rejects.len(), 1);
    assert_eq!(rejects[0]["line"], 2, "{reason}");
    let byte = rejects[0]["byte"].as_u64().expect("a byte offset");
    assert_eq!(
        byte,
        u64::try_from(note_line("a", &note_text(1)).len()).expect("short") + 1
    );
    assert!(
        rejects[0]["reason"]
            .as_str()
            .is_some_and(|word| !word.is_empty()),
        "{}",
        rejects[0]
    );
}

#[test]
fn a_truncated_line() {
    let whole = note_line("t", "Xanthochromia of the cerebrospinal fluid.");
    assert_rejected(&whole.as_bytes()[..whole.len() - 9], "truncated");
}

#[test]
fn not_json() {
    assert_rejected(b"Xanthochromia was seen", "not JSON");
}

#[test]
fn not_an_object() {
    assert_rejected(br#"["Xanthochromia"]"#, "an array");
}

#[test]
fn a_wrong_resource_type() {
    assert_rejected(
        br#"{"resourceType":"Xanthochromia","id":"x"}"#,
        "resource type",
    );
}

#[test]
fn a_resource_type_of_the_wrong_json_type() {
    assert_rejected(br#"{"resourceType":7,"id":"x"}"#, "resource type");
}

#[test]
fn a_missing_id() {
    assert_rejected(
        br#"{"resourceType":"Patient","name":[{"family":"Xanthochromia"}]}"#,
        "id",
    );
}

#[test]
fn an_id_outside_the_rules() {
    assert_rejected(
        br#"{"resourceType":"Patient","id":"no spaces allowed"}"#,
        "id",
    );
}

#[test]
fn bad_base64() {
    let line = r#"{"resourceType":"DocumentReference","id":"b","content":[{"attachment":{"contentType":"text/plain","data":"Xanth!!!"}}]}"#;
    assert_rejected(line.as_bytes(), "base64");
}

#[test]
fn invalid_utf8() {
    assert_rejected(
        b"{\"resourceType\":\"Patient\",\"id\":\"u\",\"gender\":\"\xff\xfe\"}",
        "UTF-8",
    );
}

#[test]
fn ten_thousand_levels_of_nesting() {
    let line = format!(
        r#"{{"resourceType":"Basic","id":"n","x":{}{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    assert_rejected(line.as_bytes(), "nesting");
}

#[test]
fn a_line_of_200_megabytes() {
    let case = Case::new();
    let file = case.path("notes.ndjson");
    let mut input = File::create(&file).expect("the input");
    writeln!(input, "{}", note_line("a", &note_text(1))).expect("the input");
    write!(input, r#"{{"resourceType":"Basic","id":"long","x":""#).expect("the input");
    for _ in 0..200 {
        input.write_all(&vec![b'x'; 1 << 20]).expect("the input");
    }
    writeln!(input, "\"}}\n{}", note_line("b", &note_text(2))).expect("the input");
    let (code, summary) = enrich(&file, &case.path("store"), &[]);
    assert_eq!((code, tally(&summary)), (3, [3, 2, 1, 0]), "{summary}");
}

#[test]
fn duplicate_ids_are_versions_and_equal_ones_are_skipped() {
    let case = Case::new();
    let lines = [
        note_line("d", "First text: asthma."),
        note_line("d", "Second text: asthma resolved."),
        note_line("d", "Second text: asthma resolved."),
    ];
    let (code, summary, rejects) = case.run(lines.join("\n").as_bytes());
    assert_eq!((code, tally(&summary)), (0, [3, 2, 0, 1]), "{summary}");
    assert!(rejects.is_empty());
}

#[test]
fn an_empty_file() {
    let (code, summary, _) = Case::new().run(b"");
    assert_eq!((code, tally(&summary)), (0, [0; 4]));
}

#[test]
fn blank_lines_and_carriage_returns() {
    let input = format!(
        "\u{feff}{}\r\n\r\n  \n{}\r\n",
        note_line("a", &note_text(1)),
        note_line("b", &note_text(2))
    );
    let (code, summary, _) = Case::new().run(input.as_bytes());
    assert_eq!((code, tally(&summary)), (0, [2, 2, 0, 0]));
}

#[test]
fn a_missing_input() {
    let case = Case::new();
    let mut command = wardlake(["enrich", "nowhere.ndjson"]);
    command.arg("--store").arg(case.path("store"));
    let output = output(command);
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere.ndjson"));
}

#[test]
fn a_cut_gzip_file() {
    let case = Case::new();
    let lines: Vec<_> = (0..200)
        .map(|n| note_line(&format!("n{n}"), &note_text(n)))
        .collect();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder
        .write_all(lines.join("\n").as_bytes())
        .expect("memory");
    let whole = encoder.finish().expect("memory");
    let file = case.path("notes.ndjson.gz");
    fs::write(&file, &whole[..whole.len() / 2]).expect("the input");
    let mut command = wardlake(["enrich"]);
    command.arg(&file).arg("--store").arg(case.path("store"));
    let output = output(command);
    assert_ne!(output.status.code(), Some(0), "a cut file is not a success");
    assert!(String::from_utf8_lossy(&output.stderr).contains("notes.ndjson.gz"));
    assert_clean(&case.path("store"));
}

/// Starts a run that reads standard input, so that it lives until the pipe is closed.
fn held_open(store: &Path) -> std::process::Child {
    let mut command = wardlake(["enrich", "-"]);
    command
        .arg("--store")
        .arg(store)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command.spawn().expect("wardlake starts")
}

#[test]
fn a_second_writer_is_refused() {
    let case = Case::new();
    let store = case.path("store");
    let mut first = held_open(&store);
    while !store.join("LOCK").exists() && first.try_wait().expect("a child").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    std::thread::sleep(std::time::Duration::from_millis(500));
    fs::write(case.path("notes.ndjson"), note_line("a", &note_text(1))).expect("the input");
    let mut command = wardlake(["enrich"]);
    command
        .arg(case.path("notes.ndjson"))
        .arg("--store")
        .arg(&store);
    let second = output(command);
    assert_eq!(
        second.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&second.stderr)
    );
    drop(first.stdin.take());
    assert!(first.wait().expect("a child").success());
    assert_clean(&store);
}

#[test]
fn a_full_output_disk() {
    let case = Case::new();
    let lines: Vec<_> = (0..50)
        .map(|n| note_line(&format!("n{n}"), &note_text(n)))
        .collect();
    fs::write(case.path("notes.ndjson"), lines.join("\n")).expect("the input");
    let mut command = wardlake(["enrich", "--out", "/dev/full"]);
    command
        .arg(case.path("notes.ndjson"))
        .arg("--store")
        .arg(case.path("store"));
    let output = output(command);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .to_lowercase()
            .contains("space")
    );
    assert_clean(&case.path("store"));
}

/// A small file system that fills up, where the machine lets us mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(path: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&path).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(&path)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then_some(Self(path))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A busy mount is reported by the temporary folder's own removal.
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_store_disk() {
    let case = Case::new();
    let Some(disk) = SmallDisk::mount(case.path("disk"), "3m") else {
        eprintln!("skipped: mounting a small file system is not allowed here");
        return;
    };
    let filler = |n: usize| -> String {
        (0..1500)
            .map(|k| ((n * 7919 + k * 104_729) % 9973).to_string())
            .collect()
    };
    let lines: Vec<_> = (0..4000)
        .map(|n| {
            format!(
                r#"{{"resourceType":"Basic","id":"b{n}","x":"{}"}}"#,
                filler(n)
            )
        })
        .collect();
    fs::write(case.path("notes.ndjson"), lines.join("\n")).expect("the input");
    let store = disk.0.join("store");
    let mut command = wardlake(["enrich"]);
    command
        .arg(case.path("notes.ndjson"))
        .arg("--store")
        .arg(&store);
    let full = output(command);
    let stderr = String::from_utf8_lossy(&full.stderr).to_lowercase();
    assert!(!full.status.success(), "a full disk is not a success");
    assert!(
        stderr.contains("space") || stderr.contains("full"),
        "{stderr}"
    );

    let remounted = Command::new("mount")
        .args(["-o", "remount,size=200m"])
        .arg(&disk.0)
        .status()
        .expect("mount runs");
    assert!(remounted.success());
    let (code, summary) = enrich(&case.path("notes.ndjson"), &store, &[]);
    assert_eq!(code, 0, "{summary}");
    assert_clean(&store);
}

#[test]
fn a_file_that_shrinks_while_it_is_read() {
    let case = Case::new();
    let file = case.path("notes.ndjson");
    let lines: Vec<_> = (0..3000)
        .map(|n| note_line(&format!("n{n}"), &note_text(n)))
        .collect();
    fs::write(&file, lines.join("\n")).expect("the input");
    let mut command = wardlake(["enrich"]);
    command
        .arg(&file)
        .arg("--store")
        .arg(case.path("store"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("wardlake starts");
    std::thread::sleep(std::time::Duration::from_secs(2));
    OpenOptions::new()
        .write(true)
        .open(&file)
        .expect("the input")
        .set_len(4096)
        .expect("it shrinks");
    let stderr = child.stderr.take().expect("a pipe");
    let said: Vec<String> = BufReader::new(stderr)
        .lines()
        .map_while(Result::ok)
        .collect();
    let status = child.wait().expect("a child");
    assert_eq!(status.code(), Some(5), "{said:?}");
    assert!(said.iter().any(|line| line.contains("shrank")), "{said:?}");
    assert_clean(&case.path("store"));
}
