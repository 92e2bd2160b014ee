//! Index and compartment entries against the lists kept of them.

use super::{Check, ProblemKind as P};
use crate::index::entry_keys;
use crate::keys::{CompartmentKey, IndexKey, Key, NumberKey};
use crate::lifetimes::Lifetimes;
use crate::values::{Entries, Value};
use crate::versions::{TypedKey, Versions};
use crate::{Checkpoint, ColumnFamily, ResourceKey, StoreError, Term};

impl Check<'_> {
    /// Every list is of a resource that is there, and everything on it holds.
    pub(super) fn lists(&mut self) -> Result<(), StoreError> {
        let mut versions = Versions::new(self.store);
        let mut scan = self.store.scan(ColumnFamily::Reverse);
        while let Some((key, value)) = scan.item() {
            match (NumberKey::decode(key), Entries::decode(value)) {
                (Some(resource), Some(entries)) => self.list(&mut versions, resource, &entries)?,
                _ => self.report.add(P::Unreadable, ColumnFamily::Reverse.name()),
            }
            scan.next();
        }
        Ok(scan.status()?)
    }

    fn list(
        &mut self,
        versions: &mut Versions<'_>,
        resource: NumberKey,
        entries: &Entries,
    ) -> Result<(), StoreError> {
        let Some(key) = self.live(versions, resource) else {
            self.report.add(P::OrphanList, example(resource));
            return Ok(());
        };
        for (family, entry) in entry_keys(resource, entries) {
            let holds = self
                .store
                .lifetimes(family, &entry)
                .is_ok_and(|lifetimes| lifetimes.holds_now());
            if !holds {
                self.report
                    .add(P::MissingEntry, format!("{key} in {}", family.name()));
            }
        }
        Ok(())
    }

    fn live(&self, versions: &mut Versions<'_>, resource: NumberKey) -> Option<ResourceKey> {
        let id = self
            .store
            .id_of(resource.resource_type, resource.number)
            .ok()?;
        let key = TypedKey {
            resource_type: resource.resource_type,
            id: &id,
        };
        let newest = versions.newest_at(&key, u64::MAX).ok()??;
        (!newest.is_deleted()).then(|| key.to_key())
    }

    /// Every entry that holds is on its resource's list.
    pub(super) fn postings(&mut self) -> Result<(), StoreError> {
        for family in [ColumnFamily::Index, ColumnFamily::Compartment] {
            let mut scan = self.store.scan(family);
            while let Some((key, value)) = scan.item() {
                match (read_entry(family, key), Lifetimes::decode(value)) {
                    (Some((resource, entry)), Some(lifetimes)) => {
                        if lifetimes.holds_now() && !self.is_listed(resource, &entry)? {
                            self.report.add(
                                P::OrphanEntry,
                                format!("{} in {}", example(resource), family.name()),
                            );
                        }
                    }
                    _ => self.report.add(P::Unreadable, family.name()),
                }
                match family {
                    ColumnFamily::Index => self.report.index_entries += 1,
                    _ => self.report.compartment_entries += 1,
                }
                scan.next();
            }
            scan.status()?;
        }
        Ok(())
    }

    fn is_listed(&self, resource: NumberKey, entry: &Entry) -> Result<bool, StoreError> {
        let Some(list) = self.store.get(ColumnFamily::Reverse, &resource)? else {
            return Ok(false);
        };
        Ok(Entries::decode(&list).is_some_and(|list| match entry {
            Entry::Term(term) => list.terms.binary_search(term).is_ok(),
            Entry::Patient(patient) => list.patient.as_ref() == Some(patient),
        }))
    }

    pub(super) fn checkpoints(&mut self) -> Result<(), StoreError> {
        let mut scan = self.store.scan(ColumnFamily::Checkpoint);
        while let Some(value) = scan.value() {
            self.report.checkpoints += 1;
            if Checkpoint::decode(value).is_none() {
                self.report
                    .add(P::Unreadable, ColumnFamily::Checkpoint.name());
            }
            scan.next();
        }
        Ok(scan.status()?)
    }
}

enum Entry {
    Term(Term),
    Patient(String),
}

fn read_entry(family: ColumnFamily, key: &[u8]) -> Option<(NumberKey, Entry)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    if family == ColumnFamily::Index {
        let key = IndexKey::decode(key)?;
        let term = Term {
            parameter: text(&key.parameter)?,
            value: key.value.into_owned(),
        };
        return Some((
            NumberKey {
                resource_type: key.resource_type,
                number: key.number,
            },
            Entry::Term(term),
        ));
    }
    let key = CompartmentKey::decode(key)?;
    let patient = text(&key.owner)?;
    Some((
        NumberKey {
            resource_type: key.resource_type,
            number: key.number,
        },
        Entry::Patient(patient),
    ))
}

fn example(resource: NumberKey) -> String {
    format!(
        "{} number {}",
        resource.resource_type.name(),
        resource.number
    )
}
