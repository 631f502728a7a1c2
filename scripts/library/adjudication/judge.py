# SPDX-License-Identifier: Apache-2.0
"""A second judge of claims, written from pallets/adjudication/README.md alone, to be compared with the first one. As a
program it compares: compare.py says how."""

import collections
import dataclasses
import datetime
import functools
import itertools
import math
import operator
import sys

RULES = 1
WHOLE = 10_000
MOST = 2**64 - 1
MOST_VERSIONS, MOST_BENEFITS, MOST_PAIRS, MOST_BENEFICIARIES, MOST_LINES, MOST_EVIDENCE = 16, 32, 32, 16, 20, 8

ERRORS = (
    "badPlan", "badPolicy", "otherCurrency", "noLines", "tooManyLines", "zeroUnits", "backToFront", "notYet",
    "tooMuchEvidence", "severalYears", "severalVersions", "severalBeneficiaries", "unknownRules", "overflow",
)  # fmt: skip
PATIENT, PROVIDER, NOBODY = "the patient's", "the provider's", "a write-off"
# Whose the charge of a refused line is.
REFUSALS = {
    "notInForce": PATIENT,
    "notBeneficiary": PATIENT,
    "filedTooLate": PROVIDER,
    "notCovered": PATIENT,
    "notAccredited": PROVIDER,
    "outOfNetwork": PATIENT,
    "waitingPeriod": PATIENT,
    "notAuthorised": PROVIDER,
    "noEvidence": PROVIDER,
    "evidenceUnfit": PROVIDER,
    "duplicate": NOBODY,
    "notBeside": PROVIDER,
    "unitsUsedUp": PATIENT,
}
AMOUNTS = (
    "allowed", "deductible", "copayment", "coinsurance", "relief", "aboveLimits",
    "other", "writeOff", "patient", "paid",
)  # fmt: skip
NOTHING = dict.fromkeys(("payable", *AMOUNTS), 0)
SUMS = "paid", "patient", "writeOff", "other"
amounts, summed = operator.itemgetter(*AMOUNTS), operator.itemgetter(*SUMS)
entered = operator.itemgetter("deductible", "outOfPocket", "paid")

UNITS, DEDUCTIBLE, OUT_OF_POCKET, PAID = map(operator.attrgetter, ("units", "deductible", "out_of_pocket", "paid"))


@functools.lru_cache(maxsize=1 << 16)
def day(text):
    """A FHIR date as a number that counts days."""
    return datetime.date.fromisoformat(text).toordinal()


@functools.lru_cache(maxsize=1 << 16)
def year(number, years_from):
    """The benefit year of a day: the calendar's, or one from the policy's first day. An anniversary of 29 February that
    is kept on 1 March needs no case of its own: what is before the one is before the other in a year without it."""
    that = datetime.date.fromordinal(number)
    if years_from is None:
        return that.year
    start = datetime.date.fromordinal(years_from)
    return that.year - start.year - ((that.month, that.day) < (start.month, start.day))


def left(cap, amount, entries, more=0):
    """Of a cap, after an amount of some entries. Where none is given, nothing bounds it."""
    if cap is None:
        return math.inf
    rest = int(cap) - sum(map(amount, entries)) - more
    return rest if rest > 0 else 0


def judge(plan, policy, statement, claim):
    """What a claim comes to. Nothing that is given changes."""
    return Account(plan, policy, statement).judge(None, claim)[0]


@dataclasses.dataclass(slots=True)
class Entry:
    claim: int
    beneficiary: int
    benefit: int
    provider: str
    first: int
    last: int
    year: int
    units: int
    deductible: int
    out_of_pocket: int
    paid: int


def visit(line):
    """Lines of which this is the same are one visit."""
    return line["visit"], line["provider"]["id"].lower(), line["first"]


