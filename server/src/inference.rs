//! Inference off the threads that serve requests: a worker's place each, a bounded wait, no more.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wardlake_engine::Enricher;

use crate::app::App;
use crate::refusal::{Fault, Refusal};

/// Places for inferences: [`workers`](crate::ServerConfig::workers) at once, and a bounded number waiting.
pub(crate) struct Places {
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Places {
    pub(crate) fn new(workers: usize, most_waiting: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(workers.max(1))),
            waiting: AtomicUsize::new(0),
            most_waiting,
        }
    }

    /// Waits for a place. A client that leaves while it waits leaves the queue.
    async fn take(&self, app: &App) -> Result<OwnedSemaphorePermit, Refusal> {
        if let Ok(permit) = Arc::clone(&self.running).try_acquire_owned() {
            return Ok(permit);
        }
        let _waiting = Waiting::enter(self, app)?;
        let permit = Arc::clone(&self.running).acquire_owned().await;
        permit.map_err(|_| Refusal::new(Fault::Unavailable, "the server is stopping"))
    }
}

/// Counted as waiting until dropped.
struct Waiting<'a> {
    places: &'a Places,
    app: &'a App,
}

impl<'a> Waiting<'a> {
    fn enter(places: &'a Places, app: &'a App) -> Result<Self, Refusal> {
        let limit = places.most_waiting;
        let below = |waiting: usize| (waiting < limit).then_some(waiting + 1);
        let entered = places
            .waiting
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, below);
        entered.map_err(|_| {
            Refusal::new(
                Fault::Busy,
                format!("{limit} requests wait for a worker already"),
            )
        })?;
        app.metrics.inference_waiting.inc();
        Ok(Self { places, app })
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.places.waiting.fetch_sub(1, Ordering::AcqRel);
        self.app.metrics.inference_waiting.dec();
    }
}

/// Runs `work` on a thread for blocking work, once there is a place.
///
/// The place is kept until the work is done, even if the client has left: it is the core that is counted.
pub(crate) async fn run<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&Enricher) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let asked = Instant::now();
    let place = app.places.take(app).await?;
    app.metrics
        .inference_wait_seconds
        .observe(asked.elapsed().as_secs_f64());
    let enricher = app.enricher();
    let done = tokio::task::spawn_blocking(move || {
        let began = Instant::now();
        let done = work(&enricher);
        drop(place);
        (done, began.elapsed())
    });
    let (done, took) = done
        .await
        .map_err(|_| Refusal::new(Fault::Internal, "the annotation failed"))?;
    app.metrics.inference_seconds.observe(took.as_secs_f64());
    done
}
