# SPDX-License-Identifier: Apache-2.0
"""The largest claim, of which a part is paid: as by the second judge, line by line."""

from scenario import check, fund

from .judged import DEDUCTIBLE, Judged, difference

# A clinic that is accredited and in no network.
STRANGER = "//Clinic//insured"
# A line for each benefit: some are proven, one should be and is not, one has a limit, some are charged by that clinic.
LINES, PROVEN, WITHOUT_EVIDENCE, LIMITED, BY_STRANGER = 20, (1, 3), 2, 7, (18, 19, 20)


class Part(Judged):
    # 04
    def paid_in_part(self):
        net = self.net
        fund(net, STRANGER, 1)
        stranger = self.account(STRANGER)
        net.must("//Alice", "authority", "accredit", stranger, "--kind", "provider", "--jurisdiction", "CH",
                 "--registrations-per-day", "0", "--free-calls-per-day", "0")
        holder, _ = self.field.patient()
        with self.insured("part", holder) as at:
            day = self.day()
            proofs = {benefit: self.treated(holder) for benefit in PROVEN}
            shown = [self.shown_record(who, record, at) for who, record, _ in proofs.values()]
            evidence = {benefit: [record] for benefit, (_, record, _) in proofs.items()}
            lines = [at.line(benefit, day, units=1 + benefit % 3, visit=benefit // 3,
                             evidence=evidence.get(benefit, ()), provider=stranger if benefit in BY_STRANGER else None)
                     for benefit in range(1, LINES + 1)]
            facts = {record: fact for _, record, fact in proofs.values()}
            claim = at.filed(lines, shown, ceiling=None)
            outcome = at.as_by_the_second_judge(claim, lines, facts, pieces=len(PROVEN))
            self.seen.ceiling = sum(int(line["charge"]) for line in lines)
            known = net.must(holder, "claim", "show", claim)
            check(known["ceiling"] == str(self.seen.ceiling), f"the usual ceiling: {known}")
            deductible, above = self.is_a_part(outcome)
            path = self.file("case.json", {**at.given, "claim": at.case(claim, lines, facts)})
            judged = net.must(holder, "claim", "judge", path)
            check(difference(judged, outcome) is None, f"salus claim judge: {difference(judged, outcome)}")
            paid = int(outcome["paid"])
            at.all_collected(paid)
        return (f"{LINES} lines: a deductible of {DEDUCTIBLE} ends in line {deductible}, a limit cuts {above}, one is "
                f"refused for want of evidence, {len(BY_STRANGER)} out of network; all as by the second judge, {paid} "
                "paid")

    @staticmethod
    def is_a_part(outcome):
        """Deductible, limit and refusal must all have come about. Gives in which line the deductible ended, counted
        from 1, and what the limit cut."""
        lines = dict(enumerate(outcome["lines"], 1))
        some = lambda name: {number: int(line[name]) for number, line in lines.items() if int(line[name])}
        refused = {number: line["refusal"] for number, line in lines.items() if line["refusal"]}
        check(refused == {WITHOUT_EVIDENCE: "noEvidence"}, f"refused: {refused}")
        borne, above = some("deductible"), some("aboveLimits")
        last = max(borne)
        check(sum(borne.values()) == DEDUCTIBLE and last < LINES and borne[last] < int(lines[last]["allowed"]),
              f"the deductible does not end within it: {borne}")
        check(list(above) == [LIMITED], f"cut by limits: {above}")
        check(some("relief"), "the out-of-pocket maximum is not reached")
        return last, above[LIMITED]

    def steps(self):
        expected = "as by a second judge, line by line"
        return [("claims/04-part", "patient", expected, self.paid_in_part)]
