//! `config.json` of the supported families, in one shape.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{ErrorKind, ModelError};

/// Values of `model_type` that can be run.
pub(crate) const MODEL_TYPES: [&str; 6] = [
    "bert",
    "distilbert",
    "roberta",
    "xlm-roberta",
    "camembert",
    "deberta-v2",
];

/// Which names and which attention a model has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    Bert,
    DistilBert,
    Roberta,
    DebertaV2,
}

impl Family {
    /// Name for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Family::Bert => "BERT",
            Family::DistilBert => "DistilBERT",
            Family::Roberta => "RoBERTa",
            Family::DebertaV2 => "DeBERTa-v2",
        }
    }
}

/// Activation between the two layers of a feed-forward block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Activation {
    Gelu,
    GeluTanh,
    Relu,
}

/// Relative positions of DeBERTa.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Relative {
    /// Positions that share a bucket beyond half of this; zero: every position has its own.
    pub buckets: usize,
    pub max_distance: usize,
    pub content_to_position: bool,
    pub position_to_content: bool,
    pub shared_projections: bool,
    pub norm: bool,
}

impl Relative {
    /// Half the rows of the table of relative positions.
    pub(crate) const fn span(&self) -> usize {
        if self.buckets > 0 {
            self.buckets
        } else {
            self.max_distance
        }
    }
}

/// What the encoder needs to know.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Config {
    pub family: Family,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub intermediate: usize,
    pub activation: Activation,
    pub norm_epsilon: f32,
    /// Rows of the table of absolute positions.
    pub positions: usize,
    /// Row of the first position: RoBERTa keeps some for padding.
    pub first_position: usize,
    pub absolute_positions: bool,
    pub token_types: usize,
    pub embedding: usize,
    pub relative: Option<Relative>,
    pub id2label: BTreeMap<usize, String>,
    pub name: Option<String>,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(alias = "dim")]
    hidden_size: usize,
    #[serde(alias = "n_layers")]
    num_hidden_layers: usize,
    #[serde(alias = "n_heads")]
    num_attention_heads: usize,
    #[serde(alias = "hidden_dim")]
    intermediate_size: usize,
    #[serde(alias = "activation", default = "gelu")]
    hidden_act: String,
    layer_norm_eps: Option<f32>,
    max_position_embeddings: usize,
    #[serde(default)]
    type_vocab_size: usize,
    pad_token_id: Option<usize>,
    position_embedding_type: Option<String>,
    embedding_size: Option<usize>,
    relative_attention: Option<bool>,
    max_relative_positions: Option<i64>,
    position_buckets: Option<i64>,
    pos_att_type: Option<PositionTerms>,
    share_att_key: Option<bool>,
    norm_rel_ebd: Option<String>,
    position_biased_input: Option<bool>,
    conv_kernel_size: Option<usize>,
    attention_head_size: Option<usize>,
    #[serde(default)]
    id2label: BTreeMap<usize, String>,
    #[serde(rename = "_name_or_path")]
    name_or_path: Option<String>,
}

fn gelu() -> String {
    "gelu".to_owned()
}

#[derive(Deserialize)]
#[serde(untagged)]
enum PositionTerms {
    One(String),
    Many(Vec<String>),
}

impl PositionTerms {
    fn has(&self, term: &str) -> bool {
        match self {
            PositionTerms::One(terms) => terms.split('|').any(|t| t == term),
            PositionTerms::Many(terms) => terms.iter().any(|t| t == term),
        }
    }
}

impl Config {
    /// Reads `config.json`.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, ModelError> {
        // The family first: others may lack the fields of ours.
        let value: serde_json::Value =
            serde_json::from_slice(json).map_err(ModelError::json("config.json"))?;
        let family = family(
            value
                .get("model_type")
                .and_then(|v| v.as_str())
                .unwrap_or_default(),
        )?;
        let raw: Raw = serde_json::from_value(value).map_err(ModelError::json("config.json"))?;
        raw.check(family)?;
        let deberta = family == Family::DebertaV2;
        Ok(Self {
            family,
            hidden: raw.hidden_size,
            layers: raw.num_hidden_layers,
            heads: raw.num_attention_heads,
            intermediate: raw.intermediate_size,
            activation: activation(&raw.hidden_act)?,
            norm_epsilon: raw
                .layer_norm_eps
                .unwrap_or(if deberta { 1e-7 } else { 1e-12 }),
            positions: raw.max_position_embeddings,
            first_position: raw.first_position(family),
            absolute_positions: !deberta || raw.position_biased_input.unwrap_or(true),
            token_types: if family == Family::DistilBert {
                0
            } else {
                raw.type_vocab_size
            },
            embedding: raw
                .embedding_size
                .filter(|_| deberta)
                .unwrap_or(raw.hidden_size),
            relative: raw.relative(deberta),
            id2label: raw.id2label,
            name: raw.name_or_path.filter(|n| !n.is_empty()),
        })
    }

    /// Tokens in a window, at most.
    pub(crate) fn max_tokens(&self) -> usize {
        self.positions.saturating_sub(self.first_position)
    }

    /// Numbers of one attention head.
    pub(crate) fn head_size(&self) -> usize {
        self.hidden / self.heads
    }
}

