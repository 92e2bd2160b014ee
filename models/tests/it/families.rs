//! Foreign models of each family against Hugging Face transformers, and what cannot be loaded.

use crate::common::{hf_file, hf_model};
use serde_json::Value;
use wardlake_models::{ByteSpan, ErrorKind, Model, ModelFiles, TokenBatch, Window};

const FAMILIES: [&str; 4] = ["bert", "distilbert", "roberta", "deberta-v2"];

fn cases(family: &str) -> Vec<Value> {
    let file: Value = serde_json::from_slice(&hf_file(family, "golden.json")).unwrap();
    file["cases"].as_array().unwrap().clone()
}

#[test]
fn letter_shapes_without_token_types_are_refused() {
    let file = |name: &str| {
        std::fs::read(format!("{}/default/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let changed = |name: &str, field: &str, value: Value| {
        let mut json: Value = serde_json::from_slice(&file(name)).unwrap();
        json[field] = value;
        json.to_string().into_bytes()
    };
    let error = Model::load(&ModelFiles {
        config: &changed("config.json", "type_vocab_size", 2.into()),
        tokenizer: &file("tokenizer.json"),
        labels: Some(&changed("labels.json", "letter_shapes", true.into())),
        weights: &file("model.safetensors"),
    })
    .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Labels { reason } if reason.contains("letter_shapes")),
        "{error}"
    );
}

#[test]
fn logits_equal_those_of_transformers() {
    for family in FAMILIES {
        let model = hf_model(family);
        for case in cases(family) {
            let ids: Vec<u32> = serde_json::from_value(case["ids"].clone()).unwrap();
            let golden: Vec<Vec<f32>> = serde_json::from_value(case["logits"].clone()).unwrap();
            let golden = golden.concat();
            let n = ids.len();
            let body = 0..u32::try_from(n).unwrap();
            let mut batch = TokenBatch::new();
            batch.push(&Window {
                ids,
                types: vec![0; n],
                body,
                spans: vec![ByteSpan::default(); n],
                word_start: vec![true; n],
            });
            let scores = model.encode(&batch).unwrap();
            let pairs = scores.window(0).values().iter().zip(&golden);
            let largest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(largest < 1e-4, "{family}: {largest}");
            assert_eq!(scores.window(0).values().len(), golden.len());
        }
    }
}

#[test]
fn one_line_notes_are_tokenised_as_transformers_does() {
    for family in FAMILIES {
        let model = hf_model(family);
        for case in cases(family) {
            let text = case["text"].as_str().unwrap();
            let windows = model.prepare(text).windows;
            if windows.len() == 1 && !text.contains('\n') {
                assert_eq!(serde_json::json!(windows[0].ids), case["ids"], "{family}");
            }
        }
    }
}

#[test]
fn foreign_models_give_mentions_on_words() {
    for family in FAMILIES {
        let model = hf_model(family);
        let text = "Started metformin 500 mg for type 2 diabetes.\nCafé-au-lait spots, no fever. "
            .repeat(20);
        let (segments, mentions) = model.annotate(&text).unwrap();
        assert!(!model.info().traits_and_links && segments.sentences.len() == 40);
        assert!(!mentions.is_empty());
        for mention in mentions {
            assert!(mention.traits.is_empty() && mention.links.is_empty());
            assert!(mention.score > 0.0 && mention.score <= 1.0);
            assert!(!text[mention.span.range()].starts_with(char::is_whitespace));
        }
    }
}

fn error(family: &str, file: &str, from: &str, to: &str) -> String {
    let mut files =
        ["config.json", "tokenizer.json", "model.safetensors"].map(|name| hf_file(family, name));
    let at = ["config.json", "tokenizer.json"]
        .iter()
        .position(|name| *name == file)
        .unwrap_or(2);
    let text = String::from_utf8_lossy(&files[at]).into_owned();
    if at < 2 {
        assert!(text.contains(from), "{from}");
        files[at] = text.replacen(from, to, 1).into_bytes();
    } else {
        // The header of a safetensors file is text of fixed length before the numbers.
        let place = files[at]
            .windows(from.len())
            .position(|w| w == from.as_bytes())
            .unwrap();
        assert_eq!(from.len(), to.len());
        files[at][place..place + from.len()].copy_from_slice(to.as_bytes());
    }
    let [config, tokenizer, weights] = &files;
    Model::load(&ModelFiles {
        config,
        tokenizer,
        labels: None,
        weights,
    })
    .unwrap_err()
    .to_string()
}

