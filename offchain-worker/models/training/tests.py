# SPDX-License-Identifier: Apache-2.0
"""What the models' scripts share, on drawn people: `scripts/models --tests`."""

import contextlib
import io
import pathlib
import tempfile
import unittest
from unittest import mock

from training import measures, nested, reference, scope
from training.logistic_sum import LogisticSum

import numpy as np
import onnxruntime
from sklearn.linear_model import LogisticRegression

SEED = 7
POWERS = [[1, 2], [1], [1]]
READ_TO = [1, 1, 0.25]


def drawn(count, seed=SEED):
    """People whose risk depends on the first two inputs of three. Synthetic."""
    draw = np.random.default_rng(seed)
    inputs = np.column_stack([draw.normal(50, 15, count), draw.integers(0, 2, count), draw.normal(5, 1, count)])
    log_odds = (inputs[:, 0] - 50) / 10 + inputs[:, 1] - 1.5
    return inputs, draw.random(count) < 1 / (1 + np.exp(-log_odds))


class Training(unittest.TestCase):
    def test_labels_dealt_out_at_random_can_not_be_told(self):
        inputs, labels = drawn(1500)
        found = nested.permuted([LogisticSum(POWERS, READ_TO)], inputs, labels, SEED, rounds=10)
        self.assertAlmostEqual(found["auc"], 0.5, delta=0.03)

    def test_a_leak_would_be_seen(self):
        """The alarm goes off when the model has seen the people that it is tested on."""
        inputs, labels = drawn(300)
        draw = np.random.default_rng(SEED)
        noise = draw.normal(size=(300, 60))
        found = []
        for _ in range(5):
            dealt = draw.permutation(labels)
            model = LogisticRegression(C=100, max_iter=2000).fit(noise, dealt)
            found.append(measures.roc_auc_score(dealt, model.predict_proba(noise)[:, 1]))
        self.assertGreater(np.mean(found), 0.53)

    def test_risks_are_those_of_people_left_out(self):
        inputs, labels = drawn(2000)
        risk, folds = nested.risks([LogisticSum(POWERS, READ_TO)], inputs, labels, SEED)
        self.assertEqual(len(folds), nested.OUTER)
        found = measures.summary(labels, risk, SEED)
        self.assertGreater(found["auc"], 0.75)
        self.assertAlmostEqual(found["calibration"]["slope"], 1, delta=0.15)
        self.assertLess(found["calibration"]["expected_error"], 0.05)

    def test_the_penalty_of_least_loss_is_chosen(self):
        inputs, labels = drawn(400)
        worst, fair = LogisticSum(POWERS, READ_TO, 1e-6), LogisticSum(POWERS, READ_TO, 1.0)
        self.assertIs(nested.choose([worst, fair], inputs, labels, SEED), fair)

    def test_a_graph_gives_what_the_sum_gives(self):
        inputs, labels = drawn(500)
        for powers in (POWERS, [[1], [1], [1]]):
            model = LogisticSum(powers, READ_TO).fit(inputs, labels)
            model.round()
            content = model.graph("drawn").SerializeToString(deterministic=True)
            session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
            found = session.run(["log_odds"], {"inputs": inputs})[0][:, 0]
            np.testing.assert_allclose(found, model.log_odds(inputs), atol=1e-13)

    def test_a_step_begins_in_its_middle_and_nowhere_else(self):
        inputs, labels = drawn(500)
        model = LogisticSum(POWERS, READ_TO).fit(inputs, labels)
        session = onnxruntime.InferenceSession(model.graph("drawn").SerializeToString())
        last_bits = []
        for index, thresholds, _ in model.tables():
            for threshold in thresholds:
                for value in (np.nextafter(threshold, -np.inf), threshold, np.nextafter(threshold, np.inf)):
                    row = inputs[0].copy()
                    row[index] = value
                    last_bits.append(row)
        found = session.run(["log_odds"], {"inputs": np.array(last_bits)})[0][:, 0]
        np.testing.assert_allclose(found, model.log_odds(np.array(last_bits)), atol=1e-13)
        below, at, above = model.log_odds(np.array(last_bits[:3]))
        self.assertNotEqual(below, at)
        self.assertEqual(at, above)

    def test_an_input_below_zero_has_no_exact_steps(self):
        inputs, labels = drawn(500)
        with self.assertRaises(AssertionError):
            LogisticSum(POWERS, READ_TO).fit(inputs - 60, labels)

    def test_what_is_no_number_gets_none(self):
        inputs, labels = drawn(500)
        model = LogisticSum(POWERS, READ_TO).fit(inputs, labels)
        session = onnxruntime.InferenceSession(model.graph("drawn").SerializeToString())
        for index in range(3):
            for bad in (np.nan, np.inf, -np.inf):
                row = inputs[:1].copy()
                row[0, index] = bad
                self.assertTrue(np.isnan(session.run(["log_odds"], {"inputs": row})[0]).all())

    def test_beyond_its_edges_an_input_counts_as_the_edge(self):
        inputs, labels = drawn(500)
        model = LogisticSum(POWERS, READ_TO).fit(inputs, labels)
        far, edge = inputs[:1].copy(), inputs[:1].copy()
        far[0, 0], edge[0, 0] = 1e6, model.high_[0]
        self.assertEqual(model.predict_proba(far)[0, 1], model.predict_proba(edge)[0, 1])
        self.assertEqual((model.low_[1], model.high_[1]), (0, 1))