impl Raw {
    fn first_position(&self, family: Family) -> usize {
        if family == Family::Roberta {
            self.pad_token_id.unwrap_or(1).saturating_add(1)
        } else {
            0
        }
    }

    fn check(&self, family: Family) -> Result<(), ModelError> {
        let refuse = |option, got: String, supported| {
            Err(ErrorKind::UnsupportedOption {
                option,
                got,
                supported,
            }
            .into())
        };
        if self.num_attention_heads == 0
            || !self.hidden_size.is_multiple_of(self.num_attention_heads)
        {
            return refuse(
                "num_attention_heads",
                self.num_attention_heads.to_string(),
                "a divisor of the hidden size",
            );
        }
        if self.hidden_size == 0 || self.num_hidden_layers == 0 {
            return refuse(
                "num_hidden_layers",
                self.num_hidden_layers.to_string(),
                "one layer or more",
            );
        }
        if self.max_position_embeddings < self.first_position(family).saturating_add(8) {
            return refuse(
                "max_position_embeddings",
                self.max_position_embeddings.to_string(),
                "room for 8 tokens or more",
            );
        }
        let positions = self
            .position_embedding_type
            .as_deref()
            .unwrap_or("absolute");
        if family != Family::DebertaV2 && positions != "absolute" {
            return refuse("position_embedding_type", positions.to_owned(), "absolute");
        }
        if let Some(size) = self.conv_kernel_size.filter(|&size| size > 0) {
            return refuse(
                "conv_kernel_size",
                size.to_string(),
                "none (models without a convolution layer)",
            );
        }
        let size = self.hidden_size / self.num_attention_heads;
        match self.attention_head_size.filter(|&s| s != size) {
            Some(other) => refuse(
                "attention_head_size",
                other.to_string(),
                "hidden_size / num_attention_heads",
            ),
            None => Ok(()),
        }
    }

    fn relative(&self, deberta: bool) -> Option<Relative> {
        let positive = |v: Option<i64>| v.and_then(|v| usize::try_from(v).ok()).filter(|&v| v > 0);
        let has = |term| {
            self.pos_att_type
                .as_ref()
                .is_some_and(|terms| terms.has(term))
        };
        (deberta && self.relative_attention.unwrap_or(false)).then(|| Relative {
            buckets: positive(self.position_buckets).unwrap_or(0),
            max_distance: positive(self.max_relative_positions)
                .unwrap_or(self.max_position_embeddings),
            content_to_position: has("c2p"),
            position_to_content: has("p2c"),
            shared_projections: self.share_att_key.unwrap_or(false),
            norm: self
                .norm_rel_ebd
                .as_deref()
                .is_some_and(|n| n.split('|').any(|n| n.trim() == "layer_norm")),
        })
    }
}

fn family(model_type: &str) -> Result<Family, ModelError> {
    match model_type {
        "bert" => Ok(Family::Bert),
        "distilbert" => Ok(Family::DistilBert),
        "roberta" | "xlm-roberta" | "camembert" => Ok(Family::Roberta),
        "deberta-v2" => Ok(Family::DebertaV2),
        other => {
            let got = if other.is_empty() { "(none)" } else { other };
            Err(ErrorKind::UnsupportedArchitecture {
                got: got.to_owned(),
            }
            .into())
        }
    }
}

fn activation(name: &str) -> Result<Activation, ModelError> {
    match name {
        "gelu" | "gelu_python" => Ok(Activation::Gelu),
        "gelu_new" | "gelu_pytorch_tanh" | "gelu_fast" => Ok(Activation::GeluTanh),
        "relu" => Ok(Activation::Relu),
        other => Err(ErrorKind::UnsupportedOption {
            option: "hidden_act",
            got: other.to_owned(),
            supported: "gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu",
        }
        .into()),
    }
}

#[cfg(test)]
mod tests;
