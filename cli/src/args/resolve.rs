//! Arguments as meant: defaults decided, contradictions refused. Everything after `main` sees only these.

use std::path::{Path, PathBuf};

use wardlake_engine::Recorded;
use wardlake_fhir::comprehend::Operation;
use wardlake_server::ServerConfig;
use wardlake_store::ResourceKey;

use super::{
    BenchArgs, ColorChoice, DEFAULT_STORE, EnrichArgs, ModelArgs, NlpArgs, NlpOperation, ServeArgs,
    ShowArgs,
};
use crate::exit::{Exit, fail};

/// Lines longer than this are rejected, unless told otherwise.
const MAX_LINE: usize = 64 << 20;

/// Which model to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ModelChoice {
    Bundled,
    Directory(PathBuf),
    /// `org/name`, to be downloaded.
    Hub(String),
}

impl From<ModelArgs> for ModelChoice {
    /// A directory that is there wins over a name that looks the same.
    fn from(raw: ModelArgs) -> Self {
        match raw.model {
            None => Self::Bundled,
            Some(name) if !Path::new(&name).exists() && is_hub_name(&name) => Self::Hub(name),
            Some(path) => Self::Directory(path.into()),
        }
    }
}

/// `org/name`, of letters, digits and `-_.`, and no path such as `./x` or `../x`.
fn is_hub_name(name: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    name.split_once('/')
        .is_some_and(|(org, name)| word(org) && word(name))
}

pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// `enrich`, decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EnrichPlan {
    pub(crate) inputs: Vec<String>,
    pub(crate) store: Option<PathBuf>,
    pub(crate) out: Option<PathBuf>,
    pub(crate) rejects: PathBuf,
    pub(crate) model: ModelChoice,
    pub(crate) jobs: usize,
    pub(crate) batch_tokens: Option<usize>,
    pub(crate) sync: bool,
    pub(crate) force: bool,
    pub(crate) text: bool,
    pub(crate) max_line: usize,
    pub(crate) recorded: Recorded,
    pub(crate) json: bool,
}

impl EnrichPlan {
    /// Whether standard output belongs to the resources, so that the summary must go elsewhere.
    pub(crate) fn writes_to_stdout(&self) -> bool {
        self.out.as_deref() == Some(Path::new("-"))
    }
}

impl TryFrom<EnrichArgs> for EnrichPlan {
    type Error = anyhow::Error;

    fn try_from(raw: EnrichArgs) -> anyhow::Result<Self> {
        let store = match (raw.store, &raw.out) {
            (Some(store), _) => Some(store),
            (None, Some(_)) => None,
            (None, None) => Some(DEFAULT_STORE.into()),
        };
        if raw.sync && store.is_none() {
            return Err(fail(
                Exit::Usage,
                "--sync is about the store, and there is none: add --store DIR",
            ));
        }
        if raw.inputs.iter().filter(|input| *input == "-").count() > 1 {
            return Err(fail(
                Exit::Usage,
                "standard input can be read once: `-` is given twice",
            ));
        }
        let rejects = raw
            .rejects
            .unwrap_or_else(|| default_rejects(store.as_deref(), raw.out.as_deref()));
        Ok(Self {
            rejects,
            store,
            inputs: raw.inputs,
            out: raw.out,
            model: raw.model.into(),
            jobs: raw.jobs.unwrap_or_else(cores),
            batch_tokens: raw.batch_tokens,
            sync: raw.sync,
            force: raw.force,
            text: raw.text,
            max_line: raw.max_line.unwrap_or(MAX_LINE),
            recorded: raw.recorded.map_or_else(Recorded::now, |seconds| {
                Recorded::from_unix_ms(seconds * 1000)
            }),
            json: raw.json,
        })
    }
}

/// Beside the store's files, or beside the output; for an output that is a pipe or a device, in the working directory.
fn default_rejects(store: Option<&Path>, out: Option<&Path>) -> PathBuf {
    let name = "rejects.ndjson";
    match (store, out) {
        (Some(store), _) => store.join(name),
        (None, Some(out)) if out == Path::new("-") => name.into(),
        (None, Some(out)) if out.is_dir() => out.join(name),
        (None, Some(out)) if out.is_file() || !out.exists() => out.with_file_name(name),
        _ => name.into(),
    }
}

