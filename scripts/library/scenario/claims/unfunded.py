# SPDX-License-Identifier: Apache-2.0
"""A reserve that is too small: claims are judged all the same, wait, and are paid in their order once there is
money."""

from scenario import OUTSIDER, check

from .insured import RESERVE
from .judged import Judged

# What is in reserve beside what the policy requires.
LITTLE = 1_000
# A benefit that asks for no evidence, and units: the first claim is for more than the reserve has, the second for less.
CLAIMED = ((11, 30), (12, 4))


class Unfunded(Judged):
    # 11
    def unfunded(self):
        holder, _ = self.field.patient()
        with self.insured("unfunded", holder, reserve=RESERVE + LITTLE) as at:
            day = self.day()
            lines_of = [[at.line(benefit, day, units=units)] for benefit, units in CLAIMED]
            claims = [at.filed(lines) for lines in lines_of]
            outcomes = [at.as_by_the_second_judge(claim, lines, {}, pieces=0) for claim, lines in zip(claims, lines_of)]
            # Whoever funds signs by the account that the worker signs by.
            at.quiet()
            first, second = (int(outcome["paid"]) for outcome in outcomes)
            check(first > RESERVE + LITTLE >= second, f"{first} and {second} do not show who is paid first")
            kinds = self.nothing_goes_on(at, claims, holder)

            # One unit less than the first needs, which is more than the second would.
            lacking = first - at.reserve
            self.more_money(at, lacking - 1, pays=[])
            self.stages(claims, "waiting", "waiting")
            self.more_money(at, 1, pays=[(claims[0], first)])
            self.stages(claims, "concluded", "waiting")
            self.solvency(at.account, free=0, owed=first, waiting=1, covers=False, missing=RESERVE)
            self.collected(at, first)
            self.expect("Claims.ClaimsWaiting", at.secret, "insurer", "withdraw", 1)
            self.more_money(at, second, pays=[(claims[1], second)])
            self.stages(claims, "concluded", "concluded")
            self.solvency(at.account, free=0, owed=second, waiting=0, covers=False, missing=RESERVE)
            self.collected(at, second)
            at.all_collected(first + second)
            # Nobody waits any more, but the policy's reserve is used up.
            left = self.expect("Claims.ReserveNeeded", at.secret, *self.issuing(at.plan, holder, at.coverage))
        return (f"{RESERVE + LITTLE} in reserve: {first} and {second} wait in this order; a policy and 1 out: "
                f"{', '.join(kinds)}; {lacking - 1} more: nobody is paid, 1 more: the first, {second} more: the "
                f"second, each collected by an outsider; a policy then: {left}; the holder owns no tokens")

    def nothing_goes_on(self, at, claims, holder):
        """Both claims are judged and wait, the older first: nothing is owed to anybody yet, and the insurer takes on
        nothing new and takes nothing out. Gives the kinds of its errors."""
        waiting = self.stages(claims, "waiting", "waiting")
        numbers = [stage["number"] for stage in waiting]
        check(numbers == sorted(set(numbers)), f"they wait in another order: {numbers}")
        money = dict(free=RESERVE + LITTLE, owed=0, required=RESERVE, open=0, waiting=2, covers=False, missing=0)
        self.solvency(at.account, **money)
        kinds = [self.expect("Claims.ClaimsWaiting", at.secret, *self.issuing(at.plan, holder, at.coverage)),
                 self.expect("Claims.ClaimsWaiting", at.secret, "insurer", "withdraw", 1)]
        # There is money for the second, and it is not its turn.
        self.expect("Claims.NothingToPay", OUTSIDER, "insurer", "pay-waiting", at.account)
        self.expect("Claims.NothingOwed", OUTSIDER, "claim", "collect", at.account, "--payee", at.payee)
        self.solvency(at.account, **money)
        check(self.assets(holder) == 0, f"the holder has {self.assets(holder)} already")
        return kinds

    def stages(self, claims, *expected):
        """How far claims have come, by what the chain says. Gives what it says of each stage."""
        stages = [self.net.final("claims_claim", claim)["stage"] for claim in claims]
        check([list(stage) for stage in stages] == [[name] for name in expected], f"not {expected}: {stages}")
        return [stage[name] for stage, name in zip(stages, expected)]

    def more_money(self, at, amount, pays):
        """More money comes into the reserve, and pays just these claims so much."""
        paid = self.net.must(at.secret, "insurer", "fund", amount)["paidClaims"]
        expected = [{"claim": claim, "paid": str(each)} for claim, each in pays]
        check(paid == expected, f"{amount} more pay {paid}, not {expected}")
        at.reserve += amount

    def collected(self, at, paid):
        """Anybody has the payee get what is owed, and just that."""
        collected = self.net.must(OUTSIDER, "claim", "collect", at.account, "--payee", at.payee)["collected"]
        check(collected == str(paid), f"{collected} collected, not {paid}")

    def steps(self):
        expected = "judged claims wait for money, the oldest is paid first"
        return [("claims/11-unfunded", "insurer", expected, self.unfunded)]
