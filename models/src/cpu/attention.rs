//! Self-attention over one window.

use super::gemm::{Matrix, Target, multiply};
use super::math::softmax;

/// Shape of the heads, and the factor on their products.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub heads: usize,
    pub head_size: usize,
    pub scale: f32,
}

/// Relative positions: projected embeddings of all buckets, and which bucket two tokens are in.
#[derive(Clone, Copy)]
pub(crate) struct Positions<'a> {
    /// Position keys and position queries, `[buckets, heads · head_size]` each.
    pub keys: Option<&'a [f32]>,
    pub queries: Option<&'a [f32]>,
    pub buckets: usize,
    /// Bucket of query `i` and key `j`, at `i · n + j`.
    pub index: &'a [u32],
}

impl Shape {
    pub(crate) const fn hidden(self) -> usize {
        self.heads * self.head_size
    }
}

/// Attention of `n` tokens; each row of `qkv` is a query, a key and a value of all heads.
pub(crate) fn attend(
    qkv: &[f32],
    n: usize,
    shape: Shape,
    positions: Option<Positions<'_>>,
) -> Vec<f32> {
    let hidden = shape.hidden();
    let mut out = vec![0.0; n * hidden];
    if n == 0 {
        return out;
    }
    let mut scores = vec![0.0; n * n];
    for head in 0..shape.heads {
        let at = head * shape.head_size;
        let part = |i: usize| Matrix::rows(&qkv[i * hidden + at..], n, shape.head_size, 3 * hidden);
        let (query, key, value) = (part(0), part(1), part(2));
        let target = Target {
            values: &mut scores,
            stride: n,
            add: false,
        };
        multiply(query, key.transposed(), shape.scale, target);
        if let Some(positions) = positions {
            add_positions(&mut scores, (query, key), (shape, at), positions);
        }
        scores.chunks_exact_mut(n).for_each(softmax);
        let target = Target {
            values: &mut out[at..],
            stride: hidden,
            add: false,
        };
        multiply(Matrix::rows(&scores, n, n, n), value, 1.0, target);
    }
    out
}

fn add_positions(
    scores: &mut [f32],
    (query, key): (Matrix<'_>, Matrix<'_>),
    (shape, at): (Shape, usize),
    positions: Positions<'_>,
) {
    let n = scores.len().isqrt();
    let buckets = positions.buckets;
    let project = |tokens: Matrix<'_>, table: &[f32]| {
        let mut out = vec![0.0; n * buckets];
        let table = Matrix::rows(&table[at..], buckets, shape.head_size, shape.hidden());
        multiply(
            tokens,
            table.transposed(),
            shape.scale,
            Target {
                values: &mut out,
                stride: buckets,
                add: false,
            },
        );
        out
    };
    if let Some(table) = positions.keys {
        let content = project(query, table);
        for (place, (score, &bucket)) in scores.iter_mut().zip(positions.index).enumerate() {
            *score += content[place / n * buckets + bucket as usize];
        }
    }
    if let Some(table) = positions.queries {
        let content = project(key, table);
        for (place, (score, &bucket)) in scores.iter_mut().zip(positions.index).enumerate() {
            *score += content[place % n * buckets + bucket as usize];
        }
    }
}
