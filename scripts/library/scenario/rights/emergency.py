# SPDX-License-Identifier: Apache-2.0
"""A night with six unconscious patients: care does not stop, nobody pays a deposit of their own, and one review finds a
broken glass unjustified."""

import json

from scenario import CLINIC, CLINICIAN, SECOND, check, clinic_sends

from .ended import ENDED
from .people import People

PATIENTS = 6


class Emergency(People):
    # 06
    def emergency(self):
        clinic_sends(self.net, "consent", "stand-surety", "--cases", "50")
        before = self.counts()
        night = [self.with_record(SECOND) for _ in range(PATIENTS)]
        broken = [self.treated(*patient) for patient in night]
        check(self.counts()["unreviewed"] == before["unreviewed"] + PATIENTS, "the clinic's count lacks cases")
        told = "; ".join([self.told_why(night[0][0], *broken[0]), self.woken_up(night[1], broken[1][0]),
                          self.unjustified(night, [case for case, _ in broken])])
        after = self.counts()
        found = {name: after[name] - before[name] for name in ("unreviewed", "justified", "unjustified")}
        check(found == {"unreviewed": 0, "justified": PATIENTS - 1, "unjustified": 1}, f"counted: {found}")
        return f"{PATIENTS} opened and read, the clinic paid all deposits; {told}; the clinic's count: {found}"

    def counts(self):
        return self.net.must(CLINIC, "consent", "organisation-cases")

    def break_glass(self, who, *options):
        return ["consent", "break-glass", self.account(who), "--reason", "unconscious", *options]

    def treated(self, who, record):
        """By a clinician whom the patient never permitted anything. The case's number, and the file that says why."""
        self.expect("Records.NotPermitted", CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        path = self.file(f"reason-{record}.json", "")
        clinic = self.account(CLINIC)
        options = ["--note", "found in the night", "--organisation", clinic, "--out", path]
        case = self.net.must(CLINICIAN, *self.break_glass(who, *options))["case"]
        self.net.must(CLINICIAN, "record", "read", record, "--purpose", "BTG")
        access = self.access(CLINICIAN, record, "BTG")
        shown = self.net.must(who, "consent", "cases")["cases"][0]
        payers = (shown["depositor"], self.opened(access)["access"]["depositor"])
        check(shown["id"] == case and payers == (clinic, clinic), f"paid by {payers}: {shown}")
        check("unconscious" not in json.dumps(shown), f"the chain tells why: {shown}")
        return case, path

    def told_why(self, who, case, path):
        """The patient is told by a file that nobody else opens, and checks it; a changed one opens nothing."""
        encrypted = self.file("for-the-patient.reason", "")
        self.net.must(CLINICIAN, "consent", "tell-reason", path, "--to", self.account(who), "--out", encrypted)
        read = self.net.must(who, "consent", "reason", encrypted)
        check((read["case"], read["reason"]) == (case, "unconscious"), f"told: {read}")
        self.expect("BadInput", SECOND, "consent", "reason", encrypted)
        changed = {**json.loads(path.read_text()), "reason": "lifeThreat"}
        kind = self.expect("NotOpened", who, "consent", "reason", self.file("changed.json", changed))
        return f"the patient was told why and checked it, a changed reason: {kind}"

    def woken_up(self, patient, case):
        """The patient wakes up and ends the case, without a token."""
        who, record = patient
        access = self.access(CLINICIAN, record, "BTG")
        self.all_give(CLINICIAN, record, access)
        self.expect("Consent.NotPermitted", SECOND, "consent", "close-case", case)
        self.net.must(who, "consent", "close-case", case)
        refused = self.none_gives(CLINICIAN, record, access, ENDED)
        return f"one patient woke up and ended it: {refused} of {refused} refuse"

    def unjustified(self, night, cases):
        """One review; it ends what is open by every case of the clinician's, who breaks no further glass."""
        *others, curious = cases
        record = night[2][1]
        access = self.access(CLINICIAN, record, "BTG")
        self.all_give(CLINICIAN, record, access)
        self.net.must("//Alice", "authority", "review", curious, "--outcome", "unjustified")
        practitioner = ("practitioner", self.account(CLINICIAN))
        try:
            refused = self.none_gives(CLINICIAN, record, access, ENDED)
            kind = self.expect("Consent.NotInForce", CLINICIAN, *self.break_glass(night[0][0]))
        finally:
            self.net.must("//Alice", "authority", "reinstate", *practitioner)
        self.net.must(CLINICIAN, "record", "read", record, "--purpose", "BTG")
        self.expect("Records.NotPermitted", CLINICIAN, "record", "read", night[-1][1], "--purpose", "BTG")
        for case in others:
            self.net.must("//Alice", "authority", "review", case, "--outcome", "justified")
        late = [one["id"] for one in self.net.must(SECOND, "consent", "overdue-reviews")["cases"]]
        check(not set(late) & set(cases), f"overdue: {late}")
        return f"one unjustified: licence suspended, {refused} of {refused} refuse another's open access, again: {kind}"

    def steps(self):
        return [("rights/06-emergency", "clinician", "six unconscious in a night, one unjustified", self.emergency)]
