//! Whether an allergy is denied, or a relative's.

use super::cues::{Cue, Kind, is_to};
use super::tokens::{Token, before, word};
use super::words::{begins, is_denial, is_general, is_kin, is_patient, is_specific};

/// Words before an allergy word that may deny it or say whose it is.
const REACH: usize = 8;

/// Whether an allergy word is denied: by what stands before it, or 'none' right behind.
pub(super) fn is_denied(tokens: &[Token<'_>], at: usize, cue: Cue) -> bool {
    if matches!(word(tokens, cue.end), "none" | "denied" | "negative") {
        return true;
    }
    if cue.kind == Kind::Untolerated {
        return false;
    }
    let to = is_to(word(tokens, cue.end));
    for back in 1..=REACH.min(at) {
        match before(tokens, at, back) {
            // 'No rash, allergic to penicillin' denies the rash.
            "," if to => return false,
            word if is_denial(word) => return true,
            word if is_general(word) || BRIDGES.contains(&word) => {}
            _ => return false,
        }
    }
    false
}

/// What else may stand between a denial and what it denies: anything more, and it denies that.
const BRIDGES: [&str; 24] = [
    "a", "an", "to", "be", "being", "is", "been", "has", "have", "had", "ever", "severe",
    "serious", "prior", "that", "he", "she", "the", "reaction", "allergic", "allergy", "adverse",
    "personal", "specific",
];

/// Whether a denied allergy word denies all: no kind of allergy is named before it, and nothing behind it.
pub(super) fn is_general_denial(tokens: &[Token<'_>], at: usize, cue: Cue) -> bool {
    let words = || (1..=REACH.min(at)).map(|back| before(tokens, at, back));
    let named = || words().take_while(|word| is_general(word));
    let drugs = named().any(|word| begins(word, &["drug", "med"]));
    let general = words()
        .find(|word| !is_general(word))
        .is_some_and(|word| is_denial(word) && word != "not")
        && (drugs || !named().any(|word| is_specific(word) || word.is_empty()));
    let behind = word(tokens, cue.end);
    let any = usize::from(matches!(word(tokens, cue.end + 1), "any" | "other"));
    let object = word(tokens, cue.end + 1 + any);
    let to_all = is_to(behind) && !object.is_empty() && is_general(object);
    let none = matches!(behind, "none" | "denied");
    cue.kind != Kind::Model && (none || (general && (!is_to(behind) || to_all)))
}

/// Whether a relative is whom it is said of: not the one who tells, nor 'the patient and her sister'.
fn is_meant(tokens: &[Token<'_>], kin: usize) -> bool {
    let patient = |back| matches!(before(tokens, kin, back), "patient" | "pt" | "he" | "she");
    let tells = matches!(
        before(tokens, kin, 1),
        "per" | "by" | "from" | "w" | "with" | "via"
    );
    !tells && !(2..=3).any(patient)
}

/// Whether an allergy is a relative's.
pub(super) fn is_familial(tokens: &[Token<'_>], at: usize) -> bool {
    for back in 1..=REACH.min(at) {
        match before(tokens, at, back) {
            ";" | "." => return false,
            word if is_patient(word) => return false,
            // 'Mother: allergic to sulfa', but 'per mother: allergic to sulfa'.
            ":" if !is_kin(before(tokens, at, back + 1)) => return false,
            word if is_kin(word) => return is_meant(tokens, at - back),
            _ => {}
        }
    }
    false
}

/// What makes an exception of a denial.
pub(super) fn is_exception(tokens: &[Token<'_>], at: usize) -> bool {
    match word(tokens, at) {
        "except" | "exception" | "excepting" | "besides" => true,
        "other" => word(tokens, at + 1) == "than",
        "apart" | "aside" => word(tokens, at + 1) == "from",
        _ => false,
    }
}
