//! Filling a page.

use crate::cursor::{Cursor, Position};
use crate::type_code::TypeCode;
use crate::versions::{Record, TypedKey};
use crate::{MAX_PAGE_BYTES, MAX_PAGE_COUNT, Page, Store, StoreError, StoreErrorKind};

/// A version that belongs on a page.
pub(crate) struct Match {
    pub(crate) resource_type: TypeCode,
    pub(crate) id: String,
    pub(crate) record: Record,
    /// Where to go on after it.
    pub(crate) position: Position,
}

impl Store {
    /// The transaction to answer for: the latest, or that of the page before.
    pub(crate) fn page_txn(&self, cursor: Option<Cursor>) -> Result<u64, StoreError> {
        let latest = self.latest_txn();
        match cursor {
            Some(cursor) if cursor.txn > latest => Err(StoreErrorKind::BadCursor.into()),
            Some(cursor) => Ok(cursor.txn),
            None => Ok(latest),
        }
    }

    pub(crate) fn fill_page(
        &self,
        txn: u64,
        count: usize,
        matches: impl Iterator<Item = Result<Match, StoreError>>,
    ) -> Result<Page, StoreError> {
        let mut page = Page {
            txn,
            resources: Vec::new(),
            next: None,
        };
        let (count, mut bytes, mut last) = (count.min(MAX_PAGE_COUNT), 0, None);
        if count == 0 {
            return Ok(page);
        }
        for found in matches {
            let found = found?;
            if page.resources.len() == count || bytes >= MAX_PAGE_BYTES {
                page.next = last.map(|after| Cursor { txn, after });
                break;
            }
            last = Some(found.position);
            let key = TypedKey {
                resource_type: found.resource_type,
                id: &found.id,
            };
            let resource = self.load(&key, &found.record)?;
            bytes += resource.body.len();
            page.resources.push(resource);
        }
        Ok(page)
    }
}
