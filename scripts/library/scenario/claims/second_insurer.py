# SPDX-License-Identifier: Apache-2.0
"""One service, several insurers: each pays after those before it, and bills the record in a slot of its own."""

import copy

from scenario import check

from .judged import NO_CAPS, TWENTY_BENEFITS, Judged

# This plan takes what others paid off what it would pay alone: so much, without a deductible, that something is left.
NO_DUPLICATION = {**TWENTY_BENEFITS, "coordination": "nonDuplication", "deductible": NO_CAPS}


class SecondInsurer(Judged):
    # 10
    def one_after_the_other(self):
        holder, _ = self.field.patient()
        with (self.insured("pays-first", holder) as first, self.insured("pays-second", holder) as second,
              self.insured("pays-third", holder, terms=NO_DUPLICATION) as third):
            # All policies are in force on it, and no record is older.
            day = self.day()
            alone, paid, rest = self.shared(holder, 1, day, (first, second, third))
            check(paid[:2] == alone[:2], f"there is enough left for both: {paid} of {alone}")
            check(0 < paid[2] == alone[2] - paid[0] - paid[1], f"what others paid is not taken off: {paid} of {alone}")
            # By now both have counted their deductibles in full: together they would pay more than is left.
            alone_next, paid_next, rest_next = self.shared(holder, 2, day, (first, second))
            check(0 < paid_next[1] < alone_next[1], f"the second pays as if it were alone: {paid_next} of {alone_next}")
            check(rest_next == 0, f"{rest_next} are left for the patient, who is insured twice for more")
            whole = sum(paid) + sum(paid_next)
            for at, own in ((first, paid[0] + paid_next[0]), (second, paid[1] + paid_next[1]), (third, paid[2])):
                at.all_collected(own, elsewhere=whole - own)
        amounts = lambda each: ", ".join(map(str, each))
        return (f"one service: {amounts(paid)} paid (nonDuplication: {alone[2]} alone), {rest} are the patient's; "
                f"another: {amounts(paid_next)} (standard: {alone_next[1]} alone), {rest_next}; each record billed in "
                "each slot once, all as by the second judge, and to the unit what was charged")

    def shared(self, holder, benefit, day, insurances):
        """A service that insurers are told of one after the other, with what those before paid. Gives what each would
        pay alone, what each pays, and what is the patient's in the end."""
        who, record, fact = self.treated(holder)
        files = [self.shown_record(who, record, at) for at in insurances]
        line, facts = insurances[0].line(benefit, day, evidence=[record]), {record: fact}
        charge, alone, paid, rest = int(line["charge"]), [], [], None
        for slot, (at, shown) in enumerate(zip(insurances, files), 1):
            self.billed_in(shown, slots=slot - 1)
            lines = [{**line, "other": str(sum(paid)) if paid else None}]
            claim = at.filed(lines, [shown], slot=slot)
            alone.append(self.paid_alone(at, claim, line, facts))
            outcome = at.as_by_the_second_judge(claim, lines, facts, pieces=1)
            self.billed_in(shown, slots=slot)
            own, rest, write_off, other = (int(outcome[name]) for name in ("paid", "patient", "writeOff", "other"))
            check(other == sum(paid), f"{sum(paid)} were paid before, and {other} count")
            paid.append(own)
            # So all insurers together pay what was charged at most.
            check(sum(paid) + rest + write_off == charge, f"{paid}, {rest} and {write_off} are not the charge")
        return alone, paid, rest

    def billed_in(self, shown, slots):
        """The record is billed in the first so many slots, and in no other."""
        billed = [self.is_billed(shown, slot) for slot in (1, 2, 3)]
        check(billed == [slot <= slots for slot in (1, 2, 3)], f"billed in {slots} slots, which are {billed}")

    @staticmethod
    def paid_alone(at, claim, line, facts):
        """What a plan would pay for a claim if there were no other insurer."""
        outcome, _ = copy.deepcopy(at.second_judge).judge(claim, at.case(claim, [{**line, "other": None}], facts))
        return int(outcome["paid"])

    def steps(self):
        expected = "several pay one service, and together what it cost at most"
        return [("claims/10-second-insurer", "patient", expected, self.one_after_the_other)]
