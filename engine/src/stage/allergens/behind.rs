//! Drugs that the words behind them say were taken or tolerated.

use super::tokens::{Token, before, word};
use super::words::{begins, is_joint, is_not, is_reaction};

/// Per token: whether it is a drug that the words behind it say was taken or tolerated.
///
/// From the end, so that 'lisinopril, metformin and Zocor were refilled' reaches all three. What is looked at behind a
/// drug ends at the next one.
pub(super) fn taken(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut taken = vec![false; tokens.len()];
    let mut all = false;
    for at in (0..tokens.len()).rev() {
        if tokens[at].drug.is_none() {
            all &= is_joint(word(tokens, at));
            continue;
        }
        let said = behind(tokens, at + 1);
        taken[at] = all || said.is_some();
        all = all || said == Some(true);
    }
    taken
}

/// Whether the words from here to the next comma or drug say that a drug was taken, and whether in the plural.
fn behind(tokens: &[Token<'_>], from: usize) -> Option<bool> {
    let mut plural = false;
    let mut taken = None;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        // 'Penicillin and was given clindamycin' speaks of the next.
        let other = token.word == "and" && is_verb(word(tokens, at + 1));
        let aside = token.word == "(" && !begins(word(tokens, at + 1), &["tolerat"]);
        if token.drug.is_some() || aside || other || matches!(token.word, "," | ";" | "|" | "but") {
            break;
        }
        plural |= matches!(token.word, "were" | "are");
        if is_tolerated(tokens, at) {
            return Some(plural);
        }
        if is_given(tokens, at) {
            taken = Some(plural);
        } else if is_reaction(token.word) {
            return None;
        }
    }
    taken
}

fn is_verb(word: &str) -> bool {
    matches!(word, "was" | "is" | "were" | "has" | "had" | "then")
}

fn is_tolerated(tokens: &[Token<'_>], at: usize) -> bool {
    const TROUBLE: [&str; 9] = [
        "reaction",
        "problem",
        "issue",
        "incident",
        "difficult",
        "trouble",
        "complication",
        "adverse",
        "side",
    ];
    match word(tokens, at) {
        "tolerated" | "tolerates" => {
            let last = before(tokens, at, 1);
            !is_not(last) && !matches!(last, "not" | "poorly" | "never") && is_last(tokens, at)
        }
        "without" | "no" | "w/o" => (1..=3).any(|ahead| begins(word(tokens, at + ahead), &TROUBLE)),
        _ => false,
    }
}

/// 'Were refilled', 'was given', 'instead'.
fn is_given(tokens: &[Token<'_>], at: usize) -> bool {
    const GIVEN: [&str; 10] = [
        "refilled",
        "administered",
        "started",
        "prescribed",
        "given",
        "continued",
        "resumed",
        "restarted",
        "ordered",
        "helped",
    ];
    let this = word(tokens, at);
    let passive = matches!(
        before(tokens, at, 1),
        "was" | "were" | "is" | "are" | "been"
    );
    matches!(this, "instead" | "refilled" | "helped")
        || (this == "used" && before(tokens, at, 1) != "not")
        || (passive && GIVEN.contains(&this))
}

/// Whether 'tolerated' ends what is said of the drug before it: 'cefazolin tolerated in 2022, sulfa'.
pub(super) fn is_last(tokens: &[Token<'_>], at: usize) -> bool {
    const ENDS: [&str; 18] = [
        ",",
        ";",
        ".",
        ")",
        "(",
        "|",
        "well",
        "fine",
        "in",
        "last",
        "since",
        "without",
        "it",
        "by",
        "previously",
        "before",
        "ok",
        "yesterday",
    ];
    tokens.get(at + 1).is_none_or(|next| {
        next.drug.is_none()
            && (ENDS.contains(&next.word) || next.word.starts_with(|c: char| c.is_ascii_digit()))
    })
}
