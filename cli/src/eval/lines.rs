//! Annotated lines into notes. What is wrong with a line is said by its number and never by its text.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};
use wardlake_models::eval::{GoldMention, GoldNote, Kinds, Offsets, Scheme};
use wardlake_models::{Kind, Trait};

use super::labels;

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
    /// Whether mentions have types of the scheme.
    pub(super) typed: bool,
    /// Relations that are not between mentions of one type of the scheme each.
    pub(super) unscored_relations: u64,
}

/// What a mention is called in the file.
enum Name {
    Type,
    /// Place in the list of labels.
    Label(usize),
}

/// What has been read so far. Labels get their meaning at the end, when all of them are known.
#[derive(Default)]
pub(super) struct Lines {
    notes: Vec<(Note, Vec<Name>)>,
    labels: Vec<String>,
    places: HashMap<String, usize>,
    traits: bool,
    links: bool,
    /// Relations between something else than mentions.
    others: u64,
}

/// What is wrong with a line.
type Wrong = String;

impl Lines {
    pub(super) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    pub(super) fn take(&mut self, line: &[u8]) -> Result<(), Wrong> {
        let line = std::str::from_utf8(line).map_err(|error| {
            let at = error.valid_up_to() + 1;
            format!("not UTF-8 from byte {at} on; `iconv -t UTF-8` converts the file")
        })?;
        let row: Value = serde_json::from_str(line).map_err(|error| {
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
            match link.map_err(|wrong| format!("relations[{at}] {wrong}"))? {
                Some(link) => gold.links.push(link),
                None => self.others += 1,
            }
        }
        self.links |= !gold.links.is_empty();
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
            let value = entity.get(name).unwrap_or(&Value::Null);
            offset(value).map_err(|wrong| format!("has {wrong} {name:?}"))
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
        if let Some(code) = entity.get("type").filter(|code| !code.is_null()) {
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

    pub(super) fn into_file(self, name: String, told: &BTreeMap<String, Kinds>) -> Annotated {
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
        let notes: Vec<Note> = notes.collect();
        // Notes without any mention are annotated in full: there is no label that could limit what they say.
        let full = typed || counts.is_empty();
        let all = Kind::ALL
            .iter()
            .filter(|_| full)
            .map(|kind| Kinds::one(*kind));
        let scheme = Scheme::new(all.chain(meanings.iter().copied()))
            .with_traits(typed && self.traits)
            .with_links(typed && self.links);
        let unscored = notes.iter().map(|note| unscored_links(&note.gold, typed));
        let unscored_relations = self.others + unscored.sum::<u64>();
        let meaning = |(label, count): (String, u64)| {
            let kinds = self.places.get(&label).map(|place| meanings[*place]);
            (label, (count, kinds.unwrap_or_default()))
        };
        Annotated {
            name,
            notes,
            scheme,
            labels: counts.into_iter().map(meaning).collect(),
            typed,
            unscored_relations,
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

/// An offset, or what it is instead.
fn offset(value: &Value) -> Result<usize, &'static str> {
    let Value::Number(number) = value else {
        return Err("no whole number");
    };
    if let Some(number) = number.as_u64() {
        return usize::try_from(number).map_err(|_| "too large a number as");
    }
    Err(match number.as_f64() {
        Some(number) if number < 0.0 => "a negative number as",
        // What is too large for an integer is read as a float.
        Some(number) if number >= u64::MAX as f64 => "too large a number as",
        _ => "a fraction as",
    })
}

/// Links with an end that may have several types, or none.
fn unscored_links(gold: &GoldNote, typed: bool) -> u64 {
    let has_type = |at: usize| gold.mentions[at].kinds.only().is_some();
    let unscored = |(from, to): &&(usize, usize)| !(typed && has_type(*from) && has_type(*to));
    gold.links.iter().filter(unscored).count() as u64
}

/// Both ends as places in the entities; `None` for a relation between something else, such as concepts.
fn link(
    relation: &Value,
    entities: usize,
    ids: &HashMap<String, usize>,
) -> Result<Option<(usize, usize)>, Wrong> {
    let relation = relation.as_object().ok_or("is no object")?;
    if let Some(ends) = ends(relation, ["from", "to"])? {
        let place = |(name, value): (&str, &Value)| {
            let place = value.as_u64().and_then(|at| usize::try_from(at).ok());
            place.filter(|at| *at < entities).ok_or_else(|| {
                format!("has a {name:?} that is no place in a list of {entities} entities")
            })
        };
        let [from, to] = ends;
        return Ok(Some((place(from)?, place(to)?)));
    }
    if let Some(ends) = ends(relation, ["head", "tail"])? {
        let named = |(name, value): (&str, &Value)| {
            let place = identifier(value).and_then(|id| ids.get(&id).copied());
            place.ok_or_else(|| format!("has a {name:?} that is the id of no entity"))
        };
        let [head, tail] = ends;
        return Ok(Some((named(head)?, named(tail)?)));
    }
    match relation.get("args") {
        Some(Value::Array(_)) => Ok(None),
        Some(_) => Err("has \"args\" that are no array".to_owned()),
        None => Err(
            "has neither \"from\" and \"to\", nor \"head\" and \"tail\", nor \"args\"".to_owned(),
        ),
    }
}

/// Two members with their names; one alone is wrong.
fn ends<'a>(
    relation: &'a Map<String, Value>,
    [first, second]: [&'static str; 2],
) -> Result<Option<[(&'static str, &'a Value); 2]>, Wrong> {
    match (relation.get(first), relation.get(second)) {
        (None, None) => Ok(None),
        (Some(one), Some(other)) => Ok(Some([(first, one), (second, other)])),
        (Some(_), None) => Err(format!("has a {first:?} but no {second:?}")),
        (None, Some(_)) => Err(format!("has a {second:?} but no {first:?}")),
    }
}

#[cfg(test)]
mod tests;
