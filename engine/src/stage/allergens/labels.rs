//! Labels inside a list of allergies: of an item, or of something else.

use super::cues;
use super::tokens::Token;
use super::words::{is_allergen_label, is_medication_label, is_reaction};

/// Words of a label that are looked at.
const LABEL: usize = 8;

/// Whether the colon at a place ends a label that goes over to something else. 'Sulfa: hives' is an item.
pub(super) fn turns(tokens: &[Token<'_>], colon: usize, start: usize) -> bool {
    let from = (start..colon)
        .rev()
        .take(LABEL)
        .take_while(|&at| !matches!(tokens[at].word, ";" | "|" | "," | "."))
        .last()
        .unwrap_or(colon);
    let label = &tokens[from..colon];
    let mut behind = tokens.iter().skip(colon + 1).take(3);
    let item = label
        .iter()
        .any(|t| t.drug.is_some() || is_allergen_label(t.word))
        || (from..colon).any(|at| cues::at(tokens, at).is_some())
        || behind.any(|t| is_reaction(t.word));
    let own = from == start && label.iter().any(Token::is_word);
    !item && (own || label.iter().any(|t| is_medication_label(t.word)))
}
