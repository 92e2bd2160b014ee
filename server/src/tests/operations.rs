//! `$enrich`, health, metrics, limits.

use super::*;
use serde_json::json;

const NOTE: &str = "Denies chest pain. Takes metformin 500 mg twice daily for type 2 diabetes.";

#[tokio::test]
async fn a_resource_comes_back_enriched_and_otherwise_as_it_was() {
    let lake = Lake::new();
    let line = json!({"resourceType": "Observation", "id": "o1", "status": "final", "note": [{"text": NOTE}]}).to_string();
    for path in ["/fhir/$enrich", "/fhir/Observation/$enrich"] {
        let answer = lake
            .post(path, "application/fhir+json; charset=utf-8", line.clone())
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert!(
            answer.text().contains("aws-cm-icd10-entity"),
            "{}",
            answer.text()
        );
        let original = wardlake_fhir::extension::remove(&answer.body).expect("JSON");
        assert!(original.as_ref() == line.as_bytes());
    }
    assert_eq!(
        lake.get("/fhir/Observation/o1").await.status,
        StatusCode::NOT_FOUND,
        "nothing is stored"
    );
    let other = lake
        .post("/fhir/Patient/$enrich", "application/fhir+json", line)
        .await;
    assert_eq!(
        (other.status, other.issue().as_str()),
        (StatusCode::BAD_REQUEST, "invalid")
    );
}

#[tokio::test]
async fn a_plain_note_becomes_a_document_reference() {
    let lake = Lake::new();
    let answer = lake.post("/fhir/$enrich", "text/plain", NOTE).await;
    let note = answer.json();
    assert_eq!(
        (answer.status, &note["resourceType"]),
        (StatusCode::OK, &json!("DocumentReference"))
    );
    assert!(wardlake_fhir::resource::is_id(
        note["id"].as_str().expect("an id")
    ));
    assert!(note["extension"].to_string().contains("metformin"));
    let wrong = lake
        .post("/fhir/$enrich", "text/plain", b"caf\xe9".as_slice())
        .await;
    assert_eq!(
        (wrong.status, wrong.issue().as_str()),
        (StatusCode::BAD_REQUEST, "invalid")
    );
}

#[tokio::test]
async fn what_cannot_be_enriched_is_refused_without_a_word_of_it() {
    let lake = Lake::with(ServerConfig {
        body_limit: 2000,
        ..ServerConfig::default()
    });
    let base64 = r#"{"resourceType":"DocumentReference","id":"b","content":[{"attachment":{"contentType":"text/plain","data":"Xanth!!!"}}]}"#;
    for (body, status, issue) in [
        ("Xanthochromia".to_owned(), 400, "invalid"),
        (
            r#"{"resourceType":"Xanthochromia","id":"1"}"#.to_owned(),
            400,
            "invalid",
        ),
        (
            r#"{"resourceType":"Patient","x":"Xanthochromia"}"#.to_owned(),
            400,
            "invalid",
        ),
        (base64.to_owned(), 422, "processing"),
        ("Xanthochromia".repeat(200), 413, "too-long"),
    ] {
        let answer = lake.post("/fhir/$enrich", "application/json", body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.issue().as_str()),
            (status, issue),
            "{}",
            answer.text()
        );
        assert!(!answer.text().contains("Xan"), "{}", answer.text());
    }
    assert_eq!(
        lake.post("/fhir/$enrich", "application/pdf", "x")
            .await
            .status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test]
async fn health_names_the_model_and_metrics_name_no_one() {
    let lake = Lake::new();
    lake.put(&[r#"{"resourceType":"Patient","id":"patient-zero"}"#]);
    lake.get("/fhir/Patient/patient-zero").await;
    lake.get("/fhir/Patient?_id=patient-zero").await;
    lake.get("/nowhere/patient-zero").await;
    lake.post(
        "/DetectEntitiesV2",
        "application/json",
        json!({"Text": NOTE}).to_string(),
    )
    .await;
    let health = lake.get("/health").await.json();
    assert_eq!(
        (&health["status"], &health["store"]["transaction"]),
        (&json!("ok"), &json!(1))
    );
    assert_eq!(health["model"]["name"], MODEL.info().name);

    let metrics = lake.get("/metrics").await.text();
    for line in [
        r#"wardlake_http_requests_total{method="GET",route="/fhir/{type}/{id}",status="200"} 1"#,
        r#"wardlake_http_requests_total{method="GET",route="unmatched",status="404"} 1"#,
        r#"wardlake_notes_processed_total{operation="DetectEntitiesV2"} 1"#,
        "wardlake_store_transaction 1",
        "wardlake_http_request_duration_seconds_bucket",
        "wardlake_http_requests_in_flight 1",
    ] {
        assert!(metrics.contains(line), "{line} in {metrics}");
    }
    let tokens = metrics
        .lines()
        .find_map(|line| line.strip_prefix("wardlake_tokens_processed_total "));
    assert!(
        tokens
            .and_then(|n| n.parse::<u64>().ok())
            .is_some_and(|n| n > 10),
        "{metrics}"
    );
    for word in ["patient-zero", "metformin", "nowhere"] {
        assert!(!metrics.contains(word), "{word} in {metrics}");
    }
}

#[tokio::test]
async fn more_than_may_wait_are_told_to_come_back() {
    let lake = Lake::with(ServerConfig {
        workers: 1,
        queue: 0,
        ..ServerConfig::default()
    });
    let long = json!({"Text": NOTE.repeat(200)}).to_string();
    let ask = || lake.post("/DetectPHI", "application/json", long.clone());
    let (first, second) = tokio::join!(ask(), ask());
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::TOO_MANY_REQUESTS]);
}
