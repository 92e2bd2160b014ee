//! History of a resource, a type or everything: versions, newest first, deletions included.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use wardlake_fhir::search::Search;
use wardlake_store::{HistoryQuery, Scope};

use super::search::{self, Link};
use super::{Base, key, not_found, resource_type};
use crate::app::App;
use crate::bundle::PageKind;
use crate::refusal::{Fault, Refusal};

/// `GET /fhir/{type}/{id}/_history`
pub(crate) async fn of_instance(
    State(app): State<Arc<App>>,
    Path((name, id)): Path<(String, String)>,
    base: Base,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let key = key(&name, &id)?;
    let path = format!("{key}/_history");
    let wanted = key.clone();
    if app
        .read(move |store| store.current(&wanted))
        .await?
        .is_none()
    {
        return Err(not_found());
    }
    history(
        &app,
        Scope::Instance(key),
        (&base.0, &path),
        &query.unwrap_or_default(),
    )
    .await
}

/// `GET /fhir/{type}/_history`
pub(crate) async fn of_type(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    base: Base,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let name = resource_type(&name)?;
    let scope = Scope::Type(name.to_owned());
    history(
        &app,
        scope,
        (&base.0, &format!("{name}/_history")),
        &query.unwrap_or_default(),
    )
    .await
}

/// `GET /fhir/_history`
pub(crate) async fn of_everything(
    State(app): State<Arc<App>>,
    base: Base,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    history(
        &app,
        Scope::System,
        (&base.0, "_history"),
        &query.unwrap_or_default(),
    )
    .await
}

async fn history(
    app: &Arc<App>,
    scope: Scope,
    at: (&str, &str),
    query: &str,
) -> Result<Response, Refusal> {
    let asked = parse(query)?;
    let history = HistoryQuery {
        scope,
        since_ms: asked.last_updated.first().map(|range| range.from_ms),
        count: search::count(&asked),
        cursor: search::cursor(asked.cursor.as_deref())?,
    };
    let first = history.cursor.is_none() && history.count > 0;
    let page = app.read(move |store| store.history(&history)).await?;
    let (base, path) = at;
    let url = format!("{base}/{path}");
    search::frame(
        PageKind::History,
        base,
        &Link {
            url: &url,
            query,
            first,
        },
        &page,
    )
    .response(&page.resources)
}

/// `_count`, `_since`, `_cursor` and `_format`, by the search parser: `_since` is read as `_lastUpdated=ge`.
fn parse(query: &str) -> Result<Search, Refusal> {
    let taken = ["_count", "_since", "_cursor", "_format"];
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !taken.contains(&name) {
            return Err(Refusal::new(
                Fault::Unsupported,
                "a history takes _count, _since and _cursor",
            ));
        }
        pairs.push(if name == "_since" {
            format!("_lastUpdated=ge{value}")
        } else {
            pair.to_owned()
        });
    }
    let asked = search::parse(&pairs.join("&")).map_err(|mut refusal| {
        refusal.words = refusal.words.replace("_lastUpdated", "_since");
        refusal
    })?;
    if asked.last_updated.len() > 1 {
        return Err(Refusal::new(
            Fault::Invalid,
            "search parameter _since is given more than once",
        ));
    }
    Ok(asked)
}
