//! FHIR REST: what the paths under `/fhir` do.

pub(crate) mod enrich;
pub(crate) mod history;
pub(crate) mod metadata;
pub(crate) mod read;
pub(crate) mod search;

use axum::extract::{FromRequestParts, Request};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use std::convert::Infallible;
use std::sync::Arc;

use wardlake_fhir::resource::is_id;
use wardlake_fhir::types;
use wardlake_store::ResourceKey;

use crate::app::App;
use crate::http::accepts_json;
use crate::refusal::{Fault, Refusal};

/// The URL of `/fhir` as the client knows it: configured, or `http://` and its `Host`.
pub(crate) struct Base(pub(crate) String);

impl FromRequestParts<Arc<App>> for Base {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let host = || {
            parts
                .headers
                .get(HOST)
                .and_then(|host| host.to_str().ok())
                .unwrap_or("localhost")
        };
        let origin = app
            .config
            .base_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", host()));
        Ok(Self(format!("{}/fhir", origin.trim_end_matches('/'))))
    }
}

/// Refuses what asks for an answer that is not JSON, by `_format` or else by `Accept`.
pub(crate) async fn only_json(request: Request, next: Next) -> Result<Response, Refusal> {
    let asked = request.uri().query().and_then(format);
    let json = asked.map_or_else(|| accepts_json(request.headers()), is_json);
    if !json {
        return Err(Refusal::new(
            Fault::NotAcceptable,
            "only JSON is offered: application/fhir+json",
        ));
    }
    Ok(next.run(request).await)
}

/// The value of `_format` as it stands in the query.
fn format(query: &str) -> Option<&str> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("_format="))
}

/// Plus and slash may be percent-encoded, and a bare plus may stand for a space.
fn is_json(format: &str) -> bool {
    let format = format
        .to_ascii_lowercase()
        .replace("%2f", "/")
        .replace("%2b", "+")
        .replace("%20", "+");
    let format = format.split([';', ' ']).next().unwrap_or_default();
    matches!(
        format,
        "json" | "application/json" | "application/fhir+json" | "text/json"
    )
}

/// The type in a path.
fn resource_type(name: &str) -> Result<&'static str, Refusal> {
    types::resource_type(name)
        .ok_or_else(|| Refusal::new(Fault::NotFound, "not a resource type of FHIR R4"))
}

/// The resource that a path names.
fn key(resource_type_name: &str, id: &str) -> Result<ResourceKey, Refusal> {
    let resource_type = resource_type(resource_type_name)?;
    if !is_id(id) {
        return Err(Refusal::new(
            Fault::Invalid,
            "not a FHIR id: 1 to 64 letters, digits, hyphens or dots",
        ));
    }
    Ok(ResourceKey::new(resource_type, id))
}

fn not_found() -> Refusal {
    Refusal::new(Fault::NotFound, "no such resource")
}
