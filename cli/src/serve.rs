//! `wardlake serve`.

use std::net::SocketAddr;

use anyhow::Context as _;
use wardlake_server::{App, Backend, Server};
use wardlake_store::Access;

use crate::args::ServePlan;
use crate::exit::{Advice, Exit};
use crate::{model, signals, store};

/// Serves until Ctrl-C or SIGTERM.
pub(crate) fn run(plan: ServePlan) -> anyhow::Result<Exit> {
    let backend = Backend {
        store: store::open(&plan.store, Access::Read)?,
        model: model::load(&plan.model)?,
        terminology: model::terminology()?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start threads")?;
    let listen = plan.config.listen;
    runtime.block_on(async {
        let server = Server::bind(App::new(plan.config, backend))
            .await
            .with_context(|| cannot_listen(listen))?;
        announce(server.address()?);
        server.run(stop()).await.context("the server stopped")
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

fn announce(at: SocketAddr) {
    println!("wardlake serves http://{at}");
    println!("  FHIR        http://{at}/fhir/metadata");
    println!(
        "  annotate    curl http://{at}/DetectEntitiesV2 -d '{{\"Text\": \"Denies chest pain.\"}}'"
    );
    println!("  watch       http://{at}/health   http://{at}/metrics");
    println!("  stop        Ctrl-C");
}

async fn stop() {
    signals::wait().await;
    tracing::info!("stopping: running requests finish");
}
