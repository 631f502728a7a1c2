# SPDX-License-Identifier: Apache-2.0
"""Asks the worker about drawn people: it must answer those for whom the equation is valid by check.py, which does
without the card, and who have no such disease yet. `scripts/models --scope` runs it."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from training import scope, value_sets

import numpy as np

import check
from features import FEATURES

COUNT = 2000
SEED = 202511
# Past the ends of each range, by so much of it: still no error, but out of scope.
BEYOND = 0.05
NEVER_SMOKED, SMOKES_DAILY, NO_PROBLEMS = "266919005", "449868002", "no-known-problems"
TYPE_2, HYPERTENSION_DRUG, STATIN = "44054006", "C09AA03", "C10AA05"


def drug(atc):
    return {
        **scope.no_medication(),
        "id": atc,
        "medicationCodeableConcept": scope.concept("http://www.whocc.no/atc", atc),
    }


def people():
    draw = np.random.default_rng(SEED)
    by_name = {feature["name"]: feature for feature in FEATURES}
    diseases = list(value_sets.CARDIOVASCULAR)
    for number in range(COUNT):
        person = {}
        for name, (low, high) in check.RANGES.items():
            # Most within, so that all five together are so for many.
            beyond = BEYOND * (high - low) * (draw.random() < 0.1)
            person[name] = np.round(low - beyond + (high - low + 2 * beyond) * draw.random())
        yes = {name: draw.random() < 0.3 for name in check.ANSWERS}
        ill = draw.random() < 0.1
        resources = [scope.patient(person["age"], yes["male"])]
        for name in check.RANGES:
            if name != "age":
                resources += scope.measured(by_name[name], person[name])
        smokes = scope.concept(scope.SNOMED, SMOKES_DAILY if yes["smoker"] else NEVER_SMOKED)
        resources.append(scope.observation(scope.LOINC, "72166-2", "smoker", valueCodeableConcept=smokes))
        drugs = [drug(atc) for name, atc in (("bp_treated", HYPERTENSION_DRUG), ("statin", STATIN)) if yes[name]]
        resources += drugs or [scope.no_medication()]
        found = [TYPE_2] * yes["diabetes"] + [diseases[number % len(diseases)]] * ill
        resources += [scope.condition(code) for code in found]
        if not found:
            resources.append(scope.condition(NO_PROBLEMS, scope.ABSENT))
        valid = all(low <= person[name] <= high for name, (low, high) in check.RANGES.items())
        yield resources, bool(valid and not ill)


if __name__ == "__main__":
    scope.run(HERE, people)
