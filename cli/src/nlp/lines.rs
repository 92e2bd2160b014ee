//! `--jsonl`: one JSON object a line, annotated in parallel, answered in order, in bounded memory.

use std::io::{self, BufRead, Read as _, Write};

use anyhow::Context as _;
use wardlake_engine::Enricher;
use wardlake_fhir::json::{self, Value, write_string};

use super::members;
use crate::args::NlpPlan;
use crate::exit::{Advice, Exit};
use crate::parallel;

/// Lines taken at a time for each worker: enough that one long text does not keep the others waiting.
const LINES_A_WORKER: usize = 32;
/// Bytes of lines taken at a time; one line may be longer.
const BYTES: usize = 16 << 20;

/// A line of the input.
enum Line {
    Whole(Vec<u8>),
    /// Over the limit, and not kept.
    TooLong,
}

/// An answer, and whether it is one to a bad line.
struct Answer {
    json: Vec<u8>,
    bad: bool,
}

/// Answers every line that is not blank.
pub(super) fn run(
    plan: &NlpPlan,
    enricher: &Enricher,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<Exit> {
    let mut bad = 0_u64;
    loop {
        let lines = take(input, plan).context(Advice::new(Exit::Input, "cannot read the lines"))?;
        if lines.is_empty() {
            break;
        }
        for answer in parallel::map(&lines, plan.jobs, |line| answer(line, plan, enricher)) {
            bad += u64::from(answer.bad);
            out.write_all(&answer.json)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    if bad > 0 {
        eprintln!("{bad} lines could not be annotated: their answers have \"error\"");
        return Ok(Exit::Rejected);
    }
    Ok(Exit::Done)
}

fn take(input: &mut impl BufRead, plan: &NlpPlan) -> io::Result<Vec<Line>> {
    let (mut lines, mut bytes) = (Vec::new(), 0);
    while lines.len() < plan.jobs * LINES_A_WORKER && bytes < BYTES {
        match next(input, plan.max_line)? {
            None => break,
            Some(Line::Whole(line)) if line.trim_ascii().is_empty() => {}
            Some(line) => {
                bytes += if let Line::Whole(line) = &line {
                    line.len()
                } else {
                    0
                };
                lines.push(line);
            }
        }
    }
    Ok(lines)
}

/// The next line without its end, or `None` at the end of the input.
fn next(input: &mut impl BufRead, limit: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let read = input
        .by_ref()
        .take(limit as u64 + 1)
        .read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > limit {
        input.skip_until(b'\n')?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Whole(line)))
}

fn answer(line: &Line, plan: &NlpPlan, enricher: &Enricher) -> Answer {
    let Line::Whole(line) = line else {
        return refuse(None, &format!("the line is over {} bytes", plan.max_line));
    };
    let root = match json::parse(line) {
        Ok(root) => root,
        Err(error) => return refuse(None, &format!("not JSON: {error}")),
    };
    let id = root
        .get("id")
        .filter(|id| matches!(id.kind(), json::Kind::String | json::Kind::Number));
    let Some(text) = root.get("text").and_then(|text| text.str()) else {
        return refuse(id, "no string \"text\"");
    };
    let Some(id) = id else {
        return refuse(None, "no \"id\" that is a string or a number");
    };
    match enricher.annotate(&text) {
        Ok(note) => Answer {
            json: with_id(Some(id), &members(plan.annotate, &note)),
            bad: false,
        },
        Err(error) => refuse(Some(id), &error.to_string()),
    }
}

fn refuse(id: Option<Value<'_>>, words: &str) -> Answer {
    let mut error = b"\"error\":".to_vec();
    write_string(&mut error, words);
    Answer {
        json: with_id(id, &error),
        bad: true,
    }
}

/// `{"id":…,` and the members; the id as it came.
fn with_id(id: Option<Value<'_>>, members: &[u8]) -> Vec<u8> {
    match id {
        Some(id) => [b"{\"id\":", id.raw(), b",", members, b"}"].concat(),
        None => [b"{", members, b"}"].concat(),
    }
}
