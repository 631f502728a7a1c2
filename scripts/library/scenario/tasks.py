# SPDX-License-Identifier: Apache-2.0
"""Requests for decision support and the operators' work on them, as the node's last final block has them."""

import re

from network import Failed, wait_until

# Whoever asks only what everybody may see.
ANYBODY = "//Alice"
# How a request ends without a receipt, in `salus`'s words.
NO_RECEIPT = ("OperatorsRefused", "NotOpened", "NoQuorum")


def request_of(net, request):
    """A request with its task, until it is settled or has failed."""
    return net.final("decisionSupport_request", request)


def task_of(net, request):
    """The operators' work on it, until that is closed."""
    return net.final("quorum_task", request)


def receipt_of(net, request):
    return net.final("decisionSupport_receipt", request)


def seats(net, request):
    """Who works on it, and how each responded; nobody before the draw and after the end."""
    draw = (task_of(net, request) or {}).get("draw")
    return draw["seats"] if draw else []


def response(seat):
    """"sealed", "refused", "revealed", or none yet."""
    given = seat["response"]
    return next(iter(given)) if isinstance(given, dict) else given


def wait_for_draw(net, request):
    return wait_until(f"operators to be drawn for request {request}", lambda: seats(net, request), 30, 0.1)


def count_of(net, request, *how):
    """How many seats have responded so."""
    return sum(response(seat) in how for seat in seats(net, request))


def wait_for_receipt(net, request, seconds=60):
    """The receipt of a request, once there is one. A request that fails is not waited for."""
    def settled():
        found = receipt_of(net, request)
        if found is None and request_of(net, request) is None:
            # Settled since, or failed.
            found = receipt_of(net, request)
            if found is None:
                raise Failed(f"request {request} failed: {responses(net, request)}")
        return found
    return wait_until(f"the receipt of request {request}", settled, seconds, 0.3)


def wait_for_end(net, request, seconds=90):
    """Waits until a request has failed. Gives how operators responded."""
    wait_until(f"request {request} to end", lambda: request_of(net, request) is None, seconds, 0.3)
    if receipt_of(net, request) is not None:
        raise Failed(f"request {request} was settled: {responses(net, request)}")
    return responses(net, request)


def responses(net, request):
    """Who sealed, refused and revealed, by the events of all blocks since the request."""
    history = net.must(ANYBODY, "decision", "status", request, "--history")["history"]
    found = {"sealed": [], "refused": [], "revealed": []}
    for one in history["responses"]:
        found[one["how"]].append(one["operator"])
    return {**found, "drawn": history["drawn"], "failedIn": history["failedIn"]}


def wait_for_all(net, request, count=3, seconds=60):
    """Waits until so many have revealed what a quorum agreed on. Gives the receipt. One who reveals later than the
    quorum is paid all the same; the receipt counts those who were there when it was settled."""
    receipt = wait_for_receipt(net, request, seconds)
    revealed = lambda: len(set(responses(net, request)["revealed"])) >= count
    wait_until(f"{count} operators to reveal request {request}", revealed, seconds, 0.5)
    return receipt


def said(program, words, request):
    """How often a program's log says so of a request, since it was started."""
    return len(re.findall(rf"\b{re.escape(words)} request={request}\b", program.output()))


def account(net, worker):
    return net.must(worker.secret, "keys", "show", worker.secret)["account"]


def state_of(net, worker):
    """Whether an operator can be drawn, and since when."""
    return net.final("quorum_operatorState", account(net, worker))


def wait_in_draw(net, *workers):
    """Waits until these operators, or all, can be drawn: with three organisations one that is out leaves too few."""
    for worker in workers or net.workers:
        wait_until(f"{worker.name} to be back in the draw", lambda: state_of(net, worker)["out"] is None, 90, 0.3)


def bond(net, worker):
    return int(net.must(ANYBODY, "who", account(net, worker))["operator"]["bond"])


def bonds(net):
    return [bond(net, worker) for worker in net.workers]


def accused(net, request):
    """The faults in a task that are neither paid for nor excused yet, by operator."""
    return {one["id"]: one["fault"] for one in net.final("quorum_accusations", request)}
