//! Where everything lives: the column families of a store.

/// A column family of a store: an ordered map of its own within the one RocksDB, written together with the others.
///
/// Keys are laid out in `keys.rs`, values in `values.rs`. Numbers in keys are big-endian; `↓` marks a part sorted
/// downwards, so that the newest comes first. A *number* is the internal 8-byte id of a resource, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnFamily {
    /// Here is a content hash, give me the bytes. `sha-256` → method, dictionary, length, compressed body. Never
    /// deleted; equal bodies are stored once.
    Body,
    /// Here is a resource, give me its newest version, or the newest at a transaction. `type, id, txn ↓, version ↓`
    /// → operation, number, time, content hash, source and fingerprint.
    AsOf,
    /// Here is a number, give me the id. `type, number` → id. In key order: all resources of a type.
    Resource,
    /// What happened to resources of a type, newest first? `type, txn ↓, number ↓, version ↓` → nothing.
    TypeHistory,
    /// What happened, newest first? `txn ↓, type, number ↓, version ↓` → nothing.
    SystemHistory,
    /// Which resources have this value? `parameter, type, value, number` → lifetimes: the transactions at which the
    /// entry appeared, disappeared, appeared…
    Index,
    /// Which index and compartment entries does the resource have now? `type, number` → patient, terms. Tells an
    /// update what to take away.
    Reverse,
    /// Which resources are about this patient? `compartment type, its id, type, number` → lifetimes.
    Compartment,
    /// When was this transaction, and how many versions did it make? `txn` → time, count. Numbers are dense from 1
    /// and times never fall, so a time is found by bisection.
    Txn,
    /// How far has this input been read? `source name` → checkpoint.
    Checkpoint,
    /// Format version and counters. `tag` → value. Compression dictionaries will have a tag of their own.
    Meta,
}

impl ColumnFamily {
    /// All of them, in the order in which they are documented.
    pub const ALL: [ColumnFamily; 11] = [
        Self::Body,
        Self::AsOf,
        Self::Resource,
        Self::TypeHistory,
        Self::SystemHistory,
        Self::Index,
        Self::Reverse,
        Self::Compartment,
        Self::Txn,
        Self::Checkpoint,
        Self::Meta,
    ];

    /// Its name in RocksDB.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::AsOf => "as_of",
            Self::Resource => "resource",
            Self::TypeHistory => "type_history",
            Self::SystemHistory => "system_history",
            Self::Index => "index",
            Self::Reverse => "reverse",
            Self::Compartment => "compartment",
            Self::Txn => "txn",
            Self::Checkpoint => "checkpoint",
            Self::Meta => "meta",
        }
    }
}
