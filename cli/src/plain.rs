//! Names and labels that others chose, made safe to print.

/// Characters that are shown of a label.
const LENGTH: usize = 40;
/// Labels that are listed.
const LISTED: usize = 20;

/// The text with escapes for what a terminal obeys or does not show.
pub(crate) fn name(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_unseen(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// The same, cut where it is long.
pub(crate) fn label(text: &str) -> String {
    match text.char_indices().nth(LENGTH) {
        Some((at, _)) => name(&text[..at]) + "…",
        None => name(text),
    }
}

/// The first of them, and how many more there are.
pub(crate) fn list(words: impl IntoIterator<Item = String>) -> String {
    let mut words = words.into_iter();
    let mut out = words
        .by_ref()
        .take(LISTED)
        .collect::<Vec<String>>()
        .join(", ");
    let more = words.count();
    if more > 0 {
        out.push_str(&format!(" and {more} more"));
    }
    out
}

/// Characters without width, and those that turn the direction of others.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_told_what_to_do() {
        assert_eq!(name("a\u{1b}[31m\nb\u{9b}"), r"a\u{1b}[31m\nb\u{9b}");
        assert_eq!(name("\u{202e}txt.exe"), r"\u{202e}txt.exe");
        assert_eq!(name("Maß 漢 C:\\notes"), "Maß 漢 C:\\notes");
    }

    #[test]
    fn long_labels_and_many_are_cut() {
        assert_eq!(label(&"ü".repeat(40)), "ü".repeat(40));
        assert_eq!(label(&"ü".repeat(41)), "ü".repeat(40) + "…");
        let words = |n: usize| list((0..n).map(|at| at.to_string()));
        assert_eq!(words(3), "0, 1, 2");
        assert!(words(20).ends_with(", 18, 19"));
        assert!(words(23).ends_with(", 18, 19 and 3 more"));
    }
}
