"""Templates of training for what identifies people, and for what only looks like it. The blanks are in surrogates.py.

Titles and degrees stay outside a name, the word before a number outside an ID, the clock time outside a date: as in the
gold notes.
"""

from __future__ import annotations

from planting import Templates

SENTENCES = """
Discussed with {his} {relative} {full} by phone at {phone}.
Discussed with {Dr} {last}, who agrees with the plan.
{his} {relative} {first} is at the bedside and agrees.
Transferred from {place} on {date}.
{He} was transferred to {place} in {city} on {date} for further care.
{He} was seen at {place} by {Dr} {last} on {date}.
{He} works as a {occupation} at {employer}.
{He} works as an {occupation}.
{He} is a retired {occupation}.
{He} is a {occupation} at {employer} and lives in {city}.
{He} worked in {trade} until {year}.
Employed by {employer} since {month}.
{He} attends {school}.
{He} is a {occupation} and a student at {school}.
{He} lives at {street} with {his} {relative} {first}.
{He} lives in {city} with {his} {relative}.
{He} moved here from {city} in {month}.
Originally from {country}, moved to {town} in {year}.
{He} was born in {city}.
{He} travelled to {country} in {month} and returned {date}.
{He} resides at {place}, {street}, {city}.
Home address is {address}.
Mail the forms to {street}, {town}, {postcode}.
ZIP code {postcode}.
{He} can be reached at {phone} or by e-mail at {email}.
Please e-mail {email} with the results.
Call {his} {relative} {full} ({phone}) with any change.
Please fax records to {phone}, attention {full}.
Please call the office at {phone}, ext. {extension}, with questions.
Paged {Dr} {last} at {extension}, no answer.
Results are on {url}.
See {url} for instructions.
{He} was given the link {url} and the code {id}.
Emergency contact: {full} ({relative}), {phone}.
Health care proxy is {his} {relative}, {full}, {phone}.
{Mr} {last} was accompanied by {his} {relative}, {first}.
{Mr} {last} asked about {his} results.
{Mr} {full} understands the plan.
{full} is a patient of {Dr} {full}.
{first} is doing well and {first}'s {relative} has no concerns.
{He} goes by {first} and prefers to be called {first}.
Case discussed with {full}, {MD}, from {place}.
Referral sent to {Dr} {full} at {place}, {phone}.
Reviewed by {initials} on {date} at {clock}.
{full} {MD} notified at {clock}.
Report called to {first} {MD} at {clock} on {date}.
Seen by {first} from social work and by {full}, {MD}.
Interpreter {first} (ID {id}) was used.
{his} MRN is {mrn} and {his} account number is {id}.
Claim number {id} was filed on {date}.
{He} is insured through {employer}, member ID {id}, group {id}.
SSN {ssn} was verified.
The device, serial number {serial}, was placed on {date}.
[[Vaccine|RXG]] lot {lot} given {date}.
Prescriber DEA {dea}, NPI {npi}.
Driver's license {licence} was shown.
The car, VIN {vin}, plate {licence}, was towed.
Logged in from IP address {ip} on {iso}T{clock}.
Last admission was from {numeric} to {numeric}.
Admitted {numeric}-{numeric} at {place}.
Seen here on {day}, {day} and {day}.
Last seen on {date} at {clock}.
The [[operation|PROC|past]] was in {year}.
This first happened in {month}.
Follow up on {date} at {clock} with {Dr} {last}.
Next appointment is {day} at {clock}, {place}.
Between {month} and {month} {he} had three visits.
Dated {iso} {clock}.
Message from {email} received {date}.
Filled at {place} on {day}.
Labs drawn at {place}, accession {id}.
{He} turned {years} on {day}.
{his} {relative}, {years}, is well.
{his} {relative} {first} died at age {years} in {year}.
{He} served with the crew of {employer} in {country}.
{He} and {his} {relative} {full} own a shop in {town}.
The family lives near {place}.
Police report {id}, officer {last}, badge {id}.
I spoke with {full} of {employer} at {phone}.
Per {last}'s note of {date}, no change.
Thank you, {Dr} {last}, for referring {Mr} {last}.
{full}, {his} {relative}, called from {phone} on {day}.
Spoke to {first}.
Plan reviewed with {first} and {first} {last}.
{Told} {full} on {day}.
{Told} {his} {relative} {first}.
{Told} {his} {relative} {full} ({phone}).
{Told} {full}, {MD}.
{Told} {full} {MD} at {clock} on {numeric}.
{Told} {first} {last} at {place}.
{Told} {Dr} {last} from {place}, {tel} {phone}.
{Told} {Dr} {full}.
{Told} {last} and {last}.
{Told} {first} at {employer}, {tel} {phone}.
{He} was {seen} at {place}.
{He} was {seen} at {place} in {month}.
{He} was {seen} in {town} in {year}.
{He} was {seen} on {numeric} and again on {day}.
{He} was {seen} by {Dr} {last}.
{He} was {seen} by {full} {MD} on {date} at {place}.
{He} was {went} {place}.
{He} was {went} {place} on {day}.
{He} was {went} {place}, {street}, {city}.
{He} was {went} {town}.
{He} {works} {occupation}.
{He} {works} {occupation} for {employer}.
{He} {works} {occupation} in {town}.
{He} {works} {occupation} at {school} and has two children.
{He} {lives} {city}.
{He} {lives} {country}.
{He} {lives} {town} with {his} {relative} {first}.
{He} {lives} {city} and {lives} {city}.
{He} drove from {town} to {town} on {day}.
{He} was deployed to {country} in {year}.
{He} is staying with {first} at {street}.
{He} is married to {first}, a {occupation}.
{his} {relative} is a {occupation} at {place}.
{his} {relative}, a {occupation}, lives in {city}.
{full}, {years} {sex}, {key} {mrn}.
{full} {years} {sex} {key} {id} here with {relative} {first}.
{formal} is a {age} {sex} {occupation}.
{Mr} {last} is a {age} {sex} from {city}.
Pt {full} ({birth}) was {seen}.
{last} is a {age} {sex} last {seen} {date}.
{key} {id}.
{key} {mrn} and {key} {id} are the same person.
{key} {id}, {tel} {phone}.
{He} can be reached by {tel} {phone}.
{He} gave {phone} and {phone} as numbers.
Number to call: {phone} until {clock}, then {extension}.
Write to {full}, {street}, {city} {postcode}.
Packages go to {address}.
Records requested from {place}, {tel} {phone}.
Records were requested from {place} and {place}.
{Dr} {last}'s fax is {phone}.
Send to {email} and copy {email}.
Portal message to {email}: see {url}.
More at {url} or {phone}.
The [[scan|TEST]] of {numeric} is compared with {numeric}.
The [[scan|TEST]] of {date} shows no change from {month}.
The [[biopsies|PROC|past]] of {year}, {year} and {year} were the same.
Onset {day}, [[surgery|PROC]] {date}, drain out {day}.
From {day} to {day} {he} was in {city}.
Due {date}.
Expires {month}.
{numeric}: stable.
{numeric} {clock}: {last} {MD} at bedside.
{day} - {initials}
{iso}: {first} called, no answer.
Admission {iso} {clock}, discharge {iso} {clock}.
{He} wants {first} or {first} to decide for them.
{first} says that {he} is well.
{first} {last} brought them in.
{last}, {first} will be called.
{first} and {first} are twins.
{He} named {full} and {full} as proxies.
Teacher at {school}, {Mr} {last}, has noticed this.
Coach {last} and {full} were present.
Attorney {full} of {employer} wrote on {date}.
Father {last} from {place} visited.
The {last} family met {Dr} {last}.
Case manager: {full}, {phone}.
Lot {lot}, expires {month}.
Pump {serial}, leads {serial} and {serial}.
Certificate {licence}, issued {numeric} in {town}.
Dr. {last} to see {Mr} {last} at {place} on {date}.
{place} called with the report.
{place} did the study on {date}.
Patient of {place}.
{town} is where {he} was born.
"""

