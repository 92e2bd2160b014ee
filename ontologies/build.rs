//! Compiles the starter terminology that the library embeds.

#[path = "src/compile/mod.rs"]
mod compile;
#[path = "src/error.rs"]
#[expect(dead_code, reason = "opening and linking are for the library")]
mod error;
#[path = "src/format.rs"]
#[expect(dead_code, reason = "opening and linking are for the library")]
mod format;
#[path = "src/normalise/mod.rs"]
#[expect(dead_code, reason = "opening and linking are for the library")]
mod normalise;
#[path = "src/system.rs"]
#[expect(dead_code, reason = "opening and linking are for the library")]
mod system;

use std::path::{Path, PathBuf};
use std::{env, fs};

use compile::{Release, Row, tsv};
use system::System;

const SOURCES: [(&str, System); 2] = [
    ("starter/icd10cm.tsv", System::Icd10Cm),
    ("starter/rxnorm.tsv", System::RxNorm),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src");
    let mut rows: Vec<Row> = Vec::new();
    for (file, system) in SOURCES {
        println!("cargo:rerun-if-changed={file}");
        rows.extend(tsv::parse(
            file,
            &fs::read_to_string(Path::new(file))?,
            system,
        )?);
    }
    let release = Release {
        name: "wardlake-starter".to_owned(),
        release: "ICD-10-CM FY2026, RxNorm 2025-10-06".to_owned(),
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?).join("starter.bin");
    fs::write(out, compile::compile(&release, &rows)?)?;
    Ok(())
}
