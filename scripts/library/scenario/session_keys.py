# SPDX-License-Identifier: Apache-2.0
"""An operator whose worker signs by a session key, and whose account's key is nowhere near it. All people are
synthetic. Played after the steps of the field, with their patients and models."""

import json
import re
import subprocess

from custody import shares
from field import about, patient_of, vital_signs
from network import SLOWNESS, wait_until
from scenario import CLINICIAN, check
from scores import measured

# Units that a session key gets for its fees.
FUND = 20
# What the chain says to a session key that the account took off its list.
REVOKED = "the chain refused Records.confirm_destruction: Proxy.NotProxy"
UNLISTED = "the chain does not list the session key"


class SessionKeys:
    def __init__(self, network, field):
        self.net, self.field = network, field

    def keys(self, worker):
        """The keys that a home holds, by their names."""
        command = [self.net.salus_program, "--home", worker.home, "--json", "keys", "list"]
        done = subprocess.run(list(map(str, command)), env=worker.environment, capture_output=True, text=True,
                              check=True)
        return {key["name"]: key["account"] for key in json.loads(done.stdout)["keys"]}

    def by_account(self, worker, *arguments):
        """What the operator's account signs, by a key that is brought for one command."""
        return self.net.by_hand(worker, "session-key", *arguments, "--dev", worker.secret, "--node", self.net.url)

    def made(self, worker):
        """A new session key, listed and with tokens: its account."""
        told = self.by_account(worker, "--fund", FUND)
        check("listed since block" in told, f"not listed: {told}")
        return re.search(r"^session key +(\S+)$", told, re.MULTILINE)[1]

    def weight(self, who, time, kilograms):
        [record] = self.field.add(who, about("p1", [measured("29463-7", kilograms, "kg", time)]))
        return record

    def owing(self, who, record):
        """The custodians of an erased record that have posted no receipt of its destruction."""
        owed = self.net.must(who, "record", "status", record)["custodians"]
        return [one["custodian"] for one in owed if not one["destroyedAt"]]

    def kept(self, who, record):
        return self.net.must(who, "record", "status", record)["versions"][-1]["kept"]

    def serves(self, worker, who, time, record):
        """It gives its share where the others' do not suffice, and is one of three who seal."""
        other = self.net.workers[1]
        other.stop()
        try:
            self.net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        finally:
            self.net.wait_for(other.start())
        self.field.answer("news2", self.field.add(who, vital_signs(time)))
        sealed = lambda: re.search(r"\bsealed request=", worker.output())
        wait_until("its own log to say that it sealed", sealed, 60, 0.3)

    def without_right(self, worker, who, doomed, share, kept):
        """The account has revoked the key: the next transaction fails, and its word counts no more."""
        account = self.field.account(worker.secret)
        self.net.must(who, "record", "erase", doomed, "--confirm", doomed)
        wait_until("its next transaction to fail", lambda: REVOKED in worker.output(), 60, 0.3)
        wait_until("the others to destroy", lambda: self.owing(who, doomed) == [account], 60, 0.3)
        check(share not in shares(worker), "the share was not destroyed")
        found = self.kept(who, kept)
        check(found == "2 of 3, needs 2", f"a revoked key's proof is believed: {found}")
        worker.stop()
        done = subprocess.run(worker.command, env=worker.environment, capture_output=True, text=True,
                              timeout=60 * SLOWNESS)
        check(done.returncode != 0 and UNLISTED in done.stderr, f"it starts all the same: {done.stderr}")

    # 12
    def session_key(self):
        operator = self.net.workers[2]
        account = self.field.account(operator.secret)
        operator.stop()
        first = self.made(operator)
        check(self.keys(operator) == {"session-key": first}, f"the home holds {self.keys(operator)}")
        check(first != account, "it is the account's own key")
        self.net.wait_for(operator.start())
        who, time = self.field.patient()
        before = shares(operator)
        [doomed] = self.field.add(who, [patient_of(time)])
        [share] = shares(operator) - before
        kept = self.weight(who, time, 77)
        self.serves(operator, who, time, kept)

        told = self.by_account(operator, "--revoke")
        check("revoked in block" in told, f"not revoked: {told}")
        try:
            self.without_right(operator, who, doomed, share, kept)
        finally:
            operator.stop()
            second = self.made(operator)
            self.net.wait_for(operator.start())
        check(self.keys(operator) == {"session-key": second} and second != first, "the key is not another one")
        wait_until("its receipt of destruction", lambda: not self.owing(who, doomed), 60, 0.3)
        found = self.kept(who, kept)
        check(found == "3 of 3, needs 2", f"the new key's proof is not believed: {found}")
        self.serves(operator, who, time, kept)
        return ("its home holds no key of the account: share given, all three agree; revoked: Proxy.NotProxy, no proof believed, "
                "no start; with another key the receipt is posted, all three agree")

    def steps(self):
        return [("custody/12-session-key", "operator", "a worker signs by a session key, the account's stays elsewhere",
                 self.session_key)]
