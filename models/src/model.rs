//! A model as one value: tokenizer, encoder, heads, labels.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::batch::TokenBatch;
use crate::candle::{self, Config, Device};
use crate::decode::Decoder;
use crate::encoder::{Encoder, Scores, WindowScores};
use crate::error::{ErrorKind, ModelError};
use crate::heads::{Heads, RelationTables};
use crate::labels::{BundleLabels, Scheme, foreign_tags};
use crate::mention::{self, Mention};
use crate::segment::{Segments, canonical_titles, pieces};
use crate::tokenize::Tokenizer;
use crate::weights::Weights;
use crate::window::{Layout, Window, shape};

/// Windows of foreign models: long enough for context, short enough for attention to stay cheap.
const FOREIGN_WINDOW: usize = 256;

/// Tokens that [`Model::annotate`] encodes at once, so that its memory does not grow with the note.
const ANNOTATE_TOKENS: usize = 4096;

/// The contents of a model's files.
#[derive(Clone, Copy)]
pub struct ModelFiles<'a> {
    /// `config.json`.
    pub config: &'a [u8],
    /// `tokenizer.json`.
    pub tokenizer: &'a [u8],
    /// `labels.json`: that of a bundled model, or the label map of a foreign one.
    pub labels: Option<&'a [u8]>,
    /// `model.safetensors`.
    pub weights: &'a [u8],
}

impl fmt::Debug for ModelFiles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ModelFiles(<{} B of weights>)", self.weights.len())
    }
}

/// What a model is.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ModelInfo {
    /// Name, as its files give it.
    pub name: String,
    /// Version; for a foreign model the head of its fingerprint.
    pub version: String,
    /// Family, such as `BERT`.
    pub family: &'static str,
    /// Numbers in the weights.
    pub parameters: u64,
    /// SHA-256 over all files, in hexadecimal.
    pub fingerprint: String,
    /// Tokens in a window, at most.
    pub max_tokens: usize,
    /// Whether it gives traits and links beside mentions.
    pub traits_and_links: bool,
}

/// A note cut up for the encoder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prepared {
    /// Sections and sentences.
    pub segments: Segments,
    /// Windows, in order of the text.
    pub windows: Vec<Window>,
}

/// A loaded model; `Send + Sync`, to be shared by `Arc`.
///
/// Loading reads and unpacks all weights (the bundled model: some 90 MB in memory); nothing is loaded later.
/// A foreign model (any token-classification directory of a supported family) gives mentions without traits and links.
pub struct Model {
    info: ModelInfo,
    tokenizer: Tokenizer,
    /// Whether token types say how tokens are written.
    shapes: bool,
    layout: Layout,
    encoder: Box<dyn Encoder>,
    decoder: Decoder,
}

impl Model {
    /// The model inside the program.
    ///
    /// # Errors
    /// Only where the program was built with damaged files.
    pub fn bundled() -> Result<Model, ModelError> {
        Self::load(&ModelFiles {
            config: include_bytes!("../default/config.json"),
            tokenizer: include_bytes!("../default/tokenizer.json"),
            labels: Some(include_bytes!("../default/labels.json")),
            weights: include_bytes!("../default/model.safetensors"),
        })
    }

    /// A model from its files, on the CPU.
    ///
    /// # Errors
    /// Where a file does not parse, the family is not supported, a tensor is missing or of another shape, or a label is
    /// unknown.
    pub fn load(files: &ModelFiles<'_>) -> Result<Model, ModelError> {
        Self::load_on(files, Device::Cpu)
    }

    /// A model from its files, on a device of choice.
    ///
    /// # Errors
    /// As [`Model::load`], and where the device cannot be used.
    pub fn load_on(files: &ModelFiles<'_>, device: Device) -> Result<Model, ModelError> {
        let config = Config::parse(files.config)?;
        let weights = Weights::parse(files.weights)?;
        let tokenizer = Tokenizer::load(files.tokenizer)?;
        let fingerprint = fingerprint(files);
        let parts = match files.labels {
            Some(labels) if weights.has("head.tag.weight") => {
                Parts::bundled(&config, &weights, labels, &tokenizer)?
            }
            None if weights.has("head.tag.weight") => {
                let reason = "a model with these heads needs one, and there is none".to_owned();
                return Err(ErrorKind::Labels { reason }.into());
            }
            _ => Parts::foreign(&config, &weights, files.labels, &fingerprint)?,
        };
        let decoder = Decoder {
            scheme: parts.scheme,
            columns: parts.heads.columns.clone(),
            relations: parts.relations,
        };
        let info = ModelInfo {
            name: parts.name,
            version: parts.version,
            family: config.family.name(),
            parameters: weights.parameters(),
            fingerprint,
            max_tokens: parts.max_tokens,
            traits_and_links: decoder.relations.is_some(),
        };
        let encoder = candle::load(
            &config,
            &weights,
            parts.heads,
            tokenizer.largest_id(),
            device,
        )?;
        let layout = Layout {
            prefix: tokenizer.prefix.clone(),
            suffix: tokenizer.suffix.clone(),
            titles: parts.titles,
            max_tokens: parts.max_tokens,
        };
        Ok(Model {
            info,
            tokenizer,
            shapes: parts.shapes,
            layout,
            encoder: Box::new(encoder),
            decoder,
        })
    }

