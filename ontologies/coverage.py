#!/usr/bin/env python3
"""How much of annotated notes the bundled terminology covers.

Reads notes as JSON lines ({"entities": [{"text", "type", "code"}], "relations": [{"from", "to"}]}), links each
condition that has a code, without and with its attributes, and each drug, and prints the shares:

    coverage.py --gold dev.jsonl [--errors N]
"""
import argparse
import collections
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ATTRIBUTES = {"ANAT", "DIR", "ACU", "QUAL"}


def link(lines):
    """Concepts of each query line, best first."""
    command = ["cargo", "run", "--release", "-q", "-p", "wardlake-ontologies", "--example", "link"]
    done = subprocess.run(command, cwd=ROOT, input="\n".join(lines) + "\n", text=True, stdout=subprocess.PIPE, check=True)
    return [[cell.split(" ")[1] for cell in row.split("\t") if cell] for row in done.stdout.split("\n")[:-1]]


def attributes(note, index):
    """Surfaces linked to an entity, and to its site, in note order."""
    found, sources = [], {index}
    for _ in range(2):
        for relation in note["relations"]:
            entity = note["entities"][relation["from"]]
            if relation["to"] in sources and entity["type"] in ATTRIBUTES and relation["from"] not in found:
                found.append(relation["from"])
        sources |= {i for i in found if note["entities"][i]["type"] == "ANAT"}
    return [clean(note["entities"][i]["text"]) for i in sorted(found)]


def clean(text):
    return " ".join(text.split())


def report(name, queries, answers, errors):
    total = len(queries)
    found = sum(bool(a) for a in answers)
    exact = sum(code in a[:1] for (_, code), a in zip(queries, answers))
    three = sum(bool(a) and a[0][:3] == code[:3] for (_, code), a in zip(queries, answers))
    five = sum(code in a for (_, code), a in zip(queries, answers))
    print(f"{name}: {total} mentions, found {found / total:.3f}, top-1 exact {exact / total:.3f}, "
          f"top-1 three characters {three / total:.3f}, top-5 exact {five / total:.3f}")
    wrong = collections.Counter(
        (line.lower(), code, a[0] if a else "-") for (line, code), a in zip(queries, answers) if a[:1] != [code])
    for (line, code, got), count in wrong.most_common(errors):
        print(f"  {count}\t{line}\texpected {code}\tgot {got}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", required=True, type=Path)
    parser.add_argument("--errors", type=int, default=0, help="print this many of the most frequent errors")
    args = parser.parse_args()
    bare, full, drugs = [], [], []
    for line in args.gold.open(encoding="utf-8"):
        note = json.loads(line)
        for index, entity in enumerate(note["entities"]):
            surface = clean(entity["text"])
            if entity["type"] == "DX" and entity["code"]:
                bare.append((f"icd10cm\t{surface}", entity["code"]))
                full.append(("\t".join([f"icd10cm\t{surface}", *attributes(note, index)]), entity["code"]))
            elif entity["type"] in ("RXG", "RXB"):
                drugs.append(f"rxnorm\t{surface}")
    answers = link([q for q, _ in bare] + [q for q, _ in full] + drugs)
    report("conditions, surface alone", bare, answers[:len(bare)], 0)
    report("conditions, with attributes", full, answers[len(bare):2 * len(bare)], args.errors)
    found = [bool(a) for a in answers[2 * len(bare):]]
    print(f"drugs: {len(drugs)} mentions, found {sum(found) / max(len(found), 1):.3f}")
    missed = collections.Counter(q.lower() for q, f in zip(drugs, found) if not f)
    for surface, count in missed.most_common(args.errors):
        print(f"  {count}\t{surface}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
