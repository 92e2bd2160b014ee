//! The exact JSON.

use super::*;

#[test]
fn issues_are_written_in_order() {
    let first = Issue {
        severity: Severity::Error,
        code: "invalid",
        diagnostics: "member \"id\" appears twice".into(),
        expression: Some("Patient.id".into()),
    };
    let second = Issue {
        severity: Severity::Warning,
        code: "informational",
        diagnostics: "slow".into(),
        expression: None,
    };
    let json = String::from_utf8(write(&[first, second])).unwrap();
    let expected = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"member \"id\" appears twice","expression":["Patient.id"]},{"severity":"warning","code":"informational","diagnostics":"slow"}]}"#;
    assert_eq!(json, expected);
}

#[test]
fn no_issue_is_still_an_outcome() {
    let json: serde_json::Value = serde_json::from_slice(&write(&[])).unwrap();
    assert_eq!(json["issue"].as_array().unwrap().len(), 1);
    assert_eq!(json["issue"][0]["severity"], "information");
}
