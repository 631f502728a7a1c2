# SPDX-License-Identifier: Apache-2.0
"""Claims worked by hand, from pallets/adjudication/README.md: one for each step, refusal and error; and what that page
itself tells: its example, its worked claims, and its lists of errors and reasons."""

import copy
import datetime
import json
import pathlib
import re
import subprocess
import sys
import unittest

from compare import difference
from judge import ERRORS, REFUSALS, Account, judge

SCRIPT = pathlib.Path(__file__).with_name("judge.py")
README = (SCRIPT.parents[3] / "pallets/adjudication/README.md").read_text(encoding="utf-8")
PROVIDER, ANOTHER = "0x" + "ab" * 32, "0x" + "22" * 32
NO_CAPS = {"beneficiary": None, "family": None}
SUMS_AND_LINES = {"lines", "paid", "patient", "writeOff", "other"}


def network(price="100", copayment="0", coinsurance=0, child=None):
    adult = {"copayment": copayment, "coinsurance": coinsurance}
    return {"price": price, "adult": adult, "child": child or adult}


def benefit(number=1, limits=None, **changes):
    plain = {"id": number, "inNetwork": network(), "outOfNetwork": network(), "deductible": False, "waitingDays": 0,
             "authorisation": False, "evidence": None}  # fmt: skip
    limits = {"line": None, "day": None, "year": None, "units": None, **(limits or {})}
    return {**plain, "limits": limits, **changes}


def terms(*benefits, **changes):
    plain = {"rules": 1, "filingLimit": 90, "deductible": NO_CAPS, "outOfPocket": NO_CAPS, "maximum": NO_CAPS,
             "lifetime": None, "coordination": "standard", "notBeside": []}  # fmt: skip
    return {**plain, "benefits": list(benefits) or [benefit()], **changes}


def plan(*benefits, year="calendar", **changes):
    return {"currency": "EUR", "year": year, "versions": [version("2020-01-01", terms(*benefits, **changes))]}


def version(since, terms):
    return {"validFrom": since, "terms": terms}


def beneficiary(number=0, since="2024-01-01", until="2025-12-31", adult="2000-01-01"):
    return {"number": number, "from": since, "until": until, "adultFrom": adult}


def policy(*beneficiaries, since="2024-01-01", until="2025-12-31"):
    return {"from": since, "until": until, "beneficiaries": list(beneficiaries) or [beneficiary(), beneficiary(1)]}


def statement(*entries, before=(), authorisations=()):
    return {"before": list(before), "authorisations": list(authorisations), "entries": list(entries)}


def entry(**changes):
    plain = {"claim": 1, "beneficiary": 0, "benefit": 1, "provider": ANOTHER, "first": "2024-02-01",
             "last": "2024-02-01", "units": 1, "deductible": "0", "outOfPocket": "0", "paid": "0"}  # fmt: skip
    return {**plain, **changes}


def line(charge="100", first="2024-03-01", last=None, provider=PROVIDER, accredited=True, network=True, **changes):
    plain = {"benefit": 1, "beneficiary": 0, "visit": 1, "units": 1, "evidence": [], "other": None}
    provider = {"id": provider, "accredited": accredited, "inNetwork": network}
    return {**plain, "charge": charge, "first": first, "last": last or first, "provider": provider, **changes}


def piece(category=3, licensed=True, recorded="2024-03-01", erased=False):
    return {"category": category, "licensed": licensed, "recorded": recorded, "erased": erased}


def claim(*lines, filed="2024-03-10", currency="EUR"):
    return {"currency": currency, "filed": filed, "lines": list(lines)}


class Case(unittest.TestCase):
    def judged(self, plan, *lines, policy=policy(), statement=statement(), filed="2024-03-10"):
        """The lines of an outcome, whose sums hold."""
        given = copy.deepcopy((plan, policy, statement, lines))
        outcome = judge(plan, policy, statement, claim(*lines, filed=filed))
        self.assertEqual((plan, policy, statement, lines), given)
        self.assertEqual(set(outcome), SUMS_AND_LINES)
        for index, (one, asked) in enumerate(zip(outcome["lines"], lines, strict=True)):
            parts = sum(int(one[name]) for name in ("paid", "patient", "writeOff", "other"))
            self.assertEqual(parts, int(asked["charge"]), f"line {index}")
        for name in ("paid", "patient", "writeOff", "other"):
            self.assertEqual(outcome[name], str(sum(int(one[name]) for one in outcome["lines"])))
        return outcome["lines"]

    def assertLine(self, found, **expected):
        """Amounts are given as numbers here, and what is not given is 0."""
        amounts = ("allowed", "deductible", "copayment", "coinsurance", "relief", "aboveLimits", "other", "writeOff",
                   "patient", "paid")  # fmt: skip
        whole = {"refusal": expected.pop("refusal", None), "payable": expected.pop("payable", 0)}
        whole |= {name: str(expected.pop(name, 0)) for name in amounts}
        self.assertEqual(expected, {})
        self.assertEqual(found, whole)


