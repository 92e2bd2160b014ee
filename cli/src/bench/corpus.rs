//! Fictional notes from templates: any number, all different, the same on every machine.
//!
//! A note is 150 to 900 words in the sections of a clinic or discharge note. Its words are drawn anew for each note, so
//! that no window of one is a window of another: a cache of windows would otherwise measure the generator.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::words::{
    COMPLAINTS, CONDITIONS, DRUGS, FINDINGS, FREQUENCIES, IMAGING, JOBS, PROCEDURES, RELATIVES,
    ROUTES, SERVICES, SITES, STRENGTHS, SYMPTOMS, TESTS,
};
use crate::random::Random;

/// Writes `count` notes as FHIR `DocumentReference`s, one a line, and returns how many bytes of text they hold.
pub(super) fn write(count: usize, out: &mut impl Write) -> io::Result<u64> {
    let mut text_bytes = 0;
    for number in 0..count {
        let text = note(&mut Random(number as u64 + 1));
        text_bytes += text.len() as u64;
        writeln!(
            out,
            concat!(
                r#"{{"resourceType":"DocumentReference","id":"bench-{}","status":"current","subject":{{"reference":"Patient/bench-{}"}},"#,
                r#""content":[{{"attachment":{{"contentType":"text/plain; charset=utf-8","data":"{}"}}}}]}}"#
            ),
            number,
            number / 7,
            STANDARD.encode(text)
        )?;
    }
    Ok(text_bytes)
}

