//! From a mention to its concepts.

use super::{Concept, Terminology};
use crate::format::{KeyKind, write_key};
use crate::normalise::{Normaliser, content_words};
use crate::system::System;

/// Most concepts given for a mention.
const MAX_CONCEPTS: usize = 5;
/// Attributes considered: more never name one thing.
const MAX_ATTRIBUTES: usize = 4;
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
    /// May be empty. The first four are considered.
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
    /// About half a microsecond.
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
    /// order ("pain" with "left" and "knee"), then with fewer of them, then the surface as it is,
    /// then its words in any order. Nothing is guessed: empty means that no term of the terminology is there.
    ///
    /// # Cost
    ///
    /// A microsecond per combination of attributes, of which there are at most sixteen.
    #[must_use]
    pub fn link_query(&self, query: &Query<'_>) -> Vec<Concept<'_>> {
        let mut search = Search {
            terminology: self,
            query,
            key: Vec::with_capacity(64),
        };
        let mut normaliser = Normaliser::default();
        let attributes: Vec<String> = query
            .attributes
            .iter()
            .take(MAX_ATTRIBUTES)
            .map(|a| normaliser.normalise(a).to_owned())
            .collect();
        let surface = normaliser.normalise(query.surface);
        search
            .with_attributes(surface, &attributes)
            .or_else(|| search.bare(surface, attributes.len()))
            .unwrap_or_default()
    }
}

/// A look-up under way.
struct Search<'t, 'q> {
    terminology: &'t Terminology,
    query: &'q Query<'q>,
    key: Vec<u8>,
}

impl<'t> Search<'t, '_> {
    /// The surface with as many of the attributes as give a term.
    fn with_attributes(
        &mut self,
        surface: &str,
        attributes: &[String],
    ) -> Option<Vec<Concept<'t>>> {
        let mut subsets: Vec<u32> = (1..1 << attributes.len()).collect();
        // Most attributes first, then those nearest the front.
        subsets.sort_by_key(|set| (attributes.len() as u32 - set.count_ones(), *set));
        subsets.into_iter().find_map(|set| {
            let chosen = (0..).zip(attributes).filter(|(i, _)| set & (1 << i) != 0);
            let words = chosen
                .flat_map(|(_, a)| content_words(a))
                .chain(content_words(surface));
            let left_out = attributes.len() as u32 - set.count_ones();
            self.sorted(words.collect(), left_out)
        })
    }

    fn bare(&mut self, surface: &str, left_out: usize) -> Option<Vec<Concept<'t>>> {
        let factor = LEFT_OUT_FACTOR.powi(left_out as i32);
        let found = self.find(KeyKind::Exact, surface, factor);
        found.or_else(|| self.sorted(content_words(surface).collect(), left_out as u32))
    }

    fn sorted(&mut self, mut words: Vec<&str>, left_out: u32) -> Option<Vec<Concept<'t>>> {
        words.sort_unstable();
        words.dedup();
        let factor = SORTED_FACTOR * LEFT_OUT_FACTOR.powi(left_out as i32);
        self.find(KeyKind::Sorted, &words.join(" "), factor)
    }

    /// The concepts of one key, their priors times `factor`.
    fn find(&mut self, kind: KeyKind, term: &str, factor: f32) -> Option<Vec<Concept<'t>>> {
        write_key(&mut self.key, self.query.system, kind, term);
        let value = self.terminology.terms.get(&self.key)?;
        let first = usize::try_from(value >> 8).ok()?;
        let count = (value & 0xff) as usize;
        let postings = first..first + count.min(MAX_CONCEPTS);
        let concept = |index| {
            let (concept, prior) = self.terminology.posting(index)?;
            self.terminology.concept_at(concept, prior * factor)
        };
        Some(postings.filter_map(concept).collect())
    }
}
