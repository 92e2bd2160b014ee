//! Text to token ids with their bytes, through the `tokenizers` crate.

use tokenizers::{Encoding, ModelWrapper, PreTokenizerWrapper};

use crate::error::{ErrorKind, ModelError};
use crate::mention::ByteSpan;
use crate::segment::Piece;
use crate::window::{PieceTokens, Tokens};

/// Bytes given to the tokenizer at once, roughly: its work space is some hundred times as large.
const CHUNK: usize = 16 << 10;

/// A tokenizer of the Hugging Face format; cheap to share, never truncates or pads.
pub(crate) struct Tokenizer {
    inner: tokenizers::Tokenizer,
    /// Whether text may be tokenised together and cut at white space afterwards.
    splits_at_space: bool,
    /// Special tokens before and after a text.
    pub prefix: Vec<u32>,
    pub suffix: Vec<u32>,
}

impl Tokenizer {
    /// Reads `tokenizer.json`.
    pub(crate) fn load(json: &[u8]) -> Result<Self, ModelError> {
        let failed = |reason: String| ModelError::from(ErrorKind::Tokenizer { reason });
        let mut inner =
            tokenizers::Tokenizer::from_bytes(json).map_err(|e| failed(e.to_string()))?;
        inner
            .with_truncation(None)
            .map_err(|e| failed(e.to_string()))?;
        inner.with_padding(None);
        // A character that no vocabulary has: it shows a missing unknown token now and not in a note.
        let probe = inner
            .encode("a \u{10a7f}", true)
            .map_err(|e| failed(e.to_string()))?;
        let special = probe.get_special_tokens_mask();
        let before = special.iter().take_while(|&&s| s == 1).count();
        let after = special
            .iter()
            .skip(before)
            .rev()
            .take_while(|&&s| s == 1)
            .count();
        let ids = probe.get_ids();
        let (prefix, suffix) = (ids[..before].to_vec(), ids[ids.len() - after..].to_vec());
        let splits_at_space = matches!(inner.get_model(), ModelWrapper::WordPiece(_))
            && matches!(
                inner.get_pre_tokenizer(),
                Some(PreTokenizerWrapper::BertPreTokenizer(_))
            );
        Ok(Self {
            inner,
            splits_at_space,
            prefix,
            suffix,
        })
    }

    /// The largest id it can give.
    pub(crate) fn largest_id(&self) -> usize {
        self.inner.get_vocab(true).into_values().max().unwrap_or(0) as usize
    }

    /// Ids of a text on its own, without special tokens.
    pub(crate) fn ids(&self, text: &str) -> Vec<u32> {
        self.encode(text)
            .map_or_else(Vec::new, |e| e.get_ids().to_vec())
    }

    /// The tokens of each piece, as if each were tokenised alone; pieces without tokens are left out.
    pub(crate) fn tokens(&self, text: &str, pieces: &[Piece]) -> (Tokens, Vec<PieceTokens>) {
        let mut tokens = Tokens::default();
        let mut found = Vec::with_capacity(pieces.len());
        let mut rest = pieces;
        while !rest.is_empty() {
            let (group, after) = rest.split_at(if self.splits_at_space {
                group_len(rest)
            } else {
                1
            });
            rest = after;
            let first = tokens.ids.len();
            self.append(text, group, &mut tokens);
            assign(&tokens.spans, first, group, &mut found);
        }
        (tokens, found)
    }

    fn append(&self, text: &str, group: &[Piece], tokens: &mut Tokens) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            return;
        };
        let (mut start, end) = (first.span.start as usize, last.span.end as usize);
        while start < end {
            let stop = if self.splits_at_space {
                end
            } else {
                chunk_end(text, start, end)
            };
            // The probe at load has shown that encoding works; what cannot be encoded even so has no tokens.
            if let Some(encoding) = self.encode(&text[start..stop]) {
                push(text, start, &encoding, tokens);
            }
            start = stop;
        }
    }

    fn encode(&self, text: &str) -> Option<Encoding> {
        self.inner.encode(text, false).ok()
    }
}

/// How many of the pieces, one at least, make up a chunk.
fn group_len(pieces: &[Piece]) -> usize {
    let start = pieces.first().map_or(0, |p| p.span.start as usize);
    pieces
        .partition_point(|p| p.span.end as usize <= start + CHUNK)
        .max(1)
}

/// Where to cut a very long piece: behind white space if there is some, at a char boundary anyway.
fn chunk_end(text: &str, start: usize, end: usize) -> usize {
    let limit = floor_boundary(text, start + 2 * CHUNK);
    if end <= limit {
        return end;
    }
    let space = text[start..limit]
        .char_indices()
        .rev()
        .take(CHUNK)
        .find(|(_, c)| c.is_whitespace());
    space
        .map(|(at, _)| start + at)
        .filter(|&at| at > start)
        .unwrap_or(limit)
}

fn push(text: &str, base: usize, encoding: &Encoding, tokens: &mut Tokens) {
    tokens.ids.extend_from_slice(encoding.get_ids());
    let mut least = base;
    tokens
        .spans
        .extend(encoding.get_offsets().iter().map(|&(start, end)| {
            let span = trimmed(text, (base + start).max(least), base + end);
            least = span.start as usize;
            span
        }));
    let words = encoding.get_word_ids();
    tokens
        .word_start
        .extend((0..words.len()).map(|i| i == 0 || words[i].is_none() || words[i] != words[i - 1]));
}

/// The bytes of a token: whole characters, without white space that the vocabulary counts in.
fn trimmed(text: &str, start: usize, end: usize) -> ByteSpan {
    let start = floor_boundary(text, start);
    let end = ceil_boundary(text, end.max(start));
    let bytes = &text.as_bytes()[start..end];
    if !bytes.first().is_some_and(|b| spacelike(*b)) && !bytes.last().is_some_and(|b| spacelike(*b))
    {
        return ByteSpan::new(start, end);
    }
    let left = text[start..end].trim_start();
    let start = end - left.len();
    ByteSpan::new(start, start + left.trim_end().len())
}

/// Whether this byte may be part of white space.
fn spacelike(b: u8) -> bool {
    b <= b' ' || !b.is_ascii()
}

/// Shares the tokens from `first` on out to the pieces that they lie in.
fn assign(spans: &[ByteSpan], first: usize, group: &[Piece], found: &mut Vec<PieceTokens>) {
    let mut at = first;
    for (i, piece) in group.iter().enumerate() {
        let rest = &spans[at..];
        let end = match group.get(i + 1) {
            Some(next) => at + rest.partition_point(|s| s.start < next.span.start),
            None => spans.len(),
        };
        if end > at {
            found.push(PieceTokens {
                tokens: at..end,
                section: piece.section,
                header: piece.title.is_some(),
            });
        }
        at = end;
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&i| text.is_char_boundary(i))
        .unwrap_or(0)
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|&i| text.is_char_boundary(i))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests;
