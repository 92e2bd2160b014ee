//! Searches and their pages, by example.

use super::*;
use crate::{Cursor, HistoryQuery, Scope};
use wardlake_fhir::search::{DateRange, Prefix};

/// Six observations at 100 ms to 105 ms: three of patient `p`, three of `pq`; even and odd.
fn observations() -> Fixture {
    let fixture = fixture();
    for n in 0..6 {
        let parity = if n & 1 == 0 { "even" } else { "odd" };
        let observation = Put {
            patient: Some(if n < 3 { "p" } else { "pq" }.to_owned()),
            terms: vec![term("code", parity), term("n", &n.to_string())],
            ..put(&format!("Observation/o{n}"), &n.to_string())
        };
        fixture.put(100 + n, vec![observation]);
    }
    fixture
}

#[test]
fn conditions_hold_together() {
    let fixture = observations();
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
    assert_eq!(fixture.found(&Query { ids, ..even }), ["o4"]);
    assert!(
        fixture
            .found(&Query {
                ids: Some(vec![]),
                ..base.clone()
            })
            .is_empty()
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
fn times_alone_find_the_newest_first() {
    let fixture = observations();
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
        ..of_type("Observation")
    };
    assert_eq!(fixture.found(&recent), ["o5", "o3", "o2"]);
    let even = Query {
        terms: vec![term("code", "even")],
        ..recent.clone()
    };
    assert_eq!(fixture.found(&even), ["o2"]);
    assert_eq!(
        (
            fixture.count(&recent).unwrap(),
            fixture.count(&of_type("Observation")).unwrap()
        ),
        (3, 6)
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
