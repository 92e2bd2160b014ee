//! Windows packed end to end for one encoder pass.

use std::fmt;
use std::ops::Range;

use crate::window::Window;

/// Token ids of several windows, without padding.
///
/// It is only a list: closing a batch on a token budget is its caller's business.
#[derive(Clone, Default)]
pub struct TokenBatch {
    ids: Vec<u32>,
    types: Vec<u32>,
    ends: Vec<u32>,
    bodies: Vec<Range<u32>>,
}

impl TokenBatch {
    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a window.
    pub fn push(&mut self, window: &Window) {
        self.ids.extend_from_slice(&window.ids);
        self.types.extend_from_slice(&window.types);
        self.types.resize(self.ids.len(), 0);
        self.ends
            .push(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        self.bodies.push(window.body.clone());
    }

    /// Number of windows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no window.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Number of tokens, special ones included.
    pub fn tokens(&self) -> usize {
        self.ids.len()
    }

    /// Removes all windows and keeps the memory.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.types.clear();
        self.ends.clear();
        self.bodies.clear();
    }

    /// The ids of all windows, end to end.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The token type of each id.
    pub fn types(&self) -> &[u32] {
        &self.types
    }

    /// Where each window lies in [`TokenBatch::ids`], in order of pushing.
    pub fn windows(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        (0..self.len()).map(|i| {
            let start = i.checked_sub(1).map_or(0, |before| self.ends[before]);
            start as usize..self.ends[i] as usize
        })
    }

    /// The body of window `i`, relative to its own first token.
    ///
    /// # Panics
    /// Where there is no such window.
    pub fn body(&self, i: usize) -> Range<usize> {
        self.bodies[i].start as usize..self.bodies[i].end as usize
    }
}

impl fmt::Debug for TokenBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Ids stand for words of a note.
        write!(
            f,
            "TokenBatch(<{} windows, {} tokens>)",
            self.len(),
            self.tokens()
        )
    }
}

#[cfg(test)]
mod tests;
