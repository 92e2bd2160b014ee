//! Paths and spans against brute force.

use proptest::prelude::*;

use super::Decoder;
use super::tags::{Run, argmax, best_path, runs};
use crate::encoder::Scores;
use crate::heads::{Columns, MAX_DISTANCE, RelationTables, SpanColumns};
use crate::kind::Kind;
use crate::labels::{Part, Scheme, Tag};
use crate::mention::{ByteSpan, Mention};
use crate::window::Window;

/// O, B and I of one type, B and I of another, and a plain tag.
fn tags() -> Vec<Tag> {
    let tag = |part, kind, after: &[usize]| Tag {
        part,
        kind,
        after: after.to_vec(),
    };
    vec![
        tag(Part::Outside, None, &[]),
        tag(Part::Begin, Some(Kind::Dx), &[]),
        tag(Part::Inside, Some(Kind::Dx), &[1, 2]),
        tag(Part::Begin, Some(Kind::Test), &[]),
        tag(Part::Inside, Some(Kind::Test), &[3, 4]),
        tag(Part::Any, Some(Kind::Age), &[]),
    ]
}

fn allowed(path: &[usize], tags: &[Tag]) -> bool {
    let step = |i: usize| match tags[path[i]].after.as_slice() {
        [] => true,
        after => i > 0 && after.contains(&path[i - 1]),
    };
    (0..path.len()).all(step)
}

fn brute_force(log_p: &[f32], tags: &[Tag]) -> f32 {
    let steps = log_p.len() / tags.len();
    let all = (0..tags.len().pow(u32::try_from(steps).unwrap())).map(|code| {
        (0..steps)
            .map(|i| code / tags.len().pow(u32::try_from(i).unwrap()) % tags.len())
            .collect::<Vec<_>>()
    });
    all.filter(|p| allowed(p, tags))
        .map(|p| total(&p, log_p, tags.len()))
        .fold(f32::NEG_INFINITY, f32::max)
}

fn total(path: &[usize], log_p: &[f32], width: usize) -> f32 {
    path.iter()
        .enumerate()
        .map(|(i, &t)| log_p[i * width + t])
        .sum()
}

proptest! {
    #[test]
    fn the_path_is_allowed_and_best(log_p in prop::collection::vec(-9_f32..0.0, 6..=30)) {
        let tags = tags();
        let log_p = &log_p[..log_p.len() / 6 * 6];
        let path = best_path(log_p, &tags);
        prop_assert!(allowed(&path, &tags));
        prop_assert!((total(&path, log_p, 6) - brute_force(log_p, &tags)).abs() < 1e-4);
    }
}

#[test]
fn spans_follow_the_parts() {
    let run = |first, last, tag| Run { first, last, tag };
    assert_eq!(
        runs(&[1, 2, 2, 1, 0, 3, 4, 3], &tags()),
        [run(0, 2, 1), run(3, 3, 1), run(5, 6, 3), run(7, 7, 3)]
    );
    assert_eq!(
        runs(&[5, 5, 0, 5, 1], &tags()),
        [run(0, 1, 5), run(3, 3, 5), run(4, 4, 1)]
    );
    assert!(runs(&[], &tags()).is_empty() && best_path(&[], &tags()).is_empty());
}

/// Types of the links below, each its own tag and row of the tables.
const LINKED: [Kind; 3] = [Kind::Qual, Kind::Dx, Kind::Test];

/// A decoder whose links weigh what the tokens say, and nothing else.
fn linker(threshold: f32) -> Decoder {
    let tag = |kind: &Kind| Tag {
        part: Part::Begin,
        kind: Some(*kind),
        after: Vec::new(),
    };
    let mut scheme = Scheme::tags_only(LINKED.iter().map(tag).collect());
    scheme.by_word = false;
    scheme.relation_threshold = threshold;
    for (at, kind) in LINKED.iter().enumerate() {
        scheme.position[*kind as usize] = at;
    }
    scheme.targets[Kind::Qual as usize] = vec![Kind::Dx];
    let types = LINKED.len();
    Decoder {
        scheme,
        columns: Columns {
            tags: 0..3,
            traits: SpanColumns::default(),
            query: SpanColumns {
                first: 3..4,
                mean: 5..6,
            },
            key: SpanColumns {
                first: 4..5,
                mean: 5..6,
            },
        },
        relations: Some(RelationTables {
            distance: vec![0.0; 2 * MAX_DISTANCE + 1],
            pair: vec![0.0; types * types],
            none: vec![0.0; types],
        }),
    }
}

