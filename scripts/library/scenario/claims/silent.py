# SPDX-License-Identifier: Apache-2.0
"""An insurer's worker that is killed, again and again: each claim is judged once, and the next one from what came
before."""

import random
import time

from network import wait_until
from scenario import OUTSIDER, check

from .judged import DEDUCTIBLE, Judged

# Claims that it is killed over, how often each at most besides the first time, and claims that wait when it is back.
CLAIMS, KILLS, WAITING = 5, 3, 2
# Benefits that ask for no evidence and have no limits; each claim has one of its own.
FIRST_BENEFIT = 11
# After how many transactions of its own, of two accesses and a conclusion, it is killed.
AFTER = (0, 1, 1, 2, 2, 3)


class Silent(Judged):
    # 08
    def silenced(self):
        holder, _ = self.field.patient()
        with self.insured("silent", holder) as at:
            day, kills, outcomes = self.day(), [], []
            # The deductible ends in the second.
            lines_of = [[at.line(FIRST_BENEFIT + number, day, units=2)] for number in range(CLAIMS + WAITING)]
            for lines in lines_of[:CLAIMS]:
                before, claim = at.sent(), at.filed(lines)
                at.worker.kill()
                kills.append((at.sent() - before, at.outcome(claim) is None))
                kills += self.killed_over(at, claim)
                self.runs_again(at)
                outcomes.append(at.as_by_the_second_judge(claim, lines, {}, pieces=0))
            open_kills = sum(is_open for _, is_open in kills)
            check(open_kills > CLAIMS, f"killed while a claim was open: {open_kills} times of {len(kills)}")
            # Whatever it was just doing.
            at.worker.kill()
            waiting = [(at.filed(lines), lines) for lines in lines_of[CLAIMS:]]
            self.runs_again(at)
            outcomes += [at.as_by_the_second_judge(claim, lines, {}, pieces=0) for claim, lines in waiting]
            borne = sum(int(line["deductible"]) for outcome in outcomes for line in outcome["lines"])
            check(borne == DEDUCTIBLE, f"a deductible of {DEDUCTIBLE} is borne as {borne}")
            at.worker.stop()
            paid = self.concluded_once(at, outcomes)
        sent = ", ".join(str(count) for count, _ in kills)
        return (f"killed {len(kills) + 1} times, {open_kills} of them over an open claim, after {sent} transactions of "
                f"its own; {len(outcomes)} claims concluded once each, the deductible borne once, {paid} paid in all")

    def killed_over(self, at, claim):
        """Starts the worker and kills it at random moments, as long as a claim is open. Gives, for each time, how many
        transactions it had sent since its start, and whether the claim was still open."""
        kills = []
        for _ in range(KILLS):
            before, wanted = at.sent(), random.choice(AFTER)
            sent = lambda: at.sent() - before
            at.worker.start()
            wait_until("the worker to judge", lambda: sent() >= wanted or at.outcome(claim), 60, 0.002)
            moment = time.monotonic() + random.uniform(0, self.net.block_milliseconds / 1000)
            wait_until("a random moment", lambda: time.monotonic() >= moment, 10, 0.002)
            self.seen.read_on()
            if at.outcome(claim):
                break
            at.worker.kill()
            kills.append((sent(), at.outcome(claim) is None))
        return kills

    def runs_again(self, at):
        if not at.worker.running():
            at.worker.start()
        self.net.wait_for(at.worker)

    def concluded_once(self, at, outcomes):
        """By sequence, tally and money; gives what was paid in all."""
        final, paid = self.net.final, sum(int(outcome["paid"]) for outcome in outcomes)
        sequence = final("claims_policy", at.policy)["statement"]["sequence"]
        tally = final("claims_insurerTally", at.account)
        check((sequence, tally["concluded"], tally["late"]) == (len(outcomes), len(outcomes), 0),
              f"{len(outcomes)} claims, of which {sequence} statements and {tally} came")
        # If it was killed before it collected the last, anybody does.
        collected = self.net.salus(OUTSIDER, "claim", "collect", at.account, "--payee", at.payee)
        kind = collected.get("error", {}).get("kind")
        check(kind in (None, "Claims.NothingOwed"), f"collected: {collected}")
        at.all_collected(paid)
        return paid

    def steps(self):
        return [("claims/08-silent", "insurer", "killed again and again, each claim is judged once", self.silenced)]
