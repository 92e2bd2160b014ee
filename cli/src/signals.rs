//! Ctrl-C and SIGTERM: the first asks for a clean stop, the second ends the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::Context as _;

use crate::exit::Exit;

/// A flag that is set at the first Ctrl-C or SIGTERM; at the second the process exits.
///
/// # Errors
/// If the operating system refuses the handlers.
pub(crate) fn stop_flag(words: &'static str) -> anyhow::Result<Arc<AtomicBool>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .context("cannot listen for signals")?;
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            runtime.block_on(async {
                wait().await;
                eprintln!("{words}");
                set.store(true, Ordering::Release);
                wait().await;
                std::process::exit(i32::from(Exit::Interrupted as u8));
            });
        })?;
    Ok(flag)
}

/// Resolves at the next Ctrl-C or SIGTERM; never, where the operating system refuses the handlers.
pub(crate) async fn wait() {
    let (interrupt, terminate) = (tokio::signal::ctrl_c(), terminated());
    tokio::select! {
        Ok(()) = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
