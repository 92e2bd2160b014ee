//! Packs the tokens of a note into windows of the model's length.

mod shape;

use std::fmt;
use std::ops::Range;

use crate::mention::ByteSpan;

pub(crate) use shape::{SHAPES, shape};

/// One input of the encoder: special tokens, perhaps a section title, and a stretch of the note.
#[derive(Clone, PartialEq, Eq)]
pub struct Window {
    /// Token ids, special ones and title included.
    pub ids: Vec<u32>,
    /// The token type of each id: how the token is written, for models that were trained to know, else 0.
    pub types: Vec<u32>,
    /// Where the note's own tokens lie in `ids`.
    pub body: Range<u32>,
    /// The bytes of the note behind each body token: ascending, on char boundaries.
    pub spans: Vec<ByteSpan>,
    /// Whether each body token begins a word.
    pub word_start: Vec<bool>,
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Ids stand for words of a note.
        write!(
            f,
            "Window(<{} tokens, body {:?}>)",
            self.ids.len(),
            self.body
        )
    }
}

/// The tokens of a note or of part of it, as parallel vectors.
#[derive(Default)]
pub(crate) struct Tokens {
    pub ids: Vec<u32>,
    /// Token types; left empty where all are 0.
    pub types: Vec<u32>,
    pub spans: Vec<ByteSpan>,
    pub word_start: Vec<bool>,
}

/// The tokens of one piece.
pub(crate) struct PieceTokens {
    pub tokens: Range<usize>,
    pub section: Option<u16>,
    pub header: bool,
}

/// What surrounds the body of a window, and how long a window may be.
pub(crate) struct Layout {
    /// Special tokens before everything.
    pub prefix: Vec<u32>,
    /// Special tokens after the body.
    pub suffix: Vec<u32>,
    /// Tokens of each section's title with the separator behind them, by section kind; none: no titles.
    pub titles: Vec<Vec<u32>>,
    /// Tokens in a window, at most.
    pub max_tokens: usize,
}

impl Layout {
    /// Greedy packing of whole pieces; a piece too long for a window of its own is cut, at a word if there is one.
    pub(crate) fn pack(&self, tokens: &Tokens, pieces: &[PieceTokens]) -> Vec<Window> {
        let mut windows = Vec::new();
        let mut rest = pieces.iter().peekable();
        // What remains of a piece that was cut.
        let mut cut: Option<Range<usize>> = None;
        while let Some(&first) = rest.peek() {
            let start = cut.as_ref().map_or(first.tokens.start, |c| c.start);
            let title = self.title(first, cut.is_some());
            let limit = start + self.budget(title);
            let mut end = start;
            while let Some(piece) = rest.next_if(|p| p.tokens.end <= limit) {
                end = piece.tokens.end;
            }
            cut = None;
            if end == start {
                end = cut_before(&tokens.word_start, start, limit);
                cut = Some(end..first.tokens.end);
            }
            windows.push(self.window(tokens, start..end, title));
        }
        windows
    }

    fn title(&self, piece: &PieceTokens, continued: bool) -> &[u32] {
        let section = piece.section.filter(|_| continued || !piece.header);
        section
            .and_then(|kind| self.titles.get(kind as usize))
            .map_or(&[], Vec::as_slice)
    }

    /// Room for the body; at least one token, however short windows are.
    fn budget(&self, title: &[u32]) -> usize {
        let used = self.prefix.len() + title.len() + self.suffix.len();
        self.max_tokens.saturating_sub(used).max(1)
    }

    fn window(&self, tokens: &Tokens, range: Range<usize>, title: &[u32]) -> Window {
        let ids = [
            &self.prefix,
            title,
            &tokens.ids[range.clone()],
            &self.suffix,
        ]
        .concat();
        let start = self.prefix.len() + title.len();
        let mut types = vec![0; ids.len()];
        if let Some(shapes) = tokens.types.get(range.clone()) {
            types[start..start + range.len()].copy_from_slice(shapes);
        }
        let at = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
        Window {
            ids,
            types,
            body: at(start)..at(start + range.len()),
            spans: tokens.spans[range.clone()].to_vec(),
            word_start: tokens.word_start[range].to_vec(),
        }
    }
}

/// The last word start in `start + 1..=limit`, or `limit` inside one long word.
fn cut_before(word_start: &[bool], start: usize, limit: usize) -> usize {
    (start + 1..=limit)
        .rev()
        .find(|&i| word_start[i])
        .unwrap_or(limit)
}

#[cfg(test)]
mod tests;
