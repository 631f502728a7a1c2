"""What the models' scripts share, on drawn people: `scripts/models --tests`."""

import unittest

from training import measures, nested, reference
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
        for place, thresholds, _ in model.tables():
            for threshold in thresholds:
                for value in (np.nextafter(threshold, -np.inf), threshold, np.nextafter(threshold, np.inf)):
                    row = inputs[0].copy()
                    row[place] = value
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
        for place in range(3):
            for bad in (np.nan, np.inf, -np.inf):
                row = inputs[:1].copy()
                row[0, place] = bad
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


class Reference(unittest.TestCase):
    def test_shares_are_of_people_from_edge_to_edge(self):
        found = reference.distribution(np.repeat([0.0, 1.0], [30, 70]))
        self.assertEqual(found, {"edges": [1.0], "shares": [0.3, 0.7]})
        found = reference.distribution(np.repeat([0.0, 1.0], [95, 5]))
        self.assertEqual(found, {"edges": [1.0], "shares": [0.95, 0.05]})
        found = reference.distribution(np.arange(1000.0))
        self.assertEqual(len(found["edges"]), 9)
        np.testing.assert_allclose(found["shares"], 0.1, atol=0.002)

    def test_few_of_the_training_data_are_unlike_it(self):
        inputs, _ = drawn(4000)
        found = reference.unlike(inputs)
        apart = inputs - found["mean"]
        distances = np.einsum("ij,jk,ik->i", apart, np.array(found["inverse_covariance"]), apart)
        self.assertAlmostEqual((distances > found["limit"]).mean(), 0.005, delta=0.001)


if __name__ == "__main__":
    unittest.main()
