//! Functions on rows of numbers, written so that the compiler turns them into vector instructions.
//!
//! Sums keep one running total a lane, in a fixed order: the same row gives the same bits everywhere.

const LANES: usize = 16;

/// e to the power of x; relative error below 2e-7 between -87 and 88, which larger arguments are clipped to.
#[inline(always)]
fn exp(x: f32) -> f32 {
    // Adding this rounds to a whole number, which then stands in the low bits.
    const SHIFT: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + SHIFT;
    let whole = shifted - SHIFT;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = 1.987_569_1e-4 * rest + 1.398_199_9e-3;
    let series = series * rest + 8.333_452e-3;
    let series = series * rest + 4.166_579_6e-2;
    let series = series * rest + 0.166_666_65;
    let series = series * rest + 0.5;
    let power = (shifted
        .to_bits()
        .wrapping_sub(SHIFT.to_bits())
        .wrapping_add(127))
        << 23;
    (series * rest * rest + rest + 1.0) * f32::from_bits(power)
}

/// Gauss' error function; absolute error below 2e-7 (Abramowitz and Stegun, 7.1.26).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let a = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * a);
    let series = 1.061_405_4 * t - 1.453_152;
    let series = series * t + 1.421_413_8;
    let series = series * t - 0.284_496_74;
    let series = series * t + 0.254_829_6;
    (1.0 - series * t * exp(-a * a)).copysign(x)
}

/// x · Φ(x), in place.
pub(crate) fn gelu(values: &mut [f32]) {
    for v in values {
        *v = 0.5 * *v * (1.0 + erf(*v * std::f32::consts::FRAC_1_SQRT_2));
    }
}

/// The approximation of [`gelu`] by the hyperbolic tangent, in place.
pub(crate) fn gelu_tanh(values: &mut [f32]) {
    for v in values {
        let inner = 0.797_884_6 * (*v + 0.044_715 * *v * *v * *v);
        *v *= 1.0 - 1.0 / (exp(2.0 * inner) + 1.0);
    }
}

/// Negative numbers to zero, in place.
pub(crate) fn relu(values: &mut [f32]) {
    values.iter_mut().for_each(|v| *v = v.max(0.0));
}

/// Exponentials of a row divided by their sum, in place.
pub(crate) fn softmax(row: &mut [f32]) {
    let largest = fold(row, f32::NEG_INFINITY, |a, b| if b > a { b } else { a });
    row.iter_mut().for_each(|v| *v = exp(*v - largest));
    let scale = 1.0 / fold(row, 0.0, |a, b| a + b);
    row.iter_mut().for_each(|v| *v *= scale);
}

/// `row + other`, shifted and scaled to mean 0 and variance 1, then to `gamma` and `beta`; in place.
pub(crate) fn add_norm(row: &mut [f32], other: &[f32], affine: (&[f32], &[f32]), epsilon: f32) {
    row.iter_mut().zip(other).for_each(|(v, o)| *v += o);
    let count = row.len() as f32;
    let mean = fold(row, 0.0, |a, b| a + b) / count;
    row.iter_mut().for_each(|v| *v -= mean);
    let scale = 1.0 / (fold_squares(row) / count + epsilon).sqrt();
    let (gamma, beta) = affine;
    row.iter_mut()
        .zip(gamma.iter().zip(beta))
        .for_each(|(v, (g, b))| *v = *v * scale * g + b);
}

#[inline(always)]
fn fold(row: &[f32], start: f32, f: impl Fn(f32, f32) -> f32 + Copy) -> f32 {
    let (blocks, rest) = row.as_chunks::<LANES>();
    let mut lanes = [start; LANES];
    for block in blocks {
        lanes
            .iter_mut()
            .zip(block)
            .for_each(|(lane, v)| *lane = f(*lane, *v));
    }
    rest.iter().copied().chain(lanes).fold(start, f)
}

#[inline(always)]
fn fold_squares(row: &[f32]) -> f32 {
    let (blocks, rest) = row.as_chunks::<LANES>();
    let mut lanes = [0.0_f32; LANES];
    for block in blocks {
        lanes
            .iter_mut()
            .zip(block)
            .for_each(|(lane, v)| *lane += v * v);
    }
    rest.iter().map(|v| v * v).chain(lanes).sum()
}

#[cfg(test)]
mod tests;
