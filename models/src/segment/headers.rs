//! The table of section headings.

use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("sections.tsv");

struct Headers {
    kinds: Vec<(&'static str, &'static str)>,
    by_title: HashMap<&'static str, u16>,
    longest: usize,
}

fn headers() -> &'static Headers {
    static HEADERS: OnceLock<Headers> = OnceLock::new();
    HEADERS.get_or_init(|| {
        let mut headers = Headers {
            kinds: Vec::new(),
            by_title: HashMap::new(),
            longest: 0,
        };
        for (kind, title) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
            let known = headers.kinds.iter().position(|(k, _)| *k == kind);
            let index = known.unwrap_or_else(|| {
                headers.kinds.push((kind, title));
                headers.kinds.len() - 1
            });
            headers
                .by_title
                .insert(title, u16::try_from(index).unwrap_or(u16::MAX));
            headers.longest = headers.longest.max(title.len());
        }
        headers
    })
}

/// Name of a section kind by its number.
pub(crate) fn kind_name(kind: u16) -> &'static str {
    headers().kinds[kind as usize].0
}

/// The first title in the table of each section kind, by number.
pub(crate) fn canonical_titles() -> impl Iterator<Item = &'static str> {
    headers().kinds.iter().map(|(_, title)| *title)
}

/// The section kind that a heading stands for, at the start of a line or inside it.
pub(crate) fn kind_of(heading: &str, starts_line: bool) -> Option<u16> {
    let headers = headers();
    let title = normalise(heading);
    // Inside a line a single letter is more often a list item than a heading.
    let least = if starts_line { 1 } else { 2 };
    (least..=headers.longest)
        .contains(&title.len())
        .then(|| headers.by_title.get(title.as_str()).copied())
        .flatten()
}

/// Lower case, runs of other characters than letters and digits as one blank, no leading number.
fn normalise(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .peekable();
    let Some(first) = words.next() else {
        return String::new();
    };
    let numbering = first.bytes().all(|b| b.is_ascii_digit()) && words.peek().is_some();
    let kept = (!numbering).then_some(first).into_iter().chain(words);
    kept.fold(String::with_capacity(lower.len()), |mut out, word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        out
    })
}

#[cfg(test)]
mod tests;
