//! A matrix product that stays on the calling thread.
//!
//! The tensor library's own product divides each call among all cores and asks the system for their number every time.
//! Here each worker has its own core, so every product is run whole.

/// A borrowed matrix of f32 with strides.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// Rows of `row_stride` numbers of which the first `columns` count.
    ///
    /// # Panics
    /// Where the matrix does not fit in `values`.
    pub(crate) fn rows(values: &'a [f32], rows: usize, columns: usize, row_stride: usize) -> Self {
        assert!(
            columns <= row_stride || rows <= 1,
            "rows of a matrix may not overlap"
        );
        let end = if rows == 0 || columns == 0 {
            0
        } else {
            (rows - 1) * row_stride + columns
        };
        assert!(
            end <= values.len(),
            "matrix of {rows} rows does not fit in {} numbers",
            values.len()
        );
        Self {
            values,
            rows,
            columns,
            row_stride,
            column_stride: 1,
        }
    }

    /// The same numbers with rows and columns exchanged.
    pub(crate) fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
            ..self
        }
    }
}

/// Where a product goes.
pub(crate) struct Target<'a> {
    /// Its numbers.
    pub values: &'a mut [f32],
    /// Distance between rows.
    pub stride: usize,
    /// Whether to add to what is there.
    pub add: bool,
}

/// `target[r, c] = scale · Σ left[r, k] · right[k, c]`, or that added to it.
///
/// # Panics
/// Where the shapes do not fit.
#[expect(unsafe_code, reason = "the product takes raw pointers")]
pub(crate) fn multiply(left: Matrix<'_>, right: Matrix<'_>, scale: f32, target: Target<'_>) {
    let (rows, columns, depth) = (left.rows, right.columns, left.columns);
    let Target {
        values: out,
        stride,
        add,
    } = target;
    assert_eq!(depth, right.rows, "inner dimensions differ");
    assert!(
        columns <= stride || rows <= 1,
        "rows of the product may not overlap"
    );
    if rows == 0 || columns == 0 {
        return;
    }
    assert!(
        (rows - 1) * stride + columns <= out.len(),
        "the product does not fit"
    );
    let of = |stride: usize| stride as isize;
    // SAFETY: `Matrix` has checked that every (row, column) of `left` and `right` lies in its slice, and transposing
    // only exchanges the two; the assertions above say the same of `out`, which nothing else can borrow.
    unsafe {
        gemm::gemm(
            rows,
            columns,
            depth,
            out.as_mut_ptr(),
            1,
            of(stride),
            add,
            left.values.as_ptr(),
            of(left.column_stride),
            of(left.row_stride),
            right.values.as_ptr(),
            of(right.column_stride),
            of(right.row_stride),
            1.0,
            scale,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Matrix, Target, multiply};

    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed | 1;
        let mut next = || {
            state = state.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
            (state >> 9) as f32 / (1 << 23) as f32 - 0.5
        };
        (0..n).map(|_| next()).collect()
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(m in 1_usize..40, n in 1_usize..40, k in 1_usize..70, pad in 0_usize..5, seed: u32, flip: bool, add: bool) {
            let left = numbers(m * (k + pad), seed);
            let (r, c) = if flip { (n, k) } else { (k, n) };
            let right = numbers(r * (c + pad), seed ^ 77);
            let matrix = Matrix::rows(&right, r, c, c + pad);
            let mut out = vec![0.25_f32; m * (n + pad)];
            multiply(Matrix::rows(&left, m, k, k + pad), if flip { matrix.transposed() } else { matrix }, 0.5, Target { values: &mut out, stride: n + pad, add });
            for i in 0..m {
                for j in 0..n {
                    let at = |l: usize| if flip { right[j * (c + pad) + l] } else { right[l * (c + pad) + j] };
                    let sum: f32 = (0..k).map(|l| left[i * (k + pad) + l] * at(l)).sum();
                    let want = 0.5 * sum + if add { 0.25 } else { 0.0 };
                    prop_assert!((out[i * (n + pad) + j] - want).abs() < 1e-4);
                }
                prop_assert!(out[i * (n + pad) + n..(i + 1) * (n + pad)].iter().all(|&v| v == 0.25));
            }
        }
    }

    #[test]
    #[should_panic(expected = "does not fit")]
    fn a_short_slice_is_refused() {
        Matrix::rows(&[0.0; 5], 2, 3, 3);
    }
}
