//! Rows of a terminology in, one image out.
//!
//! The build script compiles the starter terminology with this module; it is also the way to an
//! image of one's own. The image's grammar is in the crate's private module `format`, for people in
//! `src/format.rs`.

pub mod tsv;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use crate::error::{TerminologyError, TerminologyErrorKind};
use crate::format::{self, KeyKind, TAGS};
use crate::normalise::{Normaliser, content_words, sorted_key};
use crate::system::{System, TermType};

/// Postings kept per key: more senses than a caller can use only cost space.
const MAX_SENSES: usize = 16;

/// What the terminology is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its name.
    pub name: String,
    /// The releases that it was made from.
    pub release: String,
}

/// One concept with the ways of saying it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The code system.
    pub system: System,
    /// The code, ICD-10-CM with its dot.
    pub code: String,
    /// The official title; it is a term too.
    pub title: String,
    /// RxNorm's term type.
    pub term_type: TermType,
    /// Other terms.
    pub terms: Vec<Term>,
}

/// A way of saying a concept.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The term as it is written.
    pub text: String,
    /// How often the term means this concept where it occurs, in (0, 1]. Where the senses of one
    /// term sum to more than 1 they are scaled to 1; where they sum to less, the rest is a sense
    /// that the terminology has not.
    pub weight: f32,
}

type Senses = BTreeMap<u32, f32>;

/// Compiles rows, in any order, to an image. Equal rows give equal bytes.
///
/// # Errors
///
/// Two rows with one code, or a code, title, name or number of rows that the format has no room for.
pub fn compile(release: &Release, rows: &[Row]) -> Result<Vec<u8>, TerminologyError> {
    let rows = sorted(rows)?;
    let terms = gather(&rows);
    let exact = terms.keys().filter(|key| key[1] == b'x').count();
    let (postings, map) = write_terms(terms)?;
    let (concepts, strings) = write_concepts(&rows)?;
    let info = write_info(release, exact)?;
    Ok(format::assemble(&[info, concepts, postings, strings, map]))
}

fn sorted(rows: &[Row]) -> Result<Vec<&Row>, TerminologyError> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| (row.system.byte(), row.code.as_str()));
    let twice = rows
        .windows(2)
        .find(|w| (w[0].system, &w[0].code) == (w[1].system, &w[1].code));
    match twice {
        Some(pair) => Err(TerminologyErrorKind::DuplicateCode {
            code: pair[0].code.clone(),
        }
        .into()),
        None => Ok(rows),
    }
}

/// Every key with its senses.
fn gather(rows: &[&Row]) -> BTreeMap<Vec<u8>, Senses> {
    let mut keys = Keys::default();
    let mut normaliser = Normaliser::default();
    for (index, row) in (0..).zip(rows) {
        let terms = row.terms.iter().map(|t| (t.text.as_str(), t.weight));
        // A term that is also the title keeps its own weight.
        let own = row
            .terms
            .iter()
            .any(|t| t.text.eq_ignore_ascii_case(&row.title));
        let title = (!own).then_some((row.title.as_str(), 1.0));
        for (text, weight) in terms.chain(title) {
            keys.add_term(row.system, normaliser.normalise(text), (index, weight));
        }
    }
    keys.0
}

/// The keys gathered so far.
#[derive(Default)]
struct Keys(BTreeMap<Vec<u8>, Senses>);

impl Keys {
    fn add_term(&mut self, system: System, term: &str, sense: (u32, f32)) {
        self.add_sense(system, KeyKind::Exact, term, sense);
        self.add_sense(system, KeyKind::Sorted, &sorted_key(term), sense);
        for word in content_words(term) {
            self.senses(system, KeyKind::Word, word);
        }
    }

    fn add_sense(
        &mut self,
        system: System,
        kind: KeyKind,
        term: &str,
        (concept, weight): (u32, f32),
    ) {
        if term.is_empty() {
            return;
        }
        let best = self
            .senses(system, kind, term)
            .entry(concept)
            .or_insert(0.0);
        *best = best.max(weight.clamp(0.0, 1.0));
    }

    fn senses(&mut self, system: System, kind: KeyKind, term: &str) -> &mut Senses {
        let mut key = Vec::new();
        format::write_key(&mut key, system, kind, term);
        self.0.entry(key).or_default()
    }
}

