"""The details that phi.py plants: names and places that training never sees, and some shapes that it does not.

Shared with training are closed classes (months, weekdays, states, degrees, words for relatives) and everyday shapes.
"""

from __future__ import annotations

import lexicon as lex
from lexicon import _split
from surrogates import Filler

FIRST_NAMES = _split("""
Aldous, Agnieszka, Amadou, Anouk, Archibald, Ayesha, Balthasar, Bettina, Blessing, Bradley, Bryony, Caoimhe, Chanel, Calista,
Crispin, Cressida, Dashawn, Dieter, Dorothea, Ebony, Ekaterina, Ernesto, Eugenia, Evander, Femi, Fergal, Gertrude, Gurpreet,
Hettie, Henrik, Hortensia, Inigo, Ikram, Jasper, Jolanta, Josephine, Kaveh, Kazuo, Kristin, Lamar, Lysander, Lorraine, Luz,
Manpreet, Mirabel, Meredith, Moses, Mwende, Nehemiah, Ottilie, Oswald, Padmini, Phineas, Perpetua, Phuong, Prudence, Rogelio,
Roisin, Rutger, Sakura, Shaniqua, Sunniva, Thaddeo, Trevor, Uchenna, Veronica, Winnifred, Winston, Yevgeny, Zachary, Gale, Dean, Pearl
""")
LAST_NAMES = _split("""
Abiodun, Ainsworth, Alcantara, Applegate, Arceneaux, Bagshaw, Baumgartner, Birch, Bonsu, Brightman, Cavendish, Chaudhry, Coker,
Crabtree, Cleaver, Czarnecki, Dandridge, Desrosiers, Dougherty, Ebersole, Esposito, Fairburn, Faulkner, Fukuda, Gallivan, Gilchrist,
Goncalves, Grimaldi, Hallworth, Heathcote, Hinojosa, Hutchinson, Igwe, Ishikawa, Jablonski, Jarvis, Kaplan, Kariuki, Kirchner, Kuznetsov,
Lachapelle, Lockwood, Lundqvist, Macquarie, Maddox, Malhotra, McNamara, Medeiros, Mukherjee, Nascimento, Nettleship, Nkrumah, Odhiambo,
Oldcastle, Pennington, Pfister, Quesada, Rademaker, Ravenscroft, Rutherford, Saldana, Santoro, Seabrook, Shevchenko, Stavrou,
Tavares, Thibodeaux, Trevino, Uddin, Velasquez, Wainwright, Wessels, Xiong, Yeung, Zambrano, Battle, Bolt, Frost, Hood, Pond
""")
NICKNAMES = _split("Wink, Teddy, Bunny, Cricket, Duke, Gigi, Hank, Mo, Pip, Tuck, Vee, Rusty")
TOWNS = _split("""
Aberystwyth, Albuquerque, Barnstaple, Boise, Calgary, Chattanooga, Cork, Dayton, Des Moines, Eindhoven, Fresno, Galway, Gdansk,
Hobart, Innsbruck, Kampala, Knoxville, Krakow, Leeds, Lubbock, Medellin, Mobile, Nagoya, Omaha, Pune, Quito, Reno, Rosario, Savannah,
Spokane, Tbilisi, Toledo, Tulsa, Utrecht, Valparaiso, Winnipeg, Yonkers, Zagreb, Abbot's Cross, Bluewater Heights, Cinderhope,
Dovercliff, Eaglesmere Falls, Grindlestone, Hollin Springs, Jackdaw Creek, Kettlewell, Lantern Cove, Moorcroft, Otterbourne, Quillan,
Rookhope, Skelder, Tannersville, Ullswater, Vexholme, Yarrow Flats
""")
COUNTRIES = _split("""
Ecuador, Bolivia, Jamaica, Portugal, Belgium, Croatia, Lithuania, Lebanon, Yemen, Senegal, Uganda, Zambia, Sri Lanka,
Cambodia, Malaysia, New Zealand, Fiji, Chile
""")
STREETS = _split("""
Amberley, Badger Hollow, Blackthorn, Cobbler's Green, Daffodil, Eastgate, Foxglove, Gallows Hill, Bittern, Ironmonger, Jubilee, Kittiwake,
Lupin, Magnolia, Nutmeg, Old Mill Race, Ptarmigan, Quail Run, Rosewood, Sandpiper, Tollgate, Windmill, 7th, 33rd, N. Vermilion
""")
STREET_KINDS = _split("Mews, Gardens, Bend, Alley, Walk, Pike, Turnpike, Grove, Ridge, Crossing, Street, Avenue, Rd, Path, Plaza")
INSTITUTIONS = _split("""
{} District Hospital, {} Sanatorium, {} Polyclinic, {} Spine Center, {} Birth Center, {} Veterans Home, St. {} Medical Group,
{} Walk-In Clinic, {} Outpatient Pavilion, {} Royal Hospital, {} Convalescent Home, {} Retirement Village, {} Sleep Center,
{} Endoscopy Suite, {} Kidney Care, {} University Hospital, {} Apothecary, {} Health Partners, {} Trauma Center, {} Oncology
""")
SCHOOLS = _split("{} Charter School, {} Prep, {} Technical Institute, {} Grammar School, {} Kindergarten, {} Seminary")
EMPLOYERS = _split("""
{} Shipyard, {} Brewing, {} Savings & Loan, {} Roofing, {} Department of Transportation, {} Textiles, {} Supermarket, {} Gas & Water,
{} Brothers, {} Ltd, {} Poultry, {} Transit Authority, {} Casino, {} Glassworks
""")
PLACES = _split("Publix, Safeway, Lowe's, Starbucks, John Deere, Verizon, Scripps, Geisinger, Aldi, Nordstrom")
OCCUPATIONS = _split("""
arborist, bartender, bellhop, bus mechanic, cabinetmaker, choir director, cooper, cosmetologist, deckhand, dog groomer, dressmaker,
drywall installer, event planner, excavator operator, geophysicist, glassblower, grain farmer, greenhouse worker, gunsmith, tugboat captain,
ironworker, land agent, luthier, market trader, millwright, nightclub bouncer, oyster farmer, payroll clerk, perfumer, prosthetist,
piano teacher, potter, probation officer, quarryman, school crossing guard, ship's cook, sign painter, speech therapist, stonemason,
swimming coach, tattoo artist, toll collector, train conductor, urban planner, wedding photographer, zoologist
""")
TRADES = _split("aerospace, publishing, waste management, timber, catering, pest control, a car wash, fisheries, mining, advertising")
HOSTS = _split("quokkapost, brindlemere, ovalnest, tidyfern, juniperquay, larkandco, otterwave, pebblemail, inkfjord, nimbusdesk")
TLDS = _split("net, org, com, eu, ie, co.nz, ac.uk, pl, mx, biz, care, clinic")
# None of these letters stands in an ID of training.
ID_LETTERS = _split("QI, IO, OQ, QO, OI, IQ, QQ, OO, QIO, IOQ, OIQ, IQO")
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()


