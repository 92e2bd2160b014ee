//! Counts as tables for people, and as one JSON object.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde_json::{Map, Value, json};
use wardlake_models::eval::{Bin, Count, Kinds, Tally};
use wardlake_models::{ModelInfo, Trait};

use super::Scored;
use crate::plain;
use crate::units::{count, counted};

/// Everything that is printed of one file, or of all of them.
struct Part<'a> {
    name: String,
    tally: &'a Tally,
    /// Files that the numbers are of.
    files: &'a [Scored],
}

impl Part<'_> {
    /// Labels and their mentions, by what they stand for.
    fn labels(&self) -> BTreeMap<Kinds, BTreeMap<&str, u64>> {
        let mut by_kinds: BTreeMap<Kinds, BTreeMap<&str, u64>> = BTreeMap::new();
        for (label, (count, kinds)) in self.files.iter().flat_map(|one| &one.file.labels) {
            *by_kinds
                .entry(*kinds)
                .or_default()
                .entry(label)
                .or_default() += count;
        }
        by_kinds
    }

    fn has_traits(&self) -> bool {
        self.files.iter().any(|one| one.file.scheme.has_traits())
    }

    fn has_links(&self) -> bool {
        self.files.iter().any(|one| one.file.scheme.has_links())
    }

    fn has_phi(&self) -> bool {
        let scored = |one: &Scored| !one.file.scheme.identifying().is_empty();
        self.files.iter().any(scored)
    }

    fn unscored_relations(&self) -> u64 {
        self.files
            .iter()
            .map(|one| one.file.unscored_relations)
            .sum()
    }
}

/// Prints tables.
pub(super) fn text(out: &mut impl Write, model: &ModelInfo, scored: &[Scored]) -> io::Result<()> {
    writeln!(out, "model {} {}", model.name, model.version)?;
    each(scored, |part| {
        writeln!(out)?;
        print(out, part)
    })
}

