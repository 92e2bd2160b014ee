//! What stands behind a drug: doses and reactions.

use super::tokens::{Token, word};
use super::words::{begins, is_reaction};
use wardlake_models::{Kind, Mention};

/// Injectors against anaphylaxis, which stand next to what they are for: 'allergic to nuts; EpiPen'.
const CURES: [&str; 3] = ["epipen", "auvi", "neffy"];

/// Reactions that are allergic ones.
const ALLERGIC: [&str; 4] = ["hives", "urticaria", "anaphyla", "angioedema"];

/// Whether a drug is an injector against anaphylaxis.
pub(super) fn is_cure(drug: &str) -> bool {
    begins(drug, &CURES)
}

/// Whether the mentions behind a drug, to the next one or the end, are two of its strength, dose, rate and frequency.
///
/// A route or a duration is none: 'oral penicillin' may be what the patient is allergic to.
pub(super) fn is_dosed(behind: &[Mention], end: u32) -> bool {
    let own = behind
        .iter()
        .take_while(|m| !m.kind.is_drug() && m.span.start < end);
    let doses = own.filter(|m| matches!(m.kind, Kind::Str | Kind::Dose | Kind::Freq | Kind::Rate));
    doses.take(2).count() == 2
}

/// Whether a reaction is named behind a drug.
pub(super) fn is_harmful(tokens: &[Token<'_>], at: usize) -> bool {
    let behind = tokens[at + 1..].iter();
    behind
        .take_while(|t| t.drug.is_none() && !matches!(t.word, ";" | "."))
        .any(|t| is_reaction(t.word))
}

/// 'Aspirin causes hives', wherever it stands; behind 'no known allergies, but' any reaction counts.
pub(super) fn has_caused(tokens: &[Token<'_>], at: usize, denied: bool) -> bool {
    let reaction = |word: &str| begins(word, &ALLERGIC) || (denied && is_reaction(word));
    let causes = begins(word(tokens, at + 1), &["cause"]);
    causes && (2..=4).any(|ahead| reaction(word(tokens, at + ahead)))
}
