//! `wardlake serve`.

use std::io::{self, Write as _, stdout};
use std::net::SocketAddr;

use anyhow::Context as _;
use wardlake_server::{App, Backend, Server};
use wardlake_store::Access;

use crate::args::ServePlan;
use crate::exit::{Advice, Exit};
use crate::signals::Signals;
use crate::{model, store};

/// Serves until Ctrl-C or SIGTERM.
pub(crate) fn run(plan: ServePlan) -> anyhow::Result<Exit> {
    let backend = Backend {
        store: store::open(&plan.store, Access::Read)?,
        dir: plan.store,
        model: model::load(&plan.model)?,
        terminology: model::terminology()?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start threads")?;
    let listen = plan.config.listen;
    runtime.block_on(async {
        let signals = Signals::listen().context("cannot listen for signals")?;
        let server = Server::bind(App::new(plan.config, backend))
            .await
            .with_context(|| cannot_listen(listen))?;
        // Whoever started this may not want to hear it.
        let _ = announce(server.address()?);
        server
            .run(stop(signals))
            .await
            .context("the server stopped")
    })?;
    Ok(Exit::Done)
}

fn cannot_listen(at: SocketAddr) -> Advice {
    Advice::new(
        Exit::Failed,
        format!(
            "cannot listen on {at}; choose another address with --listen, or port 0 for a free one"
        ),
    )
}

fn announce(at: SocketAddr) -> io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "wardlake serves http://{at}")?;
    writeln!(out, "  FHIR        http://{at}/fhir/metadata")?;
    writeln!(
        out,
        "  annotate    curl http://{at}/DetectEntitiesV2 -d '{{\"Text\": \"Denies chest pain.\"}}'"
    )?;
    writeln!(
        out,
        "  watch       http://{at}/health   http://{at}/metrics"
    )?;
    writeln!(out, "  stop        Ctrl-C")
}

async fn stop(mut signals: Signals) {
    signals.next().await;
    tracing::info!("stopping: running requests finish");
}
