//! The four operations of an encoder on tensors: a linear layer, norm of a sum, attention, activation.
//!
//! On the CPU they run on the calling thread through `crate::cpu`; elsewhere they are made of candle's own operations.

use candle_core::{CpuStorage, CustomOp1, CustomOp2, CustomOp3, D, Layout, Result, Shape, Tensor};

use super::config::Activation;
use crate::cpu;

/// A linear layer and what follows it.
pub(crate) struct Linear {
    /// `[inputs, outputs]`: the product then reads it as it lies.
    pub weight: Tensor,
    pub bias: Tensor,
    pub activation: Option<Activation>,
}

/// Scale and shift of a norm, in one tensor `[2, hidden]`.
pub(crate) struct Norm {
    pub affine: Tensor,
    pub epsilon: f32,
}

/// Whether to use candle's own operations.
fn portable(x: &Tensor, forced: bool) -> bool {
    forced || !x.device().is_cpu()
}

impl Linear {
    pub(crate) fn forward(&self, x: &Tensor, forced: bool) -> Result<Tensor> {
        if portable(x, forced) {
            let y = x.matmul(&self.weight)?.broadcast_add(&self.bias)?;
            return match self.activation {
                None => Ok(y),
                Some(Activation::Gelu) => y.gelu_erf(),
                Some(Activation::GeluTanh) => y.gelu(),
                Some(Activation::Relu) => y.relu(),
            };
        }
        x.apply_op3_no_bwd(&self.weight, &self.bias, self)
    }
}

impl CustomOp3 for Linear {
    fn name(&self) -> &'static str {
        "linear"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        weight: &CpuStorage,
        weight_layout: &Layout,
        bias: &CpuStorage,
        bias_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (rows, inputs) = x_layout.shape().dims2()?;
        let (_, outputs) = weight_layout.shape().dims2()?;
        let bias = floats(bias, bias_layout)?;
        let mut out = Vec::with_capacity(rows * outputs);
        (0..rows).for_each(|_| out.extend_from_slice(bias));
        let x = cpu::Matrix::rows(floats(x, x_layout)?, rows, inputs, inputs);
        let weight = cpu::Matrix::rows(floats(weight, weight_layout)?, inputs, outputs, outputs);
        cpu::multiply(
            x,
            weight,
            1.0,
            cpu::Target {
                values: &mut out,
                stride: outputs,
                add: true,
            },
        );
        match self.activation {
            None => {}
            Some(Activation::Gelu) => cpu::gelu(&mut out),
            Some(Activation::GeluTanh) => cpu::gelu_tanh(&mut out),
            Some(Activation::Relu) => cpu::relu(&mut out),
        }
        Ok((CpuStorage::F32(out), (rows, outputs).into()))
    }
}

impl Norm {
    /// The norm of `x + residual`.
    pub(crate) fn forward(&self, x: &Tensor, residual: &Tensor, forced: bool) -> Result<Tensor> {
        if portable(x, forced) {
            let (gamma, beta) = (self.affine.get(0)?, self.affine.get(1)?);
            return candle_nn::ops::layer_norm(&(x + residual)?, &gamma, &beta, self.epsilon);
        }
        x.apply_op3_no_bwd(residual, &self.affine, self)
    }
}

impl CustomOp3 for Norm {
    fn name(&self) -> &'static str {
        "add-norm"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        residual: &CpuStorage,
        residual_layout: &Layout,
        affine: &CpuStorage,
        affine_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (_, hidden) = x_layout.shape().dims2()?;
        let mut out = floats(x, x_layout)?.to_vec();
        let affine = floats(affine, affine_layout)?.split_at(hidden);
        let residual = floats(residual, residual_layout)?.chunks_exact(hidden);
        for (row, other) in out.chunks_exact_mut(hidden).zip(residual) {
            cpu::add_norm(row, other, affine, self.epsilon);
        }
        Ok((CpuStorage::F32(out), x_layout.shape().clone()))
    }
}

/// Relative positions of DeBERTa: the same for all windows.
pub(crate) struct RelativePositions {
    /// Projected embeddings, `[buckets, hidden]`.
    pub keys: Option<Tensor>,
    pub queries: Option<Tensor>,
    pub buckets: usize,
}

/// Attention over one window.
pub(crate) struct Attention<'a> {
    pub shape: cpu::Shape,
    /// The tables, and the bucket of each pair of tokens of this window, row by row.
    pub relative: Option<(&'a RelativePositions, &'a [u32])>,
}

