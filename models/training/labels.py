"""The label scheme: entity types, traits and which relations are allowed."""

ENTITIES = sorted(
    "DX RXG RXB TEST PROC TREAT ALC TOB DRUG ALLERGY ANAT GENDER RACE "
    "NAME AGE DATE ID PHONE EMAIL URL ADDR PROF TIME".split()
)
ATTRIBUTES = sorted("STR DOSE FORM ROUTE FREQ DUR RATE VAL UNIT ACU QUAL DIR AMT".split())
TYPES = ENTITIES + ATTRIBUTES
TYPE_ID = {t: i for i, t in enumerate(TYPES)}

TAGS = ["O"] + [prefix + t for t in TYPES for prefix in ("B-", "I-")]
OUTSIDE = 0

TRAITS = ["diag", "sign", "sym", "neg", "hyp", "low", "fam", "past", "fut"]
# A DX carries exactly one of these.
DX_KINDS = TRAITS[:3]

_ORDER = {"neg", "past", "hyp", "fut"}
_HABIT = {"neg", "past"}
TYPE_TRAITS = {
    "DX": [t for t in TRAITS if t != "fut"],
    **{t: [x for x in TRAITS if x in _HABIT] for t in ("RXG", "RXB", "ALC", "TOB", "DRUG", "ALLERGY")},
    **{t: [x for x in TRAITS if x in _ORDER] for t in ("TEST", "PROC", "TREAT")},
}

DRUGS = frozenset({"RXG", "RXB"})
PHI = frozenset({"NAME", "AGE", "DATE", "ID", "PHONE", "EMAIL", "URL", "ADDR", "PROF"})

# Pairs seen at least five times in the gold training notes; rarer ones there are slips or one-offs.
RELATION_TARGETS = {
    "ACU": ["DX"],
    "AMT": ["ALC", "DRUG", "TOB"],
    "ANAT": ["DX", "PROC", "TEST", "TREAT"],
    "DIR": ["ANAT", "DX", "PROC", "TEST"],
    "DOSE": ["RXB", "RXG"],
    "DUR": ["RXB", "RXG", "TOB"],
    "FORM": ["RXB", "RXG"],
    "FREQ": ["ALC", "DRUG", "RXB", "RXG", "TOB"],
    "QUAL": ["DX"],
    "RATE": ["RXB", "RXG", "TREAT"],
    "ROUTE": ["RXB", "RXG", "TREAT"],
    "STR": ["RXB", "RXG"],
    "TIME": ["ALC", "DRUG", "DX", "PROC", "RXB", "RXG", "TEST", "TOB", "TREAT"],
    "UNIT": ["TEST"],
    "VAL": ["ANAT", "PROC", "TEST"],
}
MAX_DISTANCE = 16
RELATION_WIDTH = 128
MAX_TOKENS = 128
# Ways to write a token in letters; see segment.py.
SHAPES = 4


def begin(kind: str) -> int:
    return 1 + 2 * TYPE_ID[kind]


def inside(kind: str) -> int:
    return begin(kind) + 1
