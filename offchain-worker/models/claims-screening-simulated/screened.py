# SPDX-License-Identifier: Apache-2.0
"""The claims of a simulated world as the model sees them, and how they are parted."""

from dataclasses import dataclass

import numpy as np

import simulate
from habits import SCREENED_FROM
from history import History


@dataclass
class Screened:
    """Claims that were filed in the second year: features, and who filed them for whom. `patterns`: the label."""

    inputs: np.ndarray
    patterns: np.ndarray
    providers: np.ndarray
    persons: np.ndarray
    # Who practises which pattern, in either year.
    practising: dict

    @property
    def labels(self):
        return self.patterns != ""

    def where(self, chosen):
        of = (self.inputs, self.patterns, self.providers, self.persons)
        return Screened(*(each[chosen] for each in of), self.practising)

    def without(self, pattern):
        """All claims of the providers who practise it are left out, not only those of the pattern."""
        return self.where(~np.isin(self.providers, sorted(self.practising.get(pattern, set()))))


def screened(world):
    history, rows, claims, practising = History(), [], [], {}
    for claim in world.claims:
        features = history.next(claim)
        if claim.pattern:
            practising.setdefault(claim.pattern, set()).add(claim.provider)
        if claim.filed >= SCREENED_FROM:
            rows.append(features)
            claims.append(claim)
    column = lambda name: np.array([getattr(claim, name) for claim in claims])
    return Screened(
        np.array(rows, dtype=float), column("pattern").astype(str), column("provider"), column("person"), practising
    )


def halves(claims, seed):
    """Two parts that share no provider and no person; what mixes them is in neither. Each pattern's providers are
    dealt out evenly."""
    draw = np.random.default_rng(seed)
    taken, first = set(), []
    for name in sorted(claims.practising):
        of = sorted(claims.practising[name])
        draw.shuffle(of)
        first += of[::2]
        taken |= set(of)
    rest = np.array([number for number in np.unique(claims.providers) if number not in taken])
    draw.shuffle(rest)
    first_persons = draw.permutation(np.unique(claims.persons))
    persons = np.isin(claims.persons, first_persons[::2])
    providers = np.isin(claims.providers, np.concatenate([np.array(first, dtype=int), rest[::2]]))
    return claims.where(providers & persons), claims.where(~providers & ~persons)


def worlds(rates, seeds, habits):
    """A world for each of the seeds and habits; they share no person and no provider."""
    for number, (seed, of) in enumerate(zip(seeds, habits)):
        yield simulate.world(seed, of, rates, number=number)
