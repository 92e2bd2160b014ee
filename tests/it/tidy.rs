//! House rules that neither rustc nor clippy can enforce, each with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use wardlake_tests::root;

/// The longest source file, in lines of code: past that, two ideas share a file.
const MAX_CODE_LINES: usize = 400;

/// Which workspace crates each crate may name; `docs/ARCHITECTURE.md` draws the same table.
const EDGES: &[(&str, &[&str])] = &[
    ("wardlake-fhir", &[]),
    ("wardlake-models", &[]),
    ("wardlake-ontologies", &[]),
    ("wardlake-store", &["wardlake-fhir"]),
    (
        "wardlake-engine",
        &[
            "wardlake-fhir",
            "wardlake-models",
            "wardlake-ontologies",
            "wardlake-store",
        ],
    ),
];

/// The only crates that may name a heavy dependency.
const OWNERS: &[(&str, &[&str])] = &[
    ("rocksdb", &["wardlake-store"]),
    ("tokio", &["wardlake-server", "wardlake"]),
    ("axum", &["wardlake-server"]),
    ("candle-core", &["wardlake-models"]),
    ("memmap2", &["wardlake-engine"]),
    ("anyhow", &["wardlake", "wardlake-bench"]),
];

/// What must not be reachable at all, at any depth, from a crate.
const UNREACHABLE: &[(&str, &[&str])] = &[
    (
        "wardlake-fhir",
        &["rocksdb", "tokio", "candle-core", "rayon"],
    ),
    ("wardlake-models", &["rocksdb", "tokio", "hyper"]),
    (
        "wardlake-ontologies",
        &["rocksdb", "tokio", "candle-core", "rayon"],
    ),
    ("wardlake-store", &["tokio", "candle-core"]),
    ("wardlake-engine", &["tokio", "hyper", "anyhow"]),
];

/// Every Rust source of the workspace: path relative to the root, and text.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a readable folder").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                folders.push(path);
            } else if name.ends_with(".rs") {
                let text = fs::read_to_string(&path).expect("a UTF-8 source");
                let relative = path.strip_prefix(root()).expect("below the root");
                found.push((relative.display().to_string(), text));
            }
        }
    }
    found.sort();
    found
}

fn code_lines(text: &str) -> usize {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

/// Fails with every offender at once, so that one run shows all there is to mend.
fn none(rule: &str, offenders: &[String]) {
    assert!(
        offenders.is_empty(),
        "{rule}:\n  {}",
        offenders.join("\n  ")
    );
}

/// Lines of `path` on which `bad` holds, outside comments.
fn lines_where(files: &[(String, String)], bad: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut offenders = Vec::new();
    for (path, text) in files {
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.starts_with("//") && bad(path, line) {
                offenders.push(format!("{path}:{}", number + 1));
            }
        }
    }
    offenders
}

#[test]
fn every_file_says_what_it_is() {
    let mute: Vec<_> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| path)
        .collect();
    none("a source file begins with a //! line", &mute);
}

#[test]
fn no_file_holds_two_ideas() {
    let long: Vec<_> = sources()
        .iter()
        .map(|(path, text)| (path, code_lines(text)))
        .filter(|&(_, lines)| lines > MAX_CODE_LINES)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    none("at most 400 lines of code a file", &long);
}

#[test]
fn no_test_is_hollow() {
    let hollow = lines_where(&sources(), |_, line| {
        line.starts_with("matches!(") && line.ends_with(");")
    });
    none("a bare matches!(…); asserts nothing", &hollow);
}

#[test]
fn exceptions_expire() {
    let rotting = lines_where(&sources(), |_, line| {
        line.starts_with("#[allow(") || line.starts_with("#![allow(")
    });
    none(
        "#[expect(…, reason)] fails when it is no longer needed, #[allow] rots",
        &rotting,
    );
}

#[test]
fn only_the_edge_prints() {
    let may_print = ["cli/", "bench/", "tests/"];
    let prints = ["println!(", "eprintln!(", "print!(", "eprint!("];
    let offenders = lines_where(&sources(), |path, line| {
        let test =
            path.contains("tests") || path.contains("examples/") || path.ends_with("build.rs");
        !test
            && !may_print.iter().any(|edge| path.starts_with(edge))
            && prints.iter().any(|print| line.contains(print))
    });
    none("libraries report through types and tracing", &offenders);
}

