//! The exact shape, on one small note.

use super::*;
use crate::comprehend::{Attribute, Concept, Entity, Response, Trait};
use crate::json;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const PROVENANCE: Provenance<'static> = Provenance {
    field: "DocumentReference.content[0].attachment",
    text_sha256: "abc",
    model_name: "wardlake-small",
    model_version: "1.2.0",
    terminology: "starter 2026",
    recorded: "2026-11-25T11:44:26.000Z",
    reduced: false,
};

fn annotation(text: &str) -> Annotation<'_> {
    let attribute = Attribute {
        id: 1,
        begin: 3,
        end: 7,
        text,
        score: 0.25,
        category: "MEDICAL_CONDITION",
        kind: "ACUITY",
        relationship_type: "ACUITY",
        relationship_score: 0.75,
        traits: vec![Trait {
            name: "SIGN",
            score: 0.125,
        }],
    };
    let entity = Entity {
        id: 0,
        begin: 8,
        end: 14,
        text,
        score: 0.9815994,
        category: "MEDICAL_CONDITION",
        kind: "DX_NAME",
        traits: vec![Trait {
            name: "NEGATION",
            score: 0.5,
        }],
        attributes: vec![attribute.clone()],
        concepts: vec![Concept {
            code: "H66.90",
            description: "Otitis media",
            score: 0.7,
        }],
    };
    let response = Response {
        entities: vec![entity],
        unmapped: vec![attribute],
        model_version: "1.2.0",
    };
    let span = Span { begin: 0, end: 20 };
    Annotation {
        provenance: PROVENANCE,
        entities: response.clone(),
        icd10: response.clone(),
        rxnorm: Response {
            entities: vec![],
            unmapped: vec![],
            ..response
        },
        sections: vec![
            Section {
                kind: "plan",
                title: "PLAN",
                span,
            },
            Section {
                kind: "other",
                title: "",
                span,
            },
        ],
        sentences: vec![span],
    }
}

pub(super) fn written(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    write(&annotation(text), &mut out);
    out
}

/// Value of the first extension of `parent` whose URL is `url`.
fn under<'a>(parent: &'a Json, url: &str) -> &'a Json {
    let list = parent["extension"].as_array().unwrap();
    list.iter()
        .find(|e| e["url"] == url)
        .unwrap_or_else(|| panic!("no {url}"))
}

#[test]
fn the_root_has_its_elements_in_order() {
    let root: Json = serde_json::from_slice(&written("otitis")).unwrap();
    assert_eq!(root["url"], ROOT_URL);
    let urls: Vec<&str> = root["extension"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["url"].as_str().unwrap())
        .collect();
    let expected = [
        "https://wardlake.dev/fhir/nlp/provenance",
        "http://healthlake.amazonaws.com/aws-cm/detect-entities/",
        "http://healthlake.amazonaws.com/aws-cm/infer-icd10/",
        "http://healthlake.amazonaws.com/aws-cm/infer-rxnorm/",
        "https://wardlake.dev/fhir/nlp/sections",
        "https://wardlake.dev/fhir/nlp/sentences",
        "http://healthlake.amazonaws.com/aws-cm/status/",
        "http://healthlake.amazonaws.com/aws-cm/message/",
    ];
    assert_eq!(urls, expected);
    assert_eq!(
        under(&root, "http://healthlake.amazonaws.com/aws-cm/status/")["valueString"],
        "SUCCESS"
    );
}

