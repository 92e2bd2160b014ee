//! Logs: to standard error, as text or JSON, around a progress bar if there is one.

use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::args::{LogArgs, LogFormat};

/// The bar that log lines must not cut through.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Starts logging for the whole process, panics included.
pub(crate) fn start(args: &LogArgs) {
    panic::set_hook(Box::new(report));
    // What the libraries below us say is rarely about us.
    let filter = EnvFilter::new(format!(
        "warn,wardlake={level},wardlake_engine={level},wardlake_server={level},wardlake_store={level}",
        level = args.log.name()
    ));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(AroundBar)
        .with_ansi(false);
    match args.log_format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .init(),
    }
}

/// Says where a panic happened and not what it says: the message of a failed slice quotes the text.
fn report(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map(ToString::to_string);
    tracing::error!(
        at = at.unwrap_or_default(),
        "internal error: please report this place"
    );
}

/// Puts log lines above `bar` until [`without_bar`].
pub(crate) fn with_bar(bar: &ProgressBar) {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar.clone());
}

/// There is no bar any more.
pub(crate) fn without_bar() {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

struct AroundBar;

impl MakeWriter<'_> for AroundBar {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

impl Write for AroundBar {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match bar {
            Some(bar) => bar.suspend(|| io::stderr().write(line)),
            None => io::stderr().write(line),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
