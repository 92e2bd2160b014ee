//! Which drugs are allergens, on mentions made by hand.

use super::mark;
use wardlake_models::segment::segment;
use wardlake_models::{ByteSpan, Kind, Link, Mention, Trait, TraitScore};

/// Mentions of these words in order, each found behind the one before.
fn mentions(text: &str, words: &[(&str, Kind)]) -> Vec<Mention> {
    let mut from = 0;
    let mention = |(word, kind): &(&str, Kind)| {
        let start = from + text[from..].find(word).unwrap();
        from = start + word.len();
        Mention {
            span: ByteSpan::new(start, from),
            kind: *kind,
            score: 0.9,
            traits: Vec::new(),
            links: Vec::new(),
        }
    };
    words.iter().map(mention).collect()
}

fn allergens<'t>(text: &'t str, words: &[(&str, Kind)]) -> Vec<&'t str> {
    let mut mentions = mentions(text, words);
    let marks = mark(text, &segment(text), &mut mentions);
    mentions
        .iter()
        .zip(marks)
        .filter(|(_, marked)| *marked)
        .map(|(m, _)| &text[m.span.range()])
        .collect()
}

use Kind::{Allergy, Rxb, Rxg};

#[test]
fn the_section_makes_allergens() {
    let text = "MEDICATIONS\naspirin\nALLERGIES: sulfa, causes rash.\nCodeine.\nCurrent: Zocor\nPLAN\nStart heparin.";
    let words = [
        ("aspirin", Rxg),
        ("sulfa", Rxg),
        ("Codeine", Rxg),
        ("Zocor", Rxb),
        ("heparin", Rxg),
    ];
    assert_eq!(allergens(text, &words), ["sulfa", "Codeine"]);
}

#[test]
fn an_allergy_word_makes_allergens_of_its_sentence() {
    let text = "Allergic to penicillin and Bactrim; takes aspirin. Heparin was held.";
    let words = [
        ("Allergic", Allergy),
        ("penicillin", Rxg),
        ("Bactrim", Rxb),
        ("aspirin", Rxg),
        ("Heparin", Rxg),
    ];
    assert_eq!(allergens(text, &words), ["penicillin", "Bactrim"]);
}

#[test]
fn what_is_tolerated_or_dosed_is_none() {
    let text = "ALLERGIES: amoxicillin, tolerates cefazolin.\nepinephrine 0.3 mg";
    let words = [
        ("amoxicillin", Rxg),
        ("cefazolin", Rxg),
        ("epinephrine", Rxg),
        ("0.3 mg", Kind::Str),
    ];
    assert_eq!(allergens(text, &words), ["amoxicillin", "epinephrine"]);
    let mut dosed = mentions(text, &words);
    dosed[3].links = vec![Link { to: 2, score: 0.9 }];
    let marks = mark(text, &segment(text), &mut dosed);
    assert_eq!(marks, [true, false, false, false]);
}

#[test]
fn a_denied_allergy_is_negated() {
    let text = "No allergy to latex.";
    let mut found = mentions(text, &[("allergy", Allergy), ("latex", Rxg)]);
    found[0].traits = vec![TraitScore {
        name: Trait::Neg,
        score: 0.8,
    }];
    assert_eq!(mark(text, &segment(text), &mut found), [false, true]);
    assert!(found[1].has(Trait::Neg));
}
