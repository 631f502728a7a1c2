# SPDX-License-Identifier: Apache-2.0
"""Whether models can be told apart by marks: by each alone, by all of them together, and by which requests are like
each other. What each of these attacks makes of the truth is compared with what it makes of the same models dealt out
anew by chance. Since the true ones were dealt out by chance too, that is an exact test, however marks hang together."""

import bisect
import collections
import dataclasses
import math
import operator
import random
import statistics

# So seldom may chance alone be found out as well as the truth, for models to count as told apart.
SIGNIFICANCE = 0.001
SHUFFLES = 9_999
# A mark that is the same in all but fewer requests than these tells too few of them to count.
FEWEST = 5
# A mark of more different numbers is taken in so many steps, each of as many requests.
STEPS = 8
# A request is guessed by so many that are most like it.
NEAR = 10
BAYES, NEIGHBOURS = "all marks together", "the most alike"


@dataclasses.dataclass
class Verdict:
    count: int
    # How often chance does as well with its best attack, of all attacks together.
    p: float
    # How many are guessed right by all marks together, and how many by chance on average.
    right: int
    by_chance: float
    # The attack that tells most, and how often chance makes that one tell as much.
    most: str
    alone: float

    @property
    def apart(self):
        return self.p < SIGNIFICANCE

    def __str__(self):
        return (f"{self.right} of {self.count} guessed right, {self.by_chance:.1f} by chance; most tells {self.most}, "
                f"by chance as much in {self.alone:.4f}; by the best of all attacks in {self.p:.4f}")


def judge(models, marks, shuffles=SHUFFLES):
    """`models` and `marks`: of each request its model, and what is seen of it by name."""
    known = sorted(set(models))
    labels = [known.index(model) for model in models]
    names = sorted({name for each in marks for name in each})
    columns = {name: steps([each.get(name) for each in marks]) for name in names}
    columns = {name: column for name, column in columns.items() if varies(column)}
    attacks = {**{name: alone(column, len(known)) for name, column in columns.items()},
               BAYES: bayes(list(columns.values()), labels, len(known)),
               NEIGHBOURS: neighbours(list(columns.values()), len(labels))}
    # The same observations give the same verdict.
    chance, dealt = random.Random(0), list(labels)
    scores = {name: [attack(labels)] for name, attack in attacks.items()}
    for _ in range(shuffles):
        chance.shuffle(dealt)
        for name, attack in attacks.items():
            scores[name].append(attack(dealt))
    success = {name: in_deviations(of) for name, of in scores.items()}
    best = [max(of_run) for of_run in zip(*success.values())]
    most = max(success, key=lambda name: success[name][0])
    return Verdict(count=len(labels), p=share_as_high(best), right=scores[BAYES][0],
                   by_chance=statistics.fmean(scores[BAYES][1:]), most=most, alone=share_as_high(success[most]))


def in_deviations(scores):
    """By how many standard deviations of all each is above their mean, so that attacks compare."""
    mean, deviation = statistics.fmean(scores), statistics.pstdev(scores)
    # So that the order of a sum decides nothing.
    return [round((score - mean) / deviation, 6) if deviation else 0.0 for score in scores]


def share_as_high(scores):
    """Which share of all is as high as the first, itself among them."""
    return sum(score >= scores[0] for score in scores) / len(scores)


def varies(column):
    return len(column) - max(map(column.count, set(column)), default=0) >= FEWEST


def steps(values):
    """Each value as a small number."""
    known = [value for value in values if value is not None]
    if len(set(known)) > STEPS and all(isinstance(value, int) for value in known):
        ordered = sorted(known)
        edges = sorted({ordered[len(ordered) * step // STEPS] for step in range(1, STEPS)})
        return [0 if value is None else 1 + bisect.bisect_right(edges, value) for value in values]
    places = {}
    return [places.setdefault(value, len(places)) for value in values]


def alone(column, kinds):
    """How much a mark tells of the model, as mutual information does; of the same mark and models it rises with it."""
    places = [value * kinds for value in column]
    weights = [0.0, *(count * math.log(count) for count in range(1, len(column) + 1))]

    def score(labels):
        cells = collections.Counter(map(operator.add, places, labels))
        return sum(weights[count] for count in cells.values())
    return score


def bayes(columns, labels, kinds):
    """How many are guessed right by the shares of each value among all others of each model."""
    logs = [0.0, *(math.log(number) for number in range(1, len(labels) + STEPS + len(labels) + 2))]
    widths = [max(column) + 1 for column in columns]
    sizes = [labels.count(kind) for kind in range(kinds)]
    others = [logs[size] - sum(logs[size + width] for width in widths) for size in sizes]
    # Of its own model, without itself.
    own = [logs[size - 1] - sum(logs[size - 1 + width] for width in widths) for size in sizes]
    rows = list(zip(*columns)) if columns else [()] * len(labels)

    def score(dealt):
        counts = [[[0] * kinds for _ in range(width)] for width in widths]
        for row, label in zip(rows, dealt):
            for table, value in zip(counts, row):
                table[value][label] += 1
        found = [[[logs[count + 1] for count in each] for each in table] for table in counts]
        right = 0
        for row, label in zip(rows, dealt):
            parts = [table[value] for table, value in zip(found, row)]
            totals = [sum(column) + rest for column, rest in zip(zip(*parts), others)] if parts else list(others)
            totals[label] = own[label] + sum(logs[table[value][label]] for table, value in zip(counts, row))
            right += max(range(kinds), key=totals.__getitem__) == label
        return right
    return score


def neighbours(columns, count):
    """How many are guessed right by what most of those are that share most marks with them."""
    rows = list(zip(*columns)) if columns else [()] * count
    order = random.Random(1)
    near = []
    for index, row in enumerate(rows):
        rest = [other for other in range(count) if other != index]
        order.shuffle(rest)
        rest.sort(key=lambda other: sum(map(operator.ne, row, rows[other])))
        near.append(rest[:NEAR])

    def score(labels):
        right = 0
        for label, others in zip(labels, near):
            votes = [labels[other] for other in others]
            right += max(votes, key=votes.count, default=None) == label
        return right
    return score


def planted(models, marks, mark, by=1):
    """The control: as if the first model made itself known, by so much more of a mark in each of its requests. A
    checker that does not find that finds nothing."""
    first = min(models)
    leaks = lambda model, each: model == first and each.get(mark) is not None
    return [{**each, mark: each[mark] + by} if leaks(model, each) else each for model, each in zip(models, marks)]


def separated(models, marks, mark):
    """The plainest control, for few requests: as if each model had values of a mark that no other model has."""
    known, values = sorted(set(models)), [each[mark] for each in marks if each.get(mark) is not None]
    span = max(values) - min(values) + 1
    own = lambda model, value: value if value is None else value + known.index(model) * span
    return [{**each, mark: own(model, each.get(mark))} for model, each in zip(models, marks)]
