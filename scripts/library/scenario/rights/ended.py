# SPDX-License-Identifier: Apache-2.0
"""Access ends with what allowed it: custodians are asked by access requests that were open a moment before."""

from network import wait_until
from scenario import CLINICIAN, SECOND, check

from .people import People

ENDED, EXPIRED = "what allowed the access has ended", "the access request has expired"


class Ended(People):
    # 04
    def permit_over(self):
        who, record = self.with_record(CLINICIAN)
        return "; ".join([self.outlived(who, record), self.cut(who, record), self.finished(who, record),
                          self.found_unjustified(who, record)])

    def outlived(self, who, record):
        """A permit with an end, asked by in its last minutes and after it."""
        until = self.after_blocks(40)
        self.permit(who, "--until", until)
        access = self.access(SECOND, record)
        expires = self.opened(access)["access"]["expires"]["moment"]
        check(expires.startswith(until[:-1]), f"the access lasts until {expires}, the permit until {until}")
        self.all_give(SECOND, record, access)
        wait_until("the permit's end", lambda: self.opened(access)["state"] == "expired", 120, 0.2)
        refused = self.none_gives(SECOND, record, access, EXPIRED)
        self.expect("Records.NotPermitted", SECOND, "record", "read", record, "--purpose", "TREAT")
        return f"after the permit's end {refused} of {refused} refuse"

    def cut(self, who, record):
        """Revoked while it is open."""
        provision = self.permit(who)
        accesses = [self.access(SECOND, record) for _ in range(2)]
        for access in accesses:
            self.all_give(SECOND, record, access)
        told = self.net.must(who, "consent", "revoke", provision)
        named = [(one["access"], one["record"]) for one in told["ended"]]
        check(named == [(access, record) for access in accesses], f"told as ended: {told}")
        for access in accesses:
            self.none_gives(SECOND, record, access, ENDED)
        return f"{len(accesses)} cut by the revocation, named, refused in the next block"

    def finished(self, who, record):
        """Revoked for new access only, until the patient thinks better of it."""
        provision = self.permit(who)
        access = self.access(SECOND, record)
        told = self.net.must(who, "consent", "revoke", provision, "--let-finish")
        check([one["access"] for one in told["stillOpen"]] == [access], f"told as open: {told}")
        self.expect("Records.NotPermitted", SECOND, "record", "access", record, "--purpose", "TREAT")
        self.all_give(SECOND, record, access)
        denial = self.net.must(who, "consent", "grant", "--deny", "--to", self.account(SECOND))
        check(not denial["stillOpen"], f"a denial leaves open: {denial}")
        self.none_gives(SECOND, record, access, ENDED)
        self.net.must(who, "consent", "revoke", denial["provision"])
        return "one let finish, then denied"

    def found_unjustified(self, who, record):
        """Opened by a broken glass, which is then found unjustified."""
        broken = ["consent", "break-glass", self.account(who), "--reason", "lifeThreat"]
        case = self.net.must(SECOND, *broken)["case"]
        access = self.access(SECOND, record, "BTG")
        self.all_give(SECOND, record, access)
        self.net.must("//Alice", "authority", "review", case, "--outcome", "unjustified")
        try:
            self.none_gives(SECOND, record, access, ENDED)
        finally:
            self.net.must("//Alice", "authority", "reinstate", "practitioner", self.account(SECOND))
        return "a broken glass found unjustified"

    # 05
    def licence_over(self):
        who, record = self.with_record(SECOND)
        access = self.access(SECOND, record)
        self.all_give(SECOND, record, access)
        practitioner = ("practitioner", self.account(SECOND))
        self.net.must("//Alice", "authority", "suspend", *practitioner)
        try:
            refused = self.none_gives(SECOND, record, access, ENDED)
            kind = self.expect("Records.NotInForce", SECOND, "record", "read", record, "--purpose", "TREAT")
        finally:
            self.net.must("//Alice", "authority", "reinstate", *practitioner)
        self.all_give(SECOND, record, access)
        return f"suspended: {refused} of {refused} refuse the open access, a new one is {kind}; reinstated: all give"

    def steps(self):
        return [
            ("rights/04-ended", "clinician", "permit over, revoked, reviewed: custodians refuse", self.permit_over),
            ("rights/05-licence-ended", "clinician", "licence suspended: custodians refuse", self.licence_over),
        ]
