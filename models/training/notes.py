"""Exactly annotated notes: the gold files, and the same markup for notes that augment.py writes."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from labels import TRAITS

WRITTEN = Path(__file__).parent / "written"
ANNOTATED = Path(__file__).parent / "annotated.jsonl"
_SPAN = re.compile(r"\[\[([^|\[\]]+)\|([A-Z]+)(?:\|([^|\]]*))?(?:\|[^\]]*)?\]\]")


@dataclass
class Mention:
    start: int
    end: int
    kind: str
    traits: frozenset[str] = frozenset()
    # Indices into the note's mentions.
    targets: list[int] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, int, str]:
        return self.start, self.end, self.kind


@dataclass
class Note:
    text: str
    mentions: list[Mention]
    id: str = ""

    @property
    def keys(self) -> set[tuple[int, int, str]]:
        return {m.key for m in self.mentions}

    @property
    def links(self) -> set[tuple[tuple[int, int, str], tuple[int, int, str]]]:
        """Keys of each mention and of what it describes."""
        return {(m.key, self.mentions[t].key) for m in self.mentions for t in m.targets}


def read_gold(path: Path) -> list[Note]:
    notes = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        mentions = [
            Mention(e["start"], e["end"], e["type"], frozenset(e["traits"]) & set(TRAITS)) for e in row["entities"]
        ]
        for link in row["relations"]:
            mentions[link["from"]].targets.append(link["to"])
        notes.append(Note(row["text"], mentions, row["id"]))
    return notes


def read_written() -> list[Note]:
    """The fictional notes of this repository."""
    notes = []
    for path in sorted(WRITTEN.glob("*.txt")):
        note = parse(path.read_text("utf-8"))
        note.id = path.stem
        notes.append(note)
    return notes


def read_annotated(shared: Path) -> list[Note]:
    """Our annotations of notes in the reference data, of which this repository holds offsets only."""
    texts: dict[str, dict[str, str]] = {}
    notes = []
    for line in ANNOTATED.read_text("utf-8").splitlines() if ANNOTATED.exists() else []:
        row = json.loads(line)
        if row["source"] not in texts:
            with gzip.open(shared / "corpora" / row["source"], "rt", encoding="utf-8") as lines:
                texts[row["source"]] = {r["id"]: r["text"] for r in map(json.loads, lines)}
        text = texts[row["source"]][row["id"]][row["start"] : row["start"] + row["length"]]
        mentions = [Mention(start, end, kind, frozenset(traits), targets) for start, end, kind, traits, targets in row["mentions"]]
        notes.append(Note(text, mentions, row["id"]))
    return notes


def parse(markup: str) -> Note:
    """Reads `[[surface|TYPE|flags]]`; flags are traits, at most one `#n` and any number of `>n`."""
    text, mentions, by_id, links = "", [], {}, []
    at = 0
    for m in _SPAN.finditer(markup):
        text += markup[at : m.start()]
        flags = (m[3] or "").split()
        traits = frozenset(f for f in flags if f in TRAITS)
        mentions.append(Mention(len(text), len(text) + len(m[1]), m[2], traits))
        by_id |= {f[1:]: len(mentions) - 1 for f in flags if f[0] == "#"}
        links += [(len(mentions) - 1, f[1:]) for f in flags if f[0] == ">"]
        text += m[1]
        at = m.end()
    for source, target in links:
        mentions[source].targets.append(by_id[target])
    return Note(text + markup[at:], mentions)


def replace_surfaces(note: Note, surfaces: dict[int, str]) -> Note:
    """The note with the surface of some mentions replaced; all offsets are moved along."""
    order = sorted(range(len(note.mentions)), key=lambda i: note.mentions[i].start)
    out = [None] * len(note.mentions)
    text, at = "", 0
    for i in order:
        m = note.mentions[i]
        text += note.text[at : m.start]
        start = len(text)
        text += surfaces.get(i, note.text[m.start : m.end])
        out[i] = Mention(start, len(text), m.kind, m.traits, m.targets)
        at = m.end
    return Note(text + note.text[at:], out, note.id)
