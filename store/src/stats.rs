//! How much is in a store, and a digest of what is.

use crate::keys::{AsOfKey, Key};
use crate::open::unreadable;
use crate::type_code::TypeCode;
use crate::values::{Content, Value, Version};
use crate::{ColumnFamily, Digest, Store, StoreError};
use rocksdb::properties;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Resources of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeCount {
    /// The type.
    pub resource_type: &'static str,
    /// Those that can be read.
    pub live: u64,
    /// Those whose newest version is a deletion.
    pub deleted: u64,
}

/// What a column family takes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyBytes {
    /// The family.
    pub family: ColumnFamily,
    /// Bytes on the disk.
    pub disk_bytes: u64,
    /// Bytes in write buffers, which are also in the log.
    pub buffer_bytes: u64,
}

/// How much is in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// In order of type names; types without resources are left out.
    pub resources: Vec<TypeCount>,
    /// Versions of all resources, deletions included.
    pub versions: u64,
    /// The last transaction.
    pub last_txn: u64,
    /// When it was, in Unix milliseconds.
    pub last_time_ms: u64,
    /// Bytes of the bodies of all versions.
    pub body_bytes: u64,
    /// The same, compressed.
    pub stored_body_bytes: u64,
    /// In order of [`ColumnFamily::ALL`].
    pub families: Vec<FamilyBytes>,
}

impl Stats {
    /// Bytes of a body for each byte stored of it; 1 in an empty store.
    #[must_use]
    pub fn compression_ratio(&self) -> f64 {
        if self.stored_body_bytes == 0 {
            return 1.0;
        }
        self.body_bytes as f64 / self.stored_body_bytes as f64
    }
}

impl Store {
    /// Counts. Costs a pass over the versions, about a second for a million; bodies are not read.
    ///
    /// # Errors
    /// `Damaged`, or what the engine reports.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        let state = *self.lock()?;
        Ok(Stats {
            resources: self.count_types()?,
            versions: state.counters.versions,
            last_txn: state.txn,
            last_time_ms: state.time_ms,
            body_bytes: state.counters.body_bytes,
            stored_body_bytes: state.counters.stored_bytes,
            families: ColumnFamily::ALL
                .into_iter()
                .map(|family| self.family_bytes(family))
                .collect::<Result<_, _>>()?,
        })
    }

    /// A digest of all keys, versions, content hashes, sources and fingerprints, in order; transactions, times and
    /// checkpoints are left out, so that a run that was stopped and resumed gives the digest of one that was not. The
    /// bodies are in it by their hashes: [`Store::check`] tells whether they are what these say. Costs as
    /// [`Store::stats`].
    ///
    /// # Errors
    /// `Damaged`, or what the engine reports.
    pub fn digest_of_contents(&self) -> Result<Digest, StoreError> {
        let mut sum = Sha256::new();
        self.each_version(|key, version| {
            for part in [key.resource_type.name().as_bytes(), &key.id] {
                sum.update((part.len() as u64).to_be_bytes());
                sum.update(part);
            }
            sum.update(key.version.0.to_be_bytes());
            match version.content {
                Content::Deleted => sum.update([0]),
                Content::Body {
                    hash,
                    source,
                    fingerprint,
                } => {
                    sum.update([1]);
                    [hash, source, fingerprint]
                        .iter()
                        .for_each(|digest| sum.update(digest.0));
                }
            }
        })?;
        Ok(Digest(sum.finalize().into()))
    }

    fn count_types(&self) -> Result<Vec<TypeCount>, StoreError> {
        let mut counts: BTreeMap<TypeCode, (u64, u64)> = BTreeMap::new();
        let mut last = (None, Vec::new());
        self.each_version(|key, version| {
            if last == (Some(key.resource_type), key.id.to_vec()) {
                return;
            }
            last = (Some(key.resource_type), key.id.to_vec());
            let (live, deleted) = counts.entry(key.resource_type).or_default();
            match version.content {
                Content::Body { .. } => *live += 1,
                Content::Deleted => *deleted += 1,
            }
        })?;
        let count = |(of, (live, deleted)): (TypeCode, _)| TypeCount {
            resource_type: of.name(),
            live,
            deleted,
        };
        Ok(counts.into_iter().map(count).collect())
    }

    /// All versions that are complete: by type, id, and newest first.
    fn each_version(
        &self,
        mut visit: impl FnMut(&AsOfKey<'_>, &Version),
    ) -> Result<(), StoreError> {
        let latest = self.latest_txn();
        let damaged = || StoreError::damaged(unreadable(ColumnFamily::AsOf), None);
        let mut scan = self.scan(ColumnFamily::AsOf);
        while let Some((key, value)) = scan.item() {
            let key = AsOfKey::decode(key).ok_or_else(damaged)?;
            if key.txn.0 <= latest {
                visit(&key, &Version::decode(value).ok_or_else(damaged)?);
            }
            scan.next();
        }
        Ok(scan.status()?)
    }

    fn family_bytes(&self, family: ColumnFamily) -> Result<FamilyBytes, StoreError> {
        let property = |name: &properties::PropName| {
            let value = self.db().property_int_value_cf(self.family(family), name)?;
            Ok::<_, StoreError>(value.unwrap_or(0))
        };
        Ok(FamilyBytes {
            family,
            disk_bytes: property(properties::TOTAL_SST_FILES_SIZE)?,
            buffer_bytes: property(properties::CUR_SIZE_ALL_MEM_TABLES)?,
        })
    }
}
