# SPDX-License-Identifier: Apache-2.0
"""Trains the model of death within 30 days of a heart attack on WHAS500, measures it beside its peers, and writes
model.onnx, card.json, CARD.md and golden.json beside this file. `scripts/models` runs it.

No row of the data is kept here: golden inputs are drawn.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

# First, since it sets numpy to one thread.
from training import files, measures, nested
from training.logistic_sum import LogisticSum

import numpy as np

import data
from card import BANDS, as_text, card
from features import FEATURES, POWERS, READ_TO

SEED = 19972001
# Folds of a hundred people with eleven deaths each: their luck is averaged out.
REPEATS = 10
AMONG = "the 500 people of the study, each by models made without them"


def timi_risk_index(inputs):
    """Heart rate x (age / 10)^2 / systolic pressure (Morrow et al., Lancet 2001;358:1571)."""
    age, _, systolic, pulse = inputs.T
    return pulse * (age / 10) ** 2 / systolic


def beside_peers(people, ours):
    inputs, labels = people.inputs, people.labels
    index = timi_risk_index(inputs)[:, None]
    others = {
        "LightGBM, tuned, the same inputs": nested.risks(nested.boosted(SEED), inputs, labels, SEED, 2)[0],
        "TIMI risk index": nested.risks(nested.as_probability(), index, labels, SEED, REPEATS)[0],
    }
    return {
        "method": f"The same people for all; settings chosen in {nested.INNER} inner folds by log loss. Means of "
        f"{REPEATS} cross-validations (LightGBM: 2). Differences with 95 % intervals over {measures.ROUNDS:,} draws "
        "of people, the same for both.",
        "compared": measures.compared(labels, ours, others, SEED),
    }


def evaluate(people):
    inputs, labels = people.inputs, people.labels
    risk, folds = nested.risks(nested.additive(POWERS, READ_TO), inputs, labels, SEED, REPEATS)
    age, male = inputs[:, 0], inputs[:, 1] == 1
    groups = {
        "by_sex": {"female": ~male, "male": male},
        "by_age": {"under 70": age < 70, "70 and over": age >= 70},
    }
    metrics = {
        "method": f"Nested cross-validation: {nested.OUTER} outer folds, the penalty chosen in {nested.INNER} inner "
        f"ones; each risk is the mean of {REPEATS} such, seeds {SEED} and on.",
        **measures.summary(labels, risk, SEED),
        "auc_of_folds": {"least": min(folds), "median": float(np.median(folds)), "most": max(folds)},
        "permuted": nested.permuted([LogisticSum(POWERS, READ_TO)], inputs, labels, SEED, 100),
        "thresholds": [measures.at_threshold(labels, risk, limit) for _, limit in BANDS[:-1]],
        "peers": beside_peers(people, risk),
        "by_group": measures.by_group(groups, labels, risk),
    }
    return metrics, measures.bands(labels, risk, BANDS, "died within 30 days", AMONG)


def make(folder):
    people = data.read()
    metrics, bands = evaluate(people)
    model = nested.choose(nested.additive(POWERS, READ_TO), people.inputs, people.labels, SEED)
    model.fit(people.inputs, people.labels).round()
    described = lambda digest: card(model, people, metrics, bands, digest)
    return files.write_probability(
        folder,
        model.graph("infarction-death"),
        lambda rows: model.predict_proba(rows)[:, 1],
        FEATURES,
        SEED,
        described,
        as_text,
    )


if __name__ == "__main__":
    files.run(HERE, "Trains the model of death within 30 days of a heart attack on WHAS500.", make)
