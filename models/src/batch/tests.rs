//! Packing.

use super::TokenBatch;
use crate::mention::ByteSpan;
use crate::window::Window;

#[test]
fn windows_lie_end_to_end() {
    let window = |ids: &[u32]| Window {
        ids: ids.to_vec(),
        types: vec![0; ids.len()],
        body: 1..2,
        spans: vec![ByteSpan::new(0, 1)],
        word_start: vec![true],
    };
    let mut batch = TokenBatch::new();
    batch.push(&window(&[1, 2, 3]));
    batch.push(&window(&[1, 9, 8, 3]));
    assert_eq!(
        batch
            .windows()
            .map(|w| batch.ids()[w].to_vec())
            .collect::<Vec<_>>(),
        [vec![1, 2, 3], vec![1, 9, 8, 3]]
    );
    assert_eq!((batch.len(), batch.tokens(), batch.body(1)), (2, 7, 1..2));
    batch.clear();
    assert_eq!(
        (batch.len(), batch.tokens(), batch.is_empty()),
        (0, 0, true)
    );
}
