# SPDX-License-Identifier: Apache-2.0
"""Custody is paid: who pays for a record's key, what its custodians get for proofs that they keep it, and that nothing is
made or lost by it. All people are synthetic. Played after the steps of the field, with their patients."""

import secrets

from field import patient_of
from network import wait_until
from quorum.people import People
from scenario import CLINIC, OUTSIDER, check, fund

# Whoever pays, and for nothing else.
PAYER = "//Custody//payer"
UNITS = 5
TERM_DAYS = 365
# Claims every two minutes of the on-chain clock, each block of which is six seconds; what they earn then is less than
# their fee.
CLAIM = ["--claim-custody-every", "120", "--claim-at-a-loss"]


class Paid(People):
    def claiming(self, on):
        """Every operator anew: it claims within few blocks, or after a week of them."""
        for worker in self.net.workers:
            worker.stop()
            worker.command = [*worker.command, *CLAIM] if on else worker.command[:-len(CLAIM)]
            self.net.wait_for(worker.start())

    def fund_of(self, record):
        return self.net.final("records_custodyFund", record, 1)

    def proofs(self, record):
        """The last proof that the chain has of each custodian."""
        return [retention["proof"] for retention in self.fund_of(record)["retentions"]]

    def claim(self, who, record, proof):
        return self.by_polkadot_js("claim-custody", who, record, 1, proof)["error"]

    def sponsored(self, record):
        """Data rule 10: a patient without tokens writes all the same, and the sponsor pays."""
        found = self.fund_of(record)
        price, clinic = int(found["price"]), self.field.account(CLINIC)
        term = str(price * len(self.net.workers) * TERM_DAYS)
        check((found["payer"], found["held"]) == (clinic, term), f"a patient's custody is paid otherwise: {found}")
        check(len(set(self.proofs(record))) == len(self.net.workers), f"anchors: {found}")
        return price

    def refused(self, record, who, custodian):
        """What proves nothing: made up, said again, and said by somebody else. The custodian's worker is not running: it
        would take the same nonces."""
        custodians = self.net.must(who, "record", "status", record)["versions"][-1]["custodians"]
        said = self.proofs(record)[custodians.index(self.account(custodian))]
        refusals = (self.claim(custodian.secret, record, "0x" + secrets.token_hex(32)),
                    self.claim(custodian.secret, record, said), self.claim(OUTSIDER, record, said))
        check(refusals == ("records.WrongProof", "records.WrongProof", "records.NotACustodian"), f"refused: {refusals}")
        return refusals

    def added_up(self, record, first, payer, held):
        """What the three were paid, once the record is erased: everybody's balance is as events say."""
        operators = [self.account(worker) for worker in self.net.workers]
        told = self.by_polkadot_js("custody-paid", record, first, self.net.block(), payer, *operators)
        for account, sums in told["accounts"].items():
            check(sums["after"] == sums["expected"], f"{account}: {sums}")
        check(told["accounts"][payer]["held"] == "0", f"something is held after the erasure: {told}")
        got = {account: int(amount) for account, amount in told["paid"].items()}
        check(sorted(got) == sorted(operators) and all(got.values()), f"paid: {got}")
        check(sum(got.values()) < held, f"{held} were held, and paid: {got}")
        return sum(got.values())

    # 11
    def paid(self):
        net = self.net
        who, time = self.field.patient()
        [record] = self.field.add(who, [patient_of(time)])
        price, anchors = self.sponsored(record), self.proofs(record)
        fund(net, PAYER, UNITS)
        payer = self.field.account(PAYER)
        self.claiming(True)
        try:
            first = net.block()
            held = int(net.must(PAYER, "record", "fund-custody", record)["held"])
            check(held == price * len(net.workers) * TERM_DAYS, f"{held} are held at {price} a day")
            told = net.must(who, "record", "custody", record)
            check(told["payer"] == payer and told["price"] == str(price) and told["lastsUntil"], f"told: {told}")
            # Twice, so that the second claim rests on the first one's proof.
            for seen in (anchors, None):
                before = seen or self.proofs(record)
                moved = lambda: all(now != then for now, then in zip(self.proofs(record), before))
                wait_until("all three to be paid", moved, 120, 0.3)
            net.workers[0].stop()
            refusals = self.refused(record, who, net.workers[0])
            net.must(who, "record", "erase", record, "--confirm", record)
            check(self.fund_of(record) is None, "its fund is left after the erasure")
            sum_paid = self.added_up(record, first, payer, held)
        finally:
            self.claiming(False)
        return (f"{held} held, {sum_paid} to three custodians by two proofs each at least, the rest back at the erasure; "
                "all four balances are as events say; made up, repeated, another's: " + ", ".join(refusals))

    def steps(self):
        return [("custody/11-paid", "operator", "payer and custodians add up, no proof serves twice", self.paid)]
