//! How fast a store takes and gives resources, and how many bytes each takes: `throughput FILE.ndjson [COUNT]`.
//!
//! Repeats the lines of the file with new ids until there are COUNT of them (default 50,000), commits them in batches
//! of 256, reads them back in another order, and checks the result.

use std::time::Instant;
use std::{env, error::Error, fs};
use wardlake_fhir::resource;
use wardlake_store::{Access, CommitBatch, Digest, Durability, Options, Put, ResourceKey, Store};

const BATCH: usize = 256;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments
        .next()
        .ok_or("usage: throughput FILE.ndjson [COUNT]")?;
    let count = arguments.next().map_or(Ok(50_000), |count| count.parse())?;
    let text = fs::read(file)?;
    let lines: Vec<&[u8]> = text
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    let dir = tempfile::tempdir()?;
    let store = Store::open(dir.path(), Access::Write, &Options::default())?;
    let keys = write(&store, &lines, count)?;
    read(&store, &keys)?;
    size(&store, dir.path(), count)?;
    let start = Instant::now();
    let report = store.check()?;
    assert!(
        report.is_clean() && report.versions == count as u64,
        "{report:?}"
    );
    println!(
        "check      {:9.0} versions/s",
        count as f64 / start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn write(store: &Store, lines: &[&[u8]], count: usize) -> Result<Vec<ResourceKey>, Box<dyn Error>> {
    let mut keys = Vec::with_capacity(count);
    let (mut bytes, mut busy) = (0, 0.0);
    for first in (0..count).step_by(BATCH) {
        let mut puts = Vec::with_capacity(BATCH);
        for number in first..count.min(first + BATCH) {
            let put = renamed(lines[number % lines.len()], number)?;
            bytes += put.body.len();
            keys.push(put.key.clone());
            puts.push(put);
        }
        let batch = CommitBatch {
            puts,
            checkpoint: None,
            time_ms: first as u64,
        };
        let start = Instant::now();
        store.commit(batch, Durability::Buffered)?;
        busy += start.elapsed().as_secs_f64();
    }
    let (rate, speed) = (count as f64 / busy, bytes as f64 / busy / 1e6);
    println!(
        "commit     {rate:9.0} resources/s, {speed:.0} MB/s, {} bytes a body",
        bytes / count
    );
    Ok(keys)
}

/// The line under an id of its own; its first occurrence is the resource's, which is enough for a measurement.
fn renamed(line: &[u8], number: usize) -> Result<Put, Box<dyn Error>> {
    let parsed = resource::parse(line).map_err(|error| format!("{error:?}"))?;
    let id = format!("{}-{number:x}", parsed.id);
    let patient = parsed
        .patient()
        .map(|patient| format!("{patient}-{:x}", number / 1000));
    let body = std::str::from_utf8(line)?
        .replacen(&*parsed.id, &id, 1)
        .into_bytes();
    let key = ResourceKey::new(parsed.resource_type, id);
    Ok(Put {
        source: Digest::of(&body),
        body,
        patient,
        ..Put::new(key)
    })
}

fn read(store: &Store, keys: &[ResourceKey]) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    for number in 0..keys.len() {
        // Any odd stride that shares no factor with the count visits all of them.
        let key = &keys[number * 7919 % keys.len()];
        assert!(store.read(key)?.is_some(), "{key} is not there");
    }
    println!(
        "read       {:9.0} resources/s",
        keys.len() as f64 / start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn size(store: &Store, dir: &std::path::Path, count: usize) -> Result<(), Box<dyn Error>> {
    let stats = store.stats()?;
    for family in &stats.families {
        let (disk, buffer) = (
            family.disk_bytes / count as u64,
            family.buffer_bytes / count as u64,
        );
        println!(
            "{:14} {disk:5} bytes/resource on disk, {buffer} in buffers",
            family.family.name()
        );
    }
    let mut bytes = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|ext| ext == "sst") {
            bytes += entry.metadata()?.len();
        }
    }
    println!(
        "size       {:9} bytes/resource in tables; bodies compress {:.2}-fold",
        bytes / count as u64,
        stats.compression_ratio()
    );
    let status = fs::read_to_string("/proc/self/status")?;
    status
        .lines()
        .filter(|line| line.starts_with("VmHWM"))
        .for_each(|line| println!("{line}"));
    Ok(())
}
