# SPDX-License-Identifier: Apache-2.0
"""Asks the worker about everybody in the study, and about the same people without a heart attack. `scripts/models
--scope` runs it."""

import itertools
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from training import scope

import data
from features import FEATURES, REQUIRED_CONDITIONS


def people():
    diagnoses = itertools.cycle(REQUIRED_CONDITIONS)
    for inputs in data.read().inputs:
        resources = [scope.patient(inputs[0], inputs[1])]
        for feature, value in zip(FEATURES[2:], inputs[2:]):
            resources += scope.measured(feature, value)
        yield [*resources, scope.condition(next(diagnoses))], True
        yield resources, False


if __name__ == "__main__":
    scope.run(HERE, people)
