# SPDX-License-Identifier: Apache-2.0
"""Whether anything that is seen of requests tells their models apart, the times at which operators respond above all:
asked in an order by chance. `scripts/bench privacy` plays the same with five times as many."""

from observer import marks
from observer.blocks import Chain
from observer.guess import judge, planted
from observer.play import Play
from scenario import check

from .people import People

EACH, REFUSED = 8, 1
SHUFFLES = 1_999
# Blocks by which the control's model is late: of so few requests less would not be found.
LATE = 20
# How seldom chance alone may look like the control: forty requests show no more than that for certain.
FOUND = 0.01


class Timing(People):
    # 07, of times
    def times(self):
        models, jobs = Play(self.net, self.field, 1).ask(EACH, REFUSED)
        seen = marks.of(Chain(self.net), jobs)
        check(len(seen) == len(jobs), f"of {len(jobs)} requests {len(seen)} are found in blocks")
        names, observed = [models[request] for request in seen], list(seen.values())
        late = judge(names, planted(names, observed, marks.LAST_SEAL, LATE), SHUFFLES)
        check(late.p < FOUND, f"the control: a model that is {LATE} blocks late is not found: {late}")
        verdict = judge(names, observed, SHUFFLES)
        check(not verdict.apart, f"models are told apart: {verdict}: {observed}")
        return f"{len(set(names))} models: {verdict}; a model that were {LATE} blocks late: p = {late.p:.4f}"

    def steps(self):
        return [("quorum/07-times", "auditor", "no time of a response tells of a model", self.times)]
