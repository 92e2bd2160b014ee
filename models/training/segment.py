"""Cuts a note into pieces, sections and windows. The Rust crate does the same, bit for bit; README.md holds the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from labels import MAX_TOKENS

SECTIONS = Path(__file__).parent.parent / "src" / "segment" / "sections.tsv"
HEADER_LIMIT = 60
ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st vs no fig approx dept jr sr e.g i.e etc pt inc "
    "b.i.d t.i.d q.i.d q.d q.h.s p.o p.r.n i.v i.m s.c h.s a.m p.m".split()
)
_STOP = re.compile(r"""[.!?]["')\]]*(?=\s)""")


@dataclass(frozen=True)
class Piece:
    start: int
    end: int
    section: str | None = None
    header: bool = False
    ids: tuple[int, ...] = ()
    shapes: tuple[int, ...] = ()
    offsets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Window:
    """`ids` with specials and title; the body starts at `body` and has one offset pair per token."""

    ids: list[int]
    shapes: list[int]
    body: int
    offsets: list[tuple[int, int]]


@cache
def section_titles() -> dict[str, str]:
    """Normalised title to section kind, in the order of the table."""
    rows = (line.split("\t") for line in SECTIONS.read_text("utf-8").splitlines() if line)
    return {title: kind for kind, title in rows}


def canonical_titles() -> dict[str, str]:
    first: dict[str, str] = {}
    for title, kind in section_titles().items():
        first.setdefault(kind, title)
    return first


def normalise_title(text: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    if len(words) > 1 and words[0].isdecimal():
        words = words[1:]
    return " ".join(words)


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    """Whether the mark at `stop`, with white space from `after` on, closes a sentence."""
    rest = text[after:].lstrip()
    if not rest or not (rest[0].isupper() or rest[0] in '0123456789"([-*'):
        return False
    if text[stop] != ".":
        return True
    first = stop
    while first > 0 and (text[first - 1].isalpha() or text[first - 1] == "."):
        first -= 1
    word = text[first:stop]
    initial = len(word) == 1 and word.isupper()
    return not initial and word.lower() not in ABBREVIATIONS


def shape(token: str) -> int:
    """How a token is written, which the uncased ids do not tell: 0 without capitals, 1 Capitalised, 2 with more, 3 one."""
    capitals = sum(c.isupper() for c in token)
    if not capitals:
        return 0
    if len(token) == 1:
        return 3
    return 1 if capitals == 1 and token[0].isupper() else 2


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _line_pieces(text: str, start: int, end: int):
    line = text[start:end]
    at = 0
    for m in _STOP.finditer(line):
        if m.start() >= at and _ends_sentence(line, m.start(), m.end()):
            yield start + at, start + m.end()
            at = m.end()
    yield start + at, end


def _header_kind(text: str, piece: tuple[int, int], line: tuple[int, int] | None) -> str | None:
    colon = text.find(":", piece[0], min(piece[1], piece[0] + HEADER_LIMIT))
    if colon >= 0:
        title = text[piece[0] : colon]
    elif line and line[1] - line[0] <= HEADER_LIMIT:
        title = text[line[0] : line[1]]
    else:
        return None
    title = normalise_title(title)
    # Inside a line a single letter is more often a list item than a heading.
    return section_titles().get(title) if line or len(title) > 1 else None


def pieces(text: str) -> list[Piece]:
    out: list[Piece] = []
    section = None
    at = 0
    for raw in text.split("\n"):
        line = _trim(text, at, at + len(raw))
        at += len(raw) + 1
        first = True
        for span in _line_pieces(text, *line):
            start, end = _trim(text, *span)
            if start == end:
                continue
            kind = _header_kind(text, (start, end), line if first else None)
            section = kind or section
            out.append(Piece(start, end, section, kind is not None))
            first = False
    return out


class Segmenter:
    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer = tokenizer
        self.cls, self.sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        self.titles = {k: self._encode(t)[0] for k, t in canonical_titles().items()}

    def _encode(self, text: str):
        e = self.tokenizer.encode(text, add_special_tokens=False)
        return tuple(e.ids), tuple(e.offsets)

    def pieces(self, text: str) -> list[Piece]:
        found = pieces(text)
        encoded = self.tokenizer.encode_batch([text[p.start : p.end] for p in found], add_special_tokens=False)
        return [
            replace(
                p, ids=tuple(e.ids), shapes=tuple(shape(text[p.start + a : p.start + b]) for a, b in e.offsets),
                offsets=tuple((p.start + a, p.start + b) for a, b in e.offsets),
            )
            for p, e in zip(found, encoded)
            if e.ids
        ]

    def pack(self, found: list[Piece], limit: int = MAX_TOKENS) -> list[Window]:
        """Greedy packing; a piece too long for a window of its own is cut at a word start."""
        windows: list[Window] = []
        queue = list(reversed(found))
        while queue:
            head = queue[-1]
            prefix = [self.cls]
            if head.section and not head.header:
                prefix += [*self.titles[head.section], self.sep]
            budget = limit - len(prefix) - 1
            ids: list[int] = []
            shapes: list[int] = []
            offsets: list[tuple[int, int]] = []
            while queue and len(ids) + len(queue[-1].ids) <= budget:
                piece = queue.pop()
                ids += piece.ids
                shapes += piece.shapes
                offsets += piece.offsets
            if not ids:
                piece = queue.pop()
                cut = self._cut(piece, budget)
                ids, shapes, offsets = list(piece.ids[:cut]), list(piece.shapes[:cut]), list(piece.offsets[:cut])
                rest = replace(piece, ids=piece.ids[cut:], shapes=piece.shapes[cut:], offsets=piece.offsets[cut:])
                queue.append(replace(rest, header=False))
            plain = [0] * len(prefix)
            windows.append(Window([*prefix, *ids, self.sep], [*plain, *shapes, 0], len(prefix), offsets))
        return windows

    def _cut(self, piece: Piece, budget: int) -> int:
        for cut in range(budget, 0, -1):
            if not self.tokenizer.id_to_token(piece.ids[cut]).startswith("##"):
                return cut
        return budget

    def windows(self, text: str) -> list[Window]:
        return self.pack(self.pieces(text))
