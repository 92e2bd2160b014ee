//! The stages on texts whose answers are known.

use super::offsets::Offsets;
use super::{charset, html, names, parse, rtf};
use crate::reject::RejectReason;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{UTF_16BE, WINDOWS_1252};
use proptest::prelude::*;
use wardlake_models::{ByteSpan, Kind};

fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf16be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

#[test]
fn every_character_set_gives_the_same_text() {
    let text = "Patientin klagt über Übelkeit, 38.5 °C.";
    let (latin, _, _) = WINDOWS_1252.encode(text);
    let bom = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let cases = [
        (text.as_bytes().to_vec(), None),
        (text.as_bytes().to_vec(), Some("utf-8")),
        (bom(b"\xef\xbb\xbf", text.into()), Some("iso-8859-1")),
        (latin.to_vec(), None),
        (latin.to_vec(), Some("utf-8")),
        (latin.to_vec(), Some("ISO-8859-1")),
        (utf16le(text), None),
        (utf16be(text), None),
        (utf16le(text), Some("utf-16")),
        (bom(b"\xff\xfe", utf16le(text)), None),
        (bom(b"\xfe\xff", utf16be(text)), Some("utf-16le")),
        (text.as_bytes().to_vec(), Some("utf-16")),
        (latin.to_vec(), Some("utf-16be")),
    ];
    for (at, (bytes, label)) in cases.into_iter().enumerate() {
        assert_eq!(charset::decode(&bytes, label), text, "case {at}");
    }
    assert_eq!(
        charset::label("text/plain; format=flowed; Charset=\"ISO-8859-1\""),
        Some("ISO-8859-1")
    );
    assert_eq!(charset::label("text/plain"), None);
    let cut = [utf16le(text), vec![0x41]].concat();
    assert!(charset::decode(&cut, None).starts_with(text));
    assert!(UTF_16BE.name().starts_with("UTF-16"));
}

#[test]
fn html_keeps_its_lines() {
    let html = "<!DOCTYPE html><html><head><title>Letter</title><style>p { color: red }</style></head><body>\
        <h1>Assessment</h1>\n<p>Type&nbsp;2 diabetes,\n   <b>un</b>controlled &amp; new.<br>No <i>fever</i>.</p>\
        <script>if (a < b) { x() }</script><ul><li>metformin</li><li>aspirin</li></ul>\
        <table><tr><td>Na</td><td>140</td></tr><tr><td>K</td><td>4.1</td></tr></table><pre>a  b\n  c</pre></body></html>";
    assert_eq!(
        html::reduce(html),
        "Assessment\nType 2 diabetes, uncontrolled & new.\nNo fever.\n- metformin\n- aspirin\nNa\t140\nK\t4.1\na  b\n  c"
    );
    assert_eq!(
        html::reduce(
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>One</p><p/>Two<br/>Three</div>"
        ),
        "One\nTwo\nThree"
    );
    assert_eq!(html::reduce("a < b and <unclosed"), "a < b and");
    assert_eq!(html::reduce(""), "");
}

#[test]
fn rtf_keeps_its_lines() {
    let rtf = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1 Times;}}{\colortbl;\red0\green0\blue0;}
{\*\generator Riched20;}{\info{\author Somebody}}\pard\f0\fs20 Diagnosis:\tab \b asthma\b0\par
Temp 38\'b0 \endash  f\'fcr \u220?bung\line {\uc0\u8364}5, \{braces\} \~ \u-10179?\u-8704?.\par
{\pict\wmetafile8 0102030405}\bin3 abcNa\cell 140\row}";
    assert_eq!(
        rtf::reduce(rtf),
        "Diagnosis:\tasthma\nTemp 38° – für Übung\n€5, {braces}   😀.\nNa\t140"
    );
    assert_eq!(rtf::reduce(br"{\rtf1\ansicpg1251 \'cf\'f0\'e8}"), "При");
    assert_eq!(rtf::reduce(b"{\\rtf1 cut off \\'"), "cut off");
}

