# SPDX-License-Identifier: Apache-2.0
"""One record pays once: not in another claim, not at another insurer, not twice in one claim. And a claim pays whom its
holder signed for: nobody else who submits it."""

import copy
import json

from scenario import CLINIC, check, clinic_sends

from .insured import ASSET
from .judged import CEILING, Judged


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
            reason, own = self.stolen(one, day)
            one.all_collected(paid + own)
        return (f"{paid} paid once; again at the same insurer and at another: judged, {', '.join(refused)}, nothing "
                f"paid, 0 pieces billed; twice in one claim: {', '.join(twice)} before anything is sent; the holder's "
                f"claim submitted by a clinic for itself: {reason}, nothing paid, 0 pieces billed; then by the holder: "
                f"{own} paid")

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

    def stolen(self, at, day):
        """An accredited clinic submits a claim of the holder's for itself: record and commitment are on the chain for
        everybody. Gives why nothing is paid, and what the same claim pays its holder."""
        who, record, fact = self.treated(at.holder)
        shown, lines = self.shown_record(who, record, at), [at.line(3, day, evidence=[record])]
        # It comes to more than that: it is written, nothing is paid or billed, and once it is taken back its record may
        # be claimed again.
        first = at.filed(lines, [shown], ceiling=1)
        self.came_to_nothing(at, first, shown)
        self.take_back(at, first)
        known = self.net.must(at.holder, "claim", "show", first)
        again = ["claim", "submit", at.policy, "--record", known["record"], "--ceiling", CEILING,
                 "--evidence", known["evidence"]]
        before = self.assets(CLINIC)
        theft = clinic_sends(self.net, *again)["claim"]
        told = self.net.must(at.holder, "claim", "show", theft)
        check((told["payee"], told["evidence"]) == (at.clinic, known["evidence"]), f"submitted otherwise: {told}")
        reason = self.came_to_nothing(at, theft, shown)
        check(reason == "otherPayee", f"nothing is paid to the clinic because of {reason}")
        self.take_back(at, theft)
        # The control: all that it lacks is the payee that the holder signed for.
        own = self.net.must(at.holder, *again)["claim"]
        paid = int(at.as_by_the_second_judge(own, lines, {record: fact}, pieces=1)["paid"])
        check(paid > 0 and self.is_billed(shown), f"the holder is paid {paid}: the attack proves nothing")
        owed = self.net.final("claims_owed", at.account, at.clinic, ASSET)
        after = self.assets(CLINIC)
        check((owed, after) == ("0", before), f"the clinic had {before} and has {after}, {owed} are owed to it")
        return reason, paid

    def came_to_nothing(self, at, claim, shown):
        """Waits until a claim is concluded with nothing paid or billed. Gives why, as the insurer keeps it."""
        found = at.judged(claim)
        check((found["paid"], found["pieces"]) == ("0", 0), f"claim {claim} came to {found}")
        check(not self.is_billed(shown), f"claim {claim} billed its evidence")
        return json.loads(self.net.by_hand(at.worker, "outcome", claim, "--json"))["reason"]

    def take_back(self, at, claim):
        """The insurer takes a claim back: its record may be claimed again."""
        # Whoever reverses signs by the account that the worker signs by.
        at.quiet()
        self.net.by_hand(at.worker, "reverse", claim, "--node", self.net.url)
        stage = list(self.net.final("claims_claim", claim)["stage"])
        check(stage == ["reversed"], f"claim {claim} is {stage}")

    def steps(self):
        return [("claims/05-replayed", "attacker", "a record pays once, and whom its claim names", self.replayed)]
