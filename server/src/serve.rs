//! Listening, and stopping without cutting anyone off.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::App;
use crate::router::router;

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    app: Arc<App>,
}

impl Server {
    /// Takes the address of the configuration.
    ///
    /// # Errors
    /// If it is taken already, or not of this machine.
    pub async fn bind(app: Arc<App>) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind(app.config.listen).await?,
            app,
        })
    }

    /// Where it listens: the port that was taken, where the configuration said 0.
    ///
    /// # Errors
    /// If the operating system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `shutdown` resolves; then takes no more connections, lets running requests finish for at most
    /// the configured time, and returns.
    ///
    /// # Errors
    /// If the operating system takes the listener away.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let (tell, mut told) = watch::channel(());
        let drain = self.app.config.drain;
        let stopping = async move {
            shutdown.await;
            drop(tell);
        };
        let serving = axum::serve(self.listener, router(self.app)).with_graceful_shutdown(stopping);
        let too_long = async move {
            // Only the end of the sender is awaited.
            while told.changed().await.is_ok() {}
            tokio::time::sleep(drain).await;
        };
        tokio::select! {
            served = serving.into_future() => served,
            () = too_long => {
                tracing::warn!(seconds = drain.as_secs(), "requests were cut off: they ran longer than the server waits");
                Ok(())
            }
        }
    }
}

/// Binds and answers until `shutdown` resolves.
///
/// # Errors
/// As [`Server::bind`] and [`Server::run`].
pub async fn serve(
    app: Arc<App>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    Server::bind(app).await?.run(shutdown).await
}
