# SPDX-License-Identifier: Apache-2.0
"""Denying a purpose denies what lies below it, for reading and for writing; break-glass alone stands above."""

from field import vital_signs
from scenario import SECOND, check

from .people import People


class Purposes(People):
    # 07
    def denied_purpose(self):
        who, record = self.with_record(SECOND)
        self.permit(who, "--actions", "access,collect", purposes="ETREAT")
        read = lambda purpose: ("record", "read", record, "--purpose", purpose)
        for purpose in ("TREAT", "ETREAT"):
            self.net.must(SECOND, *read(purpose))
        opened = self.access(SECOND, record, "ETREAT")
        denied = self.net.must(who, "consent", "grant", "--deny", "--to", self.account(SECOND), "--purposes", "TREAT")
        check("ETREAT below TREAT" in denied["means"], f"what lies below is not told: {denied}")
        kinds = {self.expect("Records.Denied", SECOND, *read(purpose)) for purpose in ("TREAT", "ETREAT")}
        self.none_gives(SECOND, record, opened, "what allowed the access has ended")
        moment = self.net.must(who, "who", self.account(who))["patient"]["registeredAt"]
        listed = lambda: self.net.must(who, "record", "list")["records"]
        before = listed()
        kinds.add(self.expect("Records.Denied", SECOND, *self.field.adding(who, vital_signs(moment))))
        check(listed() == before, "something was written all the same")
        case = self.net.must(SECOND, "consent", "break-glass", self.account(who), "--reason", "lifeThreat")["case"]
        self.net.must(SECOND, *read("BTG"))
        self.net.must("//Alice", "authority", "review", case, "--outcome", "justified")
        return f"TREAT denied: {', '.join(kinds)} for TREAT, ETREAT, writing and what was open; a broken glass reads"

    def steps(self):
        return [("rights/07-denied-purpose", "patient", "treatment denied: nor as emergency", self.denied_purpose)]
