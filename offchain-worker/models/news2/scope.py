# SPDX-License-Identifier: Apache-2.0
"""Asks the worker about drawn people: it must answer those whom the second implementation scores, from 16 years on and
not pregnant, and nobody of whom a part is not known. `scripts/models --scope` runs it."""

import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from training import scope, value_sets

import check_news2
from chart import FEATURES

COUNT = 2000
SEED = 2017
NAN = float("nan")
ADULT_FROM = 16


def answer(feature, yes):
    coded = feature["source"]["yes" if yes else "no"][0]
    codes = feature["source"].get("codes")
    if codes is None:
        return scope.observation(coded["system"], coded["code"], feature["name"])
    value = scope.concept(coded["system"], coded["code"])
    return scope.observation(scope.LOINC, codes[0], feature["name"], valueCodeableConcept=value)


def people():
    draw = random.Random(SEED)
    for row in check_news2.drawn(COUNT, draw):
        age, pregnant, missing = draw.randint(10, 90), draw.random() < 0.1, draw.choice([None] * 9 + [*range(len(row))])
        resources = [scope.patient(age, False)]
        for index, (feature, value) in enumerate(zip(FEATURES, row)):
            if index == missing:
                continue
            if feature["unit"] == "1":
                resources.append(answer(feature, value == 1))
            else:
                resources += scope.measured(feature, value)
        if pregnant:
            resources.append(scope.condition(draw.choice(list(value_sets.PREGNANCY))))
        yield resources, age >= ADULT_FROM and not pregnant and missing is None


if __name__ == "__main__":
    scope.run(HERE, people)