/// Every file, and then all of them together if there are several.
fn each<E>(scored: &[Scored], mut take: impl FnMut(&Part<'_>) -> Result<(), E>) -> Result<(), E> {
    for one in scored {
        let files = std::slice::from_ref(one);
        take(&Part {
            name: one.file.name.clone(),
            tally: &one.tally,
            files,
        })?;
    }
    if scored.len() > 1 {
        let mut tally = Tally::default();
        scored.iter().for_each(|one| tally.merge(&one.tally));
        take(&Part {
            name: format!("all {} files", scored.len()),
            tally: &tally,
            files: scored,
        })?;
    }
    Ok(())
}

fn print(out: &mut impl Write, part: &Part<'_>) -> io::Result<()> {
    let tally = part.tally;
    writeln!(
        out,
        "{}: {}, {}",
        plain::name(&part.name),
        counted(tally.documents, "document"),
        counted(tally.mentions, "mention")
    )?;
    for (kinds, labels) in part.labels() {
        let mut labels: Vec<(&str, u64)> = labels.into_iter().collect();
        labels.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let labels = labels
            .into_iter()
            .map(|(label, n)| format!("{} ({})", plain::label(label), count(n)));
        let kinds = if kinds.is_empty() {
            "not scored".to_owned()
        } else {
            format!("as {kinds}")
        };
        writeln!(out, "  {kinds}: {}", plain::list(labels))?;
    }
    if tally.left_out > 0 {
        let found = counted(tally.left_out, "found mention");
        writeln!(
            out,
            "  {found} left out, over nothing but mentions that are not scored"
        )?;
    }
    by_type(
        out,
        "Mentions, strict: same start, end and type",
        &tally.strict,
    )?;
    by_type(
        out,
        "Mentions, relaxed: overlap and same type",
        &tally.relaxed,
    )?;
    if part.has_traits() {
        traits(out, "Traits of the mentions found exactly", &tally.traits)?;
        traits(out, "Traits of DX alone", &tally.dx_traits)?;
    }
    if part.has_links() {
        head(out, "Links, both ends exact")?;
        row(out, "attributes", &tally.attribute_links)?;
        row(out, "attributes, ends found", &tally.linkable)?;
        row(out, "all", &tally.links)?;
    }
    if part.unscored_relations() > 0 {
        let relations = counted(part.unscored_relations(), "relation");
        writeln!(
            out,
            "\n{relations} of the corpus' own not scored: not between mentions of one type each"
        )?;
    }
    if part.has_phi() {
        head(
            out,
            "Identifying details, by characters, whatever their type",
        )?;
        row(out, "characters", &tally.phi)?;
    }
    reliability(out, tally)
}

fn head(out: &mut impl Write, title: &str) -> io::Result<()> {
    writeln!(out, "\n{title}")?;
    writeln!(
        out,
        "  {:<24} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "", "precision", "recall", "F1", "gold", "found"
    )
}

fn row(out: &mut impl Write, name: &str, n: &Count) -> io::Result<()> {
    let (precision, recall, f1) = (n.precision(), n.recall(), n.f1());
    let (gold, found) = (count(n.gold), count(n.found));
    writeln!(
        out,
        "  {name:<24} {precision:>9.3} {recall:>9.3} {f1:>9.3} {gold:>9} {found:>9}"
    )
}

/// The most frequent in the gold first.
fn sorted(counts: &BTreeMap<Kinds, Count>) -> Vec<(&Kinds, &Count)> {
    let mut rows: Vec<_> = counts.iter().collect();
    rows.sort_by_key(|(_, n)| std::cmp::Reverse(n.gold));
    rows
}

fn by_type(out: &mut impl Write, title: &str, counts: &BTreeMap<Kinds, Count>) -> io::Result<()> {
    head(out, title)?;
    row(out, "all", &Tally::sum(counts.values()))?;
    sorted(counts)
        .into_iter()
        .try_for_each(|(kinds, n)| row(out, &kinds.to_string(), n))
}

fn traits(out: &mut impl Write, title: &str, counts: &[Count]) -> io::Result<()> {
    head(out, title)?;
    row(out, "all", &Tally::sum(counts))?;
    let mut rows: Vec<_> = Trait::ALL
        .iter()
        .zip(counts)
        .filter(|(_, n)| n.gold + n.found > 0)
        .collect();
    rows.sort_by_key(|(_, n)| std::cmp::Reverse(n.gold));
    rows.into_iter()
        .try_for_each(|(name, n)| row(out, name.code(), n))
}

fn reliability(out: &mut impl Write, tally: &Tally) -> io::Result<()> {
    writeln!(out, "\nReliability of mention scores")?;
    writeln!(
        out,
        "  {:<9} {:>9} {:>10} {:>9}",
        "score", "mentions", "mean score", "precision"
    )?;
    for (at, bin) in tally
        .bins
        .iter()
        .enumerate()
        .filter(|(_, bin)| bin.mentions > 0)
    {
        let (n, mean, precision) = (count(bin.mentions), bin.mean_score(), bin.precision());
        writeln!(
            out,
            "  {:<9} {n:>9} {mean:>10.3} {precision:>9.3}",
            range(at)
        )?;
    }
    writeln!(
        out,
        "  expected calibration error {:.3}",
        tally.calibration_error()
    )
}

fn range(bin: usize) -> String {
    let edge = |at: usize| at as f64 / Bin::COUNT as f64;
    format!("{:.1}-{:.1}", edge(bin), edge(bin + 1))
}

/// One object with everything.
pub(super) fn json(model: &ModelInfo, scored: &[Scored]) -> Value {
    let mut parts = Vec::new();
    let taken: Result<(), std::convert::Infallible> = each(scored, |part| {
        parts.push(object(part));
        Ok(())
    });
    let Ok(()) = taken;
    let pooled = if scored.len() > 1 { parts.pop() } else { None };
    json!({
        "model": { "name": model.name, "version": model.version, "fingerprint": model.fingerprint },
        "files": parts,
        "pooled": pooled,
    })
}

fn object(part: &Part<'_>) -> Value {
    let tally = part.tally;
    let mut labels = part.labels();
    let unscored = labels.remove(&Kinds::default()).unwrap_or_default();
    let scored: Map<String, Value> = labels
        .into_iter()
        .map(|(kinds, labels)| (kinds.to_string(), json!(labels)))
        .collect();
    let traits = |counts: &[Count]| {
        let rows = Trait::ALL
            .iter()
            .zip(counts)
            .map(|(name, n)| (name.code().to_owned(), numbers(n)));
        json!({ "all": numbers(&Tally::sum(counts)), "traits": rows.collect::<Map<_, _>>() })
    };
    let links = || {
        json!({
            "attributes": numbers(&tally.attribute_links), "all": numbers(&tally.links),
            "attributes_both_ends_found": numbers(&tally.linkable),
        })
    };
    let bins = tally.bins.iter().enumerate().map(|(at, bin)| {
        let (mean, precision) = (bin.mean_score(), bin.precision());
        json!({ "score": range(at), "mentions": bin.mentions, "right": bin.right, "mean_score": mean, "precision": precision })
    });
    json!({
        "name": part.name, "documents": tally.documents, "mentions": tally.mentions, "left_out": tally.left_out,
        "labels": scored, "labels_not_scored": unscored,
        "strict": by_type_json(&tally.strict), "relaxed": by_type_json(&tally.relaxed),
        "traits": part.has_traits().then(|| traits(&tally.traits)),
        "dx_traits": part.has_traits().then(|| traits(&tally.dx_traits)),
        "links": part.has_links().then(links),
        "relations_not_scored": part.unscored_relations(),
        "phi_characters": part.has_phi().then(|| numbers(&tally.phi)),
        "reliability": bins.collect::<Vec<_>>(),
        "calibration_error": tally.calibration_error(),
    })
}

fn by_type_json(counts: &BTreeMap<Kinds, Count>) -> Value {
    let row = |(kinds, n): (&Kinds, &Count)| {
        let mut row = numbers(n);
        row["types"] = json!(
            kinds
                .iter()
                .map(|kind| kind.code())
                .collect::<BTreeSet<_>>()
        );
        row
    };
    let rows: Vec<Value> = sorted(counts).into_iter().map(row).collect();
    json!({ "all": numbers(&Tally::sum(counts.values())), "by_type": rows })
}

fn numbers(n: &Count) -> Value {
    json!({
        "precision": n.precision(), "recall": n.recall(), "f1": n.f1(),
        "gold": n.gold, "found": n.found, "right": n.right, "hit": n.hit,
    })
}
