//! The bytes of a terminology image: numbers, header, section table.
//!
//! All numbers are little endian. Sections begin at multiples of 8 in the order of the table; gaps are zero.
//!
//! ```text
//! image    = header table section*
//! header   = magic:8 "WLTERM\x1a\n"  version:u32 = 1  sections:u32 = 5  length:u64  zero:8  digest:32
//!            length counts the whole image; digest = SHA-256 of the image without these 32 bytes
//! table    = { tag:4  zero:u32  offset:u64  length:u64 } × 5, in the order below
//!
//! "INFO"   = terms:u32  name_len:u16  release_len:u16  name  release              UTF-8
//! "CONC"   = { system:u8  term_type:u8  code_len:u8  zero:u8  title_len:u16  zero:u16
//!              code_at:u32  title_at:u32 }*                   sorted by system, then code
//! "POST"   = { concept:u32  weight:u16  zero:u16 }*           weight / 65535 is a prior
//! "STRS"   = codes and titles end to end                                          UTF-8
//! "TERM"   = fst map: key → first:u56 count:u8                count postings from `first`,
//!                                                             weights descending, sum ≤ 1
//! key      = system:1 ("I" | "R")  kind:1 ("x" | "s" | "w")  term
//!            kind x: the normalised term; s: its content words, sorted, each once;
//!            w: one word of a term, without postings
//! ```

use sha2::{Digest as _, Sha256};

use crate::error::{TerminologyError, TerminologyErrorKind};
use crate::system::System;

/// The first bytes of an image. The ^Z and the newline catch text-mode transfers.
pub(crate) const MAGIC: [u8; 8] = *b"WLTERM\x1a\n";
/// The format version written and read.
pub(crate) const VERSION: u32 = 1;
/// Bytes of the header.
pub(crate) const HEADER_LEN: usize = 64;
/// Bytes of an entry of the section table.
pub(crate) const ENTRY_LEN: usize = 24;
/// Bytes of a concept.
pub(crate) const CONCEPT_LEN: usize = 16;
/// Bytes of a posting.
pub(crate) const POSTING_LEN: usize = 8;
/// The sections in the order of the table.
pub(crate) const TAGS: [&str; 5] = ["INFO", "CONC", "POST", "STRS", "TERM"];
/// Where the digest stands in the header.
const DIGEST_AT: usize = 32;

/// How a key of the term map was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum KeyKind {
    /// The normalised term itself.
    Exact,
    /// Its content words, sorted.
    Sorted,
    /// A content word of some term.
    Word,
}

/// Writes the key of a term, replacing what `out` held.
pub(crate) fn write_key(out: &mut Vec<u8>, system: System, kind: KeyKind, term: &str) {
    out.clear();
    out.push(system.byte());
    out.push(match kind {
        KeyKind::Exact => b'x',
        KeyKind::Sorted => b's',
        KeyKind::Word => b'w',
    });
    out.extend_from_slice(term.as_bytes());
}

/// The `u16` at `at`, if there are bytes enough.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The `u32` at `at`, if there are bytes enough.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The `u64` at `at`, if there are bytes enough.
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Joins sections, in the order of [`TAGS`], to an image.
pub(crate) fn assemble(sections: &[Vec<u8>; TAGS.len()]) -> Vec<u8> {
    let mut image = vec![0; HEADER_LEN + ENTRY_LEN * TAGS.len()];
    for (index, (tag, section)) in TAGS.iter().zip(sections).enumerate() {
        image.resize(image.len().next_multiple_of(8), 0);
        let entry = HEADER_LEN + ENTRY_LEN * index;
        let at = image.len() as u64;
        image[entry..entry + 4].copy_from_slice(tag.as_bytes());
        image[entry + 8..entry + 16].copy_from_slice(&at.to_le_bytes());
        image[entry + 16..entry + 24].copy_from_slice(&(section.len() as u64).to_le_bytes());
        image.extend_from_slice(section);
    }
    let length = image.len() as u64;
    image[..8].copy_from_slice(&MAGIC);
    image[8..12].copy_from_slice(&VERSION.to_le_bytes());
    image[12..16].copy_from_slice(&(TAGS.len() as u32).to_le_bytes());
    image[16..24].copy_from_slice(&length.to_le_bytes());
    seal(&mut image);
    image
}

/// Writes the digest into the header of an image.
pub(crate) fn seal(image: &mut [u8]) {
    let digest = digest_of(image);
    image[DIGEST_AT..HEADER_LEN].copy_from_slice(&digest);
}

fn digest_of(image: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(&image[..DIGEST_AT]);
    hasher.update(&image[HEADER_LEN..]);
    hasher.finalize().into()
}

/// Checks magic, version, length and digest, in this order; gives the digest.
pub(crate) fn check(image: &[u8]) -> Result<[u8; 32], TerminologyError> {
    use TerminologyErrorKind as Kind;
    let found = image.len() as u64;
    let start = image.len().min(MAGIC.len());
    if image[..start] != MAGIC[..start] {
        return Err(Kind::WrongMagic.into());
    }
    let Some(header) = image.first_chunk::<HEADER_LEN>() else {
        return Err(Kind::Truncated {
            expected: HEADER_LEN as u64,
            found,
        }
        .into());
    };
    let version = u32_at(header, 8).unwrap_or_default();
    if version != VERSION {
        return Err(Kind::WrongVersion {
            expected: VERSION,
            found: version,
        }
        .into());
    }
    let expected = u64_at(header, 16).unwrap_or_default();
    match found.cmp(&expected) {
        std::cmp::Ordering::Less => return Err(Kind::Truncated { expected, found }.into()),
        std::cmp::Ordering::Greater => return Err(Kind::TrailingBytes { expected, found }.into()),
        std::cmp::Ordering::Equal => {}
    }
    let digest = digest_of(image);
    if digest[..] != header[DIGEST_AT..] {
        return Err(Kind::Checksum.into());
    }
    Ok(digest)
}

/// The byte range of the section with this index in [`TAGS`].
pub(crate) fn section(
    image: &[u8],
    index: usize,
) -> Result<std::ops::Range<usize>, TerminologyError> {
    let tag = TAGS[index];
    let range = || {
        let entry = image
            .get(HEADER_LEN + ENTRY_LEN * index..)?
            .get(..ENTRY_LEN)?;
        let start = usize::try_from(u64_at(entry, 8)?).ok()?;
        let length = usize::try_from(u64_at(entry, 16)?).ok()?;
        let end = start.checked_add(length)?;
        let sound = entry.starts_with(tag.as_bytes()) && start % 8 == 0 && end <= image.len();
        sound.then_some(start..end)
    };
    range().ok_or_else(|| TerminologyErrorKind::BadSection { tag }.into())
}
