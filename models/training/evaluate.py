"""Scores an exported bundle on the development notes and corpora.

    python evaluate.py --shared PATH [--bundle ../default] [--json results.json]
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import argparse
import json
from collections import defaultdict
from pathlib import Path

import torch

import bundle
import phi
from calibrate import Scored, cross_fitted
from corpora import read_rows
from decode import Predictor
from labels import ATTRIBUTES, DRUGS, TRAITS, TYPES
from notes import Note, read_gold


class Count:
    """Of those found, the right ones; of those in the gold, the ones hit. Where right means equal these are the same."""

    def __init__(self):
        self.found = self.right = self.gold = self.hit = 0

    def add(self, found: set, gold: set) -> None:
        both = len(found & gold)
        self.more(len(found), both, len(gold), both)

    def more(self, found: int, right: int, gold: int, hit: int) -> None:
        self.found, self.right, self.gold, self.hit = self.found + found, self.right + right, self.gold + gold, self.hit + hit

    def row(self) -> dict:
        precision, recall = self.right / max(1, self.found), self.hit / max(1, self.gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        rounded = {k: round(v, 4) for k, v in (("precision", precision), ("recall", recall), ("f1", f1))}
        return {**rounded, "gold": self.gold, "found": self.found}


def _overlaps(a, others) -> bool:
    return any(b.kind == a.kind and b.start < a.end and b.end > a.start for b in others)


def _of_attributes(links: set) -> set:
    return {(source, target) for source, target in links if source[2] in ATTRIBUTES}


def gold_report(predictor: Predictor, notes: list[Note]) -> dict:
    types, traits, dx_traits = defaultdict(Count), defaultdict(Count), defaultdict(Count)
    strict, relaxed = Count(), Count()
    relations, attributes, given = Count(), Count(), Count()
    for note, found in zip(notes, predictor.predict_all([n.text for n in notes])):
        by_key, gold = {f.key: f for f in found}, {m.key: m for m in note.mentions}
        strict.add(set(by_key), set(gold))
        for kind in TYPES:
            types[kind].add({k for k in by_key if k[2] == kind}, {k for k in gold if k[2] == kind})
        right, hit = sum(_overlaps(f, note.mentions) for f in found), sum(_overlaps(m, found) for m in note.mentions)
        relaxed.more(len(found), right, len(note.mentions), hit)
        exact = by_key.keys() & gold.keys()
        for key in exact:
            for trait in TRAITS:
                pair = {key} if trait in by_key[key].traits else set(), {key} if trait in gold[key].traits else set()
                traits[trait].add(*pair)
                if key[2] == "DX":
                    dx_traits[trait].add(*pair)
        links, true = {(f.key, target.key) for f in found for target, _ in f.links}, note.links
        relations.add(links, true)
        attributes.add(_of_attributes(links), _of_attributes(true))
        given.add(*({(a, b) for a, b in _of_attributes(each) if a in exact and b in exact} for each in (links, true)))
    return {
        "notes": len(notes),
        "strict": strict.row(),
        "relaxed": relaxed.row(),
        "attribute_relations": attributes.row(),
        "attribute_relations_given_mentions": given.row(),
        "relations": relations.row(),
        "types": {t: types[t].row() for t in TYPES},
        "traits": {t: traits[t].row() for t in TRAITS},
        "dx_traits": {t: dx_traits[t].row() for t in TRAITS},
    }


def reliability(scores: Scored) -> dict:
    """Ten bins of scores, and the expected calibration error over them."""
    bins = [[0, 0, 0.0] for _ in range(10)]
    for score, right in scores:
        bucket = bins[min(9, int(score * 10))]
        bucket[0] += 1
        bucket[1] += right
        bucket[2] += score
    rows = [
        {"score": f"{i / 10:.1f}-{(i + 1) / 10:.1f}", "mentions": n, "mean_score": round(s / n, 3), "precision": round(r / n, 3)}
        for i, (n, r, s) in enumerate(bins)
        if n
    ]
    return {"bins": rows, "expected_error": round(sum(abs(s - r) for _, r, s in bins) / max(1, len(scores)), 4)}


def phi_report(predictor: Predictor, notes: list[Note]) -> dict:
    """Precision and recall by characters of whatever identifies, its type aside."""
    count = Count()
    right, marked, gold = phi.tally(predictor.predict_all([n.text for n in notes]), notes)
    count.more(marked, right, gold, right)
    return {"documents": len(notes), **count.row()}


def corpus_report(predictor: Predictor, path: Path, kinds: dict[str, frozenset[str]]) -> dict:
    """Strict F1 per corpus label; `kinds` gives the types that count as each label."""
    rows = read_rows(path)
    counts = {label: Count() for label in kinds}
    for row, found in zip(rows, predictor.predict_all([r["text"] for r in rows])):
        for label, wanted in kinds.items():
            gold = {(e["start"], e["end"]) for e in row["entities"] if len(kinds) == 1 or e["label"] == label}
            counts[label].add({(f.start, f.end) for f in found if f.kind in wanted}, gold)
    return {"documents": len(rows), **{label: c.row() for label, c in counts.items()}}


def report(predictor: Predictor, shared: Path) -> dict:
    dx = frozenset({"DX"})
    dev = read_gold(shared / "annotation/gold/dev.jsonl")
    return {
        "gold_dev": gold_report(predictor, dev),
        "reliability": reliability(cross_fitted(predictor, dev)),
        "phi": {"dev": phi_report(predictor, dev)} | {name: phi_report(predictor, notes) for name, notes in phi.sets(shared).items()},
        "bc5cdr_dev": corpus_report(predictor, shared / "corpora/bc5cdr/dev.jsonl", {"Disease": dx, "Chemical": DRUGS}),
        "ncbi_dev": corpus_report(predictor, shared / "corpora/ncbi_disease/dev.jsonl", {"Disease": dx}),
    }


def _cells(name: str, row: dict) -> str:
    return f"| {name} | {row['precision']:.3f} | {row['recall']:.3f} | {row['f1']:.3f} | {row['gold']} |"


def markdown(results: dict) -> str:
    gold = results["gold_dev"]
    head = ["| | precision | recall | F1 | in the gold |", "|---|---|---|---|---|"]
    lines = [f"Development notes ({gold['notes']}):", "", *head]
    lines += [_cells("all types, strict", gold["strict"]), _cells("all types, overlap", gold["relaxed"])]
    lines += [_cells("links of attributes", gold["attribute_relations"])]
    lines += [_cells("links of attributes, both ends found", gold["attribute_relations_given_mentions"])]
    lines += [_cells("all links", gold["relations"])]
    by_count = sorted(gold["types"].items(), key=lambda item: -item[1]["gold"])
    lines += [_cells(t, row) for t, row in by_count]
    lines += ["", "Traits of the mentions found exactly:", "", *head]
    lines += [_cells(t, row) for t, row in gold["traits"].items()]
    lines += [_cells(f"{t} of DX", row) for t, row in gold["dx_traits"].items() if row["gold"]]
    lines += ["", "Identifying details by characters, whatever their type:", "", *head]
    lines += [_cells(f"{name} ({row['documents']})", row) for name, row in results["phi"].items()]
    lines += ["", "Abstracts (official development parts), strict:", "", *head]
    lines += [_cells("BC5CDR disease", results["bc5cdr_dev"]["Disease"])]
    lines += [_cells("BC5CDR chemical as drug", results["bc5cdr_dev"]["Chemical"])]
    lines += [_cells("NCBI disease", results["ncbi_dev"]["Disease"])]
    calibration = results["reliability"]
    lines += ["", f"Reliability of the mention score (expected error {calibration['expected_error']:.3f}):", "", "| score | mentions | mean score | precision |", "|---|---|---|---|"]
    lines += [f"| {b['score']} | {b['mentions']} | {b['mean_score']:.2f} | {b['precision']:.2f} |" for b in calibration["bins"]]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, default=Path(__file__).parent.parent / "default")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    results = report(bundle.load(args.bundle), args.shared)
    print(markdown(results))
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
