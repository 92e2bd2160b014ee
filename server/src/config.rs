//! What a server is told when it starts.

use std::net::SocketAddr;
use std::time::Duration;

/// Limits and addresses of a server. Nothing here is read from the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerConfig {
    /// Where to listen. Default: `127.0.0.1:8470`; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The URL that clients know this server by, without `/fhir`, for links and `fullUrl`. Default: `http://` and the
    /// request's `Host`.
    pub base_url: Option<String>,
    /// The longest request body, in bytes. Default: 64 MiB.
    pub body_limit: usize,
    /// Inferences that run at once, each on one core. Default: the number of cores. Minimum: 1.
    pub workers: usize,
    /// Inferences that may wait for a worker before more are refused with 429. Default: 64 for each core.
    pub queue: usize,
    /// How long requests may still run once the server was told to stop. Default: 30 s.
    pub drain: Duration,
}

impl Default for ServerConfig {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8470)),
            base_url: None,
            body_limit: 64 << 20,
            workers: cores,
            queue: 64 * cores,
            drain: Duration::from_secs(30),
        }
    }
}
