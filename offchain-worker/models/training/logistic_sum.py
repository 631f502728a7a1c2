"""Logistic regression as a sum of one part for each input: what the worker can explain exactly.

An input is held at two edges, scaled to 0..1, raised to its powers, standardised, and weighted. Products of
inputs have no place in it.
"""

import math

import numpy as np
import onnx
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

# Beyond these shares of the training data an input is held at the edge: squared terms were not fitted
# there and would bend back.
EDGES = (0.005, 0.995)
DECIMALS = 10


class LogisticSum(ClassifierMixin, BaseEstimator):
    """`powers`: for each input, which powers enter the sum. `penalty` is scikit-learn's C."""

    def __init__(self, powers, penalty=1.0):
        self.powers = powers
        self.penalty = penalty

    def fit(self, inputs, labels):
        self.classes_ = np.array([False, True])
        self.low_, self.high_ = edges(inputs)
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
        held = np.clip((inputs - self.low_) / (self.high_ - self.low_), 0, 1)
        return np.column_stack([held[:, place] ** power for place, power in self.places()])

    def places(self):
        return [(place, power) for place, powers in enumerate(self.powers) for power in powers]

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
        """The card's `form`: the constant, and for each input its edges and its part of the sum."""
        found = [{"held": [low, high], "terms": []} for low, high in zip(self.low_.tolist(), self.high_.tolist())]
        of_terms = zip(self.places(), self.mean_.tolist(), self.scale_.tolist(), self.coefficients_.tolist())
        for (place, power), mean, scale, coefficient in of_terms:
            found[place]["terms"].append({"power": power, "mean": mean, "scale": scale, "coefficient": coefficient})
        return {
            "kind": "logistic-sum",
            "intercept": self.intercept_,
            "covariance": self.covariance(inputs).tolist(),
            "inputs": found,
        }

    def graph(self, name):
        """As ONNX in seven operations or five, where a general converter makes sixty: each costs a microsecond a
        patient."""
        width = len(self.powers)
        weights = self.coefficients_ / self.scale_
        # Summed exactly: the bytes must not hang on the order of a sum.
        constant = math.fsum([self.intercept_, *-weights * self.mean_])
        of_power = {1: np.zeros((width, 1)), 2: np.zeros((width, 1))}
        for (place, power), weight in zip(self.places(), weights, strict=True):
            of_power[power][place, 0] = weight
        squares = of_power[2].any()
        numbers = {
            "low": self.low_,
            "range": self.high_ - self.low_,
            "zero": np.array(0.0),
            "one": np.array(1.0),
            "linear": of_power[1],
            "constant": np.array([constant]),
        }
        node = onnx.helper.make_node
        nodes = [
            node("Sub", ["inputs", "low"], ["above_low"]),
            node("Div", ["above_low", "range"], ["scaled"]),
            node("Clip", ["scaled", "zero", "one"], ["held"]),
            node("Gemm", ["held", "linear", "constant"], ["linear_part" if squares else "log_odds"]),
        ]
        if squares:
            numbers["square"] = of_power[2]
            nodes += [
                node("Mul", ["held", "held"], ["squared"]),
                node("Gemm", ["squared", "square", "linear_part"], ["log_odds"]),
            ]
        nodes.append(node("Sigmoid", ["log_odds"], ["probability"]))
        tensor = lambda end, columns: onnx.helper.make_tensor_value_info(end, onnx.TensorProto.DOUBLE, [None, columns])
        made = onnx.helper.make_graph(
            nodes,
            name,
            [tensor("inputs", width)],
            [tensor("probability", 1)],
            [onnx.numpy_helper.from_array(value, end) for end, value in numbers.items()],
        )
        model = onnx.helper.make_model(made, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        return model


def edges(inputs):
    """Where each input is held: whole numbers near the two shares; yes or no is left as it is."""
    low, high = np.quantile(inputs, EDGES, axis=0)
    low, high = np.floor(low), np.ceil(high)
    two_valued = [len(np.unique(column)) == 2 for column in inputs.T]
    low[two_valued], high[two_valued] = inputs.min(axis=0)[two_valued], inputs.max(axis=0)[two_valued]
    return low, high
