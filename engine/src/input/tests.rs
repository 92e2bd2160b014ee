//! Records out of files of every kind.

use super::lines::Lines;
use super::{Input, Limits, Open, Place, Record, discover};
use crate::error::ErrorKind;
use crate::reject::RejectReason;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::fs;
use std::io::{BufReader, Write};
use std::path::Path;
use wardlake_store::Digest;

const LIMITS: Limits = Limits {
    line: 40,
    file: 400,
};

fn lines(bytes: &[u8], limit: u64, buffer: usize) -> Vec<Record> {
    let reader = BufReader::with_capacity(buffer, std::io::Cursor::new(bytes.to_vec()));
    let mut lines = Lines::new(Box::new(reader), limit, Place::default());
    std::iter::from_fn(|| lines.next().unwrap()).collect()
}

proptest! {
    /// Against a plain definition: split at newlines, a carriage return before one dropped, blank ones left out.
    #[test]
    fn lines_are_those_of_a_plain_split(text in "[ab \\r\\n]{0,80}", buffer in 3_usize..20, limit in 1_u64..12) {
        let mut byte = 0;
        let mut expected = Vec::new();
        for (number, line) in text.split('\n').enumerate() {
            let stripped = line.strip_suffix('\r').unwrap_or(line);
            let long = line.len() as u64 > limit;
            if long || !stripped.trim_ascii().is_empty() {
                expected.push((number as u64 + 1, byte, (!long).then(|| stripped.as_bytes().to_vec())));
            }
            byte += line.len() as u64 + 1;
        }
        let found: Vec<_> = lines(text.as_bytes(), limit, buffer)
            .into_iter().map(|record| (record.line, record.byte, record.content.ok())).collect();
        prop_assert_eq!(found, expected);
    }

    /// Going on from the end of any record gives the records behind it.
    #[test]
    fn reading_goes_on_where_it_stopped(text in "[ab \\r\\n]{0,80}", at in any::<prop::sample::Index>()) {
        let all = lines(text.as_bytes(), 1000, 16);
        prop_assume!(!all.is_empty());
        let at = at.index(all.len());
        let place = Place { byte: all[at].end, line: all[at].line };
        let rest = std::io::Cursor::new(text.as_bytes()[all[at].end as usize..].to_vec());
        let mut rest = Lines::new(Box::new(rest), 1000, place);
        let rest: Vec<_> = std::iter::from_fn(|| rest.next().unwrap()).collect();
        prop_assert!(rest == all[at + 1..]);
    }
}

#[test]
fn a_byte_order_mark_is_no_text() {
    let found = lines(b"\xef\xbb\xbf{}\n{}", 100, 16);
    assert_eq!(
        (found[0].content.clone(), found[0].byte),
        (Ok(b"{}".to_vec()), 3)
    );
    assert_eq!((found[1].byte, found[1].end), (6, 8));
}

fn read(input: &Input, from: Place) -> Vec<Record> {
    let mut open = Open::new(input, 0, Digest::ZERO, LIMITS, from).unwrap();
    std::iter::from_fn(|| open.next().unwrap()).collect()
}

fn one(path: &Path, text: bool) -> Input {
    discover(&[path.to_str().unwrap().to_owned()], text, &[])
        .unwrap()
        .remove(0)
}

fn contents(records: Vec<Record>) -> Vec<String> {
    records
        .into_iter()
        .map(|record| String::from_utf8(record.content.unwrap()).unwrap())
        .collect()
}

#[test]
fn packed_or_not_the_lines_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let text = "{\"a\":1}\n\n{\"b\":2}\r\n{\"c\":3}";
    let member = |part: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(part.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let (head, tail) = text.split_at(11);
    let gzip = [member(head), member(tail)].concat();
    let zstd = [
        zstd::encode_all(head.as_bytes(), 1).unwrap(),
        zstd::encode_all(tail.as_bytes(), 1).unwrap(),
    ]
    .concat();
    for (name, bytes) in [
        ("a.ndjson", text.into()),
        ("a.jsonl.gz", gzip),
        ("a.ndjson.zst", zstd),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let input = one(&path, false);
        let whole = read(&input, Place::default());
        let second = Place {
            byte: whole[0].end,
            line: whole[0].line,
        };
        assert!(read(&input, second) == whole[1..], "{name}");
        assert_eq!(
            contents(whole),
            ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"],
            "{name}"
        );
    }
}

