//! What is said about a mention.

use super::{Decoder, Found, span_scores};
use crate::encoder::WindowScores;
use crate::kind::{Kind, Trait};
use crate::labels::AllowedTrait;
use crate::mention::TraitScore;

impl Decoder {
    /// Traits that the type allows and that reach their threshold; a condition leads with the best of its three kinds.
    pub(super) fn traits(&self, found: &Found, scores: WindowScores<'_>) -> Vec<TraitScore> {
        let allowed = &self.scheme.traits.allowed[found.kind as usize];
        if allowed.is_empty() {
            return Vec::new();
        }
        let logits = span_scores(found, &self.columns.traits, scores);
        let probability = |t: &AllowedTrait| {
            1.0 / (1.0 + (-logits[t.column] / self.scheme.traits.temperature).exp())
        };
        let scored = |t: &AllowedTrait| TraitScore {
            name: t.name,
            score: probability(t),
        };
        let (kinds, others): (Vec<_>, Vec<_>) = allowed
            .iter()
            .partition(|t| found.kind == Kind::Dx && is_condition_kind(t.name));
        // The first of equals, as in training.
        let best = kinds
            .iter()
            .copied()
            .map(scored)
            .reduce(|a, b| if b.score > a.score { b } else { a });
        let kept = others
            .into_iter()
            .map(|t| (scored(t), t.threshold))
            .filter(|(t, threshold)| t.score >= *threshold);
        best.into_iter().chain(kept.map(|(t, _)| t)).collect()
    }
}

const fn is_condition_kind(name: Trait) -> bool {
    matches!(name, Trait::Diag | Trait::Sign | Trait::Sym)
}
