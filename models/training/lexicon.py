"""Word lists of invented notes and details. Drugs, cities, states and mail domains are real, persons and addresses are not."""


def _split(text: str) -> list[str]:
    return [" ".join(item.split()) for item in text.split(",")]


GENERICS = _split("""
acetaminophen, acyclovir, albuterol, alendronate, allopurinol, alprazolam, amiodarone, amitriptyline, amlodipine,
amoxicillin, amoxicillin-clavulanate, anastrozole, apixaban, aripiprazole, aspirin, atenolol, atomoxetine, atorvastatin,
azathioprine, azithromycin, baclofen, benazepril, benzonatate, bisoprolol, budesonide, bumetanide, buprenorphine,
bupropion, buspirone, calcitriol, calcium carbonate, candesartan, captopril, carbamazepine, carbidopa-levodopa,
carvedilol, cefazolin, cefdinir, cefepime, ceftriaxone, cefuroxime, celecoxib, cephalexin, cetirizine, chlorthalidone,
cholecalciferol, ciprofloxacin, citalopram, clarithromycin, clindamycin, clobetasol, clonazepam, clonidine, clopidogrel,
clotrimazole, clozapine, codeine, colchicine, cyanocobalamin, cyclobenzaprine, cyclosporine, dabigatran, dapagliflozin,
dapsone, desloratadine, dexamethasone, diazepam, diclofenac, dicyclomine, digoxin, diltiazem, diphenhydramine,
docusate, donepezil, doxazosin, doxycycline, dulaglutide, duloxetine, empagliflozin, enalapril, enoxaparin,
ertapenem, erythromycin, escitalopram, esomeprazole, estradiol, eszopiclone, etanercept, ezetimibe, famotidine,
febuxostat, felodipine, fenofibrate, fentanyl, ferrous sulfate, fexofenadine, finasteride, fluconazole, fluoxetine,
fluticasone, folic acid, furosemide, gabapentin, gemfibrozil, glimepiride, glipizide, glyburide, guaifenesin,
haloperidol, heparin, hydralazine, hydrochlorothiazide, hydrocodone-acetaminophen, hydrocortisone, hydromorphone,
hydroxychloroquine, hydroxyzine, ibuprofen, imipramine, indapamide, indomethacin, infliximab, insulin aspart,
insulin glargine, insulin lispro, ipratropium, irbesartan, isosorbide mononitrate, ivermectin, ketoconazole, ketorolac,
labetalol, lactulose, lamotrigine, lansoprazole, latanoprost, letrozole, leucovorin, levetiracetam, levofloxacin,
levothyroxine, lidocaine, linagliptin, linezolid, liraglutide, lisinopril, lithium carbonate, loperamide, loratadine,
lorazepam, losartan, lovastatin, meclizine, medroxyprogesterone, melatonin, meloxicam, memantine, meropenem,
mesalamine, metformin, methadone, methimazole, methocarbamol, methotrexate, methylphenidate, methylprednisolone,
metoclopramide, metolazone, metoprolol succinate, metoprolol tartrate, metronidazole, midodrine, minocycline,
mirtazapine, montelukast, morphine, mupirocin, mycophenolate, nadolol, naloxone, naltrexone, naproxen, nebivolol,
nifedipine, nitrofurantoin, nitroglycerin, norethindrone, nortriptyline, nystatin, olanzapine, olmesartan, omeprazole,
ondansetron, oxybutynin, oxycodone, pantoprazole, paroxetine, penicillin V, phenytoin, pioglitazone,
piperacillin-tazobactam, polyethylene glycol, potassium chloride, pramipexole, pravastatin, prazosin, prednisolone,
prednisone, pregabalin, prochlorperazine, promethazine, propranolol, quetiapine, quinapril, rabeprazole, ramipril,
ranolazine, rifampin, rifaximin, risedronate, risperidone, ritonavir, rivaroxaban, rizatriptan, ropinirole,
rosuvastatin, sacubitril-valsartan, salmeterol, semaglutide, senna, sertraline, sildenafil, simvastatin, sitagliptin,
solifenacin, sotalol, spironolactone, sucralfate, sulfasalazine, sumatriptan, tacrolimus, tadalafil, tamoxifen,
tamsulosin, telmisartan, temazepam, terazosin, terbinafine, testosterone, ticagrelor, timolol, tiotropium, tizanidine,
topiramate, torsemide, tramadol, trazodone, triamcinolone, triamterene, trimethoprim-sulfamethoxazole, ursodiol,
valacyclovir, valproate, valsartan, vancomycin, varenicline, venlafaxine, verapamil, vitamin D3, warfarin, zinc oxide,
ziprasidone, zolpidem, zonisamide, ACE inhibitor, antihistamine, beta blocker, calcium channel blocker, diuretic,
NSAIDs, oral contraceptive, SSRI, statin, steroid, influenza vaccine, Tdap
""")

