//! Annotated files into notes. What is wrong with a line is said by its number and never by its text.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context as _;
use flate2::bufread::MultiGzDecoder;
use serde_json::{Map, Value};
use wardlake_models::eval::{GoldMention, GoldNote, Kinds, Offsets, Scheme};
use wardlake_models::{Kind, Trait};

use super::labels;
use crate::exit::{Advice, Exit, fail};

/// A note and its annotations.
pub(super) struct Note {
    pub(super) text: String,
    pub(super) gold: GoldNote,
}

/// A file of notes, and what its annotations allow to be scored.
pub(super) struct Annotated {
    pub(super) name: String,
    pub(super) notes: Vec<Note>,
    pub(super) scheme: Scheme,
    /// Labels of the corpus, their mentions and what they stand for.
    pub(super) labels: BTreeMap<String, (u64, Kinds)>,
    /// Whether links are there, but are not between mentions with types of the scheme.
    pub(super) foreign_links: bool,
}

/// Reads a file, packed or not.
pub(super) fn file(path: &Path, told: &BTreeMap<String, Kinds>) -> anyhow::Result<Annotated> {
    let cannot = || Advice::new(Exit::Input, format!("cannot read {}", path.display()));
    let mut packed = BufReader::with_capacity(1 << 16, File::open(path).with_context(cannot)?);
    let is_gzip = packed
        .fill_buf()
        .with_context(cannot)?
        .starts_with(&[0x1f, 0x8b]);
    let input: Box<dyn Read> = if is_gzip {
        Box::new(MultiGzDecoder::new(packed))
    } else {
        Box::new(packed)
    };
    let mut lines = Lines::default();
    for (number, line) in (1..).zip(BufReader::with_capacity(1 << 16, input).split(b'\n')) {
        let line = line.with_context(cannot)?;
        if !line.trim_ascii().is_empty() {
            lines.take(&line).map_err(|wrong| {
                fail(
                    Exit::Input,
                    format!("{}, line {number}: {wrong}", path.display()),
                )
            })?;
        }
    }
    Ok(lines.into_file(path.display().to_string(), told))
}

/// What a mention is called in the file.
enum Name {
    Type,
    /// Place in the list of labels.
    Label(usize),
}

/// What has been read so far. Labels get their meaning at the end, when all of them are known.
#[derive(Default)]
struct Lines {
    notes: Vec<(Note, Vec<Name>)>,
    labels: Vec<String>,
    places: HashMap<String, usize>,
    traits: bool,
    links: bool,
}

/// What is wrong with a line.
type Wrong = String;

impl Lines {
    fn take(&mut self, line: &[u8]) -> Result<(), Wrong> {
        let row: Value = serde_json::from_slice(line).map_err(|error| {
            format!(
                "no JSON at byte {}; each line is one object",
                error.column()
            )
        })?;
        let row = row.as_object().ok_or("no JSON object")?;
        let text = row
            .get("text")
            .and_then(Value::as_str)
            .ok_or("no string \"text\"")?;
        let entities = row.get("entities").and_then(Value::as_array);
        let entities = entities.ok_or("no array \"entities\": the note is not annotated")?;
        let offsets = Offsets::new(text);
        let (mut gold, mut names, mut ids) = (GoldNote::default(), Vec::new(), HashMap::new());
        for (at, entity) in entities.iter().enumerate() {
            let here = |wrong: Wrong| format!("entities[{at}] {wrong}");
            let entity = entity
                .as_object()
                .ok_or_else(|| here("is no object".into()))?;
            let (mention, name) = self.mention(entity, &offsets).map_err(here)?;
            self.traits |= !mention.traits.is_empty();
            gold.mentions.push(mention);
            names.push(name);
            if let Some(id) = entity.get("id").and_then(identifier) {
                ids.insert(id, at);
            }
        }
        let relations = match row.get("relations") {
            None | Some(Value::Null) => &[],
            Some(relations) => relations
                .as_array()
                .ok_or("\"relations\" is no array")?
                .as_slice(),
        };
        for (at, relation) in relations.iter().enumerate() {
            let link = link(relation, names.len(), &ids);
            gold.links
                .extend(link.map_err(|wrong| format!("relations[{at}] {wrong}"))?);
        }
        self.links |= !relations.is_empty();
        self.notes.push((
            Note {
                text: text.to_owned(),
                gold,
            },
            names,
        ));
        Ok(())
    }

