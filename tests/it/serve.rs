//! The server as its clients see it: a real process, a real store, HTTP over loopback.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::{Value, json};
use wardlake_tests::{enrich, examples, wardlake};

struct Server {
    child: Child,
    base: String,
}

impl Server {
    fn start(store: &Path) -> Self {
        let mut command = wardlake(["serve", "--listen", "127.0.0.1:0"]);
        command
            .arg("--store")
            .arg(store)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("wardlake starts");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let base = lines
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_whitespace()
                    .find(|word| word.starts_with("http://"))
                    .map(|word| origin(word).to_owned())
            })
            .expect("serve says where it listens");
        Self { child, base }
    }

    fn get(&self, path: &str) -> (u16, Value) {
        answer(ureq::get(&format!("{}{path}", self.base)).call())
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        answer(
            ureq::post(&format!("{}{path}", self.base))
                .set("content-type", "application/json")
                .send_string(&body.to_string()),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("a child");
        self.child.wait().expect("a child");
    }
}

/// `http://host:port` of a URL with whatever follows.
fn origin(url: &str) -> &str {
    let end = url["http://".len()..].find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ':'));
    end.map_or(url, |end| &url[..end + "http://".len()])
}

fn answer(result: Result<ureq::Response, ureq::Error>) -> (u16, Value) {
    let response = match result {
        Ok(response) | Err(ureq::Error::Status(_, response)) => response,
        Err(error) => panic!("no answer: {error}"),
    };
    let status = response.status();
    // `into_string` stops at 10 MB, which a page of enriched notes exceeds.
    let body = std::io::read_to_string(response.into_reader()).expect("a UTF-8 body");
    (
        status,
        serde_json::from_str(&body).unwrap_or(Value::String(body)),
    )
}

#[test]
fn clients_read_search_and_annotate() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("store");
    assert_eq!(enrich(&examples(), &store, &[]).0, 0);
    let server = Server::start(&store);
    reads(&server);
    searches(&server);
    annotates(&server);
    observes(&server);
}

fn reads(server: &Server) {
    let (status, note) = server.get("/fhir/DocumentReference/note-ed-chest-pain");
    assert_eq!((status, &note["meta"]["versionId"]), (200, &json!("1")));
    assert!(
        note["extension"].to_string().contains("aws-cm"),
        "the note is enriched"
    );
    assert_eq!(
        server
            .get("/fhir/DocumentReference/note-ed-chest-pain/_history/1")
            .1,
        note
    );
    assert_eq!(
        server
            .get("/fhir/DocumentReference/note-ed-chest-pain/_history")
            .1["entry"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let (status, outcome) = server.get("/fhir/DocumentReference/absent");
    assert_eq!(
        (status, &outcome["resourceType"]),
        (404, &json!("OperationOutcome"))
    );
    assert_eq!(
        server.get("/fhir/Nonsense/1").1["resourceType"],
        "OperationOutcome"
    );
    assert_eq!(
        server.get("/fhir/metadata").1["resourceType"],
        "CapabilityStatement"
    );
}

fn ids(bundle: &Value) -> Vec<String> {
    let entries = bundle["entry"].as_array().into_iter().flatten();
    entries
        .map(|entry| entry["resource"]["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// The path and query of a bundle's `next` link.
fn next(bundle: &Value, base: &str) -> Option<String> {
    let links = bundle["link"].as_array().into_iter().flatten();
    let url = links
        .filter(|link| link["relation"] == "next")
        .find_map(|link| link["url"].as_str())?;
    Some(url.strip_prefix(base).unwrap_or(url).to_owned())
}

fn searches(server: &Server) {
    let all = ids(&server.get("/fhir/DocumentReference?_count=100").1);
    assert_eq!(all.len(), 35);
    let mut paged = Vec::new();
    let mut page = Some("/fhir/DocumentReference?_count=7".to_owned());
    while let Some(path) = page {
        let (status, bundle) = server.get(&path);
        assert_eq!(status, 200);
        paged.extend(ids(&bundle));
        page = next(&bundle, &server.base);
    }
    assert_eq!(paged, all, "pages hold each resource once, in order");

    let of_patient = ids(&server
        .get("/fhir/DocumentReference?patient=pat-001&_count=100")
        .1);
    assert!(!of_patient.is_empty() && of_patient.len() < all.len());
    assert_eq!(
        ids(&server
            .get("/fhir/DocumentReference?patient=Patient/pat-001&_count=100")
            .1),
        of_patient
    );
    assert_eq!(
        ids(&server.get("/fhir/Patient?_id=pat-002,pat-003").1).len(),
        2
    );
    assert!(ids(&server.get("/fhir/Patient?_lastUpdated=gt2999-01-01").1).is_empty());
    let (status, outcome) = server.get("/fhir/Patient?no-such-parameter=1");
    assert_eq!(
        (status, &outcome["resourceType"]),
        (400, &json!("OperationOutcome"))
    );
}

fn annotates(server: &Server) {
    let note =
        json!({"Text": "No chest pain. Takes metformin 500 mg twice daily for type 2 diabetes."});
    for operation in [
        "DetectEntitiesV2",
        "InferICD10CM",
        "InferRxNorm",
        "DetectPHI",
    ] {
        let (status, response) = server.post(&format!("/{operation}"), &note);
        assert_eq!(status, 200, "{operation}: {response}");
        assert!(response["Entities"].is_array(), "{operation}: {response}");
    }
    let (status, error) = server.post("/DetectEntitiesV2", &json!({"Words": 7}));
    assert_eq!(status, 400);
    assert!(
        error["__type"]
            .as_str()
            .is_some_and(|kind| kind.contains("InvalidRequest")),
        "{error}"
    );

    let resource = json!({"resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "note"},
        "note": [{"text": "Patient denies chest pain."}]});
    let (status, enriched) = server.post("/fhir/$enrich", &resource);
    assert_eq!((status, &enriched["id"]), (200, &json!("o1")));
    assert!(enriched["extension"].to_string().contains("aws-cm"));
}

fn observes(server: &Server) {
    assert_eq!(server.get("/health").0, 200);
    let (status, metrics) = server.get("/metrics");
    let metrics = metrics.as_str().expect("text").to_owned();
    assert_eq!(status, 200);
    assert!(metrics.contains("wardlake_"));
    for word in ["chest", "metformin", "pat-001", "note-ed-chest-pain"] {
        assert!(!metrics.contains(word), "the metrics repeat {word}");
    }
}
