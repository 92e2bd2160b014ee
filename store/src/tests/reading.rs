//! Versions, histories and searches, by example.

use super::*;
use crate::{Cursor, HistoryQuery, PutOutcome, Scope};
use wardlake_fhir::search::{DateRange, Prefix};

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
fn searches_combine() {
    let fixture = fixture();
    let of = |n: u32, patient: &str| Put {
        patient: Some(patient.to_owned()),
        terms: vec![
            term("code", if n % 2 == 0 { "even" } else { "odd" }),
            term("n", &n.to_string()),
        ],
        ..put(&format!("Observation/o{n}"), &n.to_string())
    };
    for n in 0..6 {
        fixture.put(
            100 + u64::from(n),
            vec![of(n, if n < 3 { "p" } else { "pq" })],
        );
    }
    let base = of_type("Observation");
    let patient = Query {
        patient: Some("p".to_owned()),
        ..base.clone()
    };
    assert_eq!(fixture.found(&patient), ["o0", "o1", "o2"]);
    let even = Query {
        terms: vec![term("code", "even")],
        ..base.clone()
    };
    assert_eq!(fixture.found(&even), ["o0", "o2", "o4"]);
    assert_eq!(
        fixture.found(&Query {
            patient: Some("pq".to_owned()),
            ..even.clone()
        }),
        ["o4"]
    );
    let ids = Some(["o5", "o4", "o4", "none"].map(str::to_owned).to_vec());
    assert_eq!(
        fixture.found(&Query {
            ids: ids.clone(),
            ..base.clone()
        }),
        ["o4", "o5"]
    );
    assert_eq!(
        fixture.found(&Query {
            ids,
            ..even.clone()
        }),
        ["o4"]
    );
    assert!(
        fixture
            .found(&Query {
                ids: Some(vec![]),
                ..base.clone()
            })
            .is_empty()
    );
    let late = DateRange {
        prefix: Prefix::Ge,
        from_ms: 102,
        to_ms: 103,
    };
    let not = DateRange {
        prefix: Prefix::Ne,
        from_ms: 104,
        to_ms: 105,
    };
    let recent = Query {
        last_updated: vec![late, not],
        ..base.clone()
    };
    assert_eq!(fixture.found(&recent), ["o5", "o3", "o2"]);
    assert_eq!(
        fixture.found(&Query {
            last_updated: vec![late, not],
            ..even
        }),
        ["o2"]
    );
    assert_eq!(
        (
            fixture.count(&recent).unwrap(),
            fixture.count(&base).unwrap()
        ),
        (3, 6)
    );
    assert!(fixture.found(&of_type("Patient")).is_empty());
    assert!(
        fixture
            .search(&Query { count: 0, ..base })
            .unwrap()
            .resources
            .is_empty()
    );
}

#[test]
fn pages_stay_while_writes_go_on() {
    let fixture = fixture();
    let of = |n: u32, body: &str| Put {
        terms: vec![term("code", "x")],
        ..put(&format!("Observation/{n}"), body)
    };
    fixture.put(1, (0..4).map(|n| of(n, "old")).collect());
    for query in [
        of_type("Observation"),
        Query {
            terms: vec![term("code", "x")],
            ..of_type("Observation")
        },
        Query {
            last_updated: vec![DateRange {
                prefix: Prefix::Ge,
                from_ms: 0,
                to_ms: 1,
            }],
            ..of_type("Observation")
        },
    ] {
        let first = fixture
            .search(&Query {
                count: 1,
                ..query.clone()
            })
            .unwrap();
        let mut ids: Vec<_> = first
            .resources
            .iter()
            .map(|each| each.key.id.clone())
            .collect();
        for n in 0..5 {
            let body = format!("new {}", first.txn);
            fixture.put(
                2,
                vec![Put {
                    terms: vec![],
                    ..of(n, &body)
                }],
            );
        }
        let cursor: Cursor = first.next.unwrap().to_string().parse().unwrap();
        assert_eq!(Some(cursor), first.next);
        let rest = fixture
            .search(&Query {
                cursor: Some(cursor),
                ..query.clone()
            })
            .unwrap();
        assert_eq!((rest.txn, rest.next), (first.txn, None));
        ids.extend(rest.resources.iter().map(|each| each.key.id.clone()));
        ids.sort();
        assert_eq!(ids, ["0", "1", "2", "3"], "as it was at the first page");
        let bodies: Vec<_> = first
            .resources
            .iter()
            .chain(&rest.resources)
            .map(|each| &each.body)
            .collect();
        assert!(
            bodies.iter().all(|body| **body == *bodies[0]),
            "not a mixture of old and new"
        );
        fixture
            .delete(&key("Observation/4"), 3, Durability::Buffered)
            .unwrap();
        fixture.put(3, (0..4).map(|n| of(n, "old")).collect());
    }
    assert!(fixture.check().unwrap().is_clean());
}

#[test]
fn a_page_ends_before_it_grows_too_large() {
    let fixture = fixture();
    let large = "x".repeat(crate::MAX_PAGE_BYTES / 2);
    fixture.put(
        1,
        (0..3)
            .map(|n| put(&format!("Binary/{n}"), &format!("{n}{large}")))
            .collect(),
    );
    let page = fixture.search(&of_type("Binary")).unwrap();
    assert_eq!(page.resources.len(), 2);
    let rest = fixture
        .search(&Query {
            cursor: page.next,
            ..of_type("Binary")
        })
        .unwrap();
    assert_eq!((rest.resources.len(), rest.next), (1, None));
}

#[test]
fn cursors_of_another_query_are_refused() {
    let fixture = fixture();
    fixture.put(1, vec![put("Patient/a", "1"), put("Patient/b", "1")]);
    let of_search = fixture
        .search(&Query {
            count: 1,
            ..of_type("Patient")
        })
        .unwrap()
        .next;
    let system = HistoryQuery {
        scope: Scope::System,
        since_ms: None,
        count: 1,
        cursor: None,
    };
    let of_history = fixture.history(&system).unwrap().next;
    assert!(of_search.is_some() && of_history.is_some());
    let error = fixture
        .search(&Query {
            cursor: of_history,
            ..of_type("Patient")
        })
        .unwrap_err();
    assert_eq!(*error.kind(), StoreErrorKind::BadCursor);
    let error = fixture
        .history(&HistoryQuery {
            cursor: of_search,
            ..system.clone()
        })
        .unwrap_err();
    assert_eq!(*error.kind(), StoreErrorKind::BadCursor);
    for forged in [
        "",
        "n-1",
        "n-1-2-3",
        "x-1-2",
        "v-1-1-0-1",
        "n-zz-1",
        "n-1-11111111111111111",
    ] {
        assert!(forged.parse::<Cursor>().is_err(), "{forged}");
    }
    for forged in ["n-9-1", "v-1-1-0-1-1", "v-1-1-66-1-0"] {
        let cursor = Some(forged.parse().unwrap());
        assert!(
            fixture
                .history(&HistoryQuery {
                    cursor,
                    ..system.clone()
                })
                .is_err(),
            "{forged}"
        );
    }
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
