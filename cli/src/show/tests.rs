//! A stored note, and what is printed of it: with colour and without.

use super::*;
use crate::style::Palette;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wardlake_fhir::comprehend::{self, Attribute, Concept, Entity, Response, Trait};
use wardlake_fhir::extension::{self, Provenance, Span};
use wardlake_fhir::json;
use wardlake_store::{Digest, ResourceKey, VersionInfo};

const NOTE: &str = "Café owner. Denies chest pain.\nTakes metformin\u{1b}[31m 500 mg for type 2 diabetes; mother had asthma.";

fn entity(
    text: &'static str,
    kind: (&'static str, &'static str),
    traits: &[&'static str],
) -> Entity<'static> {
    let byte = NOTE.find(text).unwrap();
    let begin = u32::try_from(NOTE[..byte].chars().count()).unwrap();
    Entity {
        id: 0,
        begin,
        end: begin + u32::try_from(text.chars().count()).unwrap(),
        text,
        score: 0.9,
        category: kind.0,
        kind: kind.1,
        traits: traits
            .iter()
            .map(|name| Trait { name, score: 0.9 })
            .collect(),
        attributes: Vec::new(),
        concepts: Vec::new(),
    }
}

fn entities() -> Vec<Entity<'static>> {
    const DX: (&str, &str) = ("MEDICAL_CONDITION", "DX_NAME");
    let strength = entity("500 mg", ("MEDICATION", "STRENGTH"), &[]);
    let mut drug = entity("metformin", ("MEDICATION", "GENERIC_NAME"), &[]);
    drug.attributes = vec![Attribute {
        id: 9,
        begin: strength.begin,
        end: strength.end,
        text: strength.text,
        score: 0.9,
        category: strength.category,
        kind: strength.kind,
        relationship_type: "STRENGTH",
        relationship_score: 0.9,
        traits: Vec::new(),
    }];
    vec![
        entity("chest pain", DX, &["SYMPTOM", "NEGATION"]),
        drug,
        entity("type 2 diabetes", DX, &["DIAGNOSIS"]),
        entity("asthma", DX, &["DIAGNOSIS", "PERTAINS_TO_FAMILY"]),
    ]
}

fn coded(of: &str, codes: &[(&'static str, &'static str)]) -> Vec<Entity<'static>> {
    let mut found: Vec<_> = entities()
        .into_iter()
        .filter(|entity| entity.text == of)
        .collect();
    found[0].concepts = codes
        .iter()
        .map(|&(code, description)| Concept {
            code,
            description,
            score: 0.875,
        })
        .collect();
    found
}

fn response(entities: Vec<Entity<'static>>) -> comprehend::Response<'static> {
    Response {
        entities,
        unmapped: Vec::new(),
        model_version: "0.1",
    }
}

fn stored() -> StoredResource {
    let line = format!(
        r#"{{"resourceType":"DocumentReference","id":"n1","content":[{{"attachment":{{"contentType":"text/plain","data":"{}"}}}}]}}"#,
        STANDARD.encode(NOTE)
    );
    let annotation = extension::Annotation {
        provenance: Provenance {
            field: "DocumentReference.content[0].attachment",
            text_sha256: &Digest::of(NOTE.as_bytes()).to_string(),
            model_name: "mini",
            model_version: "0.1",
            terminology: "starter 2026",
            recorded: "2026-01-02T03:04:05.000Z",
            reduced: false,
        },
        entities: response(entities()),
        icd10: response(coded(
            "type 2 diabetes",
            &[
                ("E11.9", "Type 2 diabetes mellitus without complications"),
                (
                    "E11.8",
                    "Type 2 diabetes mellitus with unspecified complications",
                ),
            ],
        )),
        rxnorm: response(coded("metformin", &[("6809", "metformin")])),
        sections: Vec::new(),
        sentences: vec![Span { begin: 0, end: 11 }],
    };
    let mut extension = Vec::new();
    extension::write(&annotation, &mut extension);
    let body = extension::splice(&resource::parse(line.as_bytes()).unwrap(), &[extension]);
    let info = VersionInfo {
        version: 2,
        txn: 7,
        time_ms: 1_767_323_045_000,
        deleted: false,
        source: Digest::ZERO,
        fingerprint: Digest::ZERO,
    };
    StoredResource {
        key: ResourceKey::new("DocumentReference", "n1"),
        info,
        body,
    }
}

#[test]
fn without_colour_mentions_stand_in_brackets() {
    let expected = "\
DocumentReference/n1, version 2, 2026-01-02T03:04:05.000Z
DocumentReference.content[0].attachment
mini 0.1 · starter 2026 · 2026-01-02T03:04:05.000Z

Café owner. Denies [chest pain](DX_NAME, no).
Takes [metformin](GENERIC_NAME)\u{fffd}[31m [500 mg](STRENGTH) for [type 2 diabetes](DX_NAME); mother had [asthma](DX_NAME, family).

[text](TYPE, traits)

TEXT             TYPE          TRAITS                         CODES
chest pain       DX_NAME       symptom, negation
metformin        GENERIC_NAME                                 6809 metformin (0.88)
  500 mg         STRENGTH
type 2 diabetes  DX_NAME       diagnosis                      E11.9 Type 2 diabetes mellitus without complications (0.88)
                                                              E11.8 Type 2 diabetes mellitus with unspecified complicat… (0.88)
asthma           DX_NAME       diagnosis, pertains to family
";
    let shown = render(&stored(), Palette::new(false)).unwrap();
    assert_eq!(shown, expected);
}

#[test]
fn colour_is_by_category_and_negation_is_struck_through() {
    let shown = render(&stored(), Palette::new(true)).unwrap();
    for mark in [
        "\x1b[2m¬\x1b[0m\x1b[1;31;9mchest pain\x1b[0m.",
        "\x1b[1;34mmetformin\x1b[0m\u{fffd}[31m \x1b[4;34m500 mg\x1b[0m",
        "\x1b[1;31mtype 2 diabetes\x1b[0m;",
        "\x1b[1;31masthma\x1b[0m\x1b[2m(family)\x1b[0m",
        "\x1b[1;31mcondition\x1b[0m  \x1b[1;34mmedication\x1b[0m  \x1b[4mattribute\x1b[0m",
    ] {
        assert!(shown.contains(mark), "{mark:?} in {shown:?}");
    }
}

#[test]
fn a_resource_without_notes_says_so() {
    let body = br#"{"resourceType":"Patient","id":"p1"}"#.to_vec();
    let plain = StoredResource {
        key: ResourceKey::new("Patient", "p1"),
        body,
        ..stored()
    };
    assert!(
        render(&plain, Palette::new(false))
            .unwrap()
            .contains("no note in it")
    );
}

#[test]
fn an_extension_of_healthlake_itself_is_not_ours() {
    let body = br#"{"resourceType":"Patient","id":"p1","extension":[{"url":"http://healthlake.amazonaws.com/aws-cm/","extension":[
        {"url":"http://healthlake.amazonaws.com/aws-cm/status/","valueString":"SUCCESS"}]}]}"#;
    assert!(Annotation::all(json::parse(body).unwrap()).is_empty());
}