BRANDS = _split("""
Abilify, Actos, Adderall, Advair, Advil, Aleve, Altace, Amaryl, Ambien, Aricept, Armour Thyroid, Ativan, Augmentin,
Avapro, Azulfidine, Benadryl, Benicar, Bentyl, Brilinta, Bumex, Bystolic, Cardizem, Celebrex, Celexa, Cipro, Claritin,
Colcrys, Combivent, Coreg, Cozaar, Cymbalta, Depakote, Diflucan, Dilantin, Dilaudid, Diovan, Dulcolax, Dupixent,
Effexor, Eliquis, Enbrel, Entresto, Epipen, Farxiga, Flexeril, Flonase, Flovent, Fosamax, Glucophage, Glucotrol, Haldol,
Humalog, Humira, Hyzaar, Imdur, Imitrex, Januvia, Jardiance, Kenalog, Klonopin, Lamictal, Lantus, Levaquin, Levemir,
Lexapro, Lipitor, Lyrica, Medrol, Micardis, Mobic, Mounjaro, MS Contin, Mucinex, Neurontin, Nexium, Norco, Novolog,
Ozempic, Paxil, Pepcid, Pravachol, Prevacid, Proair, Prograf, Protonix, Remeron, Restasis, Risperdal, Ritalin,
Robaxin, Senokot, Seroquel, Shingrix, Sinemet, Soma, Spiriva, Suboxone, Symbicort, Tamiflu, Tegretol, Topamax,
Toprol XL, Tradjenta, Trulicity, Tums, Ultram, Valium, Valtrex, Ventolin, Victoza, Viagra, Voltaren, Wellbutrin, Xanax,
Xarelto, Zantac, Zestril, Zithromax, Zocor, Zofran, Zoloft, Zyprexa, Zyrtec
""")

DIAGNOSES = _split("""
hypertension, type 2 diabetes mellitus, hyperlipidemia, asthma, COPD, coronary artery disease, atrial fibrillation,
congestive heart failure, chronic kidney disease, hypothyroidism, GERD, depression, anxiety, osteoarthritis,
rheumatoid arthritis, gout, migraine, epilepsy, stroke, TIA, pneumonia, urinary tract infection, cellulitis, psoriasis,
eczema, breast cancer, colon cancer, prostate cancer, lung cancer, melanoma, lymphoma, leukemia, iron deficiency anemia,
osteoporosis, deep vein thrombosis, pulmonary embolism, myocardial infarction, peptic ulcer disease, diverticulitis,
cholelithiasis, appendicitis, pancreatitis, cirrhosis, hepatitis C, celiac disease, Crohn's disease, ulcerative colitis,
irritable bowel syndrome, kidney stones, benign prostatic hyperplasia, endometriosis, PCOS, preeclampsia, glaucoma,
cataract, macular degeneration, sinusitis, otitis media, sleep apnea, obesity, multiple sclerosis, Parkinson's disease,
dementia, schizophrenia, bipolar disorder, PTSD, ADHD, sepsis, HIV, tuberculosis, COVID-19, influenza, mononucleosis,
herpes zoster, plantar fasciitis, carpal tunnel syndrome, rotator cuff tear, hip fracture, ankle sprain, scoliosis,
HTN, DM2, CAD, CKD, HLD, DVT, PE, CHF, BPH, OSA, UTI, AFib, CVA, MI, Hashimoto's thyroiditis, aortic stenosis
""")

