//! Read, history, search, metadata, refusals.

use super::*;
use axum::http::header::{
    ACCEPT, ALLOW, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use serde_json::json;

const P1: &str = r#"{"resourceType":"Patient","id":"p1","x":1.50}"#;

fn observation(id: usize, patient: &str) -> String {
    json!({"resourceType": "Observation", "id": format!("o{id:02}"), "subject": {"reference": format!("Patient/{patient}")}}).to_string()
}

fn ids(bundle: &Value) -> Vec<String> {
    let entries = bundle["entry"].as_array().into_iter().flatten();
    entries
        .map(|entry| entry["resource"]["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn link(bundle: &Value, relation: &str) -> Option<String> {
    let links = bundle["link"].as_array().expect("links");
    let url = links.iter().find(|link| link["relation"] == relation)?["url"].as_str()?;
    Some(
        url.strip_prefix("http://lake.test")
            .expect("our own URL")
            .to_owned(),
    )
}

#[tokio::test]
async fn a_resource_is_read_with_its_version_stamped() {
    let lake = Lake::new();
    lake.put(&[P1]);
    let answer = lake.get("/fhir/Patient/p1").await;
    let expected = r#"{"resourceType":"Patient","id":"p1","meta":{"versionId":"1","lastUpdated":"2026-01-02T03:04:05.678Z"},"x":1.50}"#;
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (StatusCode::OK, expected)
    );
    assert_eq!(answer.header(ETAG), "W/\"1\"");
    assert_eq!(
        answer.header(LAST_MODIFIED),
        "Fri, 02 Jan 2026 03:04:05 GMT"
    );
    assert_eq!(
        lake.get("/fhir/Patient/p1/_history/1").await.text(),
        expected
    );
}

#[tokio::test]
async fn what_is_committed_is_seen_by_the_next_request() {
    let lake = Lake::new();
    for round in 1..=20 {
        lake.put(&[&format!(
            r#"{{"resourceType":"Patient","id":"p1","round":{round}}}"#
        )]);
        let read = lake.get("/fhir/Patient/p1").await.json();
        assert_eq!(
            (&read["round"], &read["meta"]["versionId"]),
            (&json!(round), &json!(round.to_string()))
        );
    }
}

#[tokio::test]
async fn a_known_version_is_not_sent_again() {
    let lake = Lake::new();
    lake.put(&[P1]);
    let status =
        async |name, value: &str| lake.get_with("/fhir/Patient/p1", name, value).await.status;
    for known in ["W/\"1\"", "\"1\"", "\"9\", W/\"1\"", "*"] {
        assert_eq!(
            status(IF_NONE_MATCH, known).await,
            StatusCode::NOT_MODIFIED,
            "{known}"
        );
    }
    assert_eq!(status(IF_NONE_MATCH, "W/\"2\"").await, StatusCode::OK);
    assert_eq!(
        status(IF_MODIFIED_SINCE, "Fri, 02 Jan 2026 03:04:05 GMT").await,
        StatusCode::NOT_MODIFIED
    );
    assert_eq!(
        status(IF_MODIFIED_SINCE, "Fri, 02 Jan 2026 03:04:04 GMT").await,
        StatusCode::OK
    );
    let answer = lake.get_with("/fhir/Patient/p1", IF_NONE_MATCH, "*").await;
    assert_eq!((answer.body.len(), answer.header(ETAG)), (0, "W/\"1\""));
}

#[tokio::test]
async fn absent_is_not_gone() {
    let lake = Lake::new();
    lake.put(&[P1]);
    lake.writer
        .delete(
            &ResourceKey::new("Patient", "p1"),
            1_767_323_046_000,
            Durability::Buffered,
        )
        .expect("a deletion");
    let gone = lake.get("/fhir/Patient/p1").await;
    assert_eq!(
        (gone.status, gone.issue().as_str()),
        (StatusCode::GONE, "deleted")
    );
    assert_eq!(
        lake.get("/fhir/Patient/p1/_history/2").await.status,
        StatusCode::GONE
    );
    assert_eq!(
        lake.get("/fhir/Patient/p1/_history/1").await.status,
        StatusCode::OK
    );
    assert_eq!(
        lake.get("/fhir/Patient/p1/_history/3").await.status,
        StatusCode::NOT_FOUND
    );
    let absent = lake.get("/fhir/Patient/p2").await;
    assert_eq!(
        (absent.status, absent.issue().as_str()),
        (StatusCode::NOT_FOUND, "not-found")
    );

    let history = lake.get("/fhir/Patient/p1/_history").await.json();
    let methods: Vec<&Value> = history["entry"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| &entry["request"]["method"])
        .collect();
    assert_eq!(methods, ["DELETE", "PUT"]);
    assert_eq!(
        (&history["total"], &history["entry"][0]["resource"]),
        (&json!(2), &Value::Null)
    );
    assert_eq!(
        lake.get("/fhir/Patient/p2/_history").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn histories_page_and_begin_at_since() {
    let lake = Lake::new();
    (0..7).for_each(|n| {
        lake.put(&[&format!(
            r#"{{"resourceType":"Patient","id":"p{}","n":{n}}}"#,
            n % 2
        )])
    });
    for path in ["/fhir/_history?_count=3", "/fhir/Patient/_history?_count=3"] {
        let (mut page, mut seen) = (Some(path.to_owned()), Vec::new());
        while let Some(path) = page {
            let bundle = lake.get(&path).await.json();
            seen.extend(
                bundle["entry"]
                    .as_array()
                    .expect("entries")
                    .iter()
                    .map(|entry| entry["resource"]["n"].clone()),
            );
            page = link(&bundle, "next");
        }
        assert_eq!(seen, [6, 5, 4, 3, 2, 1, 0].map(Value::from), "{path}");
    }
    let empty = lake.get("/fhir/_history?_since=2999-01-01").await.json();
    assert_eq!(
        (&empty["total"], &empty["entry"]),
        (&json!(0), &Value::Null)
    );
    let refused = lake.get("/fhir/_history?_since=yesterday").await;
    assert!(
        refused.status == StatusCode::BAD_REQUEST && refused.text().contains("_since"),
        "{}",
        refused.text()
    );
    assert_eq!(
        lake.get("/fhir/_history?_at=2026").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn pages_stay_put_while_a_run_writes() {
    let lake = Lake::new();
    let bodies: Vec<String> = (0..25).map(|n| observation(n, "p1")).collect();
    lake.put(&bodies.iter().map(String::as_str).collect::<Vec<_>>());
    let all = ids(&lake.get("/fhir/Observation?_count=100").await.json());
    assert_eq!(all.len(), 25);
    let (mut page, mut seen) = (
        Some("/fhir/Observation?_count=10&patient=p1".to_owned()),
        Vec::new(),
    );
    while let Some(path) = page {
        let bundle = lake.get(&path).await.json();
        assert_eq!(link(&bundle, "self").as_deref(), Some(path.as_str()));
        seen.extend(ids(&bundle));
        lake.put(&[&observation(30 + seen.len(), "p1")]);
        page = link(&bundle, "next");
    }
    assert_eq!(seen, all);
}

#[tokio::test]
async fn searches_find_what_they_ask_for() {
    let lake = Lake::new();
    lake.put(&[
        P1,
        &observation(1, "p1"),
        &observation(2, "p2"),
        &observation(3, "p1"),
    ]);
    let found = async |query: &str| ids(&lake.get(&format!("/fhir/{query}")).await.json());
    assert_eq!(found("Observation?patient=p1").await, ["o01", "o03"]);
    assert_eq!(found("Observation?patient=Patient/p2").await, ["o02"]);
    assert_eq!(
        found("Observation?_id=o03,o01&patient=p1").await,
        ["o01", "o03"]
    );
    assert_eq!(found("Patient?_lastUpdated=gt2999").await, [""; 0]);
    assert_eq!(found("Patient?_lastUpdated=2026-01-02").await, ["p1"]);
    let bundle = lake
        .get("/fhir/Observation?_count=0&patient=p1")
        .await
        .json();
    assert_eq!(
        (&bundle["total"], &bundle["entry"]),
        (&json!(2), &Value::Null)
    );
    let bundle = lake.get("/fhir/Observation?_id=o02").await.json();
    assert_eq!(
        bundle["entry"][0]["fullUrl"],
        "http://lake.test/fhir/Observation/o02"
    );
    assert_eq!(
        (&bundle["total"], &bundle["entry"][0]["search"]["mode"]),
        (&json!(1), &json!("match"))
    );
    let form = lake
        .post(
            "/fhir/Observation/_search?patient=p1",
            "application/x-www-form-urlencoded",
            "_id=o01",
        )
        .await;
    assert_eq!(ids(&form.json()), ["o01"]);
}

#[tokio::test]
async fn what_is_not_offered_is_refused_by_name_and_without_its_value() {
    let lake = Lake::new();
    for (path, status, issue) in [
        ("/fhir/Patient?name=Xanthe", 400, "not-supported"),
        ("/fhir/Patient?_sort=name", 400, "not-supported"),
        ("/fhir/Patient?_lastUpdated=Xanthe", 400, "invalid"),
        ("/fhir/Patient?_cursor=Xanthe", 400, "invalid"),
        ("/fhir/Patient?_id=%ff", 400, "invalid"),
        ("/fhir/Patient/Xan_the", 400, "invalid"),
        ("/fhir/Xanthe/1", 404, "not-found"),
        ("/fhir/Xanthe", 404, "not-found"),
        ("/Xanthe", 404, "not-found"),
        ("/fhir/Patient/1?_format=xml", 406, "not-supported"),
        (
            "/fhir/Patient?_format=application%2Ffhir%2Bxml",
            406,
            "not-supported",
        ),
        ("/fhir/$enrich", 405, "not-supported"),
    ] {
        let answer = lake.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.issue().as_str()),
            (status, issue),
            "{path}"
        );
        assert!(!answer.text().contains("Xan"), "{}", answer.text());
    }
    assert_eq!(
        lake.get_with("/fhir/metadata", ACCEPT, "application/fhir+xml")
            .await
            .status,
        StatusCode::NOT_ACCEPTABLE
    );
    assert_eq!(
        lake.get_with("/fhir/metadata", ACCEPT, "text/html, */*;q=0.1")
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        lake.get_with("/fhir/metadata?_format=json", ACCEPT, "text/xml")
            .await
            .status,
        StatusCode::OK
    );
    let wrong_method = lake.post("/fhir/Patient/1", "application/json", "{}").await;
    assert_eq!(wrong_method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong_method.header(ALLOW).contains("GET"));
}

#[tokio::test]
async fn the_capability_statement_says_what_is_served() {
    let lake = Lake::new();
    let answer = lake.get("/fhir/metadata").await;
    let statement = answer.json();
    assert!(
        answer
            .header(CONTENT_TYPE)
            .starts_with("application/fhir+json")
    );
    assert_eq!(
        (&statement["resourceType"], &statement["fhirVersion"]),
        (&json!("CapabilityStatement"), &json!("4.0.1"))
    );
    let resources = statement["rest"][0]["resource"]
        .as_array()
        .expect("resources");
    assert_eq!(resources.len(), 146);
    for interaction in resources[0]["interaction"]
        .as_array()
        .expect("interactions")
    {
        let path = match interaction["code"].as_str().expect("a code") {
            "read" => "/fhir/Account/1",
            "vread" => "/fhir/Account/1/_history/1",
            "history-instance" => "/fhir/Account/1/_history",
            "history-type" => "/fhir/Account/_history",
            "search-type" => "/fhir/Account",
            other => panic!("{other} is not served"),
        };
        let status = lake.get(path).await.status;
        assert!(
            status == StatusCode::OK || status == StatusCode::NOT_FOUND,
            "{path}: {status}"
        );
    }
}
