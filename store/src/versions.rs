//! The versions of resources, newest first.

use crate::keys::{AsOfKey, Key, SystemHistoryKey, TypeHistoryKey};
use crate::open::{RawIterator, unreadable};
use crate::type_code::TypeCode;
use crate::values::{Content, Value, Version};
use crate::{ColumnFamily, Digest, ResourceKey, Store, StoreError, VersionInfo};
use rocksdb::ReadOptions;
use std::cmp::Reverse;

/// A version of a resource that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) txn: u64,
    pub(crate) version: u64,
    pub(crate) value: Version,
}

impl Record {
    /// Content hash; `None` for a deletion.
    pub(crate) fn hash(&self) -> Option<Digest> {
        match self.value.content {
            Content::Body { hash, .. } => Some(hash),
            Content::Deleted => None,
        }
    }

    pub(crate) fn is_deleted(&self) -> bool {
        self.value.content == Content::Deleted
    }

    /// Where the version stands in the history of its type, and in that of the system.
    pub(crate) fn history_keys(
        &self,
        resource_type: TypeCode,
    ) -> (TypeHistoryKey, SystemHistoryKey) {
        let (txn, number, version) = (
            Reverse(self.txn),
            Reverse(self.value.number),
            Reverse(self.version),
        );
        let of_type = TypeHistoryKey {
            resource_type,
            txn,
            number,
            version,
        };
        let of_system = SystemHistoryKey {
            txn,
            resource_type,
            number,
            version,
        };
        (of_type, of_system)
    }

    pub(crate) fn info(&self) -> VersionInfo {
        let (source, fingerprint) = match self.value.content {
            Content::Body {
                source,
                fingerprint,
                ..
            } => (source, fingerprint),
            Content::Deleted => (Digest::ZERO, Digest::ZERO),
        };
        VersionInfo {
            version: self.version,
            txn: self.txn,
            time_ms: self.value.time_ms,
            deleted: self.is_deleted(),
            source,
            fingerprint,
        }
    }
}

/// Looks versions up; keeps one iterator for many resources.
pub(crate) struct Versions<'s> {
    iterator: RawIterator<'s>,
}

impl<'s> Versions<'s> {
    pub(crate) fn new(store: &'s Store) -> Self {
        let mut options = ReadOptions::default();
        options.set_prefix_same_as_start(true);
        let iterator = store
            .db()
            .raw_iterator_cf_opt(store.family(ColumnFamily::AsOf), options);
        Self { iterator }
    }

    /// The newest version made at `txn` or earlier. One seek, none to the disk for an id that is not there.
    pub(crate) fn newest_at(
        &mut self,
        key: &TypedKey<'_>,
        txn: u64,
    ) -> Result<Option<Record>, StoreError> {
        self.not_after(key, txn, u64::MAX)
    }

    /// The newest version that is not above this place in the history of the resource.
    pub(crate) fn not_after(
        &mut self,
        key: &TypedKey<'_>,
        txn: u64,
        version: u64,
    ) -> Result<Option<Record>, StoreError> {
        self.iterator
            .seek(AsOfKey::new(key.resource_type, key.id, txn, version).encode());
        self.record(key)
    }

    /// The version before the one found last.
    pub(crate) fn older(&mut self, key: &TypedKey<'_>) -> Result<Option<Record>, StoreError> {
        self.iterator.next();
        self.record(key)
    }

    fn record(&self, key: &TypedKey<'_>) -> Result<Option<Record>, StoreError> {
        let Some((bytes, value)) = self.iterator.item() else {
            self.iterator.status()?;
            return Ok(None);
        };
        let damaged = || StoreError::damaged(unreadable(ColumnFamily::AsOf), Some(key.to_key()));
        let found = AsOfKey::decode(bytes).ok_or_else(damaged)?;
        if (found.resource_type, found.id.as_ref()) != (key.resource_type, key.id.as_bytes()) {
            return Ok(None);
        }
        let value = Version::decode(value).ok_or_else(damaged)?;
        Ok(Some(Record {
            txn: found.txn.0,
            version: found.version.0,
            value,
        }))
    }
}

/// A resource key whose type is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypedKey<'a> {
    pub(crate) resource_type: TypeCode,
    pub(crate) id: &'a str,
}

impl<'a> TypedKey<'a> {
    pub(crate) fn of(key: &'a ResourceKey) -> Result<Self, StoreError> {
        Ok(Self {
            resource_type: TypeCode::of(&key.resource_type)?,
            id: &key.id,
        })
    }

    pub(crate) fn to_key(self) -> ResourceKey {
        ResourceKey::new(self.resource_type.name(), self.id)
    }
}