SYMPTOMS = _split("""
fever, chills, night sweats, fatigue, weight loss, weight gain, headache, dizziness, lightheadedness, blurred vision,
double vision, hearing loss, tinnitus, ear pain, sore throat, hoarseness, nasal congestion, runny nose, cough,
shortness of breath, wheezing, hemoptysis, chest pain, chest tightness, palpitations, orthopnea, leg swelling,
nausea, vomiting, diarrhea, constipation, abdominal pain, heartburn, bloating, melena, hematochezia, dysuria, urgency,
urinary frequency, hematuria, incontinence, back pain, neck pain, joint pain, joint swelling, muscle aches, stiffness,
weakness, numbness, tingling, tremor, seizures, syncope, confusion, insomnia, anxiety, suicidal ideation, rash, itching,
easy bruising, hot flashes, loss of appetite, dysphagia, SOB, CP, N/V, dyspnea on exertion, photophobia, falls
""")

SIGNS = _split("""
edema, pallor, jaundice, cyanosis, clubbing, erythema, tenderness, rebound, guarding, hepatomegaly, splenomegaly,
lymphadenopathy, murmur, gallop, rub, rales, rhonchi, wheezes, crackles, stridor, masses, ecchymosis, effusion,
crepitus, deformity, nystagmus, ptosis, JVD, carotid bruits, diaphoresis, discharge, nuchal rigidity, thrush
""")

SYSTEMS = _split("""
Constitutional, HEENT, Eyes, Neck, Cardiovascular, Respiratory, Gastrointestinal, Genitourinary, Musculoskeletal, Skin,
Neurologic, Psychiatric, Endocrine, CV, GI, GU, Neuro, Resp, MSK, Chest, Abdomen, Lungs, Extremities
""")

SITES = _split("""
knee, shoulder, hip, ankle, wrist, elbow, foot, hand, thumb, great toe, calf, thigh, forearm, upper arm, groin, flank,
breast, ear, eye, cheek, jaw, heel, lower leg, index finger, scapula
""")

PROCEDURES = _split("""
appendectomy, cholecystectomy, tonsillectomy, hysterectomy, cesarean section, CABG, knee replacement, hip replacement,
hernia repair, lumpectomy, mastectomy, thyroidectomy, vasectomy, tubal ligation, cataract surgery, carpal tunnel release,
coronary stent placement, colectomy, skin biopsy, bone marrow biopsy, lumbar puncture, paracentesis, cardioversion
""")

TESTS = _split("""
MRI, CT scan, chest x-ray, ultrasound, echocardiogram, EKG, colonoscopy, CBC, CMP, lipid panel, TSH, hemoglobin A1c,
urinalysis, troponin, BNP, D-dimer, blood cultures, mammogram, DEXA scan, stress test, PSA, ferritin, vitamin D level
""")

TREATMENTS = _split("""
physical therapy, dialysis, CPAP, radiation therapy, chemotherapy, home oxygen, cognitive behavioral therapy,
compression stockings, low-salt diet, ice, bed rest, occupational therapy, knee brace, wound care, smoking cessation
""")