#[test]
fn an_icd10_entity_is_healthlakes_and_ours() {
    let root: Json = serde_json::from_slice(&written("otitis")).unwrap();
    let op = under(&root, "http://healthlake.amazonaws.com/aws-cm/infer-icd10/");
    let e = "http://healthlake.amazonaws.com/aws-cm/infer-icd10/aws-cm-icd10-entity";
    let concept = json!({"url": format!("{e}-Concept"), "extension": [
        {"url": format!("{e}-Concept-Code"), "valueString": "H66.90"},
        {"url": format!("{e}-Concept-Description"), "valueString": "Otitis media"},
        {"url": format!("{e}-Concept-Score"), "valueDecimal": 0.7}]});
    let attribute = json!({"url": "https://wardlake.dev/fhir/nlp/attribute", "extension": [
        {"url": "id", "valueInteger": 1},
        {"url": "text", "valueString": "otitis"},
        {"url": "category", "valueString": "MEDICAL_CONDITION"},
        {"url": "type", "valueString": "ACUITY"},
        {"url": "score", "valueDecimal": 0.25},
        {"url": "begin-offset", "valueInteger": 3},
        {"url": "end-offset", "valueInteger": 7},
        {"url": "relationship-type", "valueString": "ACUITY"},
        {"url": "relationship-score", "valueDecimal": 0.75},
        {"url": "trait", "extension": [{"url": "name", "valueString": "SIGN"}, {"url": "score", "valueDecimal": 0.125}]}]});
    let expected = json!({"url": e, "extension": [
        {"url": format!("{e}-id"), "valueInteger": 0},
        {"url": format!("{e}-text"), "valueString": "otitis"},
        {"url": format!("{e}-category"), "valueString": "MEDICAL_CONDITION"},
        {"url": format!("{e}-type"), "valueString": "DX_NAME"},
        {"url": format!("{e}-score"), "valueDecimal": 0.9815994},
        {"url": format!("{e}-begin-offset"), "valueInteger": 8},
        {"url": format!("{e}-end-offset"), "valueInteger": 14},
        {"url": format!("{e}-ConceptList"), "extension": [concept]},
        {"url": "https://wardlake.dev/fhir/nlp/trait", "extension": [
            {"url": "name", "valueString": "NEGATION"}, {"url": "score", "valueDecimal": 0.5}]},
        attribute]});
    assert_eq!(under(op, e), &expected);
}

#[test]
fn each_operation_has_its_own_names() {
    let root: Json = serde_json::from_slice(&written("otitis")).unwrap();
    let de = under(
        &root,
        "http://healthlake.amazonaws.com/aws-cm/detect-entities/",
    );
    let entity = under(
        de,
        "http://healthlake.amazonaws.com/aws-cm/detect-entities/aws-cm-de-entity",
    );
    assert!(!entity.to_string().contains("Concept"));
    let unmapped = under(de, "https://wardlake.dev/fhir/nlp/unmapped-attribute");
    assert_eq!(under(unmapped, "type")["valueString"], "ACUITY");

    let mut annotation = annotation("amoxicillin");
    annotation.rxnorm = annotation.icd10.clone();
    let mut out = Vec::new();
    write(&annotation, &mut out);
    let root: Json = serde_json::from_slice(&out).unwrap();
    let rx = under(
        &root,
        "http://healthlake.amazonaws.com/aws-cm/infer-rxnorm/",
    );
    let e = "http://healthlake.amazonaws.com/aws-cm/infer-rxnorm/aws-cm-rxnorm-entity";
    let concept = under(
        under(under(rx, e), &format!("{e}-ConceptList")),
        &format!("{e}-Concepts"),
    );
    assert_eq!(
        under(concept, &format!("{e}-Concepts-Code"))["valueString"],
        "H66.90"
    );
}

#[test]
fn the_raw_response_is_the_json_of_the_response() {
    let text = "\"otitis\" \\ é 😀\n";
    let root: Json = serde_json::from_slice(&written(text)).unwrap();
    let op = under(&root, "http://healthlake.amazonaws.com/aws-cm/infer-icd10/");
    let raw = under(
        op,
        "http://healthlake.amazonaws.com/aws-cm/infer-icd10/raw-response",
    )["valueString"]
        .as_str()
        .unwrap();
    let raw: Json = serde_json::from_str(raw).unwrap();
    assert_eq!(raw["Entities"][0]["Text"], text);
    assert_eq!(raw["Entities"][0]["ICD10CMConcepts"][0]["Code"], "H66.90");
    assert_eq!(raw["ModelVersion"], "1.2.0");
}

#[test]
fn what_is_empty_is_left_out() {
    let mut annotation = annotation("x");
    annotation.sections.clear();
    annotation.sentences.clear();
    annotation.icd10.entities[0].concepts.clear();
    let mut out = Vec::new();
    write(&annotation, &mut out);
    let text = String::from_utf8(out).unwrap();
    for empty in [
        "\"extension\":[]",
        "\"valueString\":\"\"",
        "sections",
        "sentences",
        "ConceptList",
    ] {
        assert!(!text.contains(empty), "{empty}");
    }
}

proptest! {
    #[test]
    fn any_text_makes_json(text in any::<String>()) {
        let out = written(&text);
        prop_assert!(json::parse(&out).is_ok());
        prop_assert!(serde_json::from_slice::<Json>(&out).is_ok());
    }
}