proptest! {
    #[test]
    fn nothing_breaks_the_reducers(bytes in proptest::collection::vec(any::<u8>(), 0..300), soup in "[<>/a-z\\\\{}'0-9&; u-]{0,120}") {
        rtf::reduce(&bytes);
        rtf::reduce(soup.as_bytes());
        html::reduce(&soup);
        html::reduce(&charset::decode(&bytes, None));
        charset::is_binary(&bytes);
    }

    #[test]
    fn plain_html_is_its_text(words in proptest::collection::vec("[a-zé0-9.,]{1,8}", 1..20)) {
        let text = words.join(" ");
        prop_assert_eq!(html::reduce(&format!("<p>{text}</p>")), text);
    }

    #[test]
    fn offsets_count_characters(text in "\\PC{0,60}", cuts in proptest::collection::vec(0_usize..200, 0..20)) {
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let spans: Vec<_> = cuts.windows(2).map(|pair| {
            let (a, b) = (boundary(pair[0]), boundary(pair[1]));
            ByteSpan::new(a.min(b), a.max(b))
        }).collect();
        let offsets = Offsets::new(&text, spans.iter().copied());
        for span in spans {
            let found = offsets.span(span);
            prop_assert_eq!(found.begin as usize, text[..span.start as usize].chars().count());
            prop_assert_eq!(found.end as usize, text[..span.end as usize].chars().count());
        }
    }
}

fn attachment(content_type: &str, bytes: &[u8]) -> Vec<u8> {
    let data = STANDARD.encode(bytes);
    format!(
        r#"{{"resourceType":"DocumentReference","id":"d","subject":{{"reference":"Patient/p"}},"content":[{{"attachment":{{{content_type}"data":"{data}"}}}}]}}"#
    )
    .into_bytes()
}

fn texts(line: Vec<u8>) -> Vec<(String, String, bool)> {
    let doc = parse::parse(line, 1000).unwrap();
    assert_eq!(
        (doc.key.to_string().as_str(), doc.patient.as_deref()),
        ("DocumentReference/d", Some("p"))
    );
    doc.notes
        .into_iter()
        .map(|note| (note.field, note.text.to_string(), note.reduced))
        .collect()
}

#[test]
fn attachments_become_texts() {
    let field = "DocumentReference.content[0].attachment".to_owned();
    let one = |text: &str, reduced| vec![(field.clone(), text.to_owned(), reduced)];
    let named = |name: &str| format!("\"contentType\":\"{name}\",");
    assert_eq!(
        texts(attachment(
            &named("text/plain; charset=iso-8859-1"),
            b"f\xfcr"
        )),
        one("für", false)
    );
    assert_eq!(
        texts(attachment(&named("text/plain"), &utf16le("No fever."))),
        one("No fever.", false)
    );
    assert_eq!(
        texts(attachment(&named("text/html"), b"<p>No fever.</p>")),
        one("No fever.", true)
    );
    assert_eq!(
        texts(attachment(&named("application/rtf"), b"{\\rtf1 No fever.}")),
        one("No fever.", true)
    );
    assert_eq!(
        texts(attachment(&named("text/plain"), b"{\\rtf1 No fever.}")),
        one("No fever.", true)
    );
    assert_eq!(
        texts(attachment("", b"<HTML><p>No fever.")),
        one("No fever.", true)
    );
    assert_eq!(texts(attachment("", b"No fever.")), one("No fever.", false));
    assert_eq!(texts(attachment("", b"%PDF\x00\x01\x02")), []);
    assert_eq!(
        texts(attachment(&named("application/pdf"), b"No fever.")),
        []
    );
    assert_eq!(texts(attachment(&named("text/plain"), b" \n--\n ")), []);
}

#[test]
fn what_cannot_be_used_says_where() {
    let bad = br#"{"resourceType":"DiagnosticReport","id":"d","presentedForm":[{"contentType":"text/plain","data":"?"}]}"#;
    let reason = parse::parse(bad.to_vec(), 1000).err().unwrap();
    assert_eq!(
        reason,
        RejectReason::BadBase64 {
            field: "DiagnosticReport.presentedForm[0]".into()
        }
    );
    let long = attachment("", &[b'x'; 1001]);
    let reason = parse::parse(long, 1000).err().unwrap();
    assert_eq!(
        reason,
        RejectReason::TextTooLong {
            limit: 1000,
            requested: 1001
        }
    );
}

#[test]
fn every_kind_has_a_name() {
    for kind in Kind::ALL {
        let (category, name) = names::class(*kind);
        assert!(!category.is_empty() && name == name.to_uppercase());
    }
    assert_eq!(names::time_to(Kind::Rxb), "TIME_TO_MEDICATION_NAME");
    assert_eq!(names::relationship(Kind::Time), "OVERLAP");
}
