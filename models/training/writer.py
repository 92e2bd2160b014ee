"""Short invented notes in the markup of the gold notes."""

from __future__ import annotations

import lzma
import random
from collections.abc import Callable
from pathlib import Path

import lexicon as lex
import scenes
from notes import Note, parse
from planting import Planter
from segment import section_titles
from surrogates import Surrogates


class Drugs:
    """Common names half of the time, otherwise any name of RxNorm: an unseen brand should still look like one."""

    def __init__(self, concepts: Path | None = None):
        self.names = {"RXG": (lex.GENERICS, []), "RXB": (lex.BRANDS, [])}
        lines = lzma.open(concepts, "rt", encoding="utf-8").read().splitlines()[1:] if concepts else []
        for line in lines:
            _, term, name, *_ = line.split("\t")
            kind = {"IN": "RXG", "PIN": "RXG", "BN": "RXB"}.get(term)
            # Longer names are extracts and kits that no note spells out.
            if kind and len(name) <= 24 and len(name.split()) <= 2 and not set(name) & set(",/[]|"):
                self.names[kind][1].append(name)

    def pick(self, kind: str, rng: random.Random) -> str:
        common, rare = self.names[kind]
        return rng.choice(rare if rare and rng.random() < 0.5 else common)


class Writer:
    """Short invented notes in the markup of the gold notes."""

    def __init__(self, rng: random.Random, drugs: Drugs):
        self.rng, self.drugs, self.fake, self.last_id = rng, drugs, Surrogates(rng), 0
        self.planter = Planter(self.fake, scenes.TEMPLATES)
        # A title line belongs to its section, so that the window prefixes of invented notes are true.
        self.titles: dict[str, list[str]] = {}
        for title, kind in section_titles().items():
            self.titles.setdefault(kind, []).append(title)

    def pick(self, items):
        return self.rng.choice(items)

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def fresh(self) -> int:
        self.last_id += 1
        return self.last_id

    def phi(self, kind: str) -> str:
        return f"[[{self.fake.of(kind)}|{kind}]]"

    def drug(self, flags: str = "") -> str:
        kind = "RXG" if self.chance(0.5) else "RXB"
        return f"[[{self.drugs.pick(kind, self.rng)}|{kind}|{flags}]]"

    def strength(self) -> str:
        n = self.pick((0.1, 0.25, 0.5, 1, 2, 2.5, 4, 5, 7.5, 10, 12.5, 15, 20, 25, 30, 40, 50, 75, 80, 100, 125, 150, 200, 250, 300, 400, 500, 600, 800, 1000))
        unit = self.pick(("mg", "mg", "mg", "mg", "mcg", "units", "mg/mL", "g", "%", "mEq", "mg/5 mL", "IU"))
        return f"{n}{self.pick((' ', ' ', ''))}{unit}"

    def dose(self) -> str:
        return self.pick((
            "1 tablet", "1 tab", "2 tabs", "one tablet", "two tablets", "1/2 tab", "half a tablet", "1 capsule", "2 puffs",
            "1-2 puffs", "5 mL", "10 mL", "1 spray", "2 sprays", "one drop", "2 drops", "10 units", "18 units", "1 application",
            "1-2 tablets", "1 patch", "one teaspoon", "1 vial", "2 capsules", "15 ml", "a thin layer",
        ))  # fmt: skip

    def route(self) -> str:
        return self.pick((
            "PO", "po", "p.o.", "by mouth", "orally", "IV", "IM", "SC", "SQ", "subcutaneously", "topically", "SL", "PR",
            "inhaled", "intranasally", "per rectum", "in both eyes", "to affected area", "via nebulizer", "sublingually",
            "under the skin", "oral", "OU", "in each nostril",
        ))  # fmt: skip

    def frequency(self) -> str:
        hours = self.pick((4, 6, 8, 12, 24, 48))
        return self.pick((
            "daily", "once daily", "twice daily", "twice a day", "three times daily", "BID", "b.i.d.", "bid", "TID", "t.i.d.",
            "QID", "qd", "q.d.", "qhs", "q.h.s.", "at bedtime", "every morning", "qAM", "nightly", f"q{hours}h",
            f"every {hours} hours", f"q{hours}h prn", "p.r.n.", "as needed", "PRN", "once a week", "weekly", "every other day",
            "with meals", "monthly", "before meals", "once a day", "q day", "2 times a day", "every evening", "each night",
        ))  # fmt: skip

    def duration(self) -> str:
        n = self.pick((3, 5, 7, 10, 14, 21, 30))
        return self.pick((f"for {n} days", f"x {n} days", f"x{n}d", f"x {n}d", f"x {n} doses", f"x{n} days", f"{n} days", f"for {n} more days", f"for {self.pick((2, 4, 6))} weeks"))

    def span(self) -> str:
        n = self.rng.randint(2, 12)
        unit = self.pick(("days", "weeks", "months", "years"))
        return self.pick((
            f"for {n} {unit}", f"{n} {unit} ago", f"for the past {n} {unit}", "since yesterday", "last week", "this morning",
            "last night", f"over the last {n} {unit}", f"x {n} {unit}", "since childhood", f"since last {self.pick(('Monday', 'summer', 'month'))}",
        ))  # fmt: skip

    def join(self, items: list[str], word: str) -> str:
        if len(items) == 1:
            return items[0]
        comma = self.pick((",", ",", ""))
        return f"{', '.join(items[:-1])}{comma} {word} {items[-1]}"

    def conditions(self, names: list[str], flags: str, low: int, high: int) -> list[str]:
        return [f"[[{n}|DX|{flags}]]" for n in self.rng.sample(names, self.rng.randint(low, high))]

    def symptom(self, flags: str = "sym") -> str:
        return f"[[{self.pick(lex.SYMPTOMS)}|DX|{flags}]]"

    def diagnosis(self, flags: str = "diag") -> str:
        return f"[[{self.pick(lex.DIAGNOSES)}|DX|{flags}]]"

    # Sentences and lines

    def sig(self) -> str:
        n = self.fresh()
        parts = [self.drug(f"#{n}")]
        if self.chance(0.75):
            parts.append(f"[[{self.strength()}|STR|>{n}]]")
        if self.chance(0.25):
            form = self.pick(("tablet", "tabs", "capsule", "cap", "cream", "ointment", "patch", "inhaler", "solution", "nasal spray", "drops", "suspension", "gel", "XR tablet"))
            parts.append(f"[[{form}|FORM|>{n}]]")
        verb = self.pick(("", "", "", "Take", "take", "- take", "Use", "Sig:"))
        parts += [verb] if verb else []
        if self.chance(0.5):
            parts.append(f"[[{self.dose()}|DOSE|>{n}]]")
        if self.chance(0.6):
            parts.append(f"[[{self.route()}|ROUTE|>{n}]]")
        if self.chance(0.85):
            parts.append(f"[[{self.frequency()}|FREQ|>{n}]]")
        if self.chance(0.25):
            parts.append(f"[[{self.duration()}|DUR|>{n}]]")
        if self.chance(0.2):
            parts.append(f"for {self.symptom(self.pick(('sym', 'sym hyp')))}" if self.chance(0.5) else f"for {self.diagnosis()}")
        return " ".join(parts)

    def bare_sig(self) -> str:
        parts = [self.pick(("take", "Take", "use", "inject", "apply", "Inhale")), f"[[{self.dose()}|DOSE]]"]
        parts += [f"[[{self.route()}|ROUTE]]", f"[[{self.frequency()}|FREQ]]"]
        if self.chance(0.4):
            parts.append(f"[[{self.duration()}|DUR]]")
        if self.chance(0.3):
            parts.append(f"[[{self.pick(('as needed', 'prn', 'PRN'))}|FREQ]] {self.pick(('for ', ''))}{self.symptom('sym hyp')}")
        return " ".join(parts)

    def negations(self) -> str:
        denied = self.conditions(lex.SYMPTOMS, "sym neg", 1, 6)
        had = self.conditions(lex.SYMPTOMS, "sym", 1, 2)
        return self.pick((
            f"{self.pick(('Denies', 'He denies', 'She denies', 'Patient denies', 'Pt denies any', 'Denied'))} {self.join(denied, 'or')}.",
            f"{self.pick(('No', 'There is no', 'Has had no', 'Without'))} {self.join(denied, 'or')}.",
            f"{self.pick(('Negative for', 'ROS negative for', 'Neg for'))} {self.join(denied, 'and')}.",
            f"Positive for {self.join(had, 'and')}, negative for {self.join(denied, 'and')}.",
            f"Reports {self.join(had, 'and')} but no {self.join(denied, 'or')}.",
            f"{self.join(had, 'and')}, but denies {self.join(denied, 'or')}.",
            f"No {denied[0]}. {had[0]} persists.",
        ))  # fmt: skip

    def system_line(self) -> str:
        n = self.fresh()
        system = f"[[{self.pick(lex.SYSTEMS)}|ANAT]]"
        return self.pick(("", "- ", "• ")) + f"{system}: {self.negations()}" + (
            f" [[{self.pick(lex.TESTS)}|TEST|#{n}]] [[{self.pick(('normal', 'unremarkable', 'pending', 'negative'))}|VAL|>{n}]]." if self.chance(0.2) else ""
        )  # fmt: skip

    def exam_line(self) -> str:
        n = self.fresh()
        found, absent = self.conditions(lex.SIGNS, "sign", 1, 2), self.conditions(lex.SIGNS, "sign neg", 1, 4)
        side = self.pick(("left", "right", "bilateral", "L", "R"))
        site = f"[[{side}|DIR|>{n}]] [[{self.pick(lex.SITES)}|ANAT|>{n}]]"
        grade = self.pick(("mild", "moderate", "marked", "2+", "trace", "diffuse", "slight"))
        sign = self.pick(lex.SIGNS)
        return self.pick((
            f"No {self.join(absent, 'or')}.",
            f"[[{grade}|QUAL|>{n}]] [[{sign}|DX|sign #{n}]] of the {site}. No {self.join(absent, 'or')}.",
            f"[[{sign}|DX|sign #{n}]] over the {site}, {self.pick(('without', 'no'))} {self.join(absent, 'or')}.",
            f"[[{self.pick(('Lungs', 'Chest', 'Heart'))}|ANAT]]: {self.join(found, 'and')}, no {self.join(absent, 'or')}.",
        ))  # fmt: skip

    def complaint(self) -> str:
        n = self.fresh()
        word = self.pick(("acute", "chronic", "intermittent", "worsening", "recurrent"))
        kind = self.pick(("severe", "burning", "sharp", "dull", "throbbing", "mild", "8/10"))
        side = self.pick(("left", "right", "bilateral"))
        site = self.pick(lex.SITES)
        return self.pick((
            f"[[{word}|ACU|>{n}]] [[{self.pick(lex.SYMPTOMS)}|DX|sym #{n}]] [[{self.span()}|TIME|>{n}]].",
            f"[[{kind}|QUAL|>{n}]] [[pain|DX|sym #{n}]] in the [[{side}|DIR|>{n}]] [[{site}|ANAT|>{n}]] [[{self.span()}|TIME|>{n}]].",
            f"Presents with [[{kind}|QUAL|>{n}]] [[{self.pick(lex.SYMPTOMS)}|DX|sym #{n}]] [[{self.span()}|TIME|>{n}]]. {self.negations()}",
            f"[[{self.pick(lex.SYMPTOMS)}|DX|sym #{n}]] began [[{self.span()}|TIME|>{n}]], worse with exertion.",
        ))  # fmt: skip

    def relatives(self) -> str:
        who = self.pick(lex.RELATIVES)
        some, none = self.conditions(lex.DIAGNOSES, "diag fam", 1, 3), self.conditions(lex.DIAGNOSES, "diag neg fam", 1, 3)
        other = self.pick(lex.RELATIVES)
        return self.pick((
            f"{who.capitalize()} had {self.join(some, 'and')}.",
            f"{who.capitalize()} with {self.join(some, 'and')}; {other} with {self.diagnosis('diag fam')}.",
            f"{who.capitalize()}: {', '.join(some)}.",
            f"No family history of {self.join(none, 'or')}.",
            f"{who.capitalize()} died of {some[0]} at [[{self.rng.randint(30, 92)}|AGE]].",
            f"Family history is significant for {self.join(some, 'and')} in {self.pick(('his', 'her'))} {who}.",
            f"Strong family history of {self.join(some, 'and')}. Negative for {self.join(none, 'or')}.",
            f"{self.join(some, 'and')} in {who}, no {none[0]}.",
        ))  # fmt: skip

    def habits(self) -> str:
        n, m = self.fresh(), self.fresh()
        packs = self.pick(("1 pack", "half a pack", "1/2 pack", "2 packs", "five cigarettes", "1 ppd", "0.5 ppd"))
        drinks = self.pick(("two beers", "1 glass of wine", "3 drinks", "a six-pack", "2 drinks"))
        count, drink = self.pick((("two", "beers"), ("1 to 2", "drinks"), ("3", "glasses of wine"), ("a few", "beers")))
        years = self.pick((5, 10, 20, 30, 40))
        often = self.pick(("per day", "a day", "daily", "per week", "on weekends", "nightly", "occasionally"))
        return self.pick((
            f"[[Smokes|TOB|#{n}]] [[{packs}|AMT|>{n}]] [[{often}|FREQ|>{n}]] [[for {years} years|DUR|>{n}]].",
            f"{self.pick(('Former', 'Ex'))}{self.pick((' ', '-'))}[[smoker|TOB|past]], quit in {self.phi('DATE')}.",
            f"Never [[smoker|TOB|neg]]. [[Alcohol|ALC|#{m}]]: [[{drinks}|AMT|>{m}]] [[{often}|FREQ|>{m}]].",
            f"Denies [[tobacco|TOB|neg]], [[alcohol|ALC|neg]] or [[illicit drug use|DRUG|neg]].",
            f"No [[smoking|TOB|neg]]. No [[{self.pick(('recreational drugs', 'drug use', 'IV drug use', 'marijuana'))}|DRUG|neg]].",
            f"[[{self.pick(('Drinks', 'drinks'))}|ALC|#{m}]] [[{count}|AMT|>{m}]] {drink} [[{often}|FREQ|>{m}]].",
            f"Uses [[{self.pick(('marijuana', 'cocaine', 'cannabis', 'heroin'))}|DRUG|#{n}]] [[{often}|FREQ|>{n}]].",
            f"{self.pick(('Works as a', 'Employed as a', 'Occupation:', 'He is a', 'She is a retired'))} {self.phi('PROF')}. Lives in {self.phi('ADDR')} with {self.pick(('spouse', 'family', 'his wife'))}.",
            f"Quit [[smoking|TOB|past]] [[{years} years ago|TIME]]. [[EtOH|ALC|neg]]: none.",
        ))  # fmt: skip

    def allergies(self) -> str:
        reaction = self.pick(("rash", "hives", "anaphylaxis", "nausea", "angioedema", "itching"))
        return self.pick((
            "[[NKDA|ALLERGY]].", "[[No known drug allergies|ALLERGY]].", f"[[Allergic|ALLERGY]] to {self.drug()}.",
            f"{self.drug()} ([[{reaction}|DX|sym]]).", f"{self.drug()} causes [[{reaction}|DX|sym]].",
            f"{self.drug()}, {self.drug()}.", f"Reports [[allergy|ALLERGY]] to {self.drug()} - [[{reaction}|DX|sym]].",
        ))  # fmt: skip

    def measurement(self) -> str:
        n = self.fresh()
        if self.chance(0.15):
            word = self.pick(("normal", "elevated", "negative", "positive", "within normal limits", "unremarkable", "pending", "low"))
            return f"[[{self.pick(lex.TESTS)}|TEST|#{n}]] {self.pick(('', 'was ', 'is '))}[[{word}|VAL|>{n}]]"
        if self.chance(0.15):
            pressure = f"{self.rng.randint(88, 190)}/{self.rng.randint(50, 110)}"
            return f"[[{self.pick(('BP', 'blood pressure', 'Blood pressure'))}|TEST|#{n}]]{self.pick((' ', ': ', ' of '))}[[{pressure}|VAL|>{n}]]" + (
                f" [[mmHg|UNIT|>{n}]]" if self.chance(0.3) else ""
            )
        test, unit, low, high, decimals = self.pick(lex.LABS)
        value = f"{self.rng.uniform(low, high):.{decimals}f}"
        shown = f"{self.pick(('', ' '))}[[{unit}|UNIT|>{n}]]" if unit and self.chance(0.7) else ""
        return f"[[{test}|TEST|#{n}]]{self.pick((' ', ': ', ' was ', ' of ', ' = '))}[[{value}|VAL|>{n}]]{shown}"

    def measurements(self) -> str:
        return self.pick((", ", "; ", "\n")).join(self.measurement() for _ in range(self.rng.randint(2, 7)))

    def history(self) -> str:
        m = self.fresh()
        past = self.conditions(lex.DIAGNOSES, "diag past", 1, 3)
        now = self.conditions(lex.DIAGNOSES, "diag", 1, 4)
        operation = f"[[{self.pick(lex.PROCEDURES)}|PROC|past]]"
        return self.pick((
            f"{self.pick(('History of', 'Hx of', 'h/o', 'Past history of'))} {self.join(past, 'and')}.",
            f"{self.pick(('S/p', 's/p', 'Status post'))} {operation} in {self.phi('DATE')}.",
            f"{operation} {self.phi('DATE')}.",
            f"{self.join(now, 'and')}.", "\n".join(now),
            f"[[{self.pick(lex.PROCEDURES)}|PROC|past #{m}]] [[{self.span()}|TIME|>{m}]] at {self.phi('ADDR')}.",
            f"No history of {self.join(self.conditions(lex.DIAGNOSES, 'diag neg', 1, 3), 'or')}.",
            f"{self.drug('past')} stopped because of {self.symptom('sym past')}.",
        ))  # fmt: skip

    def thoughts(self) -> str:
        n = self.fresh()
        test, when = self.pick(lex.TESTS), self.pick(("next week", "tomorrow", "in 6 weeks", "in 3 months"))
        return self.pick((
            f"{self.pick(('Rule out', 'R/o', 'Concern for', 'Evaluate for', 'Possible', 'Cannot exclude', '?'))} {self.diagnosis('diag hyp')}.",
            f"{self.pick(('Likely', 'Probable', 'Suspected', 'Findings suggestive of', 'Consistent with', 'Most likely'))} {self.diagnosis('diag low')}.",
            f"{self.pick(('Return if', 'Call if', 'Go to ED for', 'Return for any'))} {self.join(self.conditions(lex.SYMPTOMS, 'sym hyp', 1, 3), 'or')}.",
            f"[[{test}|TEST|fut #{n}]] [[{when}|TIME|>{n}]].",
            f"{self.pick(('Schedule', 'Will obtain', 'Scheduled for', 'Ordered'))} [[{test}|TEST|fut]].",
            f"{self.pick(('Recommend', 'Consider', 'Advised'))} [[{self.pick(lex.TREATMENTS)}|TREAT|hyp]].",
            f"Consider [[{self.pick(lex.PROCEDURES)}|PROC|hyp]] if {self.symptom('sym hyp')} persists.",
            f"[[{self.pick(lex.PROCEDURES).capitalize()}|PROC|fut]] scheduled for {self.phi('DATE')}.",
            f"{self.diagnosis()} - continue {self.drug()}.", f"{self.diagnosis()}: start {self.sig()}.",
            f"Continue [[{self.pick(lex.TREATMENTS)}|TREAT]]. Stop {self.drug('past')}.",
            f"Increased risk of {self.diagnosis('diag hyp')}. Referred to Dr. {self.phi('NAME')}, {self.phi('PHONE')}.",
        ))  # fmt: skip

    def opening(self) -> str:
        race = f"[[{self.pick(lex.ETHNICITIES)}|RACE]] " if self.chance(0.5) else ""
        return (
            f"{self.pick(('', 'Mr. ', 'Ms. ', 'Mrs. ', 'Patient '))}{self.phi('NAME')} is a {self.phi('AGE')} {race}"
            f"[[{self.pick(lex.GENDERS)}|GENDER]] with {self.join(self.conditions(lex.DIAGNOSES, 'diag', 1, 3), 'and')}"
            f"{self.pick((', seen on ' + self.phi('DATE'), ' who presents with ' + self.symptom(), ''))}."
        )

    def banner(self) -> str:
        """Identifying lines as they stand over and under notes."""
        fields = [
            f"{self.pick(('Patient', 'Patient Name', 'Name', 'Pt', 'Re', 'Client'))}: {self.phi('NAME')}",
            f"{self.pick(('DOB', 'Date of birth', 'Born'))}: {self.phi('DATE')}",
            f"{self.pick(('MRN', 'MRN #', 'Medical Record Number', 'Acct', 'Account No.', 'SSN', 'Case #', 'Chart no.', 'Policy', 'NHS no', 'License', 'Device serial', 'Rx#'))}{self.pick((': ', ' '))}{self.phi('ID')}",
            f"{self.pick(('Phone', 'Tel', 'Cell', 'Fax', 'Ph', 'Pager', 'Callback'))}{self.pick((': ', ' '))}{self.phi('PHONE')}",
            f"{self.pick(('Address', 'Lives at', 'Home', 'Facility', 'Location'))}{self.pick((': ', ' '))}{self.phi('ADDR')}",
            f"{self.pick(('Email', 'E-mail', 'Contact'))}: {self.phi('EMAIL')}",
            f"{self.pick(('Portal', 'Website', 'See', 'Results at'))}: {self.phi('URL')}",
            f"{self.pick(('Attending', 'PCP', 'Provider', 'Surgeon', 'Referred by', 'Dictated by', 'cc'))}: {self.pick(('Dr. ', '', 'Dr '))}{self.phi('NAME')}{self.pick((', MD', ', M.D.', ', RN', ''))}",
            f"{self.pick(('Date', 'Date of service', 'DOS', 'Admitted', 'Discharged', 'Seen'))}: {self.phi('DATE')}",
            f"{self.pick(('Age', 'Age/Sex'))}: {self.phi('AGE')} [[{self.pick(lex.GENDERS)}|GENDER]]",
            f"Occupation: {self.phi('PROF')}",
            f"Electronically signed by {self.phi('NAME')} on {self.phi('DATE')}",
            f"{self.phi('ADDR')}",
        ]
        return self.pick(("\n", "\n", "   ", " | ", ", ")).join(self.rng.sample(fields, self.rng.randint(2, 6)))

    # Whole notes

    def block(self, kind: str, make: Callable[[], str], most: int, separator: str = " ") -> str:
        title = self.pick(self.titles[kind])
        title = self.pick((title.upper(), title.title(), title.capitalize()))
        body = separator.join(make() for _ in range(self.rng.randint(1, most)))
        # Over a list the allergy title is itself an entity; elsewhere titles are unmarked.
        if kind == "allergies" and title.lower() == "allergies":
            title = f"[[{title}|ALLERGY]]"
        return title + self.pick((": ", ":\n", "\n", ":  ")) + body

    def note(self) -> Note:
        self.last_id = 0
        medicines = self.pick(("\n", ", ", "; ", "\n- "))
        blocks = [
            lambda: self.block("medications", self.sig, 7, medicines),
            lambda: self.block("allergies", self.allergies, 2),
            lambda: self.block("family_history", self.relatives, 4),
            lambda: self.block("social_history", self.habits, 3),
            lambda: self.block("ros", self.negations, 3),
            lambda: self.block("ros", self.system_line, 6, "\n"),
            lambda: self.block("exam", self.exam_line, 5, self.pick(("\n", " "))),
            lambda: self.block("labs", self.measurements, 2, "\n"),
            lambda: self.block("vitals", self.measurements, 1),
            lambda: self.block("pmh", self.history, 3, self.pick(("\n", " "))),
            lambda: self.block("hpi", self.complaint, 3),
            lambda: self.block("assessment_plan", self.thoughts, 5, self.pick(("\n", " ", "\n- "))),
            lambda: self.block("plan", self.thoughts, 4, self.pick(("\n", " "))),
            lambda: self.bare_sig(),
            lambda: self.opening() + " " + self.complaint(),
            lambda: self.banner(),
        ]
        parts = [make() for make in self.rng.sample(blocks, self.rng.randint(3, 7))]
        if self.chance(0.5):
            parts.insert(0, self.banner())
        note = parse(self.pick(("\n", "\n\n")).join(parts))
        return self.planter.plant(note, self.pick((0, 1, 2, 4)), self.pick((0, 1, 1, 2)), self.pick((0, 1, 2)))
