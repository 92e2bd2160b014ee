//! Pieces: sentences, list items and headings, the units that windows are packed from.

use super::headers;
use crate::mention::ByteSpan;

/// Characters within which the colon of a heading must come, and the longest heading without one.
const HEADER_LIMIT: usize = 60;

const ABBREVIATIONS: [&str; 31] = [
    "dr", "mr", "mrs", "ms", "prof", "st", "vs", "no", "fig", "approx", "dept", "jr", "sr", "e.g",
    "i.e", "etc", "pt", "inc", "b.i.d", "t.i.d", "q.i.d", "q.d", "q.h.s", "p.o", "p.r.n", "i.v",
    "i.m", "s.c", "h.s", "a.m", "p.m",
];

/// A stretch of text without white space at its ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    pub span: ByteSpan,
    /// Number of the section kind in force.
    pub section: Option<u16>,
    /// The heading's text, where the piece begins with one.
    pub title: Option<ByteSpan>,
}

/// The pieces of a note, in order.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut section = None;
    let mut at = 0;
    for raw in text.split('\n') {
        let line = Part::new(raw, at).trimmed();
        at += raw.len() + 1;
        line_pieces(line, &mut section, &mut out);
    }
    out
}

/// Text with its place in the note.
#[derive(Clone, Copy)]
struct Part<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Part<'t> {
    fn new(text: &'t str, start: usize) -> Self {
        Self { text, start }
    }

    fn slice(self, from: usize, to: usize) -> Self {
        Self::new(&self.text[from..to], self.start + from)
    }

    fn trimmed(self) -> Self {
        let left = self.text.trim_start_matches(is_space);
        Self::new(
            left.trim_end_matches(is_space),
            self.start + self.text.len() - left.len(),
        )
    }

    fn span(self) -> ByteSpan {
        ByteSpan::new(self.start, self.start + self.text.len())
    }
}

fn line_pieces(line: Part<'_>, section: &mut Option<u16>, out: &mut Vec<Piece>) {
    let mut first = true;
    let mut at = 0;
    while at < line.text.len() {
        let end = sentence_end(line.text, at);
        let piece = line.slice(at, end).trimmed();
        at = end;
        let title = heading(piece, first.then_some(line));
        if let Some((kind, _)) = title {
            *section = Some(kind);
        }
        out.push(Piece {
            span: piece.span(),
            section: *section,
            title: title.map(|(_, t)| t.span()),
        });
        first = false;
    }
}

/// The section kind and the heading that a piece begins with; the first piece of a line is given that line.
fn heading<'t>(piece: Part<'t>, line: Option<Part<'t>>) -> Option<(u16, Part<'t>)> {
    let colon = piece.text.chars().take(HEADER_LIMIT).position(|c| c == ':');
    let title = if colon.is_some() {
        piece.slice(0, piece.text.find(':')?)
    } else {
        line.filter(|line| line.text.chars().nth(HEADER_LIMIT).is_none())?
    };
    Some((
        headers::kind_of(title.text, line.is_some())?,
        title.trimmed(),
    ))
}

/// Where the sentence from `from` on ends: behind its mark and closing characters, or at the end of the line.
fn sentence_end(line: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(found) = line[at..].find(['.', '!', '?']) {
        let stop = at + found;
        let closers = line[stop + 1..]
            .bytes()
            .take_while(|b| matches!(b, b'"' | b'\'' | b')' | b']'))
            .count();
        let after = stop + 1 + closers;
        if line[after..].starts_with(is_space) && ends_sentence(line, stop, after) {
            return after;
        }
        at = stop + 1;
    }
    line.len()
}

fn ends_sentence(line: &str, stop: usize, after: usize) -> bool {
    let next = line[after..].trim_start_matches(is_space).chars().next();
    if !next
        .is_some_and(|c| c.is_uppercase() || matches!(c, '0'..='9' | '"' | '(' | '[' | '-' | '*'))
    {
        return false;
    }
    if line.as_bytes()[stop] != b'.' {
        return true;
    }
    let before = line[..stop].trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
    let word = &line[before.len()..stop];
    !is_initial(word) && !is_abbreviation(word)
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

fn is_abbreviation(word: &str) -> bool {
    word.len() <= 6 && ABBREVIATIONS.iter().any(|a| a.eq_ignore_ascii_case(word))
}

/// White space as the training code sees it: Unicode's, and the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}