# (test, unit, low, high, decimals)
LABS = [
    ("Na", "mmol/L", 126, 148, 0), ("sodium", "mEq/L", 126, 148, 0), ("K", "mmol/L", 2.8, 6.1, 1),
    ("potassium", "mmol/L", 2.8, 6.1, 1), ("creatinine", "mg/dL", 0.5, 4.5, 1), ("Cr", "mg/dL", 0.5, 4.5, 2),
    ("BUN", "mg/dL", 6, 70, 0), ("glucose", "mg/dL", 60, 380, 0), ("hemoglobin", "g/dL", 6.5, 17, 1),
    ("Hgb", "g/dL", 6.5, 17, 1), ("WBC", "K/uL", 2, 22, 1), ("platelets", "K/uL", 40, 480, 0),
    ("hemoglobin A1c", "%", 5, 12, 1), ("A1c", "%", 5, 12, 1), ("TSH", "mIU/L", 0.1, 12, 2), ("INR", "", 1, 4, 1),
    ("ALT", "U/L", 10, 300, 0), ("AST", "U/L", 10, 300, 0), ("LDL", "mg/dL", 50, 210, 0), ("CRP", "mg/L", 1, 180, 0),
    ("troponin", "ng/mL", 0.01, 2, 2), ("lactate", "mmol/L", 0.6, 6, 1), ("ferritin", "ng/mL", 4, 400, 0),
    ("temperature", "F", 97, 103, 1), ("T", "C", 36, 40, 1), ("heart rate", "bpm", 48, 140, 0), ("HR", "", 48, 140, 0),
    ("RR", "", 10, 30, 0), ("SpO2", "%", 86, 100, 0), ("O2 sat", "%", 86, 100, 0), ("weight", "kg", 45, 140, 1),
    ("Wt", "lb", 98, 320, 0), ("BMI", "kg/m2", 17, 45, 1), ("EF", "%", 20, 70, 0), ("PSA", "ng/mL", 0.2, 20, 1),
]  # fmt: skip

RELATIVES = _split("""
mother, father, brother, sister, son, daughter, maternal grandmother, paternal grandfather, maternal aunt,
paternal uncle, twin sister, half-brother, mom, dad, cousin, maternal grandfather
""")

OCCUPATIONS = _split("""
welder, teacher, nurse, truck driver, accountant, carpenter, farmer, firefighter, bus driver, chef, electrician,
software engineer, librarian, mechanic, roofer, hairdresser, warehouse worker, dental hygienist, paramedic, bricklayer,
veterinary technician, postal worker, security guard, graduate student, florist, plumber, court reporter, fisherman,
attorney, bookkeeper, janitor, machinist, pharmacist, police officer, stay-at-home mother, homemaker, receptionist,
actuary, air traffic controller, anthropologist, architect, auctioneer, baker, bank teller, barber, beekeeper,
biochemist, blacksmith, boilermaker, brewer, butcher, cab driver, call center agent, cardiologist, caregiver, cashier,
childcare worker, civil engineer, cleaner, coal miner, college professor, construction worker, cook, correctional officer,
crane operator, customs officer, dancer, data analyst, day laborer, dentist, dishwasher, dock worker, economist, editor,
factory worker, fashion designer, ferry captain, financial advisor, flight instructor, forester, foundry worker,
funeral director, gardener, geologist, glazier, grocery clerk, HVAC technician, high school teacher, hotel manager,
housekeeper, insurance agent, interior designer, interpreter, jeweler, journalist, judge, kindergarten teacher,
laboratory technician, landscaper, lawyer, lecturer, lifeguard, locksmith, longshoreman, mail carrier, marine biologist,
mason, massage therapist, math teacher, meteorologist, midwife, miner, minister, musician, nanny, network administrator,
notary, nurse's aide, occupational therapist, office worker, oil rig worker, optician, orchestra conductor, painter,
park ranger, parking attendant, pastor, personal trainer, photographer, physicist, pilot, pipefitter, poet, politician,
prison guard, project manager, psychologist, railroad worker, rancher, real estate agent, reporter, respiratory therapist,
sailor, sales representative, school counselor, sculptor, seamstress, secretary, sheet metal worker, shipyard worker,
shop assistant, singer, social worker, soldier, statistician, stockbroker, student, surveyor, tailor, tax consultant,
taxi driver, textile worker, tour guide, translator, union organizer, upholsterer, vineyard manager, waiter, waitress,
web developer, window cleaner, writer, yoga instructor, zookeeper
""")
RANKS = _split("assistant, senior, part-time, self-employed, former, junior, freelance, head, night-shift, licensed, apprentice")
TRADES = _split("construction, retail, hospitality, finance, IT, landscaping, real estate, the military, healthcare, education, "
    "insurance sales, food service, shipping, law enforcement, agriculture, telecommunications, a bakery, a paper mill, a call center")

