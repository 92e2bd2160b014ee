//! Any sequence of writes and reopenings against a map that keeps everything.

use super::*;
use crate::cursor::{Cursor, Position};
use crate::{HistoryQuery, PutOutcome, Scope};
use proptest::prelude::*;
use std::collections::BTreeMap;
use wardlake_fhir::search::{DateRange, Prefix};

const TYPES: [&str; 2] = ["Observation", "Patient"];
/// Ids that are prefixes of each other, and one with bytes that keys escape.
const IDS: [&str; 5] = ["a", "a-", "a.b", "ab", "a\u{0}\u{1}"];
const PATIENTS: [&str; 2] = ["p", "pq"];
const VALUES: [&str; 3] = ["", "x", "x\u{0}y"];

#[derive(Clone, Debug)]
enum Op {
    Commit { puts: Vec<Given>, pass_ms: u64 },
    Delete(usize, usize),
    Reopen,
}

/// A put, as places in the tables above.
#[derive(Clone, Debug)]
struct Given {
    resource_type: usize,
    id: usize,
    body: u8,
    patient: Option<usize>,
    terms: Vec<usize>,
}

impl Given {
    fn key(&self) -> ResourceKey {
        ResourceKey::new(TYPES[self.resource_type], IDS[self.id])
    }

    fn to_put(&self) -> Put {
        Put {
            patient: self.patient.map(|patient| PATIENTS[patient].to_owned()),
            terms: self
                .terms
                .iter()
                .map(|&value| term("code", VALUES[value]))
                .collect(),
            ..put(&self.key().to_string(), &self.body.to_string())
        }
    }
}

fn given() -> impl Strategy<Value = Given> {
    (
        0..TYPES.len(),
        0..IDS.len(),
        0u8..3,
        prop::option::of(0..PATIENTS.len()),
        prop::collection::vec(0..VALUES.len(), 0..4),
    )
        .prop_map(|(resource_type, id, body, patient, terms)| Given {
            resource_type,
            id,
            body,
            patient,
            terms,
        })
}

fn op() -> impl Strategy<Value = Op> {
    let commit = (prop::collection::vec(given(), 0..6), 0u64..3)
        .prop_map(|(puts, pass_ms)| Op::Commit { puts, pass_ms });
    prop_oneof![
        8 => commit,
        2 => (0..TYPES.len(), 0..IDS.len()).prop_map(|(resource_type, id)| Op::Delete(resource_type, id)),
        1 => Just(Op::Reopen),
    ]
}

/// A version as the model keeps it.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    txn: u64,
    time_ms: u64,
    /// `None` for a deletion.
    put: Option<Put>,
}

#[derive(Default)]
struct Model {
    versions: BTreeMap<ResourceKey, Vec<Kept>>,
    /// Keys in the order in which they first appeared.
    order: Vec<ResourceKey>,
    txn: u64,
    time_ms: u64,
}

impl Model {
    fn add(&mut self, key: ResourceKey, put: Option<Put>) -> PutOutcome {
        let versions = self.versions.entry(key.clone()).or_default();
        if versions.is_empty() {
            self.order.push(key);
        }
        let live = versions.last().and_then(|kept| kept.put.as_ref());
        let outcome = match (live, &put) {
            (None, _) => PutOutcome::Created,
            (Some(old), Some(new)) if old.body == new.body => return PutOutcome::Unchanged,
            (Some(_), _) => PutOutcome::Updated,
        };
        versions.push(Kept {
            txn: self.txn + 1,
            time_ms: self.time_ms,
            put,
        });
        outcome
    }

    fn commit(&mut self, puts: &[Put]) -> Vec<PutOutcome> {
        let outcomes: Vec<_> = puts
            .iter()
            .map(|put| self.add(put.key.clone(), Some(put.clone())))
            .collect();
        if outcomes
            .iter()
            .any(|outcome| *outcome != PutOutcome::Unchanged)
        {
            self.txn += 1;
        }
        outcomes
    }

    fn delete(&mut self, key: ResourceKey) {
        let live = self
            .versions
            .get(&key)
            .and_then(|versions| versions.last())
            .is_some_and(|kept| kept.put.is_some());
        if live {
            self.add(key, None);
            self.txn += 1;
        }
    }

    /// The live resources of a type at a transaction, in order of creation.
    fn at(&self, resource_type: &str, txn: u64) -> Vec<(&ResourceKey, &Kept)> {
        let newest =
            |key: &ResourceKey| self.versions[key].iter().rev().find(|kept| kept.txn <= txn);
        let of_type = self
            .order
            .iter()
            .filter(|key| key.resource_type == resource_type);
        of_type
            .filter_map(|key| newest(key).map(|kept| (key, kept)))
            .filter(|(_, kept)| kept.put.is_some())
            .collect()
    }
}

