//! From a mention to its concepts.

use super::{Concept, Terminology};
use crate::format::{KeyKind, write_key};
use crate::normalise::{Normaliser, content_words};
use crate::system::System;

/// Most concepts given for a mention.
pub(super) const MAX_CONCEPTS: usize = 5;
/// Attributes considered: more never name one thing.
const MAX_ATTRIBUTES: usize = 6;
/// Words of attributes that are combined with a surface when no whole attributes give a term.
const MAX_WORDS: usize = 3;
/// What a match of the same words in another order is worth.
const SORTED_FACTOR: f32 = 0.9;
/// What a match without the attributes is worth, for each attribute left out.
const LEFT_OUT_FACTOR: f32 = 0.95;

/// What to look up.
#[derive(Clone, Copy)]
pub struct Query<'q> {
    /// The code system to search.
    pub system: System,
    /// The mention as it stands in the note.
    pub surface: &'q str,
    /// The attributes linked to the mention as they stand in the note: site, side, acuity, quality.
    /// May be empty. The first six that hold a word of the terminology are considered.
    pub attributes: &'q [&'q str],
}

impl std::fmt::Debug for Query<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes: usize =
            self.attributes.iter().map(|a| a.len()).sum::<usize>() + self.surface.len();
        write!(f, "Query({:?}, <{bytes} B>)", self.system)
    }
}

impl Terminology {
    /// At most five concepts for a surface alone, best first. Empty: no code, which is an answer.
    ///
    /// # Cost
    ///
    /// Two to three microseconds, most of it to normalise.
    #[must_use]
    pub fn link(&self, system: System, surface: &str) -> Vec<Concept<'_>> {
        self.link_query(&Query {
            system,
            surface,
            attributes: &[],
        })
    }

    /// At most five concepts for a mention with its attributes, best first.
    ///
    /// Looked up, until something is found: the surface together with all of its attributes in any
    /// order ("pain" with "left" and "knee"), with fewer of them, with single words of them, the
    /// surface as it is, and its words in any order. Attribute words that no term has are passed
    /// over. Nothing is guessed: empty means that no term of the terminology is there.
    ///
    /// # Cost
    ///
    /// As [`Terminology::link`], and half a microsecond for each combination of attributes that is
    /// tried, of which there are at most 64: about five microseconds on clinical notes.
    #[must_use]
    pub fn link_query(&self, query: &Query<'_>) -> Vec<Concept<'_>> {
        let mut search = Search {
            terminology: self,
            system: query.system,
            key: Vec::with_capacity(64),
        };
        let mut normaliser = Normaliser::default();
        let attributes: Vec<String> = query
            .attributes
            .iter()
            .map(|attribute| search.known_words(normaliser.normalise(attribute)))
            .filter(|words| !words.is_empty())
            .take(MAX_ATTRIBUTES)
            .collect();
        let surface = normaliser.normalise(query.surface);
        let phrases: Vec<&str> = attributes.iter().map(String::as_str).collect();
        let words = single_words(&phrases);
        let found = search.combined(surface, &phrases, MAX_ATTRIBUTES);
        let found = found.or_else(|| search.combined(surface, &words, MAX_WORDS));
        found
            .or_else(|| search.bare(surface, attributes.len()))
            .unwrap_or_default()
    }
}

/// The words of the attributes, each once, when they differ from the attributes themselves.
fn single_words<'a>(phrases: &[&'a str]) -> Vec<&'a str> {
    let mut words: Vec<&str> = Vec::new();
    for word in phrases.iter().flat_map(|phrase| content_words(phrase)) {
        if !words.contains(&word) && words.len() < MAX_ATTRIBUTES {
            words.push(word);
        }
    }
    if words == phrases { Vec::new() } else { words }
}

/// A look-up under way.
struct Search<'t> {
    terminology: &'t Terminology,
    system: System,
    key: Vec<u8>,
}

impl<'t> Search<'t> {
    /// The words of an attribute that some term has: "slight" and "9/10" name no concept.
    fn known_words(&mut self, attribute: &str) -> String {
        let known: Vec<&str> = content_words(attribute)
            .filter(|word| self.value(KeyKind::Word, word).is_some())
            .collect();
        known.join(" ")
    }

    /// The surface with as many of the attributes, at most `most`, as give a term.
    fn combined(
        &mut self,
        surface: &str,
        attributes: &[&str],
        most: usize,
    ) -> Option<Vec<Concept<'t>>> {
        // A surface that says nothing must not be linked by its attributes alone.
        content_words(surface).next()?;
        let count = attributes.len() as u32;
        let mut subsets: Vec<u32> = (1..1 << count).collect();
        subsets.retain(|set: &u32| set.count_ones() as usize <= most);
        // Most attributes first, then those nearest the front.
        subsets.sort_unstable_by_key(|set| (count - set.count_ones(), *set));
        subsets.into_iter().find_map(|set| {
            let chosen = (0..).zip(attributes).filter(|(i, _)| set & (1 << i) != 0);
            let words = chosen
                .flat_map(|(_, a)| content_words(a))
                .chain(content_words(surface));
            self.sorted(words.collect(), count - set.count_ones())
        })
    }

    fn bare(&mut self, surface: &str, left_out: usize) -> Option<Vec<Concept<'t>>> {
        let left_out = left_out as u32;
        let found = self.find(KeyKind::Exact, surface, left_out_factor(left_out));
        found.or_else(|| self.sorted(content_words(surface).collect(), left_out))
    }

    fn sorted(&mut self, mut words: Vec<&str>, left_out: u32) -> Option<Vec<Concept<'t>>> {
        words.sort_unstable();
        words.dedup();
        self.find(
            KeyKind::Sorted,
            &words.join(" "),
            SORTED_FACTOR * left_out_factor(left_out),
        )
    }

    /// The concepts of one key, their priors times `factor`.
    fn find(&mut self, kind: KeyKind, term: &str, factor: f32) -> Option<Vec<Concept<'t>>> {
        let value = self.value(kind, term)?;
        let first = usize::try_from(value >> 8).ok()?;
        let count = (value & 0xff) as usize;
        let concept = |index| {
            let (concept, prior) = self.terminology.posting(index)?;
            self.terminology.concept_at(concept, prior * factor)
        };
        let postings = first..first.saturating_add(count.min(MAX_CONCEPTS));
        Some(postings.filter_map(concept).collect())
    }

    fn value(&mut self, kind: KeyKind, term: &str) -> Option<u64> {
        write_key(&mut self.key, self.system, kind, term);
        self.terminology.terms.get(&self.key)
    }
}

fn left_out_factor(left_out: u32) -> f32 {
    LEFT_OUT_FACTOR.powi(left_out as i32)
}
