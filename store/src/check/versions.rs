//! Versions against bodies, histories, numbers and transactions.

use super::{Check, ProblemKind as P};
use crate::history::Event;
use crate::keys::{AsOfKey, BodyKey, Key, NumberKey, TxnKey, TypeHistoryKey};
use crate::open::State;
use crate::type_code::TypeCode;
use crate::values::{Txn, Value, Version};
use crate::versions::{Record, TypedKey, Versions};
use crate::{ColumnFamily, Digest, StoreError, body};

impl Check<'_> {
    /// Every version against what it refers to, and against the next newer one of its resource.
    pub(super) fn versions(&mut self) -> Result<(), StoreError> {
        let mut newer: Option<(TypeCode, String, Record)> = None;
        let mut scan = self.store.scan(ColumnFamily::AsOf);
        while let Some((key, value)) = scan.item() {
            match read_version(key, value) {
                None => self.report.add(P::Unreadable, ColumnFamily::AsOf.name()),
                Some((resource_type, id, record)) => {
                    let key = TypedKey {
                        resource_type,
                        id: &id,
                    };
                    self.order(&key, &record, newer.as_ref());
                    self.version(&key, &record)?;
                    newer = Some((resource_type, id, record));
                }
            }
            scan.next();
        }
        self.oldest(newer.as_ref());
        Ok(scan.status()?)
    }

    /// Newest first within a resource: each is one below the one before, the last is 1.
    fn order(
        &mut self,
        key: &TypedKey<'_>,
        record: &Record,
        newer: Option<&(TypeCode, String, Record)>,
    ) {
        match newer {
            Some((of, id, newer)) if (*of, id.as_str()) == (key.resource_type, key.id) => {
                if newer.version != record.version + 1 || newer.txn < record.txn {
                    self.report.add(P::BrokenVersions, key.to_key());
                }
                if newer.value.number != record.value.number {
                    self.report.add(P::WrongNumber, key.to_key());
                }
            }
            other => {
                self.report.resources += 1;
                self.oldest(other);
            }
        }
    }

    fn oldest(&mut self, oldest: Option<&(TypeCode, String, Record)>) {
        if let Some((resource_type, id, record)) = oldest
            && record.version != 1
        {
            self.report.add(
                P::BrokenVersions,
                TypedKey {
                    resource_type: *resource_type,
                    id,
                }
                .to_key(),
            );
        }
    }

    fn version(&mut self, key: &TypedKey<'_>, record: &Record) -> Result<(), StoreError> {
        self.report.versions += 1;
        if let Some(hash) = record.hash() {
            self.body(key, hash);
        }
        let resource = NumberKey {
            resource_type: key.resource_type,
            number: record.value.number,
        };
        let id = self.store.get(ColumnFamily::Resource, &resource)?;
        if id.as_deref() != Some(key.id.as_bytes()) {
            self.report.add(P::WrongNumber, key.to_key());
        }
        if !self.is_in_histories(key.resource_type, record)? {
            self.report.add(P::MissingHistory, key.to_key());
        }
        let txn = self.store.get(ColumnFamily::Txn, &TxnKey(record.txn))?;
        if txn
            .and_then(|txn| Txn::decode(&txn))
            .is_none_or(|txn| txn.time_ms != record.value.time_ms)
        {
            self.report.add(P::WrongTransaction, key.to_key());
        }
        Ok(())
    }

    fn body(&mut self, key: &TypedKey<'_>, hash: Digest) {
        match self.store.get(ColumnFamily::Body, &BodyKey(hash)) {
            Ok(None) => self.report.add(P::MissingBody, key.to_key()),
            Ok(Some(stored))
                if body::decode(&stored).is_some_and(|body| Digest::of(&body) == hash) => {}
            Ok(Some(_)) | Err(_) => self.report.add(P::DamagedBody, key.to_key()),
        }
    }

    fn is_in_histories(
        &self,
        resource_type: TypeCode,
        record: &Record,
    ) -> Result<bool, StoreError> {
        let (of_type, of_system) = record.history_keys(resource_type);
        Ok(self
            .store
            .get(ColumnFamily::TypeHistory, &of_type)?
            .is_some()
            && self
                .store
                .get(ColumnFamily::SystemHistory, &of_system)?
                .is_some())
    }

    /// Every number against the resource it names.
    pub(super) fn resources(&mut self) -> Result<(), StoreError> {
        let mut versions = Versions::new(self.store);
        let mut scan = self.store.scan(ColumnFamily::Resource);
        while let Some((key, id)) = scan.item() {
            match (NumberKey::decode(key), std::str::from_utf8(id)) {
                (
                    Some(NumberKey {
                        resource_type,
                        number,
                    }),
                    Ok(id),
                ) => {
                    let key = TypedKey { resource_type, id };
                    let newest = versions.newest_at(&key, u64::MAX).ok().flatten();
                    if newest.is_none_or(|record| record.value.number != number) {
                        self.report.add(P::WrongNumber, key.to_key());
                    }
                }
                _ => self
                    .report
                    .add(P::Unreadable, ColumnFamily::Resource.name()),
            }
            scan.next();
        }
        Ok(scan.status()?)
    }

    /// Every history entry against its version.
    pub(super) fn histories(&mut self) -> Result<(), StoreError> {
        let mut versions = Versions::new(self.store);
        for family in [ColumnFamily::TypeHistory, ColumnFamily::SystemHistory] {
            let mut scan = self.store.scan(family);
            while let Some(key) = scan.key() {
                match read_event(family, key) {
                    None => self.report.add(P::Unreadable, family.name()),
                    Some(event) => {
                        if self.store.resolve(&mut versions, &event).is_err() {
                            let of = event.resource_type.name();
                            let example = format!(
                                "{of}, version {} in transaction {}",
                                event.at.version, event.at.txn
                            );
                            self.report.add(P::OrphanHistory, example);
                        }
                    }
                }
                scan.next();
            }
            scan.status()?;
        }
        Ok(())
    }

    /// Transactions are 1, 2, 3… to the last, never earlier than the one before, and count their versions.
    pub(super) fn transactions(&mut self, state: &State) -> Result<(), StoreError> {
        let mut before = Txn::default();
        let mut scan = self.store.scan(ColumnFamily::Txn);
        while let Some((key, value)) = scan.item() {
            self.report.transactions += 1;
            match (TxnKey::decode(key), Txn::decode(value)) {
                (Some(TxnKey(number)), Some(txn)) => {
                    let right = number == self.report.transactions
                        && txn.time_ms >= before.time_ms
                        && txn.versions == self.versions_in(number)?;
                    if !right {
                        self.report.add(P::WrongTransaction, number);
                    }
                    before = txn;
                }
                _ => self.report.add(P::Unreadable, ColumnFamily::Txn.name()),
            }
            scan.next();
        }
        if self.report.transactions != state.txn {
            self.report.add(P::WrongTransaction, state.txn);
        }
        Ok(scan.status()?)
    }

    fn versions_in(&self, txn: u64) -> Result<u64, StoreError> {
        let mut scan = self.store.scan(ColumnFamily::SystemHistory);
        let prefix = crate::keys::txn_prefix(txn);
        scan.seek(&prefix);
        let mut count = 0;
        while scan.key().is_some_and(|key| key.starts_with(&prefix)) {
            count += 1;
            scan.next();
        }
        scan.status()?;
        Ok(count)
    }

    pub(super) fn counters(&mut self, state: &State) {
        if state.counters.versions != self.report.versions {
            self.report.add(P::WrongCounters, "versions");
        }
        if state.counters.numbers != self.report.resources {
            self.report.add(P::WrongCounters, "resources");
        }
    }
}

fn read_version(key: &[u8], value: &[u8]) -> Option<(TypeCode, String, Record)> {
    let key = AsOfKey::decode(key)?;
    let record = Record {
        txn: key.txn.0,
        version: key.version.0,
        value: Version::decode(value)?,
    };
    Some((
        key.resource_type,
        String::from_utf8(key.id.into_owned()).ok()?,
        record,
    ))
}

fn read_event(family: ColumnFamily, key: &[u8]) -> Option<Event> {
    let of_type = match family {
        ColumnFamily::TypeHistory => Some(TypeHistoryKey::decode(key)?.resource_type),
        _ => None,
    };
    Event::decode(of_type, key)
}
