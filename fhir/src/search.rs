//! A FHIR search query, parsed to types or refused: never silently widened.
//!
//! Known are `_id`, `patient`, `_lastUpdated`, `_count`, `_cursor` (the place to go on from, opaque here) and
//! `_format` where it asks for JSON. Everything else is refused by name: a parameter that is ignored would return
//! more than was asked for.

mod error;
mod query;
#[cfg(test)]
mod tests;

pub use error::{SearchError, SearchErrorKind};

use crate::instant;
use crate::resource::{is_id, patient_id_in};
use error::SearchErrorKind as E;

/// How a date search compares a time with the range its date stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// Within the range; what no prefix means.
    Eq,
    /// Not within the range.
    Ne,
    /// Before the range.
    Lt,
    /// Within or before the range.
    Le,
    /// After the range.
    Gt,
    /// Within or after the range.
    Ge,
    /// Starts after the range: for a time, the same as `gt`.
    Sa,
    /// Ends before the range: for a time, the same as `lt`.
    Eb,
}

/// A date condition: a prefix, and the range `[from_ms, to_ms)` in Unix milliseconds its date stands for. What lies
/// before 1970 is cut off, since no resource was updated then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// How to compare.
    pub prefix: Prefix,
    /// First millisecond of the date.
    pub from_ms: u64,
    /// One past its last millisecond.
    pub to_ms: u64,
}

impl DateRange {
    /// Whether a time meets the condition.
    pub fn admits(&self, time_ms: u64) -> bool {
        let within = (self.from_ms..self.to_ms).contains(&time_ms);
        match self.prefix {
            Prefix::Eq => within,
            Prefix::Ne => !within,
            Prefix::Lt | Prefix::Eb => time_ms < self.from_ms,
            Prefix::Le => time_ms < self.to_ms,
            Prefix::Gt | Prefix::Sa => time_ms >= self.to_ms,
            Prefix::Ge => time_ms >= self.from_ms,
        }
    }

    fn read(value: &str) -> Option<DateRange> {
        let (prefix, date) = prefix(value)?;
        // A form-encoded query turns the plus of a zone into a space, and no date has a space of its own.
        let range = instant::parse_range(&date.replace(' ', "+"))?;
        let unsigned = |ms| u64::try_from(ms).unwrap_or(0);
        Some(DateRange {
            prefix,
            from_ms: unsigned(range.start),
            to_ms: unsigned(range.end),
        })
    }
}

/// The prefix and what follows it; `None` for letters that are no prefix, and for `ap`, which is vague.
fn prefix(value: &str) -> Option<(Prefix, &str)> {
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        return Some((Prefix::Eq, value));
    }
    let (letters, date) = value.split_at_checked(2)?;
    let prefix = match letters {
        "eq" => Prefix::Eq,
        "ne" => Prefix::Ne,
        "lt" => Prefix::Lt,
        "le" => Prefix::Le,
        "gt" => Prefix::Gt,
        "ge" => Prefix::Ge,
        "sa" => Prefix::Sa,
        "eb" => Prefix::Eb,
        _ => return None,
    };
    Some((prefix, date))
}

/// A search within one resource type. All conditions hold at once; an absent one admits everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// `_id`: one of these. An empty list admits nothing: the query asked for two ids at once.
    pub ids: Option<Vec<String>>,
    /// `patient`: the id of the patient the resource is about.
    pub patient: Option<String>,
    /// `_lastUpdated`: all of these.
    pub last_updated: Vec<DateRange>,
    /// `_count`: entries a page, as asked; 0 asks for the total only.
    pub count: Option<u32>,
    /// `_cursor`: where the page before ended.
    pub cursor: Option<String>,
}

/// Parses a query string, without its `?`; percent and plus encoding are undone. The empty string is the search
/// without conditions.
///
/// # Errors
/// Names the first parameter that is unknown, refused, repeated where it may not be, or has a value that cannot be
/// read. Values never appear in an error.
pub fn parse(query: &str) -> Result<Search, SearchError> {
    let mut search = Search::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = query::decode(pair)?;
        let fault = |kind| SearchError::new(kind, &name);
        if value.is_empty() {
            return Err(fault(E::EmptyValue));
        }
        search.take(&name, value).map_err(fault)?;
    }
    Ok(search)
}

impl Search {
    fn take(&mut self, name: &str, value: String) -> Result<(), SearchErrorKind> {
        match name {
            "_id" => self.take_ids(&value),
            "patient" => once(&mut self.patient, patient(&value)?),
            "_lastUpdated" => self.take_last_updated(&value),
            "_count" => once(&mut self.count, value.parse().map_err(|_| E::InvalidValue)?),
            "_cursor" => once(&mut self.cursor, value),
            "_format" => json_format(&value),
            other => Err(query::refusal(other)),
        }
    }

    /// A list is any of them; a second `_id` must hold as well.
    fn take_ids(&mut self, list: &str) -> Result<(), SearchErrorKind> {
        let mut ids: Vec<String> = list.split(',').map(str::to_owned).collect();
        if !ids.iter().all(|id| is_id(id)) {
            return Err(E::InvalidValue);
        }
        if let Some(before) = &self.ids {
            ids.retain(|id| before.contains(id));
        }
        self.ids = Some(ids);
        Ok(())
    }

    fn take_last_updated(&mut self, value: &str) -> Result<(), SearchErrorKind> {
        one_value(value)?;
        self.last_updated
            .push(DateRange::read(value).ok_or(E::InvalidValue)?);
        Ok(())
    }
}

fn once<T: PartialEq>(slot: &mut Option<T>, value: T) -> Result<(), SearchErrorKind> {
    match slot {
        Some(before) if *before != value => Err(E::TooManyValues {
            limit: 1,
            requested: 2,
        }),
        _ => {
            *slot = Some(value);
            Ok(())
        }
    }
}

fn one_value(value: &str) -> Result<(), SearchErrorKind> {
    match value.split(',').count() {
        1 => Ok(()),
        requested => Err(E::TooManyValues {
            limit: 1,
            requested,
        }),
    }
}

/// The id in `x`, `Patient/x` or an absolute URL ending so.
fn patient(value: &str) -> Result<String, SearchErrorKind> {
    one_value(value)?;
    let id = Some(value)
        .filter(|id| is_id(id))
        .or_else(|| patient_id_in(value));
    id.map(str::to_owned).ok_or(E::InvalidValue)
}

/// `fhir json`: the plus of the media type, form-decoded.
fn json_format(value: &str) -> Result<(), SearchErrorKind> {
    match value {
        "json" | "application/json" | "application/fhir+json" | "application/fhir json" => Ok(()),
        _ => Err(E::Unsupported),
    }
}
