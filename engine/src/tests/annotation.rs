//! What is found in a text, and what is not said about it.

use super::*;

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
