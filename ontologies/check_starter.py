#!/usr/bin/env python3
"""Checks the starter terminology against the published releases.

    check_starter.py --shared DIR

DIR holds `ontologies/` with the ICD-10-CM order file and the RxNorm tables. Reports each code that no release
knows, each title that contradicts the release's, each ICD-10-CM code that is not billable, each RxNorm term type
that differs, and each term listed twice for a code; then the counts. Exits with 1 when there is anything to report.
"""
import argparse
import collections
import json
import lzma
import sys
from pathlib import Path

STARTER = Path(__file__).resolve().parent / "starter"


def rows(name):
    """(line number, fields) of each concept of a starter file."""
    for number, line in enumerate((STARTER / name).read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


def folded(text):
    return " ".join(text.lower().replace("-", " ").replace("/", " / ").replace(",", " ").split())


def icd10cm(folder):
    """code -> (title, billable) of the order file."""
    known = {}
    with lzma.open(folder / "icd10cm-cdc/icd10cm-order-2026.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            code = line[6:13].strip()
            dotted = code if len(code) == 3 else f"{code[:3]}.{code[3:]}"
            known[dotted] = (line[77:].strip(), line[14] == "1")
    return known


def rxnorm(folder):
    """rxcui -> ({names}, {term types}) of all tables: the main one lacks what begins with A."""
    known = collections.defaultdict(lambda: (set(), set()))
    with lzma.open(folder / "rxnorm-prescribable-20251006/rxnorm_concepts.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            code, term_type, name = line.rstrip("\n").split("\t")[:3]
            known[code][0].add(folded(name))
            known[code][1].add(term_type)
    with lzma.open(folder / "rxterms-202606-pill-o-clock/drug-ingredients.json.xz") as file:
        for code, name in json.load(file)["names"].items():
            known[code][0].add(folded(name))
    with lzma.open(folder / "derived/drug_mention_pairs.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            mention, code, term_type = line.rstrip("\n").split("\t")[:3]
            known[code][0].add(folded(mention))
            if term_type in ("IN", "PIN", "MIN", "BN", "SCD", "SBD"):
                known[code][1].add(term_type)
    return known


def check_terms(where, cell, problems):
    terms = [term.rsplit("@", 1)[0].strip().lower() for term in cell.split(";") if term.strip()]
    for term, count in collections.Counter(terms).items():
        if count > 1:
            problems.append(f"{where}: term listed {count} times: {term}")
    return len(set(terms))


def check_icd10cm(known, problems):
    codes = terms = 0
    for number, (code, title, cell) in rows("icd10cm.tsv"):
        where = f"icd10cm.tsv:{number}: {code}"
        codes += 1
        terms += 1 + check_terms(where, cell, problems)
        if code not in known:
            problems.append(f"{where}: unknown code")
        elif known[code][0] != title:
            problems.append(f"{where}: title is {known[code][0]!r}")
        elif not known[code][1]:
            problems.append(f"{where}: not billable")
    print(f"ICD-10-CM: {codes} codes, {terms} terms with titles")


def check_rxnorm(known, problems):
    types = collections.Counter()
    terms = 0
    for number, (code, title, term_type, cell) in rows("rxnorm.tsv"):
        where = f"rxnorm.tsv:{number}: {code}"
        types[term_type] += 1
        terms += 1 + check_terms(where, cell, problems)
        names, known_types = known.get(code, (set(), set()))
        if not names:
            problems.append(f"{where}: unknown code")
        elif folded(title) not in names:
            problems.append(f"{where}: title {title!r} is none of its names")
        elif known_types and term_type not in known_types:
            problems.append(f"{where}: term type {term_type}, the release has {sorted(known_types)}")
    print(f"RxNorm: {sum(types.values())} concepts, {terms} terms with titles, {dict(types)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", required=True, type=Path)
    folder = parser.parse_args().shared / "ontologies"
    problems = []
    check_icd10cm(icd10cm(folder), problems)
    check_rxnorm(rxnorm(folder), problems)
    print("\n".join(problems) if problems else "nothing unknown, nothing contradicting")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
