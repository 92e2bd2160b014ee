//! Where a sentence turns to what is taken, was given or was tolerated.

use super::behind::is_last;
use super::tokens::{Token, before, word};
use super::words::{begins, is_not, is_reaction};

/// How far drugs are out of a list of allergies. From short to long.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Default)]
pub(super) enum Release {
    /// They are in it.
    #[default]
    None,
    /// Up to the comma behind the next drug: what was given once.
    Next,
    /// Up to the semicolon.
    Clause,
    /// Up to the end of the sentence.
    Rest,
}

/// What the word at a place releases; `fresh` while no drug has followed the allergy word.
pub(super) fn release(tokens: &[Token<'_>], at: usize, fresh: bool) -> Release {
    let release = kind(tokens, at);
    // 'Cannot take aspirin' and 'a reaction after being given aspirin' take nothing out.
    let kept = is_barred(tokens, at) || (fresh && is_cause(tokens, at));
    if kept { Release::None } else { release }
}

fn kind(tokens: &[Token<'_>], at: usize) -> Release {
    let next = word(tokens, at + 1);
    match word(tokens, at) {
        // To carry an injector is a precaution.
        "has" | "have" if has_drug(tokens, at + 1) => Release::Clause,
        "given" => Release::Next,
        "gave" if !(1..=4).any(|ahead| is_reaction(word(tokens, at + ahead))) => Release::Next,
        "but" if next == "also" => Release::None,
        "but" | "so" | "treated" | "carry" | "carries" | "premedicate" | "premedicated"
        | "premedication" | "pretreat" | "resolved" | "responded" | "improved" | "relieved"
        | "tolerating" => Release::Clause,
        "tolerates" if !is_last(tokens, at) => Release::Clause,
        "tolerated" | "tolerate" if !is_last(tokens, at) => Release::Clause,
        "and" if matches!(next, "is" | "was") => Release::Clause,
        "on" if is_taking(tokens, at) => Release::Rest,
        "last" if next == "dose" => Release::Rest,
        "has" | "have" if next == "had" && has_drug(tokens, at + 2) => Release::Rest,
        "meds" | "medications" | "medication" | "rx" if heads(tokens, at) => Release::Rest,
        word if TAKEN.contains(&word) => Release::Rest,
        _ => Release::None,
    }
}

const TAKEN: [&str; 49] = [
    "takes",
    "take",
    "taking",
    "took",
    "taken",
    "uses",
    "use",
    "using",
    "started",
    "start",
    "starting",
    "starts",
    "prescribed",
    "prescribe",
    "receive",
    "receives",
    "received",
    "receiving",
    "administered",
    "administer",
    "switched",
    "switch",
    "changed",
    "change",
    "refilled",
    "refill",
    "continue",
    "continues",
    "continued",
    "continuing",
    "began",
    "begin",
    "resume",
    "resumed",
    "substituted",
    "replaced",
    "finished",
    "completed",
    "discharged",
    "maintained",
    "requires",
    "ordered",
    "currently",
    "pretreated",
    "vaccines",
    "vaccinated",
    "immunizations",
    "vaccinations",
    "restarted",
];

/// 'Cannot take', 'should not use', 'avoid use of', 'never took'.
fn is_barred(tokens: &[Token<'_>], at: usize) -> bool {
    (1..=2).any(|back| {
        let word = before(tokens, at, back);
        is_not(word) || matches!(word, "not" | "never" | "avoid" | "unable" | "avoids")
    })
}

/// 'After taking', 'when given', 'while on', 'after being given': the taking caused the reaction.
fn is_cause(tokens: &[Token<'_>], at: usize) -> bool {
    (1..=3).any(|back| {
        matches!(
            before(tokens, at, back),
            "after" | "when" | "while" | "whenever" | "following"
        )
    })
}

/// 'On' of a drug, not of a file, and not of what was seen on the drug.
fn is_taking(tokens: &[Token<'_>], at: usize) -> bool {
    const PAPERS: [&str; 9] = [
        "file",
        "record",
        "chart",
        "admission",
        "arrival",
        "review",
        "list",
        "exam",
        "date",
    ];
    const STATES: [&str; 12] = [
        "now", "is", "was", "are", "were", "been", "being", "remains", "still", "patient", ",", ";",
    ];
    let last = before(tokens, at, 1);
    let state = at == 0 || STATES.contains(&last) || matches!(last, "." | "and" | "he's" | "she's");
    let drug = has_drug(tokens, at + 1) && !is_reaction(last);
    !begins(word(tokens, at + 1), &PAPERS) && (state || drug)
}

fn has_drug(tokens: &[Token<'_>], at: usize) -> bool {
    let near = tokens.iter().skip(at).take(3);
    near.into_iter().any(|token| token.drug.is_some())
}

/// Whether a word heads a list of medications: not in 'allergies to medications:', nor in 'sulfa medications, penicillin'.
fn heads(tokens: &[Token<'_>], at: usize) -> bool {
    let is_drug = |i: usize| tokens.get(i).is_some_and(|token| token.drug.is_some());
    let next = word(tokens, at + 1);
    let listed = is_drug(at + 1) || matches!(next, ":" | "are") || begins(next, &["includ"]);
    let class = at.checked_sub(1).is_some_and(is_drug) && !listed;
    !class && !is_of_allergies(tokens, at)
}

fn is_of_allergies(tokens: &[Token<'_>], at: usize) -> bool {
    let is_cue = |i: usize| super::cues::at(tokens, i).is_some();
    let behind = (1..=2).any(|ahead| is_cue(at + ahead));
    let near = (1..=5).map_while(|back| at.checked_sub(back));
    let same = |i: &usize| tokens[*i].drug.is_none() && !matches!(tokens[*i].word, "," | ";" | ".");
    behind || near.take_while(same).any(is_cue)
}
