//! Versions and histories, by example.

use super::*;
use crate::{HistoryQuery, PutOutcome, Scope};

fn history(fixture: &Fixture, scope: Scope, since_ms: Option<u64>) -> Vec<(String, u64, bool)> {
    let mut query = HistoryQuery {
        scope,
        since_ms,
        count: 2,
        cursor: None,
    };
    let mut versions = Vec::new();
    loop {
        let page = fixture.history(&query).unwrap();
        versions.extend(
            page.resources
                .iter()
                .map(|each| (each.key.id.clone(), each.info.version, each.info.deleted)),
        );
        query.cursor = page.next;
        if query.cursor.is_none() {
            return versions;
        }
    }
}

fn versions(expected: &[(&str, u64, bool)]) -> Vec<(String, u64, bool)> {
    expected
        .iter()
        .map(|&(id, version, deleted)| (id.to_owned(), version, deleted))
        .collect()
}

#[test]
fn a_key_that_comes_twice_in_a_batch_gets_two_versions() {
    let fixture = fixture();
    let puts = ["one", "two", "two", "one"]
        .map(|body| put("Patient/a", body))
        .to_vec();
    let receipt = fixture.put(7, puts);
    use PutOutcome::{Created, Unchanged, Updated};
    assert_eq!(receipt.outcomes, [Created, Updated, Unchanged, Updated]);
    assert_eq!(receipt.txn, 1);
    let bodies = [1, 2, 3].map(|version| {
        fixture
            .vread(&key("Patient/a"), version)
            .unwrap()
            .unwrap()
            .body
    });
    assert_eq!(bodies, [b"one", b"two", b"one"]);
    assert_eq!(
        history(&fixture, Scope::Instance(key("Patient/a")), None).len(),
        3
    );
    assert_eq!(fixture.found(&of_type("Patient")), ["a"]);
    assert!(fixture.check().unwrap().is_clean());
}

#[test]
fn an_equal_body_makes_no_version_but_is_on_record() {
    let fixture = fixture();
    fixture.put(1, vec![put("Patient/a", "one")]);
    let again = Put {
        source: Digest([1; 32]),
        fingerprint: Digest([2; 32]),
        ..put("Patient/a", "one")
    };
    let receipt = fixture.put(9, vec![again]);
    assert_eq!(
        (receipt.txn, receipt.outcomes),
        (1, vec![PutOutcome::Unchanged])
    );
    let info = fixture.current(&key("Patient/a")).unwrap().unwrap();
    assert_eq!((info.version, info.txn, info.time_ms), (1, 1, 1));
    assert_eq!(
        (info.source, info.fingerprint),
        (Digest([1; 32]), Digest([2; 32]))
    );
    assert_eq!(fixture.stats().unwrap().versions, 1);
    assert!(fixture.check().unwrap().is_clean());
}

#[test]
fn a_deleted_resource_is_hidden_and_versioned() {
    let fixture = fixture();
    fixture.put(
        1,
        vec![Put {
            terms: vec![term("code", "x")],
            ..put("Observation/a", "one")
        }],
    );
    let deletion = fixture
        .delete(&key("Observation/a"), 2, Durability::Buffered)
        .unwrap()
        .unwrap();
    assert_eq!(
        (deletion.version, deletion.txn, deletion.deleted),
        (2, 2, true)
    );
    assert_eq!(
        fixture
            .delete(&key("Observation/a"), 3, Durability::Buffered)
            .unwrap(),
        None
    );
    assert_eq!(
        fixture
            .delete(&key("Observation/b"), 3, Durability::Buffered)
            .unwrap(),
        None
    );
    assert_eq!(fixture.read(&key("Observation/a")).unwrap(), None);
    assert_eq!(
        fixture.current(&key("Observation/a")).unwrap(),
        Some(deletion)
    );
    let gone = fixture.vread(&key("Observation/a"), 2).unwrap().unwrap();
    assert!(gone.info.deleted && gone.body.is_empty());
    let coded = Query {
        terms: vec![term("code", "x")],
        ..of_type("Observation")
    };
    assert_eq!(
        (
            fixture.found(&of_type("Observation")),
            fixture.found(&coded)
        ),
        (vec![], vec![])
    );
    let receipt = fixture.put(4, vec![put("Observation/a", "one")]);
    assert_eq!(receipt.outcomes, [PutOutcome::Created]);
    assert_eq!(
        fixture
            .vread(&key("Observation/a"), 3)
            .unwrap()
            .unwrap()
            .body,
        b"one"
    );
    assert_eq!(fixture.found(&of_type("Observation")), ["a"]);
    assert!(fixture.check().unwrap().is_clean());
}

#[test]
fn histories_go_back_in_time() {
    let fixture = fixture();
    fixture.put(
        10,
        vec![
            put("Patient/a", "1"),
            put("Patient/ab", "1"),
            put("Encounter/a", "1"),
        ],
    );
    fixture.put(20, vec![put("Patient/a", "2")]);
    fixture
        .delete(&key("Patient/ab"), 30, Durability::Buffered)
        .unwrap();
    let type_ = history(&fixture, Scope::Type("Patient".to_owned()), None);
    assert_eq!(
        type_,
        versions(&[
            ("ab", 2, true),
            ("a", 2, false),
            ("ab", 1, false),
            ("a", 1, false)
        ])
    );
    assert_eq!(history(&fixture, Scope::System, None).len(), 5);
    let since = |since_ms| history(&fixture, Scope::System, Some(since_ms));
    assert_eq!(since(11), versions(&[("ab", 2, true), ("a", 2, false)]));
    assert_eq!(since(20), since(11));
    assert_eq!(since(31), versions(&[]));
    let instance = history(&fixture, Scope::Instance(key("Patient/a")), Some(10));
    assert_eq!(instance, versions(&[("a", 2, false), ("a", 1, false)]));
    assert_eq!(
        history(&fixture, Scope::Instance(key("Patient/b")), None),
        versions(&[])
    );
}

#[test]
fn time_does_not_run_backwards() {
    let fixture = fixture();
    fixture.put(100, vec![put("Patient/a", "1")]);
    fixture.put(50, vec![put("Patient/b", "1")]);
    assert_eq!(
        fixture.current(&key("Patient/b")).unwrap().unwrap().time_ms,
        100
    );
}

#[test]
fn what_is_no_type_of_r4_is_refused_before_anything_is_written() {
    let fixture = fixture();
    let bad = batch(1, vec![put("Patient/a", "1"), put("Droid/c3po", "1")]);
    let error = fixture.commit(bad, Durability::Buffered).unwrap_err();
    assert_eq!(*error.kind(), StoreErrorKind::UnknownType);
    assert_eq!(
        (
            fixture.latest_txn(),
            fixture.read(&key("Patient/a")).unwrap()
        ),
        (0, None)
    );
    assert!(fixture.read(&key("Droid/c3po")).is_err());
}

#[test]
fn nothing_prints_what_it_holds() {
    let fixture = fixture();
    let secret = "hepatitis";
    let secretive = Put {
        terms: vec![term("code", secret)],
        ..put("Patient/a", secret)
    };
    assert!(!format!("{secretive:?} {:?}", secretive.terms).contains(secret));
    fixture.put(1, vec![secretive]);
    let read = fixture.read(&key("Patient/a")).unwrap().unwrap();
    assert!(!format!("{read:?}").contains(secret));
    assert!(format!("{read:?}").contains("<9 B>"));
}
