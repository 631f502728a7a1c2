# SPDX-License-Identifier: Apache-2.0
"""SIMULATED: providers and how they work, and what differs between the two worlds. None of it is measured; only how
often people see a doctor comes from data (data.py)."""

from dataclasses import dataclass, field

import numpy as np

DAYS = 730
# From this day on claims are screened; what came before is history to compare with.
SCREENED_FROM = 365
KINDS = {"general": 90, "specialist": 50, "laboratory": 12, "dentist": 45, "therapist": 40, "clinic": 23}

# Lines of one visit: sets of (benefit, units), each with how often it is chosen.
VISITS = {
    "general": [
        (40, [(1, 1)]), (25, [(2, 1)]), (8, [(3, 1)]), (7, [(1, 1), (5, 1)]), (6, [(2, 1), (5, 2)]),
        (6, [(2, 1), (4, 1)]), (3, [(3, 1), (4, 1)]), (3, [(5, 1)]), (2, [(3, 1), (4, 1), (5, 2)]),
    ],
    "specialist": [
        (40, [(6, 1)]), (15, [(7, 1)]), (14, [(8, 1)]), (5, [(9, 1)]), (5, [(10, 1)]), (5, [(11, 1)]),
        (6, [(6, 1), (23, 1)]), (4, [(6, 1), (9, 1)]), (3, [(9, 1), (10, 1)]), (3, [(7, 1), (11, 1)]),
    ],
    "laboratory": [
        (30, [(12, 1)]), (15, [(13, 1)]), (15, [(14, 1)]), (10, [(13, 1), (14, 1)]), (10, [(15, 1)]),
        (10, [(16, 1)]), (6, [(13, 1), (15, 1), (16, 1)]), (4, [(13, 1), (14, 1), (16, 1)]),
    ],
    "dentist": [
        (45, [(17, 1)]), (22, [(18, 1)]), (12, [(17, 1), (18, 1)]), (8, [(18, 2)]), (5, [(18, 3)]),
        (4, [(19, 1)]), (2, [(18, 1), (19, 1)]), (2, [(19, 2)]),
    ],
    "therapist": [(70, [(20, 1)]), (26, [(21, 1)]), (2, [(20, 1), (22, 1)]), (2, [(22, 1)])],
    "clinic": [
        (25, [(2, 1)]), (12, [(3, 1)]), (12, [(23, 1)]), (10, [(6, 1), (23, 1)]), (10, [(24, 1)]), (8, [(6, 1)]),
        (8, [(3, 1), (23, 1)]), (5, [(25, 1)]), (5, [(23, 1), (24, 1)]), (5, [(24, 1), (25, 1)]),
    ],
}


@dataclass(frozen=True)
class Habits:
    """What differs between worlds."""

    # Charges over the plan's price, and how far providers differ in it (of the logarithm).
    dearer: float = 0.0
    spread: float = 0.08
    # How strongly a provider prefers its own kinds of visit: less is stronger.
    evenness: float = 12.0
    # Shares of providers.
    one_benefit: float = 0.08
    late_paper: float = 0.10
    saturdays: float = 0.15
    monthly: float = 0.25
    backlog: float = 0.20
    health_days: float = 0.12
    # Of honest claims, how many a holder denies by mistake.
    mistaken_denials: float = 0.001


TRAINING = Habits()
# Somewhat dearer, later, less alike, with more mistakes.
SHIFTED = Habits(
    dearer=0.04, spread=0.11, evenness=8.0, one_benefit=0.11, late_paper=0.14, saturdays=0.22, monthly=0.33,
    backlog=0.26, health_days=0.16, mistaken_denials=0.0015,
)


@dataclass
class Provider:
    number: int
    kind: str
    popularity: float
    workdays: tuple[int, ...]
    dearer: float
    # Of each of its kinds of visit and those before it, the chance.
    mix: list[float]
    # How many days until a record is entered, on average, and until the claim is filed.
    entry_delay: float
    filing_delay: float
    # Files a month's visits of a person in one claim.
    monthly: bool
    # Records of services between these days were entered on the second.
    backlog: tuple[int, int] | None
    # Sees a firm's or school's people on these days.
    health_days: list[int] = field(default_factory=list)


def providers(draw, habits, first_number, kinds=KINDS):
    """`draw`: a random generator; numbers from the first on, so that worlds share none."""
    found = []
    for kind, count in kinds.items():
        weights = np.array([weight for weight, _ in VISITS[kind]], dtype=float)
        for _ in range(count):
            number = first_number + len(found)
            found.append(one_provider(draw, habits, number, kind, weights / weights.sum()))
    return found


def one_provider(draw, habits, number, kind, usual):
    days = [0, 1, 2, 3, 4]
    if draw.random() < 0.3:
        # Closed on some days of the week.
        days = sorted(draw.choice(5, size=3, replace=False).tolist())
    if draw.random() < habits.saturdays:
        days.append(5)
    mix = draw.dirichlet(usual * habits.evenness * len(usual))
    if draw.random() < habits.one_benefit:
        # Honest, and yet an outlier: nearly always the same.
        mix = 0.1 * mix
        mix[int(draw.integers(len(mix)))] += 0.9
    late = draw.random() < habits.late_paper
    backlog = None
    if draw.random() < habits.backlog:
        begin = int(draw.integers(DAYS))
        backlog = (begin, begin + int(draw.integers(10, 29)))
    health_days = []
    if kind == "general" and draw.random() < habits.health_days:
        health_days = sorted(draw.integers(DAYS, size=int(draw.integers(1, 4))).tolist())
    return Provider(
        number=number,
        kind=kind,
        popularity=float(draw.lognormal(0, 0.6)),
        workdays=tuple(days),
        dearer=float(draw.normal(habits.dearer, habits.spread)),
        mix=np.cumsum(mix / mix.sum()).tolist(),
        entry_delay=float(draw.uniform(6, 16) if late else draw.uniform(0.1, 1.5)),
        filing_delay=float(draw.uniform(2, 20)),
        monthly=bool(draw.random() < habits.monthly),
        backlog=backlog,
        health_days=health_days,
    )
