"""Run with `python -m unittest` in this folder; needs no reference data."""

import random
import unittest

import numpy as np
import torch

import calibrate
import examples
import heldout
import heldout_scenes
import lexicon
import phi
import scenes
from augment import Augmenter, alike
from corpora import ANY, PartialNote
from decode import calibrated, spans, viterbi
from labels import OUTSIDE, TAGS, begin, inside
from model import span_features
from notes import Note, parse, replace_surfaces
from planting import Planter, Templates, insert
from segment import Segmenter, pieces
from surrogates import BLANKS, Surrogates
from train import make_tokenizer
from writer import Drugs, Writer


def texts(text: str) -> list[str]:
    return [text[p.start : p.end] for p in pieces(text)]


class Pieces(unittest.TestCase):
    def test_sentences_end_at_marks_before_a_capital(self):
        self.assertEqual(texts("He is well. No fever (none.) He left."), ["He is well.", "No fever (none.)", "He left."])

    def test_abbreviations_and_initials_end_nothing(self):
        for text in ("Seen by Dr. Osei.", "Take 5 mg b.i.d. Monday", "J. Smith came", "p.o. 5 mg"):
            self.assertEqual(texts(text), [text])

    def test_decimals_and_lower_case_end_nothing(self):
        self.assertEqual(texts("hgb 9.2 today. no fever."), ["hgb 9.2 today. no fever."])

    def test_lines_are_trimmed_and_empty_ones_dropped(self):
        self.assertEqual(texts("  a \r\n\r\n\n b"), ["a", "b"])

    def test_headers_open_sections(self):
        found = pieces("Seen today.\n2. PMH: asthma. Well.\nAssessment & Plan\nRest.\nToday: assessment")
        self.assertEqual([p.section for p in found], [None, None, "pmh", "pmh", "assessment_plan", "assessment_plan", "assessment_plan"])
        found = pieces("PMH: asthma. Meds: aspirin. Plan. Then: rest.")
        self.assertEqual([p.section for p in found], ["pmh", "medications", "medications", "medications"])
        self.assertEqual([p.section for p in pieces("PMH: asthma. A: stable.")], ["pmh", "pmh"])
        self.assertEqual([p.header for p in pieces("FAMILY HISTORY: none\nPMH\nplan of care is long" + " x" * 40)], [True, True, False])


class Calibration(unittest.TestCase):
    def test_a_line_turns_scores_into_shares(self):
        rng = random.Random(1)
        scores = [(s, rng.random() < s**3) for s in (rng.random() for _ in range(4000))]
        slope, offset = calibrate.line(scores)
        for score in (0.6, 0.8, 0.95):
            self.assertAlmostEqual(calibrated(score, (slope, offset)), score**3, delta=0.06)

    def test_few_mentions_stay_near_the_line_of_all(self):
        self.assertEqual(calibrate.line([], (1.5, -0.2)), (1.5, -0.2))
        slope, _ = calibrate.line([(0.9, True)] * 3, (1.5, -0.2))
        self.assertAlmostEqual(slope, 1.5, delta=0.1)

    def test_the_best_level_is_the_lowest_of_the_best(self):
        scores = [(0.9, True), (0.8, True), (0.4, False), (0.25, False)]
        self.assertEqual(calibrate._best_level(scores, 2), 0.45)
        self.assertEqual(calibrate._best_level([(0.9, True)], 1), 0.2)


class Windows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.segmenter = Segmenter(make_tokenizer())

    def test_title_follows_the_section_into_the_next_window(self):
        first, second = self.segmenter.windows("PLAN\n" + "rest " * 100 + ".\n" + "ice " * 100)[:2]
        self.assertEqual(first.body, 1)
        title = self.segmenter.titles["plan"]
        self.assertEqual(second.ids[1 : 2 + len(title)], [*title, self.segmenter.sep])

    def test_long_pieces_are_cut_at_words_and_nothing_is_lost(self):
        text = "pneumoperitoneum " * 90
        windows = self.segmenter.windows(text)
        self.assertTrue(all(len(w.ids) <= 128 for w in windows))
        joined = [o for w in windows for o in w.offsets]
        self.assertEqual(joined, list(self.segmenter.pieces(text)[0].offsets))
        self.assertTrue(all(text[w.offsets[0][0] - 1 : w.offsets[0][0]] in ("", " ") for w in windows))


