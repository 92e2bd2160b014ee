//! Why a model cannot be loaded or run.

use std::fmt;

/// A failed load or encoder pass. It never holds text of a note.
#[derive(Debug)]
pub struct ModelError {
    kind: Box<ErrorKind>,
}

/// What went wrong.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A JSON file does not parse, or a field is missing or of another type.
    Json {
        /// Name of the file.
        file: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// `tokenizer.json` is not one that can be used.
    Tokenizer {
        /// What is wrong.
        reason: String,
    },
    /// The weights are not a safetensors file.
    Weights {
        /// What the parser says.
        reason: String,
    },
    /// The weights lack a tensor.
    MissingTensor {
        /// Its name.
        name: String,
    },
    /// A tensor has another shape than the configuration says.
    Shape {
        /// Name of the tensor.
        name: String,
        /// Shape by the configuration.
        expected: Vec<usize>,
        /// Shape in the file.
        got: Vec<usize>,
    },
    /// A tensor has a number type that cannot be read.
    TensorType {
        /// Name of the tensor.
        name: String,
        /// Number type in the file.
        got: String,
    },
    /// `model_type` is none of the supported families.
    UnsupportedArchitecture {
        /// Value of `model_type`.
        got: String,
    },
    /// The configuration asks for something that is not supported.
    UnsupportedOption {
        /// Name of the field.
        option: &'static str,
        /// Value in the file.
        got: String,
        /// What is supported.
        supported: &'static str,
    },
    /// A label of a foreign model is not known.
    UnknownLabel {
        /// The label.
        label: String,
    },
    /// `labels.json` contradicts itself or the weights.
    Labels {
        /// What is wrong.
        reason: String,
    },
    /// The tokenizer gives ids for which there is no embedding.
    Vocabulary {
        /// Largest id of the tokenizer.
        largest: usize,
        /// Rows of the embedding.
        rows: usize,
    },
    /// A window is longer than the model's positions reach.
    WindowTooLong {
        /// Tokens in the window.
        tokens: usize,
        /// Tokens allowed.
        limit: usize,
    },
    /// The device is not there or does not answer.
    Device {
        /// What the driver says.
        reason: String,
    },
    /// The encoder pass failed.
    Compute {
        /// What the tensor library says.
        reason: String,
    },
}

impl ModelError {
    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    pub(crate) fn json(file: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |e| {
            ErrorKind::Json {
                file,
                reason: e.to_string(),
            }
            .into()
        }
    }
}

impl From<ErrorKind> for ModelError {
    fn from(kind: ErrorKind) -> Self {
        Self {
            kind: Box::new(kind),
        }
    }
}

impl From<candle_core::Error> for ModelError {
    fn from(e: candle_core::Error) -> Self {
        // The first line says what; the rest is a backtrace.
        let reason = e.to_string().lines().next().unwrap_or_default().to_owned();
        ErrorKind::Compute { reason }.into()
    }
}

impl std::error::Error for ModelError {}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ErrorKind as K;
        match self.kind() {
            K::Json { file, reason } => write!(f, "{file} is not usable: {reason}"),
            K::Tokenizer { reason } => write!(f, "tokenizer.json is not usable: {reason}"),
            K::Weights { reason } => write!(f, "the weights are not a safetensors file: {reason}"),
            K::MissingTensor { name } => write!(f, "the weights lack the tensor {name}"),
            K::Shape {
                name,
                expected,
                got,
            } => {
                write!(
                    f,
                    "tensor {name} has shape {got:?}, the configuration says {expected:?}"
                )
            }
            K::TensorType { name, got } => {
                write!(
                    f,
                    "tensor {name} is of type {got}; F32, F16, BF16 and I8 with a .scale tensor can be read"
                )
            }
            K::UnsupportedArchitecture { got } => {
                let known = crate::candle::MODEL_TYPES.join(", ");
                write!(
                    f,
                    "model_type {got} is not supported; supported are {known}"
                )
            }
            K::UnsupportedOption {
                option,
                got,
                supported,
            } => {
                write!(
                    f,
                    "{option} {got} in config.json is not supported; supported: {supported}"
                )
            }
            K::UnknownLabel { label } => write!(
                f,
                "label {label} of config.json has no known meaning; say it in a labels.json beside it: \
                 {{\"map\": {{\"{label}\": \"DX\"}}}}, or null for a label to ignore"
            ),
            K::Labels { reason } => write!(f, "labels.json is not usable: {reason}"),
            K::Vocabulary { largest, rows } => {
                write!(
                    f,
                    "the tokenizer gives ids up to {largest}, the model has {rows} embeddings"
                )
            }
            K::WindowTooLong { tokens, limit } => {
                write!(
                    f,
                    "a window has {tokens} tokens, the model takes at most {limit}"
                )
            }
            K::Device { reason } => write!(f, "the device cannot be used: {reason}"),
            K::Compute { reason } => write!(f, "the encoder failed: {reason}"),
        }
    }
}
