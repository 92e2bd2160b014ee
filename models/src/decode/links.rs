//! Which entity an attribute belongs to.

use super::{Decoder, Found, span_scores};
use crate::encoder::WindowScores;
use crate::heads::{MAX_DISTANCE, RelationTables};
use crate::mention::Link;

impl Decoder {
    /// For each mention the entities of the same window that it describes probably enough.
    pub(super) fn links(&self, found: &[Found], scores: WindowScores<'_>) -> Vec<Vec<Link>> {
        let Some(tables) = &self.relations else {
            return vec![Vec::new(); found.len()];
        };
        let is_target = |kind| self.scheme.targets.iter().any(|t| t.contains(&kind));
        let keys: Vec<Vec<f32>> = found
            .iter()
            .map(|f| {
                if is_target(f.kind) {
                    span_scores(f, &self.columns.key, scores)
                } else {
                    Vec::new()
                }
            })
            .collect();
        found
            .iter()
            .map(|from| self.links_of(from, (found, &keys), tables, scores))
            .collect()
    }

    fn links_of(
        &self,
        from: &Found,
        (found, keys): (&[Found], &[Vec<f32>]),
        tables: &RelationTables,
        scores: WindowScores<'_>,
    ) -> Vec<Link> {
        let targets = &self.scheme.targets[from.kind as usize];
        let candidates: Vec<usize> = (0..found.len())
            .filter(|&i| targets.contains(&found[i].kind))
            .collect();
        if candidates.is_empty() {
            return Vec::new();
        }
        let query = span_scores(from, &self.columns.query, scores);
        let types = tables.none.len();
        let kind = self.scheme.position[from.kind as usize];
        let logit = |&to: &usize| {
            let product: f32 = query.iter().zip(&keys[to]).map(|(q, k)| q * k).sum();
            let pair = tables.pair[kind * types + self.scheme.position[found[to].kind as usize]];
            product / (query.len() as f32).sqrt()
                + tables.distance[distance(from.first, found[to].first)]
                + pair
        };
        let none = std::iter::once(tables.none[kind]);
        let logits = candidates
            .iter()
            .map(logit)
            .chain(none)
            .map(|v| v / self.scheme.relation_temperature);
        let logits: Vec<f32> = logits.collect();
        let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = logits.iter().map(|v| (v - largest).exp()).sum();
        let link = |(&to, logit): (&usize, &f32)| Link {
            to: u32::try_from(to).unwrap_or(u32::MAX),
            score: (logit - largest).exp() / total,
        };
        // Targets share the probability, so two of them have half of it each.
        candidates
            .iter()
            .zip(&logits)
            .map(link)
            .filter(|link| link.score >= self.scheme.relation_threshold)
            .collect()
    }
}

/// Row of the distance table for a mention that begins so many tokens after another.
fn distance(from: usize, to: usize) -> usize {
    (to + MAX_DISTANCE)
        .saturating_sub(from)
        .min(2 * MAX_DISTANCE)
}
