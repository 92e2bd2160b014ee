//! Histories: all versions, newest first.

use crate::cursor::{Position, VersionPosition};
use crate::keys::{Key, SystemHistoryKey, TxnKey, TypeHistoryKey, txn_prefix, type_prefix};
use crate::open::{RawIterator, unreadable};
use crate::page::Match;
use crate::type_code::TypeCode;
use crate::values::Txn;
use crate::versions::{TypedKey, Versions};
use crate::{ColumnFamily, Cursor, HistoryQuery, Page, Scope, Store, StoreError, StoreErrorKind};
use std::cmp::Reverse;
use std::iter;

impl Store {
    /// A page of a history, newest first, deletions included. Versions made in one transaction have no order among
    /// resources, and keep theirs within one.
    ///
    /// Costs a few look-ups for each version on the page; `since_ms` adds a bisection of the transactions.
    ///
    /// # Errors
    /// `UnknownType`, `BadCursor`, `Damaged`, or what the engine reports.
    pub fn history(&self, query: &HistoryQuery) -> Result<Page, StoreError> {
        let txn = self.page_txn(query.cursor)?;
        let oldest = match query.since_ms {
            Some(since) => self.first_txn_at(since, txn)?,
            None => 1,
        };
        let span = Span {
            start: start(query.cursor, txn)?,
            oldest,
        };
        match &query.scope {
            Scope::Instance(key) => {
                self.fill_page(txn, query.count, self.instance(&TypedKey::of(key)?, span))
            }
            Scope::Type(name) => self.fill_page(
                txn,
                query.count,
                self.events(Some(TypeCode::of(name)?), span),
            ),
            Scope::System => self.fill_page(txn, query.count, self.events(None, span)),
        }
    }

    fn instance<'s>(
        &'s self,
        key: &TypedKey<'s>,
        span: Span,
    ) -> impl Iterator<Item = Result<Match, StoreError>> {
        let key = *key;
        let mut versions = Versions::new(self);
        let mut found = versions.not_after(&key, span.start.txn, span.start.version);
        iter::from_fn(move || {
            let record = match found.as_ref() {
                Ok(record) => record.filter(|record| record.txn >= span.oldest)?,
                Err(error) => return Some(Err(error.clone())),
            };
            found = versions.older(&key);
            let position = VersionPosition {
                txn: record.txn,
                type_code: key.resource_type.code(),
                number: record.value.number,
                version: record.version,
            };
            Some(Ok(Match {
                resource_type: key.resource_type,
                id: key.id.to_owned(),
                record,
                position: Position::Version(position),
            }))
        })
    }

    fn events(
        &self,
        resource_type: Option<TypeCode>,
        span: Span,
    ) -> impl Iterator<Item = Result<Match, StoreError>> {
        let mut events = Events::new(self, resource_type, span);
        let mut versions = Versions::new(self);
        iter::from_fn(move || {
            let event = events.next()?;
            Some(event.and_then(|event| self.resolve(&mut versions, &event)))
        })
    }

    /// The version that a history entry names.
    pub(crate) fn resolve(
        &self,
        versions: &mut Versions<'_>,
        event: &Event,
    ) -> Result<Match, StoreError> {
        let id = self.id_of(event.resource_type, event.at.number)?;
        let key = TypedKey {
            resource_type: event.resource_type,
            id: &id,
        };
        let record = versions
            .not_after(&key, event.at.txn, event.at.version)?
            .filter(|record| (record.txn, record.version) == (event.at.txn, event.at.version))
            .ok_or_else(|| StoreError::damaged("missing version", Some(key.to_key())))?;
        Ok(Match {
            resource_type: event.resource_type,
            id,
            record,
            position: Position::Version(event.at),
        })
    }

    /// The first of the transactions 1 to `last` that was at `time_ms` or later; `last + 1` when none was. Costs a
    /// look-up for each bit of `last`.
    pub(crate) fn first_txn_at(&self, time_ms: u64, last: u64) -> Result<u64, StoreError> {
        let (mut low, mut high) = (1, last + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let missing = || StoreError::damaged("missing transaction", None);
            let txn: Txn = self
                .get_value(ColumnFamily::Txn, &TxnKey(middle))?
                .ok_or_else(missing)?;
            if txn.time_ms < time_ms {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }
}

/// A stretch of a history: from the newest entry that is not above `start` to the transaction `oldest`.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    pub(crate) start: VersionPosition,
    pub(crate) oldest: u64,
}

