# SPDX-License-Identifier: Apache-2.0
"""Trains the diabetes model on the people of NHANES 2017-2018 whom it answers, measures it on them beside its peers and
on NHANES 2013-2014, which it never saw, and writes model.onnx, card.json, CARD.md and golden.json beside this file.
`scripts/models` runs it with the versions of requirements.txt.

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
from card import BANDS, NEVER_SEEN, as_text, card
from features import FEATURES, POWERS, READ_TO

SEED = 20172018
OUTCOME = "had diabetes"
TRAINED_ON = "the people trained on, each by a model made without them"


def ada_risk_test(people):
    """The risk test of the American Diabetes Association (Bang et al., Ann Intern Med 2009;151:775), as far as the
    data go: they have no family history and no gestational diabetes, which count as no; a measured pressure of
    140/90 mm Hg stands for a known high one."""
    age, male, bmi, systolic = people.inputs[:, :4].T
    at_least = lambda values, *limits: sum((values >= limit).astype(float) for limit in limits)
    pressed = (systolic >= 140) | (people.diastolic >= 90)
    return at_least(age, 40, 50, 60) + male + pressed + ~people.active.astype(bool) + at_least(bmi, 25, 30, 40)


def screening_advice(people):
    """Whom the US Preventive Services Task Force advises to screen (JAMA 2021;326:736): 35 to 70 years with overweight
    or obesity."""
    age, bmi = people.inputs[:, 0], people.inputs[:, 2]
    return (age >= 35) & (age <= 70) & (bmi >= 25)


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


def groups(people):
    age, male = people.inputs[:, 0], people.inputs[:, 1] == 1
    return {
        "by_sex": {"female": ~male, "male": male},
        "by_age": {"20 to 44": age < 45, "45 to 64": (age >= 45) & (age < 65), "65 and over": age >= 65},
        "by_race_and_ethnicity": {str(name): people.groups == name for name in np.unique(people.groups)},
    }


def evaluate(people):
    inputs, labels = people.inputs, people.labels
    risk, folds = nested.risks(nested.additive(POWERS, READ_TO), inputs, labels, SEED)
    return {
        "method": f"Nested cross-validation: {nested.OUTER} outer folds, the penalty chosen in {nested.INNER} inner "
        f"ones, seed {SEED}; predictions pooled.",
        **measures.summary(labels, risk, SEED),
        "auc_by_fold": folds,
        "permuted": nested.permuted([LogisticSum(POWERS, READ_TO)], inputs, labels, SEED),
        "thresholds": [measures.at_threshold(labels, risk, limit) for _, limit in BANDS[:-1]],
        "bands": measures.bands(labels, risk, BANDS, OUTCOME, TRAINED_ON),
        "beside_screening_advice": measures.beside_a_rule(labels, risk, screening_advice(people)),
        "peers": beside_peers(people, risk),
        "by_group": measures.by_group(groups(people), labels, risk),
    }


def never_seen(model, other):
    """The finished model on another survey."""
    labels, risk = other.labels, model.predict_proba(other.inputs)[:, 1]
    return {
        "people": len(labels),
        "with_outcome": int(labels.sum()),
        **measures.summary(labels, risk, SEED),
        "beside_screening_advice": measures.beside_a_rule(labels, risk, screening_advice(other)),
        "by_group": measures.by_group(groups(other), labels, risk),
    }, measures.bands(labels, risk, BANDS, OUTCOME, NEVER_SEEN)


def compare(people):
    """What else was tried, on the people for whom all seven inputs are known; the same folds for all."""
    cholesterol = people.cholesterol
    known = ~np.isnan(cholesterol)
    columns = np.hstack([people.inputs, cholesterol[:, None]])[known]
    labels = people.labels[known]
    six = list(range(len(FEATURES)))
    regress = lambda: LogisticRegression(solver="newton-cholesky", tol=1e-10, max_iter=500)
    splines = [("1", "passthrough", [1])] + [
        (str(index), SplineTransformer(4, 3, knots="quantile"), [index]) for index in six if index != 1
    ]
    products = make_pipeline(StandardScaler(), PolynomialFeatures(2, include_bias=False), StandardScaler(), regress())
    tried = [
        ("the six inputs, squares (this model)", six, LogisticSum(POWERS, READ_TO)),
        ("without squares", six, make_pipeline(StandardScaler(), regress())),
        ("with products of inputs too", six, products),
        ("cubic splines", six, make_pipeline(ColumnTransformer(splines), regress())),
        ("without the heart rate", six[:-1], LogisticSum(POWERS[:-1], READ_TO[:-1])),
        ("with total cholesterol too", [*six, len(six)], LogisticSum([*POWERS, [1, 2]], [*READ_TO, 1])),
    ]
    found = []
    for name, chosen, model in tried:
        folds = nested.folds(nested.OUTER, SEED)
        risk = cross_val_predict(model, columns[:, chosen], labels, cv=folds, method="predict_proba")[:, 1]
        of = [roc_auc_score(labels, risk), measures.calibration(labels, risk)["expected_error"]]
        found.append({"model": name, "values": [float(value) for value in of]})
    return {"people": int(known.sum()), "columns": ["AUC", "calibration error"], "tried": found}


def make(folder):
    survey, other = data.read(), data.read_other()
    people, others = survey.of(survey.used), other.of(other.used)
    metrics, compared = evaluate(people), compare(people)
    model = nested.choose(nested.additive(POWERS, READ_TO), people.inputs, people.labels, SEED)
    model.fit(people.inputs, people.labels).round()
    metrics["never_seen"], bands = never_seen(model, others)
    counts = {"trained_on": survey.counts(), "never_seen": other.counts()}
    described = lambda digest: card(model, people, counts, metrics, bands, compared, digest)
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
