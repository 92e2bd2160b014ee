"""Turns notes of the reference data that were annotated in the gold markup into offsets, which may be published.

    python standoff.py --shared PATH MARKED.txt... > annotated.jsonl

A file is named `NUMBER_CORPUS__ID.txt`, or `…@START.txt` for a stretch that begins further on in the note.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from corpora import read_rows
from notes import Note, parse


def _texts(corpora: Path, corpus: str) -> dict[str, tuple[str, str]]:
    """File and text of each document, by id."""
    files = [p for p in sorted((corpora / corpus).glob("*.jsonl.gz")) if "background" not in p.name]
    return {r["id"]: (f"{corpus}/{p.name}", r["text"]) for p in files for r in read_rows(p)}


def row(note: Note, source: str, identity: str, start: int) -> dict:
    mentions = [[m.start, m.end, m.kind, sorted(m.traits), m.targets] for m in note.mentions]
    return {"source": source, "id": identity, "start": start, "length": len(note.text), "mentions": mentions}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("marked", type=Path, nargs="+")
    args = parser.parse_args()
    texts: dict[str, dict[str, tuple[str, str]]] = {}
    for path in sorted(args.marked):
        corpus, name = path.stem.split("_", 1)[1].split("__", 1)
        identity, _, start = name.partition("@")
        if corpus not in texts:
            texts[corpus] = _texts(args.shared / "corpora", corpus)
        source, text = texts[corpus][identity]
        note, at = parse(path.read_text("utf-8").rstrip("\n")), int(start or 0)
        if text[at : at + len(note.text)] != note.text:
            print(f"{path.name}: not the text of the corpus", file=sys.stderr)
            continue
        print(json.dumps(row(note, source, identity, at), separators=(",", ":")))


if __name__ == "__main__":
    main()
