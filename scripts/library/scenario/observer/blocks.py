# SPDX-License-Identifier: Apache-2.0
"""What everybody can read: the calls of all finalized blocks, decoded by Polkadot.js with no types of ours, and what
the node tells of records now."""

import base64
import collections
import json
import subprocess

from network import Failed
from refusals import POLKADOT_JS

# Calls that name a model, and by whose time somebody might guess of which requests they are.
REPORTS = ("decisionSupport.reportDrift", "decisionSupport.reportUsage", "decisionSupport.reportVerdicts",
           "decisionSupport.reportOutcomes")


def cid_bytes(text):
    """A CID's bytes by its text, which is of base 32."""
    letters = text[1:].upper()
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def cid_text(digits):
    """A CID's text, by its bytes as 0x and hexadecimal digits."""
    return "b" + base64.b32encode(bytes.fromhex(digits[2:])).decode().lower().rstrip("=")


class Chain:
    """All blocks until now."""

    def __init__(self, net):
        told = observed(net)
        self.net, self.blocks, self.calls = net, told["blocks"], told["calls"]
        # By task, by the job's record, and by the CID of what was submitted; each in the order of the blocks.
        self.tasks, self.requests, self.documents = (collections.defaultdict(list) for _ in range(3))
        self.reports, self.records = [], {}
        for call in self.calls:
            args = call["args"]
            if call["name"].startswith("quorum.") and "task" in args:
                self.tasks[args["task"]].append(call)
            elif call["name"] == "decisionSupport.request":
                self.requests[args["job"]].append(call)
            elif call["name"] == "records.submit":
                self.documents[args["document"]["cid"]].append(call)
            elif call["name"] in REPORTS:
                self.reports.append(call)

    def responses(self, request, kind):
        """The calls of one kind in a request's task, the first of each signer."""
        first = {}
        for call in self.tasks[request]:
            if call["name"] == f"quorum.{kind}":
                first.setdefault(call["signer"], call)
        return list(first.values())

    def asked(self, request, job):
        """The call by which a job was asked: the last before anybody responded. Those before it were refused."""
        ends = min((call["block"] for call in self.tasks[request]), default=self.blocks + 1)
        calls = [call for call in self.requests[job] if call["block"] <= ends]
        return calls[-1] if calls else None

    def record(self, number):
        """A record's category, and the CID and the length of its latest version; none of one that is erased."""
        if number not in self.records:
            told = (self.net.final("records_get", number) or {}).get("kept")
            self.records[number] = told and {
                "category": told["record"]["category"], "cid": cid_bytes(told["version"]["cid"]).hex(),
                "length": told["version"]["length"]}
        return self.records[number]

    def submitted(self, record):
        """The call by which a record that stands was written."""
        calls = self.documents["0x" + record["cid"]]
        return calls[0] if calls else None

    def length(self, cid):
        """How long a ciphertext is that lies with custodians, by its CID as digits; none of one that is erased."""
        try:
            return len(self.net.document(cid_text(cid), self.net.workers[0]))
        except OSError:
            return None


def observed(net):
    done = subprocess.run([POLKADOT_JS, "observe", net.url], capture_output=True, text=True, timeout=660)
    if done.returncode:
        raise Failed(f"polkadot.js observe: {done.stdout[-500:]} {done.stderr[-500:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])
