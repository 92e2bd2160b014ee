//! A check finds what was spoiled, and names it.

use super::*;
use crate::keys::{
    AsOfKey, BodyKey, Key, MetaKey, NumberKey, SystemHistoryKey, TxnKey, TypeHistoryKey,
};
use crate::type_code::TypeCode;
use crate::values::{Counters, Entries, Txn, Value};
use crate::{ColumnFamily, ProblemKind as P};
use std::cmp::Reverse;

/// Two patients, the second deleted, an observation with index entries.
fn good() -> Fixture {
    let fixture = fixture();
    let observation = Put {
        patient: Some("a".to_owned()),
        terms: vec![term("code", "x")],
        ..put("Observation/o", "observed")
    };
    fixture.put(
        1,
        vec![
            put("Patient/a", "one"),
            put("Patient/b", "two"),
            observation,
        ],
    );
    fixture
        .delete(&key("Patient/b"), 2, Durability::Buffered)
        .unwrap();
    fixture.put(3, vec![put("Patient/a", "three")]);
    fixture
}

fn patient() -> TypeCode {
    TypeCode::of("Patient").unwrap()
}

fn problems(fixture: &Fixture) -> Vec<(P, u64, String)> {
    let report = fixture.check().unwrap();
    report
        .problems
        .into_iter()
        .map(|problem| (problem.kind, problem.count, problem.examples[0].clone()))
        .collect()
}

fn found(fixture: &Fixture, kind: P, example: &str) {
    let problems = problems(fixture);
    assert!(
        problems.contains(&(kind, 1, example.to_owned())),
        "{problems:?}"
    );
}

impl Fixture {
    fn overwrite(&self, family: ColumnFamily, key: Vec<u8>, value: &[u8]) {
        self.db().put_cf(self.family(family), key, value).unwrap();
    }

    fn remove(&self, family: ColumnFamily, key: Vec<u8>) {
        self.db().delete_cf(self.family(family), key).unwrap();
    }
}

#[test]
fn a_good_store_is_clean_and_counted() {
    let fixture = good();
    let report = fixture.check().unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(
        (report.resources, report.versions, report.transactions),
        (3, 5, 3)
    );
    assert_eq!((report.index_entries, report.compartment_entries), (1, 1));
    let stats = fixture.stats().unwrap();
    let counts: Vec<_> = stats
        .resources
        .iter()
        .map(|each| (each.resource_type, each.live, each.deleted))
        .collect();
    assert_eq!(counts, [("Observation", 1, 0), ("Patient", 1, 1)]);
    assert_eq!(
        (
            stats.versions,
            stats.last_txn,
            stats.last_time_ms,
            stats.body_bytes
        ),
        (5, 3, 3, 19)
    );
    assert_eq!(stats.families.len(), ColumnFamily::ALL.len());
}

#[test]
fn a_body_that_is_another_or_unreadable_or_gone() {
    let spoil = |value: &[u8]| {
        let fixture = good();
        fixture.overwrite(
            ColumnFamily::Body,
            BodyKey(Digest::of(b"one")).encode(),
            value,
        );
        fixture
    };
    found(
        &spoil(&crate::body::encode(b"other", 3).unwrap()),
        P::DamagedBody,
        "Patient/a",
    );
    found(&spoil(b"\x01\x00\x05garbage"), P::DamagedBody, "Patient/a");
    found(&spoil(b""), P::DamagedBody, "Patient/a");
    let fixture = good();
    fixture.remove(ColumnFamily::Body, BodyKey(Digest::of(b"three")).encode());
    assert_eq!(
        problems(&fixture),
        [(P::MissingBody, 1, "Patient/a".to_owned())]
    );
    let error = fixture.read(&key("Patient/a")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "store damaged: missing body of Patient/a"
    );
}

#[test]
fn a_version_that_is_gone() {
    let fixture = good();
    fixture.remove(
        ColumnFamily::AsOf,
        AsOfKey::new(patient(), "a", 1, 1).encode(),
    );
    found(&fixture, P::BrokenVersions, "Patient/a");
    found(&fixture, P::WrongCounters, "versions");
    assert!(
        problems(&fixture)
            .iter()
            .any(|(kind, count, _)| (*kind, *count) == (P::OrphanHistory, 2))
    );
}

