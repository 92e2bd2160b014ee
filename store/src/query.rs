//! What can be asked of a store, and a page of the answer.

use crate::{Cursor, ResourceKey, StoredResource, Term};
use wardlake_fhir::search::DateRange;

/// The most resources on a page, whatever was asked for.
pub const MAX_PAGE_COUNT: usize = 1000;

/// A page ends early, with a cursor, once its bodies come to this many bytes.
pub const MAX_PAGE_BYTES: usize = 16 << 20;

/// A search within one resource type. All conditions hold at once; an absent one admits everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The resource type.
    pub resource_type: String,
    /// `_id`: one of these. An empty list admits nothing.
    pub ids: Option<Vec<String>>,
    /// Id of the patient the resource is about.
    pub patient: Option<String>,
    /// `_lastUpdated`: all of these.
    pub last_updated: Vec<DateRange>,
    /// Index entries: all of these.
    pub terms: Vec<Term>,
    /// Resources a page, at most [`MAX_PAGE_COUNT`]. Zero gives an empty page without a cursor.
    pub count: usize,
    /// Where the page before ended. Only together with the query that gave it.
    pub cursor: Option<Cursor>,
}

/// Whose history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of one resource.
    Instance(ResourceKey),
    /// Of all resources of a type.
    Type(String),
    /// Of everything.
    System,
}

/// A history: all versions, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Whose.
    pub scope: Scope,
    /// `_since`: only versions made at this Unix millisecond or later.
    pub since_ms: Option<u64>,
    /// Versions a page, at most [`MAX_PAGE_COUNT`]. Zero gives an empty page without a cursor.
    pub count: usize,
    /// Where the page before ended. Only together with the query that gave it.
    pub cursor: Option<Cursor>,
}

/// A part of the answer to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The transaction the answer is of: that of the first page, for all of them.
    pub txn: u64,
    /// In an order that is stable from page to page.
    pub resources: Vec<StoredResource>,
    /// Where to go on; `None` on the last page.
    pub next: Option<Cursor>,
}
