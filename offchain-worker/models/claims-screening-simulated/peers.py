# SPDX-License-Identifier: Apache-2.0
"""What the model is compared with: each gives scores of the test claims, from the training claims."""

import rules
from additive import StepSum

from lightgbm import LGBMClassifier
from sklearn.ensemble import IsolationForest

SEED = 20150720


def ours(penalty, rarity):
    def scores(train, test):
        return StepSum(penalty, rarity).fit(train.inputs, train.labels).log_odds(test.inputs)

    return scores


def by_rules(train, test):
    return rules.broken(test.inputs, rules.limits(train.inputs)).astype(float)


def isolation_forest(train, test):
    """Labels are not read; claims of patterns are among those that it learns from, as they would be."""
    model = IsolationForest(n_estimators=100, random_state=SEED, n_jobs=1).fit(train.inputs)
    return -model.score_samples(test.inputs)


def boosted(train, test):
    model = LGBMClassifier(
        num_leaves=15,
        min_child_samples=20,
        n_estimators=100,
        learning_rate=0.05,
        subsample=0.8,
        subsample_freq=1,
        colsample_bytree=0.8,
        random_state=SEED,
        n_jobs=1,
        deterministic=True,
        force_row_wise=True,
        verbose=-1,
    )
    # The booster itself, since it need not be told the features' names.
    return model.fit(train.inputs, train.labels).booster_.predict(test.inputs, raw_score=True)


def of(penalty, rarity):
    """By name: how it scores, and whether it reads labels. To what reads none a pattern is never known before, so it
    has one score, seen and held out."""
    return {
        "this model": (ours(penalty, rarity), True),
        "rules alone": (by_rules, False),
        "isolation forest": (isolation_forest, False),
        "LightGBM": (boosted, True),
    }
