//! The Comprehend Medical operations as their clients ask them.

use super::*;
use serde_json::json;

const TEXT: &str =
    "Café owner. Denies chest pain. Takes metformin 500 mg twice daily for type 2 diabetes.";

async fn ask_as_sdk(lake: &Lake, target: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post("/")
        .header("x-amz-target", target)
        .header("content-type", "application/x-amz-json-1.1");
    lake.send(request.body(body.into()).expect("a request"))
        .await
}

#[tokio::test]
async fn each_operation_answers_by_path_and_by_target() {
    let lake = Lake::new();
    let body = json!({"Text": TEXT}).to_string();
    for (operation, key) in [
        ("DetectEntitiesV2", "UnmappedAttributes"),
        ("InferICD10CM", "ModelVersion"),
        ("InferRxNorm", "ModelVersion"),
        ("DetectPHI", "ModelVersion"),
    ] {
        let by_path = lake
            .post(&format!("/{operation}"), "application/json", body.clone())
            .await;
        assert_eq!(
            (by_path.status, by_path.header(header::CONTENT_TYPE)),
            (StatusCode::OK, "application/json")
        );
        let response = by_path.json();
        assert!(
            response["Entities"].is_array() && !response[key].is_null(),
            "{operation}: {response}"
        );
        let by_target = ask_as_sdk(
            &lake,
            &format!("ComprehendMedical_20181030.{operation}"),
            body.clone(),
        )
        .await;
        assert_eq!(
            by_target.header(header::CONTENT_TYPE),
            "application/x-amz-json-1.1"
        );
        assert_eq!(by_target.body, by_path.body);
    }
}

#[tokio::test]
async fn offsets_are_code_points() {
    let lake = Lake::new();
    let response = lake
        .post(
            "/DetectEntitiesV2",
            "application/json",
            json!({"Text": TEXT}).to_string(),
        )
        .await
        .json();
    let characters: Vec<char> = TEXT.chars().collect();
    let entities = response["Entities"].as_array().expect("entities");
    assert!(!entities.is_empty());
    for entity in entities {
        let at =
            |name: &str| usize::try_from(entity[name].as_u64().expect("an offset")).expect("small");
        let surface: String = characters[at("BeginOffset")..at("EndOffset")]
            .iter()
            .collect();
        assert_eq!(entity["Text"], surface.as_str());
    }
}

#[tokio::test]
async fn errors_have_this_apis_shape() {
    let lake = Lake::with(ServerConfig {
        body_limit: 1000,
        ..ServerConfig::default()
    });
    let target = "ComprehendMedical_20181030.DetectEntitiesV2";
    let long = json!({"Text": "a".repeat(1000)}).to_string().into_bytes();
    for (body, status, kind) in [
        (b"{\"Text\": \"".to_vec(), 400, "InvalidRequestException"),
        (b"{\"Words\": 7}".to_vec(), 400, "InvalidRequestException"),
        (b"{\"Text\": 7}".to_vec(), 400, "InvalidRequestException"),
        (b"{\"Text\": \"\"}".to_vec(), 400, "InvalidRequestException"),
        (
            b"{\"Text\": \"caf\xe9\"}".to_vec(),
            400,
            "InvalidEncodingException",
        ),
        (long, 400, "TextSizeLimitExceededException"),
    ] {
        let answer = ask_as_sdk(&lake, target, body).await;
        let error = answer.json();
        assert_eq!(
            (answer.status.as_u16(), &error["__type"]),
            (status, &json!(kind)),
            "{error}"
        );
        assert!(
            error["Message"]
                .as_str()
                .is_some_and(|words| !words.is_empty() && !words.contains("caf"))
        );
    }
    let unknown = ask_as_sdk(&lake, "ComprehendMedical_20181030.InferSNOMEDCT", "{}").await;
    assert_eq!(
        (unknown.status, &unknown.json()["__type"]),
        (StatusCode::NOT_FOUND, &json!("UnknownOperationException"))
    );
    assert_eq!(
        lake.get("/DetectPHI").await.json()["__type"],
        "InvalidRequestException"
    );
}
