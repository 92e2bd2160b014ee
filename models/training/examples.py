"""Training examples: one window with a supervision mask per body token, mentions and links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import torch

from corpora import ANY, PartialNote
from labels import DRUGS, MAX_TOKENS, OUTSIDE, RELATION_TARGETS, TAGS, TRAITS, TYPE_ID, TYPE_TRAITS, begin, inside
from notes import Note
from segment import Piece, Segmenter, Window

_masks: list[torch.Tensor] = []


def _register(allowed: set[int]) -> int:
    mask = torch.full((len(TAGS),), -1e4)
    mask[sorted(allowed)] = 0.0
    _masks.append(mask)
    return len(_masks) - 1


# Row i is added to the log-probabilities of a token with supervision i: 0 where a tag is allowed.
OPEN = _register(set(range(len(TAGS))))
_EXACT = [_register({i}) for i in range(len(TAGS))]


@cache
def _uncovered(covered: frozenset[str]) -> int:
    return _register(set(range(len(TAGS))) - {f(t) for t in covered for f in (begin, inside)})


@cache
def _one_of(kinds: frozenset[str], first: bool) -> int:
    # A corpus phrase of several possible types may be several mentions with gaps in the target scheme.
    divisible = len(kinds) > 1 and kinds != DRUGS
    allowed = {begin(t) for t in kinds} if first or divisible else set()
    if not first:
        allowed |= {inside(t) for t in kinds} | ({OUTSIDE} if divisible else set())
    return _register(allowed)


def mask_table() -> torch.Tensor:
    return torch.stack(_masks)


@dataclass
class Example:
    ids: list[int]
    shapes: list[int]
    body: int
    supervision: list[int]
    # (first token, last token, type), tokens counted in `ids`
    mentions: list[tuple[int, int, int]]
    traits: list[list[float]]
    # (mention, its targets): an empty target list teaches "unlinked"
    links: list[tuple[int, list[int]]]


def _overlap(offsets: list[tuple[int, int]], start: int, end: int) -> list[int]:
    return [i for i, (a, b) in enumerate(offsets) if a < end and b > start]


def exact_example(window: Window, note: Note) -> Example:
    supervision = [_EXACT[OUTSIDE]] * len(window.offsets)
    mentions, traits, place = [], [], {}
    low, high = window.offsets[0][0], window.offsets[-1][1]
    for index, m in enumerate(note.mentions):
        if m.end <= low or m.start >= high:
            continue
        tokens = _overlap(window.offsets, m.start, m.end)
        if not tokens:
            continue
        supervision[tokens[0]] = _EXACT[begin(m.kind)]
        for t in tokens[1:]:
            supervision[t] = _EXACT[inside(m.kind)]
        place[index] = len(mentions)
        mentions.append((window.body + tokens[0], window.body + tokens[-1], TYPE_ID[m.kind]))
        traits.append([float(t in m.traits) for t in TRAITS])
    links = [link for index, source in place.items() if (link := _link(note, index, source, place))]
    return Example(window.ids, window.shapes, window.body, supervision, mentions, traits, links)


def _link(note: Note, index: int, source: int, place: dict[int, int]) -> tuple[int, list[int]] | None:
    kinds = RELATION_TARGETS.get(note.mentions[index].kind)
    if kinds is None:
        return None
    allowed = [t for t in note.mentions[index].targets if note.mentions[t].kind in kinds]
    # A link that the scheme cannot express teaches neither a target nor "unlinked".
    if note.mentions[index].targets and not allowed:
        return None
    return source, [place[t] for t in allowed if t in place]


def partial_example(window: Window, note: PartialNote) -> Example:
    closed = _uncovered(note.covered)
    supervision = [closed] * len(window.offsets)
    low, high = window.offsets[0][0], window.offsets[-1][1]
    for start, end, kinds in note.spans:
        if end <= low or start >= high:
            continue
        for n, t in enumerate(_overlap(window.offsets, start, end)):
            if kinds is not ANY:
                supervision[t] = _one_of(kinds, n == 0)
            elif supervision[t] == closed:
                supervision[t] = OPEN
    return Example(window.ids, window.shapes, window.body, supervision, [], [], [])


class Tokenised:
    """A note tokenised once, so that each epoch can pack its windows anew."""

    def __init__(self, note: Note | PartialNote, segmenter: Segmenter):
        self.note, self.segmenter = note, segmenter
        self.pieces: list[Piece] = segmenter.pieces(note.text)

    def examples(self, limit: int = MAX_TOKENS) -> list[Example]:
        make = exact_example if isinstance(self.note, Note) else partial_example
        return [make(w, self.note) for w in self.segmenter.pack(self.pieces, limit)]


@dataclass
class Batch:
    ids: torch.Tensor
    shapes: torch.Tensor
    attention: torch.Tensor
    supervision: torch.Tensor
    body: torch.Tensor
    mentions: torch.Tensor
    traits: torch.Tensor
    trait_mask: torch.Tensor
    # One row per linking mention, shared among its targets; the last column stands for "unlinked".
    link_source: torch.Tensor
    link_targets: torch.Tensor


_TRAIT_MASK = torch.zeros(len(TYPE_ID), len(TRAITS))
for _kind, _names in TYPE_TRAITS.items():
    _TRAIT_MASK[TYPE_ID[_kind], [TRAITS.index(n) for n in _names]] = 1.0


def collate(examples: list[Example]) -> Batch:
    width = max(len(e.ids) for e in examples)
    ids = torch.zeros(len(examples), width, dtype=torch.long)
    shapes, attention, body = torch.zeros_like(ids), torch.zeros_like(ids), torch.zeros(len(examples), width, dtype=torch.bool)
    supervision = torch.full_like(ids, OPEN)
    mentions, traits, links = [], [], []
    for row, e in enumerate(examples):
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        shapes[row, : len(e.ids)] = torch.tensor(e.shapes)
        attention[row, : len(e.ids)] = 1
        span = slice(e.body, e.body + len(e.supervision))
        supervision[row, span] = torch.tensor(e.supervision)
        body[row, span] = True
        links += [(len(mentions) + s, [len(mentions) + t for t in targets]) for s, targets in e.links]
        mentions += [(row, *m) for m in e.mentions]
        traits += e.traits
    targets = torch.zeros(len(links), len(mentions) + 1)
    for i, (_, wanted) in enumerate(links):
        targets[i, wanted or [-1]] = 1 / max(1, len(wanted))
    at = torch.tensor(mentions, dtype=torch.long).view(-1, 4)
    return Batch(
        ids, shapes, attention, supervision, body, at,
        torch.tensor(traits).view(-1, len(TRAITS)), _TRAIT_MASK[at[:, 3]],
        torch.tensor([s for s, _ in links], dtype=torch.long), targets,
    )  # fmt: skip
