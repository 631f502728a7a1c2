# SPDX-License-Identifier: Apache-2.0
"""Asks the worker about everybody in both surveys: it must answer those of whom the model is made, or on whom it is
measured, and refuse those who were left out. `scripts/models --scope` runs it."""

import itertools
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from training import scope, value_sets

import data
from features import FEATURES


def people():
    # Whoever was told has one of the diagnoses of the list, each in turn.
    diagnoses, pregnancies = itertools.cycle(value_sets.DIABETES), itertools.cycle(value_sets.PREGNANCY)
    for survey in (data.read(), data.read_other()):
        answered = survey.answered
        assert (survey.used <= answered).all(), "somebody is used but not answered"
        for index, inputs in enumerate(survey.inputs):
            resources = [scope.patient(inputs[0], inputs[1])]
            for feature, value in zip(FEATURES[2:], inputs[2:]):
                resources += scope.measured(feature, value)
            if survey.told[index] == 1:
                resources.append(scope.condition(next(diagnoses)))
            if survey.pregnant[index] == 1:
                resources.append(scope.condition(next(pregnancies)))
            yield resources, bool(answered[index])


if __name__ == "__main__":
    scope.run(HERE, people)
