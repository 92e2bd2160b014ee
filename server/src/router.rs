//! Which path does what.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};

use crate::app::App;
use crate::fhir::{enrich, history, metadata, only_json, read, search};
use crate::refusal::{Fault, Refusal};
use crate::{comprehend, health, observe};

/// The routes of a server, ready to be served or called in a test.
pub fn router(app: Arc<App>) -> Router {
    let router = comprehend::OPERATIONS
        .into_iter()
        .fold(Router::new(), |router, operation| {
            let answer = move |State(app): State<Arc<App>>, request: Request| async move {
                comprehend::answer(&app, operation, request).await
            };
            router.route(&format!("/{}", operation.name()), amazon(post(answer)))
        });
    router
        .route("/", amazon(post(comprehend::by_target)))
        .route("/health", get(health::health))
        .route("/metrics", get(health::metrics))
        .merge(fhir())
        .fallback(|| async { Refusal::new(Fault::NotFound, "no such path: FHIR is under /fhir") })
        .method_not_allowed_fallback(|| async {
            Refusal::new(Fault::Method, "the path does not take this method")
        })
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::clone(&app), observe::observe))
        .with_state(app)
}

fn fhir() -> Router<Arc<App>> {
    Router::new()
        .route("/fhir/metadata", get(metadata::metadata))
        .route("/fhir/_history", get(history::of_everything))
        .route("/fhir/$enrich", post(enrich::any))
        .route("/fhir/{type}", get(search::by_query))
        .route("/fhir/{type}/_search", post(search::by_form))
        .route("/fhir/{type}/_history", get(history::of_type))
        .route("/fhir/{type}/$enrich", post(enrich::of_type))
        .route("/fhir/{type}/{id}", get(read::read))
        .route("/fhir/{type}/{id}/_history", get(history::of_instance))
        .route("/fhir/{type}/{id}/_history/{version}", get(read::vread))
        .layer(from_fn(only_json))
}

/// Other methods are refused in the shape of Comprehend Medical.
fn amazon(route: MethodRouter<Arc<App>>) -> MethodRouter<Arc<App>> {
    route.fallback(|| async {
        comprehend::error(&Refusal::new(Fault::Method, "operations are asked by POST"))
    })
}
