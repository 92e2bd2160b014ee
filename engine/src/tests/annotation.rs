//! What is found in a text, and what is not said about it.

use super::*;
use crate::NoteAnnotation;
use crate::annotation::Found;
use wardlake_models::segment::segment;
use wardlake_models::{ByteSpan, Kind, Link, Mention};

#[test]
fn an_annotation_nests_what_belongs_together() {
    let text =
        "Café. Patient denies chest pain. Takes metformin 500 mg twice daily for type 2 diabetes.";
    let note = enricher().annotate(text).unwrap();
    let characters: Vec<char> = text.chars().collect();
    let response = note.response(Operation::DetectEntitiesV2);
    assert!(!response.entities.is_empty());
    for entity in &response.entities {
        let surface: String = characters[entity.begin as usize..entity.end as usize]
            .iter()
            .collect();
        assert_eq!(entity.text, surface);
    }
    let drug = note.response(Operation::InferRxNorm);
    assert!(
        drug.entities
            .iter()
            .any(|entity| entity.text == "metformin" && !entity.concepts.is_empty())
    );
    assert!(
        note.response(Operation::InferIcd10Cm)
            .entities
            .iter()
            .all(|entity| entity.kind == "DX_NAME")
    );
    assert!(
        note.response(Operation::DetectPhi)
            .entities
            .iter()
            .all(|e| e.category == "PROTECTED_HEALTH_INFORMATION")
    );
    for op in [
        Operation::DetectEntitiesV2,
        Operation::InferIcd10Cm,
        Operation::InferRxNorm,
        Operation::DetectPhi,
    ] {
        assert!(json::parse(&note.response_json(op)).is_ok());
    }
}

#[test]
fn what_a_patient_is_allergic_to_is_no_medication() {
    let text = "ALLERGIES: penicillin causes hives.\nMEDICATIONS: aspirin 81 mg daily.";
    let note = enricher().annotate(text).unwrap();
    let kind = |text: &str| {
        let response = note.response(Operation::DetectEntitiesV2);
        let found = response.entities.iter().find(|e| e.text == text);
        found.map(|e| (e.category, e.kind))
    };
    assert_eq!(
        kind("penicillin"),
        Some(("BEHAVIORAL_ENVIRONMENTAL_SOCIAL", "ALLERGIES"))
    );
    assert_eq!(kind("aspirin"), Some(("MEDICATION", "GENERIC_NAME")));
    let medications = note.response(Operation::InferRxNorm);
    let names: Vec<_> = medications.entities.iter().map(|e| e.text).collect();
    assert_eq!(names, ["aspirin"]);
}

/// The annotation of a text whose mentions are given: word, kind, and the place of what it is linked to.
fn given(text: &str, mentions: &[(&str, Kind, Option<u32>)]) -> NoteAnnotation {
    let mention = |&(word, kind, to): &(&str, Kind, Option<u32>)| {
        let start = text.find(word).unwrap();
        let links = to.map(|to| Link { to, score: 0.8 });
        Mention {
            span: ByteSpan::new(start, start + word.len()),
            kind,
            score: 0.9,
            traits: Vec::new(),
            links: links.into_iter().collect(),
        }
    };
    let found = Found {
        segments: segment(text),
        mentions: mentions.iter().map(mention).collect(),
        windows: 1,
        tokens: 1,
    };
    NoteAnnotation::new(&enricher().engine, text.into(), found)
}

#[test]
fn an_allergen_is_a_medication_nowhere() {
    let text = "Allergic to penicillin 500 mg orally since 2019.";
    let note = given(
        text,
        &[
            ("penicillin", Kind::Rxg, None),
            ("500 mg", Kind::Str, Some(0)),
            ("orally", Kind::Route, Some(0)),
            ("since 2019", Kind::Time, Some(0)),
        ],
    );
    for op in [
        Operation::DetectEntitiesV2,
        Operation::InferIcd10Cm,
        Operation::InferRxNorm,
        Operation::DetectPhi,
    ] {
        let json = String::from_utf8(note.response_json(op)).unwrap();
        assert!(!json.contains("\"MEDICATION\""), "{json}");
        assert!(!json.contains("MEDICATION_NAME"), "{json}");
    }
    let response = note.response(Operation::DetectEntitiesV2);
    let drug = &response.entities[0];
    assert_eq!((drug.text, drug.kind), ("penicillin", "ALLERGIES"));
    assert_eq!(drug.attributes.len(), 2);
    let dated = &response.entities[1].attributes[0];
    assert_eq!((dated.text, dated.kind), ("penicillin", "ALLERGIES"));
    let taken = given(
        "Takes penicillin since 2019.",
        &[
            ("penicillin", Kind::Rxg, None),
            ("since 2019", Kind::Time, Some(0)),
        ],
    );
    let response = taken.response(Operation::DetectEntitiesV2);
    assert_eq!(response.entities[1].kind, "TIME_TO_MEDICATION_NAME");
}

#[test]
fn nothing_clinical_is_printed() {
    let line = note("a", "Xanthochromia.");
    let resource = enricher().enrich(line.as_bytes()).unwrap();
    let annotation = enricher().annotate("Xanthochromia.").unwrap();
    let reject = enricher()
        .enrich(b"{\"Xanthochromia\":1,\"Xanthochromia\":")
        .unwrap_err();
    let other = enricher()
        .enrich(br#"{"resourceType":"Xanthochromia","id":"x"}"#)
        .unwrap_err();
    let printed = format!(
        "{resource:?} {annotation:?} {reject:?} {reject} {other:?} {other} {:?}",
        enricher()
    );
    assert!(!printed.contains("Xantho"), "{printed}");
}
