//! `wardlake nlp`: plain text in, the JSON of Comprehend Medical's operations out.

mod lines;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write, stdout};

use anyhow::Context as _;
use wardlake_engine::{Enricher, NoteAnnotation, Recorded};
use wardlake_fhir::comprehend::Operation;
use wardlake_fhir::json::write_string;

use crate::args::{Annotate, Input, NlpPlan};
use crate::exit::{Advice, Exit, fail};
use crate::model;

/// In the order of `--op all`.
const ALL: [Operation; 4] = [
    Operation::DetectEntitiesV2,
    Operation::InferIcd10Cm,
    Operation::InferRxNorm,
    Operation::DetectPhi,
];

/// Annotates the input.
pub(crate) fn run(plan: &NlpPlan) -> anyhow::Result<Exit> {
    let mut input = open(&plan.input)?;
    let enricher = Enricher::new(
        model::load(&plan.model)?,
        model::terminology()?,
        Recorded::now(),
    );
    let mut out = BufWriter::new(stdout().lock());
    if plan.jsonl {
        return lines::run(plan, &enricher, &mut input, &mut out);
    }
    let text = read_text(&mut input, plan)?;
    let note = enricher
        .annotate(&text)
        .context("the text could not be annotated")?;
    out.write_all(&whole(plan.annotate, &note))?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(Exit::Done)
}

fn open(input: &Input) -> anyhow::Result<BufReader<Box<dyn Read>>> {
    let source: Box<dyn Read> = match input {
        Input::Stdin => Box::new(io::stdin().lock()),
        Input::File(path) => Box::new(File::open(path).with_context(|| {
            Advice::new(Exit::Input, format!("cannot read {}", path.display()))
        })?),
    };
    Ok(BufReader::with_capacity(1 << 16, source))
}

fn read_text(input: &mut impl Read, plan: &NlpPlan) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let limit = plan.max_line as u64;
    input
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .context(Advice::new(Exit::Input, "cannot read the text"))?;
    if bytes.len() > plan.max_line {
        return Err(fail(
            Exit::Input,
            format!("the text is over {limit} bytes; --max-line allows more"),
        ));
    }
    let text = String::from_utf8(bytes);
    text.map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        fail(
            Exit::Input,
            format!("the text is not UTF-8 (byte {at}); `iconv -t UTF-8` converts it"),
        )
    })
}

/// The response, or an object of all four under their names.
fn whole(annotate: Annotate, note: &NoteAnnotation) -> Vec<u8> {
    match annotate {
        Annotate::One(operation) => note.response_json(operation),
        Annotate::All => [b"{".as_slice(), &all(note), b"}"].concat(),
    }
}

/// The members of a response's object, without its braces.
fn members(annotate: Annotate, note: &NoteAnnotation) -> Vec<u8> {
    match annotate {
        Annotate::One(operation) => {
            let response = note.response_json(operation);
            response[1..response.len() - 1].to_vec()
        }
        Annotate::All => all(note),
    }
}

fn all(note: &NoteAnnotation) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, operation) in ALL.into_iter().enumerate() {
        out.extend_from_slice(if at > 0 { b"," } else { b"" });
        write_string(&mut out, operation.name());
        out.push(b':');
        out.extend_from_slice(&note.response_json(operation));
    }
    out
}
