//! What a model's outputs mean: tags, traits, allowed links, thresholds.

mod bundle;
mod foreign;

pub(crate) use bundle::BundleLabels;
pub(crate) use foreign::foreign_tags;

use crate::kind::{Kind, Trait};

/// Where in a mention a tag stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// In no mention.
    Outside,
    /// At its first token.
    Begin,
    /// Behind a tag of the same group.
    Inside,
    /// Anywhere: neighbours of the same tag are one mention.
    Any,
}

/// One output of the tag head.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tag {
    pub part: Part,
    /// The type; none where mentions of this tag are to be ignored.
    pub kind: Option<Kind>,
    /// Tags that may stand before this one; empty: any.
    pub after: Vec<usize>,
}

/// How to read the scores of a model.
pub(crate) struct Scheme {
    pub tags: Vec<Tag>,
    /// Whether the first token of a word speaks for all of it, as foreign models are trained.
    pub by_word: bool,
    pub tag_temperature: f32,
    pub thresholds: Vec<f32>,
    /// By type: what makes a probability of mentions of it.
    pub calibration: Vec<Calibration>,
    pub traits: TraitScheme,
    pub relation_temperature: f32,
    /// Links are kept from this probability on.
    pub relation_threshold: f32,
    /// Number of each type in the tables of the relation head.
    pub position: Vec<usize>,
    /// For each type, the types that it may be linked to.
    pub targets: Vec<Vec<Kind>>,
}

/// A line over log odds (Platt scaling): scores come out as the share of mentions that proved right.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Calibration {
    pub slope: f32,
    pub offset: f32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            slope: 1.0,
            offset: 0.0,
        }
    }
}

impl Calibration {
    /// The probability that a mention with this raw score is right: within 0 and 1, and 0 for what is no number.
    pub(crate) fn apply(self, raw: f32) -> f32 {
        let raw = raw.clamp(1e-6, 1.0 - 1e-6);
        let odds = self.slope * (raw / (1.0 - raw)).ln() + self.offset;
        let right = 1.0 / (1.0 + (-odds).exp());
        if right.is_nan() { 0.0 } else { right }
    }
}

/// The traits that each type may have.
#[derive(Default)]
pub(crate) struct TraitScheme {
    pub temperature: f32,
    /// Threshold and output column of each trait of a type, by type.
    pub allowed: Vec<Vec<AllowedTrait>>,
}

/// A trait that a type may have.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct AllowedTrait {
    pub name: Trait,
    pub column: usize,
    pub threshold: f32,
}

impl Scheme {
    /// Tags only: a foreign model has neither traits nor links.
    pub(crate) fn tags_only(tags: Vec<Tag>) -> Self {
        Self {
            tags,
            by_word: true,
            tag_temperature: 1.0,
            thresholds: vec![0.0; Kind::ALL.len()],
            calibration: vec![Calibration::default(); Kind::ALL.len()],
            traits: TraitScheme {
                temperature: 1.0,
                allowed: vec![Vec::new(); Kind::ALL.len()],
            },
            relation_temperature: 1.0,
            relation_threshold: 0.5,
            position: vec![0; Kind::ALL.len()],
            targets: vec![Vec::new(); Kind::ALL.len()],
        }
    }
}

#[cfg(test)]
mod tests;
