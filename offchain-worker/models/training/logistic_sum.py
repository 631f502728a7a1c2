# SPDX-License-Identifier: Apache-2.0
"""Logistic regression as a sum of one part for each input: what the worker can explain exactly.

An input is held at two edges, read to the nearest of its steps, scaled to 0..1, raised to its powers, standardised,
and weighted. Products of inputs have no place in it. Since its steps are few, an input's part is a table.
"""

import math

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

from . import trees

# Beyond these shares of the training data an input is held at the edge: squared terms were not fitted
# there and would bend back.
EDGES = (0.005, 0.995)
DECIMALS = 10


class LogisticSum(ClassifierMixin, BaseEstimator):
    """`powers`: for each input, which powers enter the sum. `read_to`: its steps, in its unit: a power of two each, and
    no input is below zero, so that doubles hold all of them exactly. `held`: by index, where an input is held if not where the data end.
    `penalty` is scikit-learn's C."""

    def __init__(self, powers, read_to, penalty=1.0, held=None):
        self.powers = powers
        self.read_to = read_to
        self.penalty = penalty
        self.held = held

    def fit(self, inputs, labels):
        self.classes_ = np.array([False, True])
        self.low_, self.high_ = edges(inputs)
        for index, ends in (self.held or {}).items():
            self.low_[index], self.high_[index] = ends
        # Else a value's distance from its lower edge may be no double, and be rounded over the middle of a step.
        assert (self.low_ >= 0).all(), "an input is held from below zero on"
        columns = self._columns(inputs)
        self.mean_, self.scale_ = columns.mean(axis=0), columns.std(axis=0)
        regress = LogisticRegression(C=self.penalty, solver="newton-cholesky", tol=1e-10, max_iter=500)
        regress.fit((columns - self.mean_) / self.scale_, labels)
        self.coefficients_, self.intercept_ = regress.coef_[0], float(regress.intercept_[0])
        return self

    def round(self):
        """To ten decimals, so that the bytes do not hang on the last bit of a processor's arithmetic."""
        for name in ("mean_", "scale_", "coefficients_"):
            setattr(self, name, np.round(getattr(self, name), DECIMALS))
        self.intercept_ = round(self.intercept_, DECIMALS)

    def _columns(self, inputs):
        steps = (np.clip(inputs, self.low_, self.high_) - self.low_) / self.read_to
        # Halves upwards. Half a step added first could lift what lies a last bit below it.
        whole = np.floor(steps) + (steps - np.floor(steps) >= 0.5)
        held = whole * self.read_to / (self.high_ - self.low_)
        return np.column_stack([held[:, index] ** power for index, power in self.indexed_powers()])

    def indexed_powers(self):
        return [(index, power) for index, powers in enumerate(self.powers) for power in powers]

    def _standardised(self, inputs):
        return (self._columns(inputs) - self.mean_) / self.scale_

    def log_odds(self, inputs):
        return self.intercept_ + self._standardised(inputs) @ self.coefficients_

    def predict_proba(self, inputs):
        risk = 1 / (1 + np.exp(-self.log_odds(inputs)))
        return np.column_stack([1 - risk, risk])

    def predict(self, inputs):
        return self.log_odds(inputs) > 0

    def covariance(self, inputs):
        """Of the intercept and the coefficients: the inverse of the penalised likelihood's curvature."""
        values, risk = self._standardised(inputs), self.predict_proba(inputs)[:, 1]
        design = np.hstack([np.ones((len(values), 1)), values])
        curvature = (design * (risk * (1 - risk))[:, None]).T @ design
        curvature[1:, 1:] += np.eye(values.shape[1]) / self.penalty
        return np.round(np.linalg.inv(curvature), DECIMALS)

    def form(self, inputs):
        """The card's `form`: the constant, and for each input its edges, its steps and its part of the sum."""
        ends = zip(self.low_.tolist(), self.high_.tolist(), self.read_to)
        found = [{"held": [low, high], "read_to": step, "terms": []} for low, high, step in ends]
        of_terms = zip(self.indexed_powers(), self.mean_.tolist(), self.scale_.tolist(), self.coefficients_.tolist())
        for (index, power), mean, scale, coefficient in of_terms:
            found[index]["terms"].append({"power": power, "mean": mean, "scale": scale, "coefficient": coefficient})
        return {
            "kind": "logistic-sum",
            "intercept": self.intercept_,
            "covariance": self.covariance(inputs).tolist(),
            "inputs": found,
        }

    def tables(self):
        """Each input's part of the log-odds as a step function: its index, from which values on, and the parts. The
        first has the constant with it."""
        weights = (self.coefficients_ / self.scale_).tolist()
        of_terms = list(zip(self.indexed_powers(), weights, self.mean_.tolist(), strict=True))
        for index, (low, high, step) in enumerate(zip(self.low_.tolist(), self.high_.tolist(), self.read_to)):
            last = round((high - low) / step)
            terms = [(power, weight, mean) for (of, power), weight, mean in of_terms if of == index]
            constant = self.intercept_ if index == 0 else 0.0
            # Multiplied out, and summed exactly: the bytes must hang on no processor's power, nor on a sum's order.
            term = lambda share, power, weight, mean: weight * (math.prod([share] * power) - mean)
            part = lambda share: math.fsum([constant, *(term(share, *each) for each in terms)])
            parts = [part(number / last) for number in range(last + 1)]
            yield index, [low + (number - 0.5) * step for number in range(1, last + 1)], parts

    def graph(self, name):
        """As ONNX, in one operation where a general converter makes sixty: it gives the log-odds."""
        tables = [(0, trees.of_numbers(trees.steps(*table))) for table in self.tables()]
        return trees.model(name, trees.ensemble(tables, 1, "log_odds"), len(self.powers), 1)


def edges(inputs):
    """Where each input is held: whole numbers near the two shares; yes or no is left as it is."""
    low, high = np.quantile(inputs, EDGES, axis=0)
    low, high = np.floor(low), np.ceil(high)
    two_valued = [len(np.unique(column)) == 2 for column in inputs.T]
    low[two_valued], high[two_valued] = inputs.min(axis=0)[two_valued], inputs.max(axis=0)[two_valued]
    return low, high
