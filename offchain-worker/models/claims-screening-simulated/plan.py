# SPDX-License-Identifier: Apache-2.0
"""SIMULATED: one plan, and what its insurer notes of the plan's benefits for screening.

Benefits are numbers of our own making, as the rules of pallets/adjudication have them; no real code stands here.
Amounts are the currency's smallest unit.
"""

from typing import NamedTuple

# A claim of so much or more goes to a person in any case.
REVIEW_AMOUNT = 50_000
# A claim's lines, at most: of the rules.
MAX_LINES = 20


class Benefit(NamedTuple):
    """`price` and the pairs below are the plan's. `group` (what is compared with what) and `minutes` (of somebody's
    time, that a unit takes at the least) are the insurer's own notes."""

    price: int
    group: int
    minutes: int


GENERAL, SPECIALIST, LABORATORY, TEETH, THERAPY, IMAGES = range(1, 7)

BENEFITS = {
    1: Benefit(3_000, GENERAL, 10),
    2: Benefit(5_500, GENERAL, 20),
    3: Benefit(9_500, GENERAL, 40),
    4: Benefit(4_000, GENERAL, 15),
    5: Benefit(1_500, GENERAL, 5),
    6: Benefit(8_000, SPECIALIST, 20),
    7: Benefit(15_000, SPECIALIST, 45),
    # The whole examination; its three parts come to a fifth more.
    8: Benefit(22_000, SPECIALIST, 60),
    9: Benefit(9_000, SPECIALIST, 20),
    10: Benefit(8_000, SPECIALIST, 15),
    11: Benefit(9_500, SPECIALIST, 20),
    # The whole panel; its four parts come to a third more.
    12: Benefit(6_000, LABORATORY, 0),
    13: Benefit(2_000, LABORATORY, 0),
    14: Benefit(2_000, LABORATORY, 0),
    15: Benefit(2_000, LABORATORY, 0),
    16: Benefit(2_000, LABORATORY, 0),
    17: Benefit(4_500, TEETH, 20),
    18: Benefit(9_000, TEETH, 30),
    19: Benefit(45_000, TEETH, 60),
    20: Benefit(4_000, THERAPY, 30),
    21: Benefit(6_500, THERAPY, 45),
    22: Benefit(12_000, THERAPY, 0),
    23: Benefit(14_000, IMAGES, 10),
    24: Benefit(35_000, IMAGES, 20),
    25: Benefit(48_000, IMAGES, 90),
}

# What the rules do not pay on one day: a whole beside one of its parts.
NOT_BESIDE = [(8, 9), (8, 10), (8, 11), (12, 13), (12, 14), (12, 15), (12, 16)]


def wholes(pairs):
    """Benefits with two partners or more, each with them: a whole and its parts, as far as the plan tells."""
    partners = {}
    for one, other in pairs:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    return {whole: parts for whole, parts in sorted(partners.items()) if len(parts) >= 2}
