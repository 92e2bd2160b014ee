//! What an encoder is, and what it gives.

use std::fmt;

use crate::batch::TokenBatch;
use crate::error::ModelError;

/// Runs a transformer and all its heads over windows, once.
///
/// Implementations work on the calling thread and give each window the same bits whatever else is in the batch.
pub trait Encoder: Send + Sync {
    /// The scores of every body token of every window.
    ///
    /// # Errors
    /// Where a window is longer than the model's positions, or the device fails.
    fn encode(&self, batch: &TokenBatch) -> Result<Scores, ModelError>;
}

/// Head outputs for the body tokens of a batch: one row a token.
#[derive(Clone, PartialEq)]
pub struct Scores {
    width: usize,
    ends: Vec<usize>,
    values: Vec<f32>,
}

impl Scores {
    /// No windows yet, rows of `width` numbers.
    pub(crate) fn new(width: usize) -> Self {
        Self {
            width,
            ends: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Appends the rows of the next window.
    pub(crate) fn push(&mut self, rows: &[f32]) {
        debug_assert!(rows.len().is_multiple_of(self.width));
        self.values.extend_from_slice(rows);
        self.ends.push(self.values.len());
    }

    /// Number of windows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no window.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The scores of window `i` of the batch.
    ///
    /// # Panics
    /// Where there is no such window.
    pub fn window(&self, i: usize) -> WindowScores<'_> {
        let start = i.checked_sub(1).map_or(0, |before| self.ends[before]);
        WindowScores {
            width: self.width,
            values: &self.values[start..self.ends[i]],
        }
    }
}

impl fmt::Debug for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Scores(<{} windows, {} rows of {}>)",
            self.len(),
            self.values.len() / self.width.max(1),
            self.width
        )
    }
}

/// Head outputs for the body tokens of one window.
#[derive(Clone, Copy, PartialEq)]
pub struct WindowScores<'a> {
    width: usize,
    values: &'a [f32],
}

impl<'a> WindowScores<'a> {
    /// Number of body tokens.
    pub fn len(self) -> usize {
        self.values.len() / self.width
    }

    /// Whether there is no token.
    pub fn is_empty(self) -> bool {
        self.values.is_empty()
    }

    /// All rows end to end: to copy, compare or cache.
    pub fn values(self) -> &'a [f32] {
        self.values
    }

    /// The row of body token `i`: tag logits first, then the projections of the other heads.
    pub(crate) fn row(self, i: usize) -> &'a [f32] {
        &self.values[i * self.width..(i + 1) * self.width]
    }
}

impl fmt::Debug for WindowScores<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WindowScores(<{} rows of {}>)", self.len(), self.width)
    }
}
