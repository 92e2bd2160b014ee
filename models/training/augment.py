"""More exact supervision for little: gold notes with other names in them, and short invented notes."""

from __future__ import annotations

import random
import re

from labels import DX_KINDS, PHI
from notes import Mention, Note, parse, replace_surfaces
from planting import join_notes
from surrogates import Surrogates
from writer import Drugs, Writer

INVENTED_NOTES = 150


class Augmenter:
    # How often a mention of a type is given another surface.
    DRUG, IDENTIFIER, OTHER = 0.5, 0.6, 0.15

    def __init__(self, gold: list[Note], drugs: Drugs):
        self.gold, self.drugs = gold, drugs
        self.pools: dict[tuple, list[str]] = {}
        for note in gold:
            for m in note.mentions:
                self.pools.setdefault(self._pool_key(m), []).append(note.text[m.start : m.end])

    @staticmethod
    def _pool_key(m: Mention) -> tuple:
        # A condition may be swapped only for one of its kind, or its traits would be wrong.
        return m.kind, next((t for t in DX_KINDS if t in m.traits), None)

    def _surface(self, m: Mention, text: str, rng: random.Random, fake: Surrogates) -> str | None:
        if m.kind in ("RXG", "RXB"):
            return self.drugs.pick(m.kind, rng) if rng.random() < self.DRUG else None
        if m.kind in PHI:
            return alike(text, m.kind, fake) if rng.random() < self.IDENTIFIER else None
        if m.kind in ("DX", "ANAT", "PROC", "TREAT", "TEST", "FREQ", "STR", "ROUTE", "DUR", "DOSE", "TIME", "QUAL"):
            return rng.choice(self.pools[self._pool_key(m)]) if rng.random() < self.OTHER else None
        return None

    def varied(self, note: Note, rng: random.Random) -> Note:
        writer = Writer(rng, self.drugs)
        surfaces = {
            i: s for i, m in enumerate(note.mentions) if (s := self._surface(m, note.text[m.start : m.end], rng, writer.fake)) is not None
        }
        out = replace_surfaces(note, surfaces)
        if rng.random() < 0.15:
            out = join_notes(parse(writer.banner()), out)
        # Some notes stay as free of identifying details as they are.
        if rng.random() < 0.7:
            out = writer.planter.plant(out, rng.choice((0, 1, 2, 3, 4)), rng.choice((0, 0, 1, 1, 2)), rng.choice((0, 1, 2, 3)))
        return out

    def notes(self, rng: random.Random) -> list[Note]:
        writer = Writer(rng, self.drugs)
        return [self.varied(n, rng) for n in self.gold] + [writer.note() for _ in range(INVENTED_NOTES)]


def alike(old: str, kind: str, fake: Surrogates) -> str:
    """Another detail that reads well where the old one stands."""
    if kind == "AGE" and any(c.isdigit() for c in old):
        return re.sub(r"\d+", lambda _: fake.years(), old, count=1)
    if kind == "NAME" and "," in old:
        return fake.formal()
    if kind == "NAME" and " " not in old:
        return fake.pick((fake.last, fake.last, fake.first, fake.full, fake.initials))()
    if kind == "ADDR":
        return fake.address() if any(c.isdigit() for c in old) else fake.pick((fake.place, fake.place, fake.city, fake.town, fake.employer, fake.school))()
    if kind == "DATE" and re.fullmatch(r"\d{4}", old):
        return fake.pick((fake.year, fake.month))()
    if kind == "PHONE" and len(old) < 8:
        return fake.extension()
    return fake.of(kind)