SENTENCES = SENTENCES.strip().splitlines()

# Each is one piece of text over, in or under a note; `\n` breaks lines.
BLOCKS = r"""
Patient: {formal}{gap}MRN: {mrn}{gap}DOB: {birth}
PATIENT NAME: {formal}\nMRN: {mrn}\nDATE OF BIRTH: {birth}\nDATE OF SERVICE: {date}
{formal}{gap}{mrn}{gap}{birth}{gap}{place}
{full}{gap}DOB {birth}{gap}MRN {mrn}
Name: {formal}\nAddress: {street}\n{city} {postcode}\nPhone: {phone}
{place}\n{street}\n{city} {postcode}\nTel {phone}{gap}Fax {phone}
{place}{gap}{date}
{place}, {street}, {city}{gap}{url}
Dear {Dr} {last},\nRe: {full}, DOB {birth}, {address}
RE: {formal}\nDOB: {birth}\nSSN: {ssn}\nClaim #: {id}
Date: {date}\nTo: {Dr} {full}, {place}\nFrom: {full}, {MD}
cc: {Dr} {full}\ncc: {full}, {MD}, {place}
cc: {last}, {last} and {last}
CC: {full}, {MD}{gap}{phone}
{full}, {MD}
{full} {MD}{gap}{numeric} {clock}
{formal} {MD}{gap}{date} {clock}
Sincerely,\n{full}, {MD}\n{place}
Electronically signed by: {full}, {MD} {numeric} {clock}
Electronically signed by {formal}, {MD} on {date} at {clock}
Dictated by: {full}, {MD}\nD: {numeric}\nT: {numeric}\nJob #: {id}
D: {numeric} {clock}\nT: {iso} {clock}\n{initials}/{initials}
Signed: {full}{gap}{date}
Attending: {Dr} {full}{gap}PCP: {full}, {MD}{gap}Pager {extension}
ATTENDING PHYSICIAN: {full}, {MD}\nADMITTED: {numeric}\nDISCHARGED: {numeric}
Surgeon: {full}, {MD}\nAssistant: {full}, {MD}\nAnesthesia: {last}
Provider: {full}{gap}NPI {npi}{gap}DEA {dea}{gap}Lic. {licence}
Insurance: {employer}{gap}Policy {id}{gap}Group {id}
Guarantor: {full} ({relative}){gap}Employer: {employer}{gap}Occupation: {occupation}
Emergency contact{gap}{full}{gap}{relative}{gap}{phone}
Next of kin: {full}, {relative}, {phone}, {email}
Email: {email}{gap}Cell: {phone}{gap}Portal: {url}
Pharmacy: {place}, {street}{gap}Ph {phone}
Location: {place}{gap}Acct: {id}{gap}Visit #{id}
Implant: serial {serial}, lot {lot}, implanted {date}
Occupation: {occupation}\nEmployer: {employer}\nSchool: {school}
| Date | Provider | Site |\n| {numeric} | {last} | {place} |\n| {numeric} | {full} | {place} |
Date{gap}Clinician{gap}Phone\n{numeric}{gap}{last}{gap}{phone}\n{day}{gap}{full}{gap}{phone}
Name,DOB,MRN\n{full},{birth},{mrn}\n{full},{iso},{mrn}
{formal}{gap}{years}{gap}{occupation}{gap}{town}
Received {iso}T{clock}{gap}Printed {iso} {clock}{gap}by {initials}
Submitted from {ip} by {email} on {iso}
DOB {compact}{gap}MRN {mrn}{gap}{formal}
Care team: {first} {MD} {phone}; {last} {MD} {extension}
Contacts: {first} ({relative}) {phone}, {first} ({relative}) {phone}
Home: {address}{gap}Work: {employer}, {street}
SSN {ssn}{gap}Driver lic. {licence}{gap}Plate {licence}{gap}VIN {vin}
Fax: {phone}\nAttn: {full}\nRef: {id}
Page 1 of 2{gap}{formal}{gap}{mrn}
Born: {birth} in {city}{gap}Age: {years}
Appointments:\n{date} {clock} {Dr} {last}, {street}, {city}\n{date} {clock} {place}, {phone}
{town}, {date}
{formal} {years} {sex} {key} {mrn}{gap}{place}
{key} {mrn}{gap}{key} {id}{gap}{formal}{gap}{birth}
{full}, {age} {sex}, {occupation}, {town}
{place} - {town}\nDate of visit {date}\nSeen with {relative} {first}
PCP {last}{gap}Cardiology {last}{gap}Pharmacy {place}
Mr {full}\n{street}\n{town}\n{postcode}\n{country}
From: {full} <{email}>\nTo: {full} <{email}>\nDate: {date}
Contact: {first} {last}{gap}{phone}{gap}{email}{gap}{street}, {city}
{first} {last}\n{occupation}\n{employer}\n{phone}
/s/ {full} {numeric}
{full}, {MD}\n{place}\n{phone}
{full}, {MD}, {MD}{gap}{key} {licence}
Prepared by {full} for {full} on {iso}
Reviewed: {last}/{last}{gap}{numeric}
Electronically authenticated by {full} {MD} {numeric} {clock}
dd: {numeric}\ndt: {numeric}\n{initials}/{initials}
Subject {id}{gap}Site {place}{gap}Investigator {full}
1. {full}, {relative}, {phone}\n2. {full}, {relative}, {phone}
Provider\tDate\tNote\n{last}\t{numeric}\tstable\n{last}\t{day}\tstable
{numeric} | {place} | {Dr} {last}\n{numeric} | {place} | {Dr} {last}\n{numeric} | {town} | {full}
{town} {postcode}
{he} was {seen} {numeric}, {numeric}, {numeric}
{key} {id}\n{key} {id}\n{key} {mrn}
"""
BLOCKS = [line.replace(r"\n", "\n") for line in BLOCKS.strip().splitlines()]