class Earlier:
    """The entries that a claim of one beneficiary and year counts."""

    def __init__(self, entries, beneficiary, year):
        self.family_year = [entry for entry in entries if entry.year == year]
        self.own = [entry for entry in entries if entry.beneficiary == beneficiary]
        self.own_year = [entry for entry in self.own if entry.year == year]
        # What the claim's visits have borne of co-payments.
        self.visits = collections.Counter()

    def add(self, entry, visit, copayment):
        for entries in (self.family_year, self.own, self.own_year):
            entries.append(entry)
        self.visits[visit] += copayment

    def same(self, benefit):
        return [entry for entry in self.own_year if entry.benefit == benefit]

    def left(self, caps, amount):
        """Of a year's caps: the lesser of the beneficiary's and the family's."""
        return min(left(caps["beneficiary"], amount, self.own_year), left(caps["family"], amount, self.family_year))


class Account:
    """A plan, a policy and a statement, which gets the lines of each claim that is judged."""

    def __init__(self, plan, policy, statement):
        self.error = "badPlan" if bad_plan(plan) else "badPolicy" if bad_policy(policy) else None
        self.currency = plan["currency"]
        self.versions = [(day(version["validFrom"]), version["terms"]) for version in plan["versions"]]
        self.first, self.last = day(policy["from"]), day(policy["until"])
        self.years_from = {"calendar": None, "policy": self.first}[plan["year"]]
        self.beneficiaries = {who["number"]: who for who in policy["beneficiaries"]}
        self.before, self.authorisations = statement["before"], statement["authorisations"]
        self.entries = [
            self.entry(one["claim"], one, one["provider"], one["units"], map(int, entered(one)))
            for one in statement["entries"]
        ]

    def entry(self, claim, line, provider, units, amounts):
        """Of a line, or of what is told of one."""
        days = day(line["first"]), day(line["last"]), self.year(line["first"])
        return Entry(claim, line["beneficiary"], line["benefit"], provider.lower(), *days, units, *amounts)

    def year(self, text):
        return year(day(text), self.years_from)

    def terms(self, number):
        """Those valid on a day, if any are."""
        valid = None
        for since, terms in self.versions:
            if since <= number:
                valid = terms
        return valid

    def reverse(self, number):
        self.entries = [entry for entry in self.entries if entry.claim != number]

    def judge(self, number, claim):
        """The outcome, whose lines the statement then has; and the figures of each line, as whole numbers."""
        error = self.claim_error(claim)
        if error:
            return error, []
        first, filed, figures = claim["lines"][0], day(claim["filed"]), []
        earlier = Earlier(self.entries, first["beneficiary"], self.year(first["first"]))
        for line in claim["lines"]:
            of_line = self.judge_line(line, filed, earlier)
            figures.append(of_line)
            if not of_line["refusal"]:
                entry = self.entry(number, line, line["provider"]["id"], of_line["payable"], entered(of_line))
                self.entries.append(entry)
                earlier.add(entry, visit(line), of_line["copayment"])
        sums = map(sum, zip(*map(summed, figures)))
        return {"lines": list(map(written, figures)), **dict(zip(SUMS, map(str, sums)))}, figures

    def claim_error(self, claim):
        """Why a claim is refused as a whole, and the line that is to blame; or None."""
        lines = claim["lines"]
        if self.error:
            return {"error": self.error}
        if claim["currency"] != self.currency:
            return {"error": "otherCurrency"}
        if not lines:
            return {"error": "noLines"}
        if len(lines) > MOST_LINES:
            return {"error": "tooManyLines"}
        filed, charges = day(claim["filed"]), 0
        for number, line in enumerate(lines):
            charges += int(line["charge"])
            error = self.line_error(line, lines[0], filed) or (charges > MOST and "overflow")
            if error:
                return {"error": error, "line": number}
        return None

    def line_error(self, line, first_line, filed):
        first, last = day(line["first"]), day(line["last"])
        if line["units"] == 0:
            return "zeroUnits"
        if last < first:
            return "backToFront"
        if last > filed:
            return "notYet"
        if len(line["evidence"]) > MOST_EVIDENCE:
            return "tooMuchEvidence"
        if {self.year(line["first"]), self.year(line["last"])} != {self.year(first_line["first"])}:
            return "severalYears"
        if self.terms(first) is not self.terms(last):
            return "severalVersions"
        if line["beneficiary"] != first_line["beneficiary"]:
            return "severalBeneficiaries"
        terms = self.terms(first)
        if terms and terms["rules"] != RULES:
            return "unknownRules"
        return None

    def judge_line(self, line, filed, earlier):
        """What a line comes to, with the steps' figures between, for who wants it explained."""
        charge, first, in_network = int(line["charge"]), day(line["first"]), line["provider"]["inNetwork"]
        other = min(int(line["other"] or 0), charge)
        terms = self.terms(first)
        same = earlier.same(line["benefit"])
        refusal = self.refusal(terms, line, filed, earlier.own, same)
        if refusal:
            return refused(refusal, in_network, charge, other)
        benefit = benefit_of(terms, line)
        limits, network = benefit["limits"], benefit["inNetwork" if in_network else "outOfNetwork"]
        age = "child" if first < day(self.beneficiaries[line["beneficiary"]]["adultFrom"]) else "adult"

        # 2: allowed.
        payable = min(line["units"], left(limits["units"], UNITS, same))
        contract = min(charge, line["units"] * int(network["price"]))
        allowed = contract * payable // line["units"]

        # 3: deductible.
        deductible_left = earlier.left(terms["deductible"], DEDUCTIBLE) if benefit["deductible"] else math.inf
        deductible = 0 if deductible_left == math.inf else min(allowed, deductible_left)
        rest = allowed - deductible

        # 4: co-payment.
        copayment = min(rest, max(0, int(network[age]["copayment"]) - earlier.visits[visit(line)]))
        rest -= copayment

        # 5: co-insurance.
        coinsurance = rest * network[age]["coinsurance"] // WHOLE

        # 6: out-of-pocket maximum.
        share = deductible + copayment + coinsurance
        out_of_pocket_left = earlier.left(terms["outOfPocket"], OUT_OF_POCKET)
        relief = share - min(share, out_of_pocket_left)

        # 7: limits.
        covered = allowed - share + relief
        limit_left = min(
            left(limits["line"], PAID, ()),
            left(limits["day"], PAID, (entry for entry in same if entry.first == first)),
            left(limits["year"], PAID, same),
            earlier.left(terms["maximum"], PAID),
            left(terms["lifetime"], PAID, earlier.own, self.paid_before(line)),
        )
        normal = min(covered, limit_left)

        # 8: another insurer.
        write_off = min(charge - contract, charge - other) if in_network else 0
        due = charge - other - write_off
        non_duplication = {"standard": False, "nonDuplication": True}[terms["coordination"]]
        paid = min(max(0, normal - other) if non_duplication else normal, due)

        return {
            "refusal": None,
            "payable": payable,
            "allowed": allowed,
            "deductible": deductible,
            "copayment": copayment,
            "coinsurance": coinsurance,
            "relief": relief,
            "aboveLimits": covered - normal,
            "other": other,
            "writeOff": write_off,
            "patient": due - paid,
            "paid": paid,
            # From here on: what is entered besides, and what lies between.
            "outOfPocket": share - relief,
            "network": network,
            "age": age,
            "contract": contract,
            "deductibleLeft": deductible_left,
            "outOfPocketLeft": out_of_pocket_left,
            "limitLeft": limit_left,
        }

    def refusal(self, terms, line, filed, own, same):
        """The first reason that holds, or None."""
        first, last, provider = day(line["first"]), day(line["last"]), line["provider"]
        if first < self.first or last > self.last or terms is None:
            return "notInForce"
        who = self.beneficiaries.get(line["beneficiary"])
        if who is None or first < day(who["from"]) or last > day(who["until"]):
            return "notBeneficiary"
        if filed > last + terms["filingLimit"]:
            return "filedTooLate"
        benefit = benefit_of(terms, line)
        if benefit is None:
            return "notCovered"
        if not provider["accredited"]:
            return "notAccredited"
        if not provider["inNetwork"] and benefit["outOfNetwork"] is None:
            return "outOfNetwork"
        if first < day(who["from"]) + benefit["waitingDays"]:
            return "waitingPeriod"
        if benefit["authorisation"] and not self.authorised(line):
            return "notAuthorised"
        needed, evidence = benefit["evidence"], line["evidence"]
        if needed is not None and not evidence:
            return "noEvidence"
        if needed is not None and not any(fits(needed, piece, first, last) for piece in evidence):
            return "evidenceUnfit"
        overlapping = [entry for entry in own if entry.first <= last and entry.last >= first]
        number, provider = line["benefit"], provider["id"].lower()
        if any(entry.benefit == number and entry.provider == provider for entry in overlapping):
            return "duplicate"
        if any(paired(terms, entry.benefit, number) for entry in overlapping):
            return "notBeside"
        if left(benefit["limits"]["units"], UNITS, same) == 0:
            return "unitsUsedUp"
        return None

    def authorised(self, line):
        return any(
            (one["beneficiary"], one["benefit"]) == (line["beneficiary"], line["benefit"])
            and day(one["from"]) <= day(line["first"])
            and day(line["last"]) <= day(one["until"])
            for one in self.authorisations
        )

    def paid_before(self, line):
        return sum(int(one["paid"]) for one in self.before if one["beneficiary"] == line["beneficiary"])


