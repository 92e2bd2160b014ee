"""Golden values for the tests of the Rust crate: what the exported weights say about six short notes."""

from __future__ import annotations

import json
from pathlib import Path

from decode import Predictor
from segment import pieces

TEXTS = [
    """CHIEF COMPLAINT: Chest pain.

HISTORY OF PRESENT ILLNESS
Mr. Tobias Wendell is a 61-year-old man with type 2 diabetes mellitus and hypertension, seen on 03/14/2024. He has had burning chest pain for three days. He denies shortness of breath, nausea or vomiting.

ALLERGIES: NKDA.
MEDICATIONS
Metformin 500 mg p.o. b.i.d., lisinopril 10 mg daily, aspirin 81 mg tablet once a day.
""",
    """Operative note
PREOPERATIVE DIAGNOSIS: Right inguinal hernia.
PROCEDURE PERFORMED: Laparoscopic right inguinal hernia repair with mesh.
ESTIMATED BLOOD LOSS: 25 mL.
The patient, Zoé Lindström, was taken to the operating room and placed supine; general anesthesia was induced, the abdomen was prepped and draped in the usual sterile fashion, an infraumbilical incision was made and carried down to the fascia, a trocar was introduced under direct vision, pneumoperitoneum was established to 15 mmHg, two further ports were placed, the peritoneum was incised, the hernia sac was reduced from the cord, the vas deferens and the vessels were identified and preserved, a polypropylene mesh was laid over the myopectineal orifice and fixed with absorbable tacks, the peritoneum was closed over the mesh with a running suture, hemostasis was confirmed, the ports were removed, and the skin was closed with 4-0 absorbable suture, after which she was awakened, extubated and taken to recovery in stable condition with no complications, and ketorolac 30 mg was given intravenously for pain.
""",
    """FAMILY HISTORY: Mother had breast cancer at 52. Father died of myocardial infarction.
SOCIAL HISTORY: Smokes 1 pack per day for 20 years. Drinks two beers on weekends. Works as a welder.
REVIEW OF SYSTEMS
- No fever, chills, or weight loss.
- Positive for chronic low back pain.
""",
    """LABS\r
Hemoglobin 9.2 g/dL, WBC 11.4, TSH 2.1 µIU/mL; “ferritin” low.\r
Vitals: BP 142/88, HR 96, temp 38.4 °C.\r
\r
ASSESSMENT AND PLAN\r
1. Iron deficiency anemia, probably from chronic blood loss. Start ferrous sulfate 325 mg daily. Colonoscopy next week.\r
2. Rule out celiac disease; order tTG-IgA.\r
""",
    """Pt seen w/ Dr. Amara Osei at Brookhollow Clinic, 418 Larch Street, Fenwick, OR 97455. MRN 00482917. Call 555-0142 or write to t.okafor@example.org.
Café-au-lait spots on the left arm… mild eczema, both hands. Advised hydrocortisone 1 % cream topically t.i.d. for 10 days!
""",
    """follow up in 6 weeks. no chest pain. left knee swelling is better since the steroid injection. PT twice weekly. hx of dvt in 2019, warfarin stopped.
""",
]
BODY_TOKENS = 8


def _note(predictor: Predictor, text: str) -> dict:
    found = predictor.predict(text)
    place = {id(f): i for i, f in enumerate(found)}
    return {
        "text": text,
        "pieces": [[p.start, p.end, p.section, p.header] for p in pieces(text)],
        "windows": [
            {
                "ids": w.ids,
                "types": w.shapes,
                "body": w.body,
                "offsets": [list(o) for o in w.offsets],
                "tag_logits": [[round(x, 4) for x in row] for row in predictor.tag_logits(w)[:BODY_TOKENS].tolist()],
            }
            for w in predictor.segmenter.windows(text)
        ],
        "mentions": [
            {
                "start": f.start,
                "end": f.end,
                "type": f.kind,
                "score": round(f.score, 5),
                "traits": {t: round(s, 5) for t, s in f.traits.items()},
                "links": [[place[id(target)], round(score, 5)] for target, score in f.links],
            }
            for f in found
        ],
    }


def write(predictor: Predictor, path: Path) -> None:
    rows = {"offsets": "code points", "notes": [_note(predictor, t) for t in TEXTS]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
