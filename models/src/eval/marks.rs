//! Which parts of a text spans cover.

use super::GoldNote;
use super::counts::Count;
use super::kinds::{Kinds, Scheme};
use crate::mention::{ByteSpan, Mention};

/// Spans that can be asked for an overlap without looking at each.
pub(super) struct Cover {
    starts: Vec<u32>,
    /// The furthest end of the spans up to each.
    ends: Vec<u32>,
}

impl Cover {
    pub(super) fn new(spans: impl Iterator<Item = ByteSpan>) -> Self {
        let mut spans: Vec<ByteSpan> = spans.collect();
        spans.sort_unstable();
        let furthest = |far: &mut u32, span: &ByteSpan| {
            *far = span.end.max(*far);
            Some(*far)
        };
        Self {
            ends: spans.iter().scan(0, furthest).collect(),
            starts: spans.iter().map(|span| span.start).collect(),
        }
    }

    /// Whether a byte of the span is covered.
    pub(super) fn overlaps(&self, span: ByteSpan) -> bool {
        let before = self.starts.partition_point(|&start| start < span.end);
        before > 0 && self.ends[before - 1] > span.start
    }
}

/// A byte is in an annotated identifying detail.
const GOLD: u8 = 1;
/// In a found one, of a type that the annotations cover.
const FOUND: u8 = 2;
/// In a found one of another type.
const OTHER: u8 = 4;
/// In a mention that may or may not be identifying.
const OPEN: u8 = 8;

/// Characters of identifying details that are not white space, whatever their type.
///
/// Left out are characters of which the annotations do not say whether they identify a person: those of unscored labels,
/// and of labels that stand for types of both sorts. A type that the file does not annotate can be right, not wrong.
pub(super) fn phi(text: &str, gold: &GoldNote, found: &[Mention], scheme: &Scheme) -> Count {
    let covered = scheme.identifying();
    if covered.is_empty() {
        return Count::default();
    }
    let mut marks = vec![0_u8; text.len()];
    let mut mark = |span: ByteSpan, bit: u8| {
        let bytes = marks.get_mut(span.range()).unwrap_or_default();
        bytes.iter_mut().for_each(|byte| *byte |= bit);
    };
    for mention in &gold.mentions {
        let kinds = mention.kinds;
        if kinds.is_empty() || (kinds.meets(Kinds::PHI) && !kinds.within(Kinds::PHI)) {
            mark(mention.span, OPEN);
        } else if kinds.within(Kinds::PHI) {
            mark(mention.span, GOLD);
        }
    }
    for mention in found.iter().filter(|m| Kinds::PHI.contains(m.kind)) {
        mark(
            mention.span,
            if covered.contains(mention.kind) {
                FOUND
            } else {
                OTHER
            },
        );
    }
    let mut count = Count::default();
    for (at, _) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let has = |bit: u8| marks[at] & bit != 0;
        if has(GOLD) || !has(OPEN) {
            count.merge(Count::of(
                has(FOUND) || (has(OTHER) && has(GOLD)),
                has(GOLD),
            ));
        }
    }
    count
}
