//! Whole runs: equal to the stages in line, and every line accounted for.

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_pipeline_is_the_stages_in_line(
        numbers in proptest::collection::vec(0_usize..400, 0..25),
        (jobs, batch_tokens, queue) in (1_usize..4, 1_usize..600, 1_usize..5),
        (lines_in_flight, commit_resources) in (1_u64..9, 1_usize..9),
        stored in any::<bool>(),
    ) {
        let lines: Vec<String> = numbers.into_iter().map(line).collect();
        let case = Case::lines(&lines);
        let config = RunConfig {
            jobs, batch_tokens, queue, in_flight_lines: lines_in_flight, commit_resources,
            store: stored.then(|| case.path("store")),
            ..case.config()
        };
        let summary = done(&config);
        prop_assert_eq!(summary.tally.read, lines.len() as u64);
        prop_assert!(fs::read(case.path("out.ndjson")).unwrap() == in_line(&lines));
    }
}

#[test]
fn taking_the_annotations_off_gives_the_line() {
    let lines: Vec<String> = (0..40).map(line).collect();
    for line in &lines {
        if let Ok(resource) = enricher().enrich(line.as_bytes()) {
            assert!(extension::remove(&resource.body).unwrap() == line.as_bytes());
            assert!(json::parse(&resource.body).is_ok());
            let again = enricher().enrich(&resource.body).unwrap();
            assert!(
                again == resource,
                "our own output is read as the line it came from"
            );
        }
    }
}

/// Every way for a line to be bad, between two good ones.
#[test]
fn every_line_is_accounted_for() {
    let long = format!(
        r#"{{"resourceType":"Basic","id":"long","x":"{}"}}"#,
        "x".repeat(9000)
    );
    let deep = format!(
        r#"{{"resourceType":"Basic","id":"deep","x":{}{}}}"#,
        "[".repeat(4000),
        "]".repeat(4000)
    );
    let bad: Vec<(&[u8], &str)> = vec![
        (b"{\"resourceType\":\"Patient\",\"id\":\"a", "truncated"),
        (b"Xanthochromia", "invalid-json"),
        (b"[1]", "not-an-object"),
        (b"{\"resourceType\":\"Xanthochromia\",\"id\":\"a\"}", "unknown-resource-type"),
        (b"{\"id\":\"a\"}", "missing-resource-type"),
        (b"{\"resourceType\":\"Patient\"}", "missing-id"),
        (b"{\"resourceType\":\"Patient\",\"id\":\"a b\"}", "invalid-id"),
        (b"{\"resourceType\":\"Patient\",\"id\":\"a\",\"id\":\"a\"}", "duplicate-member"),
        (b"{\"resourceType\":\"Patient\",\"id\":\"\xff\"}", "invalid-utf8"),
        (b"{\"resourceType\":\"DocumentReference\",\"id\":\"a\",\"content\":[{\"attachment\":{\"data\":\"Xantho!\"}}]}", "invalid-base64"),
        (long.as_bytes(), "too-long"),
        (deep.as_bytes(), "too-deep"),
    ];
    let good = note("good", "No fever.");
    let mut input = vec![good.as_bytes()];
    input.extend(bad.iter().map(|(line, _)| *line));
    let other = note("other", "No fever.");
    input.push(other.as_bytes());
    let case = Case::new(&input.join(&b"\r\n\n"[..]));
    let tally = done(&RunConfig {
        max_line_bytes: 8500,
        ..case.config()
    })
    .tally;
    assert_eq!(
        (tally.read, tally.committed, tally.rejected, tally.skipped),
        (14, 2, 12, 0)
    );
    let rejects = fs::read_to_string(case.path("rejects.ndjson")).unwrap();
    assert!(!rejects.contains("Xantho"), "{rejects}");
    for (number, (reject, (_, reason))) in rejects.lines().zip(&bad).enumerate() {
        let reject = json::parse(reject.as_bytes()).unwrap();
        assert_eq!(reject.get("reason").unwrap().str().unwrap(), *reason);
        assert_eq!(
            reject.get("line").unwrap().raw_str(),
            (3 + 2 * number).to_string()
        );
    }
    assert_eq!(rejects.lines().count(), bad.len());
}

#[test]
fn a_folder_gets_a_file_for_each_input() {
    let case = Case::lines(&[note("a", "No fever.")]);
    fs::create_dir_all(case.path("more/sub")).unwrap();
    fs::write(case.path("more/empty.ndjson"), "").unwrap();
    fs::write(case.path("more/sub/b.json"), note("b", "No cough.")).unwrap();
    let mut config = RunConfig {
        out: Some(case.path("out/")),
        store: None,
        ..case.config()
    };
    config
        .inputs
        .push(case.path("more").to_str().unwrap().to_owned());
    fs::create_dir(case.path("out")).unwrap();
    assert_eq!(done(&config).tally.committed, 2);
    let written = |name: &str| fs::read(case.path("out").join(name)).unwrap();
    assert!(written("in.ndjson") == in_line(&[note("a", "No fever.")]));
    assert!(written("sub/b.ndjson") == in_line(&[note("b", "No cough.")]));
    assert!(written("empty.ndjson").is_empty());
    config.out = Some(case.path("more"));
    assert!(matches!(
        go(&config).unwrap_err().kind(),
        ErrorKind::OutputIsInput { .. }
    ));
}