def bad_plan(plan):
    versions = plan["versions"]
    days = [day(version["validFrom"]) for version in versions]
    return (
        not 1 <= len(versions) <= MOST_VERSIONS
        or any(one >= other for one, other in itertools.pairwise(days))
        or any(bad_terms(version["terms"]) for version in versions if version["terms"]["rules"] == RULES)
    )


def bad_terms(terms):
    benefits, pairs = terms["benefits"], terms["notBeside"]
    numbers = {benefit["id"] for benefit in benefits}
    networks = [benefit[name] for benefit in benefits for name in ("inNetwork", "outOfNetwork") if benefit[name]]
    return (
        len(benefits) > MOST_BENEFITS
        or len(pairs) > MOST_PAIRS
        or len(numbers) < len(benefits)
        or any(network[age]["coinsurance"] > WHOLE for network in networks for age in ("adult", "child"))
        or any(one == other or one not in numbers or other not in numbers for one, other in pairs)
    )


def bad_policy(policy):
    who = policy["beneficiaries"]
    return (
        any(day(period["until"]) < day(period["from"]) for period in (policy, *who))
        or len(who) > MOST_BENEFICIARIES
        or len({one["number"] for one in who}) < len(who)
    )


def benefit_of(terms, line):
    return next((benefit for benefit in terms["benefits"] if benefit["id"] == line["benefit"]), None)


def fits(needed, piece, first, last):
    return (
        (not needed["categories"] or piece["category"] in needed["categories"])
        and piece["licensed"]
        and first <= day(piece["recorded"]) <= last + needed["withinDays"]
        and not piece["erased"]
    )


def paired(terms, one, other):
    return [one, other] in terms["notBeside"] or [other, one] in terms["notBeside"]


def refused(refusal, in_network, charge, other):
    # No contract binds a provider out of network.
    whose, rest = REFUSALS[refusal], charge - other
    write_off = rest if whose is NOBODY or whose is PROVIDER and in_network else 0
    return {**NOTHING, "refusal": refusal, "other": other, "writeOff": write_off, "patient": rest - write_off}


def written(figures):
    """As an outcome has them: amounts as text."""
    outcome = {"refusal": figures["refusal"], "payable": figures["payable"]}
    outcome.update(zip(AMOUNTS, map(str, amounts(figures))))
    return outcome


if __name__ == "__main__":
    import compare

    sys.exit(compare.main())
