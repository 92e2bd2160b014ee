//! The bytes of every key: nothing outside this file knows them.
//!
//! | column family | key parts, in order |
//! |---|---|
//! | `body` | content hash: 32 bytes |
//! | `as_of` | type: u16 · id: text · txn: u64 ↓ · version: u64 ↓ |
//! | `resource`, `reverse` | type: u16 · number: u64 |
//! | `type_history` | type: u16 · txn: u64 ↓ · number: u64 ↓ · version: u64 ↓ |
//! | `system_history` | txn: u64 ↓ · type: u16 · number: u64 ↓ · version: u64 ↓ |
//! | `index` | parameter: text · type: u16 · value: text · number: u64 |
//! | `compartment` | compartment's type: u16 · its id: text · type: u16 · number: u64 |
//! | `txn` | txn: u64 |
//! | `checkpoint` | source: text |
//! | `meta` | tag: u8 (1 format, 2 counters; 3 followed by u32 is kept for compression dictionaries) |
//!
//! Integers are big-endian; `↓` means every bit inverted, so that the largest sorts first. *Text* is any bytes: `00`
//! becomes `01 01`, `01` becomes `01 02`, everything else is itself, and a `00` ends it. So no text is a prefix of
//! another, whatever follows, and text sorts as its bytes do. FHIR ids have no such bytes: each is itself plus a `00`.
//!
//! Example: version 1 of `Patient/p1` (type 103), made by transaction 7, in `as_of`:
//! `00 67 · 70 31 00 · ff ff ff ff ff ff ff f8 · ff ff ff ff ff ff ff fe`.
//!
//! For every key type, the order of the bytes is the order that `Ord` derives, and decoding gives back what was
//! encoded: both are properties in `keys/tests.rs`.

#[cfg(test)]
mod tests;

use crate::Digest;
use crate::type_code::TypeCode;
use std::borrow::Cow;
use std::cmp::Reverse;

/// A key of a column family.
pub(crate) trait Key<'a>: Sized {
    fn write(&self, out: &mut Writer);

    fn read(from: &mut Reader<'a>) -> Option<Self>;

    fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        self.write(&mut out);
        out.0
    }

    /// `None` for bytes that are no such key, with nothing left over.
    fn decode(bytes: &'a [u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        let key = Self::read(&mut from)?;
        from.0.is_empty().then_some(key)
    }
}

/// `body`: a content hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BodyKey(pub(crate) Digest);

impl Key<'_> for BodyKey {
    fn write(&self, out: &mut Writer) {
        out.0.extend_from_slice(&self.0.0);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        from.array().map(Digest).map(Self)
    }
}

/// `as_of`: a version of a resource, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AsOfKey<'a> {
    pub(crate) resource_type: TypeCode,
    pub(crate) id: Cow<'a, [u8]>,
    pub(crate) txn: Reverse<u64>,
    pub(crate) version: Reverse<u64>,
}

impl<'a> AsOfKey<'a> {
    pub(crate) fn new(resource_type: TypeCode, id: &'a str, txn: u64, version: u64) -> Self {
        Self {
            resource_type,
            id: Cow::Borrowed(id.as_bytes()),
            txn: Reverse(txn),
            version: Reverse(version),
        }
    }
}

impl<'a> Key<'a> for AsOfKey<'a> {
    fn write(&self, out: &mut Writer) {
        out.resource_type(self.resource_type);
        out.text(&self.id);
        out.descending(self.txn);
        out.descending(self.version);
    }

    fn read(from: &mut Reader<'a>) -> Option<Self> {
        Some(Self {
            resource_type: from.resource_type()?,
            id: from.text()?,
            txn: from.descending()?,
            version: from.descending()?,
        })
    }
}

/// `resource` and `reverse`: a resource by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NumberKey {
    pub(crate) resource_type: TypeCode,
    pub(crate) number: u64,
}

impl Key<'_> for NumberKey {
    fn write(&self, out: &mut Writer) {
        out.resource_type(self.resource_type);
        out.ascending(self.number);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            resource_type: from.resource_type()?,
            number: from.ascending()?,
        })
    }
}

/// `type_history`: a version of a resource of a type, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypeHistoryKey {
    pub(crate) resource_type: TypeCode,
    pub(crate) txn: Reverse<u64>,
    pub(crate) number: Reverse<u64>,
    pub(crate) version: Reverse<u64>,
}

impl Key<'_> for TypeHistoryKey {
    fn write(&self, out: &mut Writer) {
        out.resource_type(self.resource_type);
        out.descending(self.txn);
        out.descending(self.number);
        out.descending(self.version);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            resource_type: from.resource_type()?,
            txn: from.descending()?,
            number: from.descending()?,
            version: from.descending()?,
        })
    }
}

/// `system_history`: a version of any resource, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SystemHistoryKey {
    pub(crate) txn: Reverse<u64>,
    pub(crate) resource_type: TypeCode,
    pub(crate) number: Reverse<u64>,
    pub(crate) version: Reverse<u64>,
}

impl Key<'_> for SystemHistoryKey {
    fn write(&self, out: &mut Writer) {
        out.descending(self.txn);
        out.resource_type(self.resource_type);
        out.descending(self.number);
        out.descending(self.version);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            txn: from.descending()?,
            resource_type: from.resource_type()?,
            number: from.descending()?,
            version: from.descending()?,
        })
    }
}

