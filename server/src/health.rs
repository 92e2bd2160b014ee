//! `/health` and `/metrics`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::app::App;
use crate::refusal::{Fault, Refusal};

/// `GET /health`: 200 where the store can be read and the model is loaded, 503 where the store cannot be read.
pub(crate) async fn health(State(app): State<Arc<App>>) -> Response {
    let txn = app.read(|store| Ok(store.latest_txn())).await.ok();
    let (model, terminology) = (app.backend.model.info(), app.backend.terminology.info());
    let body = json!({
        "status": if txn.is_some() { "ok" } else { "unavailable" },
        "version": env!("CARGO_PKG_VERSION"),
        "store": {"readable": txn.is_some(), "transaction": txn},
        "model": {"name": model.name, "version": model.version},
        "terminology": {"name": terminology.name, "release": terminology.release},
    });
    let status = if txn.is_some() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body.to_string()).into_response()
}

/// `GET /metrics`: the text format of Prometheus.
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    if let Ok(txn) = app.read(|store| Ok(store.latest_txn())).await {
        app.metrics
            .store_transaction
            .set(i64::try_from(txn).unwrap_or(i64::MAX));
    }
    let text = app
        .metrics
        .text()
        .map_err(|_| Refusal::new(Fault::Internal, "the metrics cannot be written"))?;
    Ok((
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response())
}
