//! Lists of allergies, and where they end.

use super::check;

#[test]
fn lists_have_items() {
    check(&[
        "MEDICATIONS\n[aspirin]\nALLERGIES: [!sulfa], causes rash.\n[!Codeine].\nCurrent: [Zocor]\nPLAN\nStart [heparin].",
        "ALLERGIES\n\n[!Percocet].\n[!Vicodin].",
        "ALLERGIES TO MEDICATIONS: [!Bactrim], [!sulfa].",
        "Allergies to medications: [!penicillin] and [!codeine].",
        "ALLERGIES: [!Sulfa]: hives. [!Codeine]: nausea.",
        "ALLERGIES:\n[!Sulfa]: hives\nLatex: rash\n[!Codeine]: nausea\n",
        "Allergies: Drug: [!penicillin]. Food: shellfish.",
        "ALLERGIES: [!Penicillin] - rash, was given [Benadryl]; [!sulfa]; [!codeine].",
        "ALLERGIES: [!Amoxicillin], tolerates [cefazolin]. [!Vancomycin], [!Dilaudid].",
        "ALLERGIES: Intravenous contrast, topical [!Neosporin], <@oral> [!penicillin].",
        "ALLERGIES: [!Aspirin] <325 mg> causes hives.",
        "ALLERGIES: latex, [!Keflex] <500 mg> <=bid> caused hives, [!iron].",
        "ALLERGIES: [!Vicodin] (exchange transfusion), [!Ultram].",
        "ALLERGIES: [!lisinopril] (discontinued), [!captopril].",
        "ALLERGIES:\n1. [!Penicillin] (anaphylaxis).\n2. [!Bactrim] (rash), treated with [Benadryl] and [prednisone].\n",
        "Allergies on file: [!Bactrim] (swelling), [!codeine] (nausea)\n",
        "LISTED ALLERGIES - AFTER INTERVIEW\n1. [!Penicillin]: hives.\n2. [!Codeine]: vomiting.",
        "allergies reviewed w pt and wife:\n- [!penicillin]: hives. has since tolerated [amoxicillin] w/o rash.\n- [!sulfa]: rash",
        "LISTED ALLERGIES - AFTER INTERVIEW\n1. [!Penicillin]: hives; has since taken [Amoxil] <875 mg> with no reaction. \
            Suggest removal or an oral challenge if the team prefers.\n2. [!Codeine]: vomiting. Intolerance, not allergy.\n\
            3. [!Heparin]: HIT. [Argatroban] <1 mcg/kg/min> used then.\n4. [!Iron]: shock.",
        "ALLERGIES\n1. [!Metformin]: loose stools. Tolerates the slow release form ([Glumetza]).\n2. [!Heparin]: HIT.",
        "Allergies: [!Sulfa] medications, [!penicillin].",
        "ALLERGIES/INTOL: [!atorvastatin] - myalgia; [!lisinopril] - cough\n",
        "{ALL}: latex, [!scopolamine] patch (confusion), [!oxycodone].",
        "Intolerances: [!statins] (myalgia). Adverse reactions: [!metoclopramide] - dystonia.",
        "Drug allergies - [!Keflex], [!Levaquin]. Regular drugs - [Norvasc], [Plavix].",
        "ALLERGIES: Tolerates [aspirin]. Allergic to [!naproxen].",
        "ALLERGIES: Carries an [EpiPen]; allergic to [!penicillin].",
        "Allergies: [!contrast]; premedicate with [prednisone] and [Benadryl].",
        "ALLERGIES\nLatex, adhesive tape, bee stings, [!codeine]\n",
        "ALLERGIES: Latex; [!iodine] - hives on trunk, [!sulfa].",
        "ALLERGIES: [!erythromycin] <@IV> gave a rash, [!tetracycline].",
    ]);
}

