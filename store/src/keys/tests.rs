//! The order of the bytes is the order of the values, and decoding gives back what was encoded.

use super::*;
use proptest::prelude::*;

fn resource_type() -> impl Strategy<Value = TypeCode> {
    (1u16..=146).prop_map(|code| TypeCode::from_code(code).unwrap())
}

/// Mostly ids, sometimes anything; small alphabets make prefixes and equal values likely.
fn text() -> impl Strategy<Value = Cow<'static, [u8]>> {
    prop_oneof![
        "[ab.-]{0,3}".prop_map(String::into_bytes),
        "[A-Za-z0-9.-]{1,64}".prop_map(String::into_bytes),
        prop::collection::vec(0u8..4, 0..4),
        any::<Vec<u8>>(),
    ]
    .prop_map(Cow::Owned)
}

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![0u64..3, any::<u64>()]
}

fn agree<'a, K: Key<'a> + Ord + std::fmt::Debug>(
    a: &K,
    b: &K,
    bytes: &'a [u8],
) -> Result<(), TestCaseError> {
    let decoded = K::decode(bytes);
    prop_assert_eq!(decoded.as_ref(), Some(a));
    prop_assert_eq!(a.cmp(b), bytes.cmp(&b.encode()));
    prop_assert!(
        a == b || !b.encode().starts_with(bytes),
        "one key is a prefix of another"
    );
    prop_assert!(K::decode(&bytes[..bytes.len() - 1]).is_none());
    Ok(())
}

fn as_of() -> impl Strategy<Value = AsOfKey<'static>> {
    (resource_type(), text(), number(), number()).prop_map(|(resource_type, id, txn, version)| {
        AsOfKey {
            resource_type,
            id,
            txn: Reverse(txn),
            version: Reverse(version),
        }
    })
}

fn index() -> impl Strategy<Value = IndexKey<'static>> {
    (text(), resource_type(), text(), number()).prop_map(
        |(parameter, resource_type, value, number)| IndexKey {
            parameter,
            resource_type,
            value,
            number,
        },
    )
}

fn compartment() -> impl Strategy<Value = CompartmentKey<'static>> {
    (resource_type(), text(), resource_type(), number()).prop_map(
        |(owner_type, owner, resource_type, number)| CompartmentKey {
            owner_type,
            owner,
            resource_type,
            number,
        },
    )
}

type History = (TypeCode, Reverse<u64>, Reverse<u64>, Reverse<u64>);

fn history() -> impl Strategy<Value = History> {
    (resource_type(), number(), number(), number()).prop_map(
        |(resource_type, txn, number, version)| {
            (
                resource_type,
                Reverse(txn),
                Reverse(number),
                Reverse(version),
            )
        },
    )
}

fn of_type((resource_type, txn, number, version): History) -> TypeHistoryKey {
    TypeHistoryKey {
        resource_type,
        txn,
        number,
        version,
    }
}

fn of_system((resource_type, txn, number, version): History) -> SystemHistoryKey {
    SystemHistoryKey {
        txn,
        resource_type,
        number,
        version,
    }
}

proptest! {
    #[test]
    fn versions(a in as_of(), b in as_of()) {
        agree(&a, &b, &a.encode())?;
        let same = (a.resource_type, &a.id) == (b.resource_type, &b.id);
        prop_assert_eq!(resource_prefix(&a.encode()) == resource_prefix(&b.encode()), same);
    }

    #[test]
    fn entries(a in index(), b in index(), c in compartment(), d in compartment()) {
        agree(&a, &b, &a.encode())?;
        agree(&c, &d, &c.encode())?;
        let bytes = a.encode();
        let (prefix, number) = split_number(&bytes).unwrap();
        prop_assert_eq!(number, a.number);
        prop_assert_eq!(join_number(prefix, number), bytes.as_slice());
    }

    #[test]
    fn histories(a in history(), b in history()) {
        agree(&of_type(a), &of_type(b), &of_type(a).encode())?;
        agree(&of_system(a), &of_system(b), &of_system(a).encode())?;
        prop_assert!(of_type(a).encode().starts_with(&type_prefix(a.0)));
        prop_assert!(of_system(a).encode().starts_with(&txn_prefix(a.1.0)));
    }

    #[test]
    fn short_ones(a in number(), b in number(), c in text(), d in text(), of in resource_type(), e: [u8; 32], f: [u8; 32]) {
        agree(&TxnKey(a), &TxnKey(b), &TxnKey(a).encode())?;
        let numbered = |number| NumberKey { resource_type: of, number };
        agree(&numbered(a), &numbered(b), &numbered(a).encode())?;
        let (c, d) = (CheckpointKey(c), CheckpointKey(d));
        agree(&c, &d, &c.encode())?;
        let (e, f) = (BodyKey(Digest(e)), BodyKey(Digest(f)));
        agree(&e, &f, &e.encode())?;
    }

    #[test]
    fn any_bytes_are_a_key_or_none(bytes: Vec<u8>) {
        if let Some(key) = IndexKey::decode(&bytes) {
            prop_assert_eq!(key.encode(), bytes.as_slice());
        }
        if let Some(key) = AsOfKey::decode(&bytes) {
            prop_assert_eq!(key.encode(), bytes.as_slice());
        }
    }
}

#[test]
fn the_example_in_the_table() {
    let patient = TypeCode::of("Patient").unwrap();
    let mut bytes = vec![0x00, 0x67, 0x70, 0x31, 0x00];
    bytes.extend([0xff; 7]);
    bytes.push(0xf8);
    bytes.extend([0xff; 7]);
    bytes.push(0xfe);
    assert_eq!(AsOfKey::new(patient, "p1", 7, 1).encode(), bytes);
    assert_eq!(
        [MetaKey::Format.encode(), MetaKey::Counters.encode()],
        [vec![1], vec![2]]
    );
}
