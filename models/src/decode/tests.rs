//! Paths and spans against brute force.

use proptest::prelude::*;

use super::tags::{Run, argmax, best_path, runs};
use crate::kind::Kind;
use crate::labels::{Part, Tag};

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

#[test]
fn numbers_that_are_none_do_not_panic() {
    let path = best_path(&[f32::NAN; 12], &tags());
    assert_eq!(path.len(), 2);
    assert_eq!(argmax([1.0, 3.0, 3.0].into_iter()), 1);
}
