//! What is typed, and what is meant by it.

use super::*;
use clap::CommandFactory as _;
use std::path::Path;

fn enrich(words: &str) -> anyhow::Result<EnrichPlan> {
    let words = ["wardlake", "enrich"]
        .into_iter()
        .chain(words.split_whitespace());
    match Arguments::try_parse_from(words)?.command {
        Command::Enrich(raw) => raw.try_into(),
        _ => anyhow::bail!("not enrich"),
    }
}

#[test]
fn the_definition_is_sound() {
    Arguments::command().debug_assert();
}

#[test]
fn the_store_is_the_default_unless_only_an_output_is_given() {
    let store = |words: &str| enrich(words).unwrap().store;
    assert_eq!(store("a.ndjson").as_deref(), Some(Path::new(DEFAULT_STORE)));
    assert_eq!(store("a.ndjson --store s").as_deref(), Some(Path::new("s")));
    assert_eq!(store("a.ndjson --out o.ndjson"), None);
    assert_eq!(
        store("a.ndjson --out o.ndjson --store s").as_deref(),
        Some(Path::new("s"))
    );
}

#[test]
fn rejects_lie_beside_what_was_made() {
    let rejects = |words: &str| enrich(words).unwrap().rejects;
    assert_eq!(
        rejects("a"),
        Path::new(DEFAULT_STORE).join("rejects.ndjson")
    );
    assert_eq!(
        rejects("a --store s --out o/x.ndjson"),
        Path::new("s/rejects.ndjson")
    );
    assert_eq!(rejects("a --out o/x.ndjson"), Path::new("o/rejects.ndjson"));
    assert_eq!(rejects("a --out -"), Path::new("rejects.ndjson"));
    assert_eq!(rejects("a --out /dev/null"), Path::new("rejects.ndjson"));
    assert_eq!(rejects("a --store s --rejects r"), Path::new("r"));
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        rejects(&format!("a --out {}", folder.path().display())),
        folder.path().join("rejects.ndjson")
    );
}

#[test]
fn contradictions_are_refused() {
    assert!(enrich("a --out o --sync").is_err());
    assert!(enrich("- -").is_err());
    assert!(enrich("").is_err());
    assert!(enrich("a --jobs 0").is_err());
    assert!(enrich("a --max-line 12parsecs").is_err());
    assert!(enrich("a b -").is_ok());
}

#[test]
fn a_model_is_a_directory_or_a_name() {
    let model = |name: &str| enrich(&format!("a --model {name}")).unwrap().model;
    assert_eq!(enrich("a").unwrap().model, ModelChoice::Bundled);
    assert_eq!(
        model("some-org/some_model-1.0"),
        ModelChoice::Hub("some-org/some_model-1.0".into())
    );
    for path in ["./org/name", "../models/x", "/models/x", "models", "a/b/c"] {
        assert_eq!(model(path), ModelChoice::Directory(path.into()));
    }
    let folder = tempfile::tempdir_in(".").unwrap();
    std::fs::create_dir(folder.path().join("name")).unwrap();
    let here = format!(
        "{}/name",
        folder
            .path()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_start_matches('.')
    );
    assert_eq!(
        model(&here),
        ModelChoice::Hub(here.clone()),
        "a name that is no path"
    );
    let there = folder.path().join("name").display().to_string();
    assert_eq!(model(&there), ModelChoice::Directory(there.clone().into()));
}

#[test]
fn references_name_a_type_and_an_id() {
    let show = |reference: &str| -> anyhow::Result<ShowPlan> {
        match Arguments::try_parse_from(["wardlake", "show", reference])?.command {
            Command::Show(raw) => raw.try_into(),
            _ => anyhow::bail!("not show"),
        }
    };
    let key = show("DocumentReference/note-1").unwrap().note.key;
    assert_eq!(
        (key.resource_type.as_str(), key.id.as_str()),
        ("DocumentReference", "note-1")
    );
    for bad in [
        "note-1",
        "documentreference/1",
        "Patient/",
        "Patient/a b",
        "Nonsense/1",
        "Patient/1/2",
    ] {
        assert!(show(bad).is_err(), "{bad}");
    }
}

#[test]
fn help_teaches() {
    let mut command = Arguments::command();
    let help = command
        .find_subcommand_mut("enrich")
        .unwrap()
        .render_long_help()
        .to_string();
    assert!(
        help.contains("Examples:")
            && help.contains("Exit codes:")
            && help.contains("--batch-tokens")
    );
    assert!(
        Arguments::command()
            .render_help()
            .to_string()
            .contains("Exit codes:")
    );
}
