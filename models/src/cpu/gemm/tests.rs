//! The product against its definition.

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
