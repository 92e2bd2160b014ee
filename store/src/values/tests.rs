//! Decoding gives back what was encoded, and takes no other bytes for it.

use super::*;
use proptest::prelude::*;

fn survives<V: Value + PartialEq>(value: &V) -> Result<(), TestCaseError> {
    let bytes = value.encode();
    prop_assert!(V::decode(&bytes).as_ref() == Some(value));
    Ok(())
}

fn digest() -> impl Strategy<Value = Digest> {
    prop_oneof![
        Just(Digest::ZERO),
        Just(Digest([7; 32])),
        any::<[u8; 32]>().prop_map(Digest)
    ]
}

fn content() -> impl Strategy<Value = Content> {
    let body =
        (digest(), digest(), digest()).prop_map(|(hash, source, fingerprint)| Content::Body {
            hash,
            source,
            fingerprint,
        });
    prop_oneof![Just(Content::Deleted), body]
}

fn term() -> impl Strategy<Value = Term> {
    ("[a-z-]{0,12}", any::<Vec<u8>>()).prop_map(|(parameter, value)| Term { parameter, value })
}

proptest! {
    #[test]
    fn versions(number: u64, time_ms: u64, content in content()) {
        let version = Version { number, time_ms, content };
        survives(&version)?;
        let bytes = version.encode();
        prop_assert!(Version::decode(&bytes[..bytes.len() - 1]).is_none());
    }

    #[test]
    fn lists(patient: Option<String>, terms in prop::collection::vec(term(), 0..4)) {
        survives(&Entries::new(patient, terms))?;
    }

    #[test]
    fn lifetimes(steps in prop::collection::vec(1u64..1 << 40, 1..8)) {
        let changes = steps.iter().scan(0, |sum, step| { *sum += step; Some(*sum) });
        survives(&Lifetimes(changes.collect()))?;
    }

    #[test]
    fn checkpoints(identity: [u8; 32], byte: u64, line: u64, seq: u64, state: Vec<u8>, done: bool) {
        let identity = Digest(identity);
        survives(&Checkpoint { source: String::new(), identity, byte, line, seq, state, done })?;
    }

    #[test]
    fn numbers(a: u64, b: u64, c: u64, d: u64, format: u32) {
        survives(&Txn { time_ms: a, versions: b })?;
        survives(&Counters { numbers: a, versions: b, body_bytes: c, stored_bytes: d })?;
        survives(&Format(format))?;
    }

    #[test]
    fn any_bytes_are_a_value_or_none(bytes: Vec<u8>) {
        let _ = (Version::decode(&bytes), Entries::decode(&bytes), Lifetimes::decode(&bytes));
        let _ = (Checkpoint::decode(&bytes), Counters::decode(&bytes), Txn::decode(&bytes));
    }
}

#[test]
fn what_passed_unchanged_takes_one_digest() {
    let hash = Digest([9; 32]);
    let content = Content::Body {
        hash,
        source: hash,
        fingerprint: Digest::ZERO,
    };
    assert_eq!(
        Version {
            number: 1,
            time_ms: 1,
            content
        }
        .encode()
        .len(),
        3 + 32
    );
}

#[test]
fn integers_have_ten_bytes_at_most() {
    let int = |bytes: &[u8]| Bytes(bytes).int();
    assert_eq!(
        int(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
        Some(u64::MAX)
    );
    assert_eq!(
        int(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]),
        None
    );
    assert_eq!(int(&[0x80; 11]), None);
    assert_eq!(int(&[]), None);
}
