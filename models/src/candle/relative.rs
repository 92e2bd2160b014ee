//! Which bucket of relative positions two tokens are in.

use super::config::Relative;

/// Buckets by distance.
pub(crate) struct Relation {
    /// Bucket of distance `query − key`, from `1 − max` to `max − 1`.
    buckets: Vec<u32>,
    max_tokens: usize,
}

impl Relation {
    /// The table for windows of at most `max_tokens`.
    pub(crate) fn new(config: &Relative, max_tokens: usize) -> Self {
        let reach = i64::try_from(max_tokens).unwrap_or(i64::MAX) - 1;
        let span = i64::try_from(config.span()).unwrap_or(i64::MAX);
        let bucket = |distance: i64| {
            let place = (log_bucket(distance, config) + span).clamp(0, 2 * span - 1);
            u32::try_from(place).unwrap_or(0)
        };
        Self {
            buckets: (-reach..=reach).map(bucket).collect(),
            max_tokens,
        }
    }

    /// Buckets of all pairs of `n` tokens, a row a query.
    pub(crate) fn index(&self, n: usize) -> Vec<u32> {
        let row = |i: usize| (0..n).map(move |j| self.buckets[i + self.max_tokens - 1 - j]);
        (0..n).flat_map(row).collect()
    }
}

/// Distances up to half the buckets stand for themselves, larger ones share on a logarithmic scale.
fn log_bucket(distance: i64, config: &Relative) -> i64 {
    let middle = i64::try_from(config.buckets / 2).unwrap_or(0);
    if middle == 0 || distance.abs() <= middle {
        return distance;
    }
    let (far, middle_f) = (distance.abs() as f32, middle as f32);
    let steps = (far / middle_f).ln() / ((config.max_distance as f32 - 1.0) / middle_f).ln()
        * (middle_f - 1.0);
    (steps.ceil() as i64 + middle) * distance.signum()
}

#[cfg(test)]
mod tests;
