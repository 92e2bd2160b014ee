//! The routes, asked without a network: a real store, the bundled model, one request at a time.

mod amazon;
mod fhir;
mod operations;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt as _;
use wardlake_models::Model;
use wardlake_ontologies::Terminology;
use wardlake_store::{Access, CommitBatch, Digest, Durability, Options, Put, ResourceKey, Store};

use crate::{App, Backend, ServerConfig, router};

static MODEL: LazyLock<Arc<Model>> =
    LazyLock::new(|| Arc::new(Model::bundled().expect("the bundled model loads")));
static TERMINOLOGY: LazyLock<Arc<Terminology>> =
    LazyLock::new(|| Arc::new(Terminology::bundled().expect("the bundled terminology opens")));

/// A server over a store of its own, which the test writes to while the server reads.
struct Lake {
    router: Router,
    writer: Store,
    _folder: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers
            .get(&name)
            .map_or("", |value| value.to_str().expect("a plain header"))
    }

    /// The code of the only issue of an `OperationOutcome`.
    fn issue(&self) -> String {
        let outcome = self.json();
        assert_eq!(outcome["resourceType"], "OperationOutcome", "{outcome}");
        assert!(
            self.header(header::CONTENT_TYPE)
                .starts_with("application/fhir+json")
        );
        outcome["issue"][0]["code"]
            .as_str()
            .expect("a code")
            .to_owned()
    }
}

impl Lake {
    fn new() -> Self {
        Self::with(ServerConfig::default())
    }

    fn with(config: ServerConfig) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().join("store");
        let writer = Store::open(&dir, Access::Write, &Options::default()).expect("a new store");
        let store =
            Store::open(&dir, Access::Read, &Options::default()).expect("beside its writer");
        let backend = Backend {
            store,
            dir,
            model: Arc::clone(&MODEL),
            terminology: Arc::clone(&TERMINOLOGY),
        };
        Self {
            router: router(App::new(config, backend)),
            writer,
            _folder: folder,
        }
    }

    /// Commits resources, given as JSON, in one transaction.
    fn put(&self, bodies: &[&str]) {
        let put = |body: &&str| {
            let resource = wardlake_fhir::resource::parse(body.as_bytes()).expect("a resource");
            Put {
                body: body.as_bytes().to_vec(),
                source: Digest::of(body.as_bytes()),
                patient: resource.patient().map(Into::into),
                ..Put::new(ResourceKey::new(resource.resource_type, resource.id))
            }
        };
        let puts = bodies.iter().map(put).collect();
        let batch = CommitBatch {
            puts,
            checkpoint: None,
            time_ms: 1_767_323_045_678,
        };
        self.writer
            .commit(batch, Durability::Buffered)
            .expect("a commit");
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("infallible");
        let (status, headers) = (response.status(), response.headers().clone());
        let body = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .expect("a body")
            .to_vec();
        Answer {
            status,
            headers,
            body,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(
            Request::get(path)
                .header("host", "lake.test")
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    async fn get_with(&self, path: &str, name: header::HeaderName, value: &str) -> Answer {
        self.send(
            Request::get(path)
                .header(name, value)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    async fn post(&self, path: &str, media_type: &str, body: impl Into<Body>) -> Answer {
        self.send(
            Request::post(path)
                .header("content-type", media_type)
                .body(body.into())
                .expect("a request"),
        )
        .await
    }
}
