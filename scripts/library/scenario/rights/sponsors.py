# SPDX-License-Identifier: Apache-2.0
"""The way out is never closed: whoever stops sponsoring, is suspended, or floods the chain with free calls."""

import concurrent.futures
import json
import subprocess
import time

from network import SLOWNESS
from scenario import CLINIC, SECOND, check, clinic_sends, fund

from .people import People

OTHER_CLINIC, BOTS_CLINIC = "//Clinic//other", "//Clinic//bots"
BOTS, EACH = 1000, 2
# What a block has for ordinary transactions, in picoseconds and bytes of proof, and one sponsor's share of it.
ORDINARY = {"mostTime": 0.75 * 2e12, "mostProof": 0.75 * 10 * 1024 * 1024}
SHARE = 0.075


class Sponsors(People):
    def accredit_clinic(self, secret, units, vouchers):
        fund(self.net, secret, units)
        self.net.must("//Alice", "authority", "accredit", self.account(secret), "--kind", "provider",
                      "--jurisdiction", "CH", "--registrations-per-day", vouchers)

    def known(self, who):
        return self.net.must(who, "who", self.account(who))

    def permit_is_paid_for(self, who):
        """What is no way out costs money, which a patient without tokens and sponsor does not have."""
        self.expect("NotAccepted", who, "consent", "grant", "--permit", "--to", self.account(SECOND), "--categories",
                    "Claim", "--purposes", "TREAT", says=["pay"])

    def goes_out(self, who, record):
        """Revokes, denies, reads, contests and erases without a token."""
        before = self.known(who)
        check(before["balance"] == "0" and before["allowance"]["calls"] == 0, f"somebody pays: {before}")
        provisions = [one["id"] for one in self.net.must(who, "consent", "list")["provisions"]]
        for provision in provisions:
            self.net.must(who, "consent", "revoke", provision)
        self.net.must(who, "consent", "grant", "--deny", "--to", self.account(SECOND))
        self.net.must(who, "record", "read", record, "--purpose", "PATRQT")
        self.net.must(who, "record", "contest", record, "--reason", "inaccurate")
        self.net.must(who, "record", "erase", record, "--confirm", record)
        after = self.known(who)
        check(after["balance"] == "0", f"the patient has tokens now: {after}")
        used = before["allowance"]["wayOut"] - after["allowance"]["wayOut"]
        check(used == len(provisions) + 3, f"{used} calls for the way out were counted")
        return used

    # 01
    def sponsor_leaves(self):
        left, record = self.with_record(SECOND)
        clinic_sends(self.net, "organisation", "end-sponsorship", self.account(left))
        self.permit_is_paid_for(left)
        used = self.goes_out(left, record)
        orphan, record = self.with_record(SECOND)
        clinic = ("organisation", self.account(CLINIC))
        self.net.must("//Alice", "authority", "suspend", *clinic)
        try:
            self.permit_is_paid_for(orphan)
            self.goes_out(orphan, record)
        finally:
            self.net.must("//Alice", "authority", "reinstate", *clinic)
        return f"left, and suspended: {used} free calls each revoke, deny, contest, erase; read, too; a permit is not free"

    # 02
    def taken_over(self):
        who, _ = self.with_record(SECOND)
        patient, other = self.account(who), self.account(OTHER_CLINIC)
        self.accredit_clinic(OTHER_CLINIC, 10, 10)
        kinds = [self.expect("Participants.SignatureNeeded", OTHER_CLINIC, "sponsor", "take-over", patient)]
        path = self.net.folder / "agreement.json"
        self.net.must(who, "sponsor", "agree", "--organisation", other, "--out", path)
        self.net.must(OTHER_CLINIC, "sponsor", "begin", path)
        sponsors = lambda: self.known(who)["patient"]["sponsors"]
        check(sponsors() == [self.account(CLINIC), other], f"sponsored by {sponsors()}")
        clinic_sends(self.net, "organisation", "end-sponsorship", patient)
        self.permit(who)
        self.net.must(who, "sponsor", "leave", other)
        kinds.append(self.expect("Participants.BadSignature", OTHER_CLINIC, "sponsor", "begin", path))
        self.permit_is_paid_for(who)
        self.net.must(OTHER_CLINIC, "sponsor", "take-over", patient)
        check(sponsors() == [other], f"sponsored by {sponsors()}")
        self.permit(who)
        return f"sponsored: {kinds[0]}; by signature a second pays on; left, and again: {kinds[1]}; nobody's: taken over"

    # 10
    def bots(self):
        self.accredit_clinic(BOTS_CLINIC, 600, 2 * BOTS)
        honest = self.with_record(SECOND)
        command = [self.net.bench_program, "--node", self.net.url, "bots", "--clinic", BOTS_CLINIC, "--bots", BOTS,
                   "--each", EACH]
        flood = lambda: subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600 * SLOWNESS)
        waits = []
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            running = beside.submit(flood)
            while not running.done():
                waits.append(self.revoked_within(honest[0]))
            done = running.result()
        check(done.returncode == 0, f"salus-bench bots: {done.stdout}{done.stderr}")
        figures = json.loads(done.stdout)
        check(figures["calls"] == BOTS * EACH and not figures["failed"], f"the bots' calls: {figures}")
        shares = {name: figures[name] / whole for name, whole in ORDINARY.items()}
        check(0 < max(shares.values()) <= SHARE, f"of a block the bots took {shares}")
        check(waits and max(waits) < 30 * SLOWNESS, f"somebody else's way out took {waits} s")
        return (f"{BOTS} accounts' {figures['calls']} calls over {figures['blocks']} blocks, at most "
                f"{100 * max(shares.values()):.1f} % of one; another patient's {len(waits)} denials and revocations "
                f"meanwhile: at most {max(waits):.1f} s each")

    def revoked_within(self, who):
        """How long a denial and its revocation take somebody, on average, while they have calls left."""
        if self.known(who)["allowance"]["wayOut"] < 2:
            time.sleep(1)
            return 0
        began = time.monotonic()
        denial = self.net.must(who, "consent", "grant", "--deny", "--to", self.account(SECOND))["provision"]
        self.net.must(who, "consent", "revoke", denial)
        return (time.monotonic() - began) / 2

    def steps(self):
        return [
            ("rights/01-sponsor-leaves", "patient", "revokes, denies, reads, erases all the same", self.sponsor_leaves),
            ("rights/02-taken-over", "patient", "by another clinic, with and without a signature", self.taken_over),
            ("rights/10-bots", "clinic", "a thousand accounts take no more than their share", self.bots),
        ]
