# SPDX-License-Identifier: Apache-2.0
"""SIMULATED: two years of claims to one insurer, honest ones first; patterns.py plants the others. The same seed gives
the same claims. How often people see a doctor is fitted to data (data.py); all else is made up."""

import itertools
import math
from bisect import bisect
from dataclasses import dataclass

from claims import Claim, Line, in_order
from habits import DAYS, VISITS, providers
from plan import BENEFITS, MAX_LINES
import patterns

import numpy as np

PERSONS = 6_000
# Visits to a doctor by kind of provider; those to others follow from them, or come by themselves.
DOCTORS = {"general": 0.70, "specialist": 0.21, "clinic": 0.09}
TO_LABORATORY, TO_THERAPIST, DENTIST_A_YEAR, DENTAL_SERIES = 0.22, 0.05, 0.8, 0.25
# Numbers of one world, of persons and of providers.
NUMBERS = 100_000
# Of charges, those that are exactly the provider's own level.
EXACT = 0.85


@dataclass
class World:
    claims: list[Claim]
    providers: list
    # Visits to doctors, of each person in the second year.
    doctor_visits: np.ndarray


class Visit:
    """One person at one provider on one day."""

    __slots__ = ("person", "provider", "day", "lines")

    def __init__(self, person, provider, day, lines):
        self.person, self.provider, self.day, self.lines = person, provider, day, lines


def world(seed, habits, rates, number=0, persons=PERSONS, plant=True, kinds=None):
    """`rates`: mean and shape of visits a year; `number` keeps persons and providers of worlds apart."""
    draw = np.random.default_rng(seed)
    everybody = providers(draw, habits, number * NUMBERS, *([kinds] if kinds else []))
    visits, doctor_visits = all_visits(draw, everybody, rates, number * NUMBERS, persons)
    claims = [claim for group in filed_together(visits) for claim in filed(draw, habits, group)]
    if plant:
        claims = patterns.plant_all(claims, everybody, np.random.default_rng([seed, 1]))
    return World(in_order(claims), everybody, doctor_visits)


def all_visits(draw, everybody, rates, first_number, persons):
    mean, shape = rates
    by_kind = {}
    for provider in everybody:
        by_kind.setdefault(provider.kind, []).append(provider)
    popular = {kind: rising([provider.popularity for provider in of]) for kind, of in by_kind.items()}
    doctors, doctor = list(DOCTORS), rising(DOCTORS.values())
    visits, doctor_visits = [], np.zeros(persons, dtype=int)
    for index in range(persons):
        person = first_number + index
        # Some see a doctor again and again, for years: honest, and yet outliers.
        rate = draw.gamma(shape, mean / shape)
        own = {kind: of[one_of(draw, popular[kind])] for kind, of in by_kind.items()}
        for year in range(2):
            count = int(draw.poisson(rate))
            if year == 1:
                doctor_visits[index] = count
            for _ in range(count):
                day = 365 * year + below(draw, 365)
                visit(visits, draw, person, own[doctors[one_of(draw, doctor)]], day)
                if draw.random() < TO_LABORATORY:
                    visit(visits, draw, person, own["laboratory"], day + below(draw, 6))
                if draw.random() < TO_THERAPIST:
                    series(visits, draw, person, own["therapist"], day + 2 + below(draw, 13))
            for _ in range(int(draw.poisson(DENTIST_A_YEAR))):
                day = 365 * year + below(draw, 365)
                visit(visits, draw, person, own["dentist"], day)
                if draw.random() < DENTAL_SERIES:
                    for _ in range(1 + below(draw, 3)):
                        day += 4 + below(draw, 8)
                        visit(visits, draw, person, own["dentist"], day)
    for provider in everybody:
        for day in provider.health_days:
            # A firm's or a school's people on one day: honest, and yet much for a day.
            seen = draw.choice(persons, size=min(persons, 8 + below(draw, 9)), replace=False)
            for index in seen.tolist():
                visits.append(Visit(first_number + index, provider, day, [(1, 1)] + [(5, 1)] * below(draw, 2)))
    return [each for each in visits if each.day < DAYS], doctor_visits


def rising(weights):
    """Sums of shares, for `one_of`."""
    sums = list(itertools.accumulate(weights))
    return [each / sums[-1] for each in sums]


def one_of(draw, sums):
    return min(bisect(sums, draw.random()), len(sums) - 1)


def below(draw, count):
    """A whole number from 0; many times faster than `integers` for one."""
    return int(draw.random() * count)


def visit(visits, draw, person, provider, day):
    """On the first day from then on on which the provider works."""
    while day % 7 not in provider.workdays:
        day += 1
    visits.append(Visit(person, provider, day, VISITS[provider.kind][one_of(draw, provider.mix)][1]))


def series(visits, draw, person, provider, day):
    """Sessions of one course: the same again and again, as it should be."""
    benefit = 20 if draw.random() < 0.75 else 21
    for _ in range(6 + below(draw, 7)):
        while day % 7 not in provider.workdays:
            day += 1
        visits.append(Visit(person, provider, day, [(benefit, 1)]))
        day += 2 + below(draw, 4)


def filed_together(visits):
    """A claim's visits: one, or a month's of one person at one provider. No benefit stands twice on a day there."""
    groups, seen = {}, set()
    for number, each in enumerate(visits):
        key = (each.person, each.provider.number, each.day)
        # What the rules would refuse as a duplicate never gets here: a second visit of a day is not honest, and rare.
        if key in seen:
            continue
        seen.add(key)
        block = each.day // 30 if each.provider.monthly else -1 - number
        groups.setdefault((each.person, each.provider.number, block), []).append(each)
    return groups.values()


def filed(draw, habits, visits):
    """Claims of at most 20 lines from visits that are filed together."""
    provider = visits[0].provider
    lines = []
    for number, each in enumerate(sorted(visits, key=lambda each: each.day)):
        recorded = entered(draw, provider, each.day)
        for benefit, units in each.lines:
            charge = charged(draw, provider, benefit, units)
            lines.append(Line(benefit, units, charge, each.day, each.day, number, recorded))
    for start in range(0, len(lines), MAX_LINES):
        part = lines[start : start + MAX_LINES]
        ready = max(max(line.last, line.recorded) for line in part)
        if provider.monthly:
            ready = max(ready, (part[0].first // 30 + 1) * 30)
        day = ready + int(draw.exponential(provider.filing_delay))
        denied = bool(draw.random() < habits.mistaken_denials)
        yield Claim(visits[0].person, provider.number, day, part, denied)


def entered(draw, provider, day):
    """When the record of a service of that day was entered."""
    if provider.backlog and provider.backlog[0] <= day <= provider.backlog[1]:
        return provider.backlog[1]
    return day + int(draw.exponential(provider.entry_delay))


def charged(draw, provider, benefit, units):
    """A provider's charge for a line: its own level; now and then a little more or less."""
    level = provider.dearer + (0 if draw.random() < EXACT else 0.03 * draw.standard_normal())
    return int(round(BENEFITS[benefit].price * units * math.exp(level)))