class HeldOut(Filler):
    """The details of evaluation; besides everyday shapes some that training has not."""

    def _code(self, pattern: str) -> str:
        """`^` stands for letters of evaluation."""
        return self.pattern("".join(self.pick(ID_LETTERS) if c == "^" else c for c in pattern))

    # Names

    def first(self) -> str:
        return self.pick(FIRST_NAMES)

    def last(self) -> str:
        last, other = self.rng.sample(LAST_NAMES, 2)
        return self.pick((*[last] * 28, f"{last}-{other}", f"{last}-{other}", f"Mac{last}", f"O'{last}", f"van den {last}", f"d'{last}", f"Ibn {last}"))

    def initials(self) -> str:
        return self._code(self.pick(("^", "Q.I.", "I.O.Q.")))

    def full(self) -> str:
        first, last, middle = self.first(), self.last(), self.pick("IOQE")
        return self.pick((
            *[f"{first} {last}"] * 5, f"{first} {middle}. {last}", f"{first[0]}. {middle}. {last}", f"{first} '{self.pick(NICKNAMES)}' {last}",
            f"{first} {last}, III", f"{first} {last} the 2nd", f"{first} {self.pick(LAST_NAMES)} y {last}", f"{first} {last.upper()}",
            f"{first[0]} {middle} {last}",
            f"{first} {last} II", f"{first} {last}".upper(),
        ))  # fmt: skip

    def formal(self) -> str:
        first, last, middle = self.first(), self.last(), self.pick("IOQE")
        return self.pick((
            f"{last}, {first}", f"{last.upper()}, {first}", f"{last.upper()} {first}", f"{last}, {first} ({self.pick(NICKNAMES)})",
            f"{last} {first[0]}{middle}",
            f"{last.upper()}, {first.upper()} {middle}", f"{last} , {first}", f"{last}, {first[0]}.{middle}.", f"{last} Jr., {first}",
        ))  # fmt: skip

    def name(self) -> str:
        return self.pick((self.full, self.full, self.last, self.first))()

    # Ages and dates

    def years(self) -> str:
        return str(self.rng.randint(2, 99))

    def age(self) -> str:
        n = self.rng.randint(2, 99)
        return self.pick((f"{n}-year-old", f"{n} year-old", f"{n}-y-o", f"{n} yr old", f"{n}-years-old", f"{n} Y", f"{n} yoa", f"{n} y/o", f"{n}"))

    def _calendar(self) -> tuple[int, int, int]:
        return self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(1929, 2029)

    def numeric(self) -> str:
        day, month, year = self._calendar()
        return self.pick((
            f"{month}/{day}/{year}", f"{month:02}/{day:02}/{year}", f"{month}/{day}/{year % 100:02}", f"{day}-{month}-{year}", f"{year}.{month:02}.{day:02}",
            f"{month}.{day}.{year}", f"{month}/{day}/'{year % 100:02}", f"{day}/{ROMAN[month - 1]}/{year}", f"{month} / {day} / {year}",
            f"{month}-{day}-{year}",
        ))  # fmt: skip

    def iso(self) -> str:
        day, month, year = self._calendar()
        return self.pick((f"{year}-{month:02}-{day:02}", f"{year}-{month}-{day}", f"{year} {lex.MONTHS[month - 1][:3]} {day:02}"))

    def compact(self) -> str:
        day, month, year = self._calendar()
        return self.pick((f"{day:02}{month:02}{year}", f"{day:02}.{month:02}.{year}"))

    def year(self) -> str:
        return str(self._calendar()[2])

    def month(self) -> str:
        _, month, year = self._calendar()
        word = lex.MONTHS[month - 1]
        return self.pick((f"{word} {year}", f"{word[:3]}. {year}", f"{word[:3]} '{year % 100:02}", f"{month:02}-{year}", f"{month}.{year}",
            f"early {word} {year}"))

    def day(self) -> str:
        day, month, _ = self._calendar()
        word = lex.MONTHS[month - 1]
        return self.pick((f"{month}/{day}", f"{word} {day}", f"{word[:3]}-{day}", f"Weds {month}/{day}", f"Tues., {word} {day}",
            f"{day} of {word}", f"{month}-{day}", f"{day}. {word}"))

    def birth(self) -> str:
        return self.pick((self.numeric, self.iso, self.date))()

    def date(self) -> str:
        day, month, year = self._calendar()
        word = lex.MONTHS[month - 1]
        written = (f"{word} {day}, {year}", f"{word} {day} {year}", f"{day}-{word}-{year}", f"Thurs., {word[:3]} {day}, {year}",
            f"{day}.{word[:3]}.{year}", f"{day} {word}, {year}")
        return self.pick((self.pick(written), self.pick(written), self.numeric(), self.numeric(), self.iso(), self.day()))

    # Numbers

    def mrn(self) -> str:
        return self._code(self.pick(("#######", "^#####", "^-#######", "##/#####", "#-###-###", "^ ### ###", "###.###.###", "########^", "^^####", "######-^")))

    def ssn(self) -> str:
        return self.pattern(self.pick(("###-##-####", "###.##.####", "*****####", "###–##–####")))

    def licence(self) -> str:
        return self._code(self.pick(("^#####", "^-###-##", "#^#####", "### ^#", "^/######")))

    def npi(self) -> str:
        return self.pattern("2#########")

    def dea(self) -> str:
        return self.pattern("QO#######")

    def vin(self) -> str:
        return self._code("^######^#^#####")

    def serial(self) -> str:
        return self._code(self.pick(("^####^", "^-##-##-##", "#####/^", "^.######", "(21)########")))

    def lot(self) -> str:
        return self._code(self.pick(("^###", "##^##", "^-###", "#####^")))

    def ip(self) -> str:
        return f"10.{self.rng.randint(0, 255)}.{self.rng.randint(0, 255)}.{self.rng.randint(1, 254)}"

    def id(self) -> str:
        return self._code(self.pick(("^-####-##", "##^-######", "^##########", "^/####/####", "####^####", "^_######", "#######/##",
            "^ ## ## ##", "^:######", "##.###.###-#")))

    # Ways to reach somebody

    def phone(self) -> str:
        return self.pattern(self.pick((
            "(%##) %##-####", "%##-%##-####", "%## %##-####", "%##-%##.####", "1.%##.%##.####", "+1.%##.%##.####", "(%##)-%##-####", "%## - %## - ####",
            "(%##) %##-#### extn ##", "%##-%##-####/##", "+65 #### ####", "+353 8# ### ####", "(0###) ######", "+48 ### ### ###",
            "+41 ## ### ## ##", "001-%##-%##-####", "%##-####",
        )))  # fmt: skip

    def extension(self) -> str:
        return self.pattern(self.pick(("#-####", "####", "###-###", "%####")))

    def email(self) -> str:
        first, last = self.first().lower(), self.pick(LAST_NAMES).lower()
        user = self.pick((f"{first}.{last}", f"{first[0]}.{last}", f"{first}+{last[:3]}", f"{last}{first[:2]}", f"the.{last}s",
            f"{first}{self.pattern('####')}", f"{last}-{first[0]}", "intake", "triage.desk"))
        return f"{user}@{self.pick(('', '', 'mail.', 'staff.'))}{self.pick(HOSTS)}.{self.pick(TLDS)}"

    def url(self) -> str:
        host, path = f"{self.pick(HOSTS)}.{self.pick(TLDS)}", self.pick(("", "/", "/chart/labs", ":8443/view", "/forms/consent.pdf",
            "/q/" + self.pattern("####"), "/index.html#visit"))
        return self.pick(("https://", "http://", "www.", "https://secure.", "ftp://", "")) + host + path

    # Places

    def town(self) -> str:
        return self.pick(TOWNS)

    def country(self) -> str:
        return self.pick(COUNTRIES)

    def city(self) -> str:
        town, state = self.town(), self.pick(lex.STATES)
        return self.pick((town, town, f"{town}, {state}", f"{town} ({state})", f"{town}, {self.country()}",
            f"{town}, {self.pick(lex.STATE_NAMES)}", f"greater {town}"))

    def postcode(self) -> str:
        return self.pattern(self.pick(("#####", "#####-####", "@@#@ #@@", "@#@-#@#", "######", "@@-####")))

    def street(self) -> str:
        plain = f"{self.rng.randint(1, 9999)} {self.pick(STREETS)} {self.pick(STREET_KINDS)}"
        return self.pick((
            plain, plain, f"{plain}, Lot {self.rng.randint(1, 90)}", f"Flat {self.rng.randint(1, 40)}, {plain}",
            f"{plain}, {self.rng.randint(2, 9)}th Floor", f"Box {self.pattern('###')}, Rural Route {self.rng.randint(1, 9)}",
            f"{plain} Apartment {self.pick('BCD')}{self.rng.randint(1, 20)}", f"{self.pick(STREETS)} Cottage, {plain}", f"P. O. Box {self.pattern('####')}",
        ))  # fmt: skip

    def address(self) -> str:
        street, town, state = self.street(), self.town(), self.pick(lex.STATES)
        return self.pick((
            street, f"{street}, {town}, {state} {self.pattern('#####')}", f"{street}; {town}, {state}",
            f"{street}, {town} {self.postcode()}", f"{street} - {town} - {self.country()}",
            f"{street}, {town}, {self.pick(lex.STATE_NAMES)} {self.pattern('#####')}", self.city(), self.place(),
        ))  # fmt: skip

    def _named(self, shapes: list[str]) -> str:
        return self.pick(shapes).format(self.town() if self.chance(0.6) else self.pick(LAST_NAMES))

    def place(self) -> str:
        return self.pick(PLACES) if self.chance(0.06) else self._named(INSTITUTIONS)

    def school(self) -> str:
        return self._named(SCHOOLS)

    def employer(self) -> str:
        return self.pick(PLACES) if self.chance(0.1) else self._named(EMPLOYERS)

    def trade(self) -> str:
        return self.pick(TRADES)

    def occupation(self) -> str:
        return self.pick(OCCUPATIONS)
