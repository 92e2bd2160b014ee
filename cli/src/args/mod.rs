//! Arguments as typed: what clap reads, and nothing decided yet. The environment is read here and nowhere else.

mod eval;
mod resolve;
#[cfg(test)]
mod tests;

pub(crate) use eval::{EvalArgs, EvalPlan};
pub(crate) use resolve::{
    Annotate, BenchPlan, EnrichPlan, Input, ModelChoice, NlpPlan, ServePlan, ShowPlan, WhichNote,
};

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{exit, units};

/// Where the store is, unless told otherwise.
pub(crate) const DEFAULT_STORE: &str = "wardlake-data";

/// Reads clinical notes, finds what is in them, keeps them as versioned FHIR resources, and answers over HTTP.
///
/// Everything happens on this machine: the model and the terminology are inside the program, and no network is used
/// unless you name a model as `org/name`.
#[derive(Debug, Parser)]
#[command(name = "wardlake", version, after_help = exit::help(), after_long_help = format!("{EXAMPLES}\n\n{}", exit::help()))]
#[command(infer_subcommands = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) log: LogArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  wardlake enrich notes.ndjson                     enrich a file into ./wardlake-data
  wardlake show DocumentReference/note-1           one note, in colour
  wardlake serve                                   FHIR on http://127.0.0.1:8470/fhir
  echo 'Denies chest pain.' | wardlake nlp -       entities of a text, as JSON";

/// Reads the arguments, or prints help or what is wrong with them and exits.
pub(crate) fn parse() -> Arguments {
    Arguments::parse()
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Enrich(EnrichArgs),
    Serve(ServeArgs),
    Show(ShowArgs),
    Nlp(NlpArgs),
    /// Look after a store.
    #[command(subcommand)]
    Store(StoreCommand),
    /// Look at a model.
    #[command(subcommand)]
    Model(ModelCommand),
    /// Look at the terminology.
    #[command(subcommand)]
    Ontology(OntologyCommand),
    /// Measure this machine.
    #[command(subcommand)]
    Bench(BenchCommand),
}

/// Logs go to standard error, and never hold clinical text, ids or queries.
#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// What to log.
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        default_value = "warn",
        env = "WARDLAKE_LOG",
        help_heading = "Logs"
    )]
    pub(crate) log: LogLevel,
    /// How to write log lines.
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        env = "WARDLAKE_LOG_FORMAT",
        help_heading = "Logs"
    )]
    pub(crate) log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl LogLevel {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ModelArgs {
    /// A model instead of the bundled one: a directory with config.json, tokenizer.json and model.safetensors, or
    /// `org/name` of a model to download (BERT, DistilBERT, RoBERTa or DeBERTa-v2 for token classification).
    #[arg(long, value_name = "DIR|ORG/NAME", env = "WARDLAKE_MODEL")]
    pub(crate) model: Option<String>,
}

/// Enrich notes: read FHIR or text, find entities, traits and codes, and store the result.
///
/// Every FHIR R4 resource type passes; those with text get an extension that holds what was found. The original bytes
/// stay as they are. A run that was stopped goes on where it was when the same command is given again, and what is
/// unchanged is skipped.
#[derive(Debug, Args)]
#[command(after_long_help = format!("{ENRICH_EXAMPLES}\n\n{}", exit::help()))]
pub(crate) struct EnrichArgs {
    /// Files, folders or globs of .ndjson, .jsonl (also .gz, .zst) or Bundle .json; `-` is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    /// The store to write to [default: ./wardlake-data, or none with --out].
    #[arg(long, value_name = "DIR", env = "WARDLAKE_STORE")]
    pub(crate) store: Option<PathBuf>,
    /// Write the enriched resources there too: one file, a folder with a file for each input, or `-` for standard output.
    #[arg(long, value_name = "FILE|DIR|-")]
    pub(crate) out: Option<PathBuf>,
    /// Where to list the lines that could not be used [default: rejects.ndjson in the store, or beside --out].
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Encoder workers, one core each [default: all cores].
    #[arg(long, value_name = "N", env = "WARDLAKE_JOBS", value_parser = positive)]
    pub(crate) jobs: Option<usize>,
    /// Tokens that a worker encodes at once.
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) batch_tokens: Option<usize>,
    /// Make every batch survive a power loss, not only finished files.
    #[arg(long)]
    pub(crate) sync: bool,
    /// Redo what is unchanged, too.
    #[arg(long)]
    pub(crate) force: bool,
    /// Inputs are plain text: each file becomes a DocumentReference.
    #[arg(long)]
    pub(crate) text: bool,
    /// Lines longer than this are rejected [default: 64MiB].
    #[arg(long, value_name = "SIZE", value_parser = units::parse_size)]
    pub(crate) max_line: Option<usize>,
    /// The moment that annotations record, in seconds since 1970, for output that can be made again [default: now].
    #[arg(long, value_name = "SECONDS", env = "SOURCE_DATE_EPOCH", value_parser = clap::value_parser!(i64).range(0..=253_402_300_799))]
    pub(crate) recorded: Option<i64>,
    /// Print the summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

const ENRICH_EXAMPLES: &str = "\
Examples:
  wardlake enrich notes.ndjson --store /data/lake
  wardlake enrich export/ 'more/*.ndjson.gz' --jobs 8
  wardlake enrich --text letters/ --store /data/lake
  zcat notes.ndjson.gz | wardlake enrich - --out - > enriched.ndjson";

/// Serve a store over HTTP: FHIR under /fhir, Comprehend Medical's operations, /health and /metrics.
///
/// The store is opened to be read: `wardlake enrich` may write to it meanwhile, and what it commits appears at once.
/// There is no authentication: listen on a trusted address only, or put a proxy in front.
#[derive(Debug, Args)]
#[command(after_long_help = SERVE_EXAMPLES)]
pub(crate) struct ServeArgs {
    /// The store.
    #[arg(long, value_name = "DIR", default_value = DEFAULT_STORE, env = "WARDLAKE_STORE")]
    pub(crate) store: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(
        long,
        value_name = "ADDR",
        default_value = "127.0.0.1:8470",
        env = "WARDLAKE_LISTEN"
    )]
    pub(crate) listen: SocketAddr,
    /// The URL that clients know this server by, for links in answers [default: http:// and their Host header].
    #[arg(long, value_name = "URL", env = "WARDLAKE_BASE_URL")]
    pub(crate) base_url: Option<String>,
    /// The longest request body.
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = units::parse_size)]
    pub(crate) body_limit: usize,
    /// Inferences that run at once [default: all cores].
    #[arg(long, value_name = "N", env = "WARDLAKE_JOBS", value_parser = positive)]
    pub(crate) jobs: Option<usize>,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

