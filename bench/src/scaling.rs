//! Growing inputs: does the time stay linear and the memory flat?

use anyhow::ensure;

use crate::run::{Wardlake, number};

/// Which sizes.
#[derive(clap::Args)]
pub struct Options {
    /// Numbers of notes, ascending
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000])]
    notes: Vec<u64>,
    /// A model instead of the bundled one: a tiny one shows the pipeline without the encoder
    #[arg(long)]
    model: Option<String>,
}

/// Runs each size once and prints its rate against the first.
pub fn run(wardlake: &Wardlake, options: &Options) -> anyhow::Result<()> {
    println!(
        "{:>8} {:>9} {:>10} {:>8} {:>9} {:>10}",
        "notes", "notes/s", "tokens/s", "MB/s", "RSS MB", "rate ratio"
    );
    let mut first = None;
    for notes in &options.notes {
        let count = notes.to_string();
        let mut arguments = vec!["bench", "enrich", "--json", "--notes", &count];
        arguments.extend(options.model.iter().flat_map(|model| ["--model", model]));
        let summary = wardlake.json(arguments)?;
        ensure!(
            number(&summary, "/notes")? == *notes as f64,
            "not every note was enriched"
        );
        let rate = number(&summary, "/notes_per_second")?;
        println!(
            "{notes:>8} {rate:>9.1} {:>10.0} {:>8.2} {:>9.0} {:>10.2}",
            number(&summary, "/tokens_per_second")?,
            number(&summary, "/megabytes_per_second")?,
            number(&summary, "/peak_rss_megabytes")?,
            rate / *first.get_or_insert(rate),
        );
    }
    Ok(())
}
