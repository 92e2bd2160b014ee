//! Search within one type, in pages that stay put while a run writes.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, Request, State};
use axum::response::Response;
use wardlake_fhir::search::{self, Search};
use wardlake_store::{Cursor, MAX_PAGE_COUNT, Page, Query};

use super::{Base, resource_type};
use crate::app::App;
use crate::bundle::{Frame, PageKind};
use crate::http;
use crate::refusal::{Fault, Refusal};

/// Resources on a page, unless `_count` says otherwise.
pub(super) const DEFAULT_COUNT: usize = 50;

/// `GET /fhir/{type}?…`
pub(crate) async fn by_query(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    base: Base,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    search(&app, &name, &base.0, &query.unwrap_or_default()).await
}

/// `POST /fhir/{type}/_search`: parameters in the body, in the URL, or in both.
pub(crate) async fn by_form(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    base: Base,
    RawQuery(query): RawQuery,
    request: Request,
) -> Result<Response, Refusal> {
    match http::media_type(request.headers()).as_deref() {
        None | Some("application/x-www-form-urlencoded") => {}
        Some(_) => {
            return Err(Refusal::new(
                Fault::MediaType,
                "_search takes application/x-www-form-urlencoded",
            ));
        }
    }
    let body = http::body(request, app.config.body_limit).await?;
    let form = std::str::from_utf8(&body)
        .map_err(|_| Refusal::new(Fault::Encoding, "the form is not UTF-8"))?;
    let parts = [query.as_deref().unwrap_or_default(), form.trim()];
    let query: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    search(&app, &name, &base.0, &query.join("&")).await
}

async fn search(app: &Arc<App>, name: &str, base: &str, query: &str) -> Result<Response, Refusal> {
    let resource_type = resource_type(name)?;
    let asked = parse(query)?;
    let store_query = store_query(resource_type, asked)?;
    let counts_only = store_query.count == 0;
    let first = store_query.cursor.is_none() && !counts_only;
    let (page, counted) = app
        .read(move |store| {
            let counted = counts_only.then(|| store.count(&store_query)).transpose()?;
            Ok((store.search(&store_query)?, counted))
        })
        .await?;
    let url = format!("{base}/{resource_type}");
    let mut frame = frame(
        PageKind::Searchset,
        base,
        &Link {
            url: &url,
            query,
            first,
        },
        &page,
    );
    frame.total = counted.or(frame.total);
    frame.response(&page.resources)
}

pub(super) fn parse(query: &str) -> Result<Search, Refusal> {
    search::parse(query).map_err(|error| {
        let fault = match error.kind() {
            search::SearchErrorKind::UnknownParameter | search::SearchErrorKind::Unsupported => {
                Fault::Unsupported
            }
            search::SearchErrorKind::BadEncoding => Fault::Encoding,
            _ => Fault::Invalid,
        };
        Refusal::new(fault, error.to_string())
    })
}

fn store_query(resource_type: &str, asked: Search) -> Result<Query, Refusal> {
    Ok(Query {
        resource_type: resource_type.to_owned(),
        count: count(&asked),
        cursor: cursor(asked.cursor.as_deref())?,
        ids: asked.ids,
        patient: asked.patient,
        last_updated: asked.last_updated,
        terms: Vec::new(),
    })
}

pub(super) fn count(asked: &Search) -> usize {
    let count = asked.count.and_then(|count| usize::try_from(count).ok());
    count.unwrap_or(DEFAULT_COUNT).min(MAX_PAGE_COUNT)
}

pub(super) fn cursor(token: Option<&str>) -> Result<Option<Cursor>, Refusal> {
    let refusal = |_| Refusal::new(Fault::Invalid, "_cursor was not given by this search");
    token
        .map(|token| token.parse().map_err(refusal))
        .transpose()
}

/// Where a page was asked for.
pub(super) struct Link<'a> {
    /// Without the query.
    pub(super) url: &'a str,
    /// As it was asked.
    pub(super) query: &'a str,
    /// Whether it is the first page, and one with entries: with no page after it, it is the whole answer.
    pub(super) first: bool,
}

impl Link<'_> {
    fn this(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", self.url, self.query)
    }

    /// The same query with another cursor.
    fn next(&self, cursor: &Cursor) -> String {
        let kept = self
            .query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("_cursor="));
        let pairs: Vec<String> = kept
            .map(str::to_owned)
            .chain([format!("_cursor={cursor}")])
            .collect();
        format!("{}?{}", self.url, pairs.join("&"))
    }
}

pub(super) fn frame<'a>(kind: PageKind, base: &'a str, link: &Link<'_>, page: &Page) -> Frame<'a> {
    let whole = link.first && page.next.is_none();
    Frame {
        kind,
        base,
        total: whole.then_some(page.resources.len() as u64),
        this: link.this(),
        next: page.next.as_ref().map(|cursor| link.next(cursor)),
    }
}