const SERVE_EXAMPLES: &str = "\
Examples:
  wardlake serve --store /data/lake --listen 0.0.0.0:8470
  curl 'http://127.0.0.1:8470/fhir/DocumentReference?patient=pat-001&_count=10'
  curl http://127.0.0.1:8470/InferICD10CM -d '{\"Text\": \"Type 2 diabetes.\"}'
  curl 'http://127.0.0.1:8470/fhir/$enrich' -H 'content-type: text/plain' --data-binary @note.txt
  aws comprehendmedical detect-entities-v2 --endpoint-url http://127.0.0.1:8470 --text 'Type 2 diabetes.'";

/// Print a note in colour, with what was found in it.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Example:\n  wardlake show DocumentReference/note-ed-chest-pain --store /data/lake"
)]
pub(crate) struct ShowArgs {
    /// The resource, as in a FHIR reference.
    #[arg(value_name = "TYPE/ID")]
    pub(crate) reference: String,
    /// The store.
    #[arg(long, value_name = "DIR", default_value = DEFAULT_STORE, env = "WARDLAKE_STORE")]
    pub(crate) store: PathBuf,
    /// That version instead of the current one.
    #[arg(long, value_name = "N")]
    pub(crate) version: Option<u64>,
    /// Print the resource as it is stored.
    #[arg(long)]
    pub(crate) json: bool,
    /// When to colour; auto also minds NO_COLOR.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
}

/// Annotate plain text: the JSON of Comprehend Medical's operations.
///
/// Offsets are Unicode code points, the end exclusive.
#[derive(Debug, Args)]
#[command(after_long_help = NLP_EXAMPLES)]
pub(crate) struct NlpArgs {
    /// A UTF-8 text file; `-` is standard input.
    #[arg(value_name = "FILE|-")]
    pub(crate) file: PathBuf,
    /// What to find.
    #[arg(long, value_name = "OP", default_value = "entities")]
    pub(crate) op: NlpOperation,
    /// The file has a JSON object {"id", "text"} on each line; each gives a line {"id", …} of output, in order. A bad
    /// line gives {"error"}, and exit code 3.
    #[arg(long)]
    pub(crate) jsonl: bool,
    /// Texts annotated at once, with --jsonl [default: all cores].
    #[arg(long, value_name = "N", env = "WARDLAKE_JOBS", value_parser = positive)]
    pub(crate) jobs: Option<usize>,
    /// The longest text, or line with --jsonl.
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = units::parse_size)]
    pub(crate) max_line: usize,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

const NLP_EXAMPLES: &str = "\
Examples:
  echo 'Denies chest pain. Takes metformin 500 mg bid.' | wardlake nlp -
  wardlake nlp --op icd10cm note.txt
  wardlake nlp --jsonl --op all notes.jsonl > found.jsonl";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NlpOperation {
    /// DetectEntitiesV2
    Entities,
    /// InferICD10CM
    Icd10cm,
    /// InferRxNorm
    Rxnorm,
    /// DetectPHI
    Phi,
    /// All four, each under its name
    All,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Check every index entry against every body. Reads all of it; exit code 4 if anything is wrong.
    Check(StoreArgs),
    /// Count resources, versions and bytes.
    Stats(StoreArgs),
}

#[derive(Debug, Args)]
pub(crate) struct StoreArgs {
    /// The store.
    #[arg(long, value_name = "DIR", default_value = DEFAULT_STORE, env = "WARDLAKE_STORE")]
    pub(crate) store: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// What a model is: name, version, family, size, fingerprint.
    Info(InfoArgs),
    Eval(EvalArgs),
}

#[derive(Debug, Args)]
pub(crate) struct InfoArgs {
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OntologyCommand {
    /// What the terminology is: name, releases, size, fingerprint.
    Info(OntologyArgs),
}

#[derive(Debug, Args)]
pub(crate) struct OntologyArgs {
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    Enrich(BenchArgs),
}

/// Enrich generated notes into a temporary store, and say how fast that went.
///
/// The notes are fictional, made from templates; the same number of notes is the same notes on every machine.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:\n  wardlake bench enrich --notes 10000 --json")]
pub(crate) struct BenchArgs {
    /// How many notes.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = positive)]
    pub(crate) notes: usize,
    /// Encoder workers, one core each [default: all cores].
    #[arg(long, value_name = "N", env = "WARDLAKE_JOBS", value_parser = positive)]
    pub(crate) jobs: Option<usize>,
    /// Tokens that a worker encodes at once.
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) batch_tokens: Option<usize>,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

fn positive(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|_| "not a whole number".to_owned())?;
    if number > 0 {
        Ok(number)
    } else {
        Err("must be at least 1".to_owned())
    }
}