/// The senses of a key as postings: best first, priors that sum to at most 1.
fn posting_list(senses: &Senses) -> Vec<u8> {
    let mut senses: Vec<(u32, f32)> = senses.iter().map(|(c, w)| (*c, *w)).collect();
    let sum: f32 = senses.iter().map(|(_, weight)| weight).sum();
    senses.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    senses.truncate(MAX_SENSES);
    let mut out = Vec::with_capacity(senses.len() * format::POSTING_LEN);
    for (concept, weight) in senses {
        let prior = (weight / sum.max(1.0) * f32::from(u16::MAX)) as u16;
        out.extend_from_slice(&concept.to_le_bytes());
        out.extend_from_slice(&prior.to_le_bytes());
        out.extend_from_slice(&[0; 2]);
    }
    out
}

/// The sections `POST` and `TERM`. Equal lists of postings are stored once.
fn write_terms(terms: BTreeMap<Vec<u8>, Senses>) -> Result<(Vec<u8>, Vec<u8>), TerminologyError> {
    let mut postings = Vec::new();
    let mut seen: HashMap<Vec<u8>, u64> = HashMap::new();
    let mut map = fst::MapBuilder::memory();
    for (key, senses) in terms {
        let list = posting_list(&senses);
        let count = (list.len() / format::POSTING_LEN) as u64;
        let first = *seen.entry(list).or_insert_with_key(|list| {
            let first = (postings.len() / format::POSTING_LEN) as u64;
            postings.extend_from_slice(list);
            first
        });
        map.insert(key, first << 8 | count).map_err(bad_map)?;
    }
    let map = map.into_inner().map_err(bad_map)?;
    Ok((postings, map))
}

fn bad_map(_: fst::Error) -> TerminologyError {
    TerminologyErrorKind::BadSection { tag: TAGS[4] }.into()
}

/// The sections `CONC` and `STRS`.
fn write_concepts(rows: &[&Row]) -> Result<(Vec<u8>, Vec<u8>), TerminologyError> {
    fits("rows", rows.len(), u64::from(u32::MAX))?;
    let (mut concepts, mut strings) = (Vec::new(), Vec::new());
    for row in rows {
        let code_len = fits("code in bytes", row.code.len(), u64::from(u8::MAX))? as u8;
        let title_len = fits("title in bytes", row.title.len(), u64::from(u16::MAX))? as u16;
        let code_at = place(&mut strings, &row.code)?;
        let title_at = place(&mut strings, &row.title)?;
        concepts.extend_from_slice(&[row.system.byte(), row.term_type.byte(), code_len, 0]);
        concepts.extend_from_slice(&title_len.to_le_bytes());
        concepts.extend_from_slice(&[0; 2]);
        concepts.extend_from_slice(&code_at.to_le_bytes());
        concepts.extend_from_slice(&title_at.to_le_bytes());
    }
    Ok((concepts, strings))
}

fn place(strings: &mut Vec<u8>, text: &str) -> Result<u32, TerminologyError> {
    let at = fits("strings in bytes", strings.len(), u64::from(u32::MAX))? as u32;
    strings.extend_from_slice(text.as_bytes());
    Ok(at)
}

/// The section `INFO`.
fn write_info(release: &Release, terms: usize) -> Result<Vec<u8>, TerminologyError> {
    let limit = u64::from(u16::MAX);
    let terms = fits("terms", terms, u64::from(u32::MAX))? as u32;
    let name_len = fits("name in bytes", release.name.len(), limit)? as u16;
    let release_len = fits("release in bytes", release.release.len(), limit)? as u16;
    let mut info = terms.to_le_bytes().to_vec();
    info.extend_from_slice(&name_len.to_le_bytes());
    info.extend_from_slice(&release_len.to_le_bytes());
    info.extend_from_slice(release.name.as_bytes());
    info.extend_from_slice(release.release.as_bytes());
    Ok(info)
}

fn fits(what: &'static str, found: usize, limit: u64) -> Result<u64, TerminologyError> {
    let found = found as u64;
    if found > limit {
        return Err(TerminologyErrorKind::TooLong { what, limit, found }.into());
    }
    Ok(found)
}
