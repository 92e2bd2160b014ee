//! Fixtures for the behaviour tests: the binary as a user runs it, and small inputs with known answers.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The one instant that every test run records, so that outputs can be compared byte for byte.
pub const EPOCH: &str = "1700000000";

/// The built `wardlake` binary, which lies beside the test binary's folder.
///
/// # Panics
/// If it has not been built: `make test` builds it first.
#[must_use]
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let release = test
        .parent()
        .and_then(Path::parent)
        .expect("a test lies in target/release/deps");
    let binary = release.join("wardlake");
    assert!(
        binary.exists(),
        "build the binary first: `make test`, or `cargo build --release`"
    );
    binary
}

/// The workspace root.
#[must_use]
pub fn root() -> PathBuf {
    // As cargo says when the tests run: a target folder may hold what was built from another checkout.
    let here =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here)
        .parent()
        .expect("the workspace root")
        .to_path_buf()
}

/// A folder of the reference data beside the checkout, or `None` with a message when it is not there (as on a user's machine).
#[must_use]
pub fn shared(folder: &str) -> Option<PathBuf> {
    let path = root().parent()?.join("shared").join(folder);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: the reference data {folder} is not on this machine");
    None
}

/// The bundled example notes.
#[must_use]
pub fn examples() -> PathBuf {
    root().join("examples/notes.ndjson")
}

/// A `wardlake` command with the fixed instant and nothing inherited that would change its answer.
pub fn wardlake<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(binary());
    command
        .args(arguments)
        .env("SOURCE_DATE_EPOCH", EPOCH)
        .env("NO_COLOR", "1");
    for name in ["WARDLAKE_STORE", "WARDLAKE_MODEL", "WARDLAKE_LOG"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command and returns what it printed.
///
/// # Panics
/// If it cannot be started.
pub fn output(mut command: Command) -> Output {
    command.output().expect("wardlake starts")
}

/// Runs `wardlake enrich … --json` and returns its exit code and summary.
///
/// # Panics
/// If it printed no JSON summary.
#[must_use]
pub fn enrich(input: &Path, store: &Path, more: &[&str]) -> (i32, Value) {
    let mut command = wardlake(["enrich", "--json"]);
    command.arg(input).arg("--store").arg(store).args(more);
    let output = output(command);
    let summary = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "no summary ({error}): {}",
            String::from_utf8_lossy(&output.stderr)
        )
    });
    (output.status.code().unwrap_or(-1), summary)
}

/// `wardlake store check --json`: panics unless the store is clean.
///
/// # Panics
/// If the check finds anything.
pub fn assert_clean(store: &Path) {
    let output = output(wardlake([
        OsStr::new("store"),
        OsStr::new("check"),
        OsStr::new("--store"),
        store.as_os_str(),
    ]));
    assert!(
        output.status.success(),
        "store check: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// One line of NDJSON: a `DocumentReference` with a plain-text note.
#[must_use]
pub fn note_line(id: &str, text: &str) -> String {
    json!({
        "resourceType": "DocumentReference", "id": id, "status": "current",
        "subject": {"reference": "Patient/p1"},
        "content": [{"attachment": {"contentType": "text/plain", "data": STANDARD.encode(text)}}]
    })
    .to_string()
}

/// A fictional note that differs with `n` and is a few sentences long.
#[must_use]
pub fn note_text(n: usize) -> String {
    const REASONS: [&str; 5] = [
        "chest pain",
        "a productive cough",
        "left knee pain",
        "nausea and vomiting",
        "headache",
    ];
    const DRUGS: [&str; 5] = [
        "metformin 500 mg twice daily",
        "lisinopril 10 mg daily",
        "albuterol inhaler as needed",
        "warfarin 5 mg nightly",
        "atorvastatin 40 mg daily",
    ];
    const DENIALS: [&str; 4] = [
        "fever",
        "shortness of breath",
        "weight loss",
        "palpitations",
    ];
    format!(
        "Visit {n}. {}-year-old presents with {} for {} days. Denies {}. History of hypertension. Takes {}.",
        30 + n % 50,
        REASONS[n % 5],
        1 + n % 9,
        DENIALS[n % 4],
        DRUGS[n / 5 % 5]
    )
}

/// Splitmix64: random enough for tests, the same on every machine.
pub struct Random(pub u64);

impl Random {
    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound.max(1)
    }
}
