# SPDX-License-Identifier: Apache-2.0
"""Nested cross-validation: every person is scored by models that were fitted, and whose settings were chosen, without
them. Choices are made by the log loss of an inner cross-validation."""

import itertools

import numpy as np
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from .logistic_sum import LogisticSum

OUTER, INNER = 5, 4
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


def additive(powers, read_to, held=None):
    """Our form, with its penalty to be chosen."""
    return [LogisticSum(powers, read_to, penalty, held) for penalty in PENALTIES]


def plain():
    """Logistic regression on the inputs as they are."""
    regress = lambda penalty: LogisticRegression(C=penalty, solver="newton-cholesky", tol=1e-10, max_iter=500)
    return [make_pipeline(StandardScaler(), regress(penalty)) for penalty in PENALTIES]


def boosted(seed):
    """LightGBM; alike on every run."""
    settings = itertools.product((3, 7, 15), (20, 60), (60, 120, 240))
    return [
        LGBMClassifier(
            num_leaves=leaves,
            min_child_samples=least,
            n_estimators=trees,
            learning_rate=0.04,
            subsample=0.8,
            subsample_freq=1,
            colsample_bytree=0.8,
            random_state=seed,
            n_jobs=1,
            deterministic=True,
            force_row_wise=True,
            verbose=-1,
        )
        for leaves, least, trees in settings
    ]


def as_probability():
    """A score's points made into a probability, in the same folds as the rest."""
    return [make_pipeline(StandardScaler(), LogisticRegression(C=np.inf, tol=1e-10))]


def folds(count, seed):
    return StratifiedKFold(count, shuffle=True, random_state=seed)


def choose(candidates, inputs, labels, seed):
    """The candidate of the least log loss."""
    if len(candidates) == 1:
        return candidates[0]
    loss = lambda model: log_loss(
        labels, cross_val_predict(model, inputs, labels, cv=folds(INNER, seed), method="predict_proba")[:, 1]
    )
    return min(candidates, key=loss)


def risks(candidates, inputs, labels, seed, repeats=1):
    """Everybody's risk by models made without them, as the mean of so many cross-validations; and each fold's AUC."""
    risk, aucs = np.zeros(len(labels)), []
    for repeat in range(repeats):
        for train, test in folds(OUTER, seed + repeat).split(inputs, labels):
            model = choose(candidates, inputs[train], labels[train], seed).fit(inputs[train], labels[train])
            found = model.predict_proba(inputs[test])[:, 1]
            risk[test] += found / repeats
            aucs.append(float(roc_auc_score(labels[test], found)))
    return risk, aucs


def permuted(candidates, inputs, labels, seed, rounds=20):
    """The AUC of the same procedure when labels are dealt out at random, as the mean of many rounds: off one half,
    something leaks from the people tested into the model."""
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(rounds):
        dealt = draw.permutation(labels)
        found.append(roc_auc_score(dealt, risks(candidates, inputs, dealt, seed)[0]))
    furthest = np.abs(np.array(found) - 0.5).max()
    return {"rounds": rounds, "auc": float(np.mean(found)), "furthest_from_half": float(furthest)}
