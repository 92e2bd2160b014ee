//! Numbers of resources in rising order, from index entries and from listings.

use crate::keys::{join_number, split_number};
use crate::lifetimes::Lifetimes;
use crate::open::{RawIterator, unreadable};
use crate::values::Value;
use crate::{ColumnFamily, Store, StoreError};

/// A rising set of numbers that can be skipped through.
pub(crate) enum Source<'s> {
    /// Named one by one, rising.
    Numbers(Vec<u64>),
    /// Entries of an index or a compartment that held at a transaction.
    Entries {
        scan: Scan<'s>,
        family: ColumnFamily,
        txn: u64,
    },
    /// All resources of a type, whatever became of them.
    Listing(Scan<'s>),
}

impl Source<'_> {
    /// The first number that is not below `number`.
    pub(crate) fn seek(&mut self, number: u64) -> Result<Option<u64>, StoreError> {
        match self {
            Source::Numbers(numbers) => {
                let at = numbers.partition_point(|&each| each < number);
                Ok(numbers.get(at).copied())
            }
            Source::Listing(scan) => {
                scan.seek(number);
                Ok(scan.item()?.map(|(number, _)| number))
            }
            Source::Entries { scan, family, txn } => {
                scan.seek(number);
                scan.first_held(*family, *txn)
            }
        }
    }
}

/// Keys with a common prefix that end in a number.
pub(crate) struct Scan<'s> {
    iterator: RawIterator<'s>,
    prefix: Vec<u8>,
}

impl<'s> Scan<'s> {
    pub(crate) fn new(store: &'s Store, family: ColumnFamily, prefix: Vec<u8>) -> Self {
        Self {
            iterator: store.db().raw_iterator_cf(store.family(family)),
            prefix,
        }
    }

    fn seek(&mut self, number: u64) {
        self.iterator.seek(join_number(&self.prefix, number));
    }

    fn item(&self) -> Result<Option<(u64, &[u8])>, StoreError> {
        let Some((key, value)) = self.iterator.item() else {
            self.iterator.status()?;
            return Ok(None);
        };
        Ok(split_number(key)
            .filter(|(prefix, _)| *prefix == self.prefix)
            .map(|(_, number)| (number, value)))
    }

    fn first_held(&mut self, family: ColumnFamily, txn: u64) -> Result<Option<u64>, StoreError> {
        while let Some((number, value)) = self.item()? {
            let damaged = || StoreError::damaged(unreadable(family), None);
            if Lifetimes::decode(value).ok_or_else(damaged)?.holds_at(txn) {
                return Ok(Some(number));
            }
            self.iterator.next();
        }
        Ok(None)
    }
}

/// The first number, not below `from`, that is in all sources. Skips through the sources in turn, so it costs as many
/// seeks as the smallest has entries, at most, times the number of sources.
pub(crate) fn first_common(
    sources: &mut [Source<'_>],
    from: u64,
) -> Result<Option<u64>, StoreError> {
    let mut candidate = from;
    let mut agreed = 0;
    let count = sources.len();
    for at in (0..count).cycle() {
        match sources[at].seek(candidate)? {
            None => return Ok(None),
            Some(number) if number == candidate => agreed += 1,
            Some(number) => (candidate, agreed) = (number, 1),
        }
        if agreed == count {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}
