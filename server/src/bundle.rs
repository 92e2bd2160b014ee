//! Bundles: pages of a search or a history, written straight into bytes. Stored bodies are stamped and copied, not parsed.

use axum::http::StatusCode;
use axum::response::Response;
use wardlake_fhir::instant;
use wardlake_fhir::json::write_string;
use wardlake_fhir::meta;
use wardlake_store::StoredResource;

use crate::http;
use crate::refusal::{Fault, Refusal};

/// What kind of page a bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageKind {
    /// The matches of a search.
    Searchset,
    /// Versions, newest first.
    History,
}

/// A page around its resources.
pub(crate) struct Frame<'a> {
    pub(crate) kind: PageKind,
    /// The URL of `/fhir`, as the client knows it.
    pub(crate) base: &'a str,
    /// How many there are on all pages, where that is known without counting.
    pub(crate) total: Option<u64>,
    /// This page's URL.
    pub(crate) this: String,
    /// The next page's URL.
    pub(crate) next: Option<String>,
}

impl Frame<'_> {
    /// The bundle as an answer.
    pub(crate) fn response(&self, resources: &[StoredResource]) -> Result<Response, Refusal> {
        Ok(http::fhir(StatusCode::OK, self.write(resources)?))
    }

    fn write(&self, resources: &[StoredResource]) -> Result<Vec<u8>, Refusal> {
        let bodies: usize = resources
            .iter()
            .map(|resource| resource.body.len() + 256)
            .sum();
        let mut out = Vec::with_capacity(512 + bodies);
        out.extend_from_slice(match self.kind {
            PageKind::Searchset => br#"{"resourceType":"Bundle","type":"searchset""#.as_slice(),
            PageKind::History => br#"{"resourceType":"Bundle","type":"history""#,
        });
        if let Some(total) = self.total {
            out.extend_from_slice(format!(",\"total\":{total}").as_bytes());
        }
        self.links(&mut out);
        if !resources.is_empty() {
            out.extend_from_slice(b",\"entry\":[");
            for (at, resource) in resources.iter().enumerate() {
                out.extend_from_slice(if at > 0 { b"," } else { b"" });
                self.entry(resource, &mut out)?;
            }
            out.push(b']');
        }
        out.push(b'}');
        Ok(out)
    }

    fn links(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(br#","link":[{"relation":"self","url":"#);
        write_string(out, &self.this);
        if let Some(next) = &self.next {
            out.extend_from_slice(br#"},{"relation":"next","url":"#);
            write_string(out, next);
        }
        out.extend_from_slice(b"}]");
    }

    fn entry(&self, resource: &StoredResource, out: &mut Vec<u8>) -> Result<(), Refusal> {
        out.extend_from_slice(b"{\"fullUrl\":");
        write_string(out, &format!("{}/{}", self.base, resource.key));
        if !resource.info.deleted {
            out.extend_from_slice(b",\"resource\":");
            out.extend_from_slice(&stamped(resource)?);
        }
        match self.kind {
            PageKind::Searchset => out.extend_from_slice(br#","search":{"mode":"match"}}"#),
            PageKind::History => history_entry(resource, out),
        }
        Ok(())
    }
}

/// How the version came to be. Runs of `enrich` update by id, so a first version is a `PUT` that created.
fn history_entry(resource: &StoredResource, out: &mut Vec<u8>) {
    let info = &resource.info;
    let (method, status) = match (info.deleted, info.version) {
        (true, _) => ("DELETE", "204"),
        (false, 1) => ("PUT", "201"),
        (false, _) => ("PUT", "200"),
    };
    out.extend_from_slice(br#","request":{"method":"#);
    write_string(out, method);
    out.extend_from_slice(br#","url":"#);
    write_string(out, &resource.key.to_string());
    out.extend_from_slice(br#"},"response":{"status":"#);
    write_string(out, status);
    out.extend_from_slice(br#","etag":"#);
    write_string(out, &http::etag(info.version));
    out.extend_from_slice(br#","lastModified":"#);
    write_string(out, &last_updated(info.time_ms));
    out.extend_from_slice(b"}}");
}

/// The body with `meta.versionId` and `meta.lastUpdated`.
pub(crate) fn stamped(resource: &StoredResource) -> Result<Vec<u8>, Refusal> {
    let info = &resource.info;
    meta::with_version(&resource.body, info.version, &last_updated(info.time_ms)).map_err(|error| {
        tracing::error!(at = error.at(), "a stored body is not json");
        Refusal::new(
            Fault::Internal,
            "the stored resource is damaged: run `wardlake store check`",
        )
    })
}

fn last_updated(time_ms: u64) -> String {
    instant::format_ms(i64::try_from(time_ms).unwrap_or(i64::MAX))
}
