//! Order, restored.

use std::collections::BTreeMap;

/// Takes items in any order and gives them in that of their numbers, without gaps.
///
/// It holds whatever came early: what may be in flight bounds it, not this type.
pub(crate) struct Sequencer<T> {
    next: u64,
    early: BTreeMap<u64, T>,
}

impl<T> Sequencer<T> {
    /// Begins with number `next`.
    pub(crate) fn new(next: u64) -> Self {
        Self {
            next,
            early: BTreeMap::new(),
        }
    }

    /// Takes an item; each number comes once.
    pub(crate) fn push(&mut self, number: u64, item: T) {
        let before = self.early.insert(number, item);
        debug_assert!(before.is_none() && number >= self.next);
    }

    /// The next item, if it is there.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let item = self.early.remove(&self.next)?;
        self.next += 1;
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::Sequencer;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_order_comes_out_sorted(order in Just((5_u64..60).collect::<Vec<_>>()).prop_shuffle()) {
            let mut sequencer = Sequencer::new(5);
            let mut out = Vec::new();
            for number in order {
                sequencer.push(number, number);
                out.extend(std::iter::from_fn(|| sequencer.pop()));
            }
            prop_assert_eq!(out, (5..60).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_gap_waits() {
        let mut sequencer = Sequencer::new(0);
        sequencer.push(1, 'b');
        assert_eq!(sequencer.pop(), None);
        sequencer.push(0, 'a');
        assert_eq!(
            (sequencer.pop(), sequencer.pop(), sequencer.pop()),
            (Some('a'), Some('b'), None)
        );
    }
}
