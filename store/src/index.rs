//! Keeping index and compartment entries true to the current version of each resource.

use crate::keys::{CompartmentKey, IndexKey, Key, NumberKey};
use crate::lifetimes::Lifetimes;
use crate::type_code::TypeCode;
use crate::values::{Entries, Value};
use crate::{ColumnFamily, Store, StoreError};
use rocksdb::WriteBatch;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A resource whose entries change in a transaction.
pub(crate) struct Reindex<'s> {
    pub(crate) store: &'s Store,
    pub(crate) txn: u64,
    pub(crate) resource: NumberKey,
    /// Made in this transaction: none of its entries can be there, so none is looked for.
    pub(crate) is_new: bool,
}

impl Reindex<'_> {
    /// Writes the difference only: an update that leaves a value as it was leaves its entry alone.
    pub(crate) fn write(&self, after: &Entries, batch: &mut WriteBatch) -> Result<(), StoreError> {
        let before = self.before()?;
        if before == *after {
            return Ok(());
        }
        let (old, new) = (
            entry_keys(self.resource, &before),
            entry_keys(self.resource, after),
        );
        for (family, key) in old.difference(&new) {
            self.change(*family, key, batch, |lifetimes| lifetimes.end(self.txn))?;
        }
        for (family, key) in new.difference(&old) {
            self.change(*family, key, batch, |lifetimes| lifetimes.begin(self.txn))?;
        }
        let reverse = self.store.family(ColumnFamily::Reverse);
        if after.is_empty() {
            batch.delete_cf(reverse, self.resource.encode());
        } else {
            batch.put_cf(reverse, self.resource.encode(), after.encode());
        }
        Ok(())
    }

    fn before(&self) -> Result<Entries, StoreError> {
        if self.is_new {
            return Ok(Entries::default());
        }
        Ok(self
            .store
            .get_value(ColumnFamily::Reverse, &self.resource)?
            .unwrap_or_default())
    }

    fn change(
        &self,
        family: ColumnFamily,
        key: &[u8],
        batch: &mut WriteBatch,
        change: impl FnOnce(&mut Lifetimes),
    ) -> Result<(), StoreError> {
        let mut lifetimes = if self.is_new {
            Lifetimes::default()
        } else {
            self.store.lifetimes(family, key)?
        };
        change(&mut lifetimes);
        batch.put_cf(self.store.family(family), key, lifetimes.encode());
        Ok(())
    }
}

impl Store {
    /// When the entry held; never, where there is none.
    pub(crate) fn lifetimes(
        &self,
        family: ColumnFamily,
        key: &[u8],
    ) -> Result<Lifetimes, StoreError> {
        let Some(bytes) = self.db().get_pinned_cf(self.family(family), key)? else {
            return Ok(Lifetimes::default());
        };
        let damaged = || StoreError::damaged(crate::open::unreadable(family), None);
        Lifetimes::decode(&bytes).ok_or_else(damaged)
    }
}

/// Every key in `index` and `compartment` of a resource with these entries.
pub(crate) fn entry_keys(
    resource: NumberKey,
    entries: &Entries,
) -> BTreeSet<(ColumnFamily, Vec<u8>)> {
    let terms = entries.terms.iter().map(|term| {
        let key = index_key(resource, &term.parameter, &term.value);
        (ColumnFamily::Index, key.encode())
    });
    let patient = entries.patient.iter().map(|patient| {
        let key = compartment_key(resource, patient);
        (ColumnFamily::Compartment, key.encode())
    });
    terms.chain(patient).collect()
}

pub(crate) fn index_key<'a>(
    resource: NumberKey,
    parameter: &'a str,
    value: &'a [u8],
) -> IndexKey<'a> {
    IndexKey {
        parameter: Cow::Borrowed(parameter.as_bytes()),
        resource_type: resource.resource_type,
        value: Cow::Borrowed(value),
        number: resource.number,
    }
}

pub(crate) fn compartment_key(resource: NumberKey, patient: &str) -> CompartmentKey<'_> {
    CompartmentKey {
        owner_type: TypeCode::patient(),
        owner: Cow::Borrowed(patient.as_bytes()),
        resource_type: resource.resource_type,
        number: resource.number,
    }
}
