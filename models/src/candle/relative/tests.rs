//! Buckets, by hand.

use super::{Relation, log_bucket};
use crate::candle::config::Relative;

const CONFIG: Relative = Relative {
    buckets: 8,
    max_distance: 64,
    content_to_position: true,
    position_to_content: true,
    shared_projections: true,
    norm: true,
};

#[test]
fn near_distances_stand_for_themselves_and_far_ones_share() {
    let far: Vec<i64> = [0, 3, -4, 5, 10, 11, -63]
        .iter()
        .map(|&d| log_bucket(d, &CONFIG))
        .collect();
    assert_eq!(far, [0, 3, -4, 5, 5, 6, -7]);
}

#[test]
fn the_index_is_query_minus_key() {
    let relation = Relation::new(&CONFIG, 5);
    assert_eq!(relation.index(3), [8, 7, 6, 9, 8, 7, 10, 9, 8]);
}
