# SPDX-License-Identifier: Apache-2.0
"""No policy without its reserve, and no reserve is taken out that policies need."""

from scenario import check

from .insured import FUNDED, MONEY, RESERVE, Insured

INSURER = "//Insurer//funded"


class Funded(Insured):
    # 01
    def funded(self):
        net, insurer = self.net, self.insurer(INSURER)
        holder, moment = self.field.patient()
        record = self.coverage(holder, moment)
        self.expect("Claims.NoReserve", INSURER, "insurer", "fund", FUNDED)
        plan, asked = self.published(INSURER)
        self.expect("Claims.ReserveNeeded", INSURER, *self.issuing(plan, holder, record))
        before = self.assets(INSURER)
        net.must(INSURER, "insurer", "fund", FUNDED)
        check(self.assets(INSURER) == before - FUNDED, f"{before} less {FUNDED} is not {self.assets(INSURER)}")
        unseen = self.not_unseen(plan, holder, record)
        issuing = self.issuing(plan, holder, record)
        policy = net.must(INSURER, *issuing)["policy"]
        self.as_asked(insurer, plan, asked, policy, holder, record, issuing)
        full = dict(free=FUNDED, owed=0, required=RESERVE, covers=True, missing=0)
        self.solvency(insurer, **full)
        kinds = [
            self.expect("Claims.ReserveNeeded", INSURER, "insurer", "withdraw", FUNDED - RESERVE + 1),
            self.expect("Claims.ReserveNeeded", INSURER, *self.issuing(plan, holder, record)),
        ]
        self.solvency(insurer, **full)
        # One unit less is none too many.
        net.must(INSURER, "insurer", "withdraw", FUNDED - RESERVE)
        self.solvency(insurer, free=RESERVE, owed=0, required=RESERVE, covers=True, missing=0)
        check(self.assets(INSURER) == before - RESERVE, f"{before} less {RESERVE} is not {self.assets(INSURER)}")
        self.owns_no_tokens(holder)
        return (f"{MONEY} given, {FUNDED} in reserve, {RESERVE} required: {FUNDED - RESERVE + 1} out: {kinds[0]}, "
                f"{FUNDED - RESERVE} out; a second policy: {kinds[1]}; whom the insurer can't read it does not insure: "
                f"{', '.join(unseen)}; its holder owns no tokens")

    def not_unseen(self, plan, holder, record):
        """Without --unread no policy is issued where the insurer may not read who is insured, or has no key; nor where
        the record does not say it, or says it of other days. Gives the kinds of its errors."""
        net, insurer, family = self.net, self.account(INSURER), self.family()
        permit = ["consent", "grant", "--permit", "--to", insurer, "--categories", "Claim", "--purposes", "HPAYMT"]
        issuing = self.issuing_read(plan, holder, record, family)
        kinds = [self.expect("Records.NotPermitted", INSURER, *issuing, says=["salus " + " ".join(permit), "--unread"])]
        net.must(holder, *permit)
        kinds.append(self.expect("Records.NoEncryptionKey", INSURER, *issuing, says=["salus keys publish", "--unread"]))
        net.must(INSURER, "keys", "publish")
        kinds.append(self.expect("NotACoverage", INSURER, *issuing, says=["salus policy file"]))
        shorter = self.family(days=30)
        issuing = self.issuing_read(plan, holder, self.policy_filed(holder, shorter), family)
        kinds.append(self.expect("OtherDays", INSURER, *issuing, says=[shorter["until"], family["until"]]))
        return kinds

    def as_asked(self, insurer, plan, asked, policy, holder, record, issuing):
        """What the chain shows of plan and policy is what was asked for."""
        shown = self.net.must("//Alice", "plan", "show", plan)
        for name in ("asset", "currency", "year", "reserve", "backdating"):
            check(shown[name] == asked[name], f"the plan's {name}: {shown[name]}, not {asked[name]}")
        versions = [{"validFrom": asked["validFrom"], "terms": asked["terms"]}]
        check(shown["terms"] == versions, f"the terms: {shown['terms']}")
        counted = [shown[name] for name in ("insurer", "closed", "policies", "network", "filingLimit")]
        check(counted == [insurer, False, 1, 0, asked["terms"]["filingLimit"]], f"the plan: {shown}")
        # For people, in the asset's unit and not in tokens.
        text = self.net.shown("//Alice", "plan", "show", plan)
        check("a family 7500" in text and "8000" in text and " SAL" not in text, f"the plan is shown as {text}")
        known = self.net.must(holder, "policy", "show", policy)
        told = [known[name] for name in ("plan", "holder", "record", "from", "until", "claims", "openClaims")]
        days = [issuing[issuing.index(option) + 1] for option in ("--from", "--until")]
        check(told == [plan, self.account(holder), record, *days, 0, 0], f"the policy: {known}")
        check(known["statement"]["sequence"] == 0, f"something was judged: {known}")

    def steps(self):
        return [("claims/01-funded", "insurer", "what policies need stays in reserve", self.funded)]
