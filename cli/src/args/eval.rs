//! `model eval`: as typed, and as meant.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use wardlake_models::Kind;
use wardlake_models::eval::Kinds;

use super::resolve::{Input, cores};
use super::{ModelArgs, ModelChoice, positive};
use crate::exit::{self, Exit, fail};
use crate::plain;

/// Score a model on annotated notes: precision, recall and F1 of what it finds.
///
/// Each line of a file is a note: {"id", "text", "entities": [{"start", "end", "type", "traits"}], "relations": [{"from",
/// "to"}]}. Offsets are Unicode code points, the end exclusive; `from` and `to` are places in `entities`. A note with
/// `type` is annotated in full: whatever else is found in it is wrong. So is a file whose notes all have no entities.
///
/// Corpora have a "label" instead of "type", and their own ids in relations ("head", "tail"). Labels of well-known corpora
/// are known (BC5CDR, NCBI Disease, BioRED, MACCROBAT, PHEE and others), and --map says what others stand for. Labels of
/// the same types are scored as one, types without a label are not scored, and a found mention that overlaps only a mention
/// of a label without counterpart is neither right nor wrong.
#[derive(Debug, Args)]
#[command(after_long_help = format!("{EXAMPLES}\n\n{}", exit::help_on(&EXITS)))]
pub(crate) struct EvalArgs {
    /// Files of annotated notes, one a line, packed with gzip or not; `-` is standard input.
    #[arg(required = true, value_name = "FILE|-")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
    /// What a label of a corpus stands for, as one type or several; `LABEL=` for nothing, so that it is not scored.
    #[arg(long, value_name = "LABEL=TYPE[,TYPE]", value_parser = mapping)]
    map: Vec<(String, Kinds)>,
    /// Notes annotated at once [default: all cores].
    #[arg(long, value_name = "N", env = "WARDLAKE_JOBS", value_parser = positive)]
    jobs: Option<usize>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What it can end with.
const EXITS: [Exit; 4] = [Exit::Done, Exit::Failed, Exit::Usage, Exit::Input];

const EXAMPLES: &str = "\
Examples:
  wardlake model eval gold.jsonl                             the bundled model
  wardlake model eval gold.jsonl --model ./my-model --json   another one
  wardlake model eval bc5cdr/dev.jsonl ncbi/dev.jsonl.gz     each, and both together
  wardlake model eval trial.jsonl --map Condition=DX --map Drug=RXG,RXB --map Severity=

A note for it:
  {\"id\": \"1\", \"text\": \"Mild asthma.\", \"entities\": [{\"start\": 0, \"end\": 4, \"type\": \"QUAL\"},
   {\"start\": 5, \"end\": 11, \"type\": \"DX\", \"traits\": [\"diag\"]}], \"relations\": [{\"from\": 0, \"to\": 1}]}";

/// `model eval`, decided.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EvalPlan {
    pub(crate) files: Vec<Input>,
    pub(crate) model: ModelChoice,
    pub(crate) map: BTreeMap<String, Kinds>,
    pub(crate) jobs: usize,
    pub(crate) json: bool,
}

impl TryFrom<EvalArgs> for EvalPlan {
    type Error = anyhow::Error;

    fn try_from(raw: EvalArgs) -> anyhow::Result<Self> {
        let mut map = BTreeMap::new();
        for (label, kinds) in raw.map {
            if map
                .insert(label.clone(), kinds)
                .is_some_and(|before| before != kinds)
            {
                let label = plain::label(&label);
                let words = format!(
                    "--map gives two meanings to {label}; one may have several types: {label}=RXG,RXB"
                );
                return Err(fail(Exit::Usage, words));
            }
        }
        let files: Vec<Input> = raw.files.into_iter().map(Input::from).collect();
        if files.iter().filter(|file| **file == Input::Stdin).count() > 1 {
            return Err(fail(
                Exit::Usage,
                "- is standard input, which can be read only once",
            ));
        }
        Ok(Self {
            files,
            model: raw.model.into(),
            map,
            jobs: raw.jobs.unwrap_or_else(cores),
            json: raw.json,
        })
    }
}

/// The last `=` divides: labels may have one.
fn mapping(text: &str) -> Result<(String, Kinds), String> {
    let (label, codes) = text
        .rsplit_once('=')
        .ok_or("write LABEL=TYPE, such as Disease=DX")?;
    let kinds = Kinds::parse(codes).ok_or_else(|| {
        let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        format!("types are {}", known.join(", "))
    })?;
    if label.is_empty() {
        return Err("there is no label before the =".to_owned());
    }
    Ok((label.to_owned(), kinds))
}

#[cfg(test)]
mod tests {
    use super::super::{Arguments, Command, ModelCommand};
    use super::*;
    use clap::Parser as _;

    fn eval(words: &str) -> anyhow::Result<EvalPlan> {
        let words = ["wardlake", "model", "eval"]
            .into_iter()
            .chain(words.split_whitespace());
        match Arguments::try_parse_from(words)?.command {
            Command::Model(ModelCommand::Eval(raw)) => raw.try_into(),
            _ => anyhow::bail!("not model eval"),
        }
    }

    #[test]
    fn labels_are_mapped() {
        let map = eval("f --map Drug=RXG,RXB --map a=b=DX --map Other=")
            .unwrap()
            .map;
        let map: Vec<_> = map
            .iter()
            .map(|(label, kinds)| format!("{label}:{kinds}"))
            .collect();
        assert_eq!(map, ["Drug:RXB,RXG", "Other:", "a=b:DX"]);
        for bad in [
            "",
            "f --map Drug",
            "f --map Drug=rxg",
            "f --map =DX",
            "f --map a=DX --map a=TEST",
            "- f -",
        ] {
            assert!(eval(bad).is_err(), "{bad}");
        }
        assert_eq!(
            eval("- f").unwrap().files,
            [Input::Stdin, Input::File("f".into())]
        );
    }
}
