//! Codes and values.

use super::{Kind, Trait};

#[test]
fn codes_name_their_values() {
    assert_eq!((Kind::ALL.len(), Trait::ALL.len()), (36, 9));
    assert!(
        Kind::ALL
            .iter()
            .all(|k| Kind::from_code(k.code()) == Some(*k))
    );
    assert!(
        Trait::ALL
            .iter()
            .all(|t| Trait::from_code(t.code()) == Some(*t))
    );
    assert_eq!(
        (Kind::from_code("dx"), Trait::from_code("NEG")),
        (None, None)
    );
}

#[test]
fn thirteen_types_are_attributes() {
    assert_eq!(Kind::ALL.iter().filter(|k| k.is_attribute()).count(), 13);
    assert!(!Kind::Url.is_attribute() && Kind::Acu.is_attribute());
}
