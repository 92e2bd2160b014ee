//! Encoders of the BERT, DistilBERT, RoBERTa and DeBERTa-v2 families on candle tensors.
//!
//! Tokens lie packed: linear layers see all of them, attention sees one window at a time, so there is neither padding
//! nor a mask. On the CPU a pass takes one window through all layers before the next, on one core, while its numbers are
//! in the cache; this also makes the scores of a window independent of its batch. On a GPU a pass takes the whole batch.

mod config;
mod load;
mod ops;
mod relative;

use std::ops::Range;

use candle_core::{DType, Tensor};

pub(crate) use config::{Config, MODEL_TYPES};
pub(crate) use load::load;

use self::ops::{Attention, Linear, Norm};
use self::relative::Relation;
use crate::batch::TokenBatch;
use crate::cpu::Shape;
use crate::encoder::{Encoder, Scores};
use crate::error::{ErrorKind, ModelError};

/// Where an encoder runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Device {
    /// On the thread that calls, in single precision.
    #[default]
    Cpu,
    /// On this NVIDIA GPU, in half precision; an error where the crate was built without its feature `cuda`.
    Cuda {
        /// Number of the GPU, from 0.
        ordinal: usize,
    },
}

impl Device {
    fn open(self) -> Result<(candle_core::Device, DType), ModelError> {
        match self {
            Device::Cpu => Ok((candle_core::Device::Cpu, DType::F32)),
            Device::Cuda { ordinal } => {
                let failed = |e: candle_core::Error| ErrorKind::Device {
                    reason: e.to_string(),
                };
                Ok((
                    candle_core::Device::new_cuda(ordinal).map_err(failed)?,
                    DType::F16,
                ))
            }
        }
    }
}

/// A transformer and its heads.
pub(crate) struct CandleEncoder {
    device: candle_core::Device,
    words: Tensor,
    /// Positions and token type 0, added up; none where positions are only relative.
    positions: Option<Tensor>,
    /// What each token type adds to type 0; none where there is no other type.
    types: Option<Tensor>,
    norm: Norm,
    layers: Vec<Layer>,
    relation: Option<Relation>,
    shape: Shape,
    head: Linear,
    max_tokens: usize,
    /// Runs candle's own operations on the CPU too: how tests reach the path of the GPU.
    portable: bool,
}

struct Layer {
    qkv: Linear,
    attended: Linear,
    attended_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
    relative: Option<ops::RelativePositions>,
}

impl Encoder for CandleEncoder {
    fn encode(&self, batch: &TokenBatch) -> Result<Scores, ModelError> {
        let mut scores = Scores::new(self.head.bias.elem_count());
        let windows: Vec<Range<usize>> = batch.windows().collect();
        if let Some(tokens) = windows
            .iter()
            .map(Range::len)
            .find(|&len| len > self.max_tokens)
        {
            return Err(ErrorKind::WindowTooLong {
                tokens,
                limit: self.max_tokens,
            }
            .into());
        }
        let at_once = if self.device.is_cpu() {
            1
        } else {
            windows.len().max(1)
        };
        let mut first = 0;
        for group in windows.chunks(at_once) {
            let rows = self.rows(batch, group)?;
            self.share_out(&rows, batch, first..first + group.len(), &mut scores);
            first += group.len();
        }
        Ok(scores)
    }
}

impl CandleEncoder {
    /// Head outputs of all tokens of some neighbouring windows.
    fn rows(&self, batch: &TokenBatch, windows: &[Range<usize>]) -> candle_core::Result<Vec<f32>> {
        let start = windows.first().map_or(0, |w| w.start);
        let end = windows.last().map_or(0, |w| w.end);
        let local: Vec<Range<usize>> = windows
            .iter()
            .map(|w| w.start - start..w.end - start)
            .collect();
        let (ids, types) = (&batch.ids()[start..end], &batch.types()[start..end]);
        let mut hidden = self.embed(ids, types, &local)?;
        for layer in &self.layers {
            hidden = self.layer(layer, &hidden, &local)?;
        }
        self.head
            .forward(&hidden, self.portable)?
            .to_dtype(DType::F32)?
            .flatten_all()?
            .to_vec1()
    }

    fn embed(
        &self,
        ids: &[u32],
        types: &[u32],
        windows: &[Range<usize>],
    ) -> candle_core::Result<Tensor> {
        let mut words = self.rows_of(&self.words, ids)?;
        if let Some(table) = &self.types {
            words = (words + self.rows_of(table, types)?)?;
        }
        let positions = match &self.positions {
            Some(table) => {
                let each = windows.iter().map(|w| table.narrow(0, 0, w.len()));
                concatenate(each.collect::<candle_core::Result<_>>()?)?
            }
            None => words.zeros_like()?,
        };
        self.norm.forward(&words, &positions, self.portable)
    }

    fn rows_of(&self, table: &Tensor, rows: &[u32]) -> candle_core::Result<Tensor> {
        table.index_select(&Tensor::from_slice(rows, rows.len(), &self.device)?, 0)
    }

    fn layer(
        &self,
        layer: &Layer,
        x: &Tensor,
        windows: &[Range<usize>],
    ) -> candle_core::Result<Tensor> {
        let qkv = layer.qkv.forward(x, self.portable)?;
        let each = windows
            .iter()
            .map(|w| self.attend(layer, &qkv.narrow(0, w.start, w.len())?));
        let attended = concatenate(each.collect::<candle_core::Result<_>>()?)?;
        let attended = layer.attended.forward(&attended, self.portable)?;
        let x = layer.attended_norm.forward(&attended, x, self.portable)?;
        let inner = layer.inner.forward(&x, self.portable)?;
        let outer = layer.outer.forward(&inner, self.portable)?;
        layer.outer_norm.forward(&outer, &x, self.portable)
    }

    fn attend(&self, layer: &Layer, qkv: &Tensor) -> candle_core::Result<Tensor> {
        let index = self.relation.as_ref().map(|r| r.index(qkv.dims()[0]));
        let relative = layer.relative.as_ref().zip(index.as_deref());
        Attention {
            shape: self.shape,
            relative,
        }
        .forward(qkv, self.portable)
    }

    fn share_out(
        &self,
        rows: &[f32],
        batch: &TokenBatch,
        windows: Range<usize>,
        scores: &mut Scores,
    ) {
        let width = self.head.bias.elem_count();
        let mut start = 0;
        for (i, window) in batch
            .windows()
            .enumerate()
            .skip(windows.start)
            .take(windows.len())
        {
            let body = batch.body(i);
            let (from, to) = (body.start.min(window.len()), body.end.min(window.len()));
            scores.push(&rows[(start + from.min(to)) * width..(start + to) * width]);
            start += window.len();
        }
    }
}

fn concatenate(mut parts: Vec<Tensor>) -> candle_core::Result<Tensor> {
    match parts.pop() {
        Some(only) if parts.is_empty() => Ok(only),
        last => Tensor::cat(&parts.into_iter().chain(last).collect::<Vec<_>>(), 0),
    }
}

#[cfg(test)]
mod tests;
