# SPDX-License-Identifier: Apache-2.0
"""Whether the times at which operators respond tell models apart: asked in an order by chance, and guessed from what
everybody sees."""

import math
import random

from field import about, patient_of, visit, vital_signs
from scenario import CLINICIAN, check
from scores import SNOMED, concept, condition, measured
from tasks import wait_for_all

from .people import People

EACH = 12
# So seldom may chance alone guess as well, for the step to fail.
SELDOM = 0.001


def injury(time):
    return about("p1", [patient_of(time), measured("9269-2", 14, "{score}", time),
                        condition(concept(SNOMED, "62564004"))])


# Of each model, what it reads.
DOCUMENTS = {"news2": vital_signs, "cardiovascular-risk": visit, "head-injury-simulated": injury}


def guessed(seen):
    """How many of these requests are guessed right, each by the mean times of all others of each model."""
    right = 0
    for model, times in seen:
        def distance(other):
            rest = [each for name, each in seen if name == other and each is not times]
            means = [sum(column) / len(rest) for column in zip(*rest)]
            return sum((mean - time) ** 2 for mean, time in zip(means, times))
        right += min(sorted(DOCUMENTS), key=distance) == model
    return right


def by_chance(right, count):
    """How likely so many or more are right when each is guessed by chance."""
    share = 1 / len(DOCUMENTS)
    return sum(math.comb(count, number) * share ** number * (1 - share) ** (count - number)
               for number in range(right, count + 1))


class Timing(People):
    # 07, of times
    def times(self):
        order = [model for model in DOCUMENTS for _ in range(EACH)]
        random.shuffle(order)
        patients = {}
        for model, document in DOCUMENTS.items():
            who, time = self.field.patient()
            patients[model] = self.field.add(who, document(time))
        seen = []
        for model in order:
            done = self.net.must(CLINICIAN, *self.field.asking(model, patients[model], "--unchecked"))
            wait_for_all(self.net, done["request"])
            history = self.net.must(CLINICIAN, "decision", "status", done["request"], "--history")["history"]
            blocks = lambda how: sorted(one["block"] - done["block"] for one in history["responses"] if one["how"] == how)
            seen.append((model, [*blocks("sealed"), *blocks("revealed")]))
        right, count = guessed(seen), len(seen)
        chance = by_chance(right, count)
        check(chance > SELDOM, f"{right} of {count} are guessed by their times, by chance {chance:.5f}: {seen}")
        return f"{right} of {count} requests of {len(DOCUMENTS)} models guessed right by their times; chance does as well in {chance:.2f}"

    def steps(self):
        return [("quorum/07-times", "auditor", "no time of a response tells of a model", self.times)]
