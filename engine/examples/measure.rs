//! Temporary.
use std::sync::{Arc, atomic::AtomicBool};
use wardlake_engine::{Enricher, Recorded, RunConfig, pipeline};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let e = Enricher::new(
        Arc::new(wardlake_models::Model::bundled().expect("m")),
        Arc::new(wardlake_ontologies::Terminology::bundled().expect("t")),
        Recorded::from_unix_ms(1_700_000_000_000),
    );
    let n = |i: usize| a.get(i).and_then(|x| x.parse().ok());
    let c = RunConfig {
        inputs: vec![a[1].clone()],
        store: Some(a[2].clone().into()).filter(|s: &std::path::PathBuf| s.as_os_str() != "none"),
        out: a.get(3).filter(|x| *x != "none").map(Into::into),
        jobs: n(4).unwrap_or(2),
        batch_tokens: n(5).unwrap_or(1024),
        ..RunConfig::default()
    };
    let s = pipeline::run(&c, &e, &(), &AtomicBool::new(false));
    match s {
        Ok(s) => println!("{}", serde_json::to_string_pretty(&s).expect("j")),
        Err(e) => println!("error: {e}"),
    }
    let st = std::fs::read_to_string("/proc/self/status").expect("s");
    for l in st.lines().filter(|l| l.starts_with("VmHWM")) {
        println!("{l}");
    }
}
