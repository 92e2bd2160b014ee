//! Accuracy against double precision.

use super::{add_norm, exp, gelu, gelu_tanh, softmax};

#[test]
fn exponentials_are_close() {
    for i in -8700..8800 {
        let x = i as f32 / 100.0;
        let want = f64::from(x).exp();
        assert!((f64::from(exp(x)) / want - 1.0).abs() < 3e-7, "{x}");
    }
    assert!(exp(-1e9) < 1e-37 && exp(1e9).is_finite() && exp(0.0) == 1.0);
}

#[test]
fn activations_are_close() {
    // From scipy: x * norm.cdf(x).
    let known = [
        (-3.0, -0.004_049_7),
        (-1.0, -0.158_655_26),
        (0.0, 0.0),
        (0.5, 0.345_731_24),
        (2.0, 1.954_499_7),
        (10.0, 10.0),
    ];
    for (x, want) in known {
        let mut exact = [x];
        gelu(&mut exact);
        assert!((exact[0] - want).abs() < 1e-6, "{x}: {}", exact[0]);
        let mut approximate = [x];
        gelu_tanh(&mut approximate);
        assert!((approximate[0] - want).abs() < 1e-3);
    }
}

#[test]
fn rows_are_normalised() {
    let mut row: Vec<f32> = (0..37).map(|i| (i as f32 * 0.7).sin() * 9.0).collect();
    let mut probabilities = row.clone();
    softmax(&mut probabilities);
    assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    let other = vec![100.0; 37];
    add_norm(&mut row, &other, (&[2.0; 37], &[1.0; 37]), 1e-12);
    let mean = row.iter().sum::<f32>() / 37.0;
    let variance = row.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / 37.0;
    assert!((mean - 1.0).abs() < 1e-4 && (variance - 4.0).abs() < 1e-3);
}
