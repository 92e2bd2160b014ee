//! SIGKILL at random instants: whatever is cut off, resuming gives the store, the output and the rejects of an uninterrupted run.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use wardlake_store::{Access, Options, Store};
use wardlake_tests::{Random, assert_clean, note_line, note_text, wardlake};

const KILLS: usize = 25;

/// 300 notes, a bad line now and then.
fn write_input(path: &Path) {
    let lines: Vec<_> = (0..300)
        .map(|n| {
            if n % 50 == 17 {
                format!("{{\"resourceType\":\"DocumentReference\",\"id\":\"cut{n}\"")
            } else {
                note_line(&format!("n{n}"), &note_text(n))
            }
        })
        .collect();
    fs::write(path, lines.join("\n")).expect("the input");
}

fn start(input: &Path, folder: &Path) -> Child {
    let mut command = wardlake(["enrich", "--json", "--jobs", "2"]);
    command.arg(input).arg("--store").arg(folder.join("store"));
    command
        .arg("--out")
        .arg(folder.join("out.ndjson"))
        .arg("--rejects")
        .arg(folder.join("rejects.ndjson"));
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("wardlake starts")
}

struct Outcome {
    contents: [u8; 32],
    out: Vec<u8>,
    rejects: Vec<u8>,
}

fn outcome(folder: &Path) -> Outcome {
    assert_clean(&folder.join("store"));
    let store = Store::open(&folder.join("store"), Access::Write, &Options::default())
        .expect("the store opens");
    Outcome {
        contents: store.digest_of_contents().expect("the store is readable").0,
        out: fs::read(folder.join("out.ndjson")).expect("the output"),
        rejects: fs::read(folder.join("rejects.ndjson")).expect("the rejects"),
    }
}

#[test]
fn a_killed_run_resumes_to_the_same_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("notes.ndjson");
    write_input(&input);
    let whole = folder.path().join("whole");
    fs::create_dir(&whole).expect("a folder");
    let begun = Instant::now();
    start(&input, &whole).wait().expect("the run ends");
    let duration = begun.elapsed();
    let expected = outcome(&whole);

    let cut = folder.path().join("cut");
    fs::create_dir(&cut).expect("a folder");
    let mut random = Random(7);
    let mut killed = 0;
    for round in 0..KILLS {
        let mut child = start(&input, &cut);
        let micros = u64::try_from(duration.as_micros()).expect("a short run");
        sleep(Duration::from_micros(random.below(micros)));
        killed += usize::from(child.try_wait().expect("a child").is_none());
        child.kill().expect("a child");
        child.wait().expect("a child");
        if round % 5 == 4 {
            start(&input, &cut).wait().expect("the run ends");
            let resumed = outcome(&cut);
            assert!(
                resumed.contents == expected.contents,
                "round {round}: the store differs"
            );
            assert!(
                resumed.out == expected.out,
                "round {round}: the output differs"
            );
            assert!(
                resumed.rejects == expected.rejects,
                "round {round}: the rejects differ"
            );
            fs::remove_dir_all(&cut).expect("a folder");
            fs::create_dir(&cut).expect("a folder");
        }
    }
    assert!(
        killed > KILLS / 2,
        "only {killed} of {KILLS} runs were killed before their end"
    );
}
