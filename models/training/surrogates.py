"""Invented identifying details in the many shapes that notes use, and templates with blanks for them."""

from __future__ import annotations

import random
import re

import lexicon as lex

# Blank of a template, which is also the name of the method that fills it, to the type of the mention.
BLANKS = {
    **dict.fromkeys(("name", "full", "first", "last", "formal", "initials"), "NAME"),
    **dict.fromkeys(("age", "years"), "AGE"),
    **dict.fromkeys(("date", "numeric", "iso", "day", "month", "year", "birth", "compact"), "DATE"),
    **dict.fromkeys(("id", "mrn", "ssn", "licence", "npi", "dea", "serial", "ip", "vin", "lot"), "ID"),
    **dict.fromkeys(("phone", "extension"), "PHONE"),
    "email": "EMAIL",
    "url": "URL",
    **dict.fromkeys(("address", "street", "city", "town", "country", "postcode", "place", "school", "employer"), "ADDR"),
    **dict.fromkeys(("occupation", "trade"), "PROF"),
}
# The blank that stands for a type as a whole.
GENERAL = {
    "NAME": "name", "AGE": "age", "DATE": "date", "ID": "id", "PHONE": "phone", "EMAIL": "email", "URL": "url",
    "ADDR": "address", "PROF": "occupation",
}  # fmt: skip
# Blanks for words that identify nobody.
WORDS = {
    "relative": ("mother", "father", "wife", "husband", "son", "daughter", "sister", "brother", "niece", "partner", "aunt", "mom", "grandson"),
    "his": ("his", "her"),
    "he": ("he", "she"),
    "He": ("He", "She", "The patient", "Patient", "Pt"),
    "Dr": ("Dr.", "Dr", "Doctor", "Prof."),
    "Mr": ("Mr.", "Mrs.", "Ms.", "Mr", "Ms", "Mrs", "Miss"),
    "MD": ("MD", "M.D.", "DO", "NP", "PA-C", "RN", "LPN", "LCSW", "MSW", "PharmD", "PhD", "ARNP", "FACS", "PT", "OTR/L"),
    "clock": ("0830", "14:20", "9:05 AM", "11:40 pm", "16:22", "07:05", "1905", "3:15 p.m."),
    "gap": ("   ", "    ", "  ", "\t", " | ", " / ", "; "),
    "Told": (
        "Discussed with", "D/w", "Spoke with", "Spoke to", "Reviewed with", "Called", "Updated", "Notified", "Talked to", "Informed", "Left a message for",
        "Met with", "Contacted", "Signed out to", "Report given to", "Plan agreed with", "Consulted", "Emailed", "Referred by", "Verified with",
    ),
    "seen": ("seen", "evaluated", "treated", "admitted", "followed", "operated on", "scanned", "hospitalized", "examined", "referred"),
    "went": ("transferred to", "discharged to", "sent to", "referred to", "taken to", "moved to", "admitted to", "brought to", "flown to", "driven to"),
    "works": ("works as a", "is employed as a", "is a retired", "used to be a", "was a", "is a self-employed", "has a job as a", "trained as a", "worked as a"),
    "lives": ("lives in", "resides in", "moved to", "grew up in", "comes from", "returned from", "is visiting from", "emigrated from",
    "stayed in", "drove in from"),
    "key": ("MRN", "MRN:", "Acct #", "Acct", "ID", "ID#", "Case no.", "Ref", "Ref:", "Visit #", "Policy no.", "Encounter", "Order #",
    "Claim", "Chart #", "CSN", "FIN"),
    "tel": ("phone", "tel", "cell", "call", "at", "Tel.", "ph:", "mobile", "contact number", "callback", "fax"),
    "sex": ("[[M|GENDER]]", "[[F|GENDER]]", "[[male|GENDER]]", "[[female|GENDER]]", "[[woman|GENDER]]", "[[man|GENDER]]"),
}
_BLANK = re.compile(r"\{(\w+)\}")
_LETTERS, _DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "0123456789"


class Filler:
    """Fills the blanks of templates; the classes below it make the identifying details."""

    def __init__(self, rng: random.Random):
        self.rng = rng

    def pick(self, items):
        return self.rng.choice(items)

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def pattern(self, pattern: str) -> str:
        """`#` a digit, `%` a digit from 2 on, `@` a capital, `!` a capital or digit."""
        alphabets = {"#": _DIGITS, "%": _DIGITS[2:], "@": _LETTERS, "!": _LETTERS + _DIGITS}
        return "".join(self.pick(alphabets[c]) if c in alphabets else c for c in pattern)

    def fill(self, template: str) -> str:
        """The template in the markup of `notes.parse`."""
        return _BLANK.sub(lambda m: self._blank(m[1]), template)

    def _blank(self, blank: str) -> str:
        return self.mention(blank) if blank in BLANKS else self.pick(WORDS[blank])

    def mention(self, blank: str) -> str:
        return f"[[{getattr(self, blank)()}|{BLANKS[blank]}]]"

    def of(self, kind: str) -> str:
        return getattr(self, GENERAL[kind])()


