//! What every request shares.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use wardlake_engine::{Enricher, Recorded};
use wardlake_models::Model;
use wardlake_ontologies::Terminology;
use wardlake_store::{Store, StoreError};

use crate::config::ServerConfig;
use crate::fresh::Freshness;
use crate::inference::Places;
use crate::metrics::Metrics;
use crate::refusal::{Fault, Refusal};

/// What a server answers from.
pub struct Backend {
    /// The store, opened to be read, so that a run can write to it meanwhile.
    pub store: Store,
    /// Where the store is: what changes there tells that there is something to catch up with.
    pub dir: PathBuf,
    /// The model that `$enrich` and the Comprehend Medical operations use.
    pub model: Arc<Model>,
    /// The terminology that they link to.
    pub terminology: Arc<Terminology>,
}

/// The state of a server: shared by all requests, cheap to share, without global state.
pub struct App {
    pub(crate) config: ServerConfig,
    pub(crate) metrics: Metrics,
    pub(crate) places: Places,
    pub(crate) started: SystemTime,
    pub(crate) backend: Arc<Backend>,
    enricher: Enricher,
    fresh: Arc<Freshness>,
}

impl App {
    /// Puts a server's state together.
    ///
    /// # Panics
    /// Never: the table of metrics is fixed, and a test registers it.
    #[must_use]
    pub fn new(config: ServerConfig, backend: Backend) -> Arc<Self> {
        let info = backend.model.info();
        let metrics = Metrics::new(env!("CARGO_PKG_VERSION"), &info.name, &info.version);
        let enricher = Enricher::new(
            Arc::clone(&backend.model),
            Arc::clone(&backend.terminology),
            Recorded::now(),
        );
        Arc::new(Self {
            metrics: metrics.expect("the table of metrics is valid"),
            places: Places::new(config.workers, config.queue),
            started: SystemTime::now(),
            fresh: Arc::new(Freshness::new(backend.dir.clone())),
            backend: Arc::new(backend),
            enricher,
            config,
        })
    }

    /// An enricher that records this moment.
    pub(crate) fn enricher(&self) -> Enricher {
        self.enricher.at(Recorded::now())
    }

    /// Reads from the store on a thread for blocking work, all that was committed until now included.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let (asked, backend, fresh) = (
            Instant::now(),
            Arc::clone(&self.backend),
            Arc::clone(&self.fresh),
        );
        let done = tokio::task::spawn_blocking(move || {
            let caught_up = fresh.since(asked, &backend.store)?;
            Ok::<_, StoreError>((work(&backend.store)?, caught_up))
        });
        let done = done
            .await
            .map_err(|_| Refusal::new(Fault::Internal, "the read failed"))?;
        let (value, caught_up) = done?;
        if let Some(took) = caught_up {
            self.metrics.refresh_seconds.observe(took.as_secs_f64());
        }
        Ok(value)
    }
}
