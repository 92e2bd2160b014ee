//! The `CapabilityStatement`: what is served, and nothing else.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use wardlake_fhir::{instant, types};

use super::Base;
use crate::app::App;
use crate::http;

/// `GET /fhir/metadata`
pub(crate) async fn metadata(State(app): State<Arc<App>>, base: Base) -> Response {
    http::fhir(
        StatusCode::OK,
        statement(&app, &base.0).to_string().into_bytes(),
    )
}

fn statement(app: &App, base: &str) -> Value {
    let started = app
        .started
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis();
    let resources: Vec<Value> = types::all().map(resource).collect();
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": instant::format_ms(i64::try_from(started).unwrap_or(i64::MAX)),
        "kind": "instance",
        "software": {"name": "Wardlake", "version": env!("CARGO_PKG_VERSION")},
        "implementation": {"description": "Wardlake FHIR R4 store with integrated clinical NLP", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [{
            "mode": "server",
            "documentation": "Read only: resources are written by `wardlake enrich`. Pages of a search or a history are \
                of the moment at which the first page was asked for.",
            "resource": resources,
            "interaction": [{"code": "history-system"}],
            "operation": [enrich()],
        }],
    })
}

fn resource(name: &str) -> Value {
    let interactions: Vec<Value> = [
        "read",
        "vread",
        "history-instance",
        "history-type",
        "search-type",
    ]
    .map(|code| json!({"code": code}))
    .to_vec();
    json!({
        "type": name,
        "interaction": interactions,
        "versioning": "versioned",
        "readHistory": true,
        "searchParam": [
            {"name": "_id", "type": "token"},
            {"name": "_lastUpdated", "type": "date"},
            {"name": "patient", "type": "reference", "documentation": "The patient whom the resource is about."},
        ],
        "operation": [enrich()],
    })
}

fn enrich() -> Value {
    json!({
        "name": "enrich",
        "definition": "https://wardlake.dev/fhir/OperationDefinition/enrich",
        "documentation": "A resource, or a note as text/plain, in the body; the same resource with the NLP extension comes \
            back. Nothing is stored.",
    })
}
