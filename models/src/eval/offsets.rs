//! Code points to bytes.

use std::fmt;

use crate::mention::ByteSpan;

/// Where the code points of a text begin, to turn the offsets of a corpus into bytes.
pub struct Offsets {
    /// One for each code point and one for the end; empty where all are one byte long.
    starts: Vec<u32>,
    points: usize,
}

impl Offsets {
    /// Those of a text.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self {
                starts: Vec::new(),
                points: text.len(),
            };
        }
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let starts: Vec<u32> = bytes
            .map(|at| u32::try_from(at).unwrap_or(u32::MAX))
            .collect();
        Self {
            points: starts.len() - 1,
            starts,
        }
    }

    /// Code points in the text.
    pub fn len(&self) -> usize {
        self.points
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.points == 0
    }

    /// The bytes of these code points, the end exclusive; `None` if they are no part of the text, or none at all.
    pub fn bytes(&self, start: usize, end: usize) -> Option<ByteSpan> {
        if start >= end || end > self.points {
            return None;
        }
        if self.starts.is_empty() {
            return Some(ByteSpan::new(start, end));
        }
        Some(ByteSpan {
            start: self.starts[start],
            end: self.starts[end],
        })
    }
}

impl fmt::Debug for Offsets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Offsets(<{} code points>)", self.points)
    }
}