#[test]
fn entries_of_a_bundle_become_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bundle.json");
    let bundle = "\u{feff}{ \"resourceType\": \"Bundle\",\n \"entry\": [ {\"resource\": {\n  \"id\": \"a \\\" \\\\\"\n}},\n {\"fullUrl\": \"x\"}, {\"resource\": {\"id\": \"b\"}} ] }";
    fs::write(&path, bundle).unwrap();
    let input = one(&path, false);
    let records = read(&input, Place::default());
    assert_eq!(
        records.iter().map(|record| record.line).collect::<Vec<_>>(),
        [1, 2]
    );
    assert!(read(&input, Place { byte: 0, line: 1 }) == records[1..]);
    assert_eq!(contents(records), [r#"{"id":"a \" \\"}"#, r#"{"id":"b"}"#]);
    fs::write(&path, " {\"resourceType\": \"Patient\"} ").unwrap();
    assert_eq!(
        contents(read(&one(&path, false), Place::default())),
        [r#"{"resourceType":"Patient"}"#]
    );
    fs::write(&path, "{\"resourceType\":\"Bundle\",\"entry\":1}").unwrap();
    let reject = read(&one(&path, false), Place::default())
        .remove(0)
        .content
        .unwrap_err();
    assert_eq!(reject.code(), "invalid-bundle");
    fs::write(&path, vec![b' '; 401]).unwrap();
    let reject = read(&one(&path, false), Place::default())
        .remove(0)
        .content
        .unwrap_err();
    assert_eq!(
        reject,
        RejectReason::TooLong {
            what: "bundle",
            limit: 400,
            requested: 401
        }
    );
}

#[test]
fn texts_become_documents() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.txt"), folder.path().join("b.text"));
    fs::write(&a, "No fever.").unwrap();
    fs::write(&b, "No fever.").unwrap();
    let [first, again, other] =
        [&a, &a, &b].map(|path| contents(read(&one(path, true), Place::default())).remove(0));
    assert!(first == again && first != other);
    assert!(
        first.contains(r#""contentType":"text/plain","data":"Tm8gZmV2ZXIu","title":"a.txt""#),
        "{first}"
    );
    let resource = wardlake_fhir::resource::parse(first.as_bytes()).unwrap();
    assert_eq!(resource.resource_type, "DocumentReference");
}

#[test]
fn folders_and_globs_are_expanded_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "b.ndjson",
        "sub/a.jsonl.gz",
        "a.json",
        "note.txt",
        "readme.md",
        ".hidden.ndjson",
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let root = folder.path().to_str().unwrap();
    let names = |names: &[&str], text| -> Vec<String> {
        let names: Vec<String> = names.iter().map(|name| format!("{root}/{name}")).collect();
        let found = discover(&names, text, &[]).unwrap();
        found
            .iter()
            .map(|input| input.relative.to_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(&["b.ndjson", ""], false),
        ["b.ndjson", "a.json", "sub/a.jsonl.gz"]
    );
    assert_eq!(names(&["*.ndjson"], false), ["b.ndjson"]);
    assert_eq!(names(&[""], true), ["note.txt"]);
    let fails = |name: &str| discover(&[format!("{root}/{name}")], false, &[]).unwrap_err();
    assert!(matches!(
        fails("readme.md").kind(),
        ErrorKind::UnknownFormat { .. }
    ));
    assert!(matches!(
        fails("*.md").kind(),
        ErrorKind::NothingToRead { .. }
    ));
    assert!(matches!(
        fails("none.ndjson").kind(),
        ErrorKind::Input { .. }
    ));
    assert!(fails("none.ndjson").to_string().contains("none.ndjson"));
}

#[test]
fn a_cut_archive_is_an_error_after_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ndjson.gz");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    encoder.write_all("{}\n".repeat(1000).as_bytes()).unwrap();
    let whole = encoder.finish().unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let mut open = Open::new(
        &one(&path, false),
        0,
        Digest::ZERO,
        LIMITS,
        Place::default(),
    )
    .unwrap();
    let error = std::iter::from_fn(|| open.next().transpose())
        .find_map(Result::err)
        .unwrap();
    assert!(error.to_string().contains("a.ndjson.gz"), "{error}");
}
