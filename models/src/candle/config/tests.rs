//! Defaults and refusals.

use super::{Activation, Config, Family};

fn bert(extra: &str) -> String {
    format!(
        r#"{{"model_type":"bert","hidden_size":8,"num_hidden_layers":1,"num_attention_heads":2,"intermediate_size":16,
        "max_position_embeddings":64{extra}}}"#
    )
}

#[test]
fn defaults_fill_what_files_leave_out() {
    let config = Config::parse(bert("").as_bytes()).unwrap();
    assert_eq!(
        (config.family, config.activation, config.max_tokens()),
        (Family::Bert, Activation::Gelu, 64)
    );
    let roberta = bert(r#","pad_token_id":1"#).replace("\"bert\"", "\"xlm-roberta\"");
    assert_eq!(Config::parse(roberta.as_bytes()).unwrap().max_tokens(), 62);
}

#[test]
fn what_cannot_be_run_is_refused_in_words() {
    let error = |json: &str| Config::parse(json.as_bytes()).unwrap_err().to_string();
    assert!(
        error(r#"{"model_type":"gpt2"}"#)
            .contains("gpt2 is not supported; supported are bert, distilbert")
    );
    assert!(error("{}").contains("(none)"));
    assert!(error("{").starts_with("config.json is not usable"));
    assert!(error(r#"{"model_type":"bert"}"#).contains("hidden_size"));
    assert!(error(&bert(r#","hidden_act":"swish""#)).contains("hidden_act swish"));
    assert!(error(&bert(r#","position_embedding_type":"relative_key""#)).contains("relative_key"));
    assert!(
        error(&bert("").replace("\"num_attention_heads\":2", "\"num_attention_heads\":3"))
            .contains("divisor")
    );
}
