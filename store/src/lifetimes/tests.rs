//! An entry holds from where it begins to before where it ends.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn holds_as_told(told in prop::collection::vec(any::<bool>(), 1..20)) {
        let mut lifetimes = Lifetimes::default();
        for (txn, &holds) in (1..).zip(&told) {
            if holds { lifetimes.begin(txn) } else { lifetimes.end(txn) }
        }
        for (txn, &holds) in (1..).zip(&told) {
            prop_assert_eq!(lifetimes.holds_at(txn), holds);
        }
        prop_assert!(!lifetimes.holds_at(0));
        prop_assert_eq!(Some(&lifetimes.holds_now()), told.last());
    }
}
