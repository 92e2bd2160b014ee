//! What goes into a store and what comes out of it.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// Names a resource: its type and its logical id. Cheap to clone, ordered by type name, then id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceKey {
    /// One of R4's resource types, such as `Patient`.
    pub resource_type: String,
    /// The logical id. FHIR allows 64 characters of `[A-Za-z0-9.-]`; the store takes any string.
    pub id: String,
}

impl ResourceKey {
    /// The key of `resource_type/id`.
    pub fn new(resource_type: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            resource_type: resource_type.into(),
            id: id.into(),
        }
    }
}

impl fmt::Display for ResourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.resource_type, self.id)
    }
}

/// A SHA-256. All zeros stands for "of nothing".
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of nothing, such as the fingerprint of a resource without text.
    pub const ZERO: Digest = Digest([0; 32]);

    /// The SHA-256 of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Bytes that may be clinical text, printed as their length.
pub(crate) struct Hidden<'a>(pub(crate) &'a [u8]);

impl fmt::Debug for Hidden<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} B>", self.0.len())
    }
}

/// One index entry of a resource: a search finds the resource by this value of this parameter.
///
/// The value's bytes are the caller's; the store compares and sorts them. Keep them below 1 KB: each is a key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The search parameter, such as `code`.
    pub parameter: String,
    /// The value, encoded so that byte order is the order wanted.
    pub value: Vec<u8>,
}

impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Term")
            .field("parameter", &self.parameter)
            .field("value", &Hidden(&self.value))
            .finish()
    }
}

/// A resource to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Put {
    /// Which resource.
    pub key: ResourceKey,
    /// Its bytes, at most 1 GiB; they come back as they are.
    pub body: Vec<u8>,
    /// SHA-256 of the original line the body was made from.
    pub source: Digest,
    /// Of the model, terminology and format that made the body; zero for a resource without text.
    pub fingerprint: Digest,
    /// Id of the patient it is about.
    pub patient: Option<String>,
    /// Its index entries; order and duplicates do not matter.
    pub terms: Vec<Term>,
}

impl Put {
    /// An empty body under `key`, to be filled in with struct update syntax.
    #[must_use]
    pub fn new(key: ResourceKey) -> Self {
        Self {
            key,
            body: Vec::new(),
            source: Digest::ZERO,
            fingerprint: Digest::ZERO,
            patient: None,
            terms: Vec::new(),
        }
    }
}

impl fmt::Debug for Put {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put")
            .field("key", &self.key)
            .field("body", &Hidden(&self.body))
            .field("source", &self.source)
            .field("fingerprint", &self.fingerprint)
            .field("terms", &self.terms.len())
            .finish_non_exhaustive()
    }
}

/// How far a run has read one input, committed together with what it read.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// Stable name of the input.
    pub source: String,
    /// Of its size, modification time and head: another file under the same name has another one.
    pub identity: Digest,
    /// Bytes read.
    pub byte: u64,
    /// Lines read.
    pub line: u64,
    /// Sequence number of the next document.
    pub seq: u64,
    /// Opaque to the store.
    pub state: Vec<u8>,
    /// Whether the input has been read to its end.
    pub done: bool,
}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkpoint")
            .field("source", &self.source)
            .field("identity", &self.identity)
            .field("byte", &self.byte)
            .field("line", &self.line)
            .field("seq", &self.seq)
            .field("state", &Hidden(&self.state))
            .field("done", &self.done)
            .finish()
    }
}

/// What [`Store::commit`](crate::Store::commit) writes in one piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommitBatch {
    /// In order: a key that comes twice gets two versions.
    pub puts: Vec<Put>,
    /// Replaces the checkpoint of the same source.
    pub checkpoint: Option<Checkpoint>,
    /// Unix milliseconds. Time in a store does not run backwards: a time before the last commit's becomes that one.
    pub time_ms: u64,
}

/// Which disaster a commit survives once it has returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The process may be killed. A power loss or a crash of the operating system may take the newest commits, and
    /// always a whole number of them.
    Buffered,
    /// The power may fail: the log was synced to the disk, with all commits before.
    Synced,
}

/// What became of a [`Put`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOutcome {
    /// There was no such resource, or it had been deleted.
    Created,
    /// There was one with another body.
    Updated,
    /// The current version has the same body: no version was made.
    Unchanged,
}

/// What a commit did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitReceipt {
    /// The transaction that holds the new versions; the latest one before where there are none.
    pub txn: u64,
    /// One for each put, in order.
    pub outcomes: Vec<PutOutcome>,
    /// As asked for.
    pub durability: Durability,
}

/// What the store knows of one version of a resource, beside its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionInfo {
    /// 1, 2, 3… for each resource: FHIR's `meta.versionId`.
    pub version: u64,
    /// The transaction that made it.
    pub txn: u64,
    /// When, in Unix milliseconds: FHIR's `meta.lastUpdated`.
    pub time_ms: u64,
    /// Whether this version is the deletion of the resource.
    pub deleted: bool,
    /// SHA-256 of the original line; zero for a deletion.
    pub source: Digest,
    /// Of what made the body; zero for a deletion and for a resource without text.
    pub fingerprint: Digest,
}

/// One version of a resource with its body.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredResource {
    /// Which resource.
    pub key: ResourceKey,
    /// Which version.
    pub info: VersionInfo,
    /// The bytes as they were put; empty for a deletion.
    pub body: Vec<u8>,
}

impl fmt::Debug for StoredResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredResource")
            .field("key", &self.key)
            .field("info", &self.info)
            .field("body", &Hidden(&self.body))
            .finish()
    }
}
