# SPDX-License-Identifier: Apache-2.0
"""Custody changes hands: a custodian leaves for good, and the patient has the key shared out anew."""

import json
import subprocess

from custody import shares
from field import about
from network import SLOWNESS, wait_until
from scenario import CLINICIAN, check, fund
from scores import measured

from .people import People

# One operator more, which leaves; its bond, and what its calls cost.
LEAVER = ("operator-6", "//Operator//6")
UNITS = 2_200
ALL_KEPT = "3 of 3, needs 2"


class Hands(People):
    def handing_over(self, worker, to, succeeds=True):
        """What an operator's own command tells."""
        command = [self.net.worker_program, "--json", "hand-over", "--to", to, "--home", worker.home, "--node", self.net.url]
        done = subprocess.run(list(map(str, command)), env=worker.environment, capture_output=True, text=True,
                              timeout=180 * SLOWNESS)
        check((done.returncode == 0) == succeeds, f"hand-over to {to}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def owes_any(self, record):
        """Whether any custodian still owes the receipt of a destruction, by finalized state."""
        encoded = "0x" + record.to_bytes(8, "little").hex()
        head = self.net.rpc("chain_getFinalizedHead")
        # An empty list is one byte.
        return self.net.rpc("state_call", "RecordsApi_destructions", encoded, head) != "0x00"

    def opens_without(self, worker, who, record):
        """The version is read by the two others."""
        worker.stop()
        try:
            check("document" in self.net.must(who, "record", "read", record), f"without {worker.name}")
        finally:
            self.net.wait_for(worker.start())

    # 08
    def reshared(self):
        net = self.net
        first, second, successor = net.workers
        fund(net, LEAVER[1], UNITS)
        leaver = net.add_operator(*LEAVER)
        who, time = self.field.patient()
        before = {worker.name: shares(worker) for worker in net.workers}
        custodians = ",".join(self.account(worker) for worker in (leaver, first, second))
        weight = about("p1", [measured("29463-7", 73, "kg", time)])
        [entry] = net.must(who, *self.field.adding(who, weight), "--custodians", custodians)["records"]
        record = entry["record"]
        status = lambda: net.must(who, "record", "status", record)["versions"][-1]
        check(status()["kept"] == ALL_KEPT and len(shares(leaver)) == 1, f"at first {status()}")

        second_share = self.handing_over(leaver, self.account(first), succeeds=False)["error"]["left"]
        check("would have two" in second_share[0]["problem"], f"a second share: {second_share}")
        told = self.handing_over(leaver, self.account(successor))
        check(told["versions"] == [{"record": record, "version": 1}], f"handed over: {told}")
        # Whatever either was just doing.
        for worker in (successor, leaver):
            worker.kill()
        for worker in (successor, leaver):
            net.wait_for(worker.start())
        wait_until("the leaver to have destroyed its share", lambda: not shares(leaver), 120, 0.3)
        wait_until("its receipt", lambda: not self.owes_any(record), 60, 0.3)
        now = status()
        check(now["custodians"][0] == self.account(successor) and now["kept"] == ALL_KEPT, f"after it {now}")
        leaver.stop()
        net.must(leaver.secret, "operator", "leave")
        self.opens_without(first, who, record)

        # Who may read it may not put it into other hands.
        other = net.refused(CLINICIAN, "record", "reshare", record, "--purpose", "TREAT")
        check(other["kind"] == "Records.NotPermitted", f"refused as {other}")
        old = {worker.name: shares(worker) - before[worker.name] for worker in net.workers}
        check(all(len(own) == 1 for own in old.values()), f"shares of the first sharing: {old}")
        custodians = ",".join(self.account(worker) for worker in net.workers)
        told = net.must(who, "record", "reshare", record, "--custodians", custodians)
        check(told["generation"] == 1, f"re-shared: {told}")
        gone = lambda: not any(shares(worker) & old[worker.name] for worker in net.workers)
        wait_until("the old shares to be gone", gone, 120, 0.3)
        check(status()["kept"] == ALL_KEPT, f"after the reshare {status()}")
        self.opens_without(second, who, record)
        return ("handed over with both killed in between, proven, destroyed, confirmed; read without the leaver; re-shared by the "
                "patient, every old share gone, read by two new ones")

    def steps(self):
        return [("quorum/08-reshared", "patient", "a custodian leaves, the record opens after", self.reshared)]
