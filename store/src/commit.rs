//! Writing: one batch, one transaction, one RocksDB write.

use crate::index::Reindex;
use crate::keys::{AsOfKey, BodyKey, CheckpointKey, Key, MetaKey, NumberKey, TxnKey};
use crate::open::State;
use crate::type_code::TypeCode;
use crate::values::{Content, Entries, Txn, Value, Version};
use crate::versions::{Record, TypedKey, Versions};
use crate::{
    Checkpoint, ColumnFamily, CommitBatch, CommitReceipt, Digest, Durability, Put, PutOutcome,
    ResourceKey, Store, StoreError, VersionInfo, body,
};
use rocksdb::{WriteBatch, WriteOptions};
use std::borrow::Cow;
use std::collections::HashMap;

impl Store {
    /// Writes a batch as one transaction: all of it or nothing.
    ///
    /// A put with the body of the current version makes no version; the source and fingerprint on record become its
    /// own, its terms and patient are left out of account. A batch that makes no version has no transaction.
    ///
    /// Costs about 30 µs a put of 1.5 KB; hashing and compression are done before waiting for other commits. An update
    /// adds two look-ups for each index entry that changes, `Synced` one `fsync` a batch.
    ///
    /// # Errors
    /// `UnknownType` and `BodyTooLarge` before anything is written. `DiskFull` or what the engine reports when the
    /// write failed: then the store is poisoned, and takes no write until it is opened again.
    pub fn commit(
        &self,
        batch: CommitBatch,
        durability: Durability,
    ) -> Result<CommitReceipt, StoreError> {
        let level = self.compression_level;
        let packed: Result<Vec<_>, _> = batch
            .puts
            .into_iter()
            .map(|put| Packed::new(put, level))
            .collect();
        let packed = packed?;
        let mut state = self.writer()?;
        let mut writing = Writing::new(self, *state, batch.time_ms);
        let outcomes = packed
            .into_iter()
            .map(|put| writing.put(put))
            .collect::<Result<_, _>>()?;
        writing.checkpoint(batch.checkpoint.as_ref());
        *state = writing.finish(durability)?;
        self.publish(state.txn);
        Ok(CommitReceipt {
            txn: state.txn,
            outcomes,
            durability,
        })
    }

    /// Deletes a resource: searches and reads no longer find it, its history keeps it, the deletion is a version.
    /// Returns that version; `None` when there was nothing to delete.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn delete(
        &self,
        key: &ResourceKey,
        time_ms: u64,
        durability: Durability,
    ) -> Result<Option<VersionInfo>, StoreError> {
        let key = TypedKey::of(key)?;
        let mut state = self.writer()?;
        let mut writing = Writing::new(self, *state, time_ms);
        let made = writing.delete(&key)?;
        *state = writing.finish(durability)?;
        self.publish(state.txn);
        Ok(made.map(|record| record.info()))
    }
}

/// A put with everything done that needs no turn.
struct Packed {
    resource_type: TypeCode,
    id: String,
    content: Content,
    hash: Digest,
    len: u64,
    stored: Vec<u8>,
    entries: Entries,
}

impl Packed {
    fn new(put: Put, level: i32) -> Result<Self, StoreError> {
        let hash = Digest::of(&put.body);
        Ok(Self {
            resource_type: TypeCode::of(&put.key.resource_type)?,
            id: put.key.id,
            content: Content::Body {
                hash,
                source: put.source,
                fingerprint: put.fingerprint,
            },
            hash,
            len: put.body.len() as u64,
            stored: body::encode(&put.body, level)?,
            entries: Entries::new(put.patient, put.terms),
        })
    }
}

/// A resource as it is after the changes so far.
struct Head {
    /// Its number before this transaction, if it was there.
    is_new: bool,
    newest: Option<Record>,
    /// What its entries are to be; `None` while they need no change.
    entries: Option<Entries>,
}

impl Head {
    fn live(&self) -> Option<&Record> {
        self.newest.as_ref().filter(|record| !record.is_deleted())
    }
}

/// A transaction in the making.
struct Writing<'s> {
    store: &'s Store,
    versions: Versions<'s>,
    /// As the last transaction left it.
    before: State,
    state: State,
    txn: Txn,
    batch: WriteBatch,
    heads: HashMap<(TypeCode, String), Head>,
}

impl<'s> Writing<'s> {
    fn new(store: &'s Store, state: State, time_ms: u64) -> Self {
        let time_ms = time_ms.max(state.time_ms);
        Self {
            store,
            versions: Versions::new(store),
            before: state,
            state: State {
                txn: state.txn + 1,
                time_ms,
                ..state
            },
            txn: Txn {
                time_ms,
                versions: 0,
            },
            batch: WriteBatch::default(),
            heads: HashMap::new(),
        }
    }

    fn put(&mut self, put: Packed) -> Result<PutOutcome, StoreError> {
        let mut head = self.take_head(put.resource_type, &put.id)?;
        let key = TypedKey {
            resource_type: put.resource_type,
            id: &put.id,
        };
        let live = head.live().copied();
        let outcome = match live {
            Some(record) if record.hash() == Some(put.hash) => {
                head.newest = Some(self.correct(&key, record, put.content));
                PutOutcome::Unchanged
            }
            _ => {
                self.write_body(put.hash, &put.stored, put.len);
                head.newest = Some(self.write_version(&key, head.newest, put.content));
                head.entries = Some(put.entries);
                if live.is_some() {
                    PutOutcome::Updated
                } else {
                    PutOutcome::Created
                }
            }
        };
        self.heads.insert((put.resource_type, put.id), head);
        Ok(outcome)
    }