class Errors(Case):
    def assertError(self, expected, plan=plan(), policy=policy(), claim=claim(line()), line=None):
        whole = {"error": expected} if line is None else {"error": expected, "line": line}
        self.assertEqual(judge(plan, policy, statement(), claim), whole)

    def test_bad_plan(self):
        good = version("2020-01-01", terms())
        for versions in ([], [good, good], [version(f"2020-01-{day:02}", terms()) for day in range(1, 18)]):
            self.assertError("badPlan", {**plan(), "versions": versions})
        many = [benefit(number) for number in range(33)]
        self.assertError("badPlan", plan(*many))
        self.assertError("badPlan", plan(benefit(), benefit()))
        self.assertError("badPlan", plan(*many[:3], notBeside=[[1, 2]] * 33))
        self.assertError("badPlan", plan(notBeside=[[1, 2]]))
        self.assertError("badPlan", plan(notBeside=[[1, 1]]))
        child = {"copayment": "0", "coinsurance": 10001}
        self.assertError("badPlan", plan(benefit(outOfNetwork=network(child=child))))
        # As much as there may be: 16 versions, 32 benefits, 32 pairs.
        much = terms(*many[:32], notBeside=[[1, 2]] * 32)
        most = {**plan(), "versions": [version(f"2020-01-{day:02}", much) for day in range(1, 17)]}
        self.assertIn("lines", judge(most, policy(), statement(), claim(line())))

    def test_bad_policy(self):
        self.assertError("badPolicy", policy=policy(since="2024-01-02", until="2024-01-01"))
        self.assertError("badPolicy", policy=policy(beneficiary(since="2024-01-02", until="2024-01-01")))
        self.assertError("badPolicy", policy=policy(beneficiary(), beneficiary()))
        self.assertError("badPolicy", policy=policy(*(beneficiary(number) for number in range(17))))

    def test_other_currency(self):
        self.assertError("otherCurrency", claim=claim(line(), currency="CHF"))

    def test_lines(self):
        self.assertError("noLines", claim=claim())
        self.assertError("tooManyLines", claim=claim(*[line()] * 21))
        self.assertEqual(len(self.judged(plan(), *[line()] * 20)), 20)

    def test_zero_units(self):
        self.assertError("zeroUnits", claim=claim(line(), line(units=0)), line=1)

    def test_back_to_front(self):
        self.assertError("backToFront", claim=claim(line(first="2024-03-02", last="2024-03-01")), line=0)

    def test_not_yet(self):
        self.assertError("notYet", claim=claim(line(last="2024-03-11")), line=0)
        self.judged(plan(), line(last="2024-03-10"))

    def test_too_much_evidence(self):
        self.assertError("tooMuchEvidence", claim=claim(line(evidence=[piece()] * 9)), line=0)
        self.judged(plan(), line(evidence=[piece()] * 8))

    def test_several_years(self):
        old, new, both = line(first="2024-12-31"), line(first="2025-01-01"), line(first="2024-12-31", last="2025-01-01")
        # By the first day and by the last, each alone: of "both", one is in the first line's year and one is not.
        for lines, number in (((both,), 0), ((old, both), 1), ((new, both), 1), ((old, new), 1), ((new, old), 1)):
            self.assertError("severalYears", claim=claim(*lines, filed="2025-01-02"), line=number)
        self.judged(plan(), line(first="2024-12-30", last="2024-12-31"), filed="2025-01-02")
        # Policy's years from 29 February: in 2025 the second begins on 1 March. The day before the first is
        # in another year, too.
        yearly, leap = plan(year="policy"), policy(beneficiary(), since="2024-02-29")
        lines = [line(first=day) for day in ("2025-02-28", "2025-03-01")]
        self.assertError("severalYears", yearly, leap, claim(*lines, filed="2025-03-10"), line=1)
        for first, last in (("2025-02-28", "2025-03-01"), ("2024-02-28", "2024-02-29")):
            across = claim(line(first=first, last=last), filed="2025-03-10")
            self.assertError("severalYears", yearly, leap, across, line=0)
        lines = [line(first=day) for day in ("2024-02-29", "2025-02-28")]
        self.judged(yearly, *lines, policy=leap, filed="2025-03-10")
        for first, last in (("2024-02-29", "2025-02-28"), ("2024-12-31", "2025-01-01")):
            self.judged(yearly, line(first=first, last=last), policy=leap, filed="2025-03-10")

    def test_several_versions(self):
        # Another version on the last day than on the first, though both say the same; and one on the last alone.
        old, new = version("2024-01-01", terms()), version("2024-03-02", terms())
        before, after = line(first="2024-02-29", last="2024-03-01"), line(first="2024-03-02", last="2024-03-03")
        for versions in ([old, new], [new]):
            chosen = {**plan(), "versions": versions}
            self.assertError("severalVersions", chosen, claim=claim(line(last="2024-03-02")), line=0)
            self.assertError("severalVersions", chosen, claim=claim(after, line(last="2024-03-04")), line=1)
            # Each line may be of a version of its own, or of none.
            one, other = self.judged(chosen, before, after)
            self.assertEqual(one["refusal"], None if old in versions else "notInForce")
            self.assertLine(other, payable=1, allowed=100, paid=100)
        # Nor does it matter whether the rules of either are known.
        for one, other in ((terms(), {"rules": 2}), ({"rules": 2}, terms()), ({"rules": 2}, {"rules": 2})):
            chosen = {**plan(), "versions": [version("2024-03-01", one), version("2024-03-02", other)]}
            self.assertError("severalVersions", chosen, claim=claim(line(last="2024-03-02")), line=0)

    def test_several_beneficiaries(self):
        self.assertError("severalBeneficiaries", claim=claim(line(), line(beneficiary=1)), line=1)
        # Whether there are such beneficiaries or not.
        self.assertError("severalBeneficiaries", claim=claim(line(beneficiary=8), line(beneficiary=9)), line=1)

    def test_unknown_rules(self):
        # Of what else terms of other rules have, nothing is known: it is not checked.
        later = [version("2024-03-02", {"rules": 2}), version("2024-03-04", terms(benefit(outOfNetwork=None)))]
        several = {**plan(), "versions": [version("2024-03-01", terms()), *later]}
        days = "2024-02-29", "2024-03-01", "2024-03-04"
        found = self.judged(several, *(line(first=first, network=False) for first in days))
        self.assertEqual([one["refusal"] for one in found], ["notInForce", None, "outOfNetwork"])
        for first in ("2024-03-02", "2024-03-03"):
            self.assertError("unknownRules", several, claim=claim(line(), line(first=first)), line=1)
        # But terms of rules 1 are, though no line needs them.
        bad = version("2024-03-06", terms(benefit(), benefit()))
        self.assertError("badPlan", {**several, "versions": [*several["versions"], bad]}, claim=claim(line()))

    def test_overflow(self):
        # 2^64 - 1 and 1 more.
        most = line(charge=str(2**64 - 1))
        self.assertError("overflow", claim=claim(most, line(charge="0"), line(charge="1")), line=2)
        # Of a price as high, all of it is allowed and paid.
        dear = plan(benefit(inNetwork=network(price=str(2**64 - 1))))
        (found,) = self.judged(dear, {**most, "units": 3})
        self.assertLine(found, payable=3, allowed=2**64 - 1, paid=2**64 - 1)

    def test_order(self):
        # Lines in their order first, then the table's: line 0 is not yet, line 1 has no units.
        self.assertError("notYet", claim=claim(line(first="2024-03-11"), line(units=0)), line=0)
        self.assertError("zeroUnits", claim=claim(line(units=0, first="2024-03-11")), line=0)
        # Each one is wrong in what the next one is, too. Rules 1 are valid on 1 March and from 4 March on.
        most, much = line(charge=str(2**64 - 1)), [piece()] * 9
        known = {"2020-01-01": {"rules": 2}, "2024-03-01": terms(), "2024-03-02": {"rules": 2}, "2024-03-04": terms()}
        mixed = {**plan(), "versions": [version(since, of) for since, of in known.items()]}
        for expected, wrong in (
            ("zeroUnits", line(first="2025-01-02", last="2025-01-01", units=0)),
            ("backToFront", line(first="2025-01-02", last="2025-01-01")),
            ("notYet", line(last="2024-03-11", evidence=much)),
            ("tooMuchEvidence", line(first="2023-12-31", evidence=much)),
            ("severalYears", line(first="2023-12-31", last="2024-03-01", beneficiary=1)),
            ("severalVersions", line(first="2024-03-02", last="2024-03-04", beneficiary=1)),
            ("severalBeneficiaries", line(first="2024-03-02", beneficiary=1)),
            ("unknownRules", line(first="2024-03-02")),
            ("overflow", line()),
        ):
            self.assertError(expected, mixed, claim=claim(most, wrong), line=1)
        for expected, about in (
            ("badPlan", {"plan": {**plan(), "versions": []}, "policy": policy(beneficiary(), beneficiary())}),
            ("badPolicy", {"policy": policy(beneficiary(), beneficiary()), "claim": claim(currency="CHF")}),
            ("otherCurrency", {"claim": claim(currency="CHF")}),
        ):
            self.assertError(expected, **about)


