//! Drugs that a note names because the patient must not take them.
//!
//! The model marks them like any drug, as the label scheme wants. Read as medications they would be dangerous.

use super::link::Links;
use wardlake_models::{ByteSpan, Kind, Mention, Segments, Trait, TraitScore};

/// Kind of the section that lists allergies.
const SECTION: &str = "allergies";

/// A drug behind one of these is taken or was given, whatever is said of allergies before.
const TAKEN: [&str; 14] = [
    "tolerat",
    "takes",
    "taking",
    "carry",
    "carries",
    "given",
    "treated",
    "premedicat",
    "change",
    "switch",
    "instead",
    "continue",
    "meds:",
    "medications:",
];

/// Which mentions are allergens; one under a denied allergy becomes negated. Linear in mentions, links and sentences.
///
/// A drug is one in the section of allergies, or behind an allergy word in its sentence; never one with a dose.
pub(crate) fn mark(text: &str, segments: &Segments, mentions: &mut [Mention]) -> Vec<bool> {
    let links = Links::of(mentions.iter());
    let mut marks = vec![false; mentions.len()];
    for at in 0..mentions.len() {
        let drug = &mentions[at];
        if !matches!(drug.kind, Kind::Rxg | Kind::Rxb) || is_dosed(mentions, &links, at) {
            continue;
        }
        let Some(sentence) = sentence(segments, drug.span) else {
            continue;
        };
        let word = allergy_word(&mentions[..at], sentence);
        let from = match word {
            Some(word) => word.span.end,
            None if is_listed(text, segments, sentence) && !drug.has(Trait::Neg) => sentence.start,
            None => continue,
        };
        if is_taken(text, from, drug.span.start) {
            continue;
        }
        marks[at] = true;
        let denial = word.and_then(|w| w.traits.iter().find(|t| t.name == Trait::Neg).copied());
        deny(&mut mentions[at], denial);
    }
    marks
}

fn is_dosed(mentions: &[Mention], links: &Links, at: usize) -> bool {
    let of = u32::try_from(at).unwrap_or(u32::MAX);
    links.to(of).any(|attribute| {
        matches!(
            mentions[attribute as usize].kind,
            Kind::Str | Kind::Dose | Kind::Route | Kind::Freq | Kind::Rate | Kind::Dur
        )
    })
}

fn sentence(segments: &Segments, span: ByteSpan) -> Option<ByteSpan> {
    let after = segments
        .sentences
        .partition_point(|s| s.start <= span.start);
    segments
        .sentences
        .get(after.checked_sub(1)?)
        .copied()
        .filter(|s| span.start < s.end)
}

/// The last allergy word before a drug in its sentence.
fn allergy_word(before: &[Mention], sentence: ByteSpan) -> Option<&Mention> {
    before
        .iter()
        .rev()
        .take_while(|m| m.span.start >= sentence.start)
        .find(|m| m.kind == Kind::Allergy)
}

/// Whether a sentence is an item of the section of allergies: its heading's line, or one without a label of its own.
fn is_listed(text: &str, segments: &Segments, sentence: ByteSpan) -> bool {
    let after = segments
        .sections
        .partition_point(|s| s.span.start <= sentence.start);
    let Some(section) = after.checked_sub(1).map(|i| &segments.sections[i]) else {
        return false;
    };
    let heading = section.span.start == sentence.start;
    let labelled = text
        .get(sentence.range())
        .is_some_and(|words| words.contains(": "));
    section.kind == SECTION && sentence.start < section.span.end && (heading || !labelled)
}

fn is_taken(text: &str, from: u32, to: u32) -> bool {
    let between = text
        .get(from as usize..to as usize)
        .unwrap_or_default()
        .to_lowercase();
    TAKEN.iter().any(|word| between.contains(word))
}

fn deny(drug: &mut Mention, denial: Option<TraitScore>) {
    if let Some(denial) = denial.filter(|_| !drug.has(Trait::Neg)) {
        drug.traits.push(denial);
    }
}

#[cfg(test)]
mod tests;
