//! Mentions to codes: compile a terminology, open it, link a mention.
//!
//! A terminology is one image of bytes ([`compile::compile`], [`Terminology::open`]): normalised
//! terms in an `fst`, the concepts that they stand for, titles. [`Terminology::bundled`] is the one
//! that ships: `starter/`, written for this project and compiled by the build script.
//!
//! This crate reads no file and starts no thread: it takes bytes. It knows nothing of FHIR nor of
//! the models that find the mentions. No error and no `Debug` form holds a mention.
//!
//! ```
//! use wardlake_ontologies::{System, Terminology};
//!
//! let terminology = Terminology::bundled()?;
//! let concepts = terminology.link(System::Icd10Cm, "Type II diabetes");
//! assert_eq!(concepts[0].code, "E11.9");
//! assert!(terminology.link(System::Icd10Cm, "no such thing").is_empty());
//! # Ok::<(), wardlake_ontologies::TerminologyError>(())
//! ```

pub mod compile;
mod error;
mod format;
pub mod normalise;
mod system;
mod terminology;

pub use error::{TerminologyError, TerminologyErrorKind};
pub use system::{System, TermType};
pub use terminology::{Concept, Query, Terminology, TerminologyInfo};
