# SPDX-License-Identifier: Apache-2.0
"""Rules alone: what an insurer without a model would check, each with whom it is from. A claim's score is how many of
them it breaks; among equals chance decides who is reviewed."""

from features import NAMES

import numpy as np

# "Unusually high" is beyond the third quartile by three times the distance between the quartiles: the threshold of
# OIG, OEI-03-11-00730 (2014), here over the claims of the training world.
UNUSUALLY_HIGH = (
    "charge_to_peers", "provider_level", "concentration", "visits_to_peers", "units_to_peers", "day_to_own",
)
AT_LEAST = {
    # Fang and Gong (2017): more than 100 hours a week, which is over 14 hours a day.
    "day_minutes": 857,
    # Alabama Administrative Code 560-X-1-.21: a late entry not more than 45 days after the service.
    "entry_delay": 46,
    # GAO/AIMD-95-135 (1995): parts that are charged beside each other in the place of their whole.
    "parts": 3,
    # Li et al. (2008): the same service charged again.
    "repeat_same": 1,
    # Of purchases: CRS R46106 (2019). Pieces that together reach the amount.
    "pieces": 100,
    "denied": 1,
}


def limits(inputs):
    """`inputs`: of the training world. {feature: from which value on it breaks the rule}."""
    found = dict(AT_LEAST)
    for name in UNUSUALLY_HIGH:
        low, high = np.quantile(inputs[:, NAMES.index(name)], [0.25, 0.75])
        found[name] = int(np.floor(high + 3 * (high - low))) + 1
    return found


def broken(inputs, limits):
    """How many rules each claim breaks."""
    return sum((inputs[:, NAMES.index(name)] >= limit).astype(int) for name, limit in limits.items())