/// `serve`, decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ServePlan {
    pub(crate) store: PathBuf,
    pub(crate) model: ModelChoice,
    pub(crate) config: ServerConfig,
}

impl TryFrom<ServeArgs> for ServePlan {
    type Error = anyhow::Error;

    fn try_from(raw: ServeArgs) -> anyhow::Result<Self> {
        if raw
            .base_url
            .as_deref()
            .is_some_and(|url| !url.starts_with("http://") && !url.starts_with("https://"))
        {
            return Err(fail(
                Exit::Usage,
                "--base-url begins with http:// or https://",
            ));
        }
        let workers = raw.jobs.unwrap_or_else(cores);
        let config = ServerConfig {
            listen: raw.listen,
            base_url: raw.base_url,
            body_limit: raw.body_limit,
            workers,
            queue: 64 * workers,
            ..ServerConfig::default()
        };
        Ok(Self {
            store: raw.store,
            model: raw.model.into(),
            config,
        })
    }
}

/// Which version of a resource.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WhichNote {
    pub(crate) key: ResourceKey,
    pub(crate) version: Option<u64>,
}

/// `show`, decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ShowPlan {
    pub(crate) store: PathBuf,
    pub(crate) note: WhichNote,
    pub(crate) json: bool,
    pub(crate) color: ColorChoice,
}

impl TryFrom<ShowArgs> for ShowPlan {
    type Error = anyhow::Error;

    fn try_from(raw: ShowArgs) -> anyhow::Result<Self> {
        let key = parse_reference(&raw.reference).ok_or_else(|| {
            fail(Exit::Usage, "name a resource as TYPE/ID, such as DocumentReference/note-1; types are FHIR R4's, with capitals")
        })?;
        Ok(Self {
            store: raw.store,
            note: WhichNote {
                key,
                version: raw.version,
            },
            json: raw.json,
            color: raw.color,
        })
    }
}

fn parse_reference(reference: &str) -> Option<ResourceKey> {
    let (name, id) = reference.split_once('/')?;
    let resource_type = wardlake_fhir::types::resource_type(name)?;
    wardlake_fhir::resource::is_id(id).then(|| ResourceKey::new(resource_type, id))
}

/// A file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Self {
        if path == Path::new("-") {
            Self::Stdin
        } else {
            Self::File(path)
        }
    }
}

/// What to answer about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Annotate {
    One(Operation),
    All,
}

impl From<NlpOperation> for Annotate {
    fn from(raw: NlpOperation) -> Self {
        match raw {
            NlpOperation::Entities => Self::One(Operation::DetectEntitiesV2),
            NlpOperation::Icd10cm => Self::One(Operation::InferIcd10Cm),
            NlpOperation::Rxnorm => Self::One(Operation::InferRxNorm),
            NlpOperation::Phi => Self::One(Operation::DetectPhi),
            NlpOperation::All => Self::All,
        }
    }
}

/// `nlp`, decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NlpPlan {
    pub(crate) input: Input,
    pub(crate) annotate: Annotate,
    pub(crate) jsonl: bool,
    pub(crate) jobs: usize,
    pub(crate) max_line: usize,
    pub(crate) model: ModelChoice,
}

impl TryFrom<NlpArgs> for NlpPlan {
    type Error = anyhow::Error;

    fn try_from(raw: NlpArgs) -> anyhow::Result<Self> {
        Ok(Self {
            input: raw.file.into(),
            annotate: raw.op.into(),
            jsonl: raw.jsonl,
            jobs: raw.jobs.unwrap_or_else(cores),
            max_line: raw.max_line,
            model: raw.model.into(),
        })
    }
}

/// `bench enrich`, decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BenchPlan {
    pub(crate) notes: usize,
    pub(crate) jobs: usize,
    pub(crate) batch_tokens: Option<usize>,
    pub(crate) model: ModelChoice,
    pub(crate) json: bool,
}

impl TryFrom<BenchArgs> for BenchPlan {
    type Error = anyhow::Error;

    fn try_from(raw: BenchArgs) -> anyhow::Result<Self> {
        Ok(Self {
            notes: raw.notes,
            jobs: raw.jobs.unwrap_or_else(cores),
            batch_tokens: raw.batch_tokens,
            model: raw.model.into(),
            json: raw.json,
        })
    }
}
