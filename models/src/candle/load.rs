//! Finds the tensors of a model by the names of its family.

use candle_core::{DType, Tensor};

use super::config::{Config, Family};
use super::ops::{Linear, Norm, RelativePositions};
use super::relative::Relation;
use super::{CandleEncoder, Device, Layer};
use crate::cpu::{Matrix, Shape, Target, multiply};
use crate::error::{ErrorKind, ModelError};
use crate::heads::Heads;
use crate::weights::Weights;

/// Names of a layer's tensors, without `.weight` and `.bias`.
struct Names {
    root: &'static str,
    layers: &'static str,
    qkv: [&'static str; 3],
    attended: &'static str,
    attended_norm: &'static str,
    inner: &'static str,
    outer: &'static str,
    outer_norm: &'static str,
}

const BERT: Names = Names {
    root: "bert.",
    layers: "encoder.layer",
    qkv: [
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
    ],
    attended: "attention.output.dense",
    attended_norm: "attention.output.LayerNorm",
    inner: "intermediate.dense",
    outer: "output.dense",
    outer_norm: "output.LayerNorm",
};
const ROBERTA: Names = Names {
    root: "roberta.",
    ..BERT
};
const DEBERTA: Names = Names {
    root: "deberta.",
    qkv: [
        "attention.self.query_proj",
        "attention.self.key_proj",
        "attention.self.value_proj",
    ],
    ..BERT
};
const DISTILBERT: Names = Names {
    root: "distilbert.",
    layers: "transformer.layer",
    qkv: ["attention.q_lin", "attention.k_lin", "attention.v_lin"],
    attended: "attention.out_lin",
    attended_norm: "sa_layer_norm",
    inner: "ffn.lin1",
    outer: "ffn.lin2",
    outer_norm: "output_layer_norm",
};

const fn names(family: Family) -> &'static Names {
    match family {
        Family::Bert => &BERT,
        Family::Roberta => &ROBERTA,
        Family::DebertaV2 => &DEBERTA,
        Family::DistilBert => &DISTILBERT,
    }
}

/// Builds the encoder; `ids` is the largest token id it must take.
pub(crate) fn load(
    config: &Config,
    weights: &Weights<'_>,
    heads: Heads,
    ids: usize,
    device: Device,
) -> Result<CandleEncoder, ModelError> {
    let (device, dtype) = device.open()?;
    let names = names(config.family);
    let probe = "embeddings.word_embeddings.weight";
    let root = if weights.has(&format!("{}{probe}", names.root)) {
        names.root
    } else {
        ""
    };
    let loader = Loader {
        config,
        weights,
        names,
        root,
        device,
        dtype,
    };
    loader.encoder(heads, ids)
}

struct Loader<'a> {
    config: &'a Config,
    weights: &'a Weights<'a>,
    names: &'static Names,
    /// Prefix of all names: that of the family, or none.
    root: &'static str,
    device: candle_core::Device,
    dtype: DType,
}

