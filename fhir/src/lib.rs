//! FHIR R4 as bytes and tables.
//!
//! A resource is one JSON text and stays one: this crate validates it once, hands out *ranges* of it, and splices
//! bytes into it. Nothing here builds a tree, so what was not touched is byte for byte what came in.
//!
//! | module | what it does |
//! |---|---|
//! | [`json`] | validates a text and walks it as ranges |
//! | [`types`] | the 146 resource types of R4, and where each names its patient |
//! | [`resource`] | one resource: type, id, patient |
//! | [`notes`] | where clinical text lives in a resource |
//! | [`comprehend`] | the responses of Comprehend Medical, as JSON |
//! | [`extension`] | the NLP extension: write, splice, remove |
//! | [`meta`] | version and time spliced into `meta` for reads |
//! | [`bundle`] | the entries of a `Bundle` |
//! | [`outcome`] | `OperationOutcome` |
//! | [`search`] | a search query, parsed and refused where it is not understood |
//! | [`instant`] | FHIR instants and partial dates, without a calendar library |
//!
//! What is not here: I/O, threads, clocks, profiles and validation beyond what a store needs to file a resource,
//! and any decision about text. Clinical text never reaches an error or a `Debug` output of this crate.

pub mod bundle;
pub mod comprehend;
pub mod extension;
pub mod instant;
pub mod json;
pub mod meta;
pub mod notes;
pub mod outcome;
pub mod resource;
pub mod search;
#[cfg(test)]
mod tests;
pub mod types;
