//! `$enrich`: a resource or a plain note in, the enriched resource out. Nothing is stored.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wardlake_engine::{EnrichedResource, Enricher, RejectReason};
use wardlake_store::Digest;

use super::resource_type;
use crate::app::App;
use crate::metrics::Annotated;
use crate::refusal::{Fault, Refusal};
use crate::{http, inference};

/// `POST /fhir/$enrich`
pub(crate) async fn any(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Refusal> {
    enrich(&app, None, request).await
}

/// `POST /fhir/{type}/$enrich`: the same, for that type only.
pub(crate) async fn of_type(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    enrich(&app, Some(resource_type(&name)?), request).await
}

async fn enrich(
    app: &Arc<App>,
    only: Option<&'static str>,
    request: Request,
) -> Result<Response, Refusal> {
    let plain = match http::media_type(request.headers()).as_deref() {
        Some("text/plain") => true,
        None | Some("application/fhir+json" | "application/json" | "text/json") => false,
        Some(_) => {
            return Err(Refusal::new(
                Fault::MediaType,
                "$enrich takes application/fhir+json or text/plain",
            ));
        }
    };
    let body = http::body(request, app.config.body_limit).await?;
    let enriched = inference::run(app, move |enricher| one(enricher, &body, plain)).await?;
    if only.is_some_and(|only| only != enriched.key.resource_type) {
        return Err(Refusal::new(
            Fault::Invalid,
            "the body is not a resource of the type in the path",
        ));
    }
    let EnrichedResource {
        notes,
        text_bytes,
        tokens,
        ..
    } = enriched;
    let done = Annotated {
        notes: notes.into(),
        text_bytes,
        tokens,
    };
    app.metrics.annotated("enrich", &done);
    Ok(http::fhir(StatusCode::OK, enriched.body))
}

fn one(enricher: &Enricher, body: &Bytes, plain: bool) -> Result<EnrichedResource, Refusal> {
    let resource = if plain { note(body)? } else { body.to_vec() };
    enricher
        .enrich(&resource)
        .map_err(|reject| Refusal::new(fault(&reject.reason), reject.reason.to_string()))
}

fn fault(reason: &RejectReason) -> Fault {
    match reason {
        RejectReason::Resource(_) | RejectReason::Bundle(_) => Fault::Invalid,
        RejectReason::TooLong { .. } | RejectReason::TextTooLong { .. } => Fault::TooLarge,
        RejectReason::Inference { .. } => Fault::Internal,
        _ => Fault::Unprocessable,
    }
}

/// A plain note as a `DocumentReference`. Its id is of its text, so that the same note is the same resource.
fn note(text: &[u8]) -> Result<Vec<u8>, Refusal> {
    let text = std::str::from_utf8(text)
        .map_err(|_| Refusal::new(Fault::Encoding, "the note is not UTF-8"))?;
    let mut out = br#"{"resourceType":"DocumentReference","id":"note-"#.to_vec();
    out.extend_from_slice(&Digest::of(text.as_bytes()).to_string().as_bytes()[..32]);
    out.extend_from_slice(br#"","status":"current","content":[{"attachment":{"contentType":"text/plain; charset=utf-8","data":""#);
    out.extend_from_slice(STANDARD.encode(text).as_bytes());
    out.extend_from_slice(br#""}}]}"#);
    Ok(out)
}
