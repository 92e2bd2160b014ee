//! Exact bytes, and that nothing else changes.

use super::*;
use proptest::prelude::*;

const WHEN: &str = "2026-11-25T11:44:26.000Z";

#[track_caller]
fn check(body: &str, expected: &str) {
    let stamped = String::from_utf8(with_version(body.as_bytes(), 7, WHEN).unwrap()).unwrap();
    assert_eq!(
        stamped,
        expected.replace(
            "STAMP",
            &format!(r#""versionId":"7","lastUpdated":"{WHEN}""#)
        )
    );
}

#[test]
fn meta_is_made_behind_the_id() {
    check(
        r#"{"resourceType":"Patient", "id" : "a" , "x":1}"#,
        r#"{"resourceType":"Patient", "id" : "a","meta":{STAMP} , "x":1}"#,
    );
    check(
        r#"{"resourceType":"Patient" }"#,
        r#"{"resourceType":"Patient","meta":{STAMP} }"#,
    );
    check("{ }", "{ }");
    check("[1]", "[1]");
}

#[test]
fn other_members_of_meta_keep_their_bytes() {
    check(
        r#"{"meta":{ "tag":[ 1.50 ] },"id":"a"}"#,
        r#"{"meta":{STAMP, "tag":[ 1.50 ] },"id":"a"}"#,
    );
    check(r#"{"meta":{ }}"#, r#"{"meta":{STAMP }}"#);
    check(r#"{"meta":null}"#, r#"{"meta":{STAMP}}"#);
}

#[test]
fn old_values_are_replaced_in_place() {
    let body = r#"{"meta":{"lastUpdated" : "2020-01-01T00:00:00Z","x":{"versionId":"1"}, "versionId":"3"}}"#;
    let expected = r#"{"meta":{"lastUpdated" : "2026-11-25T11:44:26.000Z","x":{"versionId":"1"}, "versionId":"7"}}"#;
    check(body, expected);
    let half = r#"{"meta":{"version\u0049d":"3"}}"#;
    check(
        half,
        r#"{"meta":{"lastUpdated":"2026-11-25T11:44:26.000Z","version\u0049d":"7"}}"#,
    );
}

#[test]
fn what_is_not_json_is_an_error() {
    assert!(with_version(b"{", 1, WHEN).is_err());
}

proptest! {
    #[test]
    fn stamping_again_overwrites_and_changes_nothing_else(
        members in prop::collection::vec(("[a-z]{1,6}|versionId|lastUpdated", "\"[a-z]{0,5}\"|[1-9]{1,3}"), 0..5),
        with_meta in any::<bool>(),
    ) {
        let list = members.iter().map(|(name, value)| format!("\"{name}\" : {value}")).collect::<Vec<_>>().join(" ,");
        let meta = if with_meta { format!(",\"meta\": {{{list}}}") } else { String::new() };
        let body = format!("{{\"id\":\"a\"{meta}, \"z\":1}}");
        let once = with_version(body.as_bytes(), 1, WHEN).unwrap();
        let twice = with_version(&once, 2, "2027-01-01T00:00:00Z").unwrap();
        prop_assert_eq!(with_version(&twice, 1, WHEN).unwrap(), once.clone());
        let json: serde_json::Value = serde_json::from_slice(&once).unwrap();
        prop_assert_eq!(&json["meta"]["versionId"], "1");
        prop_assert_eq!(&json["meta"]["lastUpdated"], WHEN);
        prop_assert_eq!(&json["z"], 1);
        if with_meta {
            let before: serde_json::Value = serde_json::from_str(&body).unwrap();
            for (name, value) in before["meta"].as_object().unwrap() {
                prop_assert!(name == "versionId" || name == "lastUpdated" || &json["meta"][name] == value);
            }
        }
    }
}
