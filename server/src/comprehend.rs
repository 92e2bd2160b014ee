//! Comprehend Medical's operations: its requests, its answers, its errors, so that its clients work with another endpoint.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use wardlake_fhir::comprehend::Operation;
use wardlake_fhir::json::{self, write_string};

use crate::app::App;
use crate::metrics::Annotated;
use crate::refusal::{Fault, Refusal};
use crate::{http, inference};

/// What an SDK sends before the operation's name in `X-Amz-Target`.
const TARGET: &str = "ComprehendMedical_20181030.";
const AMZ_JSON: &str = "application/x-amz-json-1.1";

/// Every operation that is offered.
pub(crate) const OPERATIONS: [Operation; 4] = [
    Operation::DetectEntitiesV2,
    Operation::InferIcd10Cm,
    Operation::InferRxNorm,
    Operation::DetectPhi,
];

/// `POST /` as the SDKs send it: the operation is in a header.
pub(crate) async fn by_target(State(app): State<Arc<App>>, request: Request) -> Response {
    let target = request
        .headers()
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok());
    let name = target.and_then(|target| target.strip_prefix(TARGET));
    let Some(operation) = OPERATIONS
        .into_iter()
        .find(|operation| name == Some(operation.name()))
    else {
        let words = "X-Amz-Target names no operation that is offered: DetectEntitiesV2, InferICD10CM, InferRxNorm, DetectPHI";
        return error(&Refusal::new(Fault::NotFound, words));
    };
    answer(&app, operation, request).await
}

/// `POST /{operation}` for people and for clients without an SDK.
pub(crate) async fn answer(app: &Arc<App>, operation: Operation, request: Request) -> Response {
    let media_type = media_type(request.headers());
    match annotate(app, operation, request).await {
        Ok(response) => (StatusCode::OK, [(CONTENT_TYPE, media_type)], response).into_response(),
        Err(refusal) => error(&refusal),
    }
}

/// The answer's JSON has the name that the question's had.
fn media_type(headers: &HeaderMap) -> HeaderValue {
    let amz = http::media_type(headers).as_deref() == Some(AMZ_JSON)
        || headers.contains_key("x-amz-target");
    HeaderValue::from_static(if amz { AMZ_JSON } else { "application/json" })
}

async fn annotate(
    app: &Arc<App>,
    operation: Operation,
    request: Request,
) -> Result<Vec<u8>, Refusal> {
    let body = http::body(request, app.config.body_limit).await?;
    let text = text(&body)?;
    let text_bytes = text.len() as u64;
    let (response, tokens) = inference::run(app, move |enricher| {
        let note = enricher
            .annotate(&text)
            .map_err(|_| Refusal::new(Fault::Internal, "the annotation failed"))?;
        Ok((note.response_json(operation), note.tokens() as u64))
    })
    .await?;
    app.metrics.annotated(
        operation.name(),
        &Annotated {
            notes: 1,
            text_bytes,
            tokens,
        },
    );
    Ok(response)
}

/// The `Text` of a request.
fn text(body: &Bytes) -> Result<String, Refusal> {
    let root = json::parse(body).map_err(|error| {
        let utf8 = error.kind() == json::JsonErrorKind::BadUtf8;
        let fault = if utf8 {
            Fault::Encoding
        } else {
            Fault::Invalid
        };
        Refusal::new(fault, format!("the body is not JSON: {error}"))
    })?;
    let text = root.get("Text").and_then(|text| text.str());
    let text = text.ok_or_else(|| Refusal::new(Fault::Invalid, "the body has no string Text"))?;
    if text.is_empty() {
        return Err(Refusal::new(Fault::Invalid, "Text is empty"));
    }
    Ok(text.into_owned())
}

/// A refusal in this API's shape. It has no status beside 400 for a request that is the client's fault, except for
/// one that came too often.
pub(crate) fn error(refusal: &Refusal) -> Response {
    let (status, _, kind) = refusal.fault.row();
    let plain = matches!(refusal.fault, Fault::Busy | Fault::NotFound) || status.is_server_error();
    let status = if plain {
        status
    } else {
        StatusCode::BAD_REQUEST
    };
    let mut body = b"{\"__type\":".to_vec();
    write_string(&mut body, kind);
    body.extend_from_slice(b",\"Message\":");
    write_string(&mut body, &refusal.words);
    body.push(b'}');
    let mut response = (status, [(CONTENT_TYPE, AMZ_JSON)], body).into_response();
    http::retry_later(refusal.fault, &mut response);
    response
}