class Surrogates(Filler):
    """The details of training. phi.py measures on others."""

    # Names

    def _coined(self) -> str:
        return "".join(self.pick(lex.SYLLABLES) for _ in range(self.rng.randint(2, 3))).capitalize()

    def first(self) -> str:
        first = self._coined() if self.chance(0.15) else self.pick(lex.FIRST_NAMES)
        return f"{first}-{self.pick(lex.FIRST_NAMES)}" if self.chance(0.04) else first

    def last(self) -> str:
        last = self._coined() if self.chance(0.25) else self.pick(lex.LAST_NAMES)
        if self.chance(0.07):
            particle = self.pick(lex.PARTICLES)
            particle = particle if self.chance(0.5) else particle.title()
            last = particle + ("" if particle.endswith("-") else " ") + last
        return f"{last}-{self.pick(lex.LAST_NAMES)}" if self.chance(0.1) else last

    def initials(self) -> str:
        return self.pattern(self.pick(("@@", "@.@.", "@@@", "@. @.")))

    def full(self) -> str:
        first, last, middle = self.first(), self.last(), self.pattern("@")
        suffix = self.pick((" Jr.", " Sr.", ", Jr.", " III", " II", " IV", " Jr"))
        return self.pick((
            *[f"{first} {last}"] * 6, f"{first} {middle}. {last}", f"{first} {middle} {last}", f"{first[0]}. {last}", f"{first[0]} {last}",
            f"{first} {self.first()} {last}", f"{first} {last}{suffix}", f'{first} "{self.pick(lex.NICKNAMES)}" {last}',
            f"{first} ({self.pick(lex.NICKNAMES)}) {last}", f"{first[0]}.{middle}. {last}", f"{first} {last[0].upper()}.", f"{first} {last} {self.last()}",
            f"{first} {last}".upper(), f"{first} {middle}. {last}".upper(),
        ))  # fmt: skip

    def formal(self) -> str:
        """As in lists and on labels: last name first."""
        first, last, middle = self.first(), self.last(), self.pattern("@")
        shape = self.pick((
            f"{last}, {first}", f"{last}, {first} {middle}", f"{last}, {first} {middle}.", f"{last},{first}", f"{last}, {first[0]}.",
            f"{last}, {first} {self.first()}", f"{last} {first}", f"{last}, {first}, Jr.", f"{last} III, {first}", f"{last}^{first}^{middle}",
        ))  # fmt: skip
        return shape.upper() if self.chance(0.45) else shape

    def name(self) -> str:
        return self.pick((self.full, self.full, self.last, self.last, self.first, self.formal))()

    # Ages

    def years(self) -> str:
        return str(self.rng.randint(1, 96))

    def age(self) -> str:
        n = self.rng.randint(1, 96)
        return self.pick((
            f"{n}-year-old", f"{n}-year-old", f"{n} year old", f"{n} y/o", f"{n}yo", f"{n} yo", f"{n}", f"{n} years old",
            f"{n}-yr-old", f"{n} yrs", f"{n} years", f"{n}y", f"{n}", f"{n % 23 + 1}-month-old", f"{n} y.o.", f"{n}-year old",
            f"{n % 11 + 1} weeks old", f"{n // 10 * 10 or 20}s", f"{n} years of age", f"{n}YO",
        ))  # fmt: skip

    # Dates

    def _calendar(self) -> tuple[int, int, int]:
        return self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(1932, 2028)

    def numeric(self) -> str:
        day, month, year = self._calendar()
        short = f"{year % 100:02}"
        return self.pick((
            f"{month}/{day}/{year}", f"{month:02}/{day:02}/{year}", f"{month}/{day}/{short}", f"{month:02}/{day:02}/{short}",
            f"{day}.{month}.{year}", f"{day:02}.{month:02}.{year}", f"{month:02}.{day:02}.{year}", f"{month:02}-{day:02}-{year}",
            f"{day}/{month}/{year}", f"{day}/{month}/{short}", f"{month}-{day}-{short}", f"{day:02}.{month:02}.{short}", f"{year}/{month:02}/{day:02}",
        ))  # fmt: skip

    def iso(self) -> str:
        day, month, year = self._calendar()
        return f"{year}-{month:02}-{day:02}"

    def compact(self) -> str:
        day, month, year = self._calendar()
        return self.pick((f"{month:02}{day:02}{year}", f"{year}{month:02}{day:02}", f"{day:02}{lex.MONTHS[month - 1][:3].upper()}{year % 100:02}"))

    def year(self) -> str:
        return str(self._calendar()[2])

    def month(self) -> str:
        _, month, year = self._calendar()
        word, season = lex.MONTHS[month - 1], self.pick(("spring", "summer", "fall", "winter", "Spring", "Fall"))
        return self.pick((f"{word} {year}", f"{word} {year}", f"{word[:3]} {year}", f"{word} of {year}", f"{month}/{year}", f"{month:02}/{year}",
                          f"{word[:3]}-{year % 100:02}", f"{season} {year}", f"{word}, {year}", f"mid-{word}", word))  # fmt: skip

    def day(self) -> str:
        """A day without its year."""
        day, month, _ = self._calendar()
        word, ending = lex.MONTHS[month - 1], "th" if 3 < day < 21 or day > 23 else ("st", "nd", "rd")[day % 10 - 1]
        week = self.pick(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
        return self.pick((
            f"{month}/{day}", f"{month}/{day}", f"{month:02}/{day:02}", f"{word} {day}", f"{word} {day}{ending}", f"{word[:3]} {day}", f"{day} {word[:3]}",
            f"{day}{ending} {word}", f"the {day}{ending} of {word}", f"{week} {day} {word[:3]}", f"{week}, {word} {day}", f"{week} {month}/{day}",
            f"{day}-{word[:3]}", f"{word[:3]}. {day}",
        ))  # fmt: skip

    def _written(self) -> str:
        day, month, year = self._calendar()
        word, ending = lex.MONTHS[month - 1], "th" if 3 < day < 21 or day > 23 else ("st", "nd", "rd")[day % 10 - 1]
        short, week = word[:3], self.pick(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sat", "Sun"))
        return self.pick((
            f"{word} {day}, {year}", f"{word} {day}{ending}, {year}", f"{short} {day}, {year}", f"{short}. {day}, {year}", f"{day} {word} {year}",
            f"{day} {short} {year}", f"{day}{ending} {word} {year}", f"{day:02}-{short}-{year}", f"{day}-{short.upper()}-{year}", f"{short} {day} {year}",
            f"{week}, {word} {day}, {year}", f"{week} {day} {short} {year}", f"the {day}{ending} of {word} {year}", f"{short}-{day:02}-{year}",
            f"{day}{short.upper()}{year}", f"{word} {day} {year}".upper(), f"{word} {day}-{day + 2}, {year}",
        ))  # fmt: skip

    def birth(self) -> str:
        return self.pick((self.numeric, self.numeric, self.iso, self._written))()

    def date(self) -> str:
        decade = f"{self.pick(('late ', 'early ', 'mid-', ''))}{self.rng.randint(194, 202)}0s"
        makers = (self.numeric, self.numeric, self.numeric, self.iso, self.day, self.day, self._written, self._written, self.month, self.year)
        return decade if self.chance(0.02) else self.pick(makers)()

    # Numbers

    def mrn(self) -> str:
        return self.pattern(self.pick((
            "#######", "########", "######", "@-#####", "@@######", "@@-####-##", "##-#####", "@@@#######", "### ### ####", "#####-##", "MRN######",
            "##########", "@##-#####", "##-##-##", "###-##-##", "####-####", "@@@-######", "@@##-#####", "0#######", "@######", "#####", "@@-########",
        )))  # fmt: skip

    def ssn(self) -> str:
        return self.pattern(self.pick(("###-##-####", "###-##-####", "### ## ####", "xxx-xx-####", "XXX-XX-####", "#########", "***-**-####")))

    def licence(self) -> str:
        return self.pattern(self.pick(("@#######", "@-#####", "@@ #####", "@###-####-####", "##-####", "@@######", "!!!-!!!!", "### @@@",
            "@@@ ####", "@@@-####", "#@@@###", "@@####")))

    def npi(self) -> str:
        return self.pattern("1#########")

    def dea(self) -> str:
        return self.pattern("@@#######")

    def vin(self) -> str:
        return self.pattern(self.pick(("#@@@@##@#@@######", "!!!!!!!!!!!######")))

    def serial(self) -> str:
        return self.pattern(self.pick(("@@@######@", "@@#######", "SN-######", "#######", "@##-####-@@", "!!!!!!!!", "(01)##############",
            "##@######", "@@@-#####@", "@@ ######")))

    def lot(self) -> str:
        return self.pattern(self.pick(("@@####", "#@@##", "@######", "##@@###", "@@#@###", "######", "@@@@###", "#@##-####")))

    def ip(self) -> str:
        four = ".".join(str(self.rng.randint(1, 254)) for _ in range(4))
        return four if self.chance(0.8) else ":".join(f"{self.rng.randrange(65536):x}" for _ in range(8))

    def _account(self) -> str:
        return self.pattern(self.pick((
            "#@@#-@@#-@@##", "#@##@@#", "@@/####/##", "@@ ####", "@@ ###-##-####", "@@-###-##-#", "####-####-@", "@@@ ##/####", "1.2.840.#####.####.#",
            "#### #### #### ####", "4###############", "@@##@@@@##############", "@@#########", "@@@-#########", "####-#######-##",
            "W@-####-#####", "##-@@@-#####",
            "@@@##########", "###-##-####-@", "@@@@-########-###", "###-###-###", "@@@####@", "20##-######", "@##-######", "@@/##/#####", "####.####.##",
            "#####-@@", "########-####-####-####-############", "@@##-####-@", "#########", "############", "@@@@####", "@@ ## ## ## @",
        )))  # fmt: skip

    def id(self) -> str:
        return self.pick((self.mrn, self.mrn, self.mrn, self._account, self._account, self._account, self.ssn, self.licence, self.serial,
            self.lot, self.ip, self.npi, self.dea, self.vin))()

    # Ways to reach somebody

    def phone(self) -> str:
        return self.pattern(self.pick((
            "(%##) 555-01##", "%##-555-01##", "555-01##", "1-800-555-01##", "%##.555.01##", "+1 %## 555 01##", "(%##)555-01##", "%##-555-01## x##",
            "(%##) %##-####", "(%##) %##-####", "%##-%##-####", "%##-%##-####", "%##.%##.####", "%## %## ####", "%##-####", "%##/%##-####", "1-8##-%##-####",
            "+1-%##-%##-####", "+1 (%##) %##-####", "1 (%##) %##-####", "%#########", "(%##) %##-#### ext. ###", "%##-%##-####, ext ####",
            "(%##) %##-#### x###",
            "020 7946 0###", "07700 900###", "01632 960###", "+44 7700 900###", "0### ### ####", "+44 20 #### ####", "0#### ######", "+49 30 #######",
            "+33 # ## ## ## ##", "0# ## ## ## ##", "(0#) #### ####", "+61 4## ### ###", "04## ### ###", "+91 ##### #####",
            "+52 ## #### ####", "+46 (0)8 ### ### ##",
            "+234 80# ### ####", "## ## ## ##", "### ## ###", "(##) ###-###", "### ####", "#### ## ## ##", "+55 (##) ####-####", "00 353 1 ### ####",
        )))  # fmt: skip

    def extension(self) -> str:
        return self.pattern(self.pick(("####", "#####", "x####", "###", "#-####", "##-####", "%##-####")))

    def _host(self) -> str:
        word = self.pick((self._coined, self._place_word, lambda: self.pick(lex.LAST_NAMES), lambda: self.pick(lex.HOST_WORDS)))()
        word = re.sub(r"\W", "", word.lower()) + self.pick(("", "", "-", "")) + self.pick(lex.HOST_WORDS)
        return f"{word}.{self.pick(lex.TLDS) if self.chance(0.6) else 'example'}"

    def email(self) -> str:
        first, last = (re.sub(r"\W", "", part().lower()) for part in (self.first, self.last))
        user = self.pick((
            f"{first}.{last}", f"{first}.{last}", f"{first[0]}{last}", f"{last}_{first}", f"{first}{self.pattern('##')}", last, f"{first}{last}",
            f"{last}.{first[0]}", f"{first}_{last}{self.pattern('#')}", f"{first}-{last}", f"{last}{self.pattern('####')}", f"{first.title()}{last.title()}",
            self.pick(("info", "records", "appointments", "frontdesk", "nurse", "refills", "admin")),
        ))  # fmt: skip
        address = f"{user}@{self.pick(lex.DOMAINS) if self.chance(0.5) else self._host()}"
        return address.upper() if self.chance(0.05) else address

    def url(self) -> str:
        path = self.pick(("", "", "", "/", "/results", "/visit/" + self.pattern("####"), "/login", "/education/asthma",
            "/p?id=" + self.pattern("######"), "/~" + self.first().lower()))
        host = self._host() if self.chance(0.8) else self._host().title()
        return self.pick(("https://", "www.", "http://www.", "https://my.", "", "http://", "https://www.", "portal.")) + host + path

    # Places

    def _place_word(self) -> str:
        coined = self.pick(lex.TOWN_STARTS) + self.pick(lex.TOWN_ENDS)
        return self.pick((coined, coined, self.pick(lex.TOWNS), f"{self.pick(lex.TOWN_WORDS)} {self.pick((coined, self._coined()))}"))

    def town(self) -> str:
        return self._place_word()

    def country(self) -> str:
        return self.pick(lex.COUNTRIES)

    def city(self) -> str:
        """A town, mostly with what it belongs to."""
        town, state = self.town(), self.pick(lex.STATES)
        return self.pick((
            town, town, f"{town}, {state}", f"{town}, {state}", f"{town} {state}", f"{town}, {self.pick(lex.STATE_NAMES)}", self.pick(lex.STATE_NAMES),
            f"{town}, {self.country()}", f"{town} County", self.country(), f"{self.pick(('rural', 'northern', 'upstate'))} {self.pick(lex.STATE_NAMES)}",
        ))  # fmt: skip

    def postcode(self) -> str:
        return self.pattern(self.pick(("#####", "#####", "#####-####", self.pick(lex.POSTCODES))))

    def _number(self) -> str:
        return self.pick((str(self.rng.randint(2, 9900)), str(self.rng.randint(1, 99)), f"{self.rng.randint(2, 300)}{self.pick('ABC')}"))

    def street(self) -> str:
        name = self.pick(lex.STREETS) if self.chance(0.7) else self._place_word()
        plain = f"{self._number()} {name} {self.pick(lex.STREET_KINDS)}"
        abroad = self.pick(lex.FOREIGN_STREETS).format(self.pick((self.last(), self.town())))
        unit = f"{self.pick(('Suite', 'Apt', 'Apt.', 'Unit', '#', 'Ste', 'Floor', 'Flat', 'Rm', 'Bldg'))} {self.rng.randint(1, 900)}{self.pick(('', '', 'A', 'B'))}"
        return self.pick((
            plain, plain, plain, f"{plain}, {unit}", f"{plain} {unit}", f"{plain.split(' ')[0]} {name}", f"{abroad} {self._number()}",
            f"{self._number()} {abroad}",
            f"PO Box {self.pattern('####')}", f"P.O. Box {self.pattern('###')}", f"RR {self.rng.randint(1, 9)} Box {self.rng.randint(1, 300)}",
            f"{unit}, {plain}", f"{plain} {self.pick(('NE', 'SW', 'N', 'E'))}", f"{self.pick(lex.STREETS)} and {self.pick(lex.STREETS)}",
        ))  # fmt: skip

    def address(self) -> str:
        street, town, state, code = self.street(), self.town(), self.pick(lex.STATES), self.pattern("#####")
        whole = f"{street}, {town}, {state} {code}"
        return self.pick((
            street, street, whole, whole, f"{street}, {town} {state} {code}", f"{street}, {town}, {self.pick(lex.STATE_NAMES)}",
            f"{street} {town} {state} {code}",
            f"{street}, {town}", f"{street}, {town} {self.postcode()}", f"{street}, {self.postcode()} {town}, {self.country()}", f"{town}, {state} {code}",
            self.city(), self.city(), self.city(), self.place(), self.place(), self.place(), self.place(), self.employer(), self.school(),
            whole.upper(), self.town(),
        ))  # fmt: skip

    def _named(self, shapes: list[str]) -> str:
        return self.pick(shapes).format(self._place_word() if self.chance(0.65) else self.last())

    def place(self) -> str:
        if self.chance(0.08):
            return self.pick(lex.PLACES)
        place = self._named(lex.INSTITUTIONS)
        return f"{place}, {self.town()}" if self.chance(0.08) else place.upper() if self.chance(0.08) else place

    def school(self) -> str:
        return self._named(lex.SCHOOLS)

    def employer(self) -> str:
        return self.pick(lex.PLACES) if self.chance(0.15) else self._named(lex.EMPLOYERS)

    # Work

    def trade(self) -> str:
        return self.pick(lex.TRADES)

    def occupation(self) -> str:
        occupation = self.pick(lex.OCCUPATIONS)
        return self.pick((occupation,) * 5 + (f"{self.pick(lex.RANKS)} {occupation}", occupation.title(), occupation.title()))
