//! An opened terminology: its image checked once, then read in place.

mod link;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::error::{TerminologyError, TerminologyErrorKind};
use crate::format::{self, CONCEPT_LEN, POSTING_LEN, TAGS, u16_at, u32_at};
use crate::system::{System, TermType};

pub use link::Query;

/// The image that the build script made of `starter/`.
static STARTER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/starter.bin"));

/// An opened terminology.
///
/// It reads its image in place: opening checks and copies nothing, so a `&'static` slice of an
/// embedded file or of a memory map that lives as long as the process costs no memory.
/// `Send`, `Sync`, and without locks: share it by `Arc`.
pub struct Terminology {
    image: Arc<Cow<'static, [u8]>>,
    concepts: Range<usize>,
    postings: Range<usize>,
    strings: Range<usize>,
    terms: fst::Map<Section>,
    info: TerminologyInfo,
}

/// What a terminology is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminologyInfo {
    /// Its name, e.g. `wardlake-starter`.
    pub name: String,
    /// The releases that it was made from.
    pub release: String,
    /// Number of concepts.
    pub concepts: u32,
    /// Number of distinct normalised terms, counted per code system.
    pub terms: u32,
    /// SHA-256 of the image, 64 lower-case hexadecimal digits: equal images link equally.
    pub fingerprint: String,
}

/// A concept of a terminology, and how sure the linker is of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concept<'t> {
    /// The code system.
    pub system: System,
    /// The code, ICD-10-CM with its dot.
    pub code: &'t str,
    /// The official title.
    pub title: &'t str,
    /// RxNorm's term type.
    pub term_type: TermType,
    /// How sure the linker is, in [0, 1]. Not yet a calibrated probability.
    pub score: f32,
}

/// A part of the image that the term map owns together with the terminology.
struct Section {
    image: Arc<Cow<'static, [u8]>>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        &self.image[self.range.clone()]
    }
}

impl fmt::Debug for Terminology {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Terminology").field(&self.info).finish()
    }
}

impl Terminology {
    /// Opens the terminology that is embedded in the binary.
    ///
    /// # Errors
    ///
    /// None unless the binary is damaged.
    pub fn bundled() -> Result<Self, TerminologyError> {
        Self::open(STARTER)
    }

    /// Opens a compiled image.
    ///
    /// # Cost
    ///
    /// One pass over the image for its SHA-256 and one over its concepts and postings: about a
    /// millisecond per megabyte.
    ///
    /// # Errors
    ///
    /// Not an image, another format version, cut off, damaged. The digest finds accidents, not
    /// malice: an image must come from a place that is trusted.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, TerminologyError> {
        let image = Arc::new(bytes.into());
        let digest = format::check(&image)?;
        let section = |index| format::section(&image, index);
        let (concepts, postings, strings) = (section(1)?, section(2)?, section(3)?);
        let terms = open_terms(&image, section(4)?)?;
        let mut info = read_info(&image[section(0)?]).ok_or_else(|| bad_section(0))?;
        info.concepts = (concepts.len() / CONCEPT_LEN) as u32;
        info.fingerprint = hex(&digest);
        let this = Self {
            image,
            concepts,
            postings,
            strings,
            terms,
            info,
        };
        this.check_concepts()?;
        this.check_postings()?;
        Ok(this)
    }

    /// What the terminology is.
    #[must_use]
    pub fn info(&self) -> &TerminologyInfo {
        &self.info
    }

    /// The concept with this code, with score 1. A binary search.
    #[must_use]
    pub fn concept(&self, system: System, code: &str) -> Option<Concept<'_>> {
        let wanted = (system.byte(), code);
        let (mut low, mut high) = (0, self.info.concepts);
        while low < high {
            let middle = low + (high - low) / 2;
            let concept = self.concept_at(middle, 1.0)?;
            match (concept.system.byte(), concept.code).cmp(&wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(concept),
            }
        }
        None
    }

    fn concept_at(&self, index: u32, score: f32) -> Option<Concept<'_>> {
        let at = usize::try_from(index).ok()?.checked_mul(CONCEPT_LEN)?;
        let record = self.image[self.concepts.clone()]
            .get(at..)?
            .get(..CONCEPT_LEN)?;
        Some(Concept {
            system: System::from_byte(record[0])?,
            code: self.string(u32_at(record, 8)?, usize::from(record[2]))?,
            title: self.string(u32_at(record, 12)?, usize::from(u16_at(record, 4)?))?,
            term_type: TermType::from_byte(record[1])?,
            score,
        })
    }

    fn string(&self, at: u32, len: usize) -> Option<&str> {
        let strings = &self.image[self.strings.clone()];
        std::str::from_utf8(strings.get(at as usize..)?.get(..len)?).ok()
    }

    /// The concept and the prior of a posting.
    fn posting(&self, index: usize) -> Option<(u32, f32)> {
        let record = self.image[self.postings.clone()].get(index.checked_mul(POSTING_LEN)?..)?;
        Some((
            u32_at(record, 0)?,
            f32::from(u16_at(record, 4)?) / f32::from(u16::MAX),
        ))
    }

    fn check_concepts(&self) -> Result<(), TerminologyError> {
        let whole = self.concepts.len().is_multiple_of(CONCEPT_LEN);
        let sound = whole && (0..self.info.concepts).all(|i| self.concept_at(i, 1.0).is_some());
        sound.then_some(()).ok_or_else(|| bad_section(1))
    }

    fn check_postings(&self) -> Result<(), TerminologyError> {
        let count = self.postings.len() / POSTING_LEN;
        let known = |index| {
            self.posting(index)
                .is_some_and(|(c, _)| c < self.info.concepts)
        };
        let sound = self.postings.len().is_multiple_of(POSTING_LEN) && (0..count).all(known);
        sound.then_some(()).ok_or_else(|| bad_section(2))
    }
}

fn bad_section(index: usize) -> TerminologyError {
    TerminologyErrorKind::BadSection { tag: TAGS[index] }.into()
}

fn open_terms(
    image: &Arc<Cow<'static, [u8]>>,
    range: Range<usize>,
) -> Result<fst::Map<Section>, TerminologyError> {
    let section = Section {
        image: Arc::clone(image),
        range,
    };
    let map = fst::Map::new(section).map_err(|_| bad_section(4))?;
    map.as_fst().verify().map_err(|_| bad_section(4))?;
    Ok(map)
}

/// The `INFO` section; concepts and fingerprint are for the caller to fill.
fn read_info(bytes: &[u8]) -> Option<TerminologyInfo> {
    let name_end = 8 + usize::from(u16_at(bytes, 4)?);
    let release_end = name_end + usize::from(u16_at(bytes, 6)?);
    let text = |range: Range<usize>| Some(std::str::from_utf8(bytes.get(range)?).ok()?.to_owned());
    Some(TerminologyInfo {
        name: text(8..name_end)?,
        release: text(name_end..release_end)?,
        concepts: 0,
        terms: u32_at(bytes, 0)?,
        fingerprint: String::new(),
    })
}

fn hex(digest: &[u8; 32]) -> String {
    use fmt::Write as _;
    digest
        .iter()
        .fold(String::with_capacity(64), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}
