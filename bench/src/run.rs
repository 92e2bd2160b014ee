//! Runs the measured binary and reads what it says.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use serde_json::Value;

/// The binary under measurement.
pub struct Wardlake(PathBuf);

impl Wardlake {
    /// The binary named, or the one in this program's folder.
    pub fn find(named: Option<PathBuf>) -> anyhow::Result<Self> {
        let beside = || -> anyhow::Result<PathBuf> {
            Ok(std::env::current_exe()?.with_file_name("wardlake"))
        };
        let path = named.map_or_else(beside, Ok)?;
        ensure!(
            path.exists(),
            "{} does not exist: `cargo build --release` builds it",
            path.display()
        );
        Ok(Self(path))
    }

    /// Runs a command that prints one JSON value; a non-zero exit is an error with what it said.
    pub fn json<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> anyhow::Result<Value> {
        let output = Command::new(&self.0)
            .args(arguments)
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .stderr(Stdio::piped())
            .output()
            .context("wardlake does not start")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "wardlake ended with {}: {said}",
            output.status
        );
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("wardlake printed no JSON: {said}"))
    }
}

/// A number of a JSON summary by its path, such as `/tally/read`.
pub fn number(summary: &Value, path: &str) -> anyhow::Result<f64> {
    summary
        .pointer(path)
        .and_then(Value::as_f64)
        .with_context(|| format!("the summary has no {path}"))
}
