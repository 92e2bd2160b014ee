//! Byte offsets to code points.

use wardlake_fhir::extension::Span;
use wardlake_models::ByteSpan;

/// Code points of chosen byte offsets of one text.
///
/// Making it is one pass over the text and a sort of the offsets; asking is a binary search. For ASCII text, where the
/// two are equal, it holds nothing.
pub(crate) struct Offsets {
    /// Bytes and their code points, ascending; `None` if they are equal.
    points: Option<Vec<(u32, u32)>>,
}

impl Offsets {
    /// For the ends of these spans, which lie in `text` on char boundaries.
    pub(crate) fn new(text: &str, spans: impl Iterator<Item = ByteSpan>) -> Self {
        if text.is_ascii() {
            return Self { points: None };
        }
        let mut bytes: Vec<u32> = spans.flat_map(|span| [span.start, span.end]).collect();
        bytes.sort_unstable();
        bytes.dedup();
        let (mut before, mut count) = (0, 0);
        let mut point = |byte: u32| {
            let part = text
                .as_bytes()
                .get(before..byte as usize)
                .unwrap_or_default();
            before += part.len();
            count += part.iter().filter(|b| !is_continuation(**b)).count() as u32;
            (byte, count)
        };
        Self {
            points: Some(bytes.into_iter().map(&mut point).collect()),
        }
    }

    /// The code points of a span it was made for.
    pub(crate) fn span(&self, span: ByteSpan) -> Span {
        Span {
            begin: self.at(span.start),
            end: self.at(span.end),
        }
    }

    fn at(&self, byte: u32) -> u32 {
        let Some(points) = &self.points else {
            return byte;
        };
        let found = points.binary_search_by_key(&byte, |(byte, _)| *byte);
        debug_assert!(found.is_ok(), "made for other spans");
        found.map_or(0, |at| points[at].1)
    }
}

const fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}
