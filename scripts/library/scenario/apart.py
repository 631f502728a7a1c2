# SPDX-License-Identifier: Apache-2.0
"""Two nodes of one chain at different heights: a custodian believes none that is behind what it has seen, and is waited
for when its node is only late. All people are synthetic. Played after the steps of the field, with their patients."""

import concurrent.futures
import datetime
import json
import urllib.error
import urllib.request

from attacker import Attacker
from custody import shares
from field import about, patient_of
from network import Failed, wait_until
from refusals import CLOCK
from relay import Relay
from scenario import CLINICIAN, READ_ALL, SECOND, check
from scores import measured

# How keys in storage begin: twox128 of Quorum, and of Tasks or Accusations.
QUORUM = "0x72e1768a53a844a52d5edaa55baa9965"
OPEN = (QUORUM + "e0f567151546a6ad2ee5998a6cf23005", QUORUM + "e6f7f62e6e56f52e24493a3d64e36698")
# How long the former reader's access is open, in blocks: each is six seconds of the on-chain clock.
OPEN_FOR = 60
BLOCK_MILLISECONDS = 6_000


class Apart:
    def __init__(self, network, field):
        self.net, self.field = network, field

    def all_closed(self):
        """No task and no accusation is open: for one, an operator might send a transaction to the node behind, which
        would make a block of its own then."""
        head = self.net.rpc("chain_getFinalizedHead")
        return not any(self.net.rpc("state_getKeysPaged", prefix, 1, None, head) for prefix in OPEN)

    @staticmethod
    def ready(worker):
        """What a custodian tells whoever watches over it, and the status of its answer."""
        try:
            with urllib.request.urlopen(f"{worker.endpoint}/ready", timeout=30) as answer:
                return {**json.load(answer), "status": answer.status}
        except urllib.error.HTTPError as answer:
            return {**json.load(answer), "status": answer.code}

    def restarted(self, worker, url):
        """The same worker anew, with another node."""
        worker.stop()
        worker.command[worker.command.index("--node") + 1] = url
        self.net.wait_for(worker.start())

    def asked(self, who, record, access, *options):
        """What each custodian answers to a reader who asks for its share."""
        answers = self.net.must(who, "record", "custodians", record, "--access", access, *options)["custodians"]
        return {one["account"]: one for one in answers}

    def access(self, who, record):
        return self.net.must(who, "record", "access", record, "--purpose", "TREAT")["access"]

    def access_for_a_while(self, who, record):
        """The second clinician's access, which the patient lets end soon: by the on-chain clock, so that custodians
        keep their shares, and nothing but what they know of the time holds them back."""
        now = int.from_bytes(bytes.fromhex(self.net.rpc("state_getStorage", CLOCK)[2:]), "little")
        end = datetime.datetime.fromtimestamp((now + OPEN_FOR * BLOCK_MILLISECONDS) / 1000, datetime.timezone.utc)
        self.net.must(who, "consent", "grant", "--permit", "--to", self.field.account(SECOND), "--actions", "access",
                      *READ_ALL, "--purposes", "TREAT", "--erase-at", end.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return self.access(SECOND, record)

    def owing(self, who, record):
        """The custodians of an erased record that have not destroyed their part."""
        owed = self.net.must(who, "record", "status", record)["custodians"]
        return [one["custodian"] for one in owed if not one["destroyedAt"]]

    def waited_for(self, late, relay, height, record):
        """A reader whose node is ahead of a custodian's: asked again until that has caught up."""
        at_height = lambda: self.ready(late).get("block") == height
        wait_until("the late custodian to have seen what its node has", at_height, 60, 0.2)
        access = self.access(CLINICIAN, record)
        began = self.net.block()
        check(began > height, "the reader's node is not ahead: the step proves nothing")
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            asking = beside.submit(self.asked, CLINICIAN, record, access, "--retry-budget", 60)
            told = lambda: "the request names block" in late.output()
            wait_until("the late custodian to be asked", told, 60, 0.2)
            check(not asking.done(), "it was not waited for")
            relay.turn_to(self.net.rpc_port)
            answers = asking.result()
        check(all(one["gave"] for one in answers.values()), f"refused in place of waited for: {answers}")
        return began - height

    def destroy(self, attacker, custodian, record, block):
        """Asks a custodian to destroy what it keeps of an erased record, as anybody may. Gives its refusal, if any."""
        request = attacker.signed(SECOND, custodian.secret, "custody_destroy", block, {"record": record})
        try:
            self.net.rpc("custody_destroy", request, endpoint=custodian.endpoint)
        except Failed as refusal:
            return str(refusal)
        return None

    # 03
    def behind(self):
        net, late = self.net, self.net.workers[2]
        wait_until("every task to be closed", self.all_closed, 120, 0.5)
        who, time = self.field.patient()
        weight = lambda kilograms: self.field.add(who, about("p1", [measured("29463-7", kilograms, "kg", time)]))
        [old], [kept], [missed] = self.field.add(who, [patient_of(time)]), weight(73), weight(74)
        net.must(who, "record", "erase", old, "--confirm", old)
        wait_until("every receipt of destruction", lambda: not self.owing(who, old), 60, 0.3)
        former = self.access_for_a_while(who, kept)
        # Before the copy is made, so that it has seen nothing that the node behind has not.
        late.stop()
        behind = net.copied_node("behind")
        relay = Relay(int(behind.endpoint.rsplit(":", 1)[1]))
        try:
            behind.start()
            return self.between(late, relay, behind, who, former, old, kept, missed)
        finally:
            relay.close()
            behind.stop()
            if not late.running() or net.url not in late.command:
                self.restarted(late, net.url)

    def between(self, late, relay, behind, who, former, old, kept, missed):
        net, account, port = self.net, self.field.account(late.secret), relay.target
        state = lambda endpoint=None: net.rpc("records_access", former, endpoint=endpoint)["state"]

        def stands_at():
            behind.must_run()
            try:
                return net.block(behind.endpoint)
            except OSError:
                return None

        height = wait_until("the node behind", stands_at, 120, 0.2)
        check(state(behind.endpoint) == "open", "the access ended before the copy was made: the step proves nothing")
        self.restarted(late, f"ws://127.0.0.1:{relay.port}")
        ahead = self.waited_for(late, relay, height, kept)

        wait_until("the access to end", lambda: state() == "expired", 120, 0.3)
        ended = net.block()
        wait_until("the custodian to see it", lambda: self.ready(late).get("block", 0) >= ended, 60, 0.3)
        late.stop()
        relay.turn_to(port)
        net.wait_for(late.start())
        before, reason = shares(late), f"its node is at block {height}"
        watched = self.ready(late)
        check(watched["status"] == 503 and reason in watched["reason"], f"not ready, it says {watched}")
        check(state(behind.endpoint) == "open", "the node behind knows of the end")
        with net.through(behind.url):
            answers = self.asked(SECOND, kept, former, "--retry-budget", 1)
        check(not any(one["gave"] for one in answers.values()), f"a share for an access that has ended: {answers}")
        check(reason in answers.pop(account)["reason"], f"refused otherwise: {answers}")
        # By then the request may be too old for them as well.
        good = lambda one: "has expired" in one["reason"] or "sign it again" in one["reason"]
        check(len(answers) == 2 and all(map(good, answers.values())), f"refused otherwise: {answers}")
        with Attacker(net) as attacker:
            refusal = self.destroy(attacker, late, old, height)
            check(refusal and reason in refusal, f"asked to destroy, it said {refusal}")
            net.must(who, "record", "erase", missed, "--confirm", missed)
            wait_until("the two others to destroy", lambda: self.owing(who, missed) == [account], 60, 0.3)
            check(shares(late) == before, "it has destroyed or taken something")
            check(stands_at() == height, "the node behind has made a block: the step proves nothing")

            self.restarted(late, net.url)
            wait_until("it to be ready", lambda: self.ready(late)["ready"], 60, 0.3)
            wait_until("what it missed to be destroyed", lambda: not self.owing(who, missed), 60, 0.3)
            check(len(before - shares(late)) == 1, "another share than the erased record's went")
            # The control: the same request, now that its node knows as much as it does.
            refusal = self.destroy(attacker, late, old, net.block())
            check(refusal is None, f"with the true node, too, it said {refusal}")
        answers = self.asked(SECOND, kept, former)
        check(all("has expired" in (one["reason"] or "") for one in answers.values()), f"at last {answers}")
        other = net.workers[0]
        other.stop()
        try:
            # Two of three are needed: one of them is the custodian that was late.
            net.must(CLINICIAN, "record", "read", kept, "--purpose", "TREAT")
        finally:
            net.wait_for(other.start())
        return (f"its node {ahead} blocks late: waited for; its node at {height}, and {ended} seen: not ready, no share "
                "for the access that ended, nothing destroyed; then all that it missed")

    def steps(self):
        return [("custody/03-behind", "operator", "a node that is behind is not believed, one that is late waited for",
                 self.behind)]
