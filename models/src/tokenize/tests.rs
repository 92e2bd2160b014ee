//! One call for many pieces must give what one call a piece gives.

use proptest::prelude::*;

use super::Tokenizer;
use crate::segment::{Piece, pieces};

const BUNDLED: &[u8] = include_bytes!("../../default/tokenizer.json");
const ROBERTA: &[u8] = include_bytes!("../../tests/data/hf/roberta/tokenizer.json");
const DEBERTA: &[u8] = include_bytes!("../../tests/data/hf/deberta-v2/tokenizer.json");

type Row = (Vec<u32>, Vec<(u32, u32)>, Vec<bool>);

fn rows(tokenizer: &Tokenizer, text: &str, pieces: &[Piece]) -> Vec<Row> {
    let (tokens, found) = tokenizer.tokens(text, pieces);
    let row = |r: std::ops::Range<usize>| {
        let spans = tokens.spans[r.clone()]
            .iter()
            .map(|s| (s.start, s.end))
            .collect();
        (
            tokens.ids[r.clone()].to_vec(),
            spans,
            tokens.word_start[r].to_vec(),
        )
    };
    found.iter().map(|p| row(p.tokens.clone())).collect()
}

fn check_one_call_is_many(tokenizer: &Tokenizer, text: &str) -> Result<(), TestCaseError> {
    let pieces = pieces(text);
    let together = rows(tokenizer, text, &pieces);
    let apart: Vec<Row> = pieces
        .iter()
        .flat_map(|p| rows(tokenizer, text, std::slice::from_ref(p)))
        .collect();
    prop_assert_eq!(together, apart);
    Ok(())
}

#[test]
fn special_tokens_are_found() {
    let tokenizer = Tokenizer::load(BUNDLED).unwrap();
    assert_eq!(
        (tokenizer.prefix.as_slice(), tokenizer.suffix.as_slice()),
        (&[101][..], &[102][..])
    );
    let tokenizer = Tokenizer::load(ROBERTA).unwrap();
    assert_eq!(
        (tokenizer.prefix.as_slice(), tokenizer.suffix.as_slice()),
        (&[0][..], &[2][..])
    );
}

#[test]
fn bad_json_is_an_error() {
    assert!(Tokenizer::load(b"{}").is_err());
    assert!(Tokenizer::load(b"").is_err());
}

#[test]
fn long_notes_take_several_calls_and_lose_nothing() {
    let tokenizer = Tokenizer::load(BUNDLED).unwrap();
    let text = "Café pain 5 mg.\nNo fever. ".repeat(3000);
    let (tokens, found) = tokenizer.tokens(&text, &pieces(&text));
    assert!(tokens.spans.is_sorted() && found.len() == 6000);
    assert_eq!(
        tokens.ids.len(),
        3000 * tokenizer.ids("Café pain 5 mg. No fever.").len()
    );
}

#[test]
fn a_megabyte_of_one_word_is_no_trouble() {
    for json in [BUNDLED, ROBERTA, DEBERTA] {
        let tokenizer = Tokenizer::load(json).unwrap();
        for text in [
            "x".repeat(1 << 20),
            "é".repeat(1 << 19),
            format!("a{}b", " ".repeat(1 << 20)),
        ] {
            let (tokens, found) = tokenizer.tokens(&text, &pieces(&text));
            assert_eq!((found.len(), tokens.spans[0].start), (1, 0));
            assert_eq!(tokens.spans.last().unwrap().end as usize, text.len());
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(\\PC|[ \\n\\r\\t.!?:\"()a-zA-Z0-9-]){0,120}",
        "([A-Z]?[a-zé]{1,9}[.,:;]?[ \\n]{1,2}){0,40}",
        any::<String>(),
        "([.!?\"] ?[A-Z\u{301}\u{1c}\u{85}\u{200b}\u{ad}\\n]){0,30}",
    ]
}

proptest! {
    #[test]
    fn one_call_is_many(text in text()) {
        check_one_call_is_many(&Tokenizer::load(include_bytes!("../../tests/data/hf/bert/tokenizer.json")).unwrap(), &text)?;
    }

    #[test]
    fn spans_ascend_on_char_boundaries(text in text()) {
        for json in [include_bytes!("../../tests/data/hf/bert/tokenizer.json").as_slice(), ROBERTA, DEBERTA] {
            let (tokens, _) = Tokenizer::load(json).unwrap().tokens(&text, &pieces(&text));
            prop_assert!(tokens.spans.is_sorted_by_key(|s| s.start));
            for span in tokens.spans {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}

#[test]
fn the_bundled_vocabulary_agrees_too() {
    let tokenizer = Tokenizer::load(BUNDLED).unwrap();
    let text = include_str!("../../tests/data/golden.json");
    check_one_call_is_many(&tokenizer, text).unwrap();
}