fn note(random: &mut Random) -> String {
    let long = random.below(4);
    let mut parts = vec![history(random), past(random)];
    parts.push(list("MEDICATIONS:", 2 + random.below(6), random, drug));
    parts.push(format!("ALLERGIES: {} (hives).", random.of(&DRUGS)));
    parts.push(social(random));
    parts.push(list("REVIEW OF SYSTEMS:", 2 + long, random, review));
    parts.push(exam(random));
    parts.push(list("LABORATORY DATA:", 3 + 2 * long, random, laboratory));
    parts.push(list("IMAGING:", 1 + long / 2, random, imaging));
    parts.push(list("HOSPITAL COURSE:", 3 * long, random, course));
    parts.push(list(
        "ASSESSMENT AND PLAN:",
        2 + random.below(4),
        random,
        plan,
    ));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// A title and lines under it, or nothing for no lines.
fn list(
    title: &str,
    lines: usize,
    random: &mut Random,
    mut line: impl FnMut(&mut Random) -> String,
) -> String {
    let lines: Vec<String> = (0..lines).map(|_| line(random)).collect();
    if lines.is_empty() {
        String::new()
    } else {
        format!("{title}\n{}", lines.join("\n"))
    }
}

fn history(random: &mut Random) -> String {
    format!(
        "HISTORY OF PRESENT ILLNESS: {}-year-old {} with {} and {} who presents with {} for {} {}. It began {} and is {}. \
         Denies {}, {} and {}. Reports {} that is worse at night.",
        18 + random.below(75),
        random.of(&["man", "woman", "male", "female"]),
        random.of(&CONDITIONS),
        random.of(&CONDITIONS),
        random.of(&COMPLAINTS),
        1 + random.below(13),
        random.of(&["hours", "days", "weeks"]),
        random.of(&[
            "suddenly",
            "gradually",
            "after a fall",
            "at rest",
            "on exertion"
        ]),
        random.of(&[
            "constant",
            "intermittent",
            "getting worse",
            "improving",
            "moderate",
            "severe"
        ]),
        random.of(&SYMPTOMS),
        random.of(&SYMPTOMS),
        random.of(&SYMPTOMS),
        random.of(&COMPLAINTS),
    )
}

fn past(random: &mut Random) -> String {
    format!(
        "PAST MEDICAL HISTORY: {}, {}, history of {}. Status post {} in {}.\n\nFAMILY HISTORY: {} had {} at age {}. No family \
         history of {}.",
        random.of(&CONDITIONS),
        random.of(&CONDITIONS),
        random.of(&CONDITIONS),
        random.of(&PROCEDURES),
        1985 + random.below(38),
        random.of(&RELATIVES),
        random.of(&CONDITIONS),
        35 + random.below(50),
        random.of(&CONDITIONS),
    )
}

fn drug(random: &mut Random) -> String {
    format!(
        "- {} {} {} {}",
        random.of(&DRUGS),
        random.of(&STRENGTHS),
        random.of(&ROUTES),
        random.of(&FREQUENCIES)
    )
}

fn social(random: &mut Random) -> String {
    format!(
        "SOCIAL HISTORY: {}. {} {} packs per day for {} years. Drinks {} beers a week. Denies illicit drug use.",
        random.of(&JOBS),
        random.of(&["Smokes", "Quit smoking; formerly"]),
        1 + random.below(3),
        2 + random.below(40),
        random.below(15),
    )
}

fn review(random: &mut Random) -> String {
    format!(
        "{} {}, {} or {}.",
        random.of(&["Negative for", "Positive for", "Denies"]),
        random.of(&SYMPTOMS),
        random.of(&SYMPTOMS),
        random.of(&SYMPTOMS)
    )
}

fn exam(random: &mut Random) -> String {
    format!(
        "PHYSICAL EXAMINATION: Blood pressure {}/{}, heart rate {}, temperature {}.{} F, oxygen saturation {}% on room air. Tender \
         over the {}. No {} of the {}. {} in the {}.",
        95 + random.below(90),
        55 + random.below(50),
        52 + random.below(80),
        97 + random.below(5),
        random.below(10),
        88 + random.below(12),
        random.of(&SITES),
        random.of(&["erythema", "edema", "deformity", "bruising"]),
        random.of(&SITES),
        random.of(&[
            "Decreased sensation",
            "Full range of motion",
            "Crackles",
            "Mild swelling"
        ]),
        random.of(&SITES),
    )
}

fn laboratory(random: &mut Random) -> String {
    format!(
        "{} {}.{}, {} {}.",
        random.of(&TESTS),
        random.below(180),
        random.below(10),
        random.of(&TESTS),
        random.below(400)
    )
}

fn imaging(random: &mut Random) -> String {
    format!(
        "{} on {}/{}/{} showed {} and {}.",
        random.of(&IMAGING),
        1 + random.below(12),
        1 + random.below(28),
        2018 + random.below(8),
        random.of(&FINDINGS),
        random.of(&FINDINGS)
    )
}

fn course(random: &mut Random) -> String {
    format!(
        "On hospital day {} the patient developed {}. {} was started at {} {}, and {} fell from {} to {}. {} was consulted and {} was \
         ruled out. The {} resolved after {} days.",
        1 + random.below(9),
        random.of(&COMPLAINTS),
        random.of(&DRUGS),
        random.of(&STRENGTHS),
        random.of(&FREQUENCIES),
        random.of(&TESTS),
        20 + random.below(200),
        1 + random.below(19),
        random.of(&SERVICES),
        random.of(&CONDITIONS),
        random.of(&SYMPTOMS),
        1 + random.below(8),
    )
}

fn plan(random: &mut Random) -> String {
    format!(
        "{}. {}: {} {} {} {}. Follow up with {} in {} weeks; return for {}. Possible {}, will obtain {}.",
        1 + random.below(9),
        random.of(&CONDITIONS),
        random.of(&["continue", "start", "stop", "increase"]),
        random.of(&DRUGS),
        random.of(&STRENGTHS),
        random.of(&FREQUENCIES),
        random.of(&SERVICES),
        1 + random.below(12),
        random.of(&SYMPTOMS),
        random.of(&CONDITIONS),
        random.of(&IMAGING),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn lines(count: usize) -> Vec<String> {
        let mut out = Vec::new();
        write(count, &mut out).unwrap();
        String::from_utf8(out)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn every_line_is_a_resource_with_a_note_of_its_own() {
        let lines = lines(200);
        let notes: HashSet<_> = lines
            .iter()
            .map(|line| line.split("\"data\":").nth(1).unwrap())
            .collect();
        assert_eq!((lines.len(), notes.len()), (200, 200));
        assert!(
            lines
                .iter()
                .all(|line| wardlake_fhir::resource::parse(line.as_bytes()).is_ok())
        );
    }

    #[test]
    fn more_notes_begin_with_the_same_ones() {
        assert_eq!(lines(3), lines(10)[..3]);
    }
}
