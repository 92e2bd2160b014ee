//! Small matters of HTTP: bodies, content types, conditions, times.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use wardlake_fhir::outcome::{self, Issue, Severity};

use crate::refusal::{Fault, Refusal};

/// The media type of FHIR in JSON.
pub(crate) const FHIR_JSON: HeaderValue =
    HeaderValue::from_static("application/fhir+json; charset=utf-8");

/// An answer in FHIR's JSON.
pub(crate) fn fhir(status: StatusCode, body: Vec<u8>) -> Response {
    (status, [(CONTENT_TYPE, FHIR_JSON)], body).into_response()
}

impl IntoResponse for Refusal {
    /// As an `OperationOutcome`; the operations of Comprehend Medical have their own shape.
    fn into_response(self) -> Response {
        let (status, code, _) = self.fault.row();
        let issue = Issue {
            severity: Severity::Error,
            code,
            diagnostics: self.words,
            expression: None,
        };
        let mut response = fhir(status, outcome::write(&[issue]));
        retry_later(self.fault, &mut response);
        response
    }
}

/// Tells a client that was refused for the moment when to come back.
pub(crate) fn retry_later(fault: Fault, response: &mut Response) {
    if matches!(fault, Fault::Busy | Fault::Unavailable) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
}

/// The whole body, or the refusal of one over the limit; nothing past the limit is kept.
pub(crate) async fn body(request: Request, limit: usize) -> Result<Bytes, Refusal> {
    if declared_length(request.headers()).is_some_and(|length| length > limit) {
        return Err(Refusal::body_over(limit));
    }
    read(request.into_body(), limit).await
}

async fn read(body: Body, limit: usize) -> Result<Bytes, Refusal> {
    axum::body::to_bytes(body, limit).await.map_err(|error| {
        let over = std::iter::successors(std::error::Error::source(&error), |cause| cause.source())
            .any(|cause| cause.to_string().contains("length limit"));
        if over {
            Refusal::body_over(limit)
        } else {
            Refusal::new(Fault::Invalid, "the body ended early")
        }
    })
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// The media type of the body, lower-case and without parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}

/// Whether JSON may be the answer to a request with these `Accept` headers.
pub(crate) fn accepts_json(headers: &HeaderMap) -> bool {
    let mut ranges = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .peekable();
    ranges.peek().is_none()
        || ranges.flat_map(|value| value.split(',')).any(|range| {
            let range = range
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase();
            matches!(range.as_str(), "" | "*/*" | "application/*") || range.ends_with("json")
        })
}

/// The weak entity tag of a version, as FHIR has it.
pub(crate) fn etag(version: u64) -> String {
    format!("W/\"{version}\"")
}

fn time(ms: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(ms)
}

/// `ETag` and `Last-Modified` of a version.
pub(crate) fn validators(version: u64, time_ms: u64) -> [(HeaderName, String); 2] {
    [
        (header::ETAG, etag(version)),
        (LAST_MODIFIED, httpdate::fmt_http_date(time(time_ms))),
    ]
}

/// Whether the client says it has this version. `If-None-Match` outranks `If-Modified-Since`, as RFC 9110 has it.
pub(crate) fn is_known(headers: &HeaderMap, version: u64, time_ms: u64) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(tags) = text(IF_NONE_MATCH) {
        let mine = format!("\"{version}\"");
        return tags
            .split(',')
            .map(str::trim)
            .any(|tag| tag == "*" || tag.trim_start_matches("W/") == mine);
    }
    let since = text(IF_MODIFIED_SINCE).and_then(|date| httpdate::parse_http_date(date).ok());
    // HTTP dates have whole seconds.
    since.is_some_and(|since| time(time_ms / 1000 * 1000) <= since)
}
