# SPDX-License-Identifier: Apache-2.0
"""How many claims of each pattern are among those that are reviewed. The patterns are simulated, and so is every
figure."""

import numpy as np
from sklearn.metrics import roc_auc_score

from patterns import PATTERNS

SHARES = (0.02, 0.05)
ROUNDS = 1000


def by_chance(count, seed):
    """An order by chance, for claims of one score: the same for all methods."""
    return np.random.default_rng(seed).permutation(count)


def reviewed(scores, share, chance):
    """The highest so many of all claims."""
    order = np.lexsort((chance, -scores))
    found = np.zeros(len(scores), dtype=bool)
    found[order[: int(np.ceil(share * len(scores)))]] = True
    return found


def draws(count, seed, rounds=ROUNDS):
    """So many providers drawn with putting back, since claims of one are alike: a row for each draw, how often each
    counts."""
    draw = np.random.default_rng(seed)
    return np.array([np.bincount(draw.integers(0, count, count), minlength=count) for _ in range(rounds)])


def recalls(claims, scores, share, seed):
    """{pattern: [recall, low, high]}, and the mean of all as `mean`. `scores`: for each pattern those that it is
    found by; the interval is of the drawn providers, the claims reviewed stay the same."""
    chance = by_chance(len(claims.inputs), seed)
    numbers, index = np.unique(claims.providers, return_inverse=True)
    weights = draws(len(numbers), seed)
    found, drawn = {}, []
    for name, of in scores.items():
        who = claims.patterns == name
        hit = who & reviewed(of, share, chance)
        all_of, hits = (np.bincount(index[each], minlength=len(numbers)) for each in (who, hit))
        # A draw without the pattern tells nothing of it.
        with np.errstate(invalid="ignore"):
            drawn.append((weights @ hits) / (weights @ all_of))
        found[name] = [float(hit.sum() / who.sum()), *interval(drawn[-1])]
    found["mean"] = [float(np.mean([each[0] for each in found.values()])), *interval(np.nanmean(drawn, axis=0))]
    return found


def interval(values):
    return [float(value) for value in np.nanquantile(values, [0.025, 0.975])]


def auc(claims, scores, pattern=None):
    """Of all patterns against honest claims, or of one."""
    honest = claims.patterns == ""
    who = honest | (claims.patterns == pattern) if pattern else np.ones(len(honest), dtype=bool)
    return float(roc_auc_score(~honest[who], scores[who]))


def auc_interval(claims, scores, seed, rounds=200):
    labels = claims.patterns != ""
    numbers, index = np.unique(claims.providers, return_inverse=True)
    each = draws(len(numbers), seed, rounds)
    return interval([roc_auc_score(labels, scores, sample_weight=weights[index]) for weights in each])


def mean_recall(claims, scores, share, seed, names=tuple(PATTERNS)):
    """Without interval; `scores`: one for all patterns, or by pattern."""
    chance = by_chance(len(claims.inputs), seed)
    if not isinstance(scores, dict):
        hits = reviewed(scores, share, chance)
        return float(np.mean([hits[claims.patterns == name].mean() for name in names]))
    return float(np.mean([
        reviewed(scores[name], share, chance)[claims.patterns == name].mean() for name in names
    ]))
