//! Searching within a resource type.

use crate::cursor::Position;
use crate::history::{Events, Span, start};
use crate::index::{compartment_key, index_key};
use crate::keys::{Key, NumberKey, split_number, type_prefix};
use crate::page::Match;
use crate::postings::{Scan, Source, first_common};
use crate::type_code::TypeCode;
use crate::versions::{Record, TypedKey, Versions};
use crate::{ColumnFamily, Page, Query, Store, StoreError, StoreErrorKind};
use wardlake_fhir::search::{DateRange, Prefix};

impl Store {
    /// A page of the resources that meet all conditions. What was committed after the first page was asked for is on
    /// none of the following ones, and what was on its way to them then stays.
    ///
    /// With ids, a patient or terms: in the order in which resources were created, at the cost of two look-ups and a
    /// body for each match, and a skip through the longer lists for each entry of the shortest. With `last_updated`
    /// alone: newest first, two look-ups for each version made in that time. With nothing: as the first, over all
    /// resources of the type.
    ///
    /// # Errors
    /// `UnknownType`, `BadCursor`, `Damaged`, or what the engine reports.
    pub fn search(&self, query: &Query) -> Result<Page, StoreError> {
        let txn = self.page_txn(query.cursor)?;
        self.fill_page(txn, query.count, Matches::new(self, query, txn)?)
    }

    /// How many resources meet all conditions, at the query's cursor's transaction or the latest. Costs what a search
    /// of all pages does, without the bodies.
    ///
    /// # Errors
    /// As [`Store::search`].
    pub fn count(&self, query: &Query) -> Result<u64, StoreError> {
        let txn = self.page_txn(query.cursor)?;
        let all = Query {
            cursor: None,
            ..query.clone()
        };
        Matches::new(self, &all, txn)?.try_fold(0, |count, found| found.map(|_| count + 1))
    }
}

/// What meets a query, in the order of its plan.
struct Matches<'s> {
    store: &'s Store,
    resource_type: TypeCode,
    last_updated: Vec<DateRange>,
    txn: u64,
    versions: Versions<'s>,
    plan: Plan<'s>,
}

enum Plan<'s> {
    /// Resources that are in all sources, by number.
    Common { sources: Vec<Source<'s>>, from: u64 },
    /// Versions made within a time, newest first.
    Updated(Events<'s>),
}

impl<'s> Matches<'s> {
    fn new(store: &'s Store, query: &Query, txn: u64) -> Result<Self, StoreError> {
        let resource_type = TypeCode::of(&query.resource_type)?;
        let mut sources = sources(store, query, txn)?;
        let plan = if sources.is_empty() && !query.last_updated.is_empty() {
            updated(store, query, txn)?
        } else {
            if sources.is_empty() {
                let listing = Scan::new(store, ColumnFamily::Resource, type_prefix(resource_type));
                sources.push(Source::Listing(listing));
            }
            Plan::Common {
                sources,
                from: first_number(query)?,
            }
        };
        let versions = Versions::new(store);
        Ok(Self {
            store,
            resource_type,
            last_updated: query.last_updated.clone(),
            txn,
            versions,
            plan,
        })
    }

    fn step(&mut self) -> Result<Option<Match>, StoreError> {
        loop {
            let Some((number, of, position)) = self.plan.candidate()? else {
                return Ok(None);
            };
            let id = self.store.id_of(self.resource_type, number)?;
            let key = TypedKey {
                resource_type: self.resource_type,
                id: &id,
            };
            let newest = self.versions.newest_at(&key, self.txn)?;
            if let Some(record) = newest.filter(|record| self.admits(record, of)) {
                return Ok(Some(Match {
                    resource_type: self.resource_type,
                    id,
                    record,
                    position,
                }));
            }
        }
    }

    /// A candidate of a history counts only where it is the newest version: an older one was updated since.
    fn admits(&self, record: &Record, of: Option<u64>) -> bool {
        !record.is_deleted()
            && of.is_none_or(|version| version == record.version)
            && self
                .last_updated
                .iter()
                .all(|range| range.admits(record.value.time_ms))
    }
}

impl Iterator for Matches<'_> {
    type Item = Result<Match, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}

