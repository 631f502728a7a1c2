# SPDX-License-Identifier: Apache-2.0
"""From care to money: a clinician's record proves a claim of another account's, and the insurer's worker judges it."""

from network import SLOWNESS
from scenario import check

from .judged import Judged

# What a claim waits for: two accesses in one block, and the conclusion in another.
MOST_BLOCKS = 3


class CarePaid(Judged):
    # 03
    def care_paid(self):
        holder, _ = self.field.patient()
        with self.insured("care-paid", holder) as at:
            day = self.day()
            who, record, fact = self.treated(holder)
            shown = self.shown_record(who, record, at)
            before, lines = self.net.block(), [at.line(1, day, evidence=[record])]
            claim = at.filed(lines, [shown])
            paid = int(at.as_by_the_second_judge(claim, lines, {record: fact}, pieces=1)["paid"])
            check(paid > 0, "nothing is paid: the step proves nothing")
            blocks = at.blocks_until_judged(claim, before)
            check(blocks <= MOST_BLOCKS or SLOWNESS > 1, f"judged after {blocks} blocks")
            at.all_collected(paid)
            shown = self.net.must(holder, "claim", "show", claim)["stage"]["concluded"]["outcome"]
            check((shown["paid"], shown["pieces"]) == (str(paid), 1), f"the claim is shown as {shown}")
        return (f"an encounter by a clinician, shown by one account, claimed by another: judged {blocks} blocks after "
                f"its submission, {paid} paid and collected, 1 piece billed; the holder owns no tokens")

    def steps(self):
        return [("claims/03-care-paid", "patient", "the insurer's worker pays what a record proves", self.care_paid)]
