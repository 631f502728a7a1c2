# SPDX-License-Identifier: Apache-2.0
"""What custodians sign that they released, told to the patient, and nobody else, before and after an erasure. All people
are synthetic. Played after the steps of the field, with their patients."""

import json

from field import vital_signs
from network import wait_until
from scenario import CLINICIAN, check


class Released:
    def __init__(self, network, field):
        self.net, self.field = network, field

    # 11
    def released(self):
        who, time = self.field.patient()
        record = self.field.add(who, vital_signs(time))[0]
        told = lambda *options: self.net.must(who, "record", "releases", record, *options)
        before = told()
        check(not before["releases"] and all(one["told"] for one in before["custodians"]), f"nobody read: {before}")
        self.net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        signed = self.net.folder / f"releases-{record}.json"
        rows, reader = told("--to", signed)["releases"], self.field.account(CLINICIAN)
        good = [row for row in rows if row["ledger"] == "entered" and row["reader"] == reader and row["blockCount"] >= 1]
        # A reader waits for no more than two of three.
        check(len(rows) >= 2 and good == rows, f"told: {rows}")
        written = json.loads(signed.read_text())["answers"]
        check(sum(len(answer["answer"]["releases"]) for answer in written) == len(rows), f"written: {written}")
        again = self.net.refused(who, "record", "releases", record, "--to", signed)
        other = self.net.refused(CLINICIAN, "record", "releases", record)
        kinds = again["kind"], other["kind"]
        check(kinds == ("AlreadyThere", "Records.NotPermitted"), f"refused as {kinds}")
        self.net.must(who, "record", "erase", record, "--confirm", record)
        destroyed = lambda: self.net.must(who, "record", "status", record)["destroyed"]
        wait_until("every receipt of destruction", destroyed, 60, 0.3)
        after = told()
        check(after["asked"] == "operators", f"asked after the erasure: {after}")
        # The third custodian may have answered when the reader no longer listened.
        check(all(row in after["releases"] for row in rows), f"told after the erasure: {after}")
        # No entry of another's own ledger names the record.
        other = self.net.must(CLINICIAN, "record", "releases", record)
        check(other["asked"] == "nobody" and not other["custodians"], f"another asked: {other}")
        return f"{len(rows)} releases, each with its entry, told to the patient before and after the erasure"

    def steps(self):
        return [("custody/11-released", "patient", "who was given a share, by each custodian's word", self.released)]
