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
mod tests;
