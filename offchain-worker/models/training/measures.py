# SPDX-License-Identifier: Apache-2.0
"""How good predicted risks are, with 95 % intervals by drawing people again (the bootstrap)."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

ROUNDS = 1000
BINS = 10

MEASURES = {
    "auc": roc_auc_score,
    "auprc": average_precision_score,
    # Turned round, so that more is better in all three.
    "brier": lambda labels, risk: -brier_score_loss(labels, risk),
}


def draws(labels, seed, rounds=ROUNDS):
    """People drawn with putting back; a draw of one outcome only has no AUC and is drawn again."""
    draw = np.random.default_rng(seed)
    for _ in range(rounds):
        chosen = draw.integers(0, len(labels), len(labels))
        while len(np.unique(labels[chosen])) < 2:
            chosen = draw.integers(0, len(labels), len(labels))
        yield chosen


def interval(labels, risk, measure, seed):
    found = [measure(labels[chosen], risk[chosen]) for chosen in draws(labels, seed)]
    return [float(value) for value in np.quantile(found, [0.025, 0.975])]


def ahead(labels, ours, others, seed):
    """By how much our risks are better than each other's, on the same draws: {other: {measure: [mean, low, high]}}."""
    found = {name: {measure: [] for measure in MEASURES} for name in others}
    for chosen in draws(labels, seed):
        y = labels[chosen]
        for measure, of in MEASURES.items():
            mine = of(y, ours[chosen])
            for name, risk in others.items():
                found[name][measure].append(mine - of(y, risk[chosen]))
    summary = lambda values: [float(np.mean(values)), *(float(v) for v in np.quantile(values, [0.025, 0.975]))]
    return {name: {measure: summary(values) for measure, values in of.items()} for name, of in found.items()}


def compared(labels, ours, others, seed):
    """Our figures, then those of the others, each with by how much it is behind."""
    figures = lambda risk: {name: abs(float(of(labels, risk))) for name, of in MEASURES.items()}
    behind = ahead(labels, ours, others, seed)
    peers = [{"model": name, **figures(risk), "behind_ours": behind[name]} for name, risk in others.items()]
    return [{"model": "this model", **figures(ours)}, *peers]


def logit(risk):
    return np.log(risk / (1 - risk))


def calibration(labels, risk):
    """Slope and intercept of the outcome on the log-odds, and the expected calibration error over tenths of the
    people: the mean distance of predicted from observed."""
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10)
    model.fit(logit(risk)[:, None], labels)
    order = np.argsort(risk, kind="stable")
    off = [len(part) * abs(risk[part].mean() - labels[part].mean()) for part in np.array_split(order, BINS)]
    return {
        "slope": float(model.coef_[0, 0]),
        "intercept": float(model.intercept_[0]),
        "expected_error": float(sum(off) / len(labels)),
    }


def summary(labels, risk, seed):
    return {
        "auc": float(roc_auc_score(labels, risk)),
        "auc_interval_95": interval(labels, risk, roc_auc_score, seed),
        "auprc": float(average_precision_score(labels, risk)),
        "auprc_of_chance": float(labels.mean()),
        "brier": float(brier_score_loss(labels, risk)),
        "brier_of_prevalence": float(labels.mean() * (1 - labels.mean())),
        "calibration": calibration(labels, risk),
        "observed_to_expected": observed_to_expected(labels, risk),
    }


def group(name, labels, risk):
    return {
        "group": name,
        "people": len(labels),
        "with_outcome": int(labels.sum()),
        "auc": float(roc_auc_score(labels, risk)),
        "observed": float(labels.mean()),
        "predicted": float(risk.mean()),
        "observed_to_expected": observed_to_expected(labels, risk),
        "calibration": calibration(labels, risk),
    }


def wilson(count, people):
    """The 95 % interval of a share (Wilson, 1927)."""
    z, share = 1.959964, count / people
    middle = (share + z * z / (2 * people)) / (1 + z * z / people)
    half = z * np.sqrt(share * (1 - share) / people + z * z / (4 * people * people)) / (1 + z * z / people)
    return [float(max(middle - half, 0)), float(min(middle + half, 1))]


def bands(labels, risk, named, outcome, among):
    """The card's bands, each with the truth of it: how many of the people told so have the outcome. `named`: pairs of
    name and the first risk beyond; `outcome`: what they did or had; `among`: who was measured."""
    found, low = [], 0.0
    for name, below in named:
        told = (risk >= low) & (risk < (np.inf if below is None else below))
        people, count = int(told.sum()), int(labels[told].sum())
        interval = wilson(count, people)
        measured = {
            "people": people,
            "with_outcome": count,
            "outcome": outcome,
            "interval_95": interval,
            "among": among,
        }
        found.append({"name": name, "below": below, "measured": measured})
        low = below
    return found


def observed_to_expected(labels, risk):
    """With its 95 % interval, as if the number expected were exact (Poisson, normal on the log)."""
    ratio, off = labels.mean() / risk.mean(), 1.959964 / np.sqrt(labels.sum())
    return [float(ratio), float(ratio * np.exp(-off)), float(ratio * np.exp(off))]


def beside_a_rule(labels, risk, flagged):
    """A rule that flags people, and the risk at the same share of people: how many of those with the outcome each
    finds."""
    threshold = float(np.sort(risk)[::-1][int(flagged.sum()) - 1])
    rule = {
        "flagged": float(flagged.mean()),
        "sensitivity": float(flagged[labels].mean()),
        "specificity": float((~flagged)[~labels].mean()),
        "positive_predictive_value": float(labels[flagged].mean()),
    }
    return {"rule": rule, "model": at_threshold(labels, risk, threshold)}


def by_group(groups, labels, risk):
    """`groups`: {by what: {name: who}}."""
    return {
        by: [group(name, labels[who], risk[who]) for name, who in of.items()] for by, of in groups.items()
    }


def at_threshold(labels, risk, threshold):
    flagged = risk >= threshold
    return {
        "risk": threshold,
        "flagged": float(flagged.mean()),
        "sensitivity": float(flagged[labels].mean()),
        "specificity": float((~flagged)[~labels].mean()),
        "positive_predictive_value": float(labels[flagged].mean()),
    }
