# SPDX-License-Identifier: Apache-2.0
"""The chain that stands still, an operator that is away, and one that refuses what others do."""

import time

from network import wait_until
from scenario import check
from tasks import (accused, bond, bonds, count_of, responses, state_of, wait_for_all, wait_for_draw, wait_for_receipt,
                   wait_in_draw)

from .people import People

# Seconds, longer than all periods together as they pass here: eleven minutes are 110 blocks of half a second.
PAUSE = 65
TASKS = 10
UNIT = 10**12
# So many refusals of what a quorum did take an operator out of the draw.
REFUSAL_LIMIT = 10


class Outages(People):
    # 03
    def pause(self):
        """The node stops for longer than every period, with a task that is not drawn and one that two have sealed."""
        net, late = self.net, self.net.workers[2]
        _, records = self.round()
        first, second = self.jobs(records, 2)
        before = bonds(net)
        late.stop()
        try:
            sealed = self.ask(records, first)
            wait_until("two to seal", lambda: count_of(net, sealed, "sealed") == 2, 60, 0.2)
            undrawn = self.ask(records, second)
            block = net.block()
            net.node.stop()
            try:
                time.sleep(PAUSE)
            finally:
                net.node.start()
            wait_until("the node to go on", lambda: net.goes_on(block), 120, 0.2)
        finally:
            net.wait_for(late.start())
        for request in (sealed, undrawn):
            wait_for_all(net, request, seconds=120)
            check(not accused(net, request), f"request {request}: {accused(net, request)}")
        check(bonds(net) == before, f"bonds were {before}, now {bonds(net)}")
        return f"{PAUSE} s without a block: both requests settled after it by all three, nobody accused, no bond lost"

    # 04
    def outage(self):
        """One operator is away with ten tasks: one penalty, and the draw again on its own word."""
        net, away = self.net, self.net.workers[2]
        _, records = self.round()
        jobs = self.jobs(records, TASKS)
        before = bond(net, away)
        away.stop()
        try:
            requests = self.ask_all(records, jobs)
            for request in requests:
                receipt = wait_for_receipt(net, request, 120)
                check((receipt["agreeing"], receipt["seats"]) == (2, 3), f"request {request}: {receipt}")
            check(state_of(net, away)["out"] == "absent", f"it is {state_of(net, away)}")
            charged = [fault for request in requests for fault in accused(net, request).values()]
            check(len(charged) <= 1, f"one outage is charged with {charged}")
            penalised = lambda: bond(net, away) < before
            wait_until("the penalty", penalised, 90, 0.5)
        finally:
            net.wait_for(away.start())
        wait_in_draw(net, away)
        lost = before - bond(net, away)
        check(lost == 5 * UNIT, f"it lost {lost}")
        self.field.answer("news2", self.round()[1])
        return f"{TASKS} tasks missed: one penalty of {lost // UNIT}, back in the draw by itself, the next by all three"

    # 10
    def refusals(self):
        """One operator refuses what the two others do: no fault, but it is not drawn any more."""
        net, refuses = self.net, self.net.workers[2]
        _, records = self.round()
        jobs = self.jobs(records, REFUSAL_LIMIT)
        before = bond(net, refuses)
        refuses.stop()
        try:
            requests = self.ask_all(records, jobs)
            for request in requests:
                wait_for_draw(net, request)
            net.together(refuses.secret, [["operator", "refuse", request] for request in requests])
            for request in requests:
                wait_for_receipt(net, request, 90)
                told = responses(net, request)
                check(told["refused"] == [self.account(refuses)], f"request {request}: {told}")
                check(not accused(net, request), f"request {request}: {accused(net, request)}")
            state = state_of(net, refuses)
            check(state["out"] == "refusals", f"it is {state}")
            net.must(refuses.secret, "operator", "return")
            wait_in_draw(net, refuses)
        finally:
            net.wait_for(refuses.start())
        check(bond(net, refuses) == before, f"the bond was {before}, now {bond(net, refuses)}")
        return f"{REFUSAL_LIMIT} refusals against a quorum: out of the draw, no bond lost; back by its word"

    def steps(self):
        return [
            ("quorum/03-pause", "operator", "the chain stands still: nobody is accused", self.pause),
            ("quorum/04-outage", "operator", "one small penalty, back on its word", self.outage),
            ("quorum/10-refusals", "operator", "out of the draw, no bond lost", self.refusals),
        ]
