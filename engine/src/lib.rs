//! The pipeline: files of FHIR and clinical text in, enriched and versioned resources out.
//!
//! Two ways lead through the same stages. [`Enricher::enrich`] takes one line and runs them all on the calling thread;
//! [`pipeline::run`] takes files and runs them on all cores, with a store, an output and a rejects file behind it. The
//! bytes are the same: whatever the number of workers, the size of batches, or how often a run was cut off and resumed.
//!
//! ```
//! use std::sync::Arc;
//! use wardlake_engine::{Enricher, Recorded};
//! use wardlake_fhir::comprehend::Operation;
//! # use wardlake_models::Model;
//! # use wardlake_ontologies::Terminology;
//!
//! let model = Arc::new(Model::bundled()?);
//! let terminology = Arc::new(Terminology::bundled()?);
//! let enricher = Enricher::new(model, terminology, Recorded::now());
//! let note = enricher.annotate("Denies chest pain. Takes metformin 500 mg daily.")?;
//! assert!(note.response_json(Operation::DetectEntitiesV2).starts_with(b"{\"Entities\":["));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Invariants
//! - Each line that is read ends in exactly one bucket: `read == committed + rejected + skipped` ([`Tally`]).
//! - Taking our extension off an enriched resource gives the line back, byte for byte.
//! - A batch and the checkpoint that says so are one write: a run killed anywhere and resumed leaves the store, the
//!   output and the rejects file of an uninterrupted one.
//! - No clinical text in errors, logs, rejects or `Debug` output.
//! - Memory does not grow with the input: queues, bytes in flight and batches are bounded.
//!
//! Not here: arguments, environment, terminals (`cli`), HTTP (`server`), inference and codes themselves.

mod annotation;
mod commit;
mod config;
mod enricher;
mod error;
mod flow;
mod input;
mod mmap;
mod perf;
pub mod pipeline;
mod recorded;
mod reject;
mod resume;
mod sequence;
mod sink;
mod spawn;
mod stage;
mod summary;
mod tally;
#[cfg(test)]
mod tests;

pub use annotation::{Coding, LinkedMention, NoteAnnotation};
pub use config::RunConfig;
pub use enricher::{EnrichedResource, Enricher};
pub use error::{Error, ErrorKind};
pub use perf::{QueueSummary, StageSummary};
pub use pipeline::Observer;
pub use recorded::Recorded;
pub use reject::{Reject, RejectReason, SourcePos};
pub use stage::NoteText;
pub use stage::parse::texts;
pub use summary::{Progress, Resumed, Summary};
pub use tally::Tally;
