//! Tokens a second of the bundled model in windows of 128, on one and on two threads.
//!
//! `cargo run --release -p wardlake-models --example throughput [seconds [threads…]]`

use std::time::{Duration, Instant};

use wardlake_models::{Model, ModelError, TokenBatch};

const NOTE: &str = "HISTORY OF PRESENT ILLNESS: The patient is a 61-year-old man with type 2 diabetes mellitus and \
    hypertension who denies shortness of breath, nausea or vomiting, takes metformin 500 mg p.o. b.i.d., lisinopril 10 mg \
    daily and aspirin 81 mg once a day, and has had burning chest pain for three days, ";

fn main() -> Result<(), ModelError> {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|s| s.parse::<u64>().ok());
    let seconds = numbers.next().unwrap_or(5);
    let mut threads: Vec<u64> = numbers.collect();
    if threads.is_empty() {
        threads = vec![1, 2, 1, 2];
    }
    let start = Instant::now();
    let model = Model::bundled()?;
    println!(
        "load            {:>9.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    let text = NOTE.repeat(64);
    let start = Instant::now();
    let prepared = model.prepare(&text);
    let mib = text.len() as f64 / f64::from(1 << 20);
    println!(
        "prepare         {:>9.2} MiB/s",
        mib / start.elapsed().as_secs_f64()
    );
    let mut batch = TokenBatch::new();
    prepared
        .windows
        .iter()
        .filter(|w| w.ids.len() > 120)
        .take(8)
        .for_each(|w| batch.push(w));
    println!(
        "batch           {:>9} windows, {} tokens",
        batch.len(),
        batch.tokens()
    );
    for threads in threads {
        let rate = rate(&model, &batch, threads, Duration::from_secs(seconds))?;
        println!("encode, {threads} thread(s) {rate:>6.0} tokens/s");
    }
    let scores = model.encode(&batch)?;
    let start = Instant::now();
    let mut found = 0;
    for _ in 0..20 {
        let windows = prepared
            .windows
            .iter()
            .filter(|w| w.ids.len() > 120)
            .take(8)
            .enumerate();
        found += windows
            .map(|(i, w)| model.decode(w, scores.window(i)).len())
            .sum::<usize>();
    }
    let rate = 20.0 * batch.tokens() as f64 / start.elapsed().as_secs_f64();
    println!(
        "decode          {rate:>9.0} tokens/s, {} mentions a batch",
        found / 20
    );
    Ok(())
}

/// Tokens a second over all threads, each encoding the same batch again and again.
fn rate(
    model: &Model,
    batch: &TokenBatch,
    threads: u64,
    time: Duration,
) -> Result<f64, ModelError> {
    let start = Instant::now();
    let count = || -> Result<usize, ModelError> {
        let mut tokens = 0;
        while start.elapsed() < time {
            model.encode(batch)?;
            tokens += batch.tokens();
        }
        Ok(tokens)
    };
    let tokens = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(count)).collect();
        running
            .into_iter()
            .filter_map(|thread| thread.join().ok())
            .sum::<Result<usize, ModelError>>()
    })?;
    Ok(tokens as f64 / start.elapsed().as_secs_f64())
}
