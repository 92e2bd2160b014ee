"""Puts further sentences and blocks into an annotated note; what the note says already keeps its annotations."""

from __future__ import annotations

import random
from dataclasses import dataclass

from notes import Mention, Note, parse
from segment import pieces
from surrogates import Filler


def insert(note: Note, inserts: list[tuple[int, Note]]) -> Note:
    """The note with others put in at offsets outside its mentions; its own mentions stay first."""
    inserts = sorted(inserts, key=lambda i: i[0])
    mentions = [
        Mention(m.start + shift, m.end + shift, m.kind, m.traits, m.targets)
        for m in note.mentions
        for shift in [sum(len(added.text) for at, added in inserts if at <= m.start)]
    ]
    text, done = "", 0
    for at, added in inserts:
        text += note.text[done:at]
        mentions += shifted(added, len(text), len(mentions))
        text += added.text
        done = at
    return Note(text + note.text[done:], mentions, note.id)


def shifted(note: Note, by: int, count: int) -> list[Mention]:
    """The mentions as they are when `by` characters and `count` mentions come before them."""
    return [Mention(m.start + by, m.end + by, m.kind, m.traits, [t + count for t in m.targets]) for m in note.mentions]


def join_notes(first: Note, second: Note) -> Note:
    moved = shifted(second, len(first.text) + 1, len(first.mentions))
    return Note(f"{first.text}\n{second.text}", first.mentions + moved, first.id or second.id)


@dataclass(frozen=True)
class Templates:
    sentences: list[str]
    blocks: list[str]
    look_alikes: list[str]


class Planter:
    def __init__(self, fake: Filler, templates: Templates):
        self.fake, self.rng, self.templates = fake, fake.rng, templates

    def _made(self, templates: list[str], count: int) -> list[Note]:
        return [parse(self.fake.fill(t)) for t in self.rng.sample(templates, count)]

    def _spots(self, note: Note) -> list[int]:
        """Ends of sentences and lines that no mention runs across."""
        ends = [p.end for p in pieces(note.text)]
        return [at for at in ends if not any(m.start < at < m.end for m in note.mentions)]

    def plant(self, note: Note, sentences: int, blocks: int, look_alikes: int) -> Note:
        scattered = self._made(self.templates.sentences, sentences) + self._made(self.templates.look_alikes, look_alikes)
        spots = self._spots(note)
        if spots:
            note = insert(note, [self._after(note, self.rng.choice(spots), added) for added in scattered])
        for block in self._made(self.templates.blocks, blocks):
            note = join_notes(block, note) if self.rng.random() < 0.6 else join_notes(note, block)
        return note

    @staticmethod
    def _after(note: Note, at: int, added: Note) -> tuple[int, Note]:
        """Goes on in the line after a full stop, otherwise in a line of its own."""
        gap = " " if note.text[:at].endswith((".", "!", "?")) else "\n"
        return at, Note(gap + added.text, shifted(added, len(gap), 0))