/// Where a history begins: at `txn`, or right after the cursor.
pub(crate) fn start(cursor: Option<Cursor>, txn: u64) -> Result<VersionPosition, StoreError> {
    match cursor.map(|cursor| cursor.after) {
        None => Ok(VersionPosition {
            txn,
            type_code: 0,
            number: u64::MAX,
            version: u64::MAX,
        }),
        // Versions count from 1, so there is always one below in the order of keys.
        Some(Position::Version(at))
            if at.version > 0 && TypeCode::from_code(at.type_code).is_some() =>
        {
            Ok(VersionPosition {
                version: at.version - 1,
                ..at
            })
        }
        Some(_) => Err(StoreErrorKind::BadCursor.into()),
    }
}

/// An entry of a history.
pub(crate) struct Event {
    pub(crate) resource_type: TypeCode,
    pub(crate) at: VersionPosition,
}

/// Entries of the history of a type, or of the system.
pub(crate) struct Events<'s> {
    iterator: RawIterator<'s>,
    resource_type: Option<TypeCode>,
    oldest: u64,
}

impl<'s> Events<'s> {
    pub(crate) fn new(store: &'s Store, resource_type: Option<TypeCode>, span: Span) -> Self {
        let at = span.start;
        let (txn, number, version) = (Reverse(at.txn), Reverse(at.number), Reverse(at.version));
        let (family, from) = match (resource_type, TypeCode::from_code(at.type_code)) {
            (Some(resource_type), _) => (
                ColumnFamily::TypeHistory,
                TypeHistoryKey {
                    resource_type,
                    txn,
                    number,
                    version,
                }
                .encode(),
            ),
            (None, Some(resource_type)) => (
                ColumnFamily::SystemHistory,
                SystemHistoryKey {
                    txn,
                    resource_type,
                    number,
                    version,
                }
                .encode(),
            ),
            (None, None) => (ColumnFamily::SystemHistory, txn_prefix(at.txn)),
        };
        let mut iterator = store.db().raw_iterator_cf(store.family(family));
        iterator.seek(from);
        Self {
            iterator,
            resource_type,
            oldest: span.oldest,
        }
    }

    fn step(&mut self) -> Result<Option<Event>, StoreError> {
        let Some(key) = self.iterator.key() else {
            self.iterator.status()?;
            return Ok(None);
        };
        if self
            .resource_type
            .is_some_and(|of| !key.starts_with(&type_prefix(of)))
        {
            return Ok(None);
        }
        let damaged = || StoreError::damaged(unreadable(ColumnFamily::TypeHistory), None);
        let event = Event::decode(self.resource_type, key).ok_or_else(damaged)?;
        self.iterator.next();
        Ok(Some(event).filter(|event| event.at.txn >= self.oldest))
    }
}

impl Iterator for Events<'_> {
    type Item = Result<Event, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}

impl Event {
    /// From a key of the history of the type, or of the system where there is none.
    pub(crate) fn decode(of_type: Option<TypeCode>, key: &[u8]) -> Option<Self> {
        let (resource_type, txn, number, version) = match of_type {
            Some(_) => {
                let key = TypeHistoryKey::decode(key)?;
                (key.resource_type, key.txn, key.number, key.version)
            }
            None => {
                let key = SystemHistoryKey::decode(key)?;
                (key.resource_type, key.txn, key.number, key.version)
            }
        };
        let at = VersionPosition {
            txn: txn.0,
            type_code: resource_type.code(),
            number: number.0,
            version: version.0,
        };
        Some(Self { resource_type, at })
    }
}
