//! The words, marks and drugs of a sentence.

use wardlake_models::{ByteSpan, Kind, Mention};

/// A word, a mark of punctuation, or a whole drug mention.
#[derive(Clone, Copy)]
pub(super) struct Token<'t> {
    /// In lower case.
    pub(super) word: &'t str,
    pub(super) span: ByteSpan,
    /// The mention, if it is a drug.
    pub(super) drug: Option<usize>,
    /// The allergy mention of the model that begins here.
    pub(super) allergy: Option<usize>,
}

impl Token<'_> {
    pub(super) fn is_word(&self) -> bool {
        self.drug.is_none() && self.word.starts_with(char::is_alphabetic)
    }
}

/// The word at a place: empty beyond the ends and for a drug, whose name must not be read as something else.
pub(super) fn word<'t>(tokens: &[Token<'t>], at: usize) -> &'t str {
    let token = tokens.get(at).filter(|token| token.drug.is_none());
    token.map_or("", |token| token.word)
}

/// The word some places before; empty before the start.
pub(super) fn before<'t>(tokens: &[Token<'t>], at: usize, back: usize) -> &'t str {
    at.checked_sub(back).map_or("", |i| word(tokens, i))
}

/// Reads sentences in order.
pub(super) struct Reader<'t> {
    lower: &'t str,
    drugs: Cursor<'t>,
    allergies: Cursor<'t>,
    /// The end of the last token: a drug may reach into the next sentence.
    at: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(lower: &'t str, mentions: &'t [Mention]) -> Self {
        let cursor = |wanted| Cursor {
            mentions,
            wanted,
            next: 0,
        };
        Self {
            lower,
            drugs: cursor(Kind::is_drug),
            allergies: cursor(|kind| kind == Kind::Allergy),
            at: 0,
        }
    }

    pub(super) fn read(&mut self, sentence: ByteSpan, out: &mut Vec<Token<'t>>) {
        out.clear();
        let range = sentence.range();
        self.at = self.at.max(range.start);
        while self.at < range.end {
            let Some(rest) = self.lower.get(self.at..range.end) else {
                return;
            };
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            if blank < rest.len() {
                out.push(self.token(&rest[blank..]));
            }
        }
    }

    fn token(&mut self, rest: &'t str) -> Token<'t> {
        let start = self.at;
        let drug = self.drugs.over(start);
        let border = self.drugs.start();
        let end = match drug {
            Some((_, end)) => end,
            None => start + length(rest).min(border.saturating_sub(start).max(1)),
        };
        self.at = end;
        Token {
            word: self.lower.get(start..end).unwrap_or_default(),
            span: ByteSpan::new(start, end),
            drug: drug.map(|(at, _)| at),
            allergy: self.allergies.over(start).map(|(at, _)| at),
        }
    }
}

/// Of the word or mark that a text begins with.
fn length(rest: &str) -> usize {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
    if rest.starts_with(char::is_alphanumeric) {
        rest.find(|c| !inside(c)).unwrap_or(rest.len())
    } else {
        rest.chars().next().map_or(1, char::len_utf8)
    }
}

/// The mentions of some kinds, each given out once.
struct Cursor<'t> {
    mentions: &'t [Mention],
    wanted: fn(Kind) -> bool,
    next: usize,
}

impl Cursor<'_> {
    /// The next mention with its end, if it covers this place.
    fn over(&mut self, at: usize) -> Option<(usize, usize)> {
        self.skip(at);
        let found = self.mentions.get(self.next)?.span;
        if found.start as usize > at {
            return None;
        }
        self.next += 1;
        Some((self.next - 1, found.end as usize))
    }

    /// Where the next mention starts.
    fn start(&mut self) -> usize {
        self.skip(0);
        let next = self.mentions.get(self.next);
        next.map_or(usize::MAX, |mention| mention.span.start as usize)
    }

    /// Passes mentions of other kinds and those that end at or before this place.
    fn skip(&mut self, at: usize) {
        let rest = &self.mentions[self.next..];
        let passed = rest
            .iter()
            .take_while(|m| !(self.wanted)(m.kind) || m.span.end as usize <= at);
        self.next += passed.count();
    }
}
