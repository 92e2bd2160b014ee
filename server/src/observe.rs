//! Around every request: the log line and the metrics. Both know the route's template, never the path.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;

/// Counts, times and logs a request.
pub(crate) async fn observe(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = method_name(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched".to_owned(), |path| path.as_str().to_owned());
    let in_flight = InFlight::of(&app);
    let response = next.run(request).await;
    drop(in_flight);
    let (status, took) = (response.status().as_u16(), began.elapsed());
    app.metrics
        .requests
        .with_label_values(&[method, &route, response.status().as_str()])
        .inc();
    app.metrics
        .request_seconds
        .with_label_values(&[&route])
        .observe(took.as_secs_f64());
    tracing::info!(
        method,
        route,
        status,
        ms = took.as_micros() as f64 / 1e3,
        "request"
    );
    response
}

/// Methods are whatever a client sends: a label for those HTTP has, and one for the rest.
fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// Counted until dropped, so that a client that leaves is not counted for ever.
struct InFlight<'a>(&'a App);

impl<'a> InFlight<'a> {
    fn of(app: &'a App) -> Self {
        app.metrics.requests_in_flight.inc();
        Self(app)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.metrics.requests_in_flight.dec();
    }
}
