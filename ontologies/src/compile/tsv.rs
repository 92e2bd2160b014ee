//! The text form of a terminology: what people write and review.
//!
//! One concept a line; a line that begins with `#` and an empty line are skipped.
//!
//! ```text
//! line     = code TAB title [TAB term_type] TAB terms        term_type only for RxNorm
//! terms    = [ term { "; " term } ]
//! term     = text [ "@" weight ]                             weight in (0, 1], 1 when absent
//! ```

use super::{Row, Term};
use crate::error::{TerminologyError, TerminologyErrorKind};
use crate::system::{System, TermType};

/// Reads the rows of a file's text. `file` is only for errors.
///
/// # Errors
///
/// The first line that does not follow the grammar, with file and line.
pub fn parse(file: &str, text: &str, system: System) -> Result<Vec<Row>, TerminologyError> {
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let row = |(line, text)| {
        parse_line(text, system).map_err(|problem| {
            TerminologyErrorKind::Line {
                file: file.to_owned(),
                line,
                problem,
            }
            .into()
        })
    };
    lines.map(row).collect()
}

fn parse_line(line: &str, system: System) -> Result<Row, &'static str> {
    let mut fields = line.split('\t');
    let mut field = |missing| fields.next().ok_or(missing);
    let code = field("no code")?;
    let title = field("no title")?;
    let term_type = match system {
        System::Icd10Cm => TermType::None,
        System::RxNorm => TermType::from_code(field("no term type")?).ok_or("unknown term type")?,
    };
    let terms = field("no terms")?;
    if fields.next().is_some() {
        return Err("too many fields");
    }
    if code.is_empty() || title.is_empty() {
        return Err("empty code or title");
    }
    let terms = terms.split(';').map(str::trim).filter(|t| !t.is_empty());
    let terms = terms.map(parse_term).collect::<Result<_, _>>()?;
    Ok(Row {
        system,
        code: code.to_owned(),
        title: title.to_owned(),
        term_type,
        terms,
    })
}

fn parse_term(term: &str) -> Result<Term, &'static str> {
    let (text, weight) = match term.rsplit_once('@') {
        Some((text, weight)) => (text, weight.parse().map_err(|_| "weight is not a number")?),
        None => (term, 1.0),
    };
    if text.is_empty() {
        return Err("empty term");
    }
    if !(weight > 0.0 && weight <= 1.0) {
        return Err("weight is not in (0, 1]");
    }
    Ok(Term {
        text: text.to_owned(),
        weight,
    })
}
