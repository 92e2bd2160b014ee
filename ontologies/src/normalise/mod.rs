//! One spelling for the many ways in which the same term is written.
//!
//! Terms are normalised when a terminology is compiled and mentions when they are looked up, by the
//! same code, so the result need not be pretty: it need only be equal for equal meanings.
//!
//! In order:
//!
//! 1. NFKD, diacritics dropped, lower case.
//! 2. `'s` at the end of a word and other apostrophes dropped; `w/` is "with", `w/o` "without", `&` "and";
//!    a full stop or comma between digits stays a part of the number ("0.9", "1,000" is "1000"); any
//!    other character that is no letter, digit or `%` separates words.
//! 3. Each word: American spelling, then singular (see [`words`](self) below), a unit cut from its
//!    number ("50mg" is "50 mg"), and a roman numeral after a word such as "type" or "stage" is a number.
//! 4. Determiners and "h/o", "s/p", "c/o", "history of" and the like before the first word dropped, unless nothing would remain.
//!
//! The function is idempotent: normalising a normalised text gives the same text.

mod words;

#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Words that do not tell one concept from another in a token-sorted key.
const STOP_WORDS: [&str; 18] = [
    "a",
    "an",
    "and",
    "at",
    "by",
    "due",
    "for",
    "from",
    "in",
    "nos",
    "of",
    "on",
    "side",
    "sided",
    "the",
    "to",
    "unspecified",
    "with",
];

/// Words before a term that only point at it.
const LEADING: [&[&str]; 27] = [
    &["a"],
    &["an"],
    &["the"],
    &["this"],
    &["that"],
    &["these"],
    &["those"],
    &["some"],
    &["any"],
    &["my"],
    &["his"],
    &["her"],
    &["their"],
    &["its"],
    &["your"],
    &["our"],
    &["h", "o"],
    &["s", "p"],
    &["c", "o"],
    &["hx", "of"],
    &["hx"],
    &["pmh", "of"],
    &["history", "of"],
    &["status", "post"],
    &["complaint", "of"],
    &["evidence", "of"],
    &["episode", "of"],
];

/// What turns "a" from an article into "atrial".
const AFTER_ATRIAL_A: [&str; 4] = ["fib", "flutter", "fibrillation", "tach"];

/// Normalises texts, one after the other, in buffers that it keeps.
///
/// # Cost
///
/// One to two microseconds for a mention; no allocation once the buffers have grown.
///
/// It holds the last text given: its `Debug` form shows sizes only.
#[derive(Default)]
pub struct Normaliser {
    cleaned: String,
    word: String,
    out: String,
}

impl std::fmt::Debug for Normaliser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Normaliser(<{} B>)", self.out.len())
    }
}

impl Normaliser {
    /// Normalises `text`; empty when it has no letter and no digit.
    pub fn normalise(&mut self, text: &str) -> &str {
        self.cleaned.clear();
        clean(text, &mut self.cleaned);
        self.out.clear();
        let mut numeral = false;
        for token in self.cleaned.split_ascii_whitespace() {
            self.word.clear();
            self.word.push_str(token);
            words::standardise(&mut self.word);
            push_word(&mut self.out, &self.word, numeral);
            numeral = words::takes_numeral(&self.word);
        }
        let skip = leading_len(&self.out);
        self.out.get(skip..).unwrap_or_default()
    }
}

/// Normalises one text into a new string; [`Normaliser`] does it without allocation.
#[must_use]
pub fn normalise(text: &str) -> String {
    Normaliser::default().normalise(text).to_owned()
}

/// The words of a normalised text without stop words, sorted, each once: equal for "pain in the
/// knee" and "knee pain". Empty when only stop words are there.
#[must_use]
pub fn sorted_key(normalised: &str) -> String {
    let mut tokens: Vec<&str> = content_words(normalised).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens.join(" ")
}

/// The words of a normalised text that are no stop words.
pub(crate) fn content_words(normalised: &str) -> impl Iterator<Item = &str> {
    normalised
        .split(' ')
        .filter(|w| !w.is_empty() && !STOP_WORDS.contains(w))
}

fn clean(text: &str, out: &mut String) {
    if text.is_ascii() {
        clean_chars(text.chars(), out);
    } else {
        clean_chars(text.nfkd(), out);
    }
}

/// Steps 1 and 2 of the module's list, words separated by blanks.
fn clean_chars(chars: impl Iterator<Item = char>, out: &mut String) {
    let lower = chars
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c));
    let mut chars = lower.peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '\'' | '\u{2019}' | '\u{2bc}' | '`' => {
                if next == 's' && last.is_alphanumeric() {
                    chars.next();
                    drop_possessive(chars.peek().copied(), out);
                }
                continue;
            }
            '/' if ends_with_word(out, "w") => out.push_str("ith "),
            '&' => out.push_str(" and "),
            ',' | '.' if last.is_ascii_digit() && next.is_ascii_digit() => {
                if c == '.' {
                    out.push('.');
                }
            }
            '%' => out.push_str(" % "),
            c if c.is_alphanumeric() => out.push(c),
            _ => out.push(' '),
        }
        last = c;
    }
}

/// After `'s`: the s stays where the word goes on ("d'souza").
fn drop_possessive(next: Option<char>, out: &mut String) {
    if next.is_some_and(char::is_alphanumeric) {
        out.push('s');
    }
}

fn ends_with_word(out: &str, word: &str) -> bool {
    out.strip_suffix(word)
        .is_some_and(|head| head.is_empty() || head.ends_with(' '))
}

fn push_word(out: &mut String, word: &str, numeral: bool) {
    if word == "o" && ends_with_word(out, "with") {
        out.push_str("out");
        return;
    }
    if !out.is_empty() {
        out.push(' ');
    }
    if numeral && words::push_numeral(out, word) {
        return;
    }
    match words::split_unit(word) {
        Some((number, unit)) => {
            out.push_str(number);
            out.push(' ');
            out.push_str(unit);
        }
        None => out.push_str(word),
    }
}

/// Bytes of leading words to drop.
fn leading_len(text: &str) -> usize {
    let mut at = 0;
    while let Some(len) = text.get(at..).and_then(one_leading) {
        at += len;
    }
    at
}

fn one_leading(text: &str) -> Option<usize> {
    LEADING.iter().filter_map(|words| leads(text, words)).max()
}

/// Bytes of `words` and the blank after each, when the text begins so and something follows.
fn leads(text: &str, words: &[&str]) -> Option<usize> {
    let mut rest = text;
    for word in words {
        rest = rest.strip_prefix(word)?.strip_prefix(' ')?;
    }
    let first = rest.split(' ').next()?;
    let atrial = words == ["a"] && AFTER_ATRIAL_A.contains(&first);
    (!atrial).then(|| text.len() - rest.len())
}
