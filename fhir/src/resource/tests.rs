//! Faults one by one, patients by table, and the Synthea sets when they lie beside the checkout.

use super::*;
use crate::json::JsonErrorKind;
use crate::tests::synthea_sets;

fn fault(line: &str) -> ResourceErrorKind {
    parse(line.as_bytes())
        .map(|_| ())
        .unwrap_err()
        .kind()
        .clone()
}

#[test]
fn every_fault_has_its_kind() {
    use ResourceErrorKind::*;
    assert_eq!(fault("[]"), NotAnObject);
    assert_eq!(fault(r#"{"id":"a"}"#), MissingResourceType);
    assert_eq!(fault(r#"{"resourceType":7,"id":"a"}"#), MissingResourceType);
    assert_eq!(
        fault(r#"{"resourceType":"Dog","id":"a"}"#),
        UnknownResourceType
    );
    assert_eq!(fault(r#"{"resourceType":"Patient"}"#), MissingId);
    assert_eq!(fault(r#"{"resourceType":"Patient","id":7}"#), InvalidId);
    assert_eq!(fault(r#"{"resourceType":"Patient","id":"a_b"}"#), InvalidId);
    assert_eq!(fault(r#"{"resourceType":"Patient","id":""}"#), InvalidId);
    assert_eq!(
        fault(r#"{"resourceType":"Patient","id":"a","extension":{}}"#),
        ExtensionNotArray
    );
    let twice = fault(r#"{"resourceType":"Patient","id":"a","meta":{},"\u006deta":{}}"#);
    assert_eq!(
        twice,
        DuplicateMember {
            name: "meta".into()
        }
    );
    assert!(matches!(fault("{"), Json(error) if error.kind() == JsonErrorKind::Truncated));
}

#[test]
fn errors_never_repeat_what_the_line_says() {
    let lines = [
        r#"{"resourceType":"Mr Smith has gout","id":"a"}"#,
        r#"{"resourceType":"Patient","id":"Mr Smith has gout"}"#,
        r#"{"resourceType":"Patient","id":"a","Mr Smith has gout":1,"Mr Smith has gout":2}"#,
        r#"{"resourceType":"Patient","id":"a" Mr Smith has gout}"#,
    ];
    for line in lines {
        let error = parse(line.as_bytes()).map(|_| ()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Smith"), "{error}");
    }
    let fine = parse(br#"{"resourceType":"Patient","id":"a","name":"Smith"}"#).unwrap();
    assert_eq!(format!("{fine:?}"), "Patient <50 B>");
}

#[test]
fn ids_are_fhir_ids() {
    for good in ["a", "A-1.b", &"x".repeat(64), "urn-like"] {
        assert!(is_id(good), "{good}");
    }
    for bad in ["", "a b", "a/b", "é", &"x".repeat(65), "a\n"] {
        assert!(!is_id(bad), "{bad}");
    }
}

#[track_caller]
fn check_patient(resource_type: &str, members: &str, expected: Option<&str>) {
    let line = format!(r#"{{"resourceType":"{resource_type}","id":"self",{members}}}"#);
    let resource = parse(line.as_bytes()).unwrap();
    assert_eq!(resource.patient().as_deref(), expected, "{line}");
}

#[test]
fn references_come_in_several_forms() {
    let forms = [
        ("Patient/x", Some("x")),
        ("Patient\\/x", Some("x")),
        ("Patient/x/_history/3", Some("x")),
        ("https://h.example/fhir/Patient/x", Some("x")),
        ("https://h.example/fhir/Patient/x/_history/3", Some("x")),
        ("urn:uuid:0c3151bd", Some("0c3151bd")),
        ("Group/x", None),
        ("https://h.example/fhir/Group/x", None),
        ("#x", None),
        ("Patient?identifier=7", None),
        ("Patient/", None),
        ("NotPatient/x", None),
        ("other/Patient/x", None),
        ("", None),
    ];
    for (form, expected) in forms {
        check_patient(
            "Observation",
            &format!(r#""subject":{{"reference":"{form}"}}"#),
            expected,
        );
    }
    check_patient(
        "Observation",
        r#""subject":{"identifier":{"value":"7"}}"#,
        None,
    );
    check_patient(
        "Observation",
        r#""subject":{"reference":"urn:uuid:a","type":"Group"}"#,
        None,
    );
    check_patient("Observation", r#""subject":"Patient/x""#, None);
}

#[test]
fn each_type_has_its_own_element() {
    let x = r#"{"reference":"Patient/x"}"#;
    check_patient("Patient", r#""active":true"#, Some("self"));
    check_patient(
        "Coverage",
        &format!(r#""beneficiary":{x},"subscriber":{{"reference":"Patient/y"}}"#),
        Some("x"),
    );
    check_patient("Immunization", &format!(r#""patient":{x}"#), Some("x"));
    check_patient(
        "Task",
        &format!(r#""for":{x},"owner":{{"reference":"Patient/y"}}"#),
        Some("x"),
    );
    check_patient("Account", &format!(r#""subject":[{x}]"#), Some("x"));
    check_patient(
        "Appointment",
        &format!(r#""participant":[{{"actor":{{"reference":"Location/l"}}}},{{"actor":{x}}}]"#),
        Some("x"),
    );
    check_patient(
        "DocumentReference",
        &format!(r#""context":{{"sourcePatientInfo":{x}}}"#),
        Some("x"),
    );
    check_patient("Observation", &format!(r#""performer":[{x}]"#), None);
    check_patient("Organization", &format!(r#""subject":{x}"#), None);
    check_patient(
        "AuditEvent",
        &format!(r#""agent":[{{"who":{{"reference":"Patient/y"}}}}],"entity":[{{"what":{x}}}]"#),
        Some("x"),
    );
}

#[test]
fn several_patients_are_no_one_patient() {
    let refs = |a, b| {
        format!(
            r#""target":[{{"reference":"Patient/{a}"}},{{"reference":"Claim/c"}},{{"reference":"Patient/{b}"}}]"#
        )
    };
    check_patient("Provenance", &refs("x", "x"), Some("x"));
    check_patient("Provenance", &refs("x", "y"), None);
    check_patient(
        "Provenance",
        r#""target":[{"reference":"urn:uuid:a"}]"#,
        None,
    );
    check_patient(
        "Provenance",
        r#""target":[{"reference":"urn:uuid:a","type":"Patient"}]"#,
        Some("a"),
    );
}

#[test]
fn synthea_resources_name_their_patients() {
    let about_nobody = [
        "Organization",
        "Practitioner",
        "PractitionerRole",
        "Location",
        "Medication",
    ];
    for (name, lines) in synthea_sets() {
        for line in lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            let resource = parse(line).unwrap_or_else(|e| panic!("{name}: {e}"));
            let expected = !about_nobody.contains(&resource.resource_type);
            assert_eq!(
                resource.patient().is_some(),
                expected,
                "{name}: {resource:?}"
            );
        }
    }
}
