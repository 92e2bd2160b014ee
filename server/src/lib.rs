//! Wardlake over HTTP, as a library: FHIR REST, Comprehend Medical's operations, health and metrics.
//!
//! | path | what |
//! |---|---|
//! | `GET /fhir/metadata` | what is served, as a `CapabilityStatement` |
//! | `GET /fhir/{type}/{id}`, `…/_history/{version}` | read, vread |
//! | `GET /fhir/{type}/{id}/_history`, `/fhir/{type}/_history`, `/fhir/_history` | history |
//! | `GET /fhir/{type}?…`, `POST /fhir/{type}/_search` | search |
//! | `POST /fhir/$enrich`, `POST /fhir/{type}/$enrich` | a resource or a plain note in, the enriched resource out |
//! | `POST /DetectEntitiesV2`, `/InferICD10CM`, `/InferRxNorm`, `/DetectPHI`, or `POST /` with `X-Amz-Target` | Comprehend Medical |
//! | `GET /health`, `GET /metrics` | for machines that watch |
//!
//! The store is only read; a run of `enrich` may write to it meanwhile, and what it has committed is seen by the next
//! request. Inference runs on threads of its own, as many at once as [`ServerConfig::workers`] says.
//!
//! What is not here: configuration from files or the environment, TLS, and a decision about who may ask. Clinical
//! text, ids and query strings never reach a log line or a metric.

mod app;
mod bundle;
mod comprehend;
mod config;
mod fhir;
mod fresh;
mod health;
mod http;
mod inference;
mod metrics;
mod observe;
mod refusal;
mod router;
mod serve;
#[cfg(test)]
mod tests;

pub use app::{App, Backend};
pub use config::ServerConfig;
pub use router::router;
pub use serve::{Server, serve};