#[test]
fn lists_end() {
    check(&[
        "ALLERGIES: [!Penicillin], [!sulfa].\nMEDICATIONS: [Lisinopril] <10 mg> <=daily>, [aspirin].",
        "ALLERGIES: [!Penicillin]. Home meds include [lisinopril] and [aspirin].",
        "ALLERGY LIST: [!ampicillin] | MED LIST: [enalapril], [simvastatin]",
        "Allergies: [!Sulfa] drugs. She was started on [Cipro] and [Flagyl].",
        "ALLERGIES: He states that he is allergic to [!Demerol]. Last dose of [Coumadin] was Monday.",
        "Allergies: [!Penicillin]. [Cefazolin] was tolerated last year.",
        "ALLERGIES: [!Penicillin]. Received [Ancef] preoperatively without reaction.",
        "ALLERGIES: [!Penicillin]; uses [Keflex].",
        "Allergies: [!lisinopril] (cough), now on [losartan].",
        "ALLERGIES: Allergic to [!penicillin]. Currently on [atenolol].",
        "ALLERGIES: [!Penicillin]\nHOME MEDS\n[Amlodipine]\n[Metoprolol]\n",
        "ALLERGIES: [!Penicillin]\nHer medications are [amlodipine] and [metoprolol].",
        "ALLERGIES\n[!Penicillin]\n\n[Lisinopril], [metformin] and [Zocor] were refilled.",
        "ALLERGIES\n[!Penicillin]\n[Lisinopril], [metformin] and [Zocor] were refilled.",
        "ALLERGIES: [!Codeine].\nIVF: [NS]\n[Zofran]",
        "ALLERGIES: [!Codeine].\n\nShe was given [morphine] for pain. [Zofran] for nausea.",
        "ALLERGIES: [!PCN]\n[Lisinopril] <10 mg> <@PO> <=daily>\n[Metoprolol]\n",
        "ALLERGIES: [!PCN]\nThe patient came to the ward with [heparin] running.\n[Insulin]\n",
        "ALLERGIES: [!PCN]\nVaccines: [MMR], [HPV]\n[Tdap]",
        "ASSESSMENT\n1. Nut allergy, low risk: [amoxicillin] challenge.\n2. [Flu vaccine] given.",
        "Allergy: [!latex]. Mouth opening four centimetres and all teeth sound.\nThen. [Propofol] bolus.",
        "ALLERGIES: [!PCN]\n0852 [Propofol]\n0853 [fentanyl]",
        "Allergies: [!Penicillin] Medications [Norvasc], [Lasix]",
        "Allergies, asthma: [Singulair].",
        "ALLERGIES: [!Penicillin]\nMeds: [aspirin]\n[Colace]",
    ]);
}

#[test]
fn a_denial_ends_the_list() {
    check(&[
        "ALLERGIES: NKDA\nMeds: [metformin], [Zocor]",
        "ALLERGIES: NKDA. He is on [warfarin] and [digoxin].",
        "ALLERGIES: NKDA\nHe is on [warfarin] and [digoxin].",
        "ALLERGIES: No known drug allergies. [Warfarin] and [digoxin] daily.",
        "Allergies: None known. [albuterol] as needed.",
        "Allergies: None. [Norvasc], [Lasix] and [aspirin].",
        "ALLERGIES: Denied. [Norvasc] at home.",
        "ALLERGIES: HE HAS NO ALLERGIES. [NORVASC].",
        "ALLERGIES: NKDA, takes [Plavix] and [Lipitor].",
        "ALLERGIES: none. CURRENT MEDICATIONS: [Plavix], [Lipitor].",
        "ALLERGIES: NKDA. Rx: [Plavix], [Lipitor].",
        "ALLERGIES: No known allergies except [!penicillin], [!sulfa].",
        "allergies: nkda, intol [!tramadol] confusion",
        "ALLERGIES: No allergy to [~penicillin], she takes [amoxicillin].",
        "ALLERGIES: No latex allergy. [!Codeine].",
        "ALLERGIES: Nil known\n[!Codeine] allergy came to light later.",
    ]);
}
