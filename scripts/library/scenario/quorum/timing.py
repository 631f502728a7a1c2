# SPDX-License-Identifier: Apache-2.0
"""Whether anything that is seen of requests tells their models apart, the times at which operators respond above all:
asked in an order by chance. So few requests show only what is plain: `scripts/bench privacy` plays five times as many,
and finds a model that is one block late."""

from observer import marks
from observer.blocks import Chain
from observer.guess import judge, separated
from observer.play import Play
from scenario import check

from .people import People

EACH, REFUSED = 8, 1
# Enough for chance to be seen as seldom as models count as told apart.
SHUFFLES = 1_999


class Timing(People):
    # 07, of times
    def times(self):
        models, jobs = Play(self.net, self.field, 1).ask(EACH, REFUSED)
        seen = marks.of(Chain(self.net), jobs)
        check(len(seen) == len(jobs), f"of {len(jobs)} requests {len(seen)} are found in blocks")
        names, observed = [models[request] for request in seen], list(seen.values())
        control = judge(names, separated(names, observed, marks.LAST_SEAL), SHUFFLES)
        check(control.apart, f"the control: models that seal each at a time of its own are not found: {control}")
        verdict = judge(names, observed, SHUFFLES)
        check(not verdict.apart, f"models are told apart: {verdict}: {observed}")
        return f"{len(set(names))} models: {verdict}; if each sealed at a time of its own: p = {control.p:.4f}"

    def steps(self):
        return [("quorum/07-times", "auditor", "no time of a response tells of a model", self.times)]