#[test]
fn threads_start_in_one_place() {
    let offenders = lines_where(&sources(), |path, line| {
        let library = [
            "fhir/src",
            "models/src",
            "ontologies/src",
            "store/src",
            "engine/src",
        ];
        let test = path.contains("tests");
        !test
            && path != "engine/src/spawn.rs"
            && library.iter().any(|src| path.starts_with(src))
            && (line.contains("thread::spawn")
                || line.contains("thread::scope")
                || line.contains("thread::Builder"))
    });
    none(
        "the pipeline's threads start in engine/src/spawn.rs",
        &offenders,
    );
}

#[test]
fn unsafe_code_is_confined() {
    let homes = ["models/src/cpu/", "engine/src/mmap.rs"];
    let offenders = lines_where(&sources(), |path, line| {
        (line.contains("unsafe {") || line.contains("unsafe fn") || line.contains("unsafe impl"))
            && !path.starts_with("tests/")
            && !homes.iter().any(|home| path.starts_with(home))
    });
    none(
        "unsafe code lives in models/src/cpu/ and engine/src/mmap.rs",
        &offenders,
    );
}

#[test]
fn log_lines_are_fields_not_sentences() {
    let calls = ["trace!(", "debug!(", "info!(", "warn!(", "error!("];
    let offenders = lines_where(&sources(), |_, line| {
        calls
            .iter()
            .any(|call| line.starts_with(call) || line.starts_with(&format!("tracing::{call}")))
            && (line.contains(".\");") || line.contains("{}"))
    });
    none(
        "log messages are lower case, without a full stop, values as fields",
        &offenders,
    );
}

struct Graph {
    direct: BTreeMap<String, BTreeSet<String>>,
    all: BTreeMap<String, BTreeSet<String>>,
}

/// The resolved graph of normal dependencies, by package name.
fn graph() -> Graph {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let names: BTreeMap<&str, &str> = array(&metadata["packages"])
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect();
    let mut direct = BTreeMap::new();
    for node in array(&metadata["resolve"]["nodes"]) {
        let normal = array(&node["deps"])
            .filter(|dep| array(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null()))
            .map(|dep| names[text(&dep["pkg"])].to_owned());
        direct
            .entry(names[text(&node["id"])].to_owned())
            .or_insert_with(BTreeSet::new)
            .extend(normal);
    }
    let all = direct
        .keys()
        .map(|name| (name.clone(), closure(&direct, name)))
        .collect();
    Graph { direct, all }
}

fn array(value: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &serde_json::Value) -> &str {
    value.as_str().expect("a string")
}

fn closure(direct: &BTreeMap<String, BTreeSet<String>>, name: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(next) = open.pop() {
        for dependency in &direct[&next] {
            if seen.insert(dependency.clone()) {
                open.push(dependency.clone());
            }
        }
    }
    seen
}

#[test]
fn crates_depend_only_downwards() {
    let graph = graph();
    let mut offenders = Vec::new();
    for (name, allowed) in EDGES {
        let wardlake = graph.direct[*name]
            .iter()
            .filter(|dep| dep.starts_with("wardlake"));
        offenders.extend(
            wardlake
                .filter(|dep| !allowed.contains(&dep.as_str()))
                .map(|dep| format!("{name} -> {dep}")),
        );
    }
    for (dependency, owners) in OWNERS {
        let users = graph
            .direct
            .iter()
            .filter(|(_, deps)| deps.contains(*dependency))
            .map(|(user, _)| user);
        let ours =
            users.filter(|user| user.starts_with("wardlake") && !owners.contains(&user.as_str()));
        offenders.extend(ours.map(|user| format!("{user} -> {dependency}")));
    }
    for (name, absent) in UNREACHABLE {
        let reached = absent
            .iter()
            .filter(|dependency| graph.all[*name].contains(**dependency));
        offenders.extend(reached.map(|dependency| format!("{name} -> … -> {dependency}")));
    }
    none("a dependency that the architecture forbids", &offenders);
}