class Refusals(Case):
    def assertRefused(self, reason, plan, given, whose, last=-1, **about):
        """The last line is refused, and of its charge of 100 less 30 from another insurer, 70 are someone's: in
        network, and out of it."""
        *earlier, given = given if isinstance(given, list) else [given]
        for inside, owner in zip((True, False), whose):
            if owner:
                provider = {**given["provider"], "inNetwork": inside}
                found = self.judged(plan, *earlier, {**given, "provider": provider, "other": "30"}, **about)
                self.assertLine(found[last], refusal=reason, other=30, **{owner: 70})

    def test_not_in_force(self):
        whose = "patient", "patient"
        self.assertRefused("notInForce", plan(), line(first="2023-12-31"), whose)
        for short in (policy(since="2024-03-02"), policy(until="2024-03-01")):
            self.assertRefused("notInForce", plan(), line(last="2024-03-02"), whose, policy=short)
        later = {**plan(), "versions": [version("2024-03-03", terms())]}
        self.assertRefused("notInForce", later, line(last="2024-03-02"), whose)

    def test_not_beneficiary(self):
        whose = "patient", "patient"
        self.assertRefused("notBeneficiary", plan(), line(beneficiary=2), whose)
        for short in (beneficiary(until="2024-03-01"), beneficiary(since="2024-03-02")):
            self.assertRefused("notBeneficiary", plan(), line(last="2024-03-02"), whose, policy=policy(short))

    def test_filed_too_late(self):
        # 90 days from 1 March are 30 May.
        self.assertRefused("filedTooLate", plan(), line(), ("writeOff", "patient"), filed="2024-05-31")
        for given, filed in ((line(), "2024-05-30"), (line(last="2024-03-02"), "2024-05-31")):
            (found,) = self.judged(plan(), given, filed=filed)
            self.assertLine(found, payable=1, allowed=100, paid=100)

    def test_not_covered(self):
        self.assertRefused("notCovered", plan(), line(benefit=2), ("patient", "patient"))

    def test_not_accredited(self):
        self.assertRefused("notAccredited", plan(), line(accredited=False), ("writeOff", "patient"))

    def test_out_of_network(self):
        self.assertRefused("outOfNetwork", plan(benefit(outOfNetwork=None)), line(), (None, "patient"))

    def test_waiting_period(self):
        # From 1 January 60 days on is 1 March, in a leap year.
        self.assertRefused("waitingPeriod", plan(benefit(waitingDays=61)), line(), ("patient", "patient"))
        (found,) = self.judged(plan(benefit(waitingDays=60)), line())
        self.assertLine(found, payable=1, allowed=100, paid=100)

    def test_not_authorised(self):
        needed = plan(benefit(authorisation=True))
        good = {"beneficiary": 0, "benefit": 1, "from": "2024-03-01", "until": "2024-03-02"}
        for change in ({"beneficiary": 1}, {"benefit": 2}, {"from": "2024-03-02"}, {"until": "2024-03-01"}):
            told = statement(authorisations=[{**good, **change}])
            given = line(last="2024-03-02")
            self.assertRefused("notAuthorised", needed, given, ("writeOff", "patient"), statement=told)
        (found,) = self.judged(needed, line(last="2024-03-02"), statement=statement(authorisations=[good]))
        self.assertLine(found, payable=1, allowed=100, paid=100)

    def test_no_evidence(self):
        needed = plan(benefit(evidence={"categories": [], "withinDays": 2}))
        self.assertRefused("noEvidence", needed, line(), ("writeOff", "patient"))

    def test_evidence_unfit(self):
        needed = plan(benefit(evidence={"categories": [3, 4], "withinDays": 2}))
        unfit = [piece(category=5), piece(licensed=False), piece(recorded="2024-02-29"), piece(recorded="2024-03-05"),
                 piece(erased=True)]  # fmt: skip
        given = line(last="2024-03-02", evidence=unfit)
        self.assertRefused("evidenceUnfit", needed, given, ("writeOff", "patient"))
        (found,) = self.judged(needed, {**given, "evidence": [*unfit, piece(recorded="2024-03-04")]})
        self.assertLine(found, payable=1, allowed=100, paid=100)
        any_category = plan(benefit(evidence={"categories": [], "withinDays": 2}))
        (found,) = self.judged(any_category, {**given, "evidence": [piece(category=5)]})
        self.assertLine(found, payable=1, allowed=100, paid=100)

    def test_duplicate(self):
        # Of a claim before, and of a line before. A write-off even out of network.
        before = statement(entry(provider="0x" + "AB" * 32, first="2024-02-20", last="2024-03-01"))
        self.assertRefused("duplicate", plan(), line(last="2024-03-02"), ("writeOff", "writeOff"), statement=before)
        self.assertRefused("duplicate", plan(), [line(last="2024-03-02"), line(first="2024-03-02")], ["writeOff"] * 2)
        # Not of another's, nor of a line that was itself refused.
        others = line(), line(provider=ANOTHER), line(first="2024-03-02")
        before = statement(entry(provider=PROVIDER, beneficiary=1, first="2024-03-01", last="2024-03-01"))
        for found in self.judged(plan(), *others, statement=before):
            self.assertLine(found, payable=1, allowed=100, paid=100)
        found = self.judged(plan(), line(accredited=False), line())
        self.assertLine(found[1], payable=1, allowed=100, paid=100)

    def test_not_beside(self):
        pair = plan(benefit(1), benefit(2), benefit(3), notBeside=[[2, 1]])
        for one, other in ((1, 2), (2, 1)):
            given = [line(benefit=one, provider=ANOTHER), line(benefit=other)]
            self.assertRefused("notBeside", pair, given, ("writeOff", "patient"))
        self.assertIsNone(self.judged(pair, line(benefit=1), line(benefit=3))[1]["refusal"])

    def test_units_used_up(self):
        limited = plan(benefit(limits={"units": 2}))
        before = statement(entry(), entry(), entry(first="2023-12-31", units=9))
        self.assertRefused("unitsUsedUp", limited, line(), ("patient", "patient"), statement=before)

    def test_order(self):
        # Neither accredited nor covered: who is not covered is told first, and the charge is the patient's.
        (found,) = self.judged(plan(), line(benefit=2, accredited=False))
        self.assertLine(found, refusal="notCovered", patient=100)


