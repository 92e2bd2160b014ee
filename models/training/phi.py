"""Held-out sets for the finding of identifying details.

`python phi.py --shared PATH --out DIR` writes

- planted.jsonl: the gold development notes with their annotations, further details and look-alikes put in;
- synthetic.jsonl: invented documents;
- presidio.jsonl, asq.jsonl: the rows of the two corpora that training leaves out, in our scheme.

Names, places, wording and some formats of the first two are those of heldout.py and heldout_scenes.py, which training
does not see. What `_LABELS` does not list has no counterpart in the scheme. Of the two corpora, further:

- titles are left out of names, words before a number out of an ID, clock times out of dates; a weekday alone is no date;
- a TITLE that is an occupation is one; nationalities (NRP) are no identifying details;
- rows that name an ORGANIZATION are dropped, for only some organizations are places under the scheme;
- ages, which ASQ-PHI leaves out, are found by a pattern; rows of it with a year outside every mention are dropped, for it
  marks years of visits but not those of guidelines.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

from corpora import PHI_LABELS, TITLE, for_development, read_rows
from heldout import HeldOut
from heldout_scenes import DOCUMENTS, TEMPLATES
from labels import PHI
from notes import Mention, Note, parse, read_gold
from planting import Planter, insert

DOCUMENT_COUNT = 300
PRESIDIO, ASQ = "presidio_synth/train.jsonl", "asq_phi/train.jsonl"
# What a corpus leaves open (a date or a time) is the detail here; TITLE says nothing to training.
_LABELS = {label: next(iter(kinds & PHI)) for label, kinds in PHI_LABELS.items()} | {"TITLE": "PROF"}
_HONORIFIC = re.compile(r"(?:dr|mr|mrs|ms|miss|prof|sir)\.?$", re.I)
_BEFORE_NUMBER = re.compile(r"(?:patient )?id:? +|#", re.I)
_CLOCK = re.compile(r"[ T]\d\d?:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?$", re.I)
_AGE = re.compile(r"\b\d{1,3}[- ]?(?:(?:year|yr|month|week|day)s?[- ]old|y/?o\b|y\.o\.)", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def sets(shared: Path) -> dict[str, list[Note]]:
    return {
        "planted": [_planted(n) for n in read_gold(shared / "annotation/gold/dev.jsonl")],
        "synthetic": [document(i) for i in range(DOCUMENT_COUNT)],
        "presidio": _presidio(shared / "corpora"),
        "asq": _asq(shared / "corpora"),
    }


def characters(found: list[tuple[int, int]], gold: list[tuple[int, int]], text: str) -> tuple[int, int, int]:
    """How many characters other than white space are in both, in `found`, and in `gold`."""
    in_found, in_gold = ({i for start, end in spans for i in range(start, end) if not text[i].isspace()} for spans in (found, gold))
    return len(in_found & in_gold), len(in_found), len(in_gold)


def tally(found: list[list], notes: list[Note]) -> tuple[int, int, int]:
    """The same over notes, of the mentions that identify, whatever their type."""
    counts = []
    for each, note in zip(found, notes):
        spans = ([(m.start, m.end) for m in mentions if m.kind in PHI] for mentions in (each, note.mentions))
        counts.append(characters(*spans, note.text))
    right, marked, gold = map(sum, zip(*counts))
    return right, marked, gold


def _planted(note: Note) -> Note:
    rng = random.Random(f"planted {note.id}")
    return Planter(HeldOut(rng), TEMPLATES).plant(note, sentences=rng.randint(2, 5), blocks=rng.randint(0, 2), look_alikes=rng.randint(1, 4))


def document(index: int) -> Note:
    rng = random.Random(f"synthetic {index}")
    fake = HeldOut(rng)
    sentences = rng.sample(TEMPLATES.sentences, rng.randint(2, 5)) + rng.sample(TEMPLATES.look_alikes, rng.randint(1, 4))
    rng.shuffle(sentences)
    head, tail = DOCUMENTS[index % len(DOCUMENTS)].split("{body}")
    gap = rng.choice((" ", "\n"))
    note = Note("", [], f"synthetic_{index}")
    for template in (head, *(s + gap for s in sentences), tail):
        note = insert(note, [(len(note.text), parse(fake.fill(template)))])
    return note


def _presidio(folder: Path) -> list[Note]:
    rows = [r for r in _held_out(folder, PRESIDIO) if all(e["label"] != "ORGANIZATION" for e in r["entities"])]
    return [Note(r["text"], _mentions(r), r["id"]) for r in rows]


def _asq(folder: Path) -> list[Note]:
    notes = []
    for row in _held_out(folder, ASQ):
        mentions, text = _mentions(row), row["text"]
        ages = [Mention(*m.span(), "AGE") for m in _AGE.finditer(text)]
        mentions += [a for a in ages if not _touches(a, mentions)]
        years = [Mention(*m.span(), "DATE") for m in _YEAR.finditer(text)]
        if all(_touches(y, mentions) for y in years):
            notes.append(Note(text, mentions, row["id"]))
    return notes


def _held_out(folder: Path, path: str) -> list[dict]:
    return [r for r in read_rows(folder / path) if for_development(path, r)]


def _touches(mention: Mention, others: list[Mention]) -> bool:
    return any(mention.start < o.end and o.start < mention.end for o in others)


def _mentions(row: dict) -> list[Mention]:
    made = [mention(row["text"], e) for e in row["entities"]]
    return [m for m in made if m]


def mention(text: str, entity: dict) -> Mention | None:
    kind, start, end = _LABELS.get(entity["label"]), entity["start"], entity["end"]
    surface = text[start:end]
    if kind is None or (kind == "PROF" and _HONORIFIC.match(surface)) or (kind == "DATE" and not any(c.isdigit() for c in surface)):
        return None
    lead = {"NAME": TITLE, "ID": _BEFORE_NUMBER}.get(kind)
    if lead and (before := lead.match(text, start, end)):
        start = before.end()
    if kind == "DATE" and (clock := _CLOCK.search(surface)):
        end = start + clock.start()
    return Mention(start, end, kind)


def as_row(note: Note) -> dict:
    """In the format of the corpora, in the order of the text."""
    order = sorted(range(len(note.mentions)), key=lambda i: note.mentions[i].start)
    place = {old: new for new, old in enumerate(order)}
    mentions = [note.mentions[i] for i in order]
    return {
        "id": note.id,
        "text": note.text,
        "entities": [{"start": m.start, "end": m.end, "type": m.kind, "traits": sorted(m.traits)} for m in mentions],
        "relations": [{"from": place[i], "to": place[t]} for i in order for t in note.mentions[i].targets],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the held-out sets for identifying details.")
    parser.add_argument("--shared", type=Path, required=True, help="folder with annotation/ and corpora/ in it")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, notes in sets(args.shared).items():
        lines = [json.dumps(as_row(n), ensure_ascii=False) + "\n" for n in notes]
        (args.out / f"{name}.jsonl").write_text("".join(lines), "utf-8")
        details = sum(m.kind in PHI for n in notes for m in n.mentions)
        print(f"{name}: {len(notes)} documents, {details} identifying details")


if __name__ == "__main__":
    main()
