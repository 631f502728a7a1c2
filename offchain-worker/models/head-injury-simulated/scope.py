# SPDX-License-Identifier: Apache-2.0
"""Asks the worker about everybody in the simulation, and about the same without an injury. `scripts/models --scope`
runs it."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from training import scope

import data
from features import FEATURES, REQUIRED_CONDITIONS


def people():
    injury = next(iter(REQUIRED_CONDITIONS))
    for inputs in data.read().inputs:
        resources = [scope.patient(inputs[0], True), *scope.measured(FEATURES[1], inputs[1])]
        for feature, value in zip(FEATURES[2:], inputs[2:]):
            if value == 1:
                resources.append(scope.condition(feature["source"]["codes"][0]["code"]))
        yield [*resources, scope.condition(injury)], True
        yield resources + [scope.condition("195967001")], False  # asthma


if __name__ == "__main__":
    scope.run(HERE, people)
