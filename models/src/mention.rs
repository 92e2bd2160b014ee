//! What decoding finds in a note.

use crate::kind::{Kind, Trait};

/// A half-open range of bytes in a note, on char boundaries. Notes are at most 4 GiB long.
#[derive(Clone, Copy, PartialEq, Eq, Ord, PartialOrd, Hash, Debug, Default)]
pub struct ByteSpan {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl ByteSpan {
    /// The span of these byte offsets; offsets beyond 4 GiB become 4 GiB.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end),
        }
    }

    /// The span as a range for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Bytes covered.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether no byte is covered.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A trait of a mention, with its probability.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TraitScore {
    /// Which trait.
    pub name: Trait,
    /// Its probability, 0 to 1.
    pub score: f32,
}

/// The entity that a mention describes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Link {
    /// Index of the entity in the vector that holds this mention.
    pub to: u32,
    /// Probability of the link, 0 to 1.
    pub score: f32,
}

/// One mention: where, what, how sure; it holds no text.
#[derive(Clone, PartialEq, Debug)]
pub struct Mention {
    /// Bytes of the note.
    pub span: ByteSpan,
    /// Its type.
    pub kind: Kind,
    /// Probability of span and type, 0 to 1.
    pub score: f32,
    /// Traits that reached their threshold; a [`Kind::Dx`] leads with exactly one of diag, sign and sym.
    pub traits: Vec<TraitScore>,
    /// The entities that an attribute belongs to, in order of the text: mostly one.
    pub links: Vec<Link>,
}

impl Mention {
    /// Whether the mention has this trait.
    pub fn has(&self, name: Trait) -> bool {
        self.traits.iter().any(|t| t.name == name)
    }
}

/// One vector from those of a note's windows, in order; links keep pointing at their mentions.
pub(crate) fn merge(windows: Vec<Vec<Mention>>) -> Vec<Mention> {
    let mut all: Vec<Mention> = Vec::with_capacity(windows.iter().map(Vec::len).sum());
    for window in windows {
        let shift = u32::try_from(all.len()).unwrap_or(u32::MAX);
        all.extend(window.into_iter().map(|mut mention| {
            mention
                .links
                .iter_mut()
                .for_each(|link| link.to = link.to.saturating_add(shift));
            mention
        }));
    }
    if !all.is_sorted_by_key(|m| m.span) {
        all = sorted(all);
    }
    all
}

/// Windows follow the text, so this is rare: only where one character's tokens fall into two windows.
fn sorted(all: Vec<Mention>) -> Vec<Mention> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&i| all[i].span);
    let mut place = vec![0_u32; all.len()];
    for (to, &from) in (0..).zip(&order) {
        place[from] = to;
    }
    let mut slots: Vec<Option<Mention>> = all.into_iter().map(Some).collect();
    let mut out: Vec<Mention> = order
        .iter()
        .filter_map(|&from| slots[from].take())
        .collect();
    for link in out.iter_mut().flat_map(|m| &mut m.links) {
        link.to = place.get(link.to as usize).copied().unwrap_or(link.to);
    }
    out
}

#[cfg(test)]
mod tests;
