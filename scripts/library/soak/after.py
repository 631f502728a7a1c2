# SPDX-License-Identifier: Apache-2.0
"""What has to pass between the last kill and the checks: open requests end, and what no record names is dropped."""

import time

from custody import FAST, Custody
from network import Failed, wait_until

# Blocks of an hour of the chain's clock, in which shares that no record names are dropped, and some to do it.
HOUR_OF_BLOCKS, SPARE_BLOCKS = 600, 60


def shares(worker):
    """The key commitments of the shares that lie with a worker, by what their files' names end in: "" or "aside"."""
    found = {}
    for path in (worker.home / "journal.redb.shares").iterdir():
        found.setdefault(path.suffix.removeprefix("."), set()).add(path.stem)
    return found


class After:
    def __init__(self, soak, watch, aside_minutes):
        self.soak, self.net, self.watch, self.aside_minutes = soak, soak.net, watch, aside_minutes
        self.ruled, self.confirmed = set(), set()

    # What should lie with a worker, and whether it does.

    def named(self, account):
        """The commitments that live versions name."""
        return {version.commitment for record in self.soak.live() for version in record.versions
                if account in version.custodians}

    def exact(self):
        """Whether every worker keeps the shares of live versions and no others; what is set aside is not counted."""
        return all(shares(worker).keys() <= {"", "aside"} and shares(worker).get("", set()) == self.named(account)
                   for worker, account in zip(self.net.workers, self.soak.accounts))

    def set_aside(self):
        """How many shares each worker has set aside."""
        return [len(shares(worker).get("aside", ())) for worker in self.net.workers]

    def waiting(self):
        """Operators whose shares that are set aside are not judged yet: they confirm no destruction before."""
        return {account for account, count in zip(self.soak.accounts, self.set_aside()) if count}

    def owing(self):
        """Custodians that have not confirmed the destruction of an erased record, with how many."""
        owing = {}
        for record in self.soak.erased():
            if record.number in self.confirmed:
                continue
            erased = (self.net.rpc("records_get", record.number) or {}).get("erased")
            owed = [one["custodian"] for one in (erased or {}).get("destructions", ()) if one["destroyedAt"] is None]
            if erased and not owed:
                self.confirmed.add(record.number)
            for custodian in owed:
                owing[custodian] = owing.get(custodian, 0) + 1
        return owing

    # The steps.

    def requests_end(self):
        """Whoever was accused and challenges that is excused by the authority."""
        def over():
            open_ = [request for request in self.soak.requests if not request.closed]
            for request in open_:
                for operator, accusation in list(request.accused.items()):
                    if accusation["challenged"]:
                        self.excuse(request.number, operator)
            return not open_
        try:
            wait_until("every request to be closed", over, 300, 1)
        finally:
            self.watch.stop()
        return f"{len(self.soak.requests)} requests are closed, {len(self.ruled)} challenges were ruled on"

    def excuse(self, request, operator):
        if (request, operator) not in self.ruled:
            self.ruled.add((request, operator))
            self.net.must("//Alice", "authority", "rule", request, operator)

    def an_hour(self):
        """An hour of the chain's clock, unless nothing waits for it. It takes this machine less than five minutes."""
        complete = lambda: self.exact() and not self.owing()
        began = self.net.block()
        for _ in range(20):
            if complete():
                return "nothing waited for it"
            time.sleep(1)
        custody = Custody(self.net, self.soak.field)
        custody.restarted_node(FAST)
        try:
            last = began + HOUR_OF_BLOCKS + SPARE_BLOCKS
            wait_until("an hour of the chain's clock", lambda: complete() or self.net.block() >= last, 900, 1)
        finally:
            custody.restarted_node(self.net.block_milliseconds)
        waited = time.monotonic() + 60
        while not (self.exact() and self.owing().keys() <= self.waiting()) and time.monotonic() < waited:
            time.sleep(1)
        return (f"{self.net.block() - began} blocks; shares {'exact' if self.exact() else 'not exact'}, "
                f"receipts of destruction owed: {sum(self.owing().values())}")

    def aside(self):
        """A share that was written and not noted when its worker was killed is set aside, and judged an hour of this
        machine's clock after the worker's last start; until then that worker confirms no destruction."""
        count = sum(self.set_aside())
        if not count:
            return "none"
        if not self.aside_minutes:
            return f"{count} shares are set aside, and the hour after which they are judged is not waited for"
        wait_until("the shares that are set aside to be judged", lambda: not any(self.set_aside()),
                   self.aside_minutes * 60, 10)
        wait_until("the receipts of destruction", lambda: not self.owing(), 120, 1)
        return f"{count} shares were set aside, and have been judged"

    def steps(self):
        return [
            ("after/requests-end", "operator", "every request is closed", self.requests_end),
            ("after/an-hour", "operator", "what no record names is dropped", self.an_hour),
            ("after/set-aside", "operator", "what was set aside is judged", self.aside),
        ]


def must_be_empty(wrong, what):
    """Fails with the first few of what is wrong."""
    if wrong:
        raise Failed(f"{len(wrong)} {what}: {'; '.join(map(str, wrong[:5]))}")
