# SPDX-License-Identifier: Apache-2.0
"""One record pays once: not in another claim, not at another insurer, not twice in one claim."""

import copy

from scenario import check

from .judged import Judged


class Replayed(Judged):
    # 05
    def replayed(self):
        holder, _ = self.field.patient()
        with self.insured("replayed", holder) as one, self.insured("replayed-elsewhere", holder) as other:
            # Both policies are in force on it, and the record is not older.
            day = self.day()
            who, record, fact = self.treated(holder)
            shown, elsewhere = (self.shown_record(who, record, at) for at in (one, other))
            lines = [one.line(1, day, evidence=[record])]
            claim = one.filed(lines, [shown])
            paid = int(one.as_by_the_second_judge(claim, lines, {record: fact}, pieces=1)["paid"])
            check(paid > 0, "nothing is paid: the step proves nothing")
            refused = [self.pays_nothing(one, 2, day, record, fact, shown),
                       self.pays_nothing(other, 1, day, record, fact, elsewhere)]
            twice = [self.refused_here(one, [one.line(3, day, evidence=[record, record])], [shown]),
                     self.refused_here(one, [one.line(3, day, evidence=[record])], [shown, shown])]
            one.all_collected(paid)
        return (f"{paid} paid once; again at the same insurer and at another: judged, {', '.join(refused)}, nothing "
                f"paid, 0 pieces billed; twice in one claim: {', '.join(twice)} before anything is sent")

    def pays_nothing(self, at, benefit, day, record, fact, shown):
        """A claim by evidence that is billed: it is judged as if it came with none. Gives why its line is refused."""
        lines = [at.line(benefit, day, evidence=[record])]
        claim = at.filed(lines, [shown])
        # The control: all that it lacks is evidence.
        before, whole = copy.deepcopy(at.second_judge), at.case(claim, lines, {record: fact})
        proven, _ = before.judge(claim, whole)
        check(int(proven["paid"]) > 0, f"with fresh evidence nothing is paid either: {proven}")
        outcome = at.as_by_the_second_judge(claim, lines, {}, pieces=0)
        check(outcome["paid"] == "0", f"{outcome['paid']} paid by evidence that is billed")
        return outcome["lines"][0]["refusal"]

    def refused_here(self, at, lines, shown):
        """`salus` refuses it: neither a record nor a claim comes of it. Gives the kind of the error."""
        nonce = lambda: self.net.rpc("system_accountNextIndex", at.payee)
        listed = lambda: self.net.must(at.holder, "record", "list")["records"]
        before = nonce(), listed()
        error = self.net.refused(at.holder, *at.filing(lines, shown))
        check(error["kind"] == "BadInput", f"refused otherwise: {error}")
        check((nonce(), listed()) == before, f"something was sent all the same: {error}")
        return error["kind"]

    def steps(self):
        return [("claims/05-replayed", "attacker", "a record pays once, at all insurers", self.replayed)]
