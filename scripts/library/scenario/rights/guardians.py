# SPDX-License-Identifier: Apache-2.0
"""A guardian acts for a patient without tokens: in their own name, within their role, until their end; nobody pays."""

import time

from network import wait_until
from scenario import CLINIC, CLINICIAN, READ_ALL, SECOND, check, clinic_sends, register_patient

from .ended import ENDED
from .people import People


class Guardians(People):
    # 03
    def guardian(self):
        child, record = self.with_record(SECOND)
        parent = f"{child}//parent"
        register_patient(self.net, parent)
        year = time.gmtime(self.now() / 1000).tm_year + 10
        told = "; ".join([self.parent_acts(child, parent, record, year), self.parent_limits(child, parent, record),
                          self.parent_dismissed(child, parent, record), self.carer_ends(child, parent, record),
                          self.guardian_proposed(child, parent, year)])
        owned = {who: self.net.must(who, "who", self.account(who))["balance"] for who in (child, parent)}
        check(set(owned.values()) == {"0"}, f"somebody has tokens, so this proves nothing: {owned}")
        return told

    def appoint_guardian(self, child, guardian, role, until):
        self.net.must(child, "guardian", "appoint", self.account(guardian), "--role", role, "--until", until)

    def guardians_of(self, child):
        return self.net.must(child, "guardian", "list")["guardians"]

    def granting_for(self, child, *terms):
        return ["consent", "grant", "--for", self.account(child), *terms]

    def parent_acts(self, child, parent, record, year):
        """A parent until a year, since a date would be the child's birthday."""
        self.expect("BadInput", child, "guardian", "appoint", self.account(parent), "--role", "parent", "--until",
                    f"{year}-05-04", says=["year"])
        self.appoint_guardian(child, parent, "parent", year)
        permit = self.granting_for(child, "--permit", "--to", self.account(CLINICIAN), *READ_ALL, "--purposes", "TREAT")
        provision = self.net.must(parent, *permit)["provision"]
        granted = next(one for one in self.net.must(child, "consent", "list")["provisions"] if one["id"] == provision)
        end = f"{year}-01-01T00:00:00.000Z"
        check((granted["guardian"], granted["until"]) == ("parent", end), f"granted: {granted}")
        self.net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        self.net.must(parent, "record", "read", record, "--purpose", "PATRQT")
        seen = [(one["reader"], one["basis"]) for one in self.net.must(child, "disclosures")["entries"]]
        own = (self.account(parent), {"guardianship": "parent"})
        check(own in seen, f"the ledger does not name the guardian: {seen}")
        self.net.must(parent, "consent", "revoke", provision, "--for", self.account(child))
        self.expect("Records.NotPermitted", CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        return f"a parent until {end[:10]} permits, reads by {own[1]}, revokes"

    def parent_limits(self, child, parent, record):
        """What the child denies only the child lifts; what can't be undone is not a parent's."""
        denial = self.net.must(child, "consent", "grant", "--deny", "--to", self.account(parent))["provision"]
        kinds = [
            self.expect("Records.Denied", parent, "record", "read", record, "--purpose", "PATRQT"),
            self.expect("Consent.NotPermitted", parent, "consent", "revoke", denial, "--for", self.account(child)),
            self.expect("Records.NotPermitted", parent, "record", "erase", record, "--confirm", record),
        ]
        self.net.must(child, "consent", "revoke", denial)
        return f"denied: {kinds[0]}, lifts it: {kinds[1]}, erases: {kinds[2]}"

    def parent_dismissed(self, child, parent, record):
        access = self.access(parent, record, "PATRQT")
        self.all_give(parent, record, access)
        self.net.must(child, "guardian", "dismiss", self.account(parent))
        refused = self.none_gives(parent, record, access, ENDED)
        self.expect("NotAccepted", parent, "record", "read", record, "--purpose", "PATRQT", says=["pay"])
        return f"dismissed: {refused} of {refused} custodians refuse what was open, nothing is free any more"

    def carer_ends(self, child, carer, record):
        """A carer's end comes while somebody watches."""
        self.appoint_guardian(child, carer, "carer", self.after_blocks(60))
        self.net.must(carer, "record", "read", record, "--purpose", "PATRQT")
        beyond = self.granting_for(child, "--deny", "--to", self.account(SECOND))
        self.expect("NotAccepted", carer, *beyond, says=["pay"])
        wait_until("the carer's end", lambda: not any(one["acts"] for one in self.guardians_of(child)), 120, 0.2)
        self.expect("NotAccepted", carer, "record", "read", record, "--purpose", "PATRQT", says=["pay"])
        check([one["role"] for one in self.guardians_of(child)] == ["parent", "carer"], "the past is not told")
        return "a carer reads, denies nothing, and is nobody after the end"

    def guardian_proposed(self, child, guardian, year):
        """By the clinic to the authority; the child sees it and objects."""
        account, patient = self.account(guardian), self.account(child)
        clinic_sends(self.net, "guardian", "propose", account, "--patient", patient, "--role", "legalGuardian",
                     "--until", year)
        seen = self.net.must(child, "guardian", "list")["proposals"]
        check([one["guardian"] for one in seen] == [account], f"what is proposed is not seen: {seen}")
        self.net.must(child, "guardian", "object", self.account(CLINIC))
        check(not self.net.must(child, "guardian", "list")["proposals"], "the objection ended nothing")
        return "one whom the clinic proposes is seen, and ended by the patient"

    def steps(self):
        return [("rights/03-guardian", "guardian", "in their own name, free, until their end", self.guardian)]
