"""Run with `python -m unittest` in this folder; needs no reference data."""

import random
import unittest

import numpy as np
import torch

import examples
from augment import Augmenter, Drugs, Writer
from corpora import ANY, PartialNote
from decode import spans, viterbi
from labels import OUTSIDE, TAGS, begin, inside
from model import span_features
from notes import parse, replace_surfaces
from segment import Segmenter, pieces
from train import make_tokenizer


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
        self.assertEqual([p.section for p in found], [None, None, None, None, "assessment_plan", "assessment_plan", "assessment_plan"])
        self.assertEqual([p.header for p in pieces("FAMILY HISTORY: none\nPMH\nplan of care is long" + " x" * 40)], [True, True, False])


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


if __name__ == "__main__":
    unittest.main()