class Steps(Case):
    def test_1_terms_of_the_first_day(self):
        # 60 by the terms until 29 February, 80 from 1 March on.
        versions = [version("2024-01-01", terms(benefit(inNetwork=network("60")))),
                    version("2024-03-01", terms(benefit(inNetwork=network("80"))))]  # fmt: skip
        old, new = self.judged({**plan(), "versions": versions}, line(first="2024-02-29"), line(first="2024-03-01"))
        self.assertLine(old, payable=1, allowed=60, writeOff=40, paid=60)
        self.assertLine(new, payable=1, allowed=80, writeOff=20, paid=80)

    def test_2_allowed(self):
        # 1 of 3 units is left. 3 x 33 = 99 of the charge of 200; 99 x 1 / 3 = 33 allowed. Above the contract: 101.
        limited = plan(benefit(inNetwork=network("33"), outOfNetwork=network("20"), limits={"units": 5}))
        before = statement(entry(units=4))
        (found,) = self.judged(limited, line("200", units=3), statement=before)
        self.assertLine(found, payable=1, allowed=33, writeOff=101, patient=66, paid=33)
        # Out of network: 3 x 20 = 60, of which 20; all else is the patient's.
        (found,) = self.judged(limited, line("200", units=3, network=False), statement=before)
        self.assertLine(found, payable=1, allowed=20, patient=180, paid=20)
        # Below the price, with 2 units left: 50 x 2 / 3 = 33.3, rounded down at the end.
        (found,) = self.judged(limited, line("50", units=3), statement=statement(entry(units=3)))
        self.assertLine(found, payable=2, allowed=33, patient=17, paid=33)

    def test_3_deductible(self):
        # 70 - 50 = 20 are left of the beneficiary's, 100 - 50 - 35 = 15 of the family's: 15 of 100.
        with_it = plan(benefit(deductible=True), deductible={"beneficiary": "70", "family": "100"})
        mine, theirs = entry(deductible="50"), entry(beneficiary=1, deductible="35")
        earlier_year = entry(first="2023-12-31", deductible="70")
        (found,) = self.judged(with_it, line(), statement=statement(mine, theirs, earlier_year))
        self.assertLine(found, payable=1, allowed=100, deductible=15, patient=15, paid=85)
        # Without the family's: 20. And for a benefit without it: none.
        alone = plan(benefit(deductible=True), benefit(2), deductible={"beneficiary": "70", "family": None})
        without, found = self.judged(alone, line(benefit=2), line(), statement=statement(mine, theirs))
        self.assertLine(found, payable=1, allowed=100, deductible=20, patient=20, paid=80)
        self.assertLine(without, payable=1, allowed=100, paid=100)
        # Policy's years: of 2024-07-01's, 30 June 2025 is the first, 1 July the second.
        yearly = {**with_it, "year": "policy"}
        before = statement(entry(first="2025-06-30", deductible="70"))
        later = policy(beneficiary(), since="2024-07-01")
        (found,) = self.judged(yearly, line(first="2025-07-01"), policy=later, statement=before, filed="2025-07-01")
        self.assertLine(found, payable=1, allowed=100, deductible=70, patient=70, paid=30)

    def assertCopayments(self, plan, copayments, *lines):
        """Of lines of which all else of 100 is paid."""
        for one, copayment in zip(self.judged(plan, *lines), copayments, strict=True):
            self.assertLine(one, payable=1, allowed=100, copayment=copayment, patient=copayment, paid=100 - copayment)

    def test_4_copayment(self):
        # The visit bears 15, the highest: 10, then 15 - 10 = 5, then 0, as 12 less 15 is below 0.
        copayments = (1, "10"), (2, "15"), (3, "12")
        of = [benefit(number, inNetwork=network(copayment=copayment)) for number, copayment in copayments]
        self.assertCopayments(plan(*of), (10, 5, 0), line(), line(benefit=2), line(benefit=3))
        # A line of another number is of another visit, and bears all of it; as is one of another day, or by another
        # provider, though it has the number.
        for other in ({"visit": 2}, {"first": "2024-03-02"}, {"provider": ANOTHER}):
            self.assertCopayments(plan(*of), (10, 15), line(), line(benefit=2, **other))
            # Nor does it end the first one: of 12, 2 are left after 10.
            lines = line(), line(benefit=2, **other), line(benefit=3)
            self.assertCopayments(plan(*of), (10, 15, 2), *lines)
        # But the last day does not matter: 12 - 10 = 2.
        self.assertCopayments(plan(*of), (10, 2), line(last="2024-03-02"), line(benefit=3))
        self.assertCopayments(plan(*of), (10, 12), line(last="2024-03-02"), line(benefit=3, first="2024-03-02"))
        # Whoever paid it in the end: another insurer the first one's 10, and still 5 of 15 are left.
        found = self.judged(plan(*of), line(other="100"), line(benefit=2))
        self.assertLine(found[0], payable=1, allowed=100, copayment=10, other=100)
        self.assertLine(found[1], payable=1, allowed=100, copayment=5, patient=5, paid=95)
        # What is not from this claim is another visit, whatever its number; what is refused bears nothing.
        before = statement(entry(benefit=2, provider=PROVIDER, first="2024-03-01", last="2024-03-01", outOfPocket="10"))
        found = self.judged(plan(*of), line(accredited=False), line(), statement=before)
        self.assertLine(found[1], payable=1, allowed=100, copayment=10, patient=10, paid=90)
        # As far as they have room: of 4 and 100, 4 and 12 - 4 = 8.
        found = self.judged(plan(*of), line("4"), line(benefit=3))
        self.assertLine(found[0], payable=1, allowed=4, copayment=4, patient=4)
        self.assertLine(found[1], payable=1, allowed=100, copayment=8, patient=8, paid=92)

    def test_5_coinsurance(self):
        # (99 - 10) x 25 % = 22.25: 22. A child's until the day before it is an adult: (99 - 5) x 10 % = 9.4: 9.
        child = {"copayment": "5", "coinsurance": 1000}
        shared = plan(benefit(inNetwork=network("100", "10", 2500, child)))
        for adult, copayment, coinsurance in (("2024-03-01", 10, 22), ("2024-03-02", 5, 9)):
            (found,) = self.judged(shared, line("99"), policy=policy(beneficiary(adult=adult)))
            share = copayment + coinsurance
            self.assertLine(found, payable=1, allowed=99, copayment=copayment, coinsurance=coinsurance,
                            patient=share, paid=99 - share)  # fmt: skip

    def test_6_out_of_pocket(self):
        # Deductible 20, then 10, then 50 % of 70: 35, together 65. 100 - 60 = 40 are left: 25 of relief.
        capped = plan(
            benefit(deductible=True, inNetwork=network("100", "10", 5000)),
            deductible={"beneficiary": "20", "family": None},
            outOfPocket={"beneficiary": "100", "family": "150"},
        )
        (found,) = self.judged(capped, line(), statement=statement(entry(outOfPocket="60")))
        self.assertLine(found, payable=1, allowed=100, deductible=20, copayment=10, coinsurance=35, relief=25,
                        patient=40, paid=60)  # fmt: skip
        # Of the family's 150 - 60 - 80 = 10 are left: 55 of relief.
        before = statement(entry(outOfPocket="60"), entry(beneficiary=1, outOfPocket="80"))
        (found,) = self.judged(capped, line(), statement=before)
        self.assertLine(found, payable=1, allowed=100, deductible=20, copayment=10, coinsurance=35, relief=55,
                        patient=10, paid=90)  # fmt: skip

    def test_7_limits(self):
        # Each with 100 covered, and what is counted before: 40 on the day, 20 more in the year for the benefit, 10
        # more for another one, 5 of another beneficiary, 7 and 8 of years before.
        before = statement(
            entry(first="2024-03-01", paid="40"),
            entry(paid="20"),
            entry(benefit=2, paid="10"),
            entry(beneficiary=1, paid="5"),
            entry(first="2023-05-05", paid="7"),
            before=[{"beneficiary": 0, "paid": "8"}, {"beneficiary": 1, "paid": "99"}],
        )
        limited = {
            "line": (plan(benefit(limits={"line": "90"})), 90),
            "day": (plan(benefit(limits={"day": "90"})), 50),
            "year": (plan(benefit(limits={"year": "90"})), 30),
            "maximum of the beneficiary": (plan(maximum={"beneficiary": "90", "family": None}), 20),
            "lifetime": (plan(lifetime="90"), 5),
            "maximum of the family": (plan(maximum={"beneficiary": None, "family": "90"}), 15),
            "used up": (plan(maximum={"beneficiary": "60", "family": "90"}), 0),
        }
        for name, (chosen, paid) in limited.items():
            with self.subTest(name):
                (found,) = self.judged(chosen, line(), statement=before)
                self.assertLine(found, payable=1, allowed=100, aboveLimits=100 - paid, patient=100 - paid, paid=paid)
        # What the relief adds is covered, and bound: 100 - 50 + 50, of which 90.
        relieved = plan(benefit(inNetwork=network("100", "0", 5000), limits={"line": "90"}),
                        outOfPocket={"beneficiary": "0", "family": None})  # fmt: skip
        (found,) = self.judged(relieved, line())
        self.assertLine(found, payable=1, allowed=100, coinsurance=50, relief=50, aboveLimits=10, patient=10, paid=90)

    def test_8_another_insurer(self):
        # Charge 150, contract 100, 20 %: normal 80, above the contract 50. Other 60: due 150 - 60 - 50 = 40.
        shared = benefit(inNetwork=network("100", "0", 2000), outOfNetwork=network("100", "0", 2000))
        (found,) = self.judged(plan(shared), line("150", other="60"))
        self.assertLine(found, payable=1, allowed=100, coinsurance=20, other=60, writeOff=50, paid=40)
        # Not twice: 80 - 60 = 20 of the 40.
        strict = plan(shared, coordination="nonDuplication")
        (found,) = self.judged(strict, line("150", other="60"))
        self.assertLine(found, payable=1, allowed=100, coinsurance=20, other=60, writeOff=50, patient=20, paid=20)
        (found,) = self.judged(strict, line("150", other="90"))
        self.assertLine(found, payable=1, allowed=100, coinsurance=20, other=90, writeOff=50, patient=10)
        # Out of network nothing is written off: due 150 - 60 = 90, paid 80.
        (found,) = self.judged(plan(shared), line("150", other="60", network=False))
        self.assertLine(found, payable=1, allowed=100, coinsurance=20, other=60, patient=10, paid=80)
        # The write-off is at most what is left of the charge, and other at most the charge.
        (found,) = self.judged(plan(shared), line("150", other="120"))
        self.assertLine(found, payable=1, allowed=100, coinsurance=20, other=120, writeOff=30)
        (found,) = self.judged(plan(shared), line("150", other="200"))
        self.assertLine(found, payable=1, allowed=100, coinsurance=20, other=150)


