//! The exact JSON of each operation.

use super::*;

fn levothyroxine() -> Response<'static> {
    let dosage = Attribute {
        id: 1,
        begin: 37,
        end: 51,
        text: "125 micrograms",
        score: 0.9892,
        category: "MEDICATION",
        kind: "DOSAGE",
        relationship_type: "DOSAGE",
        relationship_score: 0.9998,
        traits: vec![],
    };
    let entity = Entity {
        id: 0,
        begin: 23,
        end: 36,
        text: "Levothyroxine",
        score: 0.9996,
        category: "MEDICATION",
        kind: "GENERIC_NAME",
        traits: vec![Trait {
            name: "NEGATION",
            score: 0.5,
        }],
        attributes: vec![dosage.clone()],
        concepts: vec![Concept {
            code: "966224",
            description: "Levothyroxine \"0.125\" MG",
            score: 1.0,
        }],
    };
    Response {
        entities: vec![entity],
        unmapped: vec![Attribute { id: 2, ..dosage }],
        model_version: "3.0.0",
    }
}

#[track_caller]
fn check(op: Operation, expected: &str) {
    let mut out = Vec::new();
    levothyroxine().write_json(op, &mut out);
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

const HEAD: &str = r#"{"Entities":[{"Id":0,"BeginOffset":23,"EndOffset":36,"Score":0.9996,"Text":"Levothyroxine","Category":"MEDICATION","Type":"GENERIC_NAME","Traits":[{"Name":"NEGATION","Score":0.5}]"#;

fn dosage(id: u32) -> String {
    format!(
        r#"{{"Type":"DOSAGE","Score":0.9892,"RelationshipScore":0.9998,"RelationshipType":"DOSAGE","Id":{id},"BeginOffset":37,"EndOffset":51,"Text":"125 micrograms","Category":"MEDICATION","Traits":[]}}"#
    )
}

#[test]
fn detect_entities_has_unmapped_attributes_and_no_codes() {
    let unmapped = format!(r#"{{"Type":"MEDICATION","Attribute":{}}}"#, dosage(2));
    let tail = format!(
        r#","Attributes":[{}]}}],"UnmappedAttributes":[{unmapped}],"ModelVersion":"3.0.0"}}"#,
        dosage(1)
    );
    check(Operation::DetectEntitiesV2, &format!("{HEAD}{tail}"));
}

#[test]
fn icd10_has_its_concepts() {
    let concept = r#"{"Description":"Levothyroxine \"0.125\" MG","Code":"966224","Score":1}"#;
    let tail = format!(
        r#","Attributes":[{}],"ICD10CMConcepts":[{concept}]}}],"ModelVersion":"3.0.0"}}"#,
        dosage(1)
    );
    check(Operation::InferIcd10Cm, &format!("{HEAD}{tail}"));
}

#[test]
fn rxnorm_attributes_have_no_category_and_relationship_type() {
    let concept = r#"{"Description":"Levothyroxine \"0.125\" MG","Code":"966224","Score":1}"#;
    let plain = dosage(1)
        .replace(r#","RelationshipType":"DOSAGE""#, "")
        .replace(r#","Category":"MEDICATION""#, "");
    let tail = format!(
        r#","Attributes":[{plain}],"RxNormConcepts":[{concept}]}}],"ModelVersion":"3.0.0"}}"#
    );
    check(Operation::InferRxNorm, &format!("{HEAD}{tail}"));
}

#[test]
fn phi_has_entities_only() {
    check(
        Operation::DetectPhi,
        &format!(r#"{HEAD}}}],"ModelVersion":"3.0.0"}}"#),
    );
}

#[test]
fn nothing_found_is_a_whole_response() {
    let mut out = Vec::new();
    let empty = Response {
        entities: vec![],
        unmapped: vec![],
        model_version: "1",
    };
    empty.write_json(Operation::DetectEntitiesV2, &mut out);
    assert_eq!(
        out,
        br#"{"Entities":[],"UnmappedAttributes":[],"ModelVersion":"1"}"#
    );
}

#[test]
fn scores_are_shortest_digits_and_always_json() {
    let written = |score: f32| {
        let mut out = Vec::new();
        write_decimal(&mut out, score);
        String::from_utf8(out).unwrap()
    };
    assert_eq!(written(0.1), "0.1");
    assert_eq!(written(0.981_599_4), "0.9815994");
    assert_eq!(written(1e-7), "0.0000001");
    assert_eq!(written(-0.0), "0");
    assert_eq!(written(f32::NAN), "0");
    assert_eq!(written(f32::INFINITY), "0");
    for bits in (0..=1.0_f32.to_bits()).step_by(9973) {
        let score = f32::from_bits(bits);
        assert_eq!(written(score).parse::<f32>().unwrap(), score);
    }
}
