# SPDX-License-Identifier: Apache-2.0
"""What several steps do: a patient with a round of observations, and requests by jobs that were written before."""

import json
import secrets
import subprocess

from field import vital_signs
from network import Failed
from refusals import POLKADOT_JS
from scenario import CLINICIAN
from tasks import account

MODEL = "news2"


class People:
    def __init__(self, network, field):
        self.net, self.field = network, field

    def round(self):
        """A patient, and the records of a round of observations that the model takes."""
        who, time = self.field.patient()
        return who, self.field.add(who, vital_signs(time))

    def jobs(self, records, count):
        """So many jobs, written while all custodians are there."""
        return [self.field.prepared(MODEL, records) for _ in range(count)]

    def ask(self, records, job=()):
        return self.net.must(CLINICIAN, *self.field.asking(MODEL, records, "--unchecked", *job))["request"]

    def ask_all(self, records, jobs):
        """As many requests as there are jobs, sent beside each other."""
        commands = [self.field.asking(MODEL, records, "--unchecked", *job) for job in jobs]
        return [answer["request"] for answer in self.net.together(CLINICIAN, commands)]

    def account(self, worker):
        return account(self.net, worker)

    @staticmethod
    def made_up():
        """What somebody seals who has done no work."""
        return ["--content", "0x" + secrets.token_hex(32), "--nonce", "0x" + secrets.token_hex(32)]

    def by_polkadot_js(self, script, *arguments):
        """The one line of JSON that a script of polkadot.js prints."""
        command = [POLKADOT_JS, script, self.net.url, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=400)
        if done.returncode:
            raise Failed(f"polkadot.js {script}: {done.stdout[-500:]} {done.stderr[-500:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])
