//! Where a sentence speaks of an allergy.

use super::tokens::{Token, before, word};
use super::words::{begins, is_not};

/// What kind of allergy word it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Allergy, hypersensitivity, anaphylaxis, intolerance.
    Allergy,
    /// A reaction: what had none was taken.
    Reaction,
    /// NKDA.
    Denial,
    /// 'Cannot tolerate'.
    Untolerated,
    /// The model says so, in words unknown here.
    Model,
}

/// An allergy word.
#[derive(Clone, Copy)]
pub(super) struct Cue {
    pub(super) kind: Kind,
    /// The first token behind it.
    pub(super) end: usize,
}

/// The allergy word at a place.
pub(super) fn at(tokens: &[Token<'_>], at: usize) -> Option<Cue> {
    let token = tokens.get(at).filter(|token| token.drug.is_none())?;
    let cue = |kind, end| Some(Cue { kind, end });
    match token.word {
        "nkda" | "nka" | "nkma" => cue(Kind::Denial, at + 1),
        "adverse" => {
            let behind = if begins(word(tokens, at + 1), &["drug"]) {
                at + 2
            } else {
                at + 1
            };
            begins(word(tokens, behind), &["reaction", "event"])
                .then_some(())
                .and(cue(Kind::Reaction, behind + 1))
        }
        "reaction" | "reactions" if word(tokens, at + 1) == "to" => cue(Kind::Reaction, at + 1),
        "tolerate" | "tolerated" if is_barred(tokens, at) => cue(Kind::Untolerated, at + 1),
        word if is_allergy(word) => {
            let speaks = !is_other(tokens, at);
            speaks
                .then_some(())
                .and(cue(Kind::Allergy, past(tokens, at + 1)))
        }
        _ => token.allergy.and(cue(Kind::Model, at + 1)),
    }
}

fn is_allergy(word: &str) -> bool {
    let stems = ["allerg", "hypersensitiv", "anaphyla", "intol"];
    begins(word, &stems) && !begins(word, &["allergan", "allergist", "intolerabl"])
}

/// Past the rest of 'allergic reaction, probably'.
fn past(tokens: &[Token<'_>], at: usize) -> usize {
    if !begins(word(tokens, at), &["reaction", "response"]) {
        return at;
    }
    let guess = at + 1 + usize::from(word(tokens, at + 1) == ",");
    let guessed = begins(
        word(tokens, guess),
        &["likely", "probabl", "possibl", "presum"],
    );
    if guessed { guess + 1 } else { at + 1 }
}

/// 'Cannot tolerate', 'unable to tolerate', 'did not tolerate'.
fn is_barred(tokens: &[Token<'_>], at: usize) -> bool {
    let last = before(tokens, at, 1);
    is_not(last) || last == "not" || (last == "to" && before(tokens, at, 2) == "unable")
}

/// Allergy words that name no allergy to a drug: of a season, in a disease, in what is taken against them.
fn is_other(tokens: &[Token<'_>], at: usize) -> bool {
    let next = word(tokens, at + 1);
    if begins(next, &DISEASES) {
        return true;
    }
    if next == "to" {
        return false;
    }
    let last = before(tokens, at, 1);
    let possessive = matches!(
        last,
        "her" | "his" | "their" | "my" | "the" | "some" | "your"
    );
    let cause = if possessive {
        before(tokens, at, 2)
    } else {
        last
    };
    OTHERS.contains(&last) || matches!(cause, "for" | "from" | "if")
}

const DISEASES: [&str; 22] = [
    "medication",
    "medicine",
    "med",
    "shot",
    "pill",
    "relief",
    "season",
    "symptom",
    "rhinit",
    "conjunctiv",
    "shiner",
    "asthma",
    "dermatit",
    "contact",
    "sinus",
    "bronch",
    "disease",
    "immunother",
    "injection",
    "drop",
    "kit",
    "tablet",
];

const OTHERS: [&str; 24] = [
    "seasonal",
    "environmental",
    "spring",
    "fall",
    "summer",
    "pollen",
    "food",
    "sinus",
    "nasal",
    "cat",
    "dog",
    "dust",
    "heat",
    "cold",
    "lactose",
    "exercise",
    "glucose",
    "gi",
    "activity",
    "feeding",
    "gluten",
    "peanut",
    "nut",
    "year-round",
];

/// What leads from an allergy to what it is to.
pub(super) fn is_to(word: &str) -> bool {
    matches!(
        word,
        "to" | "for" | "with" | "of" | "from" | "after" | "when"
    )
}

/// Whether drugs behind an allergy word are what it is to: 'allergy and was prescribed' says of none.
pub(super) fn opens(tokens: &[Token<'_>], cue: Cue) -> bool {
    let next = word(tokens, cue.end);
    if word(tokens, cue.end + 1) == "nothing" {
        return false;
    }
    match cue.kind {
        Kind::Denial => false,
        Kind::Untolerated => true,
        Kind::Model => matches!(next, "to" | ":"),
        // 'Reactions to the medications used, such as sedatives' is what may come.
        Kind::Reaction => next == ":" || (is_to(next) && !is_of_any(tokens, cue.end + 1)),
        Kind::Allergy => {
            let kinds = [
                "anaphyla", "react", "respon", "likely", "probabl", "possibl", "presum",
            ];
            let plain = !begins(before(tokens, cue.end, 1), &kinds);
            let drug = |at| tokens.get(at).is_some_and(|t: &Token<'_>| t.drug.is_some());
            let listed = [
                ":", "-", "\u{2013}", "=", "(", "/", "are", "is", "were", "listed", "list",
                "noted", "status", "on", "both",
            ];
            let reviewed = begins(word(tokens, cue.end + 1), &REVIEWED);
            match next {
                "to" | "of" => true,
                _ if !plain => is_to(next),
                "for" => drug(cue.end + 1),
                _ => {
                    let list = listed.contains(&next) || begins(next, &["includ"]);
                    drug(cue.end) || (list && !reviewed)
                }
            }
        }
    }
}

fn is_of_any(tokens: &[Token<'_>], at: usize) -> bool {
    (0..2).any(|ahead| begins(word(tokens, at + ahead), &["medic", "drug", "agent"]))
}

/// 'Allergies were reviewed' is no list.
const REVIEWED: [&str; 5] = ["review", "updat", "discuss", "verif", "confirm"];
