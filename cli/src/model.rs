//! Models into memory: the bundled one, a directory, or one that is downloaded first.

use std::fs;
use std::io::{ErrorKind, IsTerminal as _, stderr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use hf_hub::api::sync::{ApiBuilder, ApiRepo};
use wardlake_models::{Model, ModelFiles};
use wardlake_ontologies::Terminology;

use crate::args::ModelChoice;
use crate::exit::{Advice, Exit};

const CONFIG: &str = "config.json";
const TOKENIZER: &str = "tokenizer.json";
const WEIGHTS: &str = "model.safetensors";
/// Only a model of ours must have one.
const LABELS: &str = "labels.json";

/// Loads the model.
pub(crate) fn load(choice: &ModelChoice) -> anyhow::Result<Arc<Model>> {
    let model = match choice {
        ModelChoice::Bundled => {
            Model::bundled().context("the bundled model is damaged: install wardlake again")?
        }
        ModelChoice::Directory(dir) => from_directory(dir)?,
        ModelChoice::Hub(name) => from_directory(&download(name)?)?,
    };
    let info = model.info();
    tracing::info!(
        name = info.name,
        version = info.version,
        family = info.family,
        "model loaded"
    );
    Ok(Arc::new(model))
}

/// Opens the terminology that is inside the program.
pub(crate) fn terminology() -> anyhow::Result<Arc<Terminology>> {
    Ok(Arc::new(Terminology::bundled().context(
        "the bundled terminology is damaged: install wardlake again",
    )?))
}

fn from_directory(dir: &Path) -> anyhow::Result<Model> {
    let labels = optional(&dir.join(LABELS))?;
    let (config, tokenizer, weights) = (
        required(dir, CONFIG)?,
        required(dir, TOKENIZER)?,
        required(dir, WEIGHTS)?,
    );
    let files = ModelFiles {
        config: &config,
        tokenizer: &tokenizer,
        labels: labels.as_deref(),
        weights: &weights,
    };
    Model::load(&files).with_context(|| {
        let what = "a BERT, DistilBERT, RoBERTa or DeBERTa-v2 model for token classification";
        Advice::new(
            Exit::Failed,
            format!(
                "the model in {} cannot be used; it must be {what}",
                dir.display()
            ),
        )
    })
}

fn required(dir: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    let path = dir.join(name);
    fs::read(&path).with_context(|| {
        let words = format!(
            "cannot read {}; a model directory has {CONFIG}, {TOKENIZER} and {WEIGHTS}",
            path.display()
        );
        Advice::new(Exit::Failed, words)
    })
}

fn optional(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Fetches the files of `org/name` into the cache that is shared with other tools, and returns their directory.
fn download(name: &str) -> anyhow::Result<PathBuf> {
    let api = ApiBuilder::from_env()
        .with_progress(stderr().is_terminal())
        .build();
    let repo = api.with_context(|| by_hand(name))?.model(name.to_owned());
    let fetch = |file: &str| fetch(&repo, file).with_context(|| by_hand(name));
    fetch(CONFIG)?;
    fetch(TOKENIZER)?;
    // Its absence is the ordinary case, and anything else that is wrong shows in the next line.
    let _ = repo.get(LABELS);
    let weights = fetch(WEIGHTS)?;
    weights
        .parent()
        .map(Path::to_path_buf)
        .context("the download has no directory")
}

fn fetch(repo: &ApiRepo, file: &str) -> anyhow::Result<PathBuf> {
    repo.get(file)
        .with_context(|| format!("{file} was not downloaded"))
}

fn by_hand(name: &str) -> Advice {
    let words = format!(
        "cannot download the model {name}. Without a network, place it by hand: on a machine that has one, download \
         {CONFIG}, {TOKENIZER} and {WEIGHTS} from https://huggingface.co/{name}/tree/main, copy them into one \
         directory here, and give that with --model DIR. The bundled model needs no --model at all"
    );
    Advice::new(Exit::Failed, words)
}
