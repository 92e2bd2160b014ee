//! `wardlake show`: a note in colour, from what is stored with it. Nothing is annotated again.

mod found;
mod note;
mod table;
#[cfg(test)]
mod tests;

use std::io::{Write as _, stdout};

use anyhow::Context as _;
use wardlake_engine::NoteText;
use wardlake_fhir::{instant, resource};
use wardlake_store::{Access, Digest, StoredResource};

use crate::args::{ShowPlan, WhichNote};
use crate::exit::{Exit, fail};
use crate::store;
use crate::style::{self, Palette};
use found::Annotation;

/// Prints the resource, or its notes.
pub(crate) fn run(plan: &ShowPlan) -> anyhow::Result<Exit> {
    let stored = find(plan)?;
    let mut out = stdout().lock();
    if plan.json {
        out.write_all(&stored.body)?;
        writeln!(out)?;
    } else {
        out.write_all(render(&stored, style::on_stdout(plan.color))?.as_bytes())?;
    }
    Ok(Exit::Done)
}

fn find(plan: &ShowPlan) -> anyhow::Result<StoredResource> {
    let store = store::open(&plan.store, Access::Read)?;
    let WhichNote { key, version } = &plan.note;
    let found = match version {
        Some(version) => store.vread(key, *version)?,
        None => store.read(key)?,
    };
    let found = found.ok_or_else(|| {
        let what = version.map_or(String::new(), |version| format!(" in version {version}"));
        fail(
            Exit::Failed,
            format!("{key}{what} is not in {}", plan.store.display()),
        )
    })?;
    if found.info.deleted {
        return Err(fail(
            Exit::Failed,
            format!(
                "{key} was deleted; --version {} is the last before",
                found.info.version - 1
            ),
        ));
    }
    Ok(found)
}

fn render(stored: &StoredResource, palette: Palette) -> anyhow::Result<String> {
    let resource = resource::parse(&stored.body)
        .context("the stored resource is damaged: run `wardlake store check`")?;
    let time = i64::try_from(stored.info.time_ms).unwrap_or(i64::MAX);
    let head = format!(
        "{}, version {}, {}",
        stored.key,
        stored.info.version,
        instant::format_ms(time)
    );
    let annotations = Annotation::all(resource.root);
    let mut out = format!("{}\n", palette.bold(&head));
    if annotations.is_empty() {
        out.push_str("no note in it was annotated; --json prints the resource\n");
    }
    let texts = wardlake_engine::texts(&stored.body).unwrap_or_default();
    for annotation in &annotations {
        out.push_str(&section(&texts, annotation, palette));
    }
    Ok(out)
}

/// One note: where it stands, its text, the legend, the table.
fn section(texts: &[NoteText], annotation: &Annotation, palette: Palette) -> String {
    let Annotation {
        field,
        model,
        terminology,
        recorded,
        ..
    } = annotation;
    let reduced = if annotation.reduced {
        " (reduced to plain text)"
    } else {
        ""
    };
    let about = format!("{field}{reduced}\n{model} · {terminology} · {recorded}");
    let text = match text(texts, annotation) {
        Ok(text) => note::render(text, annotation, palette),
        Err(why) => palette.dim(why),
    };
    let legend = note::legend(annotation, palette);
    let table = table::render(annotation, palette);
    format!(
        "{}\n\n{}\n\n{legend}\n\n{table}\n",
        palette.dim(&about),
        text.trim_end()
    )
}

/// The text that the offsets are of: that whose hash the annotation has. Or why it cannot be had.
fn text<'t>(texts: &'t [NoteText], annotation: &Annotation) -> Result<&'t str, &'static str> {
    let note = texts.iter().find(|note| note.field == annotation.field);
    let note = note.ok_or("(the note is not in this resource any more)")?;
    if Digest::of(note.text.as_bytes()).to_string() != annotation.sha256 {
        return Err("(the note has changed since: --json prints the resource)");
    }
    Ok(&note.text)
}