class Readme(Case):
    PLAN = (
        "A plan: filing limit {}; deductible {}, the family's {}; out-of-pocket maximum {}, the family's {}; most that "
        "it pays {}, the family's {}; `{}`. Benefit {} in network: price {}, co-payment {}, co-insurance {} %; for a "
        "child {} and {} %; the deductible applies. Out of network: price {}, {} and {} %. Limits: {} a line, {} a "
        "year, {} units. Benefit {} is the same. A line is one unit for an adult in network unless it says otherwise. "
        '"Met" is: of the beneficiary\'s deductible {} are counted. Tests read this table.'
    )

    def section(self, title):
        return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.M | re.S)[1]

    def rows(self, text):
        """Of a section's table: the heads, and what is under them."""
        heads, _, *rows = ([cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*", text, re.M))
        return heads, rows

    def test_lists(self):
        _, errors = self.rows(self.section("What is refused as a whole"))
        self.assertEqual(tuple(name for cells in errors for name in re.findall(r"\w+", cells[0])), ERRORS)
        _, refusals = self.rows(self.section("How a line is judged").split("### ")[1])
        self.assertEqual([(cells[0].strip("`"), cells[2]) for cells in refusals], list(REFUSALS.items()))

    def test_example(self):
        asked, outcome = map(json.loads, re.findall(r"^```json\n(.*?)^```", README, re.M | re.S))
        self.assertEqual(judge(**asked), outcome)

    def test_worked_claims(self):
        text = re.sub(r"(?<=\d),(?=\d)", "", self.section("Worked claims"))
        prose = " ".join(text.split("|")[0].split())
        pattern = re.escape(self.PLAN).replace(re.escape("{}"), r"(\w+)")
        self.assertRegex(prose, f"^{pattern}$")
        *figures, met = re.match(pattern, prose).groups()
        heads, rows = self.rows(text)
        told = None
        for step, words, *amounts in rows:
            with self.subTest(f"{step}: {words}"):
                told = self.told(words, told, met)
                lines, entries, late, adult, coordination = told
                filed = datetime.date.fromisoformat(lines[-1]["last"]) + datetime.timedelta(days=late)
                *_, found = self.judged(
                    self.plan(figures, coordination),
                    *lines,
                    policy=policy(beneficiary(adult=adult), beneficiary(1)),
                    statement=statement(*entries),
                    filed=filed.isoformat(),
                )
                self.assertEqual([found[name] for name in heads[2:]], amounts)
                self.assertEqual(found["refusal"] is not None, step == "1")

    def plan(self, figures, coordination):
        filing, own_deductible, deductible, own_pocket, pocket, own_maximum, maximum, usual, *of_benefit = figures
        number, price, copayment, percent, for_child, child_percent, *of_benefit = of_benefit
        price_out, copayment_out, percent_out, a_line, a_year, units, same = of_benefit
        child = {"copayment": for_child, "coinsurance": int(child_percent) * 100}
        of = benefit(
            int(number),
            {"line": a_line, "year": a_year, "units": int(units)},
            deductible=True,
            inNetwork=network(price, copayment, int(percent) * 100, child),
            outOfNetwork=network(price_out, copayment_out, int(percent_out) * 100),
        )
        caps = {
            "deductible": {"beneficiary": own_deductible, "family": deductible},
            "outOfPocket": {"beneficiary": own_pocket, "family": pocket},
            "maximum": {"beneficiary": own_maximum, "family": maximum},
        }
        return plan(of, {**of, "id": int(same)}, filingLimit=int(filing), coordination=coordination or usual, **caps)

    def told(self, words, before, met):
        """By a row's words, of which each must be known: the lines, what is entered before, how many days after the
        last line it is filed, from when on one is an adult, and the coordination, if it is not the plan's."""
        lines, entries, late, adult, coordination = [line("0")], [], 0, "2000-01-01", None
        for phrase in re.split("[,;] ", words):
            number = "".join(filter(str.isdigit, phrase))
            match re.sub(r"\d+", "N", phrase):
                case "charge N":
                    lines[-1]["charge"] = number
                case "N units":
                    lines[-1]["units"] = int(number)
                case "filed N days after":
                    late = int(number)
                case "out of network":
                    lines[-1]["provider"]["inNetwork"] = False
                case "a child":
                    adult = "2025-01-01"
                case "another insurer paid N" | "another paid N":
                    lines[-1]["other"] = number
                case "met":
                    entries.append(entry(units=0, deductible=met))
                case "N units counted":
                    entries.append(entry(units=int(number)))
                case "N counted of somebody else in the family":
                    entries.append(entry(beneficiary=1, units=0, deductible=number))
                case "N counted out of pocket":
                    entries.append(entry(units=0, outOfPocket=number))
                case "the same with `nonDuplication`":
                    lines, entries, late, adult, _ = copy.deepcopy(before)
                    coordination = "nonDuplication"
                case "the same visit":
                    lines, entries, late, adult, coordination = copy.deepcopy(before)
                    lines.append(line("0"))
                case "benefit N":
                    lines[-1]["benefit"] = int(number)
                case _:
                    self.fail(f"what is “{phrase}”?")
        return lines, entries, late, adult, coordination


class Statements(Case):
    # 20 of deductible, then 50 % of 80: 40. Of 60 borne, 45 are left of the maximum: 15 of relief. 100 - 60 + 15 = 55.
    PLAN = plan(
        benefit(deductible=True, inNetwork=network("100", "0", 5000)),
        deductible={"beneficiary": "20", "family": None},
        outOfPocket={"beneficiary": "45", "family": None},
    )

    def assertEntered(self, given, *expected, plan=PLAN):
        account = Account(plan, policy(), statement())
        account.judge(7, claim(given))
        whole = [entry(claim=7, provider=PROVIDER, first=given["first"], last=given["last"], **one) for one in expected]
        self.assertEqual(account.entries, Account(plan, policy(), statement(*whole)).entries)

    def test_entered(self):
        self.assertEntered(line(), {"deductible": "20", "outOfPocket": "45", "paid": "55"})
        # Another insurer's 90 leave 10, all of which is paid. What the patient bears counts as if there were no other.
        self.assertEntered(line(other="90"), {"deductible": "20", "outOfPocket": "45", "paid": "10"})
        # A deductible of 80 with 40 left of the maximum counts 80 as deductible, 40 as out of pocket, and what the
        # limit leaves to the patient counts as neither.
        limited = plan(
            benefit(deductible=True, limits={"line": "0"}),
            deductible={"beneficiary": "80", "family": None},
            outOfPocket={"beneficiary": "40", "family": None},
        )
        self.assertEntered(line(), {"deductible": "80", "outOfPocket": "40"}, plan=limited)
        # 3 units of 5 are payable.
        units = plan(benefit(limits={"units": 3}))
        self.assertEntered(line("500", units=5), {"units": 3, "paid": "300"}, plan=units)
        self.assertEntered(line(accredited=False))
        self.assertEntered(line(units=0))

    def test_next_line_sees_what_is_entered(self):
        # Line 0 counts 20 of 20 and 45 of 45: nothing is left of either, and 50 % of 100 are relieved.
        _, found = self.judged(self.PLAN, line(other="40"), line(provider=ANOTHER))
        self.assertLine(found, payable=1, allowed=100, coinsurance=50, relief=50, paid=100)
        # As it does of the family's.
        family = plan(benefit(deductible=True), deductible={"beneficiary": None, "family": "130"})
        _, found = self.judged(family, line(), line(provider=ANOTHER))
        self.assertLine(found, payable=1, allowed=100, deductible=30, patient=30, paid=70)

    def test_reversed(self):
        gone, other = entry(claim=7), entry(claim=8)
        account = Account(plan(), policy(), statement(gone, other, gone))
        account.reverse(7)
        self.assertEqual(account.entries, Account(plan(), policy(), statement(other)).entries)


class Program(unittest.TestCase):
    def run_with(self, text, *options):
        return subprocess.run([sys.executable, SCRIPT, *options], input=text, capture_output=True, text=True)

    def history(self):
        """Four claims of one beneficiary, one of them refused as a whole and one reversed, and their outcomes."""
        account, steps = Account(Statements.PLAN, policy(), statement()), []
        for number, given in enumerate((line(), line(first="2024-03-02"), line(units=0), line(first="2024-03-03"))):
            outcome, _ = account.judge(number, claim(given))
            steps.append({"judge": {"number": number, "claim": claim(given), "outcome": outcome}})
            if number == 1:
                account.reverse(0)
                steps.append({"reverse": 0})
        return {"plan": Statements.PLAN, "policy": policy(), "statement": statement(), "steps": steps}

    def test_same(self):
        done = self.run_with((json.dumps(self.history()) + "\n") * 50)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("200 claims in 50 histories: 0 differences\n", done.stdout)
        self.assertIn("error zeroUnits: 50\n", done.stdout)
        self.assertIn("refusal duplicate: 0\n", done.stdout)

    def test_different(self):
        good, bad = self.history(), self.history()
        bad["steps"][3]["judge"]["outcome"]["line"] = 1
        del bad["steps"][4]["judge"]["outcome"]["lines"][0]["relief"]
        done = self.run_with("\n".join(map(json.dumps, [good, bad] * 12)) + "\n\n{}\n")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        shown = [text for text in done.stdout.splitlines() if text.startswith("history")]
        self.assertEqual(len(shown), 10)
        self.assertEqual(shown[0], "history on line 2: step 3, claim 2: line: theirs 1, ours 0")
        # 12, and what is not a history.
        self.assertIn(" in 25 histories: 13 differences\n", done.stdout)

    def test_difference(self):
        theirs = {"lines": [{"relief": "5"}, {}]}
        for lines, expected in (
            ([{"relief": "4"}, {}], 'lines[0].relief: theirs "5", ours "4"'),
            ([{"relief": "5"}], "lines: theirs has 2, ours 1"),
            ([{}, {}], 'lines[0].relief: theirs "5", ours nothing'),
        ):
            self.assertEqual(difference(theirs, {"lines": lines}), expected)

    def test_nothing_read(self):
        self.assertEqual(self.run_with("\n").returncode, 1)

    def test_explained(self):
        done = self.run_with(json.dumps(self.history(), indent=2), "--explain")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("share 60, with 45 left: relief 15", done.stdout)
        self.assertIn("refused as a whole: zeroUnits, line 0", done.stdout)


if __name__ == "__main__":
    unittest.main()
