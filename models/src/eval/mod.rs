//! Found mentions against annotated ones: counts, and the numbers that follow from them.
//!
//! A corpus names mentions by its own labels; each stands for a set of our types, and labels of one set are scored as one
//! group. [`score`] counts one note, [`Tally::merge`] adds notes up, and [`Count`] turns counts into numbers.

mod counts;
mod kinds;
mod marks;
mod offsets;
#[cfg(test)]
mod tests;

pub use counts::{Bin, Count, Tally};
pub use kinds::{Kinds, Scheme};
pub use offsets::Offsets;

use std::collections::{HashMap, HashSet};

use crate::kind::{Kind, Trait};
use crate::mention::{ByteSpan, Mention};
use marks::Cover;

/// A mention as it is annotated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoldMention {
    /// Bytes of the note.
    pub span: ByteSpan,
    /// The types that it may have; none where its label has no counterpart, and then it is not scored.
    pub kinds: Kinds,
    /// What is said of it.
    pub traits: Vec<Trait>,
}

/// The annotations of a note.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GoldNote {
    /// In any order.
    pub mentions: Vec<GoldMention>,
    /// Indices of an attribute and of the mention that it describes.
    pub links: Vec<(usize, usize)>,
}

/// A mention by what strict scoring compares.
type Key = (ByteSpan, Kind);

/// Counts one note. Mentions of one place and type count once, with the traits of each.
pub fn score(text: &str, gold: &GoldNote, found: &[Mention], scheme: &Scheme) -> Tally {
    let gold_groups = Groups::new(gold, scheme);
    let unscored = Cover::new(
        gold.mentions
            .iter()
            .filter(|m| m.kinds.is_empty())
            .map(|m| m.span),
    );
    let mut tally = Tally {
        documents: 1,
        mentions: gold_groups.keys.len() as u64,
        ..Tally::default()
    };
    let mut kept = Vec::with_capacity(found.len());
    let mut seen = HashSet::with_capacity(found.len());
    for mention in found.iter().filter(|m| scheme.kinds().contains(m.kind)) {
        let judged = gold_groups.judge(mention);
        if !seen.insert((mention.span, mention.kind)) {
            continue;
        }
        if !judged.overlaps && unscored.overlaps(mention.span) {
            tally.left_out += 1;
            continue;
        }
        tally.count_found(scheme.groups()[judged.group], judged.exact, judged.overlaps);
        tally.bins[Bin::of(mention.score)].add(mention.score, judged.exact);
        kept.push(mention);
    }
    count_gold(&mut tally, &gold_groups, scheme, &kept);
    if scheme.has_traits() {
        count_traits(&mut tally, gold, &kept);
    }
    if scheme.has_links() {
        count_links(&mut tally, gold, found);
    }
    tally.phi = marks::phi(text, gold, found, scheme);
    tally
}

/// How a found mention fares.
struct Judged {
    /// Place in the scheme of the group that it is counted in.
    group: usize,
    exact: bool,
    overlaps: bool,
}

/// The annotated mentions of a note, by the groups of a scheme.
struct Groups<'a> {
    scheme: &'a Scheme,
    keys: HashSet<(ByteSpan, usize)>,
    covers: Vec<Cover>,
}

impl<'a> Groups<'a> {
    fn new(gold: &GoldNote, scheme: &'a Scheme) -> Self {
        let place = |m: &GoldMention| Some((m.span, scheme.place(m.kinds)?));
        let keys: HashSet<_> = gold.mentions.iter().filter_map(place).collect();
        let cover = |group| Cover::new(keys.iter().filter(|k| k.1 == group).map(|k| k.0));
        let covers = (0..scheme.groups().len()).map(cover).collect();
        Self {
            scheme,
            keys,
            covers,
        }
    }

    /// A mention counts in the group of what it hits, else of what it overlaps, else in the narrowest that has its type.
    fn judge(&self, mention: &Mention) -> Judged {
        let possible = || self.scheme.groups_of(mention.kind);
        let exact = possible().find(|&group| self.keys.contains(&(mention.span, group)));
        let near =
            exact.or_else(|| possible().find(|&group| self.covers[group].overlaps(mention.span)));
        Judged {
            group: near.or_else(|| possible().next()).unwrap_or_default(),
            exact: exact.is_some(),
            overlaps: near.is_some(),
        }
    }
}

fn count_gold(tally: &mut Tally, gold: &Groups<'_>, scheme: &Scheme, kept: &[&Mention]) {
    let keys: HashSet<Key> = kept.iter().map(|m| (m.span, m.kind)).collect();
    let of_kind = |kind: &Kind| Cover::new(kept.iter().filter(|m| m.kind == *kind).map(|m| m.span));
    let covers: Vec<Cover> = Kind::ALL.iter().map(of_kind).collect();
    for &(span, group) in &gold.keys {
        let kinds = scheme.groups()[group];
        let exact = kinds.iter().any(|kind| keys.contains(&(span, kind)));
        let near = exact
            || kinds
                .iter()
                .any(|kind| covers[kind as usize].overlaps(span));
        tally.count_gold(kinds, exact, near);
    }
}

/// Traits of the mentions that are found exactly.
fn count_traits(tally: &mut Tally, gold: &GoldNote, kept: &[&Mention]) {
    let by_key: HashMap<Key, &Mention> = kept.iter().map(|m| ((m.span, m.kind), *m)).collect();
    // Mentions of one place and type are one, with the traits of each.
    let mut gold_traits: HashMap<Key, [bool; Trait::ALL.len()]> = HashMap::new();
    for mention in &gold.mentions {
        for kind in mention.kinds.iter() {
            let has = gold_traits.entry((mention.span, kind)).or_default();
            mention
                .traits
                .iter()
                .for_each(|name| has[*name as usize] = true);
        }
    }
    for (key, annotated) in &gold_traits {
        let Some(found) = by_key.get(key) else {
            continue;
        };
        for &name in Trait::ALL {
            let count = Count::of(found.has(name), annotated[name as usize]);
            tally.traits[name as usize].merge(count);
            if key.1 == Kind::Dx {
                tally.dx_traits[name as usize].merge(count);
            }
        }
    }
}

/// Links end to end, and those between mentions that were there to be linked.
fn count_links(tally: &mut Tally, gold: &GoldNote, found: &[Mention]) {
    let key = |m: &Mention| (m.span, m.kind);
    let linked = found.iter().flat_map(|m| {
        m.links
            .iter()
            .map(move |link| (m, found.get(link.to as usize)))
    });
    let linked: HashSet<(Key, Key)> = linked
        .filter_map(|(from, to)| Some((key(from), key(to?))))
        .collect();
    let keys: Vec<Option<Key>> = gold
        .mentions
        .iter()
        .map(|m| Some((m.span, m.kinds.only()?)))
        .collect();
    let found: HashSet<Key> = found.iter().map(key).collect();
    let exact: HashSet<Key> = keys.iter().flatten().copied().collect();
    let exact: HashSet<&Key> = exact.intersection(&found).collect();
    let end = |at: usize| keys.get(at).copied().flatten();
    let gold: HashSet<(Key, Key)> = gold
        .links
        .iter()
        .filter_map(|&(from, to)| Some((end(from)?, end(to)?)))
        .collect();
    for link in linked.union(&gold) {
        let (from, to) = link;
        let count = Count::of(linked.contains(link), gold.contains(link));
        tally.links.merge(count);
        if from.1.is_attribute() {
            tally.attribute_links.merge(count);
            if exact.contains(from) && exact.contains(to) {
                tally.linkable.merge(count);
            }
        }
    }
}
