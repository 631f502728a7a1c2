"""Conformal prediction sets: which outcomes can't be ruled out at a stated level.

Split conformal prediction, within each outcome and band of an input (Mondrian; Vovk, Gammerman and Shafer, 2005):
of the people with an outcome, at least the stated share are given a set that holds it. No model is assumed to be
right for that, only that people are alike. A set of both outcomes says that the model can't tell.
"""

import numpy as np

LEVEL = 0.9
REPEATS = 10
PARTS = 10


def limits(labels, risk, level=LEVEL):
    """From which risk on "yes" can't be ruled out, and up to which "no" can't."""
    yes, no = np.sort(risk[labels]), np.sort(risk[~labels])
    # The share of people below the limit, corrected for their number; with very few nothing can be ruled out.
    below = int(np.floor((1 - level) * (len(yes) + 1)))
    above = int(np.floor((1 - level) * (len(no) + 1)))
    return {
        "yes_from": float(yes[below - 1]) if below else 0.0,
        "no_up_to": float(no[len(no) - above]) if above else 1.0,
    }


def cells(inputs, features, by):
    """The cell of each person: by the first feature of `by` and its edges, then by the next."""
    found = np.zeros(len(inputs), dtype=int)
    for name, edges in by.items():
        place = [feature["name"] for feature in features].index(name)
        found = found * (len(edges) + 1) + np.searchsorted(edges, inputs[:, place], side="right")
    return found


def fit(labels, risk, cell, steps, level=LEVEL):
    """For each cell its limits, on the grid."""
    found = []
    for each in range(cell.max() + 1):
        of = limits(labels[cell == each], risk[cell == each], level)
        # Outwards, so that the grid rules nothing out that the limit does not.
        found.append(
            {
                "yes_from": float(np.floor(of["yes_from"] * steps) / steps),
                "no_up_to": float(np.ceil(of["no_up_to"] * steps) / steps),
            }
        )
    return found


def sets(risk, cell, found):
    """Whether "yes" and whether "no" is in each person's set."""
    of = lambda name: np.array([limit[name] for limit in found])[cell]
    return risk >= of("yes_from"), risk <= of("no_up_to")


def coverage(labels, risk, cell, groups, steps, seed, level=LEVEL, repeats=REPEATS):
    """On people held out: limits from nine tenths of the people, coverage in the last tenth, over all tenths and
    many ways to part them. `groups`: {name: who is in it}."""
    draw = np.random.default_rng(seed)
    covered, both, neither = (np.zeros(len(labels)) for _ in range(3))
    for _ in range(repeats):
        # Parted within outcome and cell, so that none is ever left without people.
        part = np.zeros(len(labels), dtype=int)
        for each in range(cell.max() + 1):
            for outcome in (False, True):
                of = np.flatnonzero((cell == each) & (labels == outcome))
                part[of] = draw.permutation(np.arange(len(of)) % PARTS)
        for out in (part == number for number in range(PARTS)):
            found = fit(labels[~out], risk[~out], cell[~out], steps, level)
            yes, no = sets(risk, cell, found)
            covered += out & np.where(labels, yes, no)
            both += out & yes & no
            neither += out & ~yes & ~no
    share = lambda of, who: float(of[who].mean() / repeats)
    everyone = np.ones(len(labels), dtype=bool)
    return {
        "level": level,
        "method": f"limits from {PARTS - 1} of {PARTS} parts, coverage in the last; {repeats} ways to part",
        "all": share(covered, everyone),
        "with_outcome": share(covered, labels),
        "without_outcome": share(covered, ~labels),
        "cannot_tell": share(both, everyone),
        "neither": share(neither, everyone),
        "by_group": {name: share(covered, who) for name, who in groups.items()},
    }


def card(labels, risk, cell, by, steps, yes, no):
    """The card's `conformal`; `yes` and `no` are the outcomes in words."""
    return {
        "level": LEVEL,
        "yes": yes,
        "no": no,
        "by": [{"feature": name, "edges": edges} for name, edges in by.items()],
        "cells": fit(labels, risk, cell, steps),
    }
