//! The most probable path of tags, and the mentions on it.

use super::{Decoder, Found};
use crate::encoder::WindowScores;
use crate::labels::{Part, Tag};
use crate::window::Window;

/// One mention on a path, in steps of the path.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Run {
    pub first: usize,
    pub last: usize,
    pub tag: usize,
}

impl Decoder {
    /// Mentions that reach the threshold of their type.
    pub(super) fn tagged(&self, window: &Window, scores: WindowScores<'_>) -> Vec<Found> {
        let tokens = scores.len().min(window.spans.len());
        let steps: Vec<usize> = (0..tokens)
            .filter(|&i| !self.scheme.by_word || i == 0 || window.word_start.get(i) != Some(&false))
            .collect();
        let log_p: Vec<f32> = steps
            .iter()
            .flat_map(|&token| self.log_softmax(scores.row(token)))
            .collect();
        let path = best_path(&log_p, &self.scheme.tags);
        let last_token = |run: &Run| steps.get(run.last + 1).copied().unwrap_or(tokens) - 1;
        let found = runs(&path, &self.scheme.tags)
            .into_iter()
            .filter_map(|run| {
                let kind = self.scheme.tags[run.tag].kind?;
                let chosen = (run.first..=run.last)
                    .map(|step| log_p[step * self.scheme.tags.len() + path[step]]);
                let raw = (chosen.sum::<f32>() / (run.last - run.first + 1) as f32).exp();
                let score = self.scheme.calibration[kind as usize].apply(raw);
                let found = Found {
                    first: steps[run.first],
                    last: last_token(&run),
                    kind,
                    score,
                };
                let empty = window.spans[found.last].end <= window.spans[found.first].start;
                let kept = score >= self.scheme.thresholds[kind as usize];
                (kept && !empty && !raw.is_nan()).then_some(found)
            });
        found.collect()
    }

    fn log_softmax(&self, row: &[f32]) -> impl Iterator<Item = f32> {
        let temperature = self.scheme.tag_temperature;
        let logits: Vec<f32> = row[self.columns.tags.clone()]
            .iter()
            .map(|v| v / temperature)
            .collect();
        let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total = logits.iter().map(|v| (v - largest).exp()).sum::<f32>().ln() + largest;
        logits.into_iter().map(move |v| v - total)
    }
}

/// Viterbi without transition scores: a tag may follow any tag, or only those that it names.
///
/// As a free tag's best predecessor is the best of all, a step costs one pass over the tags.
pub(super) fn best_path(log_p: &[f32], tags: &[Tag]) -> Vec<usize> {
    let width = tags.len();
    let mut rows = log_p.chunks_exact(width);
    let Some(first) = rows.next() else {
        return Vec::new();
    };
    let start = |(v, tag): (&f32, &Tag)| {
        if tag.part == Part::Inside {
            f32::NEG_INFINITY
        } else {
            *v
        }
    };
    let mut score: Vec<f32> = first.iter().zip(tags).map(start).collect();
    let mut came: Vec<usize> = Vec::with_capacity(log_p.len());
    for row in rows {
        let best = argmax(score.iter().copied());
        let from = |tag: &Tag| match tag.after.as_slice() {
            [] => best,
            after => after[argmax(after.iter().map(|&a| score[a]))],
        };
        let step: Vec<usize> = tags.iter().map(from).collect();
        score = step
            .iter()
            .zip(row)
            .map(|(&from, v)| score[from] + v)
            .collect();
        came.extend(step);
    }
    let mut path = vec![argmax(score.into_iter())];
    for step in came.chunks_exact(width).rev() {
        path.extend(path.last().map(|&at| step[at]));
    }
    path.reverse();
    path
}

/// The mentions on a path.
pub(super) fn runs(path: &[usize], tags: &[Tag]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for (step, &tag) in path.iter().enumerate() {
        let adjacent = out.last_mut().filter(|run| run.last + 1 == step);
        match (tags[tag].part, adjacent) {
            (Part::Outside, _) => {}
            (Part::Inside, Some(run)) => run.last = step,
            (Part::Any, Some(run)) if run.tag == tag => run.last = step,
            _ => out.push(Run {
                first: step,
                last: step,
                tag,
            }),
        }
    }
    out
}

/// Place of the first of the largest values.
pub(super) fn argmax(values: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, v) in values.enumerate() {
        if v > best.1 {
            best = (i, v);
        }
    }
    best.0
}
