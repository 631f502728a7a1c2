# SPDX-License-Identifier: Apache-2.0
"""Watches requests for decision support until their tasks are closed and nobody is accused in them: then they are gone
from the chain, and with them how each operator responded."""

import threading
import time

from state import clock, read_time

EVERY = 1.0


class Watch(threading.Thread):
    def __init__(self, soak):
        super().__init__(name="watch", daemon=True)
        self.soak, self.net, self.over = soak, soak.net, threading.Event()

    def run(self):
        while not self.over.wait(EVERY):
            try:
                self.poll()
            except Exception as failure:
                self.soak.found(f"watch: {type(failure).__name__}: {failure}")

    def stop(self):
        self.over.set()
        self.join()

    def poll(self):
        """Reads all that are open, as of one block."""
        head = self.net.rpc("chain_getFinalizedHead")
        number, now = int(self.net.rpc("chain_getHeader", head)["number"], 16), clock(self.net, head)
        for request in [request for request in self.soak.requests if not request.closed]:
            self.accusations(request, head)
            task = self.net.rpc("quorum_task", request.number, head)
            if task is None:
                if request.last is None and self.is_new(request):
                    continue
                request.last = self.last(request, number) or request.last
                request.last_block = number
                request.ended_at = request.ended_at or time.monotonic()
                request.closed = not self.accusations(request, head)
                continue
            request.last, request.last_block = task, number
            if request.ended_at is None and self.net.rpc("decisionSupport_request", request.number, head) is None:
                request.ended_at = time.monotonic()
            end = (task["draw"] or {}).get("sealUntil")
            over = end and now >= read_time(end["moment"]) and number >= end["block"]
            if over and request.sealing_over_at is None:
                request.sealing_over_at = time.monotonic()

    def accusations(self, request, head):
        """Notes who is accused in a request. Gives whether anybody still is."""
        found = self.net.rpc("quorum_accusations", request.number, head)
        for one in found:
            known = request.accused.setdefault(one["id"], {"fault": one["fault"], "challenged": False})
            known["challenged"] |= one["challenge"] is not None
        return bool(found)

    @staticmethod
    def is_new(request):
        """Made after the block of this poll."""
        return time.monotonic() - request.asked_at < 10

    def last(self, request, number):
        """The task before it was closed. Older states than the last 256 are forgotten."""
        for block in range(number - 1, max(request.last_block, number - 250), -1):
            task = self.net.rpc("quorum_task", request.number, self.net.rpc("chain_getBlockHash", block))
            if task is not None:
                return task
        return None