impl Attention<'_> {
    /// From queries, keys and values `[n, 3 · hidden]` to contexts `[n, hidden]`.
    pub(crate) fn forward(&self, qkv: &Tensor, forced: bool) -> Result<Tensor> {
        if portable(qkv, forced) {
            return self.portable(qkv);
        }
        match self
            .relative
            .map(|(r, _)| (r.keys.as_ref(), r.queries.as_ref()))
        {
            Some((Some(keys), Some(queries))) => qkv.apply_op3_no_bwd(keys, queries, self),
            Some((Some(keys), None)) => qkv.apply_op2_no_bwd(keys, self),
            Some((None, Some(queries))) => qkv.apply_op2_no_bwd(queries, self),
            _ => qkv.apply_op1_no_bwd(self),
        }
    }

    fn run(
        &self,
        qkv: (&CpuStorage, &Layout),
        keys: Option<(&CpuStorage, &Layout)>,
        queries: Option<(&CpuStorage, &Layout)>,
    ) -> Result<(CpuStorage, Shape)> {
        let (n, _) = qkv.1.shape().dims2()?;
        let keys = keys
            .map(|(table, layout)| floats(table, layout))
            .transpose()?;
        let queries = queries
            .map(|(table, layout)| floats(table, layout))
            .transpose()?;
        let relative = self.relative;
        let positions = relative.map(|(r, index)| cpu::Positions {
            keys,
            queries,
            buckets: r.buckets,
            index,
        });
        let out = cpu::attend(floats(qkv.0, qkv.1)?, n, self.shape, positions);
        Ok((CpuStorage::F32(out), (n, self.shape.hidden()).into()))
    }

    fn portable(&self, qkv: &Tensor) -> Result<Tensor> {
        let cpu::Shape {
            heads,
            head_size,
            scale,
        } = self.shape;
        let n = qkv.dim(0)?;
        let split = |t: &Tensor, rows: usize| {
            t.reshape((rows, heads, head_size))?
                .transpose(0, 1)?
                .contiguous()
        };
        let part = |i: usize| {
            split(
                &qkv.narrow(1, i * heads * head_size, heads * head_size)?
                    .contiguous()?,
                n,
            )
        };
        let (query, key, value) = (part(0)?, part(1)?, part(2)?);
        let mut scores = query.matmul(&key.t()?)?;
        if let Some((relative, index)) = self.relative {
            let index = Tensor::from_slice(index, (n, n), qkv.device())?;
            let gather = |content: &Tensor, table: &Tensor, index: &Tensor| {
                let all = content.matmul(&split(table, relative.buckets)?.t()?)?;
                all.gather(&index.broadcast_as((heads, n, n))?.contiguous()?, D::Minus1)
            };
            if let Some(keys) = &relative.keys {
                scores = (scores + gather(&query, keys, &index)?)?;
            }
            if let Some(queries) = &relative.queries {
                let content = gather(&key, queries, &index.t()?.contiguous()?)?;
                scores = (scores + content.t()?)?;
            }
        }
        let weights = candle_nn::ops::softmax_last_dim(&(scores * f64::from(scale))?)?;
        weights
            .matmul(&value)?
            .transpose(0, 1)?
            .reshape((n, heads * head_size))
    }
}

impl CustomOp1 for Attention<'_> {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn cpu_fwd(&self, qkv: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        self.run((qkv, layout), None, None)
    }
}

impl CustomOp2 for Attention<'_> {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn cpu_fwd(
        &self,
        qkv: &CpuStorage,
        layout: &Layout,
        table: &CpuStorage,
        of: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let keys = self.relative.is_some_and(|(r, _)| r.keys.is_some());
        let table = Some((table, of));
        self.run(
            (qkv, layout),
            table.filter(|_| keys),
            table.filter(|_| !keys),
        )
    }
}

impl CustomOp3 for Attention<'_> {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn cpu_fwd(
        &self,
        qkv: &CpuStorage,
        layout: &Layout,
        keys: &CpuStorage,
        keys_layout: &Layout,
        queries: &CpuStorage,
        queries_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        self.run(
            (qkv, layout),
            Some((keys, keys_layout)),
            Some((queries, queries_layout)),
        )
    }
}

/// The numbers of a contiguous tensor.
fn floats<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    let Some((start, end)) = layout.contiguous_offsets() else {
        candle_core::bail!("a tensor of shape {:?} is not contiguous", layout.shape())
    };
    Ok(&storage.as_slice::<f32>()?[start..end])
}
