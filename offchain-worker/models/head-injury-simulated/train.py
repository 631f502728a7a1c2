# SPDX-License-Identifier: Apache-2.0
"""Trains the model of brain injury on DAAG's headInjury, whose people are SIMULATED, measures it beside its peers, and
writes model.onnx, card.json, CARD.md and golden.json beside this file. `scripts/models` runs it.

It shows that a triage model can be run here. Its figures say how well it found the simulation's own rule again.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

# First, since it sets numpy to one thread.
from training import files, measures, nested
from training.logistic_sum import LogisticSum

import data
from card import BANDS, as_text, card
from features import FEATURES, HELD, POWERS, READ_TO

SEED = 20011391
OUTCOME = "had an important brain injury"


def beside_peers(people, ours):
    inputs, labels = people.inputs, people.labels
    others = {
        "LightGBM, tuned, the same inputs": nested.risks(nested.boosted(SEED), inputs, labels, SEED)[0],
        "logistic regression, plain, the same inputs": nested.risks(nested.plain(), inputs, labels, SEED)[0],
        "five criteria of the Canadian CT Head Rule, counted": nested.risks(
            nested.as_probability(), people.criteria[:, None], labels, SEED
        )[0],
    }
    return {
        "method": f"The same simulated people and outer folds for all; settings chosen in {nested.INNER} inner folds by "
        f"log loss. Differences with 95 % intervals over {measures.ROUNDS:,} draws of people, the same for both. Of the "
        "rule (Stiell et al., Lancet 2001;357:1391) the data have neither the dangerous mechanism nor, coded beyond "
        "doubt, the scale after two hours.",
        "compared": measures.compared(labels, ours, others, SEED),
    }


def evaluate(people):
    inputs, labels = people.inputs, people.labels
    risk, folds = nested.risks(nested.additive(POWERS, READ_TO, HELD), inputs, labels, SEED)
    old = inputs[:, 0] >= 65
    groups = {"by_age": {"under 65": ~old, "65 and over": old}}
    metrics = {
        "method": f"SIMULATED people. Nested cross-validation: {nested.OUTER} outer folds, the penalty chosen in "
        f"{nested.INNER} inner ones, seed {SEED}; predictions pooled.",
        **measures.summary(labels, risk, SEED),
        "auc_by_fold": folds,
        "permuted": nested.permuted([LogisticSum(POWERS, READ_TO, held=HELD)], inputs, labels, SEED),
        "thresholds": [measures.at_threshold(labels, risk, limit) for _, limit in BANDS[:-1]],
        "peers": beside_peers(people, risk),
        "by_group": measures.by_group(groups, labels, risk),
    }
    return metrics, measures.bands(labels, risk, BANDS, OUTCOME, "SIMULATED people, each by a model made without them")


def make(folder):
    people = data.read()
    metrics, bands = evaluate(people)
    model = nested.choose(nested.additive(POWERS, READ_TO, HELD), people.inputs, people.labels, SEED)
    model.fit(people.inputs, people.labels).round()
    described = lambda digest: card(model, people, metrics, bands, digest)
    return files.write_probability(
        folder,
        model.graph("head-injury-simulated"),
        lambda rows: model.predict_proba(rows)[:, 1],
        FEATURES,
        SEED,
        described,
        as_text,
    )


if __name__ == "__main__":
    files.run(HERE, "Trains the model of brain injury on simulated people.", make)
