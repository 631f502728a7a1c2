"""Trains the diabetes model on NHANES 2017-2018, measures it beside its peers, and writes model.onnx, card.json,
CARD.md and golden.json beside this file. `scripts/models` runs it with the versions of requirements.txt.

Nothing is drawn at random without a fixed seed, all sums run on one thread, and every learnt number is rounded to
ten decimals, so that the bytes do not hang on the last bit of a processor's arithmetic.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

# First, since it sets numpy to one thread.
from training import files, measures, nested
from training.logistic_sum import LogisticSum

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, SplineTransformer, StandardScaler

import data
from card import BANDS, STEPS, as_text, card
from features import FEATURES, POWERS, READ_TO

SEED = 20172018


def ada_risk_test(people):
    """The risk test of the American Diabetes Association (Bang et al., Ann Intern Med 2009;151:775), as far as the
    data go: they have no family history and no gestational diabetes, which count as no; a measured pressure of
    140/90 mm Hg stands for a known high one."""
    age, male, bmi, systolic = people.inputs[:, :4].T
    at_least = lambda values, *limits: sum((values >= limit).astype(float) for limit in limits)
    pressed = (systolic >= 140) | (people.diastolic >= 90)
    return at_least(age, 40, 50, 60) + male + pressed + ~people.active + at_least(bmi, 25, 30, 40)


def beside_peers(people, ours):
    inputs, labels = people.inputs, people.labels
    points = ada_risk_test(people)[:, None].astype(float)
    others = {
        "LightGBM, tuned, the same inputs": nested.risks(nested.boosted(SEED), inputs, labels, SEED)[0],
        "logistic regression, plain, the same inputs": nested.risks(nested.plain(), inputs, labels, SEED)[0],
        "ADA risk test, as far as the data go": nested.risks(nested.as_probability(), points, labels, SEED)[0],
    }
    return {
        "method": f"The same people and outer folds for all; settings chosen in {nested.INNER} inner folds by log "
        f"loss. Differences with 95 % intervals over {measures.ROUNDS:,} draws of people, the same for both. The ADA "
        "test asks for family history and gestational diabetes too, which the data lack.",
        "compared": measures.compared(labels, ours, others, SEED),
    }


def evaluate(people):
    inputs, labels = people.inputs, people.labels
    risk, folds = nested.risks(nested.additive(POWERS, READ_TO), inputs, labels, SEED)
    age, male, undiagnosed = inputs[:, 0], inputs[:, 1] == 1, ~people.told
    groups = {
        "by_sex": {"female": ~male, "male": male},
        "by_age": {"20 to 44": age < 45, "45 to 64": (age >= 45) & (age < 65), "65 and over": age >= 65},
        "by_race_and_ethnicity": {str(name): people.groups == name for name in np.unique(people.groups)},
    }
    metrics = {
        "method": f"Nested cross-validation: {nested.OUTER} outer folds, the penalty chosen in {nested.INNER} inner "
        f"ones, seed {SEED}; predictions pooled.",
        **measures.summary(labels, risk, SEED),
        "auc_by_fold": folds,
        "undiagnosed": {
            "meaning": "people never told that they have diabetes; HbA1c of 6.5 % or more or not",
            "people": int(undiagnosed.sum()),
            "with_diabetes": int(labels[undiagnosed].sum()),
            "auc": float(roc_auc_score(labels[undiagnosed], risk[undiagnosed])),
            "auc_interval_95": measures.interval(labels[undiagnosed], risk[undiagnosed], roc_auc_score, SEED),
        },
        "permuted": nested.permuted([LogisticSum(POWERS, READ_TO)], inputs, labels, SEED),
        "thresholds": [measures.at_threshold(labels, risk, limit) for _, limit in BANDS[:-1]],
        "peers": beside_peers(people, risk),
        "by_group": measures.by_group(groups, labels, risk),
    }
    return metrics


def compare(people):
    """What else was tried, on the people for whom all seven inputs are known; the same folds for all."""
    cholesterol = people.cholesterol
    known = ~np.isnan(cholesterol)
    columns = np.hstack([people.inputs, cholesterol[:, None]])[known]
    labels, told = people.labels[known], people.told[known]
    six = list(range(len(FEATURES)))
    regress = lambda: LogisticRegression(solver="newton-cholesky", tol=1e-10, max_iter=500)
    splines = [("1", "passthrough", [1])] + [
        (str(place), SplineTransformer(4, 3, knots="quantile"), [place]) for place in six if place != 1
    ]
    products = make_pipeline(StandardScaler(), PolynomialFeatures(2, include_bias=False), StandardScaler(), regress())
    tried = [
        ("the six inputs, squares (this model)", six, LogisticSum(POWERS, READ_TO)),
        ("without squares", six, make_pipeline(StandardScaler(), regress())),
        ("with products of inputs too", six, products),
        ("cubic splines", six, make_pipeline(ColumnTransformer(splines), regress())),
        ("without the heart rate (version 1.0.0)", six[:-1], LogisticSum(POWERS[:-1], READ_TO[:-1])),
        ("with total cholesterol too", [*six, len(six)], LogisticSum([*POWERS, [1, 2]], [*READ_TO, 1])),
    ]
    found = []
    for name, chosen, model in tried:
        folds = nested.folds(nested.OUTER, SEED)
        risk = cross_val_predict(model, columns[:, chosen], labels, cv=folds, method="predict_proba")[:, 1]
        aucs = [roc_auc_score(labels, risk), roc_auc_score(labels[~told], risk[~told])]
        found.append({"model": name, "values": [float(auc) for auc in aucs]})
    return {"people": int(known.sum()), "columns": ["AUC", "AUC among the undiagnosed"], "tried": found}


def make(folder):
    people = data.read()
    metrics = evaluate(people)
    compared = compare(people)
    model = nested.choose(nested.additive(POWERS, READ_TO), people.inputs, people.labels, SEED)
    model.fit(people.inputs, people.labels).round()
    described = lambda digest: card(model, people, metrics, compared, digest)
    return files.write_probability(
        folder,
        model.graph("diabetes-risk"),
        lambda rows: model.predict_proba(rows)[:, 1],
        FEATURES,
        SEED,
        described,
        as_text,
    )


if __name__ == "__main__":
    files.run(HERE, "Trains the diabetes model on NHANES 2017-2018.", make)
