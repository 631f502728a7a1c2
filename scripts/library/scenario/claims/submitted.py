# SPDX-License-Identifier: Apache-2.0
"""A claim from its submission to its payment and back: nobody else's, judged once, to the unit."""

import datetime

from scenario import CLINIC, OUTSIDER, check

from .insured import FUNDED, RESERVE, Insured

INSURER = "//Insurer//claims"
CHARGE, UNITS_OF_SERVICE = 20_000, 2
# Of 2 × 8000 allowed: less 5000 of deductible, 2000 of co-payment, and a fifth of the 9000 that are left. The
# deductible is met by then: less 2000, and a fifth of 14000.
FIRST, SECOND = 7_200, 11_200
DAYS_TO_JUDGE = 7
# Of two claims on one day at one provider for one benefit the later is a duplicate.
PROVIDERS = ("0x" + "01" * 32, "0x" + "02" * 32)


class Submitted(Insured):
    # 02
    def claimed(self):
        net, insurer = self.net, self.insurer(INSURER)
        holder, moment = self.field.patient()
        plan, _ = self.published(INSURER)
        net.must(INSURER, "insurer", "fund", FUNDED)
        clinic = self.account(CLINIC)
        net.must(INSURER, "plan", "admit", plan, clinic, "--from", self.today())
        admitted = net.must(INSURER, "plan", "admission", plan, clinic)
        check(admitted == {"from": self.day(), "until": None}, f"in the network: {admitted}")
        self.policy = net.must(INSURER, *self.issuing(plan, holder, self.coverage(holder, moment)))["policy"]
        whole = self.assets(INSURER) + FUNDED + self.assets(holder)

        record = self.claim(holder, moment, CHARGE)
        first = self.submitted(holder, record)
        self.is_shown(holder, first["claim"], record)
        others = self.nobody_elses(holder, record)
        self.solvency(insurer, free=FUNDED, owed=0, open=1, waiting=0)
        open_claim = self.expect("Claims.ClaimsOpen", INSURER, "insurer", "withdraw", 1)

        case = lambda claim, provider: self.case(plan, claim["claim"], provider)
        one, salt = case(first, PROVIDERS[0]), ("--evidence-salt", first["evidenceSalt"])
        # Nothing is paid for what the claim was not submitted with.
        kept = self.kept(first)
        self.expect("Claims.EvidenceNotShown", INSURER, *self.concluding(first, one, kept))
        self.expect("Claims.OtherEvidence", INSURER, *self.concluding(first, one, kept), salt[0], "0x" + "00" * 32)
        self.expect("Claims.NotTheInsurer", OUTSIDER, *self.concluding(first, one, kept), *salt)
        check(not kept.exists(), "a refused conclusion left its file behind")
        concluded = net.must(INSURER, *self.concluding(first, one, kept), *salt)
        told = [concluded[name] for name in ("paid", "waits", "sequence")]
        check(told == [str(FIRST), False, 1], f"judged otherwise: {concluded}")

        second = self.submitted(holder, self.claim(holder, moment, CHARGE))
        two, salted = case(second, PROVIDERS[1]), ("--evidence-salt", second["evidenceSalt"])
        later, from_first = self.kept(second), ("--statement", kept)
        again = self.expect("Claims.AlreadyConcluded", INSURER, *self.concluding(first, one, later), *salt, *from_first)
        stale = self.expect("Claims.StaleStatement", INSURER, *self.concluding(second, two, later), *salted)
        concluded = net.must(INSURER, *self.concluding(second, two, later), *salted, *from_first)
        check((concluded["paid"], concluded["sequence"]) == (str(SECOND), 2), f"judged otherwise: {concluded}")
        self.added_up(insurer, holder, whole, owed=FIRST + SECOND, collected=0)

        collected = net.must(OUTSIDER, "claim", "collect", insurer, "--payee", self.account(holder))["collected"]
        check(collected == str(FIRST + SECOND), f"collected: {collected}")
        self.expect("Claims.NothingOwed", OUTSIDER, "claim", "collect", insurer, "--payee", self.account(holder))
        self.added_up(insurer, holder, whole, owed=0, collected=FIRST + SECOND)
        back = net.must(holder, "claim", "refund", second["claim"])
        check((back["refunded"], back["waived"]) == (str(SECOND), False), f"given back: {back}")
        self.added_up(insurer, holder, whole, owed=0, collected=FIRST)
        stages = {each["id"]: list(each["stage"]) for each in self.listed(holder)}
        check(stages == {first["claim"]: ["concluded"], second["claim"]: ["refunded"]}, f"the claims: {stages}")
        self.owns_no_tokens(holder)
        return (f"others: {', '.join(others)}; open, and 1 withdrawn: {open_claim}; {FIRST} and {SECOND} of {CHARGE} "
                f"each paid, again: {again}, from an old statement: {stale}; collected by an outsider, {SECOND} given "
                "back, all adds up; the holder owns no tokens")

    def submitting(self, record, *more):
        return ["claim", "submit", self.policy, "--record", record, "--ceiling", CHARGE, *more]

    def submitted(self, holder, record):
        return self.net.must(holder, *self.submitting(record))

    def listed(self, holder):
        return self.net.must(holder, "claim", "list", self.policy)["claims"]

    def is_shown(self, holder, claim, record):
        """A claim is shown with its stage and its deadline, and is the only one of its policy."""
        shown = self.net.must(holder, "claim", "show", claim)
        told = [shown[name] for name in ("policy", "record", "version", "payee", "filedBy", "ceiling")]
        account = self.account(holder)
        check(told == [self.policy, record, 1, account, account, str(CHARGE)], f"the claim: {shown}")
        until = shown["stage"]["submitted"]["decideUntil"]["moment"]
        moment = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        time = moment(until) - moment(shown["filedAt"])
        check(time == datetime.timedelta(days=DAYS_TO_JUDGE), f"it is to be judged in {time}")
        check(self.listed(holder) == [shown], f"the policy's claims: {self.listed(holder)}")
        text = self.net.shown(holder, "claim", "list", self.policy)
        check("to be judged by" in text and str(CHARGE) in text, f"the claims are shown as {text}")

    def nobody_elses(self, holder, record):
        """Who is neither the holder nor an organisation that is to be paid submits nothing under the policy."""
        other, moment = self.field.patient()
        theirs, before, account = self.claim(other, moment, CHARGE), self.listed(holder), self.account(holder)
        kinds = [
            # It is not free, since the policy is not theirs, and they own nothing.
            self.expect("NotAccepted", other, *self.submitting(theirs), says=["pay"]),
            self.expect("Claims.NotTheClaimant", OUTSIDER, *self.submitting(record, "--payee", account)),
            self.expect("Claims.BadPayee", holder, *self.submitting(record, "--payee", self.account(other))),
            self.expect("Claims.OtherPatient", holder, *self.submitting(theirs)),
            self.expect("Claims.AlreadyClaimed", holder, *self.submitting(record)),
        ]
        check(self.listed(holder) == before, f"a claim was submitted all the same: {self.listed(holder)}")
        return kinds

    def case(self, plan, claim, provider):
        """The file that a claim is judged from, with plan, policy and day as the chain has them."""
        shown, policy = (self.net.must("//Alice", *asked) for asked in (
            ("plan", "show", plan), ("policy", "show", self.policy)))
        day = self.net.must("//Alice", "claim", "show", claim)["filedAt"][:10]
        days = {name: policy[name] for name in ("from", "until")}
        line = {"benefit": 1, "beneficiary": 0, "visit": 0, "units": UNITS_OF_SERVICE, "charge": str(CHARGE),
                "first": day, "last": day, "evidence": [], "other": None,
                "provider": {"id": provider, "accredited": True, "inNetwork": True}}
        return self.file(f"case-{claim}.json", {
            "plan": {"currency": shown["currency"], "year": shown["year"], "versions": shown["terms"]},
            "policy": {**days, "beneficiaries": [{"number": 0, **days, "adultFrom": "2000-01-01"}]},
            "claim": {"currency": "EUR", "filed": day, "lines": [line]}})

    def kept(self, claim):
        """Where the insurer keeps what it concluded: a file that is not there yet."""
        path = self.net.folder / f"statement-{self.policy}-{claim['claim']}.json"
        path.unlink(missing_ok=True)
        return path

    def concluding(self, claim, case, kept):
        return ["claim", "conclude", claim["claim"], case, "--statement-out", kept]

    def added_up(self, insurer, holder, whole, owed, collected):
        """Every unit is in one place: free, owed, with the payee, or the insurer's."""
        free = FUNDED - owed - collected
        covers = free >= RESERVE
        self.solvency(insurer, free=free, owed=owed, required=RESERVE, open=0, waiting=0, covers=covers)
        check(self.assets(holder) == collected, f"the holder has {self.assets(holder)}, not {collected}")
        told = self.assets(INSURER) + free + owed + self.assets(holder)
        check(told == whole, f"{whole} became {told}")

    def steps(self):
        return [("claims/02-claim", "patient", "judged once, paid to the unit, given back", self.claimed)]