class Supervision(unittest.TestCase):
    def setUp(self):
        self.segmenter = Segmenter(make_tokenizer())
        self.table = examples.mask_table

    def allowed(self, row: int) -> set[int]:
        return set((self.table()[row] == 0).nonzero().flatten().tolist())

    def test_gold_allows_one_tag(self):
        note = parse("[[left|DIR|>1]] [[knee pain|DX|sym #1]] today")
        (e,) = examples.Tokenised(note, self.segmenter).examples()
        tags = [self.allowed(s) for s in e.supervision]
        self.assertEqual(tags, [{begin("DIR")}, {begin("DX")}, {inside("DX")}, {OUTSIDE}])
        self.assertEqual(e.links, [(0, [1])])

    def test_corpus_leaves_open_what_it_does_not_label(self):
        note = PartialNote("aspirin for pain", [(0, 7, frozenset({"RXG", "RXB"})), (12, 16, ANY)], frozenset({"RXG", "RXB"}))
        (e,) = examples.Tokenised(note, self.segmenter).examples()
        self.assertEqual(self.allowed(e.supervision[0]), {begin("RXG"), begin("RXB")})
        self.assertEqual(len(self.allowed(e.supervision[-2])), len(TAGS) - 4)
        self.assertEqual(e.supervision[-1], examples.OPEN)


class Decoding(unittest.TestCase):
    def test_inside_needs_a_begin(self):
        log_p = np.full((3, len(TAGS)), -9.0)
        log_p[0, OUTSIDE], log_p[1, inside("DX")], log_p[1, begin("DX")], log_p[2, inside("DX")] = 0, 0, -1, 0
        self.assertEqual(spans(viterbi(log_p)), [(1, 2, examples.TYPE_ID["DX"])])

    def test_span_features_are_first_and_mean(self):
        hidden = torch.arange(12.0).view(1, 4, 3)
        got = span_features(hidden, torch.tensor([[0, 1, 2, 0], [0, 3, 3, 0]]))
        torch.testing.assert_close(got[0], torch.cat([hidden[0, 1], hidden[0, 1:3].mean(0)]))
        torch.testing.assert_close(got[1], torch.cat([hidden[0, 3], hidden[0, 3]]))


class Augmentation(unittest.TestCase):
    def test_replaced_surfaces_move_the_offsets(self):
        note = replace_surfaces(parse("[[Ann|NAME]] has [[gout|DX|diag]]."), {0: "Rosalind Vance"})
        self.assertEqual([note.text[m.start : m.end] for m in note.mentions], ["Rosalind Vance", "gout"])

    def test_invented_notes_are_well_formed_and_repeatable(self):
        notes = [Writer(random.Random(s), Drugs()).note() for s in range(50)]
        self.assertEqual(notes, [Writer(random.Random(s), Drugs()).note() for s in range(50)])
        varied = Augmenter(notes, Drugs()).notes(random.Random(0))
        for note in notes + varied:
            self.assertNotIn("[[", note.text)
            self.assertTrue(all(note.text[m.start : m.end].strip() for m in note.mentions))

    def test_what_replaces_a_detail_reads_well_in_its_place(self):
        fake = Surrogates(random.Random(0))
        for _ in range(50):
            self.assertRegex(alike("45", "AGE", fake), r"^\d+$")
            self.assertRegex(alike("3 weeks old", "AGE", fake), r"^\d+ weeks old$")
            self.assertLessEqual(len(alike("2217", "PHONE", fake)), 8)


def surfaces(note: Note, kinds: str) -> list[str]:
    return [note.text[m.start : m.end] for m in note.mentions if m.kind in kinds.split()]


