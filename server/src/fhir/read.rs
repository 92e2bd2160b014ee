//! Read and vread, with conditions.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use wardlake_store::{ResourceKey, Store, StoreError, StoredResource};

use super::{key, not_found};
use crate::app::App;
use crate::bundle::stamped;
use crate::http;
use crate::refusal::{Fault, Refusal};

/// `GET /fhir/{type}/{id}`: the current version.
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    Path((resource_type, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let key = key(&resource_type, &id)?;
    let found = app.read(move |store| current(store, &key)).await?;
    version(found, &headers)
}

/// The newest version, a deletion included.
fn current(store: &Store, key: &ResourceKey) -> Result<Option<StoredResource>, StoreError> {
    if let Some(found) = store.read(key)? {
        return Ok(Some(found));
    }
    let deleted = store.current(key)?;
    Ok(deleted.map(|info| StoredResource {
        key: key.clone(),
        info,
        body: Vec::new(),
    }))
}

/// `GET /fhir/{type}/{id}/_history/{version}`: that version.
pub(crate) async fn vread(
    State(app): State<Arc<App>>,
    Path((resource_type, id, number)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let key = key(&resource_type, &id)?;
    let number: u64 = number
        .parse()
        .map_err(|_| Refusal::new(Fault::NotFound, "versions are numbers"))?;
    let found = app.read(move |store| store.vread(&key, number)).await?;
    version(found, &headers)
}

fn version(found: Option<StoredResource>, headers: &HeaderMap) -> Result<Response, Refusal> {
    let found = found.ok_or_else(not_found)?;
    let info = &found.info;
    if info.deleted {
        return Err(Refusal::new(
            Fault::Gone,
            "the resource was deleted; its history is kept",
        ));
    }
    let validators = http::validators(info.version, info.time_ms);
    if http::is_known(headers, info.version, info.time_ms) {
        return Ok((StatusCode::NOT_MODIFIED, validators).into_response());
    }
    Ok((validators, http::fhir(StatusCode::OK, stamped(&found)?)).into_response())
}
