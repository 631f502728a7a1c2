# SPDX-License-Identifier: Apache-2.0
"""A claim that was paid by mistake: given back and reversed, so that the same record and evidence pay anew."""

import copy
import json
import subprocess

from network import SLOWNESS
from scenario import check

from .judged import CEILING, DEDUCTIBLE, Judged, difference

# Benefits: one that asks for evidence, one of a claim that stays, and one of a claim that comes afterwards.
PROVEN, STAYS, AFTERWARDS = 1, 11, 12


class Reversed(Judged):
    # 12
    def reversed(self):
        net = self.net
        holder, _ = self.field.patient()
        with self.insured("reversed", holder) as at:
            day = self.day()
            who, record, fact = self.treated(holder)
            shown, facts = self.shown_record(who, record, at), {record: fact}
            lines, others = [at.line(PROVEN, day, evidence=[record])], [at.line(STAYS, day)]
            claim = at.filed(lines, [shown])
            outcome = at.as_by_the_second_judge(claim, lines, facts, pieces=1)
            stays = at.as_by_the_second_judge(at.filed(others), others, {}, pieces=0)
            paid, kept = int(outcome["paid"]), int(stays["paid"])
            check(paid > 0 and borne(outcome) == DEDUCTIBLE, f"it does not show what a reversal takes out: {outcome}")
            at.all_collected(paid + kept)
            # Whoever reverses signs by the account that the worker signs by.
            at.quiet()

            self.not_reversed(at, claim, shown)
            back = net.must(holder, "claim", "refund", claim)
            check((back["refunded"], back["waived"]) == (str(paid), False), f"given back: {back}")
            # The money is free again, and nothing else.
            at.all_collected(kept)
            again = self.submitting_again(at, claim)
            still = self.expect("Claims.AlreadyClaimed", holder, *again)
            check(self.is_billed(shown), "a refund alone freed the evidence")

            self.reverse(at, claim, shown)
            at.all_collected(kept)
            self.would_be_a_duplicate(at, claim, lines, facts)
            at.second_judge.reverse(claim)
            anew = net.must(holder, *again)["claim"]
            same = at.as_by_the_second_judge(anew, lines, facts, pieces=1)
            check(difference(same, outcome) is None, f"paid otherwise than at first: {difference(same, outcome)}")
            check(self.is_billed(shown), "paid, and not billed")
            others = [at.line(AFTERWARDS, day)]
            after = at.as_by_the_second_judge(at.filed(others), others, {}, pieces=0)
            counted = [borne(each) for each in (stays, same, after)]
            check(counted == [0, DEDUCTIBLE, 0], f"of a deductible of {DEDUCTIBLE} {counted} are borne")
            at.all_collected(kept + paid + int(after["paid"]))
            tally = net.final("claims_insurerTally", at.account)["concluded"]
            check(tally == 4, f"four claims were concluded, and not {tally}")
        return (f"{paid} paid by evidence: not reversed before it is given back; given back: {paid} free, its record "
                f"again: {still}; reversed beside the running worker: not billed any more, the same record and "
                f"evidence pay {paid} anew, a deductible of {DEDUCTIBLE} is borne once")

    def by_hand(self, at, claim):
        """What the insurer's own command says of a reversal: of a success or of a refusal."""
        net, home = self.net, at.worker.home
        command = [net.worker_program, "--json", "reverse", "--home", home, "--node", net.url, claim]
        done = subprocess.run(list(map(str, command)), env=at.worker.environment, capture_output=True, text=True,
                              timeout=180 * SLOWNESS)
        check(done.stdout.strip(), f"salus-worker reverse {claim}: {done.stderr}")
        answer = json.loads(done.stdout)
        check((done.returncode != 0) == ("error" in answer), f"exit code {done.returncode} does not fit {answer}")
        return answer

    def stands(self, at, claim, shown):
        """What a reversal changes: how far the claim has come, the policy's statement, whether evidence is billed."""
        stage = list(self.net.final("claims_claim", claim)["stage"])
        statement = self.net.final("claims_policy", at.policy)["statement"]
        return stage, statement["sequence"], statement["commitment"], self.is_billed(shown)

    def not_reversed(self, at, claim, shown):
        """Nothing is reversed that was paid and not given back: the insurer is told by what it would be."""
        before = self.stands(at, claim, shown)
        check((before[0], before[-1]) == (["concluded"], True), f"before it: {before}")
        refused = self.by_hand(at, claim)
        check("error" in refused, f"reversed before it was given back: {refused}")
        check(f"salus claim refund {claim}" in refused["error"]["message"], f"refused otherwise: {refused}")
        after = self.stands(at, claim, shown)
        check(after == before, f"something changed all the same: {before} became {after}")

    def reverse(self, at, claim, shown):
        """Reverses it, while the worker runs. Once: who says it again changes nothing."""
        _, sequence, commitment, _ = self.stands(at, claim, shown)
        done = self.by_hand(at, claim)
        check("error" not in done, f"not reversed: {done}")
        at.worker.must_run()
        reversed_once = self.stands(at, claim, shown)
        stage, following, replaced, billed = reversed_once
        check((stage, following, billed) == (["reversed"], sequence + 1, False), f"{stage}, {following}, {billed}")
        check(replaced != commitment, "the statement is the same as before")
        again = self.by_hand(at, claim)
        check("error" not in again and self.stands(at, claim, shown) == reversed_once, f"reversed again: {again}")

    def submitting_again(self, at, claim):
        """The same version of the same record submitted again, committed to the same evidence."""
        known = self.net.must(at.holder, "claim", "show", claim)
        check(known["ceiling"] == str(CEILING), f"the ceiling: {known}")
        return ["claim", "submit", at.policy, "--record", known["record"], "--ceiling", known["ceiling"],
                "--evidence", known["evidence"]]

    @staticmethod
    def would_be_a_duplicate(at, claim, lines, facts):
        """The control: with its share still in the statement the line would be refused."""
        outcome, _ = copy.deepcopy(at.second_judge).judge(claim, at.case(claim, lines, facts))
        refusal = outcome["lines"][0]["refusal"]
        check(refusal == "duplicate", f"judged beside itself it is {refusal}")

    def steps(self):
        expected = "given back and reversed: free, and pays anew"
        return [("claims/12-reversed", "insurer", expected, self.reversed)]


def borne(outcome):
    return sum(int(line["deductible"]) for line in outcome["lines"])