/// `index`: a resource that has a value of a search parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IndexKey<'a> {
    pub(crate) parameter: Cow<'a, [u8]>,
    pub(crate) resource_type: TypeCode,
    pub(crate) value: Cow<'a, [u8]>,
    pub(crate) number: u64,
}

impl<'a> Key<'a> for IndexKey<'a> {
    fn write(&self, out: &mut Writer) {
        out.text(&self.parameter);
        out.resource_type(self.resource_type);
        out.text(&self.value);
        out.ascending(self.number);
    }

    fn read(from: &mut Reader<'a>) -> Option<Self> {
        Some(Self {
            parameter: from.text()?,
            resource_type: from.resource_type()?,
            value: from.text()?,
            number: from.ascending()?,
        })
    }
}

/// `compartment`: a resource in the compartment of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CompartmentKey<'a> {
    pub(crate) owner_type: TypeCode,
    pub(crate) owner: Cow<'a, [u8]>,
    pub(crate) resource_type: TypeCode,
    pub(crate) number: u64,
}

impl<'a> Key<'a> for CompartmentKey<'a> {
    fn write(&self, out: &mut Writer) {
        out.resource_type(self.owner_type);
        out.text(&self.owner);
        out.resource_type(self.resource_type);
        out.ascending(self.number);
    }

    fn read(from: &mut Reader<'a>) -> Option<Self> {
        Some(Self {
            owner_type: from.resource_type()?,
            owner: from.text()?,
            resource_type: from.resource_type()?,
            number: from.ascending()?,
        })
    }
}

/// `txn`: a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TxnKey(pub(crate) u64);

impl Key<'_> for TxnKey {
    fn write(&self, out: &mut Writer) {
        out.ascending(self.0);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        from.ascending().map(Self)
    }
}

/// `checkpoint`: the name of an input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CheckpointKey<'a>(pub(crate) Cow<'a, [u8]>);

impl<'a> Key<'a> for CheckpointKey<'a> {
    fn write(&self, out: &mut Writer) {
        out.text(&self.0);
    }

    fn read(from: &mut Reader<'a>) -> Option<Self> {
        from.text().map(Self)
    }
}

/// `meta`: what there is one of in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MetaKey {
    Format,
    Counters,
}

impl Key<'_> for MetaKey {
    fn write(&self, out: &mut Writer) {
        out.0.push(match self {
            Self::Format => 1,
            Self::Counters => 2,
        });
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        match from.array()? {
            [1] => Some(Self::Format),
            [2] => Some(Self::Counters),
            _ => None,
        }
    }
}

/// What all keys in `resource`, `reverse` and `type_history` of a type begin with.
pub(crate) fn type_prefix(resource_type: TypeCode) -> Vec<u8> {
    let mut out = Writer::default();
    out.resource_type(resource_type);
    out.0
}

/// What all keys in `system_history` of a transaction begin with.
pub(crate) fn txn_prefix(txn: u64) -> Vec<u8> {
    let mut out = Writer::default();
    out.descending(Reverse(txn));
    out.0
}

/// What all keys in `as_of` of a resource begin with: the part of such a key up to the end of its id.
pub(crate) fn resource_prefix(as_of_key: &[u8]) -> &[u8] {
    let end = as_of_key.iter().skip(2).position(|&byte| byte == TEXT_END);
    &as_of_key[..end.map_or(as_of_key.len(), |end| 2 + end + 1)]
}

/// A key that ends in a number, split before it: entries with one prefix are one posting list.
pub(crate) fn split_number(key: &[u8]) -> Option<(&[u8], u64)> {
    let (prefix, number) = key.split_last_chunk::<8>()?;
    Some((prefix, u64::from_be_bytes(*number)))
}

/// The key of a number in the posting list with that prefix.
pub(crate) fn join_number(prefix: &[u8], number: u64) -> Vec<u8> {
    [prefix, &number.to_be_bytes()].concat()
}

const TEXT_END: u8 = 0;
const ESCAPE: u8 = 1;

/// Appends key parts.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    fn resource_type(&mut self, resource_type: TypeCode) {
        self.0
            .extend_from_slice(&resource_type.code().to_be_bytes());
    }

    fn ascending(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_be_bytes());
    }

    fn descending(&mut self, Reverse(value): Reverse<u64>) {
        self.ascending(!value);
    }

    fn text(&mut self, text: &[u8]) {
        for &byte in text {
            if byte <= ESCAPE {
                self.0.extend_from_slice(&[ESCAPE, byte + 1]);
            } else {
                self.0.push(byte);
            }
        }
        self.0.push(TEXT_END);
    }
}

/// Takes key parts off the front.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn resource_type(&mut self) -> Option<TypeCode> {
        TypeCode::from_code(u16::from_be_bytes(self.array()?))
    }

    fn ascending(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    fn descending(&mut self) -> Option<Reverse<u64>> {
        self.ascending().map(|value| Reverse(!value))
    }

    fn text(&mut self) -> Option<Cow<'a, [u8]>> {
        let end = self.0.iter().position(|&byte| byte == TEXT_END)?;
        let (text, rest) = (&self.0[..end], &self.0[end + 1..]);
        self.0 = rest;
        if text.contains(&ESCAPE) {
            unescape(text).map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(text))
        }
    }
}

fn unescape(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = text.iter();
    let mut out = Vec::with_capacity(text.len());
    while let Some(&byte) = bytes.next() {
        out.push(match byte {
            ESCAPE => match bytes.next()? {
                escaped @ 1..=2 => escaped - 1,
                _ => return None,
            },
            plain => plain,
        });
    }
    Some(out)
}
