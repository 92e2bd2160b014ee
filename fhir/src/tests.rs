//! What the tests of several modules share: Synthea's NDJSON, when a checkout has it beside it. A fresh clone has
//! not, and its tests pass without.

use flate2::read::GzDecoder;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Each NDJSON file of each set: its name and its text. Says so, and gives none, where there are no sets.
pub(crate) fn synthea_sets() -> impl Iterator<Item = (String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/fhir/synthea");
    if !root.is_dir() {
        println!("skipped: no synthea sets beside this checkout");
    }
    files_below(&root)
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(".ndjson.gz"))
        .map(|path| {
            let mut text = Vec::new();
            GzDecoder::new(File::open(&path).unwrap())
                .read_to_end(&mut text)
                .unwrap();
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                text,
            )
        })
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files.extend(files_below(&path)),
            path => files.push(path),
        }
    }
    files.sort();
    files
}