/// Mentions of one token each, of a place in [`LINKED`] and with what makes it a target.
fn decode(decoder: &Decoder, tokens: &[(usize, f32)]) -> Vec<Mention> {
    let mut scores = Scores::new(6);
    let rows: Vec<f32> = tokens
        .iter()
        .flat_map(|&(kind, key)| {
            let mut row = [0.0, 0.0, 0.0, 1.0, key, 0.0];
            row[kind] = 20.0;
            row
        })
        .collect();
    scores.push(&rows);
    decoder.decode(&window(tokens.len()), scores.window(0))
}

fn window(tokens: usize) -> Window {
    Window {
        ids: vec![0; tokens],
        types: vec![0; tokens],
        body: 0..u32::try_from(tokens).unwrap(),
        spans: (0..tokens)
            .map(|i| ByteSpan::new(2 * i, 2 * i + 1))
            .collect(),
        word_start: vec![true; tokens],
    }
}

#[test]
fn links_reach_the_threshold_and_may_be_several() {
    let links = |threshold: f32, tokens: &[(usize, f32)]| -> Vec<u32> {
        let mentions = decode(&linker(threshold), tokens);
        assert_eq!(mentions.len(), tokens.len());
        assert!(mentions[1..].iter().all(|m| m.links.is_empty()));
        mentions[0].links.iter().map(|link| link.to).collect()
    };
    // Two conditions share the probability: 0.498 each, as none of them has 0.003.
    let alike = [(0, 0.0), (1, 5.0), (1, 5.0)];
    assert_eq!(links(0.425, &alike), [1, 2]);
    assert_eq!(links(0.5, &alike), [0_u32; 0]);
    // 0.876 and 0.119.
    let unlike = [(0, 0.0), (1, 5.0), (1, 3.0)];
    assert_eq!(links(0.1, &unlike), [1, 2]);
    assert_eq!(links(0.425, &unlike), [1]);
    assert_eq!(links(0.9, &unlike), [0_u32; 0]);
    // A test is no target, however much it looks like one; and nothing may be the most probable.
    assert_eq!(links(0.425, &[(0, 0.0), (2, 9.0), (1, 5.0)]), [2]);
    assert_eq!(links(0.425, &[(0, 0.0), (1, -5.0), (1, -5.0)]), [0_u32; 0]);
}

#[test]
fn links_share_one_probability() {
    let mentions = decode(&linker(0.0), &[(0, 0.0), (1, 5.0), (1, 5.0), (1, -5.0)]);
    let scores: Vec<f32> = mentions[0].links.iter().map(|link| link.score).collect();
    let all = 2.0 * 5.0_f32.exp() + (-5.0_f32).exp() + 1.0;
    for (score, expected) in scores.iter().zip([5.0_f32, 5.0, -5.0]) {
        assert!((score - expected.exp() / all).abs() < 1e-6, "{scores:?}");
    }
    assert_eq!(scores.len(), 3);
}

#[test]
fn a_mention_without_a_score_is_none() {
    let mut scores = Scores::new(6);
    scores.push(&[f32::NAN; 12]);
    let found = linker(0.5).decode(&window(2), scores.window(0));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn numbers_that_are_none_do_not_panic() {
    let path = best_path(&[f32::NAN; 12], &tags());
    assert_eq!(path.len(), 2);
    assert_eq!(argmax([1.0, 3.0, 3.0].into_iter()), 1);
}