impl Loader<'_> {
    fn encoder(&self, heads: Heads, ids: usize) -> Result<CandleEncoder, ModelError> {
        let config = self.config;
        let types = self.token_types()?;
        let (words, positions) = self.embeddings(ids, types.as_deref())?;
        let relative = self.relative_embeddings()?;
        let layers = (0..config.layers)
            .map(|i| self.layer(i, relative.as_deref()))
            .collect::<Result<_, _>>()?;
        let terms = config.relative.map_or(1, |r| {
            1 + usize::from(r.content_to_position) + usize::from(r.position_to_content)
        });
        let scale = 1.0 / ((config.head_size() * terms) as f32).sqrt();
        let width = heads.width();
        Ok(CandleEncoder {
            words,
            positions,
            types: types.map(|t| self.beyond_first(t)).transpose()?.flatten(),
            norm: self.norm(&format!("{}embeddings.LayerNorm", self.root))?,
            layers,
            relation: config
                .relative
                .map(|r| Relation::new(&r, config.max_tokens())),
            shape: Shape {
                heads: config.heads,
                head_size: config.head_size(),
                scale,
            },
            head: Linear {
                weight: self.tensor(
                    transposed(&heads.weight, config.hidden),
                    &[config.hidden, width],
                )?,
                bias: self.tensor(heads.bias, &[width])?,
                activation: None,
            },
            max_tokens: config.max_tokens(),
            device: self.device.clone(),
            portable: false,
        })
    }

    fn tensor(&self, values: Vec<f32>, shape: &[usize]) -> Result<Tensor, ModelError> {
        Ok(Tensor::from_vec(values, shape, &self.device)?.to_dtype(self.dtype)?)
    }

    fn embedding_name(&self, part: &str) -> String {
        format!("{}embeddings.{part}.weight", self.root)
    }

    fn token_types(&self) -> Result<Option<Vec<f32>>, ModelError> {
        let (rows, width) = (self.config.token_types, self.config.embedding);
        let table = (rows > 0).then(|| {
            let name = self.embedding_name("token_type_embeddings");
            self.weights.get(&name, &[rows, width])
        });
        table.transpose()
    }

    /// Each row of a table less the first, if there are several.
    fn beyond_first(&self, mut table: Vec<f32>) -> Result<Option<Tensor>, ModelError> {
        let (rows, width) = (self.config.token_types, self.config.embedding);
        let first = table[..width].to_vec();
        for row in table.chunks_exact_mut(width) {
            row.iter_mut().zip(&first).for_each(|(v, f)| *v -= f);
        }
        (rows > 1)
            .then(|| self.tensor(self.widened(table, rows)?, &[rows, self.config.hidden]))
            .transpose()
    }

    /// Word embeddings, and positions with token type 0.
    fn embeddings(
        &self,
        ids: usize,
        types: Option<&[f32]>,
    ) -> Result<(Tensor, Option<Tensor>), ModelError> {
        let config = self.config;
        let name = |part: &str| self.embedding_name(part);
        let (rows, words) = self
            .weights
            .matrix(&name("word_embeddings"), config.embedding)?;
        if ids >= rows {
            return Err(ErrorKind::Vocabulary { largest: ids, rows }.into());
        }
        let count = config.max_tokens();
        let mut positions = vec![0.0; count * config.embedding];
        if config.absolute_positions {
            let table = self.weights.get(
                &name("position_embeddings"),
                &[config.positions, config.embedding],
            )?;
            positions.copy_from_slice(&table[config.first_position * config.embedding..]);
        }
        if let Some(first) = types.map(|t| &t[..config.embedding]) {
            positions
                .chunks_exact_mut(config.embedding)
                .for_each(|row| row.iter_mut().zip(first).for_each(|(p, t)| *p += t));
        }
        let words = self.tensor(self.widened(words, rows)?, &[rows, config.hidden])?;
        let used = config.absolute_positions || types.is_some();
        let positions = used
            .then(|| self.tensor(self.widened(positions, count)?, &[count, config.hidden]))
            .transpose()?;
        Ok((words, positions))
    }

    /// Embeddings of another width than the layers', projected once and for all.
    fn widened(&self, values: Vec<f32>, rows: usize) -> Result<Vec<f32>, ModelError> {
        let (from, to) = (self.config.embedding, self.config.hidden);
        if from == to {
            return Ok(values);
        }
        let projection = self.weights.get(
            &format!("{}embeddings.embed_proj.weight", self.root),
            &[to, from],
        )?;
        let mut out = vec![0.0; rows * to];
        let projection = Matrix::rows(&projection, to, from, from).transposed();
        let target = Target {
            values: &mut out,
            stride: to,
            add: false,
        };
        multiply(
            Matrix::rows(&values, rows, from, from),
            projection,
            1.0,
            target,
        );
        Ok(out)
    }

    fn layer(&self, i: usize, relative: Option<&[f32]>) -> Result<Layer, ModelError> {
        let (names, hidden, intermediate) =
            (self.names, self.config.hidden, self.config.intermediate);
        let name = |part: &str| format!("{}{}.{i}.{part}", self.root, names.layers);
        let linear = |part: &str, outputs, inputs| self.linear(&[name(part)], outputs, inputs);
        let mut inner = linear(names.inner, intermediate, hidden)?;
        inner.activation = Some(self.config.activation);
        Ok(Layer {
            qkv: self.linear(&names.qkv.map(name), hidden, hidden)?,
            attended: linear(names.attended, hidden, hidden)?,
            attended_norm: self.norm(&name(names.attended_norm))?,
            inner,
            outer: linear(names.outer, hidden, intermediate)?,
            outer_norm: self.norm(&name(names.outer_norm))?,
            relative: relative
                .map(|table| self.relative_positions(&name("attention.self"), table))
                .transpose()?,
        })
    }

    /// Layers of the same input side by side.
    fn linear(
        &self,
        parts: &[String],
        outputs: usize,
        inputs: usize,
    ) -> Result<Linear, ModelError> {
        let mut weight = Vec::with_capacity(parts.len() * outputs * inputs);
        let mut bias = Vec::with_capacity(parts.len() * outputs);
        for part in parts {
            weight.extend(
                self.weights
                    .get(&format!("{part}.weight"), &[outputs, inputs])?,
            );
            bias.extend(self.weights.get(&format!("{part}.bias"), &[outputs])?);
        }
        let rows = bias.len();
        Ok(Linear {
            weight: self.tensor(transposed(&weight, inputs), &[inputs, rows])?,
            bias: self.tensor(bias, &[rows])?,
            activation: None,
        })
    }

    fn norm(&self, name: &str) -> Result<Norm, ModelError> {
        let hidden = self.config.hidden;
        let affine = self.norm_values(name)?;
        Ok(Norm {
            affine: self.tensor(affine, &[2, hidden])?,
            epsilon: self.config.norm_epsilon,
        })
    }

    /// Scale, then shift; old files call them gamma and beta.
    fn norm_values(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        let old = self.weights.has(&format!("{name}.gamma"));
        let (scale, shift) = if old {
            ("gamma", "beta")
        } else {
            ("weight", "bias")
        };
        let mut values = self
            .weights
            .get(&format!("{name}.{scale}"), &[self.config.hidden])?;
        values.extend(
            self.weights
                .get(&format!("{name}.{shift}"), &[self.config.hidden])?,
        );
        Ok(values)
    }

    /// The table of relative positions that all layers share, normalised where the model asks for it.
    fn relative_embeddings(&self) -> Result<Option<Vec<f32>>, ModelError> {
        let Some(relative) = &self.config.relative else {
            return Ok(None);
        };
        let hidden = self.config.hidden;
        let name = format!("{}encoder.rel_embeddings.weight", self.root);
        let mut table = self.weights.get(&name, &[2 * relative.span(), hidden])?;
        if relative.norm {
            let affine = self.norm_values(&format!("{}encoder.LayerNorm", self.root))?;
            let zeros = vec![0.0; hidden];
            for row in table.chunks_exact_mut(hidden) {
                crate::cpu::add_norm(
                    row,
                    &zeros,
                    affine.split_at(hidden),
                    self.config.norm_epsilon,
                );
            }
        }
        Ok(Some(table))
    }

    /// The table projected by one layer: these projections depend on no text.
    fn relative_positions(
        &self,
        name: &str,
        table: &[f32],
    ) -> Result<RelativePositions, ModelError> {
        let hidden = self.config.hidden;
        let buckets = table.len() / hidden;
        let relative = self.config.relative.unwrap_or_default();
        let project = |wanted: bool, shared: &str, own: &str| {
            let part = if relative.shared_projections {
                shared
            } else {
                own
            };
            wanted
                .then(|| self.projected(&format!("{name}.{part}"), table, buckets))
                .transpose()
        };
        Ok(RelativePositions {
            keys: project(relative.content_to_position, "key_proj", "pos_key_proj")?,
            queries: project(relative.position_to_content, "query_proj", "pos_query_proj")?,
            buckets,
        })
    }

    fn projected(&self, name: &str, table: &[f32], rows: usize) -> Result<Tensor, ModelError> {
        let hidden = self.config.hidden;
        let weight = self
            .weights
            .get(&format!("{name}.weight"), &[hidden, hidden])?;
        let mut out = self
            .weights
            .get(&format!("{name}.bias"), &[hidden])?
            .repeat(rows);
        let weight = Matrix::rows(&weight, hidden, hidden, hidden).transposed();
        let target = Target {
            values: &mut out,
            stride: hidden,
            add: true,
        };
        multiply(
            Matrix::rows(table, rows, hidden, hidden),
            weight,
            1.0,
            target,
        );
        self.tensor(out, &[rows, hidden])
    }
}

/// Rows to columns, in blocks that stay in the cache.
fn transposed(values: &[f32], columns: usize) -> Vec<f32> {
    const BLOCK: usize = 32;
    let rows = values.len() / columns;
    let mut out = vec![0.0; values.len()];
    for (i, row_start) in (0..rows).step_by(BLOCK).enumerate() {
        for column_start in (0..columns).step_by(BLOCK) {
            for column in column_start..(column_start + BLOCK).min(columns) {
                let to = &mut out[column * rows + i * BLOCK..][..BLOCK.min(rows - row_start)];
                for (row, value) in (row_start..).zip(to) {
                    *value = values[row * columns + column];
                }
            }
        }
    }
    out
}
