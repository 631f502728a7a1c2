# SPDX-License-Identifier: Apache-2.0
"""What several steps do: a patient with a record, access to it, and what custodians answer."""

import time

from field import vital_signs
from refusals import Refusals
from scenario import READ_ALL, SECOND, check

# Blocks are half a second apart, and the on-chain clock counts six for each.
BLOCK_MILLISECONDS = 6_000


class People(Refusals):
    def __init__(self, network, field):
        super().__init__(network)
        self.field = field

    def with_record(self, reader):
        """A patient without tokens, whose record this reader may read and write."""
        who, moment = self.field.patient(reader)
        return who, self.field.add(who, vital_signs(moment))[0]

    def after_blocks(self, count):
        """A time that the on-chain clock reaches after so many blocks."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((self.now() + count * BLOCK_MILLISECONDS) / 1000))

    def permit(self, who, *terms, to=SECOND, purposes="TREAT"):
        """The number of a permit, to read if no actions are named."""
        given = [*READ_ALL, "--purposes", purposes, *terms]
        return self.net.must(who, "consent", "grant", "--permit", "--to", self.account(to), *given)["provision"]

    def access(self, who, record, purpose="TREAT"):
        return self.net.must(who, "record", "access", record, "--purpose", purpose)["access"]

    def opened(self, access):
        """An access request, as of the last final block."""
        return self.net.final("records_access", access)

    def asked(self, who, record, access):
        return self.net.must(who, "record", "custodians", record, "--access", access)["custodians"]

    def all_give(self, who, record, access):
        answers = self.asked(who, record, access)
        check(answers and all(one["gave"] for one in answers), f"access {access} is open, but: {answers}")

    def none_gives(self, who, record, access, says):
        """Every custodian refuses, in these words."""
        answers = self.asked(who, record, access)
        kept = [one for one in answers if not one["gave"] and says in one["reason"]]
        check(answers and kept == answers, f"access {access} is over, but: {answers}")
        return len(answers)
