# SPDX-License-Identifier: Apache-2.0
"""The model's form: for each feature a table of points, which never fall as the feature rises; their sum, with a
constant, is the log-odds. Each point is a whole number of 1,024ths: so doubles add them up exactly, in whatever order.

training/logistic_sum.py does not serve: it holds an input at the edges of nearly all of the data, and what is sought
here lies beyond them.

Fitted to labels alone, the points of a feature that no labelled pattern moves are zero, and a pattern that nobody
labelled is not seen. So the points begin at how rare a value is (the histogram-based outlier score of Goldstein and
Dengel, 2012: the sum over features of the logarithm of one over the share), times `rarity`, and labels pull them from
there, against `penalty`.
"""

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import nnls
from scipy.special import expit

from training import trees

UNIT = 1024
# Of the training claims, at most these shares are at or above an edge.
TAILS = (0.3, 0.1, 0.03, 0.01, 0.003)


class StepSum:
    def __init__(self, penalty, rarity):
        self.penalty, self.rarity = penalty, rarity

    def fit(self, inputs, labels):
        self.edges_ = [edges(column) for column in inputs.T]
        above = reached(inputs, self.edges_)
        steps, constant = fit(above, labels, self.rarity * rarities(above, self.edges_), self.penalty)
        ends = np.cumsum([len(of) for of in self.edges_])[:-1]
        # Zero below the first edge.
        self.points_ = [
            np.round(UNIT * np.concatenate([[0.0], np.cumsum(part)])).astype(int) for part in np.split(steps, ends)
        ]
        self.constant_ = int(round(UNIT * constant))
        return self

    def parts(self, inputs):
        """Of each claim and feature its points, in 1,024ths."""
        return np.column_stack([
            points[np.searchsorted(edges, column, side="right")]
            for points, edges, column in zip(self.points_, self.edges_, inputs.T)
        ])

    def log_odds(self, inputs):
        return (self.constant_ + self.parts(inputs).sum(axis=1)) / UNIT

    def graph(self, name):
        """As ONNX, in one operation."""
        tables = []
        for index, (edges, points) in enumerate(zip(self.edges_, self.points_)):
            constant = self.constant_ if index == 0 else 0
            values = [(constant + int(each)) / UNIT for each in points]
            tables.append((0, trees.of_numbers(trees.steps(index, [float(edge) for edge in edges], values))))
        return trees.model(name, trees.ensemble(tables, 1, "log_odds"), len(self.edges_), 1)


def edges(column):
    """The least values that so few of the claims reach; at least one, even if only few ever reach it."""
    values, counts = np.unique(column, return_counts=True)
    reach = counts[::-1].cumsum()[::-1] / len(column)
    found = []
    for tail in TAILS:
        fits = np.flatnonzero((reach <= tail) & (values > values[0]))
        if len(fits):
            found.append(int(values[fits[0]]))
    return np.unique(found or [int(values[-1]) + (len(values) == 1)])


def reached(inputs, edges):
    """For each edge of each feature, whether the claim is at or above it."""
    return np.column_stack([
        column[:, None] >= of[None, :] for column, of in zip(inputs.T, edges)
    ]).astype(float)


def rarities(above, edges):
    """For each edge, the logarithm of the share that reaches it less that of the one before."""
    shares = np.maximum(above.mean(axis=0), 1 / len(above))
    found, start = np.zeros(len(shares)), 0
    for of in edges:
        part = -np.log(shares[start : start + len(of)])
        found[start : start + len(of)] = np.diff(part, prepend=0.0)
        start += len(of)
    return found


def fit(above, labels, start, penalty, rounds=100):
    """Logistic regression whose coefficients are not below zero and are pulled to `start`: Newton's method, each step
    the exact least of a parabola over what is allowed. There is one least, so the bytes do not hang on the way."""
    labels = labels.astype(float)
    steps, constant = np.maximum(start, 0), 0.0
    constant = float(np.log(labels.mean() / (1 - labels.mean()))) - float((above @ steps).mean())
    loss = loss_of(above, labels, steps, constant, start, penalty)
    for _ in range(rounds):
        chance = expit(constant + above @ steps)
        weights = chance * (1 - chance)
        slope = above.T @ (chance - labels) + penalty * (steps - start)
        slope_of_constant = (chance - labels).sum()
        curve = above.T @ (above * weights[:, None]) + penalty * np.eye(len(steps))
        across, down = above.T @ weights, weights.sum()
        # The constant is free: taken out of the parabola.
        curve -= np.outer(across, across) / down
        slope -= across * (slope_of_constant / down)
        root = cholesky(curve, lower=True)
        wanted = solve_triangular(root, curve @ steps - slope, lower=True)
        moved = nnls(root.T, wanted)[0] - steps
        moved_constant = -(slope_of_constant + across @ moved) / down
        size = 1.0
        while True:
            tried = steps + size * moved, constant + size * moved_constant
            new = loss_of(above, labels, *tried, start, penalty)
            if new <= loss + 1e-9 or size < 1e-4:
                break
            size /= 2
        (steps, constant), loss = tried, new
        if max(np.abs(moved).max(), abs(moved_constant)) < 1e-9:
            return steps, constant
    raise RuntimeError("the fit does not come to rest")


def loss_of(above, labels, steps, constant, start, penalty):
    odds = constant + above @ steps
    return float((np.logaddexp(0, odds) - labels * odds).sum() + penalty / 2 * ((steps - start) ** 2).sum())
