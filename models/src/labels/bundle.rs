//! `labels.json` of a bundled model.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{AllowedTrait, Calibration, Part, Scheme, Tag, TraitScheme};
use crate::error::{ErrorKind, ModelError};
use crate::kind::{Kind, Trait};
use crate::window::SHAPES;

/// The file as it is.
#[derive(Deserialize)]
pub(crate) struct BundleLabels {
    pub name: String,
    pub version: String,
    pub max_tokens: usize,
    /// Whether token types say how tokens are written.
    #[serde(default)]
    pub letter_shapes: bool,
    pub types: Vec<String>,
    pub traits: Vec<String>,
    type_traits: BTreeMap<String, Vec<String>>,
    tag_temperature: f32,
    tag_threshold: Vec<f32>,
    /// Slope and offset of each type's calibration.
    tag_calibration: Vec<(f32, f32)>,
    trait_temperature: f32,
    trait_threshold: Vec<f32>,
    relation_temperature: f32,
    relation_threshold: f32,
    relation_targets: BTreeMap<String, Vec<String>>,
}

impl BundleLabels {
    /// Reads the file.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, ModelError> {
        serde_json::from_slice(json).map_err(ModelError::json("labels.json"))
    }

    /// Whether the encoder can tell how tokens are written, if it was trained to.
    pub(crate) fn check_shapes(&self, token_types: usize) -> Result<(), ModelError> {
        if self.letter_shapes && token_types < SHAPES {
            return Err(labels(format!(
                "letter_shapes needs {SHAPES} token types, type_vocab_size of config.json is {token_types}"
            )));
        }
        Ok(())
    }

    /// Outputs of the tag head: outside, then begin and inside of each type.
    pub(crate) fn tag_count(&self) -> usize {
        1 + 2 * self.types.len()
    }

    /// The scheme that the file describes.
    pub(crate) fn scheme(&self) -> Result<Scheme, ModelError> {
        let types = self
            .types
            .iter()
            .map(|code| kind(code))
            .collect::<Result<Vec<_>, _>>()?;
        same_length(
            "tag_threshold",
            self.tag_threshold.len(),
            "types",
            types.len(),
        )?;
        same_length(
            "tag_calibration",
            self.tag_calibration.len(),
            "types",
            types.len(),
        )?;
        same_length(
            "trait_threshold",
            self.trait_threshold.len(),
            "traits",
            self.traits.len(),
        )?;
        for (name, value) in [
            ("tag_temperature", self.tag_temperature),
            ("trait_temperature", self.trait_temperature),
            ("relation_temperature", self.relation_temperature),
        ] {
            if !(value.is_finite() && value > 0.0) {
                return Err(labels(format!("{name} is {value} and must be above zero")));
            }
        }
        let mut scheme = Scheme::tags_only(tags(&types));
        scheme.by_word = false;
        scheme.tag_temperature = self.tag_temperature;
        scheme.relation_temperature = self.relation_temperature;
        scheme.relation_threshold = self.relation_threshold;
        for (at, kind) in types.iter().enumerate() {
            scheme.thresholds[*kind as usize] = self.tag_threshold[at];
            let (slope, offset) = self.tag_calibration[at];
            scheme.calibration[*kind as usize] = Calibration { slope, offset };
            scheme.position[*kind as usize] = at;
        }
        scheme.traits = TraitScheme {
            temperature: self.trait_temperature,
            allowed: self.allowed_traits()?,
        };
        for (from, targets) in &self.relation_targets {
            scheme.targets[kind(from)? as usize] =
                targets.iter().map(|t| kind(t)).collect::<Result<_, _>>()?;
        }
        Ok(scheme)
    }

    fn allowed_traits(&self) -> Result<Vec<Vec<AllowedTrait>>, ModelError> {
        let mut allowed = vec![Vec::new(); Kind::ALL.len()];
        for (of, names) in &self.type_traits {
            allowed[kind(of)? as usize] = names
                .iter()
                .map(|n| self.allowed_trait(n))
                .collect::<Result<_, _>>()?;
        }
        Ok(allowed)
    }

    fn allowed_trait(&self, code: &str) -> Result<AllowedTrait, ModelError> {
        let column = self.traits.iter().position(|t| t == code);
        let (Some(name), Some(column)) = (Trait::from_code(code), column) else {
            return Err(labels(format!("unknown trait {code}")));
        };
        Ok(AllowedTrait {
            name,
            column,
            threshold: self.trait_threshold[column],
        })
    }
}

fn tags(types: &[Kind]) -> Vec<Tag> {
    let outside = Tag {
        part: Part::Outside,
        kind: None,
        after: Vec::new(),
    };
    let pair = |(i, &kind): (usize, &Kind)| {
        let begin = 1 + 2 * i;
        let kind = Some(kind);
        let after = vec![begin, begin + 1];
        [
            Tag {
                part: Part::Begin,
                kind,
                after: Vec::new(),
            },
            Tag {
                part: Part::Inside,
                kind,
                after,
            },
        ]
    };
    std::iter::once(outside)
        .chain(types.iter().enumerate().flat_map(pair))
        .collect()
}

fn kind(code: &str) -> Result<Kind, ModelError> {
    Kind::from_code(code).ok_or_else(|| labels(format!("unknown type {code}")))
}

fn same_length(name: &str, got: usize, of: &str, expected: usize) -> Result<(), ModelError> {
    if got == expected {
        return Ok(());
    }
    Err(labels(format!(
        "{name} has {got} entries, {of} has {expected}"
    )))
}

fn labels(reason: String) -> ModelError {
    ErrorKind::Labels { reason }.into()
}