    fn mention(
        &mut self,
        entity: &Map<String, Value>,
        offsets: &Offsets,
    ) -> Result<(GoldMention, Name), Wrong> {
        let offset = |name: &str| {
            let number = entity.get(name).and_then(Value::as_u64);
            let number = number.and_then(|number| usize::try_from(number).ok());
            number.ok_or_else(|| format!("has no whole number {name:?}"))
        };
        let (start, end) = (offset("start")?, offset("end")?);
        let span = offsets.bytes(start, end).ok_or_else(|| {
            let points = offsets.len();
            format!("is at {start} to {end}, which is no part of a text of {points} code points")
        })?;
        let (name, kinds) = self.name(entity)?;
        let traits = match entity.get("traits") {
            None | Some(Value::Null) => Vec::new(),
            Some(traits) => {
                let traits = traits
                    .as_array()
                    .ok_or("has \"traits\" that are no array")?;
                let read = |name: &Value| name.as_str().and_then(Trait::from_code);
                let traits: Option<Vec<Trait>> = traits.iter().map(read).collect();
                traits.ok_or_else(|| {
                    let known: Vec<&str> = Trait::ALL.iter().map(|name| name.code()).collect();
                    format!("has a trait that is none of {}", known.join(", "))
                })?
            }
        };
        Ok((
            GoldMention {
                span,
                kinds,
                traits,
            },
            name,
        ))
    }

    fn name(&mut self, entity: &Map<String, Value>) -> Result<(Name, Kinds), Wrong> {
        if let Some(code) = entity.get("type") {
            let kind = code.as_str().and_then(Kind::from_code).ok_or(
                "has a \"type\" that is none of the 36 of the scheme; a corpus' own names go in \"label\"",
            )?;
            return Ok((Name::Type, Kinds::one(kind)));
        }
        let label = entity.get("label").and_then(Value::as_str);
        let label = label.ok_or("has neither a \"type\" nor a \"label\"")?;
        let place = match self.places.get(label) {
            Some(place) => *place,
            None => {
                self.places.insert(label.to_owned(), self.labels.len());
                self.labels.push(label.to_owned());
                self.labels.len() - 1
            }
        };
        Ok((Name::Label(place), Kinds::default()))
    }

    fn into_file(self, name: String, told: &BTreeMap<String, Kinds>) -> Annotated {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut typed = false;
        for name in self.notes.iter().flat_map(|(_, names)| names) {
            match name {
                Name::Type => typed = true,
                Name::Label(place) => *counts.entry(self.labels[*place].clone()).or_default() += 1,
            }
        }
        let meanings: Vec<Kinds> = self
            .labels
            .iter()
            .map(|label| labels::kinds(label, &counts, told))
            .collect();
        let notes = self.notes.into_iter().map(|(mut note, names)| {
            for (mention, name) in note.gold.mentions.iter_mut().zip(names) {
                if let Name::Label(place) = name {
                    mention.kinds = meanings[place];
                }
            }
            note
        });
        let notes = notes.collect();
        let all = Kind::ALL
            .iter()
            .filter(|_| typed)
            .map(|kind| Kinds::one(*kind));
        let scheme = Scheme::new(all.chain(meanings.iter().copied()))
            .with_traits(typed && self.traits)
            .with_links(typed && self.links);
        let meaning = |(label, count): (String, u64)| {
            let kinds = self.places.get(&label).map(|place| meanings[*place]);
            (label, (count, kinds.unwrap_or_default()))
        };
        Annotated {
            name,
            notes,
            scheme,
            labels: counts.into_iter().map(meaning).collect(),
            foreign_links: self.links && !typed,
        }
    }
}

