//! Clinical text to mentions: sections and sentences, windows, one encoder pass, tags, traits and links.
//!
//! The crate takes bytes and gives values: it opens no file, starts no thread and knows nothing of FHIR or of codes.
//! [`Model`] holds everything; [`Model::annotate`] runs all steps on one note, and a pipeline runs them apart:
//!
//! ```
//! use wardlake_models::{Model, TokenBatch};
//!
//! let model = Model::bundled()?;
//! let note = model.prepare("Denies chest pain. Metformin 500 mg b.i.d.");
//! let mut batch = TokenBatch::new();
//! note.windows.iter().for_each(|window| batch.push(window));
//! let scores = model.encode(&batch)?;
//! let mentions = note.windows.iter().enumerate().map(|(i, w)| model.decode(w, scores.window(i)));
//! let mentions = Model::merge(mentions.collect());
//! assert!(mentions.is_sorted_by_key(|m| m.span.start));
//! # Ok::<(), wardlake_models::ModelError>(())
//! ```
//!
//! # Invariants
//! - The scores of a window depend on its token ids alone, to the last bit: not on the batch around it, nor on the thread.
//! - Every character that the tokenizer keeps lies in the body of a window: long notes are cut, never truncated.
//! - No text makes a function here panic, and no error or `Debug` output holds text of a note.

mod batch;
mod candle;
mod cpu;
mod decode;
mod encoder;
mod error;
pub mod eval;
mod heads;
mod kind;
mod labels;
mod mention;
mod model;
pub mod segment;
mod tokenize;
mod weights;
mod window;

pub use batch::TokenBatch;
pub use candle::Device;
pub use encoder::{Encoder, Scores, WindowScores};
pub use error::{ErrorKind, ModelError};
pub use kind::{Kind, Trait};
pub use mention::{ByteSpan, Link, Mention, TraitScore};
pub use model::{Model, ModelFiles, ModelInfo, Prepared};
pub use segment::{Section, Segments};
pub use window::Window;
