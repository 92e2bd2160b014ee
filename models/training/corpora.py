"""Public corpora as partial supervision: what a corpus does not label stays open, what it covers is closed."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from labels import DRUGS, PHI

DX = frozenset({"DX"})
ANY = None
TITLE = re.compile(r"(?:Dr|Mr|Mrs|Ms|Prof|Miss|Doctor|Nurse)\.?\s+", re.I)


def _sets(mapping: dict[str, str]) -> dict[str, frozenset[str]]:
    return {label: frozenset(kinds.split()) for label, kinds in mapping.items()}


@dataclass(frozen=True)
class Source:
    path: str
    # Corpus label to the types it may stand for; a label not listed says nothing about its tokens.
    labels: dict[str, frozenset[str]]
    # Types of which every mention in the corpus is labelled.
    covered: frozenset[str]
    # Whether it is drawn more often than the rest.
    core: bool = False


@dataclass
class PartialNote:
    text: str
    # (start, end, types the mention may have or ANY)
    spans: list[tuple[int, int, frozenset[str] | None]]
    covered: frozenset[str]
    core: bool = False


_CHEMICAL = {"Disease": "DX", "Chemical": "RXG RXB"}
PHI_LABELS = _sets(
    {
        **dict.fromkeys(("PERSON", "NAME"), "NAME"),
        **dict.fromkeys(("STREET_ADDRESS", "GPE", "GEOGRAPHIC_LOCATION", "ZIP_CODE"), "ADDR"),
        "DATE_TIME": "DATE TIME",
        "DATE": "DATE",
        **dict.fromkeys(("PHONE_NUMBER", "FAX_NUMBER"), "PHONE"),
        "EMAIL_ADDRESS": "EMAIL",
        "DOMAIN_NAME": "URL",
        "AGE": "AGE",
        **dict.fromkeys(
            (
                "CREDIT_CARD", "IBAN_CODE", "US_SSN", "IP_ADDRESS", "MEDICAL_RECORD_NUMBER", "ACCOUNT_NUMBER",
                "HEALTH_PLAN_BENEFICIARY_NUMBER", "SOCIAL_SECURITY_NUMBER", "UNIQUE_IDENTIFIER",
            ),
            "ID",
        ),
    }
)  # fmt: skip
_PHI_COVERED = PHI - {"PROF", "AGE"}

SOURCES = [
    Source("bc5cdr/train.jsonl", _sets(_CHEMICAL), DX | DRUGS, core=True),
    Source(
        "ncbi_disease/train.jsonl",
        _sets(dict.fromkeys(("SpecificDisease", "Modifier", "DiseaseClass", "CompositeMention"), "DX")),
        DX,
    ),
    *(
        Source(f"biored/{part}.jsonl", _sets({"DiseaseOrPhenotypicFeature": "DX", "ChemicalEntity": "RXG RXB"}), DX | DRUGS)
        for part in ("train", "dev")
    ),
    Source(
        "maccrobat2020/train.jsonl",
        _sets(
            {
                "Sign_symptom": "DX", "Disease_disorder": "DX", "Medication": "RXG RXB",
                "Dosage": "STR DOSE FREQ ROUTE FORM RATE DUR", "Diagnostic_procedure": "TEST PROC",
                "Therapeutic_procedure": "PROC TREAT RXG RXB", "Biological_structure": "ANAT DIR",
                "Lab_value": "VAL UNIT", "Severity": "QUAL ACU", "Date": "DATE TIME", "Duration": "TIME DUR",
                "Time": "TIME", "Age": "AGE", "Sex": "GENDER", "Frequency": "FREQ", "Occupation": "PROF",
            }
        ),
        DX | DRUGS | {"AGE", "GENDER"},
    ),
    Source(
        "lct_clinical_trials/train.jsonl.gz",
        _sets(
            {
                "Condition-Name": "DX", "Drug-Name": "RXG RXB", "Procedure-Name": "PROC TEST TREAT",
                "Severity": "QUAL", "Acuteness": "ACU", "Eq-Value": "VAL AGE", "Eq-Unit": "UNIT AGE",
            }
        ),
        DX | DRUGS,
    ),
    *(
        Source(
            f"phee_v2/{split}.jsonl",
            _sets(
                {
                    "Treatment.Drug": "RXG RXB", "Treatment.Route": "ROUTE", "Treatment.Dosage": "STR DOSE UNIT FREQ",
                    "Treatment.Freq": "FREQ", "Treatment.Duration": "DUR TIME", "Subject.Gender": "GENDER",
                    "Subject.Age": "AGE", "Subject.Race": "RACE",
                }
            ),
            frozenset(),
        )
        for split in ("train", "dev")
    ),
    Source(
        "frd_eligibility/train.jsonl",
        _sets({"chronic_disease": "DX", "cancer": "DX", "treatment": "RXG RXB PROC TREAT", "clinical_variable": "TEST"}),
        frozenset(),
    ),
    Source("vaers_medtator/train.jsonl", _sets({"Vaccine": "RXG RXB", "MEDICATION": "RXG RXB", "Fever": "DX", "Headache": "DX"}), frozenset()),
    Source("presidio_synth/train.jsonl", PHI_LABELS, _PHI_COVERED | {"AGE"}),
    Source("asq_phi/train.jsonl", PHI_LABELS, _PHI_COVERED),
]  # fmt: skip
HELD_OUT = ("bc5cdr/dev.jsonl", "ncbi_disease/dev.jsonl")
# A fifth of these measures the finding of identifying details; sentences of one template stay together.
SHARED_OUT = ("presidio_synth/train.jsonl", "asq_phi/train.jsonl")


def read_rows(path: Path) -> list[dict]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines]


def _abstract(row: dict) -> str:
    """The PubMed id, where a row comes from an abstract; PHEE appends the sentence."""
    return row["id"].split("_")[0]


def for_development(path: str, row: dict) -> bool:
    """Whether a row of a set without an official development part belongs to ours."""
    group = row.get("meta", {}).get("template_id", row["id"])
    return path in SHARED_OUT and hashlib.sha1(f"{path}:{group}".encode()).digest()[0] % 5 == 0


def _convert(row: dict, source: Source) -> PartialNote:
    spans = []
    for e in row["entities"]:
        start, kinds = e["start"], source.labels.get(e["label"], ANY)
        # The target scheme leaves the title out of a name.
        if kinds == {"NAME"} and (title := TITLE.match(row["text"], start, e["end"])):
            start = title.end()
        spans.append((start, e["end"], kinds))
    # Mapped labels are laid over the unmapped ones that enclose them.
    spans.sort(key=lambda s: s[2] is not ANY)
    return PartialNote(row["text"], spans, source.covered, source.core)


def read_corpora(folder: Path) -> list[PartialNote]:
    # BioRED and PHEE share abstracts with the other two sets, among them their development parts.
    held_out = {_abstract(r) for path in HELD_OUT for r in read_rows(folder / path)}
    return [
        _convert(row, source)
        for source in SOURCES
        for row in read_rows(folder / source.path)
        if _abstract(row) not in held_out and not for_development(source.path, row)
    ]
