# SPDX-License-Identifier: Apache-2.0
"""Nobody is a member who has not accepted: a clinic turns no denial of its members against another."""

from scenario import CLINIC, SECOND, check, clinic_sends

from .people import People


class Members(People):
    # 08
    def member_declined(self):
        who, record = self.with_record(SECOND)
        clinic, doctor = self.account(CLINIC), self.account(SECOND)
        self.net.must(who, "consent", "grant", "--deny", "--to", f"members-of:{clinic}")
        read = ("record", "read", record, "--purpose", "TREAT")
        shown = lambda *at: self.net.must(SECOND, "membership", "show", clinic, *at)
        self.net.must(SECOND, *read)
        clinic_sends(self.net, "organisation", "invite", doctor)
        waiting = [one["id"] for one in self.net.must(SECOND, "membership", "invitations")["invitations"]]
        check(waiting == [clinic] and shown()["since"] is None, f"invited by {waiting}, and {shown()}")
        self.net.must(SECOND, *read)
        self.net.must(SECOND, "membership", "leave", clinic)
        self.net.must(SECOND, *read)
        self.expect("Participants.NotFound", SECOND, "membership", "accept", clinic)
        # By their own will, the denial means them too; and what was, can be asked.
        clinic_sends(self.net, "organisation", "invite", doctor)
        self.net.must(SECOND, "membership", "accept", clinic)
        since = shown()["since"]
        kind = self.expect("Records.Denied", SECOND, *read)
        self.net.must(SECOND, "membership", "leave", clinic)
        self.net.must(SECOND, *read)
        check(shown("--at", since)["wasMember"] is True, f"the past is not told: {shown('--at', since)}")
        return (f"invited and declined: reads on; accepted: {kind}; left: reads again, and that it was a member since "
                f"{since[:19]} stays on record")

    def steps(self):
        return [("rights/08-member-declined", "clinician", "no member who did not accept", self.member_declined)]
