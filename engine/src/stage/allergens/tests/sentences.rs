//! Drugs of a single sentence.

use super::check;

#[test]
fn drugs_before_the_word() {
    check(&[
        "[!Penicillin] allergy.",
        "[!Naproxen] allergy. [!Sulfa] allergy.",
        "[atovaquone] <750 mg> susp <=daily> ([!sulfa]-allergic).",
        "[!PCN] allergy = rash; [Lasix] <40 mg> <=daily>.",
        "[!penicillin] and [!sulfa] allergies noted",
        "Is [!erythromycin] allergic.",
        "[!Aspirin], [!ibuprofen] and [!naproxen] allergies.",
        "[!Gabapentin] intolerance.",
        "[!Aspirin] allergy, on [Plavix].",
        "[silver sulfadiazine] stopped ([!Sulfa] allergy), [heparin] kept.",
        "Has a [!penicillin] allergy and was prescribed [doxycycline].",
        "Takes [metoprolol], [!codeine] allergy.",
        "[!Keflex]/[!Ceclor] hypersensitivity.",
        "[!Sulfa] drug allergy.",
        "Start [vancomycin], [!penicillin] anaphylaxis.",
        "Long-standing [!morphine] {allergy} is an itch.",
    ]);
}

#[test]
fn allergies_that_are_of_no_drug() {
    check(&[
        "Uses allergy medication [Zyrtec] in spring.",
        "[Zyrtec] for allergies.",
        "[Claritin] for her allergies and [Flonase].",
        "Seasonal allergies, on [loratadine] <=daily> and [montelukast].",
        "Seasonal allergies well controlled with [Xyzal].",
        "Takes [cetirizine] and [Nasacort] for seasonal allergies.",
        "Had allergy shots and [prednisone].",
        "Allergic rhinitis: [Nasonex], [Claritin].",
        "Allergic reaction treated with [Benadryl] and [Solu-Medrol].",
        "Allergic reaction; [Pepcid] and [Decadron] helped.",
        "After review of allergies, [antibiotics] were administered.",
        "Wheezing due to allergy and due to patient being on [Coumadin], [Cipro], and [Levaquin].",
        "Allergies were reviewed and [metoprolol] kept.",
        "Heat intolerance: [methimazole] helps.",
        "If intolerant: [losartan].",
        "The pain is intolerable, [morphine] now.",
        "The allergist suggested [Singulair].",
        "[EpiPen] for bee sting allergy.",
        "Allergic to nothing; [aspirin].",
        "Risks are adverse effects or reactions to the medications used, including [narcotics].",
        "Allergic to nuts; [EpiPen] <0.3 mg>.",
        "Anaphylaxis to bee stings, has an [epinephrine] pen.",
    ]);
}

#[test]
fn drugs_behind_the_word() {
    check(&[
        "Allergic to [!penicillin] and [!Bactrim]; takes [aspirin]. [Heparin] was held.",
        "Because of an allergy to [!penicillin] we started [azithromycin].",
        "He is allergic to [!amoxicillin] but tolerates [cephalexin] well.",
        "She is allergic to [!codeine] and uses [ibuprofen] for pain.",
        "Allergic to [!penicillin], so he got [clindamycin].",
        "Allergic to [!latex] and is on [insulin].",
        "Hypersensitivity to [!carbamazepine]; on [levetiracetam].",
        "Intolerant of [!metformin] and [!glipizide].",
        "Known allergy: [!penicillin].",
        "Allergy [!ziconotide] (psychosis), [!chlorhexidine] (rash).",
        "Medication allergies include [!penicillin] and [!Bactrim].",
        "SOCIAL: Nonsmoker. Allergies [!penicillin]. Medications [Norvasc], [Lasix].",
        "Adverse reactions: [!metoclopramide] - dystonia.",
        "Had a reaction to [!Cipro] last year. Continue [Lasix] and [potassium].",
        "Anaphylaxis after [!ceftriaxone] and was given [epinephrine].",
        "Allergic reaction after taking [!Motrin].",
        "Allergic reaction after being given [!cefazolin]; received [Benadryl].",
        "Anaphylactic reaction when he took [!Aleve].",
        "He cannot tolerate [!statins].",
        "Unable to tolerate [!lisinopril], now on [losartan].",
        "She could not tolerate [!metformin] and was switched to [Januvia].",
        "She couldn't tolerate [!Fosamax].",
        "Allergic to [!Keflex] <500 mg> <=bid>.",
        "Allergic to [!sulfa], cannot take [!Bactrim].",
        "ALLERGIC TO [!ASPIRIN] (WHEEZING). NEVER SMOKED. [COLACE] <100 MG>.",
        "Allergic to [!naproxen] (switched to [Tylenol]), [!celecoxib].",
        "ACTIVITY as tolerated. [Aspirin] <81 mg>.",
        "Allergic to [!penicillin], has had [amoxicillin] since.",
        "Allergic to [!penicillin]; discontinued [!Augmentin].",
        "Allergic to [!codeine]; medications: [aspirin].",
        "Allergic to [!codeine], medications include [aspirin].",
        "Allergic reaction, likely to [!Bactrim]; it resolved with [Benadryl].",
        "Given her [!penicillin] allergy, [clindamycin] was used.",
        "Because of his [!aspirin] allergy he takes [clopidogrel].",
        "He received [Benadryl] for an allergic reaction to [!Zosyn].",
        "[!Aspirin] causes hives; she must avoid it.",
    ]);
}

