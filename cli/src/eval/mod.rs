//! `wardlake model eval`: annotated files in, precision and recall of a model out.

mod labels;
mod lines;
mod print;
mod read;

use std::cmp::Reverse;
use std::io::{self, BufWriter, Write as _, stdout};

use anyhow::Context as _;
use wardlake_models::eval::{self, Tally};
use wardlake_models::{Model, ModelInfo};

use crate::args::EvalPlan;
use crate::exit::{Exit, fail};
use crate::model;
use crate::parallel;
use crate::plain;
use crate::progress::Notes;
use lines::Annotated;

/// A file and its counts.
struct Scored {
    file: Annotated,
    tally: Tally,
}

/// Scores a model on files.
pub(crate) fn run(plan: &EvalPlan) -> anyhow::Result<Exit> {
    let files: Vec<Annotated> = plan
        .files
        .iter()
        .map(|input| read::file(input, &plan.map))
        .collect::<anyhow::Result<_>>()?;
    check(plan, &files)?;
    let model = model::load(&plan.model)?;
    let progress = Notes::new(files.iter().map(|file| file.notes.len() as u64).sum());
    let scored: anyhow::Result<Vec<Scored>> = files
        .into_iter()
        .map(|file| score(file, &model, plan.jobs, &progress))
        .collect();
    progress.finish();
    let scored = scored?;
    show(plan, model.info(), &scored).context("cannot write to standard output")?;
    Ok(Exit::Done)
}

fn show(plan: &EvalPlan, model: &ModelInfo, scored: &[Scored]) -> io::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    if plan.json {
        writeln!(out, "{}", print::json(model, scored))?;
    } else {
        print::text(&mut out, model, scored)?;
    }
    out.flush()
}

/// Refuses what would give numbers without meaning.
fn check(plan: &EvalPlan, files: &[Annotated]) -> anyhow::Result<()> {
    let has = |label: &String| files.iter().any(|file| file.labels.contains_key(label));
    if let Some(label) = plan.map.keys().find(|label| !has(label)) {
        let label = plain::label(label);
        let types = if files.iter().any(|file| file.typed) {
            "; types are not mapped, only labels"
        } else {
            ""
        };
        let words =
            format!("--map names the label {label}, and no mention of these files has it{types}");
        return Err(fail(Exit::Usage, words));
    }
    let Some(file) = files.iter().find(|file| file.scheme.groups().is_empty()) else {
        return Ok(());
    };
    // A file without a mention is scored on every type, so this one has labels, each of which stands for nothing.
    let (told, mut open): (Vec<_>, Vec<_>) = file
        .labels
        .iter()
        .partition(|(label, _)| plan.map.contains_key(*label));
    open.sort_by_key(|(_, (count, _))| Reverse(*count));
    let open = plain::list(open.into_iter().map(|(label, _)| plain::label(label)));
    let (exit, why) = match (told.is_empty(), open.is_empty()) {
        (true, _) => (
            Exit::Input,
            format!("say what its labels stand for with --map LABEL=TYPE: {open}"),
        ),
        (_, true) => (Exit::Usage, "--map takes all of its labels out".to_owned()),
        _ => (
            Exit::Usage,
            format!(
                "--map takes labels out; say what its others stand for with --map LABEL=TYPE: {open}"
            ),
        ),
    };
    let name = plain::name(&file.name);
    Err(fail(
        exit,
        format!("nothing in {name} can be scored; {why}"),
    ))
}

/// Counts are added in the order of the notes, so that sums of scores do not depend on the threads.
fn score(file: Annotated, model: &Model, jobs: usize, progress: &Notes) -> anyhow::Result<Scored> {
    let tallies = parallel::map(&file.notes, jobs, |note| {
        let (_, found) = model.annotate(&note.text)?;
        let tally = eval::score(&note.text, &note.gold, &found, &file.scheme);
        progress.one_more();
        Ok(tally)
    });
    let mut tally = Tally::default();
    for note in tallies {
        let note: anyhow::Result<Tally> = note;
        tally.merge(&note.with_context(|| {
            format!(
                "the notes of {} could not be annotated",
                plain::name(&file.name)
            )
        })?);
    }
    Ok(Scored { file, tally })
}