ETHNICITIES = _split("""
Caucasian, African American, Hispanic, Asian, white, Black, Latina, Native American, Korean, Vietnamese, Filipino,
Pakistani, Pacific Islander, Middle Eastern, Somali, Irish, South Asian, Japanese, Chinese, Indian
""")
GENDERS = _split("male, female, man, woman, gentleman, lady, M, F, boy, girl")

FIRST_NAMES = _split("""
Adelaide, Ambrose, Anneliese, Arturo, Beatriz, Benedict, Bronwen, Callum, Carmela, Chidi, Clarence, Dagmar, Daniel,
Deepika, Dmitri, Dolores, Edmund, Eleni, Emeka, Esther, Farid, Fiona, Florence, Gareth, Giulia, Grace, Guillermo,
Hannah, Harold, Hiroshi, Ibrahim, Imelda, Ingrid, Isaac, Jamal, Jerome, Joanna, Jorge, Karina, Keiko, Kofi, Lakshmi,
Leila, Leonard, Lucinda, Magnus, Marcus, Margaret, Mateo, Mei, Miriam, Nadia, Nathaniel, Ngozi, Nora, Olga, Omar,
Patrick, Paula, Priya, Quentin, Rachel, Rafael, Ravi, Rebecca, Reginald, Rosa, Ruth, Samir, Sarah, Seamus, Shirley,
Sofia, Stanley, Svetlana, Tamika, Thomas, Tomasz, Ursula, Valentina, Victor, Walter, Wanda, Xavier, Yasmin, Yusuf, Zoe,
James, John, Robert, Michael, William, David, Richard, Joseph, Charles, Mary, Patricia, Jennifer, Linda, Elizabeth,
Barbara, Susan, Jessica, Karen, Nancy, Lisa, Emily, Donna, Carol, Kevin, Brian, George, Steven, Will, May, June, April,
Mark, Faith, Hope, Joy, Rose, Lily, Art, Bill, Frank, Rich, Sue, Pat, Dawn, Summer, Angel, Jesus, Destiny, Hunter, Mason,
Abdullah, Aisha, Akira, Alejandra, Amina, Anastasia, Anh, Anil, Arjun, Astrid, Aylin, Bao, Bjorn, Bogdan, Camille,
Catalina, Chioma, Ciara, Cosmin, Dae-jung, Dariusz, Delphine, Eduardo, Efua, Elif, Enrique, Fatima, Feng, Francesca,
Gaurav, Gintaras, Goran, Gunnar, Hamza, Hao, Helga, Hye-jin, Ilse, Ines, Ivan, Jelena, Jean-Pierre, Jin, Juan Carlos, Kamal,
Katarzyna, Khadija, Kwabena, Lars, Laszlo, Lindiwe, Ludmila, Luis, Maeve, Malik, Maria Elena, Marek, Mehmet, Mohammed,
Nguyet, Niamh, Nikolai, Nkechi, Noor, Oksana, Olumide, Paolo, Pedro, Pilar, Piotr, Rania, Roberto, Rukhsana, Sanjay,
Sibusiso, Siobhan, Soren, Sunita, Takeshi, Tariq, Thandiwe, Thi, Tuan, Vikram, Wei, Xiomara, Yan, Yolanda, Zainab, Zofia
""")
LAST_NAMES = _split("""
Abernathy, Adeyemi, Aguilar, Ahmadi, Baptiste, Barlow, Bergstrom, Bianchi, Blackwood, Bui, Calloway, Castellano, Chen,
Cho, Cooper, Crane, Dawson, Delacroix, Dominguez, Eklund, Espinoza, Fairbanks, Fitzgerald, Foster, Garza, Goldberg,
Greene, Hagen, Haddad, Hawkins, Holloway, Hughes, Ivanov, Jacobs, Jansen, Kapoor, Kaufman, Kelley, Kim, Kowalski,
Larsen, Lee, Lindholm, Lombardi, Long, Mahoney, Marchetti, McAllister, Mendez, Mercer, Moreau, Nakamura, Nguyen, Novak,
O'Brien, O'Connell, Okafor, Olsen, Ortega, Papadakis, Park, Patel, Pemberton, Petrov, Pruitt, Quigley, Ramanathan, Reyes,
Rhodes, Rosenthal, Rossi, Sanders, Sato, Schneider, Sinclair, Singh, Stone, Sullivan, Takahashi, Thorne, Torres, Underwood,
Vance, Vasquez, Walsh, Wang, Whitaker, Winters, Wolfe, Yamamoto, Young, Zielinski, Zimmerman, Smith, Johnson, Williams,
Brown, Jones, Garcia, Miller, Davis, Rodriguez, Martinez, Wilson, Anderson, Taylor, Moore, White, Black, Green, Hall,
King, Hill, Day, Price, Payne, Burns, Bush, Rivers, Fields, Parkinson, Foley, Graves, Murphy, Bell, Marsh, Colon, Hand,
Foote, Head, Bone, Sweet, Sharp, Little, Small, Short, Strong, Wise, Rich, Love, Church, Bishop, Pope, Knight, Page, Gray,
Abdi, Acheampong, Al-Hassan, Andersson, Banerjee, Bautista, Ben-David, Borges, Brankovic, Chatterjee, Chukwu, Costa,
Da Costa, Dang, De Jong, De Luca, Del Rosario, Demir, Di Marco, Diallo, Dlamini, Dubois, El-Sayed, Erdogan, Eze, Farkas,
Ferreira, Fischer, Fuentes, Gebremariam, Georgiou, Gunawardena, Gupta, Gustafsson, Ho, Horvat, Huang, Hussein, Iyer,
Jimenez, Joshi, Juarez, Kamara, Karlsson, Kaya, Khan, Kovacs, Kruger, Kurosawa, Le, Leblanc, Li, Liu, MacDonald, MacLeod,
Mahlangu, Mancini, McCarthy, McGregor, Mehta, Mensah, Mohamed, Molina, Montoya, Mueller, Mwangi, Naidoo, Ng, Nowak,
Nyambura, O'Reilly, Obi, Osei, Ozturk, Pacheco, Pham, Popescu, Qureshi, Rahman, Rao, Ruiz, Sakamoto, Salazar, Santos,
Schmidt, Sharma, Silva, Sokolov, St. Clair, Svensson, Tan, Tesfaye, Tran, Tsai, Van Dyke, Van der Berg, Vargas, Villanueva,
Von Berg, Vu, Weber, Wojcik, Wong, Wu, Xu, Yilmaz, Zapata, Zhang, Zhou
""")
PARTICLES = _split("van, van der, von, de, de la, del, di, da, dos, al-, el-, bin, ben, ter, le, la, mac, st.")
# Pieces of names that no list holds; the model should go by place and letter case, not by a list.
SYLLABLES = _split("""
ka, ro, mi, vel, dan, tor, shi, bel, ana, gri, os, ulf, nor, chi, zan, ek, wu, pri, lo, mar, ti, fen, jo, hal, dre, ven,
cor, ya, su, bra, len, qui, ster, nev, pa, gho, ald, ire, mon, tas, vi, rud, el, ham, oku, ndi, berg, ski, ova, ides
""")
NICKNAMES = _split("""
Bud, Ginny, Chip, Peg, Dot, Skip, Buddy, Nan, Mimi, Lupe, Pepe, Bobby, Liz, Tony, Tex, Red, Junior, Cookie, Babs, Mick,
Sasha, Kiki, Nonna, Jojo, Lulu, Ace, Ziggy, Dez, Sunny, Smitty
""")
STREETS = _split("""
Alder, Birchwood, Canal, Cedar Hollow, Chestnut, Clover, Dogwood, Elmhurst, Fern Valley, Harbor, Hawthorne, Juniper,
Kingsley, Lakeview, Linden, Maple, Meadowlark, Mill, Oakridge, Orchard, Pinecrest, Quarry, Ridgeway, Sycamore, Tamarack,
Union, Walnut, Willow Creek, Main, High, Church, Park, Washington, 2nd, 14th, 42nd, 125th, Martin Luther King Jr., North,
South Broadway, W. Cherry, E 3rd, NW Hillcrest, Old Post, County Line, Lincoln, Station, Victoria, Queen, Prospect, Spring,
Elm, Pine, Oak, River, Franklin, Jefferson, Market, Highland, Sunset, Railroad, Academy, Spruce, Bay, Country Club
""")
STREET_KINDS = _split("""
Street, St, St., Avenue, Ave, Ave., Road, Rd, Rd., Lane, Ln, Drive, Dr, Court, Ct, Blvd, Boulevard, Way, Place, Pl, Terrace,
Circle, Cir, Highway, Hwy, Parkway, Pkwy, Square, Trail, Row, Close, Crescent, Loop
""")
# How streets are called elsewhere.
FOREIGN_STREETS = _split("""
Rue de {}, Avenue {}, Calle {}, Via {}, {}strasse, {}weg, {}gatan, Rua {}, ul. {}, {}laan, {} utca, {}vej, Paseo de {}, {}katu
""")
TOWNS = _split("""
Ashford, Bellmoor, Brightwater, Cedar Falls, Clayburn, Dunmore, Eastfield, Fairhaven, Glenwood, Harrow Point, Kingsbury,
Lakemont, Marlow, Millbrook, Northgate, Oakdale, Port Ellis, Redfern, Riverton, Saltwick, Stonebridge, Thornbury,
Westbrook, Winslow, New York, Los Angeles, Chicago, Houston, Phoenix, Philadelphia, San Antonio, San Diego, Dallas, Austin,
Boston, Seattle, Denver, Detroit, Memphis, Baltimore, Milwaukee, Atlanta, Miami, Cleveland, St. Louis, Pittsburgh, Buffalo,
Las Vegas, El Paso, Salt Lake City, Baton Rouge, Fort Worth, London, Manchester, Glasgow, Dublin, Paris, Lyon, Berlin, Hamburg,
Munich, Madrid, Seville, Rome, Naples, Lisbon, Vienna, Prague, Warsaw, Budapest, Athens, Stockholm, Oslo, Helsinki, Moscow, Kyiv,
Istanbul, Cairo, Lagos, Accra, Nairobi, Johannesburg, Mumbai, Delhi, Karachi, Dhaka, Manila, Hanoi, Bangkok, Shanghai, Beijing,
Tokyo, Osaka, Seoul, Sydney, Melbourne, Auckland, Toronto, Montreal, Vancouver, Mexico City, Bogota, Lima, Santiago, Havana
""")
TOWN_STARTS = _split("""
Ash, Bex, Bram, Cald, Cres, Dar, Elk, Far, Glen, Hart, Hol, Kel, Lang, Mar, Nor, Oak, Pem, Raven, Sand, Stan, Thorn, Wal, West,
Wil, Copper, Silver, Maple, Cotton, Fox, Bear
""")
TOWN_ENDS = _split("""
borough, bridge, burg, bury, by, dale, field, ford, ham, haven, hurst, land, ley, mere, mont, mouth, port, ridge, side,
stead, ton, view, ville, well, wick, wood, worth
""")
TOWN_WORDS = _split("Lake, Fort, Port, Mount, New, North, South, East, Old, San, Santa, Saint, Upper, Little, Point, Villa, El, Los")
STATES = _split("""
AL, AK, AZ, AR, CA, CO, CT, DC, DE, FL, GA, HI, IA, ID, IL, IN, KS, KY, LA, MA, MD, ME, MI, MN, MO, MS, MT, NC, ND, NE, NH, NJ, NM, NV,
NY, OH, OK, OR, PA, RI, SC, SD, TN, TX, UT, VA, VT, WA, WI, WV, WY
""")
STATE_NAMES = _split("""
Alabama, Alaska, Arizona, California, Colorado, Connecticut, Florida, Georgia, Hawaii, Illinois, Indiana, Iowa, Kentucky,
Louisiana, Maine, Massachusetts, Michigan, Minnesota, Missouri, Montana, Nevada, New Jersey, New Mexico, New York,
North Carolina, Ohio, Oregon, Pennsylvania, Rhode Island, Tennessee, Texas, Utah, Virginia, Washington, West Virginia, Ontario,
Puerto Rico, Queensland
""")
COUNTRIES = _split("""
Mexico, Guatemala, Honduras, Cuba, Haiti, Colombia, Peru, Brazil, Argentina, Canada, United States, England, Scotland,
Ireland, France, Germany, Italy, Spain, Poland, Romania, Greece, Turkey, Ukraine, Russia, Syria, Iraq, Iran, Israel, Egypt,
Nigeria, Ghana, Kenya, Ethiopia, Somalia, South Africa, India, Pakistan, Bangladesh, Nepal, China, Japan, South Korea,
Philippines, Vietnam, Thailand, Australia, Uruguay, Estonia, Finland, Norway
""")
POSTCODES = _split("@@# #@@, @# #@@, @@## #@@, @#@ #@#, ####, #####, #####-####, ## ###, #### @@, ###-####")
INSTITUTIONS = _split("""
{} General Hospital, {} Memorial Hospital, {} Community Hospital, {} Medical Center, {} Family Practice, {} Clinic,
{} Health Center, University of {} Hospital, {} Nursing Home, {} Urgent Care, {} Heart Institute, St. {} Hospital,
{} Rehabilitation Center, {} Cancer Center, {} Assisted Living, {} Lodge, {} Pharmacy, {} EMS, {} DME,
{} Cancer Institute, {} Orthopaedic Hospital, {} Imaging, {} Surgery Center, {} Hosp, {} Allergy Partners, {} Mutual,
{} VA Medical Center, {} Children's Hospital, Hospital of {}, {} Regional, {} Infirmary, {} Surgery, {} Health,
{} Dialysis, Mercy {}, Our Lady of {} Hospital, {} Hospice, {} Care Center, {} Nursing & Rehab, {} Skilled Nursing Facility,
{} Manor, {} House, {} Pediatrics, {} Cardiology Associates, {} Pain Clinic, {} Eye Associates, {} Dental, {} Labs, {} Home Care,
{} Behavioral Health, {} Home for the Aged, {} Physical Therapy, {} Women's Health, {} Public Health Department, {} Radiology
""")
SCHOOLS = _split("""
{} High School, {} Elementary, {} Middle School, {} College, {} Community College, University of {}, {} University, {} Academy,
{} State University, {} School District, {} Day Care, {} Preschool, {} Primary School
""")
EMPLOYERS = _split("""
{} Steel, {} Foods, {} Logistics, {} Trucking, {} & Sons, {} Inc., {} Industries, {} Bakery, {} Airlines, {} Motors, {} Mills, {} Bank,
{} Construction, {} Insurance, {} Farms, {} Hardware, {} Fire Department, {} Police Department, {} Mining Co., {} LLC, {} Electric, {} Diner,
City of {}, {} County, {} Lutheran Church, {} Corporation, {} Hotel
""")
# Names that stand for a place without saying what it is.
PLACES = _split("""
Walmart, Walgreens, CVS, Costco, Target, Home Depot, Rite Aid, Kroger, IBM, UPS, FedEx, Amazon, Ford, Boeing, Mayo Clinic, Kaiser, UCSF,
Cleveland Clinic, Mount Sinai, Mass General, Johns Hopkins, Stanford, Yale, Cedars-Sinai, Bellevue, Quest Diagnostics, LabCorp
""")
DOMAINS = _split("""
example.org, example.com, mailbox.example, health.example, care.example, clinic.example, postbox.example, gmail.com,
yahoo.com, hotmail.com, outlook.com, aol.com, icloud.com
""")
TLDS = _split("com, com, com, org, net, edu, gov, io, co.uk, de, fr, ca, com.au, it, nl, se, us, info, health, com.br")
HOST_WORDS = _split("med, health, clinic, care, mail, my, portal, doc, heart, family, cloud, smart, net, life, lab, web, book, travel, home")
MONTHS = _split("""
January, February, March, April, May, June, July, August, September, October, November, December
""")