# Not identifying, or something else under the scheme.
LOOK_ALIKES = """
[[Parkinson's disease|DX|diag]] is stable.
No sign of [[Crohn's disease|DX|diag neg]] or [[Hodgkin lymphoma|DX|diag neg]].
[[Graves' disease|DX|diag]] is treated.
[[Bell's palsy|DX|diag]] has resolved.
[[Foley catheter|TREAT]] in place.
[[Foley|TREAT]] to gravity.
[[Babinski|TEST|#1]] [[negative|VAL|>1]].
[[Romberg|TEST|#1]] [[negative|VAL|>1]]. [[Murphy sign|TEST|#2]] [[negative|VAL|>2]].
[[Glasgow coma scale|TEST|#1]] [[15|VAL|>1]].
[[GCS|TEST|#1]] [[14|VAL|>1]].
[[Apgars|TEST|#1]] [[8/9|VAL|>1]].
[[BP|TEST|#1]] [[120/80|VAL|>1]], [[pulse|TEST|#2]] [[76|VAL|>2]].
[[Strength|TEST|#1]] [[5/5|VAL|>1]] throughout.
[[Pain|DX|sym #1]] [[4/10|QUAL|>1]].
[[Pain|DX|sym #1]] is [[7/10|QUAL|>1]] today.
The fascia was closed with 2-0 Vicryl and the skin with 4-0 Monocryl.
Closed in layers with 3-0 and 5-0 nylon.
[[Tenderness|DX|sign #1]] over [[T12|ANAT|>1]].
[[Disc herniation|DX|diag #1]] at [[L4-L5|ANAT|>1]].
[[Percocet|RXB|#1]] [[10/325|STR|>1]] [[p.r.n.|FREQ|>1]]
[[Norco|RXB|#1]] [[5/325|STR|>1]] [[q6h|FREQ|>1]].
An Austin Moore prosthesis was used.
The [[Allen test|TEST]] was done before the stick.
A Penrose drain and a Jackson-Pratt drain were left.
A Kelly clamp and a Bovie were used.
Trendelenburg position was used.
The patient was placed in Fowler's position.
A size 12/14 taper and a 36 mm head were used.
An 18-gauge needle and a 7 x 20 mm stent were used.
A 6 French sheath was placed.
{He} will return [[in 1-2 weeks|TIME]].
{He} may shower and may drive.
May take with food.
Will follow up with {his} doctor.
Will call if worse.
{He} is on hospital day 3.
{He} is at the nursing home.
{He} came from a nursing home by ambulance.
{He} was seen in the emergency department.
{He} went to the hospital and then to the clinic.
{his} doctor and {his} nurse were called.
{He} lives at home with {his} {relative}.
{He} lives with {his} {relative} and a dog.
{his} {relative} is well and {his} brother is well.
The patient was taken to OR room #2.
In bed 14 on the floor.
Page 2 of 3.
{He} is alert and oriented x3.
[[WBC|TEST|#1]] [[11,200|VAL|>1]], [[platelets|TEST|#2]] [[214|VAL|>2]].
[[Platelets|TEST|#1]] [[150-400|VAL|>1]].
[[Titer|TEST|#1]] [[1:640|VAL|>1]].
[[Ratio|TEST|#1]] [[2.4|VAL|>1]].
[[CPK|TEST|#1]] [[5550|VAL|>1]] then [[4412|VAL|>1]].
[[BNP|TEST|#1]] [[1200|VAL|>1]].
[[O2 saturation|TEST|#1]] [[98|VAL|>1]][[%|UNIT|>1]] on room air.
Counts were 555-600 in both runs.
Sponge and needle counts were correct x2.
[[Vision|TEST|#1]] [[20/40|VAL|>1]] in both eyes.
[[MMSE|TEST|#1]] [[28/30|VAL|>1]].
[[Gleason score|TEST|#1]] [[3+4|VAL|>1]].
[[PHQ-9|TEST|#1]] [[12|VAL|>1]], [[GAD-7|TEST|#2]] [[9|VAL|>2]].
CPT 99213, ICD-10 coded.
Time spent was 45 minutes.
[[Since Christmas|TIME|>1]] {he} has had [[cough|DX|sym #1]].
[[Cough|DX|sym #1]] [[since Monday|TIME|>1]].
Next visit on Thursday.
The social worker and the physical therapist were present.
The attending surgeon was present.
Grade 2 of 6 and stage IIIB were noted.
Cranial nerves II-XII are intact.
Read the sheet on the web page.
Call 911 in an emergency.
Call the office or the pharmacy.
The resident and the fellow were paged.
The address and the phone number were confirmed.
Name: ______ Date: ______
Signature: ____________
Phone call to the family.
Ref range 3.5-5.0.
A #15 French catheter and a #10 blade were used.
A frame of 4 x 3 cm.
At 38w2d, G2P1001.
[[ASA|TEST|#1]] [[III|VAL|>1]], [[Mallampati|TEST|#2]] [[II|VAL|>2]].
Level 4 visit, code M54.5.
At the outside hospital nothing was done.
{He} was taken to the PACU and then to the ICU.
{his} cardiologist and the physical therapist agreed.
The nurse was told.
{He} sees a counselor at school.
{He} goes to church and works full time.
{He} is married with two children.
Infused at 75-100 mL over 30-60 minutes.
Settings were 12/5 with a rate of 14.
The specimen measures 2.5 x 1.0 x 0.3.
C-arm, K-wires and a Steri-Strip were used.
[[Heberden's nodes|DX|sign]] were seen on 2 of 5 fingers.
A [[Whipple|PROC|hyp]] and a [[Roux-en-Y|PROC|hyp]] were considered.
[[Dix-Hallpike|TEST|#1]] was [[negative|VAL|>1]].
[[Hawkins|TEST|#1]] and [[Neer tests|TEST|#2]] were [[positive|VAL|>1 >2]].
A Mayo stand and a Bair Hugger were used.
No one named a reason.
{He} turned to the left and then to the right.
Visit 3 of 12.
{He} walks 1-2 miles.
The rate fell from 140 to 88 over 20 minutes.
{He} had no one to drive.
"""
LOOK_ALIKES = LOOK_ALIKES.strip().splitlines()

TEMPLATES = Templates(SENTENCES, BLOCKS, LOOK_ALIKES)