class Measures(unittest.TestCase):
    def test_a_calibrated_risk_has_slope_one_and_a_bold_one_less(self):
        draw = np.random.default_rng(SEED)
        risk = draw.uniform(0.05, 0.95, 20_000)
        labels = draw.random(len(risk)) < risk
        found = measures.calibration(labels, risk)
        self.assertAlmostEqual(found["slope"], 1, delta=0.05)
        self.assertLess(found["expected_error"], 0.015)
        bold = 1 / (1 + np.exp(-2 * measures.logit(risk)))
        found = measures.calibration(labels, bold)
        self.assertAlmostEqual(found["slope"], 0.5, delta=0.05)
        self.assertGreater(found["expected_error"], 0.05)

    def test_the_better_of_two_is_ahead(self):
        inputs, labels = drawn(1000)
        good = (inputs[:, 0] - inputs[:, 0].min() + 1) / 200
        ahead = measures.ahead(labels, good, {"none": np.full(1000, 0.5)}, SEED)["none"]["auc"]
        self.assertTrue(0 < ahead[1] < ahead[0] < ahead[2])


class Truth(unittest.TestCase):
    """What came true of people who were told something."""

    def test_an_interval_of_a_share_holds_it(self):
        low, high = measures.wilson(54, 535)
        self.assertAlmostEqual(low, 0.0781, delta=1e-4)
        self.assertAlmostEqual(high, 0.1294, delta=1e-4)
        self.assertEqual(measures.wilson(0, 10)[0], 0)
        self.assertAlmostEqual(measures.wilson(10, 10)[1], 1)

    def test_everybody_is_told_one_band(self):
        risk = np.array([0.0, 0.04, 0.05, 0.09, 0.1, 1.0])
        labels = np.array([False, True, False, False, True, True])
        found = measures.bands(labels, risk, [("a", 0.05), ("b", 0.1), ("c", None)], "had it", "six people")
        counts = [(band["measured"]["people"], band["measured"]["with_outcome"]) for band in found]
        self.assertEqual(counts, [(2, 1), (2, 0), (2, 2)])
        self.assertEqual([band["below"] for band in found], [0.05, 0.1, None])

    def test_a_rule_is_met_at_its_own_share_of_people(self):
        draw = np.random.default_rng(SEED)
        risk = draw.uniform(0, 0.2, 5000)
        labels = draw.random(5000) < risk
        rule = draw.random(5000) < 0.4
        found = measures.beside_a_rule(labels, risk, rule)
        self.assertAlmostEqual(found["model"]["flagged"], found["rule"]["flagged"], delta=1e-3)
        self.assertGreater(found["model"]["sensitivity"], found["rule"]["sensitivity"] + 0.1)

    def test_too_high_a_risk_shows_in_observed_to_expected(self):
        draw = np.random.default_rng(SEED)
        risk = draw.uniform(0, 0.2, 20_000)
        labels = draw.random(len(risk)) < risk
        ratio, low, high = measures.observed_to_expected(labels, risk)
        self.assertTrue(low < 1 < high)
        ratio, low, high = measures.observed_to_expected(labels, risk * 4)
        self.assertAlmostEqual(ratio, 0.25, delta=0.02)
        self.assertLess(high, 0.3)


class Scope(unittest.TestCase):
    """A stand-in for the worker, which answers whoever has a resource of one kind only."""

    BENCH = """#!/bin/sh
while read -r line || [ -n "$line" ]; do
  case "$line" in *Condition*) echo '["out-of-scope"]' ;; *) echo '[]' ;; esac
done
"""

    def compared(self, used):
        healthy, ill = [scope.patient(50, True)], [scope.patient(50, True), scope.condition("73211009")]
        with tempfile.TemporaryDirectory() as folder:
            bench = pathlib.Path(folder, "bench")
            bench.write_text(self.BENCH)
            bench.chmod(0o700)
            arguments = ["scope.py", "--bench", str(bench)]
            printed = io.StringIO()
            with mock.patch("sys.argv", arguments), contextlib.redirect_stdout(printed):
                with contextlib.redirect_stderr(io.StringIO()):
                    scope.run(pathlib.Path("drawn"), lambda: zip([healthy, ill, healthy], used))
            return printed.getvalue()

    def test_the_same_people_pass(self):
        self.assertIn("answers 2 of 3 people", self.compared([True, False, True]))

    def test_somebody_used_but_refused_fails(self):
        with self.assertRaisesRegex(SystemExit, "of 3 people 1 are used but refused"):
            self.compared([True, True, True])

    def test_somebody_answered_but_not_used_fails(self):
        with self.assertRaisesRegex(SystemExit, "of 3 people 1 are used but refused"):
            self.compared([True, False, False])


class Reference(unittest.TestCase):
    def test_shares_are_of_people_from_edge_to_edge(self):
        found = reference.distribution(np.repeat([0.0, 1.0], [30, 70]))
        self.assertEqual(found, {"edges": [1.0], "shares": [0.3, 0.7]})
        found = reference.distribution(np.repeat([0.0, 1.0], [95, 5]))
        self.assertEqual(found, {"edges": [1.0], "shares": [0.95, 0.05]})
        found = reference.distribution(np.arange(1000.0))
        self.assertEqual(len(found["edges"]), 9)
        np.testing.assert_allclose(found["shares"], 0.1, atol=0.002)

    def test_few_of_the_training_data_are_out_of_distribution(self):
        inputs, _ = drawn(4000)
        found = reference.out_of_distribution(inputs)
        apart = inputs - found["mean"]
        distances = np.einsum("ij,jk,ik->i", apart, np.array(found["inverse_covariance"]), apart)
        self.assertAlmostEqual((distances > found["limit"]).mean(), 0.005, delta=0.001)


if __name__ == "__main__":
    unittest.main()
