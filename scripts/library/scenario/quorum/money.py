# SPDX-License-Identifier: Apache-2.0
"""Who pays, and who is paid: all balances add up."""

from network import wait_until
from scenario import CLINIC, CLINICIAN, check
from tasks import task_of, wait_for_all

from .people import People


class Money(People):
    # 06
    def paid(self):
        net = self.net
        _, records = self.round()
        [job] = self.jobs(records, 1)
        wait_until("every earlier task to be closed", lambda: not self.open(), 120, 0.5)
        first = net.block()
        request = self.ask(records, job)
        wait_for_all(net, request)
        wait_until("the task to be closed", lambda: task_of(net, request) is None, 90, 0.3)
        price = next(int(one["amount"]) for one in net.final("quorum_prices") if one["class"] == "clinical")
        requester, sponsor = self.field.account(CLINICIAN), self.field.account(CLINIC)
        operators = [self.account(worker) for worker in net.workers]
        told = self.by_polkadot_js("paid", request, first, net.block(), requester, sponsor, *operators)
        for who, sums in told["accounts"].items():
            check(sums["after"] == sums["expected"], f"{who}: {sums}")
        wages = {who: int(amount) for who, amount in told["paid"].items()}
        check(wages == {operator: price for operator in operators}, f"paid: {wages}")
        check(int(told["returned"]) == 0, f"all seats were earned, and {told['returned']} went back")
        return f"three seats at {price} each, from the requester to the operators; all five balances are as events say"

    def open(self):
        """Whether an operator works on anything."""
        return any(self.net.final("quorum_openTasks", self.account(worker)) for worker in self.net.workers)

    def steps(self):
        return [("quorum/06-paid", "operator", "requester, sponsor and operators add up", self.paid)]
