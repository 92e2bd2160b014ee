//! Merging windows.

use super::{ByteSpan, Link, Mention, merge};
use crate::kind::Kind;

fn mention(start: usize, to: Option<u32>) -> Mention {
    let links = to.map(|to| Link { to, score: 0.5 }).into_iter().collect();
    Mention {
        span: ByteSpan::new(start, start + 2),
        kind: Kind::Dx,
        score: 0.9,
        traits: vec![],
        links,
    }
}

fn starts_and_targets(mentions: &[Mention]) -> Vec<(u32, Option<u32>)> {
    let target = |m: &Mention| m.links.first().map(|l| mentions[l.to as usize].span.start);
    mentions.iter().map(|m| (m.span.start, target(m))).collect()
}

#[test]
fn links_follow_their_mentions() {
    let merged = merge(vec![
        vec![mention(0, Some(1)), mention(4, None)],
        vec![],
        vec![mention(9, Some(1)), mention(12, None)],
    ]);
    assert_eq!(
        starts_and_targets(&merged),
        [(0, Some(4)), (4, None), (9, Some(12)), (12, None)]
    );
}

#[test]
fn windows_out_of_order_are_sorted() {
    let merged = merge(vec![
        vec![mention(9, Some(1)), mention(12, None)],
        vec![mention(1, Some(1)), mention(10, None)],
    ]);
    assert_eq!(
        starts_and_targets(&merged),
        [(1, Some(10)), (9, Some(12)), (10, None), (12, None)]
    );
}
