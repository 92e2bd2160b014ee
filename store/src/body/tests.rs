//! Bodies come back byte for byte, and damage is noticed.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn come_back(body: Vec<u8>, repeat in 1usize..50) {
        let body = body.repeat(repeat);
        let stored = encode(&body, 3).unwrap();
        prop_assert!(stored.len() <= body.len() + 8);
        prop_assert_eq!(decode(&stored), Some(body));
    }

    #[test]
    fn any_bytes_are_a_body_or_none(bytes: Vec<u8>) {
        if let Some(body) = decode(&bytes) {
            prop_assert!(body.len() as u64 <= MAX_BODY_BYTES);
        }
    }
}

#[test]
fn a_length_that_is_not_the_length_is_damage() {
    let stored = encode(&[b'a'; 1000], 3).unwrap();
    assert_eq!(stored[..4], [ZSTD, 0, 0xe8, 0x07]);
    for length in [0xe7, 0xe9] {
        let mut damaged = stored.clone();
        damaged[2] = length;
        assert_eq!(decode(&damaged), None);
    }
    assert_eq!(decode(&stored[..stored.len() - 1]), None);
}

#[test]
fn a_dictionary_that_is_not_there_is_not_guessed() {
    let mut stored = encode(b"short", 3).unwrap();
    stored[1] = 1;
    assert_eq!(decode(&stored), None);
}
