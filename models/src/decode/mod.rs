//! Scores to mentions: the best tag path, its spans, their traits and links.

mod links;
mod tags;
mod traits;

use crate::encoder::WindowScores;
use crate::heads::{Columns, RelationTables, SpanColumns};
use crate::kind::Kind;
use crate::labels::Scheme;
use crate::mention::{ByteSpan, Mention};
use crate::window::Window;

/// Everything that decoding needs of a model.
pub(crate) struct Decoder {
    pub scheme: Scheme,
    pub columns: Columns,
    pub relations: Option<RelationTables>,
}

/// A mention in body tokens of its window.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Found {
    first: usize,
    last: usize,
    kind: Kind,
    score: f32,
}

impl Decoder {
    /// The mentions of one window in order; links point into the same vector.
    pub(crate) fn decode(&self, window: &Window, scores: WindowScores<'_>) -> Vec<Mention> {
        let found = self.tagged(window, scores);
        let links = self.links(&found, scores);
        let mentions = found.iter().zip(links).map(|(f, links)| Mention {
            span: ByteSpan {
                start: window.spans[f.first].start,
                end: window.spans[f.last].end,
            },
            kind: f.kind,
            score: f.score,
            traits: self.traits(f, scores),
            links,
        });
        mentions.collect()
    }
}

/// The outputs of a head that looks at spans: first token's projection plus the mean of all.
fn span_scores(found: &Found, columns: &SpanColumns, scores: WindowScores<'_>) -> Vec<f32> {
    let mut sum = vec![0.0_f32; columns.mean.len()];
    for token in found.first..=found.last {
        sum.iter_mut()
            .zip(&scores.row(token)[columns.mean.clone()])
            .for_each(|(s, v)| *s += v);
    }
    let count = (found.last - found.first + 1) as f32;
    let first = &scores.row(found.first)[columns.first.clone()];
    sum.iter().zip(first).map(|(s, f)| f + s / count).collect()
}

#[cfg(test)]
mod tests;
