//! The GPU's path of candle operations against the CPU's.

use super::{Config, Device, load};
use crate::batch::TokenBatch;
use crate::encoder::Encoder;
use crate::error::ErrorKind;
use crate::heads::Heads;
use crate::weights::Weights;
use crate::window::Window;

fn encoder(folder: &str) -> super::CandleEncoder {
    let file = |name: &str| std::fs::read(format!("tests/data/hf/{folder}/{name}")).unwrap();
    let config = Config::parse(&file("config.json")).unwrap();
    let bytes = file("model.safetensors");
    let weights = Weights::parse(&bytes).unwrap();
    let heads =
        Heads::tagger(&weights, "classifier", config.hidden, config.id2label.len()).unwrap();
    load(&config, &weights, heads, 10, Device::Cpu).unwrap()
}

fn window(ids: std::ops::Range<u32>) -> Window {
    let n = ids.len();
    Window {
        ids: ids.collect(),
        types: vec![],
        body: 1..u32::try_from(n).unwrap() - 1,
        spans: vec![],
        word_start: vec![],
    }
}

#[test]
fn both_paths_agree() {
    for folder in ["bert", "distilbert", "roberta", "deberta-v2"] {
        let mut encoder = encoder(folder);
        let mut batch = TokenBatch::new();
        [3..9, 20..70, 5..20]
            .into_iter()
            .for_each(|ids| batch.push(&window(ids)));
        let ours = encoder.encode(&batch).unwrap();
        encoder.portable = true;
        let candle = encoder.encode(&batch).unwrap();
        for i in 0..3 {
            let pairs = ours
                .window(i)
                .values()
                .iter()
                .zip(candle.window(i).values());
            let largest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(largest < 1e-4, "{folder} {i}: {largest}");
        }
    }
}

#[test]
fn windows_beyond_the_positions_are_refused() {
    let mut batch = TokenBatch::new();
    batch.push(&window(5..70));
    let error = encoder("roberta").encode(&batch).unwrap_err();
    assert_eq!(
        *error.kind(),
        ErrorKind::WindowTooLong {
            tokens: 65,
            limit: 64
        }
    );
}

#[test]
fn a_gpu_that_is_not_there_is_an_error() {
    assert!(matches!(
        Device::Cuda { ordinal: 99 }.open().unwrap_err().kind(),
        ErrorKind::Device { .. }
    ));
}
