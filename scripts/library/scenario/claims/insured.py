# SPDX-License-Identifier: Apache-2.0
"""What several steps do: an insurer with money and a plan; a holder with a policy and claims, who owns no tokens."""

import hashlib
import time

from field import patient_of
from network import wait_until
from refusals import Refusals
from scenario import check, fund
from scores import TERMINOLOGY, concept

# The asset of development chains. Its amounts are text, as everywhere.
ASSET = 1
# Assets.Account: twox128 of the pallet's name, and of the map's.
ASSET_ACCOUNT = "0x682a59d51ab9e48a8c8cc418ff9708d2b99d880ec681799c0cf30e8886371da9"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# What the insurer has, what of it is put in reserve, and what has to be for each policy.
MONEY, FUNDED, RESERVE = 1_000_000, 150_000, 100_000
# What of an insurer's money is told as text.
AMOUNTS = ("free", "owed", "required", "missing")
# For deposits and fees, in whole tokens.
UNITS = 20
DAY = 86_400_000
# So much of a day has to be left on the on-chain clock when something is to happen on it: a hundred blocks.
MARGIN = 600_000


def network_terms(price):
    return {"price": str(price), "adult": {"copayment": "2000", "coinsurance": 2000},
            "child": {"copayment": "0", "coinsurance": 0}}


NO_LIMITS = {"line": None, "day": None, "year": None, "units": None}
# Two benefits, a deductible, and caps for a family.
TERMS = {
    "rules": 1, "filingLimit": 90, "coordination": "standard", "lifetime": None, "notBeside": [[1, 2]],
    "deductible": {"beneficiary": "5000", "family": "7500"},
    "outOfPocket": {"beneficiary": "30000", "family": "50000"},
    "maximum": {"beneficiary": "60000", "family": "90000"},
    "benefits": [
        {"id": 1, "inNetwork": network_terms(8000), "outOfNetwork": network_terms(6000), "deductible": True,
         "waitingDays": 0, "authorisation": False, "evidence": None, "limits": {**NO_LIMITS, "units": 8}},
        {"id": 2, "inNetwork": network_terms(3000), "outOfNetwork": None, "deductible": False, "waitingDays": 90,
         "authorisation": True, "evidence": {"categories": ["Encounter"], "withinDays": 5},
         "limits": {**NO_LIMITS, "year": "20000"}},
    ],
}


def public_key(account):
    """The 32 bytes of an account in SS58: what stands before its checksum."""
    number = 0
    for letter in account:
        number = number * 58 + BASE58.index(letter)
    return number.to_bytes(36, "big")[-34:-2]


class Insured(Refusals):
    def __init__(self, network, field):
        super().__init__(network)
        self.field = field

    def day(self, later=0):
        """A day by the on-chain clock: today, or so many days later."""
        return time.strftime("%Y-%m-%d", time.gmtime(self.now() // 1000 + later * DAY // 1000))

    def today(self):
        """Today by the on-chain clock, with enough of it left: what is sent for today must be in a block today."""
        wait_until("the on-chain clock's next day", lambda: DAY - self.now() % DAY > MARGIN, 120, 0.5)
        return self.day()

    def assets(self, who):
        """What somebody has of the asset and can spend."""
        parts = (ASSET.to_bytes(4, "little"), public_key(self.account(who)))
        key = ASSET_ACCOUNT + "".join(hashlib.blake2b(part, digest_size=16).hexdigest() + part.hex() for part in parts)
        found = self.net.rpc("state_getStorage", key, self.net.rpc("chain_getFinalizedHead"))
        return int.from_bytes(bytes.fromhex(found[2:])[:16], "little") if found else 0

    def owns_no_tokens(self, who):
        known = self.net.must(who, "who", self.account(who))
        check(known["balance"] == "0", f"{who} owns tokens: {known}")

    def insurer(self, secret):
        """An accredited insurer that was given money."""
        account = self.account(secret)
        fund(self.net, secret, UNITS)
        self.net.must("//Alice", "authority", "accredit", account, "--kind", "insurer", "--jurisdiction", "CH",
                      "--registrations-per-day", "0", "--free-calls-per-day", "0")
        before = self.assets(secret)
        self.net.must("//Alice", "insurer", "transfer", account, MONEY)
        check(self.assets(secret) == before + MONEY, f"{MONEY} were given, and {self.assets(secret)} arrived")
        return account

    def published(self, secret, terms=TERMS):
        """A plan valid from today on: its number, and what was asked for."""
        plan = {"asset": ASSET, "currency": "EUR", "year": "calendar", "reserve": str(RESERVE), "backdating": 30,
                "validFrom": self.today(), "terms": terms}
        return self.net.must(secret, "plan", "publish", self.file("plan.json", plan))["plan"], plan

    def filed(self, who, moment, resource):
        """The holder writes a record of category Claim: its number."""
        adding = self.field.adding(who, [patient_of(moment), resource])
        records = self.net.must(who, *adding, "--only", "Claim")["records"]
        check([each["category"] for each in records] == ["Claim"], f"written otherwise: {records}")
        return records[0]["record"]

    def coverage(self, who, moment):
        """In it stands who is insured, as other programs write it: no insurer's worker reads that."""
        return self.filed(who, moment, {
            "resourceType": "Coverage", "status": "active", "type": {"text": "a family"},
            "beneficiary": {"reference": "Patient/p1"}, "payor": [{"display": "an insurer of the demonstration"}]})

    def claim(self, who, moment, charge):
        """In it stand the lines of a claim: one of today."""
        day = self.day()
        item = {"sequence": 1, "productOrService": {"text": "benefit 1"}, "servicedDate": day,
                "quantity": {"value": 2}, "net": {"value": charge / 100, "currency": "EUR"}}
        return self.filed(who, moment, {
            "resourceType": "Claim", "status": "active", "use": "claim", "created": day,
            "type": concept(f"{TERMINOLOGY}/claim-type", "professional"), "patient": {"reference": "Patient/p1"},
            "provider": {"display": "a clinic of the demonstration"},
            "priority": concept(f"{TERMINOLOGY}/processpriority", "normal"),
            "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "the family's"}}], "item": [item]})

    def issuing(self, plan, who, record):
        """A policy of a year from today on, of which the insurer does not read who is insured."""
        return [*self.issuing_read(plan, who, record, {"from": self.today(), "until": self.day(364)}), "--unread"]

    def issuing_read(self, plan, who, record, days):
        """A policy of these days, of which the insurer reads who is insured."""
        return ["policy", "issue", plan, self.account(who), "--record", record, "--from", days["from"],
                "--until", days["until"]]

    def family(self, days=364):
        """Who is insured, as salus policy file takes it: one, for so many days after today."""
        days = {"from": self.day(), "until": self.day(days)}
        return {**days, "beneficiaries": [{"number": 0, **days, "adultFrom": "2000-01-01"}]}

    def policy_filed(self, who, family):
        """The record that the holder writes of who is insured."""
        filing = ["policy", "file", self.account(who), self.file("policy.json", family)]
        return self.net.must(who, *filing)["record"]

    def solvency(self, insurer, **expected):
        """What the chain says of an insurer's money must be just this."""
        known = self.net.must("//Alice", "insurer", "solvency", insurer)
        for name, value in expected.items():
            value = str(value) if name in AMOUNTS else value
            check(known[name] == value, f"{name} should be {value}: {known}")