    /// What the model is.
    pub fn info(&self) -> &ModelInfo {
        &self.info
    }

    /// Cuts a note into sections, sentences and windows; a note without tokens has no windows.
    pub fn prepare(&self, text: &str) -> Prepared {
        let pieces = pieces(text);
        let (mut tokens, found) = self.tokenizer.tokens(text, &pieces);
        if self.shapes {
            tokens.types = tokens
                .spans
                .iter()
                .map(|s| shape(&text[s.range()]))
                .collect();
        }
        Prepared {
            segments: Segments::new(&pieces),
            windows: self.layout.pack(&tokens, &found),
        }
    }

    /// Runs the encoder and all heads, on the calling thread alone; see [`Encoder::encode`].
    ///
    /// # Errors
    /// Where the device fails, or a window comes from a model with longer ones.
    pub fn encode(&self, batch: &TokenBatch) -> Result<Scores, ModelError> {
        self.encoder.encode(batch)
    }

    /// The mentions of a window in order, as bytes of its note; links point into the same vector.
    pub fn decode(&self, window: &Window, scores: WindowScores<'_>) -> Vec<Mention> {
        self.decoder.decode(window, scores)
    }

    /// The mentions of a note from those of its windows, in order of their start.
    pub fn merge(windows: Vec<Vec<Mention>>) -> Vec<Mention> {
        mention::merge(windows)
    }

    /// All steps for one note, on the calling thread.
    ///
    /// # Errors
    /// Where the device fails.
    pub fn annotate(&self, text: &str) -> Result<(Segments, Vec<Mention>), ModelError> {
        let Prepared { segments, windows } = self.prepare(text);
        let mut mentions = Vec::with_capacity(windows.len());
        let mut batch = TokenBatch::new();
        for group in windows.chunks((ANNOTATE_TOKENS / self.info.max_tokens).max(1)) {
            batch.clear();
            group.iter().for_each(|window| batch.push(window));
            let scores = self.encode(&batch)?;
            mentions.extend(
                group
                    .iter()
                    .enumerate()
                    .map(|(i, window)| self.decode(window, scores.window(i))),
            );
        }
        Ok((segments, Self::merge(mentions)))
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}

/// What differs between bundled and foreign models.
struct Parts {
    name: String,
    version: String,
    max_tokens: usize,
    shapes: bool,
    scheme: Scheme,
    heads: Heads,
    relations: Option<RelationTables>,
    titles: Vec<Vec<u32>>,
}

impl Parts {
    fn bundled(
        config: &Config,
        weights: &Weights<'_>,
        labels: &[u8],
        tokenizer: &Tokenizer,
    ) -> Result<Self, ModelError> {
        let labels = BundleLabels::parse(labels)?;
        let with_separator = |title| [tokenizer.ids(title), tokenizer.suffix.clone()].concat();
        Ok(Self {
            scheme: labels.scheme()?,
            heads: Heads::bundled(
                weights,
                config.hidden,
                labels.tag_count(),
                labels.traits.len(),
            )?,
            relations: Some(RelationTables::load(weights, labels.types.len())?),
            titles: canonical_titles().map(with_separator).collect(),
            max_tokens: labels.max_tokens.min(config.max_tokens()),
            shapes: labels.letter_shapes,
            name: labels.name,
            version: labels.version,
        })
    }

    fn foreign(
        config: &Config,
        weights: &Weights<'_>,
        map: Option<&[u8]>,
        fingerprint: &str,
    ) -> Result<Self, ModelError> {
        let tags = foreign_tags(&config.id2label, map)?;
        Ok(Self {
            heads: Heads::tagger(weights, "classifier", config.hidden, tags.len())?,
            scheme: Scheme::tags_only(tags),
            relations: None,
            titles: Vec::new(),
            max_tokens: config.max_tokens().min(FOREIGN_WINDOW),
            shapes: false,
            name: config
                .name
                .clone()
                .unwrap_or_else(|| config.family.name().to_lowercase()),
            version: fingerprint.chars().take(12).collect(),
        })
    }
}

/// Lengths separate the files, so that bytes cannot move from one to the next unseen.
fn fingerprint(files: &ModelFiles<'_>) -> String {
    let mut hash = Sha256::new();
    for file in [
        files.config,
        files.tokenizer,
        files.labels.unwrap_or_default(),
        files.weights,
    ] {
        hash.update((file.len() as u64).to_le_bytes());
        hash.update(file);
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
