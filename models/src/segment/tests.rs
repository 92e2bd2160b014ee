//! Pieces against known notes; the golden file holds them to the training code.

use proptest::prelude::*;

use super::{pieces, segment};

fn sentences(text: &str) -> Vec<&str> {
    segment(text)
        .sentences
        .iter()
        .map(|s| &text[s.range()])
        .collect()
}

#[test]
fn sentences_end_at_marks_and_lines() {
    assert_eq!(
        sentences("No fever. Cough? (Dry) mild.\n\n  - pain\r\n"),
        ["No fever.", "Cough?", "(Dry) mild.", "- pain"]
    );
    assert_eq!(
        sentences("He said \"fine.\" Then left. 2 days"),
        ["He said \"fine.\"", "Then left.", "2 days"]
    );
}

#[test]
fn abbreviations_and_initials_end_nothing() {
    for whole in [
        "Seen by Dr. Osei today",
        "500 mg b.i.d. Then stop",
        "J. Smith",
        "Given P.O. Monday",
        "temp 38.4 C",
        "q.h.s. 5",
    ] {
        assert_eq!(sentences(whole), [whole]);
    }
    assert_eq!(
        sentences("Took it bid. Then stopped etc... Next"),
        ["Took it bid.", "Then stopped etc...", "Next"]
    );
}

#[test]
fn sections_run_to_the_next_heading() {
    let text =
        "Free text.\nHPI: Cough. Fever.\nMore.\n\n1. MEDICATIONS\nAspirin\nNot a heading here: x";
    let found = segment(text);
    let seen: Vec<_> = found
        .sections
        .iter()
        .map(|s| (s.kind, &text[s.title.range()], &text[s.span.range()]))
        .collect();
    assert_eq!(
        seen,
        [
            ("hpi", "HPI", "HPI: Cough. Fever.\nMore."),
            (
                "medications",
                "1. MEDICATIONS",
                "1. MEDICATIONS\nAspirin\nNot a heading here: x"
            ),
        ]
    );
}

#[test]
fn headings_stand_inside_a_line_too() {
    let text = "PMH: asthma. Meds: aspirin. Plan. Then: rest.";
    let found = segment(text);
    let kinds: Vec<_> = found.sections.iter().map(|s| s.kind).collect();
    assert_eq!(kinds, ["pmh", "medications"]);
    assert_eq!(segment("PMH: asthma. A: stable.").sections.len(), 1);
    assert_eq!(
        &text[found.sections[1].span.range()],
        "Meds: aspirin. Plan. Then: rest."
    );
}

#[test]
fn a_heading_is_at_most_sixty_characters_in() {
    let spaces = "\u{a0}é".repeat(20);
    assert!(segment(&format!("HPI{}: x", " ".repeat(56))).sections.len() == 1);
    assert!(
        segment(&format!(
            "HPI{}: x and then some more words",
            " ".repeat(57)
        ))
        .sections
        .is_empty()
    );
    assert!(segment(&format!("HPI {spaces}")).sections.is_empty());
}

fn blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
}

proptest! {
    #[test]
    fn pieces_cover_all_but_white_space(text in "(\\PC|[ \\n\\r\\t.!?:\")A-Z\u{1c}\u{85}]){0,200}") {
        let mut at = 0;
        for piece in pieces(&text) {
            prop_assert!(blank(&text[at..piece.span.start as usize]));
            prop_assert!(!piece.span.is_empty());
            prop_assert_eq!(text[piece.span.range()].trim().len(), piece.span.len() as usize);
            at = piece.span.end as usize;
        }
        prop_assert!(blank(&text[at..]));
    }
}
