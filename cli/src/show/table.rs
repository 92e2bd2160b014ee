//! The table under a note: each entity with what is said of it, its attributes and its codes.

use std::fmt::Write as _;

use super::found::{Annotation, Entity};
use crate::style::Palette;

/// The longest text of a mention, and title of a code, before they are cut.
const TEXT: usize = 36;
const TITLE: usize = 52;

/// One line for each entity, and one below it for each attribute and each code beyond the first.
pub(super) fn render(annotation: &Annotation, palette: Palette) -> String {
    let rows: Vec<[String; 4]> = annotation.entities.iter().flat_map(rows).collect();
    let header = ["TEXT", "TYPE", "TRAITS", "CODES"].map(str::to_owned);
    let widths = [0, 1, 2].map(|column| {
        rows.iter()
            .chain([&header])
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or_default()
    });
    let mut out = palette.bold(line(&header, widths).trim_end());
    for row in &rows {
        let line = line(row, widths);
        let attribute = row[0].starts_with(' ');
        write!(
            out,
            "\n{}",
            if attribute {
                palette.dim(line.trim_end())
            } else {
                line.trim_end().to_owned()
            }
        )
        .ok();
    }
    out
}

fn line(row: &[String; 4], widths: [usize; 3]) -> String {
    let [text, kind, traits, codes] = row;
    let [a, b, c] = widths;
    format!("{text:a$}  {kind:b$}  {traits:c$}  {codes}")
}

fn rows(entity: &Entity) -> Vec<[String; 4]> {
    let traits: Vec<String> = entity
        .traits
        .iter()
        .map(|one| one.name.to_lowercase().replace('_', " "))
        .collect();
    let mut codes = entity.concepts.iter().map(|concept| {
        format!(
            "{} {} ({:.2})",
            concept.code,
            cut(&concept.description, TITLE),
            concept.score
        )
    });
    let mut rows = vec![[
        cut(&entity.text, TEXT),
        entity.r#type.clone(),
        traits.join(", "),
        codes.next().unwrap_or_default(),
    ]];
    let attributes = entity.attributes.iter().map(|one| {
        [
            format!("  {}", cut(&one.text, TEXT - 2)),
            one.r#type.clone(),
        ]
    });
    rows.extend(attributes.map(|[text, kind]| [text, kind, String::new(), String::new()]));
    // Further candidates go beside the attributes first.
    for (at, code) in codes.enumerate() {
        match rows.get_mut(at + 1) {
            Some(row) => row[3] = code,
            None => rows.push([" ".to_owned(), String::new(), String::new(), code]),
        }
    }
    rows
}

/// On one line, at most `most` characters, safe for a terminal.
fn cut(text: &str, most: usize) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ").replace(char::is_control, "\u{fffd}");
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most - 1).collect();
    format!("{kept}…")
}