#[test]
fn a_history_entry_that_is_gone() {
    let fixture = good();
    let (txn, number, version) = (Reverse(1), Reverse(2), Reverse(1));
    fixture.remove(
        ColumnFamily::TypeHistory,
        TypeHistoryKey {
            resource_type: patient(),
            txn,
            number,
            version,
        }
        .encode(),
    );
    assert_eq!(
        problems(&fixture),
        [(P::MissingHistory, 1, "Patient/b".to_owned())]
    );
    fixture.remove(
        ColumnFamily::SystemHistory,
        SystemHistoryKey {
            txn,
            resource_type: patient(),
            number,
            version,
        }
        .encode(),
    );
    found(&fixture, P::MissingHistory, "Patient/b");
    found(&fixture, P::WrongTransaction, "1");
}

#[test]
fn search_entries_that_are_gone_or_of_nothing() {
    let observation = NumberKey {
        resource_type: TypeCode::of("Observation").unwrap(),
        number: 3,
    };
    for (family, spoilt) in crate::index::entry_keys(
        observation,
        &Entries::new(Some("a".to_owned()), vec![term("code", "x")]),
    ) {
        let fixture = good();
        fixture.remove(family, spoilt);
        assert_eq!(
            problems(&fixture),
            [(
                P::MissingEntry,
                1,
                format!("Observation/o in {}", family.name())
            )]
        );
    }
    let fixture = good();
    fixture.remove(ColumnFamily::Reverse, observation.encode());
    let expected = (
        P::OrphanEntry,
        2,
        "Observation number 3 in index".to_owned(),
    );
    assert_eq!(problems(&fixture), [expected]);
    let fixture = good();
    let list = Entries::new(Some("a".to_owned()), vec![]).encode();
    fixture.overwrite(
        ColumnFamily::Reverse,
        NumberKey {
            resource_type: patient(),
            number: 2,
        }
        .encode(),
        &list,
    );
    found(&fixture, P::OrphanList, "Patient number 2");
}

#[test]
fn numbers_and_transactions_and_counters() {
    let fixture = good();
    fixture.overwrite(
        ColumnFamily::Resource,
        NumberKey {
            resource_type: patient(),
            number: 1,
        }
        .encode(),
        b"b",
    );
    assert!(
        problems(&fixture)
            .iter()
            .any(|(kind, ..)| *kind == P::WrongNumber)
    );
    let fixture = good();
    fixture.overwrite(
        ColumnFamily::Txn,
        TxnKey(2).encode(),
        &Txn {
            time_ms: 2,
            versions: 7,
        }
        .encode(),
    );
    assert_eq!(
        problems(&fixture),
        [(P::WrongTransaction, 1, "2".to_owned())]
    );
    let fixture = good();
    fixture.remove(ColumnFamily::Txn, TxnKey(2).encode());
    assert_eq!(
        problems(&fixture),
        [(P::WrongTransaction, 3, "Patient/b".to_owned())]
    );
    let fixture = good();
    fixture.overwrite(
        ColumnFamily::Meta,
        MetaKey::Counters.encode(),
        &Counters {
            numbers: 9,
            ..Counters::default()
        }
        .encode(),
    );
    drop(fixture.store);
    let reopened = Fixture {
        store: open(fixture.dir.path()),
        dir: fixture.dir,
    };
    assert!(
        problems(&reopened)
            .iter()
            .any(|(kind, count, _)| (*kind, *count) == (P::WrongCounters, 2))
    );
}

#[test]
fn bytes_that_are_nothing() {
    for family in ColumnFamily::ALL {
        if matches!(family, ColumnFamily::Body | ColumnFamily::Meta) {
            continue;
        }
        let fixture = good();
        fixture.overwrite(family, vec![0xee; 5], &[0xee; 3]);
        assert!(
            problems(&fixture).contains(&(P::Unreadable, 1, family.name().to_owned())),
            "{family:?}"
        );
    }
}
