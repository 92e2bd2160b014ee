//! Where a page ended.

use crate::{StoreError, StoreErrorKind};
use std::fmt;
use std::str::FromStr;

/// Where a page ended, and the transaction its answer is of.
///
/// Goes through a URL as text: `Display` and `FromStr` are inverses, letters and digits and `-` only. It holds
/// numbers, no ids and no values, and does not expire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) txn: u64,
    pub(crate) after: Position,
}

/// The last resource or version of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// In a listing by number.
    Number(u64),
    /// In a history.
    Version(VersionPosition),
}

/// A version's place in a history. The type matters in that of the system only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VersionPosition {
    pub(crate) txn: u64,
    pub(crate) type_code: u16,
    pub(crate) number: u64,
    pub(crate) version: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.after {
            Position::Number(number) => write!(f, "n-{:x}-{number:x}", self.txn),
            Position::Version(at) => write!(
                f,
                "v-{:x}-{:x}-{:x}-{:x}-{:x}",
                self.txn, at.txn, at.type_code, at.number, at.version
            ),
        }
    }
}

impl FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        parse(text).ok_or_else(|| StoreErrorKind::BadCursor.into())
    }
}

fn parse(text: &str) -> Option<Cursor> {
    let (kind, numbers) = text.split_once('-')?;
    let numbers: Option<Vec<u64>> = numbers
        .split('-')
        .map(|part| u64::from_str_radix(part, 16).ok())
        .collect();
    match (kind, numbers?.as_slice()) {
        ("n", &[txn, number]) => Some(Cursor {
            txn,
            after: Position::Number(number),
        }),
        ("v", &[txn, at, type_code, number, version]) => {
            let type_code = type_code.try_into().ok()?;
            let after = Position::Version(VersionPosition {
                txn: at,
                type_code,
                number,
                version,
            });
            Some(Cursor { txn, after })
        }
        _ => None,
    }
}
