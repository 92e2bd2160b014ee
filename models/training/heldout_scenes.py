"""The wording of evaluation, other than that of training in scenes.py."""

from __future__ import annotations

from planting import Templates

SENTENCES = """
Spoke at length with the {relative}, {full}, who can be called back on {phone}.
I rang {Dr} {last}'s office at {phone} and left word.
{first}, the {relative}, stayed overnight.
Previously under the care of {full}, {MD}, at {place}.
After discharge from {place} on {numeric} {he} went home to {town}.
Was flown in from {place}, {city}, on the night of {day}.
Has been a {occupation} all {his} life, most recently for {employer}.
Occupational history: {occupation}, then {occupation}; now with {employer}.
{He} makes a living as a {occupation} in {town}.
Spent twenty years in {trade}, the last ten at {employer}.
In {month} {he} began classes at {school}.
Grew up in {country}; came over in {year}.
Has family in {city} and in {country}.
Shares a flat at {street} with {first} and two cats.
Correspondence to {address}, please.
Postal code on file is {postcode}.
The {relative} may be written to at {email}.
Images were uploaded to {url} on {iso}.
Instructions were printed from {url} for {Mr} {last}.
Fax the signed form back: {phone} (c/o {first}).
Bleep {extension} if the drain stops.
Dial {phone} and ask for {first} {last}.
{Mr} {last} was reassured and left with {first}.
{last} was pleased with {his} progress.
We thank {full} for coming in on {day}.
{Mr} {full} signed the form, witnessed by {full}, {MD}.
Chart number {mrn} was merged with {mrn}.
Accession {id} was read by {formal}.
The insurer, {employer}, reissued card {id} in {month}.
Authorization {id} runs from {numeric} until {numeric}.
Social is {ssn}, as given by the {relative}.
Generator {serial} replaced {serial} on {date}.
Second dose, batch {lot}, was given {numeric} by {first}.
Rx written under DEA number {dea} (NPI {npi}).
Permit {licence} was surrendered to Officer {last}.
Bed sensor reported from {ip} at {clock}.
The visits of {day}, {day} and {numeric} were missed.
The cast came off on {date}, four days after {day}.
Symptom diary covers {month} through {month}.
Since {year} {he} has been seen at {place} only.
On {numeric} at {clock} {Dr} {last} repeated the scan.
Stress test was normal at {place} ({month}).
Will be back {date}; {Dr} {last} is on leave until {day}.
{first} will be {years} next week.
{his} {relative} passed away at {years}, in {town}, on {date}.
Twin children, {first} and {first}, are {years}.
{full} drove them in from {city}.
Translation by {first} {last}, badge {id}.
Prescription was sent to {place} on {street}.
{his} manager at {employer}, {full}, was told.
Lives in room at {place}; contact is the {relative} {first}, {phone}.
Letter from {full} ({place}, {town}) dated {date} was scanned.
A message was left for {first} at {extension}.
Care was handed to {formal} at {clock}.
Next of kin remains {first} {last} of {street}, {town}.
Vehicle {vin}, plate {licence}, was involved.
{Dr} {last} and {Dr} {last} concur.
{initials} was scrub nurse, {full} circulated.
Wound photos go to {email} before {day}.
""".strip().splitlines()

BLOCKS = [
    block.replace(r"\n", "\n")
    for block in r"""
{formal} -- {mrn} -- {birth} -- {place}
{place} * {street} * {city} * {phone}
Pt ID {mrn}   born {birth}   sex F   resident of {address}
SUBJECT: {full} ({birth})\nOUR REF: {id}\nYOUR REF: {id}
Seen by {full}, {MD}, and {full}, {MD}
Attested: {formal}, {MD}, {iso} {clock}
{full}\n{place}\n{street}\n{city}\n{phone}\n{email}
Copies: {full}; {Dr} {last} ({place}); patient
Room nurse {first} (tel {extension}), aide {first}
Transcribed {numeric} by {initials}, job {id}
Patient ............ {formal}\nHospital no. ....... {mrn}\nInsured through .... {employer}\nCard no. ........... {id}
Who\tWhen\tWhere\n{full}\t{numeric}\t{place}\n{formal}\t{day}\t{town}
Key contacts -> {relative} {first} {phone} -> PCP {last} {phone}
Lab no. {id} | Drawn {numeric} {clock} | Requested by {last}
Warm regards\n{first} {last} {MD}\nDirect: {phone}\nWeb: {url}
Device {serial} (lot {lot}) explanted {date}, {place}
Member {full}, no. {id}, effective {numeric}; employer {employer}
Work: {occupation}, {employer}, {city}
""".strip().splitlines()
]

