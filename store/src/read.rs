//! Reading by id.

use crate::keys::{BodyKey, CheckpointKey, NumberKey};
use crate::open::unreadable;
use crate::type_code::TypeCode;
use crate::versions::{Record, TypedKey, Versions};
use crate::{
    Checkpoint, ColumnFamily, Digest, ResourceKey, Store, StoreError, StoredResource, VersionInfo,
    body,
};
use std::borrow::Cow;

impl Store {
    /// What is known of the newest version, a deletion included; `None` when there never was such a resource. One
    /// seek.
    ///
    /// # Errors
    /// `UnknownType`, `Damaged`, or what the engine reports.
    pub fn current(&self, key: &ResourceKey) -> Result<Option<VersionInfo>, StoreError> {
        let key = TypedKey::of(key)?;
        Ok(self.newest(&key)?.map(|record| record.info()))
    }

    /// The newest version; `None` when there is no such resource or it is deleted, which [`Store::current`] tells
    /// apart.
    ///
    /// # Errors
    /// As [`Store::current`].
    pub fn read(&self, key: &ResourceKey) -> Result<Option<StoredResource>, StoreError> {
        let key = TypedKey::of(key)?;
        match self.newest(&key)? {
            Some(record) if !record.is_deleted() => self.load(&key, &record).map(Some),
            _ => Ok(None),
        }
    }

    /// A version by its number; a deletion has an empty body. Costs a step for each newer version.
    ///
    /// # Errors
    /// As [`Store::current`].
    pub fn vread(
        &self,
        key: &ResourceKey,
        version: u64,
    ) -> Result<Option<StoredResource>, StoreError> {
        let key = TypedKey::of(key)?;
        let mut versions = Versions::new(self);
        let mut found = versions.newest_at(&key, self.latest_txn())?;
        while let Some(record) = found.filter(|record| record.version > version) {
            debug_assert!(record.version > 0, "versions count from 1");
            found = versions.older(&key)?;
        }
        found
            .filter(|record| record.version == version)
            .map(|record| self.load(&key, &record))
            .transpose()
    }

    /// The checkpoint last committed for an input.
    ///
    /// # Errors
    /// `Damaged`, or what the engine reports.
    pub fn checkpoint(&self, source: &str) -> Result<Option<Checkpoint>, StoreError> {
        let key = CheckpointKey(Cow::Borrowed(source.as_bytes()));
        let checkpoint: Option<Checkpoint> = self.get_value(ColumnFamily::Checkpoint, &key)?;
        Ok(checkpoint.map(|checkpoint| Checkpoint {
            source: source.to_owned(),
            ..checkpoint
        }))
    }

    fn newest(&self, key: &TypedKey<'_>) -> Result<Option<Record>, StoreError> {
        Versions::new(self).newest_at(key, self.latest_txn())
    }

    pub(crate) fn load(
        &self,
        key: &TypedKey<'_>,
        record: &Record,
    ) -> Result<StoredResource, StoreError> {
        let body = match record.hash() {
            Some(hash) => self.body(hash, key)?,
            None => Vec::new(),
        };
        Ok(StoredResource {
            key: key.to_key(),
            info: record.info(),
            body,
        })
    }

    fn body(&self, hash: Digest, key: &TypedKey<'_>) -> Result<Vec<u8>, StoreError> {
        let damaged = |problem| StoreError::damaged(problem, Some(key.to_key()));
        let stored = self
            .get(ColumnFamily::Body, &BodyKey(hash))?
            .ok_or_else(|| damaged("missing body"))?;
        body::decode(&stored).ok_or_else(|| damaged(unreadable(ColumnFamily::Body)))
    }

    /// The id of a resource that an index entry or a history names by number.
    pub(crate) fn id_of(&self, resource_type: TypeCode, number: u64) -> Result<String, StoreError> {
        let family = ColumnFamily::Resource;
        let id = self.get(
            family,
            &NumberKey {
                resource_type,
                number,
            },
        )?;
        let id = id.ok_or_else(|| StoreError::damaged("missing id", None))?;
        String::from_utf8(id.to_vec()).map_err(|_| StoreError::damaged(unreadable(family), None))
    }
}
