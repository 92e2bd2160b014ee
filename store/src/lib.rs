//! The versioned FHIR store of Wardlake, on RocksDB.
//!
//! A store is one directory. [`Store::commit`] writes a batch of resources, their index entries and the checkpoint of
//! the run that made them as one RocksDB write, under one transaction number; reads name a transaction, so that pages
//! stay put while writes go on. Every version of a resource is kept.
//!
//! It is *not* a server, does not parse resources (bodies are bytes, and come back byte for byte), and does not decide
//! what is searchable: a [`Put`] carries its own index entries. Keys and values are laid out in `keys.rs` and
//! `values.rs`, and [`ColumnFamily`] lists where each lives.
//!
//! ```
//! use wardlake_store::{Access, CommitBatch, Digest, Durability, Options, Put, ResourceKey, Store};
//! # let folder = tempfile::tempdir()?;
//! let store = Store::open(folder.path(), Access::Write, &Options::default())?;
//! let key = ResourceKey::new("Patient", "p1");
//! let body = br#"{"resourceType":"Patient","id":"p1"}"#.to_vec();
//! let put = Put { source: Digest::of(&body), body, ..Put::new(key.clone()) };
//! let batch = CommitBatch { puts: vec![put], checkpoint: None, time_ms: 1_700_000_000_000 };
//! let receipt = store.commit(batch, Durability::Buffered)?;
//! assert_eq!(receipt.txn, 1);
//! assert_eq!(store.read(&key)?.expect("just written").info.version, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod body;
mod cf;
mod check;
mod commit;
mod cursor;
mod error;
mod history;
mod index;
mod keys;
mod lifetimes;
mod model;
mod open;
mod options;
mod page;
mod postings;
mod query;
mod read;
mod search;
mod stats;
#[cfg(test)]
mod tests;
mod type_code;
mod values;
mod versions;

pub use cf::ColumnFamily;
pub use check::{CheckReport, Problem, ProblemKind};
pub use cursor::Cursor;
pub use error::{StoreError, StoreErrorKind};
pub use model::{
    Checkpoint, CommitBatch, CommitReceipt, Digest, Durability, Put, PutOutcome, ResourceKey,
    StoredResource, Term, VersionInfo,
};
pub use open::{Access, Store};
pub use options::Options;
pub use query::{HistoryQuery, MAX_PAGE_BYTES, MAX_PAGE_COUNT, Page, Query, Scope};
pub use stats::{FamilyBytes, Stats, TypeCount};
