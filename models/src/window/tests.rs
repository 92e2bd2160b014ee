//! Packing, by cases and by properties.

use proptest::prelude::*;

use super::{Layout, PieceTokens, Tokens, Window};
use crate::mention::ByteSpan;

fn layout(max_tokens: usize) -> Layout {
    Layout {
        prefix: vec![101],
        suffix: vec![102],
        titles: vec![vec![7, 8, 102]],
        max_tokens,
    }
}

/// Pieces of these lengths; every third token continues a word.
fn note(
    lengths: &[usize],
    section: impl Fn(usize) -> (Option<u16>, bool),
) -> (Tokens, Vec<PieceTokens>) {
    let total: usize = lengths.iter().sum();
    let tokens = Tokens {
        ids: (1000..).take(total).collect(),
        types: (0..).take(total).map(|i| i % 4).collect(),
        spans: (0..total).map(|i| ByteSpan::new(i, i + 1)).collect(),
        word_start: (0..total).map(|i| i % 3 != 2).collect(),
    };
    let mut at = 0;
    let pieces = lengths.iter().enumerate().map(|(i, n)| {
        let (section, header) = section(i);
        at += n;
        PieceTokens {
            tokens: at - n..at,
            section,
            header,
        }
    });
    let pieces = pieces.collect();
    (tokens, pieces)
}

fn bodies(windows: &[Window]) -> Vec<usize> {
    windows.iter().map(|w| w.spans.len()).collect()
}

#[test]
fn whole_pieces_fill_a_window() {
    let (tokens, pieces) = note(&[3, 3, 3, 8, 1], |_| (None, false));
    let windows = layout(10).pack(&tokens, &pieces);
    assert_eq!(bodies(&windows), [6, 3, 8, 1]);
    assert_eq!(windows[1].ids, [101, 1006, 1007, 1008, 102]);
    assert_eq!(windows[1].body, 1..4);
}

#[test]
fn a_title_stands_before_all_but_its_heading() {
    let (tokens, pieces) = note(&[5, 5], |i| (Some(0), i == 0));
    let windows = layout(10).pack(&tokens, &pieces);
    assert_eq!(windows[0].ids[..2], [101, 1000]);
    assert_eq!(windows[1].ids[..5], [101, 7, 8, 102, 1005]);
    assert_eq!(windows[1].types, [0, 0, 0, 0, 1, 2, 3, 0, 1, 0]);
}

#[test]
fn a_long_piece_is_cut_at_a_word_and_goes_on_under_its_title() {
    let (tokens, pieces) = note(&[9, 1], |_| (Some(0), true));
    let windows = layout(10).pack(&tokens, &pieces);
    // Token 8 continues a word, so the cut is before token 7; the rest shares a window with the next piece.
    assert_eq!(bodies(&windows), [7, 3]);
    assert_eq!(windows[0].ids[..2], [101, 1000]);
    assert_eq!(windows[1].ids, [101, 7, 8, 102, 1007, 1008, 1009, 102]);
}

proptest! {
    #[test]
    fn windows_hold_every_token_once_and_in_order(
        lengths in prop::collection::vec(1_usize..40, 0..30),
        max in 1_usize..30,
        sections in any::<u64>(),
    ) {
        let (tokens, pieces) = note(&lengths, |i| ((sections >> (i % 60) & 1 == 1).then_some(0), sections >> (i % 50) & 2 == 2));
        let windows = layout(max).pack(&tokens, &pieces);
        let seen: Vec<ByteSpan> = windows.iter().flat_map(|w| w.spans.clone()).collect();
        prop_assert_eq!(seen, tokens.spans);
        for window in &windows {
            prop_assert!(window.ids.len() <= max.max(6) && !window.spans.is_empty());
            prop_assert_eq!(window.body.len(), window.spans.len());
            prop_assert_eq!(window.types.len(), window.ids.len());
            prop_assert_eq!(window.word_start.len(), window.spans.len());
        }
    }
}
