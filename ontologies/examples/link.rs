//! Links mentions from standard input with the bundled terminology.
//!
//! ```text
//! in   = ("icd10cm" | "rxnorm") TAB surface { TAB attribute }
//! out  = score " " code { TAB score " " code }               an empty line: no code
//! ```

use std::io::{self, BufRead as _, Write as _};

use wardlake_ontologies::{Query, System, Terminology};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let terminology = Terminology::bundled()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let fields: Vec<&str> = line.split('\t').collect();
        let [system, surface, attributes @ ..] = fields.as_slice() else {
            return Err("a line needs a system and a surface".into());
        };
        let system = if *system == "rxnorm" {
            System::RxNorm
        } else {
            System::Icd10Cm
        };
        let concepts = terminology.link_query(&Query {
            system,
            surface,
            attributes,
        });
        let cells: Vec<String> = concepts
            .iter()
            .map(|c| format!("{:.3} {}", c.score, c.code))
            .collect();
        writeln!(out, "{}", cells.join("\t"))?;
    }
    Ok(())
}