impl Plan<'_> {
    /// The number of a resource that may match, the version it must have, and its place.
    fn candidate(&mut self) -> Result<Option<(u64, Option<u64>, Position)>, StoreError> {
        match self {
            Plan::Common { sources, from } => {
                let number = first_common(sources, *from)?;
                *from = number.map_or(*from, |number| number + 1);
                Ok(number.map(|number| (number, None, Position::Number(number))))
            }
            Plan::Updated(events) => {
                let event = events.next().transpose()?;
                Ok(event.map(|event| {
                    (
                        event.at.number,
                        Some(event.at.version),
                        Position::Version(event.at),
                    )
                }))
            }
        }
    }
}

/// The posting lists of all conditions but time.
fn sources<'s>(store: &'s Store, query: &Query, txn: u64) -> Result<Vec<Source<'s>>, StoreError> {
    let resource = NumberKey {
        resource_type: TypeCode::of(&query.resource_type)?,
        number: 0,
    };
    let mut sources = Vec::new();
    if let Some(ids) = &query.ids {
        sources.push(Source::Numbers(numbers(
            store,
            resource.resource_type,
            ids,
            txn,
        )?));
    }
    if let Some(patient) = &query.patient {
        let key = compartment_key(resource, patient).encode();
        sources.push(entries(store, ColumnFamily::Compartment, &key, txn));
    }
    for term in &query.terms {
        let key = index_key(resource, &term.parameter, &term.value).encode();
        sources.push(entries(store, ColumnFamily::Index, &key, txn));
    }
    Ok(sources)
}

fn entries<'s>(store: &'s Store, family: ColumnFamily, key: &[u8], txn: u64) -> Source<'s> {
    let (prefix, _) = split_number(key).expect("the key was encoded with a number at its end");
    Source::Entries {
        scan: Scan::new(store, family, prefix.to_vec()),
        family,
        txn,
    }
}

fn numbers(
    store: &Store,
    resource_type: TypeCode,
    ids: &[String],
    txn: u64,
) -> Result<Vec<u64>, StoreError> {
    let mut versions = Versions::new(store);
    let mut numbers = Vec::with_capacity(ids.len());
    for id in ids {
        let newest = versions.newest_at(&TypedKey { resource_type, id }, txn)?;
        numbers.extend(newest.map(|record| record.value.number));
    }
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

fn first_number(query: &Query) -> Result<u64, StoreError> {
    match query.cursor.map(|cursor| cursor.after) {
        None => Ok(0),
        Some(Position::Number(last)) => Ok(last.saturating_add(1)),
        Some(Position::Version(_)) => Err(StoreErrorKind::BadCursor.into()),
    }
}

fn updated<'s>(store: &'s Store, query: &Query, txn: u64) -> Result<Plan<'s>, StoreError> {
    let (from_ms, to_ms) = window(&query.last_updated);
    let oldest = store.first_txn_at(from_ms, txn)?;
    let newest = match to_ms {
        Some(to_ms) => store.first_txn_at(to_ms, txn)? - 1,
        None => txn,
    };
    let start = match query.cursor {
        Some(_) => start(query.cursor, txn)?,
        None => start(None, newest)?,
    };
    let resource_type = TypeCode::of(&query.resource_type)?;
    Ok(Plan::Updated(Events::new(
        store,
        Some(resource_type),
        Span { start, oldest },
    )))
}

/// The shortest time that holds everything the conditions admit: from the first, to before the second.
fn window(ranges: &[DateRange]) -> (u64, Option<u64>) {
    let (mut from, mut to) = (0, None::<u64>);
    for range in ranges {
        let (first, end) = match range.prefix {
            Prefix::Eq => (range.from_ms, Some(range.to_ms)),
            Prefix::Ne => (0, None),
            Prefix::Lt | Prefix::Eb => (0, Some(range.from_ms)),
            Prefix::Le => (0, Some(range.to_ms)),
            Prefix::Gt | Prefix::Sa => (range.to_ms, None),
            Prefix::Ge => (range.from_ms, None),
        };
        from = from.max(first);
        to = end.map(|end| to.map_or(end, |to| to.min(end))).or(to);
    }
    (from, to)
}
