//! The store as its callers see it.

mod check;
mod durability;
mod model;
mod open;
mod reading;
mod searching;

use crate::{
    Access, CommitBatch, CommitReceipt, Digest, Durability, Options, Put, Query, ResourceKey,
    Store, StoreErrorKind, Term,
};
use std::path::Path;
use tempfile::TempDir;

/// A store in a directory that goes with it.
struct Fixture {
    store: Store,
    dir: TempDir,
}

impl std::ops::Deref for Fixture {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

fn fixture() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    Fixture {
        store: open(dir.path()),
        dir,
    }
}

fn open(dir: &Path) -> Store {
    Store::open(dir, Access::Write, &Options::default()).unwrap()
}

fn key(name: &str) -> ResourceKey {
    let (resource_type, id) = name.split_once('/').unwrap();
    ResourceKey::new(resource_type, id)
}

fn put(name: &str, body: &str) -> Put {
    Put {
        body: body.into(),
        source: Digest::of(body.as_bytes()),
        ..Put::new(key(name))
    }
}

fn term(parameter: &str, value: &str) -> Term {
    Term {
        parameter: parameter.to_owned(),
        value: value.into(),
    }
}

fn batch(time_ms: u64, puts: Vec<Put>) -> CommitBatch {
    CommitBatch {
        puts,
        checkpoint: None,
        time_ms,
    }
}

impl Fixture {
    fn put(&self, time_ms: u64, puts: Vec<Put>) -> CommitReceipt {
        self.commit(batch(time_ms, puts), Durability::Buffered)
            .unwrap()
    }

    fn body(&self, name: &str) -> Option<String> {
        self.read(&key(name))
            .unwrap()
            .map(|resource| String::from_utf8(resource.body).unwrap())
    }

    /// Ids that match, page after page.
    fn found(&self, query: &Query) -> Vec<String> {
        let mut query = Query {
            count: 2,
            ..query.clone()
        };
        let mut ids = Vec::new();
        loop {
            let page = self.search(&query).unwrap();
            ids.extend(page.resources.into_iter().map(|resource| resource.key.id));
            query.cursor = page.next;
            if query.cursor.is_none() {
                return ids;
            }
        }
    }
}

fn of_type(resource_type: &str) -> Query {
    Query {
        resource_type: resource_type.to_owned(),
        count: 100,
        ..Query::default()
    }
}