#[test]
fn what_was_tolerated_is_taken() {
    check(&[
        "Allergic to [!penicillin], tolerates [cefazolin].",
        "Allergy: [!penicillin] (anaphylaxis), [cefazolin] tolerated 2022.",
        "Allergies: [!amoxicillin] childhood rash, tolerated [cefazolin].",
        "Allergic to [!penicillin], [cefepime] was well tolerated.",
        "Allergic to [!PCN], had [Ancef] without reaction.",
        "Allergic to [!PCN] but tolerates other drugs like [Keflex].",
        "Allergies: [!morphine] itching; takes [hydrocodone] without problems.",
        "Allergies: [!penicillin], but she has had [amoxicillin] since without reaction.",
        "Allergies: [!celecoxib] was poorly tolerated.",
    ]);
}

#[test]
fn denied_allergies() {
    check(&[
        "No allergy to [~penicillin].",
        "Denies {allergy} to [~latex] or [~iodine].",
        "Denies allergy to [~penicillin]. Denies any latex allergy.",
        "He is not allergic to any [~antibiotics] and finished [amoxicillin] yesterday.",
        "No [~penicillin] allergy.",
        "No rash, allergic to [!sulfa].",
        "No asthma, [!penicillin] allergy.",
        "No known allergies, on [Plavix] and [Lipitor].",
        "NKDA. Sent home on [Plavix] and [Lipitor].",
        "Has no known drug allergies and uses [lisinopril].",
        "Denies drug allergies, medications include [Norvasc] and [Lasix].",
        "No known allergies except [!penicillin].",
        "NKDA other than [!codeine].",
        "nkda, intol [!tramadol]",
        "No adverse reaction to [Definity].",
        "No allergy to [~penicillin] but allergic to [!sulfa].",
        "[~lidocaine] allergy none.",
        "No history of allergic reaction to [~contrast].",
        "Denies [~penicillin] and [~sulfa] allergies.",
        "Reports allergy to [!penicillin], denies allergy to [~sulfa].",
        "In no acute distress and is allergic to [!penicillin].",
        "A man with no fever who has a [!penicillin] allergy.",
        "Has never had an allergic reaction to [~contrast].",
        "Denies being allergic to [~sulfa].",
        "No known drug allergies, but [!codeine] causes nausea.",
    ]);
}

#[test]
fn allergies_of_the_family() {
    check(&[
        "Father allergic to [^sulfa].",
        "Family history: father allergic to [^sulfa].\nPlan: [Bactrim].",
        "FAMILY HISTORY\nAllergy to [^halothane] in two uncles.\nMEDICATIONS\n[aspirin]",
        "Sister had anaphylaxis to [^penicillin].",
        "Her mother is allergic to [^penicillin]; patient has none.",
        "Mother is allergic to [^morphine]; the patient has been taking [morphine] <15 mg>.",
        "FH: sister psoriasis; grandfather vitiligo. [!Penicillin] allergy. Nonsmoker.",
        "History per wife: allergic to [!sulfa].",
        "The patient and her sister are allergic to [!codeine].",
        "Mother: allergic to [^sulfa].",
        "Mother reports that he is allergic to [!amoxicillin].",
    ]);
}