#[test]
fn errors_name_what_is_wrong() {
    let lacking = error(
        "bert",
        "model.safetensors",
        "layer.1.output.dense.bias",
        "layer.1.output.dense.bios",
    );
    assert_eq!(
        lacking,
        "the weights lack the tensor bert.encoder.layer.1.output.dense.bias"
    );
    let shape = error(
        "bert",
        "config.json",
        "\"intermediate_size\": 64",
        "\"intermediate_size\": 65",
    );
    assert!(
        shape.contains(
            "intermediate.dense.weight has shape [64, 32], the configuration says [65, 32]"
        ),
        "{shape}"
    );
    assert!(
        error("bert", "config.json", "\"bert\"", "\"t5\"")
            .contains("model_type t5 is not supported")
    );
    assert!(error("bert", "config.json", "{", "[").starts_with("config.json is not usable"));
    assert!(
        error("roberta", "tokenizer.json", "{", "[").starts_with("tokenizer.json is not usable")
    );
    assert!(
        error("bert", "config.json", "B-TEST", "B-GENE")
            .contains("label GENE of config.json has no known meaning")
    );
    assert!(
        error("bert", "tokenizer.json", ":199", ":9199")
            .contains("ids up to 9199, the model has 200 embeddings")
    );
    let missing = error(
        "deberta-v2",
        "model.safetensors",
        "encoder.rel_embeddings",
        "encoder.rel_embeddinks",
    );
    assert_eq!(
        missing,
        "the weights lack the tensor deberta.encoder.rel_embeddings.weight"
    );
}

#[test]
fn damaged_weights_never_panic() {
    let (config, tokenizer) = (
        hf_file("bert", "config.json"),
        hf_file("bert", "tokenizer.json"),
    );
    let whole = hf_file("bert", "model.safetensors");
    for cut in [0, 4, 8, 100, whole.len() - 1] {
        let files = ModelFiles {
            config: &config,
            tokenizer: &tokenizer,
            labels: None,
            weights: &whole[..cut],
        };
        assert!(matches!(
            Model::load(&files).unwrap_err().kind(),
            ErrorKind::Weights { .. }
        ));
    }
}

#[test]
fn labels_can_be_given_by_hand() {
    let [config, tokenizer, weights] =
        ["config.json", "tokenizer.json", "model.safetensors"].map(|name| hf_file("bert", name));
    let load = |map: &str| {
        let labels = Some(map.as_bytes());
        Model::load(&ModelFiles {
            config: &config,
            tokenizer: &tokenizer,
            labels,
            weights: &weights,
        })
    };
    let text = "Started metformin 500 mg for type 2 diabetes. Chest pain, no fever.";
    let kinds = |map| {
        let (_, mentions) = load(map).unwrap().annotate(text).unwrap();
        mentions
            .into_iter()
            .map(|m| m.kind.code())
            .collect::<std::collections::BTreeSet<_>>()
    };
    let all = kinds(r#"{"map": {"DRUG": "ANAT", "PROBLEM": "ANAT", "TEST": "ANAT"}}"#);
    assert_eq!(all.into_iter().collect::<Vec<_>>(), ["ANAT"]);
    assert!(kinds(r#"{"map": {"DRUG": null, "PROBLEM": null, "TEST": null}}"#).is_empty());
    assert!(load(r#"{"map": {"DRUG": "NONSENSE"}}"#).is_err());
}

#[test]
fn a_model_can_be_shared_among_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Model>();
}
