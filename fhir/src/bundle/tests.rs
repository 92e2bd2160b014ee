//! Entries in order, and what is no bundle.

use super::*;
use crate::json;

fn kind(text: &str) -> Option<BundleErrorKind> {
    entries(json::parse(text.as_bytes()).unwrap())
        .map(|_| ())
        .err()
        .map(|e| e.kind())
}

#[test]
fn entries_come_in_order_and_without_loss() {
    let text = r#"{"resourceType":"Bundle","type":"batch","entry":[
        {"fullUrl":"urn:uuid:a","resource":{"resourceType":"Patient","id":"a"}},
        {"request":{"method":"DELETE","url":"Patient/x"}},
        {"resource": {"id" : "b"} }]}"#;
    let root = json::parse(text.as_bytes()).unwrap();
    let found: Vec<_> = entries(root)
        .unwrap()
        .map(|e| (e.full_url, e.resource.raw_str()))
        .collect();
    let first = (
        Some("urn:uuid:a".into()),
        r#"{"resourceType":"Patient","id":"a"}"#,
    );
    assert_eq!(found, [first, (None, r#"{"id" : "b"}"#)]);
}

#[test]
fn what_is_no_bundle_is_refused() {
    assert_eq!(
        kind(r#"{"resourceType":"Patient"}"#),
        Some(BundleErrorKind::NotABundle)
    );
    assert_eq!(kind("[]"), Some(BundleErrorKind::NotABundle));
    assert_eq!(
        kind(r#"{"resourceType":"Bundle","entry":{}}"#),
        Some(BundleErrorKind::EntryNotArray)
    );
    assert_eq!(kind(r#"{"resourceType":"Bundle"}"#), None);
}
