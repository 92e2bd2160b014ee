//! Real data in: nothing is lost, nothing of the original changes, and neither workers nor batches show in the output.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::run::{Wardlake, number};

/// The sets of the reference data, as folders below it.
const SETS: [&str; 4] = [
    "fhir/synthea/smart-r4-100",
    "fhir/synthea/smart-bulk-10",
    "fhir/synthea/notes-50",
    "corpora/mtsamples",
];

/// What to run on.
#[derive(clap::Args)]
pub struct Options {
    /// Folder of the reference data
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// At most this many lines of each file
    #[arg(long, default_value_t = usize::MAX)]
    lines: usize,
}

/// Runs every set twice, with one worker and with two and other batches, and compares.
pub fn run(wardlake: &Wardlake, options: &Options) -> anyhow::Result<()> {
    println!(
        "{:<28} {:>8} {:>9} {:>8} {:>8} {:>7} {:>9} {:>8}",
        "set", "lines", "committed", "rejected", "skipped", "notes", "tokens", "seconds"
    );
    for set in SETS {
        one(wardlake, &options.shared.join(set), options.lines).with_context(|| set.to_owned())?;
    }
    println!(
        "originals restored byte for byte, stores clean, output equal for 1 and 2 workers and both batch sizes"
    );
    Ok(())
}

fn one(wardlake: &Wardlake, set: &Path, lines: usize) -> anyhow::Result<()> {
    let work = tempfile::tempdir()?;
    let input = work.path().join("input.ndjson");
    gather(set, lines, &input)?;
    let begun = Instant::now();
    let (summary, first) = enrich(wardlake, &input, &work.path().join("one"), ["1", "1024"])?;
    let seconds = begun.elapsed().as_secs_f64();
    let (_, second) = enrich(wardlake, &input, &work.path().join("two"), ["2", "4096"])?;
    ensure!(first == second, "the output differs between runs");
    restored(&fs::read(&input)?, &first)?;
    let count = |name: &str| number(&summary, &format!("/tally/{name}"));
    ensure!(
        count("read")? == count("committed")? + count("rejected")? + count("skipped")?,
        "lines are unaccounted for"
    );
    println!(
        "{:<28} {:>8} {:>9} {:>8} {:>8} {:>7} {:>9} {seconds:>8.1}",
        set.file_name().unwrap_or_default().to_string_lossy(),
        count("read")?,
        count("committed")?,
        count("rejected")?,
        count("skipped")?,
        count("notes")?,
        number(&summary, "/tally/tokens")?,
    );
    Ok(())
}

/// Enriches into a fresh store, checks it, and gives summary and output.
fn enrich(
    wardlake: &Wardlake,
    input: &Path,
    folder: &Path,
    [jobs, tokens]: [&str; 2],
) -> anyhow::Result<(Value, Vec<u8>)> {
    fs::create_dir(folder)?;
    let (store, out) = (folder.join("store"), folder.join("out.ndjson"));
    let paths = [input, &store, &out].map(|path| path.to_string_lossy().into_owned());
    let [input, store, out] = paths.each_ref().map(String::as_str);
    let summary = wardlake.json([
        "enrich",
        input,
        "--store",
        store,
        "--out",
        out,
        "--jobs",
        jobs,
        "--batch-tokens",
        tokens,
        "--json",
    ])?;
    wardlake.json(["store", "check", "--store", store, "--json"])?;
    Ok((summary, fs::read(out)?))
}

fn restored(input: &[u8], output: &[u8]) -> anyhow::Result<()> {
    let lines = input
        .split(|&b| b == b'\n')
        .zip(output.split(|&b| b == b'\n'));
    for (number, (before, after)) in lines
        .enumerate()
        .filter(|(_, (before, _))| !before.is_empty())
    {
        let kept = wardlake_fhir::extension::remove(after).map(|restored| restored == before);
        ensure!(kept.unwrap_or(false), "line {} is not restored", number + 1);
    }
    Ok(())
}

/// All files of a set as one NDJSON file; plain notes become `DocumentReference`s.
fn gather(set: &Path, lines: usize, into: &Path) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(File::create(into)?);
    let mut files: Vec<_> = fs::read_dir(set)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    let names = |path: &PathBuf, suffix| path.to_string_lossy().ends_with(suffix);
    for file in files
        .iter()
        .filter(|path| names(path, ".ndjson.gz") || names(path, "notes.jsonl.gz"))
    {
        let reader = BufReader::new(flate2::read::MultiGzDecoder::new(File::open(file)?));
        for line in reader.lines().take(lines) {
            let line = line?;
            let resource = if names(file, ".jsonl.gz") {
                document(&line)?
            } else {
                line
            };
            writeln!(out, "{resource}")?;
        }
    }
    Ok(())
}

fn document(line: &str) -> anyhow::Result<String> {
    let note: Value = serde_json::from_str(line)?;
    let (id, text) = (
        note["id"].as_str().context("a note has an id")?,
        note["text"].as_str().context("a note has text")?,
    );
    let id: String = id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    Ok(
        json!({"resourceType": "DocumentReference", "id": id, "status": "current",
        "content": [{"attachment": {"contentType": "text/plain", "data": STANDARD.encode(text)}}]})
        .to_string(),
    )
}