fn identifier(id: &Value) -> Option<String> {
    match id {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// Both ends as places in the entities; `None` for a relation of another shape, such as one between concepts.
fn link(
    relation: &Value,
    entities: usize,
    ids: &HashMap<String, usize>,
) -> Result<Option<(usize, usize)>, Wrong> {
    let end = |name: &str| {
        let place = relation
            .get(name)?
            .as_u64()
            .and_then(|at| usize::try_from(at).ok());
        Some(place.filter(|at| *at < entities).ok_or_else(|| {
            format!("has a {name:?} that is no place in a list of {entities} entities")
        }))
    };
    let named = |name: &str| {
        let id = identifier(relation.get(name)?);
        let place = id.and_then(|id| ids.get(&id).copied());
        Some(place.ok_or_else(|| format!("has a {name:?} that is the id of no entity")))
    };
    match (end("from"), end("to"), named("head"), named("tail")) {
        (Some(from), Some(to), _, _) | (_, _, Some(from), Some(to)) => Ok(Some((from?, to?))),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(line: &str) -> String {
        Lines::default().take(line.as_bytes()).unwrap_err()
    }

    #[test]
    fn errors_say_where_and_never_quote_the_text() {
        let secret = "SECRET";
        let lines = [
            "{\"text\": \"SECRET",
            "[\"SECRET\"]",
            r#"{"text": 7, "entities": "SECRET"}"#,
            r#"{"text": "SECRET"}"#,
            r#"{"text": "SECRET", "entities": ["SECRET"]}"#,
            r#"{"text": "SECRET", "entities": [{"start": "SECRET", "end": 2, "type": "DX"}]}"#,
            r#"{"text": "SECRET", "entities": [{"start": 0, "end": 7, "type": "DX"}]}"#,
            r#"{"text": "SECRET", "entities": [{"start": 2, "end": 2, "type": "DX"}]}"#,
            r#"{"text": "SECRET", "entities": [{"start": 0, "end": 2, "type": "SECRET"}]}"#,
            r#"{"text": "SECRET", "entities": [{"start": 0, "end": 2}]}"#,
            r#"{"text": "SECRET", "entities": [{"start": 0, "end": 2, "type": "DX", "traits": ["SECRET"]}]}"#,
            r#"{"text": "SECRET", "entities": [], "relations": [{"from": 0, "to": 1}]}"#,
            r#"{"text": "SECRET", "entities": [], "relations": [{"head": "SECRET", "tail": "b"}]}"#,
        ];
        for line in lines {
            let wrong = wrong(line);
            assert!(!wrong.is_empty() && !wrong.contains(secret), "{wrong}");
        }
        assert_eq!(
            wrong(lines[6]),
            "entities[0] is at 0 to 7, which is no part of a text of 6 code points"
        );
    }

    #[test]
    fn links_are_places_or_ids() {
        let mut lines = Lines::default();
        let entities = r#"[{"id": 1, "start": 0, "end": 1, "type": "DIR"}, {"id": "b", "start": 2, "end": 3, "type": "DX"}]"#;
        for relation in [
            r#"{"from": 0, "to": 1}"#,
            r#"{"head": 1, "tail": "b", "type": "X"}"#,
            r#"{"args": ["C1", "C2"], "type": "CID"}"#,
        ] {
            let line =
                format!(r#"{{"text": "𝒜 b", "entities": {entities}, "relations": [{relation}]}}"#);
            lines.take(line.as_bytes()).unwrap();
        }
        let links: Vec<_> = lines
            .notes
            .iter()
            .map(|(note, _)| note.gold.links.clone())
            .collect();
        assert_eq!(links, [vec![(0, 1)], vec![(0, 1)], vec![]]);
        assert_eq!(lines.notes[0].0.gold.mentions[1].span.range(), 5..6);
    }
}