LOOK_ALIKES = """
[[Addison disease|DX|diag neg]] was ruled out.
[[Wilson disease|DX|diag]] and [[Huntington disease|DX|diag]] run a slow course.
[[Raynaud phenomenon|DX|diag]] is mild.
[[Kernig|TEST|#1]] and [[Brudzinski|TEST|#2]] were [[negative|VAL|>1 >2]].
[[Tinel sign|TEST|#1]] [[positive|VAL|>1]].
A Hickman line and a Swan-Ganz catheter were placed.
The Kocher incision was closed with 0 Prolene and 3-0 Monocryl.
A Bankart repair with two 2.4 mm anchors was done.
[[Apgar|TEST|#1]] of [[7|VAL|>1]] and [[9|VAL|>1]].
[[BP|TEST|#1]] [[138/76|VAL|>1]] sitting, [[124/70|VAL|>1]] standing.
[[Grip|TEST|#1]] [[4+/5|VAL|>1]] on the left.
[[Headache|DX|sym #1]] [[6/10|QUAL|>1]].
[[Reflexes|TEST|#1]] [[2/4|VAL|>1]].
[[Vicodin|RXB|#1]] [[5/500|STR|>1]] was stopped.
[[Fracture|DX|diag #1]] of [[L1|ANAT|>1]] and [[T11|ANAT|>1]].
[[Creatine kinase|TEST|#1]] [[5552140|VAL|>1]] was a typing error.
[[Neutrophils|TEST|#1]] [[1,204|VAL|>1]], [[lymphocytes|TEST|#2]] [[3-12|VAL|>2]].
[[ANA|TEST|#1]] [[1:320|VAL|>1]].
[[Visual acuity|TEST|#1]] [[20/25|VAL|>1]].
[[ECOG|TEST|#1]] [[1|VAL|>1]] and [[Karnofsky|TEST|#2]] [[80|VAL|>2]].
Postoperative day 4 went well.
We may see an effect in 3-4 weeks.
Will you bring the list next time.
The clinic nurse and the hospital pharmacist agreed.
A nursing home bed was found.
The patient's family doctor will be told.
The ambulance took {his} {relative} to the emergency room.
Dressing size 10 x 12 and catheter 14 Fr were used.
Moved to bay 3, bed 12.
See page 4 of 7.
Instrument count 24/24.
The school nurse and the teacher have been told.
The church and the factory are near by.
""".strip().splitlines()

TEMPLATES = Templates(SENTENCES, BLOCKS, LOOK_ALIKES)

# Whole documents of which a few sentences are drawn in place of `{body}`.
DOCUMENTS = [
    block.strip("\n")
    for block in r"""
TELEPHONE ENCOUNTER

Date/Time: {numeric} {clock}
Caller: {full} ({relative} of {formal})
Call back: {phone}

{body}

Taken by {first} {last}, {MD}
===
{place}
{street}, {city} {postcode}
T {phone}   F {phone}   {url}

{date}

To whom it may concern,

Regarding {full}, born {birth}, our number {mrn}

{body}

Yours faithfully,
{full} {MD}
===
SHIFT HANDOVER

Bed 3   {formal}   {age}   {mrn}
Bed 4   {formal}   {age}   {mrn}
Bed 5   {formal}   {age}   {mrn}

{body}

Handed over {clock} by {first} to {first}
===
OPERATIVE RECORD

Patient: {formal}
Hospital number: {mrn}
Operation date: {numeric}
Operator: {full}, {MD}
First assistant: {last}
Implant: {serial}, lot {lot}

{body}

Dictated {numeric}, typed {numeric}, {initials}
===
WORK STATUS REPORT

Employee: {full}   SSN {ssn}
Employer: {employer}, {street}, {city}
Occupation: {occupation}
Claim: {id}   Adjuster: {full}, {phone}, {email}
Injured on {date}

{body}

{full}, {MD}   License {licence}
===
EMERGENCY MEDICAL SERVICES RUN SHEET

Incident {id}   {numeric} {clock}
Scene: {address}
Patient: {full}, {age}
Crew: {last}, {last}

{body}
===
From: {email}
To: {email}
Sent: {date} {clock}
Subject: appointment for {first} {last}

Hello {first},

{body}

Best wishes,
{first}
===
CLINIC NOTE

{Mr} {full} is a {age} {occupation} from {city} seen at {place} on {date}.

{body}

cc {Dr} {full}, {street}, {city}
===
Intake form
Surname, given name: {formal}
Date of birth: {birth}
Home: {street}, {town}, {postcode}
Mobile: {phone}
E-mail: {email}
Work: {occupation} at {employer}
Contact: {full}, {relative}, {phone}
Plan / member: {employer} / {id}
Referred by: {Dr} {last}

{body}
===
LABORATORY REPORT
{place}, {city}
Accession {id}   MRN {mrn}   {formal}
Collected {iso} {clock}   Reported {iso} {clock}
Ordering: {formal}, {MD}

{body}

Director: {full}, {MD}
===
Social work assessment

{first} is a {age} who lives at {address}. {He} went to {school} and was a {occupation}.

{body}

{full}, {MD}, {extension}
===
FAMILY MEETING

{date}, {clock}, {place}
In the room: {full} ({relative}), {full} ({relative}), {Dr} {last}, {first} from pastoral care

{body}
""".split("===")
]
