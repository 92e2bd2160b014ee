//! The bytes of every value but bodies (`body.rs`).
//!
//! | column family | value |
//! |---|---|
//! | `as_of` | flags: u8 · number: int · time: int · content hash, if flag 1 · source, if flag 2 · fingerprint, if flag 4 |
//! | `resource` | id: the rest |
//! | `type_history`, `system_history` | nothing |
//! | `index`, `compartment` | the first transaction: int · the distances of the others, each from the one before: int… |
//! | `reverse` | 0, or 1 and patient: bytes · (parameter: bytes · value: bytes)… |
//! | `txn` | time: int · versions: int |
//! | `checkpoint` | identity: 32 bytes · byte, line, seq: int · done: u8 · state: the rest |
//! | `meta` | format: int; counters: numbers given, versions, body bytes, body bytes stored: int |
//!
//! *int* is an LEB128 of at most 10 bytes; *bytes* are an int of their length and themselves; times are Unix
//! milliseconds. In `as_of` a missing content hash means a deletion, a missing source that it is the content hash (a
//! resource that passed unchanged), a missing fingerprint that it is zero. Other flags must be 0.

#[cfg(test)]
mod tests;

use crate::lifetimes::Lifetimes;
use crate::{Checkpoint, Digest, Term};

/// A value of a column family.
pub(crate) trait Value: Sized {
    fn write(&self, out: &mut Vec<u8>);

    fn read(from: &mut Bytes<'_>) -> Option<Self>;

    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    /// `None` for bytes that are no such value, with nothing left over.
    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut from = Bytes(bytes);
        let value = Self::read(&mut from)?;
        from.0.is_empty().then_some(value)
    }
}

/// `as_of`: a version of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) number: u64,
    pub(crate) time_ms: u64,
    pub(crate) content: Content,
}

/// What a version says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Body {
        hash: Digest,
        source: Digest,
        fingerprint: Digest,
    },
    Deleted,
}

const HAS_BODY: u8 = 1;
const HAS_SOURCE: u8 = 2;
const HAS_FINGERPRINT: u8 = 4;

impl Value for Version {
    fn write(&self, out: &mut Vec<u8>) {
        let flags_at = out.len();
        out.push(0);
        write_int(out, self.number);
        write_int(out, self.time_ms);
        let Content::Body {
            hash,
            source,
            fingerprint,
        } = self.content
        else {
            return;
        };
        let parts = [
            (HAS_BODY, hash, true),
            (HAS_SOURCE, source, source != hash),
            (HAS_FINGERPRINT, fingerprint, fingerprint != Digest::ZERO),
        ];
        for (flag, digest, _) in parts.iter().filter(|(_, _, present)| *present) {
            out[flags_at] |= flag;
            out.extend_from_slice(&digest.0);
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        let flags = from.byte()?;
        let (number, time_ms) = (from.int()?, from.int()?);
        let mut digest = |flag| {
            if flags & flag == 0 {
                Some(None)
            } else {
                from.digest().map(Some)
            }
        };
        let (hash, source, fingerprint) = (
            digest(HAS_BODY)?,
            digest(HAS_SOURCE)?,
            digest(HAS_FINGERPRINT)?,
        );
        let content = match (hash, flags) {
            (Some(hash), 0..=7) => Content::Body {
                hash,
                source: source.unwrap_or(hash),
                fingerprint: fingerprint.unwrap_or(Digest::ZERO),
            },
            (None, 0) => Content::Deleted,
            _ => return None,
        };
        Some(Self {
            number,
            time_ms,
            content,
        })
    }
}

impl Value for Lifetimes {
    fn write(&self, out: &mut Vec<u8>) {
        let mut before = 0;
        for &change in &self.0 {
            write_int(out, change - before);
            before = change;
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        let mut changes: Vec<u64> = Vec::new();
        while !from.0.is_empty() {
            let distance = from.int().filter(|&distance| distance > 0)?;
            changes.push(changes.last().copied().unwrap_or(0).checked_add(distance)?);
        }
        (!changes.is_empty()).then_some(Self(changes))
    }
}

/// `reverse`: the index and compartment entries a resource has now.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Entries {
    pub(crate) patient: Option<String>,
    /// Sorted, each once.
    pub(crate) terms: Vec<Term>,
}

impl Entries {
    pub(crate) fn new(patient: Option<String>, mut terms: Vec<Term>) -> Self {
        terms.sort_unstable();
        terms.dedup();
        Self { patient, terms }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.patient.is_none() && self.terms.is_empty()
    }
}

impl Value for Entries {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(self.patient.is_some().into());
        if let Some(patient) = &self.patient {
            write_bytes(out, patient.as_bytes());
        }
        for term in &self.terms {
            write_bytes(out, term.parameter.as_bytes());
            write_bytes(out, &term.value);
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        let patient = match from.byte()? {
            0 => None,
            1 => Some(from.text()?),
            _ => return None,
        };
        let mut terms = Vec::new();
        while !from.0.is_empty() {
            terms.push(Term {
                parameter: from.text()?,
                value: from.bytes()?.to_vec(),
            });
        }
        Some(Self { patient, terms })
    }
}

/// `txn`: a transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Txn {
    pub(crate) time_ms: u64,
    pub(crate) versions: u64,
}

impl Value for Txn {
    fn write(&self, out: &mut Vec<u8>) {
        write_int(out, self.time_ms);
        write_int(out, self.versions);
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self {
            time_ms: from.int()?,
            versions: from.int()?,
        })
    }
}

/// `checkpoint`: all but the source's name, which is the key.
impl Value for Checkpoint {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.identity.0);
        for position in [self.byte, self.line, self.seq] {
            write_int(out, position);
        }
        out.push(self.done.into());
        out.extend_from_slice(&self.state);
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self {
            source: String::new(),
            identity: from.digest()?,
            byte: from.int()?,
            line: from.int()?,
            seq: from.int()?,
            done: match from.byte()? {
                0 => false,
                1 => true,
                _ => return None,
            },
            state: std::mem::take(&mut from.0).to_vec(),
        })
    }
}

/// `meta`: what is counted as it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counters {
    /// Numbers given to resources, which is also the last one.
    pub(crate) numbers: u64,
    pub(crate) versions: u64,
    /// Bytes of the bodies of all versions.
    pub(crate) body_bytes: u64,
    /// The same, compressed.
    pub(crate) stored_bytes: u64,
}

impl Value for Counters {
    fn write(&self, out: &mut Vec<u8>) {
        for count in [
            self.numbers,
            self.versions,
            self.body_bytes,
            self.stored_bytes,
        ] {
            write_int(out, count);
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self {
            numbers: from.int()?,
            versions: from.int()?,
            body_bytes: from.int()?,
            stored_bytes: from.int()?,
        })
    }
}

/// `meta`: the version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format(pub(crate) u32);

impl Value for Format {
    fn write(&self, out: &mut Vec<u8>) {
        write_int(out, self.0.into());
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        from.int()?.try_into().ok().map(Self)
    }
}

pub(crate) fn write_int(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_int(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Takes parts of a value off the front.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    pub(crate) fn int(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            if part << shift >> shift != part {
                return None;
            }
            value |= part << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.int()?;
        self.take(len.try_into().ok()?)
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.to_vec()).ok()
    }

    fn digest(&mut self) -> Option<Digest> {
        let (head, rest) = self.0.split_first_chunk::<32>()?;
        self.0 = rest;
        Some(Digest(*head))
    }
}
