//! Opening stores, and `wardlake store check` and `stats`.

use std::io::{Write as _, stdout};
use std::path::Path;

use serde_json::{Value, json};
use wardlake_fhir::instant;
use wardlake_store::{Access, CheckReport, Options, Stats, Store, StoreError, StoreErrorKind};

use crate::args::{StoreArgs, StoreCommand};
use crate::exit::{Advice, Exit};
use crate::units::{bytes, count};

/// Opens a store, or says what to do.
pub(crate) fn open(dir: &Path, access: Access) -> anyhow::Result<Store> {
    Store::open(dir, access, &Options::default()).map_err(|error| {
        let words = advice(&error, dir);
        anyhow::Error::new(error).context(Advice::new(Exit::Store, words))
    })
}

/// What to do about a store that cannot be used.
pub(crate) fn advice(error: &StoreError, dir: &Path) -> String {
    let dir = dir.display();
    match error.kind() {
        StoreErrorKind::Locked { .. } => {
            format!(
                "the store {dir} is being written by another run: wait for it, or stop it, and try again"
            )
        }
        StoreErrorKind::NotFound { .. } => {
            format!(
                "there is no store in {dir}: make one with `wardlake enrich INPUT --store {dir}`, or name another with --store"
            )
        }
        StoreErrorKind::NotAStore { .. } => {
            format!("{dir} holds something else: name an empty or a new directory with --store")
        }
        StoreErrorKind::FormatTooNew { .. } => {
            format!("the store {dir} was written by a later wardlake: use that one")
        }
        StoreErrorKind::DiskFull { .. } => {
            format!(
                "no space is left for the store {dir}: make room and run the same command again, it goes on where it was"
            )
        }
        StoreErrorKind::Poisoned => {
            format!(
                "a write to the store {dir} failed: see to the disk and run the same command again, it goes on where it was"
            )
        }
        StoreErrorKind::Damaged { .. } => {
            format!("the store {dir} is damaged: `wardlake store check --store {dir}` says where")
        }
        _ => format!("the store {dir} cannot be used"),
    }
}

/// Checks or counts. Both also beside a running writer.
pub(crate) fn run(command: &StoreCommand) -> anyhow::Result<Exit> {
    let (StoreCommand::Check(raw) | StoreCommand::Stats(raw)) = command;
    let store = open(&raw.store, Access::Read)?;
    let failed = |error: StoreError| {
        let words = advice(&error, &raw.store);
        anyhow::Error::new(error).context(Advice::new(Exit::Store, words))
    };
    match command {
        StoreCommand::Check(_) => check(raw, &store.check().map_err(failed)?),
        StoreCommand::Stats(_) => stats(raw, &store.stats().map_err(failed)?),
    }
}

fn check(raw: &StoreArgs, report: &CheckReport) -> anyhow::Result<Exit> {
    let mut out = stdout().lock();
    if raw.json {
        writeln!(out, "{}", check_json(report))?;
    } else {
        writeln!(
            out,
            "{} resources, {} versions, {} index entries, {} compartment entries, {} transactions, {} checkpoints",
            count(report.resources),
            count(report.versions),
            count(report.index_entries),
            count(report.compartment_entries),
            count(report.transactions),
            count(report.checkpoints)
        )?;
        for problem in &report.problems {
            writeln!(
                out,
                "{} × {}: {}",
                count(problem.count),
                problem.kind,
                problem.examples.join(", ")
            )?;
        }
        writeln!(
            out,
            "{}",
            if report.is_clean() {
                "clean"
            } else {
                "damaged: restore a backup, or enrich the input into a new store"
            }
        )?;
    }
    Ok(if report.is_clean() {
        Exit::Done
    } else {
        Exit::Store
    })
}

fn check_json(report: &CheckReport) -> Value {
    let problem = |problem: &wardlake_store::Problem| json!({"kind": problem.kind.to_string(), "count": problem.count, "examples": problem.examples});
    json!({
        "clean": report.is_clean(), "resources": report.resources, "versions": report.versions,
        "index_entries": report.index_entries, "compartment_entries": report.compartment_entries,
        "transactions": report.transactions, "checkpoints": report.checkpoints,
        "problems": report.problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

fn stats(raw: &StoreArgs, stats: &Stats) -> anyhow::Result<Exit> {
    let mut out = stdout().lock();
    if raw.json {
        writeln!(out, "{}", stats_json(stats))?;
        return Ok(Exit::Done);
    }
    for of in &stats.resources {
        let deleted = if of.deleted > 0 {
            format!("  and {} deleted", count(of.deleted))
        } else {
            String::new()
        };
        writeln!(
            out,
            "{:<28} {:>14}{deleted}",
            of.resource_type,
            count(of.live)
        )?;
    }
    writeln!(out, "{:<28} {:>14}", "versions", count(stats.versions))?;
    writeln!(
        out,
        "{:<28} {:>14}  last at {}",
        "transactions",
        count(stats.last_txn),
        time(stats)
    )?;
    let (body, stored, ratio) = (
        bytes(stats.body_bytes),
        bytes(stats.stored_body_bytes),
        stats.compression_ratio(),
    );
    writeln!(
        out,
        "{:<28} {body:>14}  stored in {stored} ({ratio:.1} to 1)",
        "bodies"
    )?;
    for family in &stats.families {
        let buffered = if family.buffer_bytes > 0 {
            format!("  and {} in memory", bytes(family.buffer_bytes))
        } else {
            String::new()
        };
        writeln!(
            out,
            "  {:<26} {:>14}{buffered}",
            family.family.name(),
            bytes(family.disk_bytes)
        )?;
    }
    Ok(Exit::Done)
}

fn time(stats: &Stats) -> String {
    if stats.last_txn == 0 {
        "–".to_owned()
    } else {
        instant::format_ms(i64::try_from(stats.last_time_ms).unwrap_or(i64::MAX))
    }
}

fn stats_json(stats: &Stats) -> Value {
    let of = |of: &wardlake_store::TypeCount| json!({"type": of.resource_type, "live": of.live, "deleted": of.deleted});
    let family = |family: &wardlake_store::FamilyBytes| json!({"name": family.family.name(), "disk_bytes": family.disk_bytes, "buffer_bytes": family.buffer_bytes});
    json!({
        "resources": stats.resources.iter().map(of).collect::<Vec<_>>(),
        "versions": stats.versions, "transactions": stats.last_txn, "last_time": time(stats),
        "body_bytes": stats.body_bytes, "stored_body_bytes": stats.stored_body_bytes,
        "families": stats.families.iter().map(family).collect::<Vec<_>>(),
    })
}
