//! What the tests share.

use std::sync::OnceLock;

use wardlake_models::{Model, ModelFiles};

/// The bundled model, loaded once.
pub fn bundled() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::bundled().unwrap())
}

/// Contents of a file of a tiny model.
pub fn hf_file(family: &str, name: &str) -> Vec<u8> {
    std::fs::read(format!(
        "{}/tests/data/hf/{family}/{name}",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

/// A tiny model of this family.
pub fn hf_model(family: &str) -> Model {
    let (config, tokenizer) = (
        hf_file(family, "config.json"),
        hf_file(family, "tokenizer.json"),
    );
    let weights = hf_file(family, "model.safetensors");
    Model::load(&ModelFiles {
        config: &config,
        tokenizer: &tokenizer,
        labels: None,
        weights: &weights,
    })
    .unwrap()
}

/// Byte offset of each code point, and of the end.
pub fn byte_offsets(text: &str) -> Vec<u32> {
    let ends = std::iter::once(text.len());
    text.char_indices()
        .map(|(at, _)| at)
        .chain(ends)
        .map(|at| u32::try_from(at).unwrap())
        .collect()
}
