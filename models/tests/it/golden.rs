//! The bundled model against what the training code says of six notes.

use crate::common::{bundled, byte_offsets};
use serde_json::Value;
use wardlake_models::{ByteSpan, Mention, TokenBatch};

fn notes() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../data/golden.json")).unwrap();
    file["notes"].as_array().unwrap().clone()
}

fn span(pair: &Value, bytes: &[u32]) -> ByteSpan {
    let at = |i: usize| bytes[usize::try_from(pair[i].as_u64().unwrap()).unwrap()];
    ByteSpan {
        start: at(0),
        end: at(1),
    }
}

fn spans(pairs: &Value, bytes: &[u32]) -> Vec<ByteSpan> {
    pairs
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| span(pair, bytes))
        .collect()
}

#[test]
fn pieces_and_sections_are_those_of_training() {
    for note in notes() {
        let text = note["text"].as_str().unwrap();
        let segments = bundled().prepare(text).segments;
        assert_eq!(
            segments.sentences,
            spans(&note["pieces"], &byte_offsets(text))
        );
        let headers = note["pieces"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|p| p[3] == true);
        let kinds: Vec<&str> = headers.map(|p| p[2].as_str().unwrap()).collect();
        assert_eq!(
            segments.sections.iter().map(|s| s.kind).collect::<Vec<_>>(),
            kinds
        );
    }
}

#[test]
fn windows_are_those_of_training() {
    for note in notes() {
        let text = note["text"].as_str().unwrap();
        let bytes = byte_offsets(text);
        let windows = bundled().prepare(text).windows;
        let golden = note["windows"].as_array().unwrap();
        assert_eq!(windows.len(), golden.len());
        for (window, golden) in windows.iter().zip(golden) {
            assert_eq!(serde_json::json!(window.ids), golden["ids"]);
            assert_eq!(serde_json::json!(window.types), golden["types"]);
            assert_eq!(
                u64::from(window.body.start),
                golden["body"].as_u64().unwrap()
            );
            assert_eq!(window.spans, spans(&golden["offsets"], &bytes));
        }
    }
}

#[test]
fn logits_are_those_of_training() {
    let mut largest = 0.0_f64;
    for note in notes() {
        let windows = bundled().prepare(note["text"].as_str().unwrap()).windows;
        let mut batch = TokenBatch::new();
        windows.iter().for_each(|w| batch.push(w));
        let scores = bundled().encode(&batch).unwrap();
        for (i, golden) in note["windows"].as_array().unwrap().iter().enumerate() {
            let scores = scores.window(i);
            let width = scores.values().len() / scores.len();
            for (row, golden) in scores
                .values()
                .chunks(width)
                .zip(golden["tag_logits"].as_array().unwrap())
            {
                let pairs = row.iter().zip(golden.as_array().unwrap());
                let gap = pairs
                    .map(|(a, b)| (f64::from(*a) - b.as_f64().unwrap()).abs())
                    .fold(0.0, f64::max);
                largest = largest.max(gap);
            }
        }
    }
    assert!(largest < 1e-3, "{largest}");
    println!("largest difference of a logit: {largest:.1e}");
}

#[test]
fn mentions_traits_and_links_are_those_of_training() {
    for note in notes() {
        let text = note["text"].as_str().unwrap();
        let bytes = byte_offsets(text);
        let (_, mentions) = bundled().annotate(text).unwrap();
        let golden = note["mentions"].as_array().unwrap();
        assert_eq!(mentions.len(), golden.len());
        for (mention, golden) in mentions.iter().zip(golden) {
            let place = serde_json::json!([golden["start"], golden["end"]]);
            assert_eq!(mention.span, span(&place, &bytes));
            check(mention, golden);
        }
    }
}

fn close(ours: f32, golden: &Value) -> bool {
    (f64::from(ours) - golden.as_f64().unwrap()).abs() < 1e-3
}

fn check(mention: &Mention, golden: &Value) {
    assert_eq!(mention.kind.code(), golden["type"].as_str().unwrap());
    assert!(close(mention.score, &golden["score"]));
    let traits = golden["traits"].as_object().unwrap();
    assert_eq!(mention.traits.len(), traits.len());
    assert!(
        mention
            .traits
            .iter()
            .all(|t| close(t.score, &traits[t.name.code()]))
    );
    let links = golden["links"].as_array().unwrap();
    assert_eq!(mention.links.len(), links.len());
    for (link, golden) in mention.links.iter().zip(links) {
        assert_eq!(u64::from(link.to), golden[0].as_u64().unwrap());
        assert!(close(link.score, &golden[1]));
    }
}