class Planting(unittest.TestCase):
    def test_insertion_moves_mentions_and_links(self):
        note = parse("[[Left|DIR|>1]] [[gout|DX|diag #1]]. Seen.")
        out = insert(note, [(0, parse("By [[Ann|NAME]]. ")), (10, parse(" [[BP|TEST|#1]] [[1/2|VAL|>1]]."))])
        self.assertEqual(out.text, "By Ann. Left gout. BP 1/2. Seen.")
        self.assertEqual(surfaces(out, "DIR DX NAME TEST VAL"), ["Left", "gout", "Ann", "BP", "1/2"])
        self.assertEqual([m.targets for m in out.mentions], [[1], [], [], [], [3]])

    def test_sentences_go_between_sentences(self):
        templates = Templates(["Met {first}."], ["{mrn}"], ["Went home."])
        note = parse("He had [[a fall. Then pain|DX]]. Rest.\nNo stop")
        for seed in range(30):
            out = Planter(Surrogates(random.Random(seed)), templates).plant(note, 1, 1, 1)
            self.assertIn("a fall. Then pain", surfaces(out, "DX"))
            self.assertRegex(out.text, r"(^|[.\n] ?)Met ")
            self.assertEqual(len(out.mentions), 3)

    def test_every_blank_is_filled(self):
        for fake, wording in ((Surrogates, scenes.TEMPLATES), (heldout.HeldOut, heldout_scenes.TEMPLATES)):
            made = fake(random.Random(0))
            for blank in BLANKS:
                texts = {getattr(made, blank)() for _ in range(100)}
                self.assertFalse(any(set("|[]{}") & set(t) or t != t.strip() or not t for t in texts), blank)
            for template in wording.sentences + wording.blocks + wording.look_alikes:
                self.assertNotRegex(parse(made.fill(template)).text, r"[{}]|\[\[")


class HeldOutDetails(unittest.TestCase):
    def test_lists_and_wording_are_disjoint_from_those_of_training(self):
        names = "FIRST_NAMES LAST_NAMES NICKNAMES TOWNS COUNTRIES STREETS INSTITUTIONS SCHOOLS EMPLOYERS PLACES OCCUPATIONS TRADES"
        for name in names.split():
            self.assertFalse({x.lower() for x in getattr(heldout, name)} & {x.lower() for x in getattr(lexicon, name)}, name)
        for name in ("sentences", "blocks", "look_alikes"):
            self.assertFalse(set(getattr(heldout_scenes.TEMPLATES, name)) & set(getattr(scenes.TEMPLATES, name)), name)

    def test_letters_of_ids_are_disjoint_from_those_of_training(self):
        fake = Surrogates(random.Random(0))
        for blank in ("mrn", "licence", "serial", "lot", "vin", "dea"):
            self.assertFalse({c for _ in range(300) for c in getattr(fake, blank)()} & set("IOQ"), blank)

    def test_documents_are_repeatable(self):
        self.assertEqual([phi.document(i) for i in range(24)], [phi.document(i) for i in range(24)])

    def test_rows_are_in_order_with_their_links(self):
        row = phi.as_row(insert(parse("[[L|DIR|>1]] [[gout|DX|diag #1]]"), [(0, parse("[[Ann|NAME]] "))]))
        self.assertEqual([row["text"][e["start"] : e["end"]] for e in row["entities"]], ["Ann", "L", "gout"])
        self.assertEqual(row["relations"], [{"from": 1, "to": 2}])

    def test_corpus_labels_become_ours(self):
        def kept(label: str, surface: str) -> str | None:
            m = phi.mention(surface, {"label": label, "start": 0, "end": len(surface)})
            return m and f"{m.kind} {surface[m.start : m.end]}"

        self.assertEqual(kept("NAME", "Dr. Ann Bok"), "NAME Ann Bok")
        self.assertEqual(kept("DATE_TIME", "2000-04-16 11:34:35"), "DATE 2000-04-16")
        self.assertEqual(kept("UNIQUE_IDENTIFIER", "patient ID: 12"), "ID 12")
        self.assertEqual(kept("TITLE", "Packager"), "PROF Packager")
        for label, surface in (("DATE_TIME", "Tuesday"), ("TITLE", "Mrs."), ("NRP", "Dutch")):
            self.assertIsNone(kept(label, surface))

    def test_characters_are_counted_once_and_without_white_space(self):
        self.assertEqual(phi.characters([(0, 3), (2, 5)], [(0, 2), (4, 6)], "ab cde"), (3, 4, 4))


if __name__ == "__main__":
    unittest.main()