    fn delete(&mut self, key: &TypedKey<'_>) -> Result<Option<Record>, StoreError> {
        let mut head = self.take_head(key.resource_type, key.id)?;
        if head.live().is_none() {
            return Ok(None);
        }
        head.newest = Some(self.write_version(key, head.newest, Content::Deleted));
        head.entries = Some(Entries::default());
        let made = head.newest;
        self.heads
            .insert((key.resource_type, key.id.to_owned()), head);
        Ok(made)
    }

    /// What an earlier change of this batch left, or the store has.
    fn take_head(&mut self, resource_type: TypeCode, id: &str) -> Result<Head, StoreError> {
        if let Some(head) = self.heads.remove(&(resource_type, id.to_owned())) {
            return Ok(head);
        }
        let newest = self
            .versions
            .newest_at(&TypedKey { resource_type, id }, u64::MAX)?;
        Ok(Head {
            is_new: newest.is_none(),
            newest,
            entries: None,
        })
    }

    /// The same body, perhaps made from another line or by another model.
    fn correct(&mut self, key: &TypedKey<'_>, mut record: Record, content: Content) -> Record {
        if record.value.content != content {
            record.value.content = content;
            self.write_as_of(key, &record);
        }
        record
    }

    fn write_version(
        &mut self,
        key: &TypedKey<'_>,
        before: Option<Record>,
        content: Content,
    ) -> Record {
        let number = match before {
            Some(record) => record.value.number,
            None => self.give_number(key),
        };
        let record = Record {
            txn: self.state.txn,
            version: before.map_or(1, |record| record.version + 1),
            value: Version {
                number,
                time_ms: self.txn.time_ms,
                content,
            },
        };
        self.txn.versions += 1;
        self.state.counters.versions += 1;
        self.write_as_of(key, &record);
        self.write_histories(key.resource_type, &record);
        record
    }

    fn give_number(&mut self, key: &TypedKey<'_>) -> u64 {
        self.state.counters.numbers += 1;
        let number = self.state.counters.numbers;
        let resource = NumberKey {
            resource_type: key.resource_type,
            number,
        };
        self.batch.put_cf(
            self.store.family(ColumnFamily::Resource),
            resource.encode(),
            key.id,
        );
        number
    }

    fn write_as_of(&mut self, key: &TypedKey<'_>, record: &Record) {
        let as_of = AsOfKey::new(key.resource_type, key.id, record.txn, record.version);
        self.batch.put_cf(
            self.store.family(ColumnFamily::AsOf),
            as_of.encode(),
            record.value.encode(),
        );
    }

    fn write_histories(&mut self, resource_type: TypeCode, record: &Record) {
        let (of_type, of_system) = record.history_keys(resource_type);
        self.batch.put_cf(
            self.store.family(ColumnFamily::TypeHistory),
            of_type.encode(),
            [],
        );
        self.batch.put_cf(
            self.store.family(ColumnFamily::SystemHistory),
            of_system.encode(),
            [],
        );
    }

    fn write_body(&mut self, hash: Digest, stored: &[u8], len: u64) {
        self.batch.put_cf(
            self.store.family(ColumnFamily::Body),
            BodyKey(hash).encode(),
            stored,
        );
        self.state.counters.body_bytes += len;
        self.state.counters.stored_bytes += stored.len() as u64;
    }

    fn checkpoint(&mut self, checkpoint: Option<&Checkpoint>) {
        if let Some(checkpoint) = checkpoint {
            let key = CheckpointKey(Cow::Borrowed(checkpoint.source.as_bytes()));
            self.batch.put_cf(
                self.store.family(ColumnFamily::Checkpoint),
                key.encode(),
                checkpoint.encode(),
            );
        }
    }

    /// Index entries are made once a resource, however many versions it got: reads name a transaction, and never see
    /// the inside of one.
    fn write_entries(&mut self) -> Result<(), StoreError> {
        for ((resource_type, _), head) in &self.heads {
            let (Some(entries), Some(newest)) = (&head.entries, head.newest) else {
                continue;
            };
            let reindex = Reindex {
                store: self.store,
                txn: self.state.txn,
                resource: NumberKey {
                    resource_type: *resource_type,
                    number: newest.value.number,
                },
                is_new: head.is_new,
            };
            reindex.write(entries, &mut self.batch)?;
        }
        Ok(())
    }

    /// Writes it all; returns what the next transaction goes on from.
    fn finish(mut self, durability: Durability) -> Result<State, StoreError> {
        self.write_entries()?;
        if self.txn.versions > 0 {
            self.batch.put_cf(
                self.store.family(ColumnFamily::Txn),
                TxnKey(self.state.txn).encode(),
                self.txn.encode(),
            );
            self.batch.put_cf(
                self.store.family(ColumnFamily::Meta),
                MetaKey::Counters.encode(),
                self.state.counters.encode(),
            );
        } else {
            self.state = self.before;
        }
        let mut options = WriteOptions::default();
        options.set_sync(durability == Durability::Synced);
        let written = if self.batch.is_empty() {
            self.nothing(durability)
        } else {
            self.store.db().write_opt(self.batch, &options)
        };
        written.map_err(|error| self.store.poison(&error))?;
        Ok(self.state)
    }

    /// `Synced` promises as much for a commit that changes nothing.
    fn nothing(&self, durability: Durability) -> Result<(), rocksdb::Error> {
        match durability {
            Durability::Buffered => Ok(()),
            Durability::Synced => self.store.db().flush_wal(true),
        }
    }
}