fn ids(found: &[(&ResourceKey, &Kept)], admits: impl Fn(&Kept, &Put) -> bool) -> Vec<String> {
    let admitted = found
        .iter()
        .filter(|(_, kept)| kept.put.as_ref().is_some_and(|put| admits(kept, put)));
    admitted.map(|(key, _)| key.id.clone()).collect()
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

fn check_versions(fixture: &Fixture, model: &Model) {
    for (key, versions) in &model.versions {
        for (number, kept) in (1..).zip(versions) {
            let stored = fixture.vread(key, number).unwrap().unwrap();
            assert_eq!(
                (stored.info.version, stored.info.txn, stored.info.time_ms),
                (number, kept.txn, kept.time_ms)
            );
            assert_eq!(stored.info.deleted, kept.put.is_none());
            assert_eq!(
                stored.body,
                kept.put.as_ref().map_or(vec![], |put| put.body.clone())
            );
        }
        assert_eq!(fixture.vread(key, versions.len() as u64 + 1).unwrap(), None);
        let current = fixture.read(key).unwrap().map(|resource| resource.body);
        assert_eq!(
            current,
            versions
                .last()
                .unwrap()
                .put
                .as_ref()
                .map(|put| put.body.clone())
        );
    }
}

fn check_histories(fixture: &Fixture, model: &Model) {
    let scopes = TYPES
        .map(|name| Scope::Type(name.to_owned()))
        .into_iter()
        .chain([Scope::System]);
    for scope in scopes.chain(model.order.iter().cloned().map(Scope::Instance)) {
        let mut query = HistoryQuery {
            scope: scope.clone(),
            since_ms: None,
            count: 3,
            cursor: None,
        };
        let mut found = Vec::new();
        loop {
            let page = fixture.history(&query).unwrap();
            found.extend(
                page.resources
                    .into_iter()
                    .map(|each| (each.info.txn, each.key, each.info.version)),
            );
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        assert!(found.is_sorted_by(|a, b| a.0 >= b.0), "newest first");
        let mut expected: Vec<_> = Vec::new();
        for (key, versions) in &model.versions {
            let within = match &scope {
                Scope::Instance(of) => of == key,
                Scope::Type(of) => *of == key.resource_type,
                Scope::System => true,
            };
            let numbered = (1u64..).zip(versions).filter(|_| within);
            expected.extend(numbered.map(|(number, kept)| (kept.txn, key.clone(), number)));
        }
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
    }
}

/// Searches answer for any transaction, however much came after it.
fn check_searches(fixture: &Fixture, model: &Model, txn: u64) {
    for name in TYPES {
        let live = model.at(name, txn);
        let from_start = Some(Cursor {
            txn,
            after: Position::Number(0),
        });
        let base = Query {
            cursor: from_start,
            ..of_type(name)
        };
        assert_eq!(fixture.found(&base), ids(&live, |_, _| true));
        for patient in PATIENTS {
            let query = Query {
                patient: Some(patient.to_owned()),
                ..base.clone()
            };
            assert_eq!(
                fixture.found(&query),
                ids(&live, |_, put| put.patient.as_deref() == Some(patient))
            );
        }
        for (value, other) in [(0, 1), (1, 2), (2, 2)] {
            let both = [VALUES[value], VALUES[other]]
                .map(|value| term("code", value))
                .to_vec();
            let query = Query {
                terms: both.clone(),
                ..base.clone()
            };
            assert_eq!(
                fixture.found(&query),
                ids(&live, |_, put| both
                    .iter()
                    .all(|each| put.terms.contains(each)))
            );
        }
        let some = Query {
            ids: Some(vec!["ab".to_owned(), "a".to_owned()]),
            ..base.clone()
        };
        assert_eq!(
            fixture.found(&some),
            ids(&live, |_, put| ["a", "ab"].contains(&put.key.id.as_str()))
        );
    }
}

fn check_times(fixture: &Fixture, model: &Model) {
    let middle = model.time_ms / 2;
    for prefix in [
        Prefix::Eq,
        Prefix::Ne,
        Prefix::Lt,
        Prefix::Le,
        Prefix::Gt,
        Prefix::Ge,
    ] {
        let range = DateRange {
            prefix,
            from_ms: middle,
            to_ms: middle + 2,
        };
        for name in TYPES {
            let query = Query {
                last_updated: vec![range],
                ..of_type(name)
            };
            let expected = ids(&model.at(name, model.txn), |kept, _| {
                range.admits(kept.time_ms)
            });
            assert_eq!(fixture.count(&query).unwrap(), expected.len() as u64);
            assert_eq!(sorted(fixture.found(&query)), sorted(expected));
        }
    }
}

fn run(fixture: &mut Fixture, model: &mut Model, op: Op) {
    match op {
        Op::Commit { puts, pass_ms } => {
            let puts: Vec<_> = puts.iter().map(Given::to_put).collect();
            // Time stands still where no version is made: what was not written leaves no trace.
            let before = (model.txn, model.time_ms);
            model.time_ms += pass_ms;
            let expected = model.commit(&puts);
            let receipt = fixture.put(model.time_ms, puts);
            assert_eq!((receipt.txn, receipt.outcomes), (model.txn, expected));
            if model.txn == before.0 {
                model.time_ms = before.1;
            }
        }
        Op::Delete(resource_type, id) => {
            let key = ResourceKey::new(TYPES[resource_type], IDS[id]);
            fixture
                .delete(&key, model.time_ms, Durability::Buffered)
                .unwrap();
            model.delete(key);
        }
        Op::Reopen => {
            let before = fixture.digest_of_contents().unwrap();
            let (dir, store) = (
                std::mem::replace(&mut fixture.dir, tempfile::tempdir().unwrap()),
                &mut fixture.store,
            );
            *store = open(fixture.dir.path());
            *store = open(dir.path());
            fixture.dir = dir;
            assert_eq!(fixture.digest_of_contents().unwrap(), before);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn the_store_is_a_map_that_keeps_everything(ops in prop::collection::vec(op(), 1..24)) {
        let (mut fixture, mut model) = (fixture(), Model::default());
        for op in ops {
            run(&mut fixture, &mut model, op);
            assert_eq!(fixture.latest_txn(), model.txn);
        }
        check_versions(&fixture, &model);
        check_histories(&fixture, &model);
        for txn in 0..=model.txn {
            check_searches(&fixture, &model, txn);
        }
        check_times(&fixture, &model);
        let report = fixture.check().unwrap();
        assert!(report.is_clean(), "{report:?}");
        assert_eq!(report.resources, model.order.len() as u64);
    }
}
