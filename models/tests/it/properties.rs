//! What holds for every text.

use crate::common::{bundled, hf_model};
use proptest::prelude::*;
use wardlake_models::{Model, TokenBatch, Window};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(\\PC|[ \\n\\r\\t.!?:\"()a-zA-Z0-9-]){0,600}",
        "([A-Z]?[a-zéß]{1,12}[.,:;]?[ \\n]{1,2}){0,200}",
        any::<String>(),
        "(HPI: |MEDICATIONS\\n|[a-z]{1,40}[.] ?|\\n){0,60}",
    ]
}

/// Whether the tokenizer keeps nothing of a character by itself.
fn is_dropped(model: &Model, c: char) -> bool {
    c.is_whitespace() || model.prepare(&c.to_string()).windows.is_empty()
}

fn check_windows(model: &Model, text: &str) -> Result<(), TestCaseError> {
    let windows = model.prepare(text).windows;
    let mut covered = vec![false; text.len()];
    let mut at = 0;
    for window in &windows {
        prop_assert!(window.ids.len() <= model.info().max_tokens);
        prop_assert_eq!(window.body.len(), window.spans.len());
        prop_assert!(!window.spans.is_empty());
        for span in &window.spans {
            prop_assert!(span.start >= at && text.get(span.range()).is_some());
            at = span.start;
            covered[span.range()].fill(true);
        }
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    // Normalisation puts combining marks in order, and the token of one may then stand for its neighbour.
    let is_reordered = |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut marks = beside.filter_map(|i| chars.get(i));
        !chars[at].1.is_ascii() && marks.any(|(i, c)| !c.is_ascii() && covered[*i])
    };
    for (at, &(i, c)) in chars.iter().enumerate().filter(|(_, (i, _))| !covered[*i]) {
        prop_assert!(
            is_dropped(model, c) || is_reordered(at),
            "U+{:04X} at {i} lies in no window",
            c as u32
        );
    }
    Ok(())
}

fn check_annotation(model: &Model, text: &str) -> Result<(), TestCaseError> {
    let (segments, mentions) = model.annotate(text).unwrap();
    prop_assert!(
        segments
            .sentences
            .iter()
            .all(|s| text.get(s.range()).is_some())
    );
    prop_assert!(mentions.is_sorted_by_key(|m| m.span.start));
    for mention in &mentions {
        prop_assert!(
            text.get(mention.span.range())
                .is_some_and(|t| !t.is_empty())
        );
        prop_assert!((0.0..=1.0).contains(&mention.score));
        prop_assert!(
            mention
                .traits
                .iter()
                .all(|t| (0.0..=1.0).contains(&t.score))
        );
        prop_assert!(
            mention
                .links
                .iter()
                .all(|l| (l.to as usize) < mentions.len() && (0.0..=1.0).contains(&l.score))
        );
    }
    Ok(())
}

#[test]
fn marks_in_another_order_lose_nothing() {
    check_windows(bundled(), "\u{1e023}\u{c55}").unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn windows_hold_all_of_a_text(text in text()) {
        check_windows(bundled(), &text)?;
    }

    #[test]
    fn byte_level_windows_hold_all_of_a_text(text in text()) {
        check_windows(&hf_model("roberta"), &text)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_can_be_annotated(text in text()) {
        check_annotation(bundled(), &text)?;
        check_annotation(&hf_model("deberta-v2"), &text)?;
        check_annotation(&hf_model("roberta"), &text)?;
    }
}

#[test]
fn odd_texts_are_no_trouble() {
    for text in [
        "",
        " \n\t\r ",
        "\u{0}",
        "\u{301}",
        "\u{fffd}",
        ".",
        "...",
        ":",
        "[CLS] [SEP] [PAD]",
        "\u{1c}.\u{1c}A",
    ] {
        check_windows(bundled(), text).unwrap();
        check_annotation(bundled(), text).unwrap();
    }
    assert!(bundled().prepare(" \n").windows.is_empty());
    let word = "x".repeat(1 << 20);
    check_windows(bundled(), &word).unwrap();
    check_annotation(bundled(), &word).unwrap();
    check_windows(bundled(), &"no fever ".repeat(20_000)).unwrap();
}

/// Windows of many lengths.
fn windows() -> Vec<Window> {
    let words = [
        "Denies chest pain.",
        "Metformin 500 mg p.o. b.i.d.",
        "Left knee swelling, mild.",
        "Hemoglobin 9.2 g/dL.",
    ];
    let texts = (1..40).map(|i| {
        words
            .iter()
            .cycle()
            .take(i)
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    });
    texts.flat_map(|t| bundled().prepare(&t).windows).collect()
}

fn bits(windows: &[&Window]) -> Vec<Vec<u32>> {
    let mut batch = TokenBatch::new();
    windows.iter().for_each(|w| batch.push(w));
    let scores = bundled().encode(&batch).unwrap();
    (0..windows.len())
        .map(|i| {
            scores
                .window(i)
                .values()
                .iter()
                .map(|v| v.to_bits())
                .collect()
        })
        .collect()
}

#[test]
fn scores_do_not_depend_on_the_batch_the_order_or_the_thread() {
    let windows = windows();
    let windows: Vec<&Window> = windows.iter().collect();
    let alone: Vec<Vec<u32>> = windows
        .iter()
        .flat_map(|w| bits(std::slice::from_ref(w)))
        .collect();
    assert!(alone.iter().all(|w| !w.is_empty()));
    assert_eq!(bits(&windows), alone);
    let mut reversed = bits(&windows.iter().rev().copied().collect::<Vec<_>>());
    reversed.reverse();
    assert_eq!(reversed, alone);
    let threads = std::thread::scope(|scope| {
        let run = |part: usize| {
            scope.spawn({
                let windows = &windows;
                move || windows.chunks(3 + part).flat_map(bits).collect::<Vec<_>>()
            })
        };
        [0, 1, 2].map(run).map(|thread| thread.join().unwrap())
    });
    assert!(threads.into_iter().all(|t| t == alone));
}

#[test]
fn nothing_printed_shows_a_note() {
    let text = "Wendell has diabetes";
    let prepared = bundled().prepare(text);
    let mut batch = TokenBatch::new();
    prepared.windows.iter().for_each(|w| batch.push(w));
    let scores = bundled().encode(&batch).unwrap();
    let printed = format!(
        "{prepared:?} {batch:?} {scores:?} {:?} {:?}",
        scores.window(0),
        bundled()
    );
    assert!(!printed.contains("endell") && !printed.contains("diabetes"));
    let id = prepared.windows[0].ids[1].to_string();
    assert!(!printed.contains(&id), "ids stand for words");
}
