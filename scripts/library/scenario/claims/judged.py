# SPDX-License-Identifier: Apache-2.0
"""What steps share in which an insurer's worker judges: its plan, a holder's policy, people who were treated, and what
a second judge makes of the same claims."""

import contextlib
import hashlib
import json
import pathlib
import sys

from field import about, patient_of
from keeping import Keeping
from network import wait_until
from scenario import CLINIC, CLINICIAN, check

from .insured import ASSET, NO_LIMITS, TERMS, Insured, network_terms, public_key
from .seen import Seen

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "adjudication"))
from compare import difference  # noqa: E402, F401
from judge import Account  # noqa: E402

# Of the million that an insurer was given: what its reserve has for claims. Prices are small beside what is charged.
IN_RESERVE = 800_000
CEILING = 500_000
PRICE, DEDUCTIBLE = 8_000, 25_000
ENCOUNTER = {"categories": ["Encounter"], "withinDays": 5}
# What differs, by a benefit's number: the first three ask for evidence.
SPECIAL = {
    **{number: {"evidence": ENCOUNTER} for number in (1, 2, 3)},
    7: {"limits": {**NO_LIMITS, "line": "9000"}}, 8: {"limits": {**NO_LIMITS, "units": 1}}, 9: {"deductible": False},
}
NO_CAPS = {"beneficiary": None, "family": None}
# What is hashed to a nullifier begins with it.
NULLIFIER = b"salus/nullifier/v1"
NOTHING_BEFORE = {"before": [], "authorisations": [], "entries": []}


def benefit(number):
    return {"id": number, "inNetwork": network_terms(PRICE), "outOfNetwork": network_terms(6_000), "deductible": True,
            "waitingDays": 0, "authorisation": False, "evidence": None, "limits": NO_LIMITS, **SPECIAL.get(number, {})}


# One for each line of the largest claim: of two lines on one day under one benefit the later is a duplicate.
TWENTY_BENEFITS = {
    **TERMS, "notBeside": [], "deductible": {**NO_CAPS, "beneficiary": str(DEDUCTIBLE)}, "maximum": NO_CAPS,
    "outOfPocket": {**NO_CAPS, "beneficiary": "60000"}, "benefits": [benefit(number) for number in range(1, 21)],
}


class Insurance:
    """An insurer with a plan and a worker, and a holder's policy under it."""

    def __init__(self, steps, name, holder, terms=TWENTY_BENEFITS, reserve=IN_RESERVE):
        self.steps, self.net, self.holder, self.reserve = steps, steps.net, holder, reserve
        self.secret, net = f"//Insurer//{name}", steps.net
        self.account, self.payee = steps.insurer(self.secret), steps.account(holder)
        self.plan, _ = steps.published(self.secret, terms)
        net.must(self.secret, "insurer", "fund", reserve)
        self.clinic = steps.account(CLINIC)
        net.must(self.secret, "plan", "admit", self.plan, self.clinic, "--from", steps.today())
        # It publishes its key, so it is waited for: the insurer signs by hand, too.
        self.worker = net.insurer(f"insurer-{name}", self.secret)
        net.wait_for(self.worker.start())
        family = steps.family()
        self.coverage = steps.policy_filed(holder, family)
        net.must(holder, "consent", "grant", "--permit", "--to", self.account, "--categories", "Claim",
                 "--purposes", "HPAYMT")
        issued = net.must(self.secret, *steps.issuing_read(self.plan, holder, self.coverage, family))
        check(issued["beneficiaries"] == family["beneficiaries"], f"{family} is insured, and was read as {issued}")
        self.policy = issued["policy"]
        plan, policy = (net.must("//Alice", *asked) for asked in (
            ("plan", "show", self.plan), ("policy", "show", self.policy)))
        self.given = {
            "plan": {"currency": plan["currency"], "year": plan["year"], "versions": plan["terms"]},
            "policy": {**family, **{name: policy[name] for name in ("from", "until")}}, "statement": NOTHING_BEFORE}
        self.second_judge = Account(*self.given.values())

    def line(self, benefit, day, evidence=(), units=4, visit=0, provider=None):
        """A line of a claim file, with a charge that nothing else has; it is more than what is left of a deductible."""
        return {"benefit": benefit, "beneficiary": 0, "visit": visit, "units": units, "first": day, "last": day,
                "charge": str(self.steps.seen.charge()), "provider": provider or self.clinic,
                "evidence": list(evidence), "other": None}

    def filing(self, lines, shown=(), ceiling=CEILING, slot=1):
        """Of a claim of one line the usual ceiling would tell the charge."""
        path = self.steps.file(f"claim-{self.policy}.json", {"currency": "EUR", "lines": lines})
        return ["claim", "file", self.policy, path, "--slot", slot,
                *(["--evidence", ",".join(map(str, shown))] if shown else []),
                *(["--ceiling", ceiling] if ceiling else [])]

    def filed(self, lines, shown=(), ceiling=CEILING, slot=1):
        """The number of a claim that the holder files."""
        self.steps.seen.read_on()
        return self.net.must(self.holder, *self.filing(lines, shown, ceiling, slot))["claim"]

    def outcome(self, claim):
        """What it came to by what the chain says, be there money for it or not; None as long as it is not judged."""
        stage = self.net.final("claims_claim", claim)["stage"]
        return next((stage[name]["outcome"] for name in ("concluded", "waiting") if name in stage), None)

    def judged(self, claim):
        """Waits until the worker has judged it."""
        def over():
            self.steps.seen.read_on()
            self.worker.must_run()
            return self.outcome(claim)
        return wait_until(f"{self.worker.name} to judge claim {claim}", over, 60, 0.1)

    def case(self, claim, lines, facts):
        """What a claim is judged from: `facts` are the pieces of evidence that count, by their records."""
        of = lambda line: {
            **line, "evidence": [facts[record] for record in line["evidence"] if record in facts],
            "provider": {"id": f"0x{public_key(line['provider']).hex()}", "accredited": True,
                         "inNetwork": line["provider"] == self.clinic}}
        filed = self.net.final("claims_claim", claim)["filedAt"][:10]
        return {"currency": "EUR", "filed": filed, "lines": [of(line) for line in lines]}

    def as_by_the_second_judge(self, claim, lines, facts, pieces):
        """Waits until a claim is judged. What the second judge makes of it must be what is paid; the policy's claims
        come here in the order in which they are judged."""
        found = self.judged(claim)
        expected, _ = self.second_judge.judge(claim, self.case(claim, lines, facts))
        check("error" not in expected, f"claim {claim} is refused as a whole: {expected}")
        self.steps.seen.judged(expected)
        check((found["paid"], found["pieces"]) == (expected["paid"], pieces),
              f"claim {claim}: {found}, by the second judge {expected}, with {pieces} pieces")
        return expected

    def blocks_until_judged(self, claim, since):
        """From the block in which it was submitted to that in which it was judged, looked for since some block."""
        submitted = None
        for number in range(since, self.net.block() + 1):
            known = self.net.rpc("claims_claim", claim, self.net.rpc("chain_getBlockHash", number))
            submitted = number if known and submitted is None else submitted
            if known and "concluded" in known["stage"]:
                return number - submitted

    def sent(self):
        """How many transactions of the insurer's the node has had, in blocks and in its pool."""
        return self.net.rpc("system_accountNextIndex", self.account)

    def quiet(self):
        """Waits until the worker has done all that it does about claims that are judged: before somebody else signs by
        its account, or both would take the same nonce."""
        is_quiet = lambda: self.worker.must_run() and Keeping.gauge(self.worker, "salus_claims_open") == 0
        wait_until(f"{self.worker.name} to be done with its claims", is_quiet, 60, 0.1)

    def all_collected(self, paid, elsewhere=0):
        """Waits until the holder has all that was paid, here and at other insurers, to the unit; everything else is
        where it was."""
        has, whole = lambda: self.steps.assets(self.holder), paid + elsewhere
        wait_until(f"the holder to have {whole}", lambda: has() >= whole, 30, 0.2)
        check(has() == whole, f"the holder has {has()}, not {whole}")
        self.steps.solvency(self.account, free=self.reserve - paid, owed=0, open=0, waiting=0)
        owed = self.net.final("claims_owed", self.account, self.payee, ASSET)
        check(owed == "0", f"{owed} are owed besides")
        self.steps.owns_no_tokens(self.holder)


class Judged(Insured):
    def __init__(self, network, field):
        super().__init__(network, field)
        self.seen, self.insurances = Seen(network), []

    @contextlib.contextmanager
    def insured(self, name, holder, **more):
        """An insurer of this name, whose worker runs inside."""
        self.seen.read_on()
        insurance = Insurance(self, name, holder, **more)
        self.insurances.append(insurance)
        try:
            yield insurance
        finally:
            insurance.worker.stop()

    def treated(self, holder):
        """Somebody with another account than the holder's, whom a clinician treated; the encounter's record; and what
        counts of it."""
        who, moment = self.field.patient()
        ambulatory = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}
        encounter = {"resourceType": "Encounter", "status": "finished", "class": ambulatory,
                     "period": {"start": moment, "end": moment}}
        adding = self.field.adding(who, [patient_of(moment), *about("p1", [encounter])])
        [entry] = self.net.must(CLINICIAN, *adding)["records"]
        check(entry["category"] == "Encounter", f"written otherwise: {entry}")
        self.seen.together.append((self.account(holder), self.account(who)))
        status = self.net.must(who, "record", "status", entry["record"])
        fact = {"category": "Encounter", "licensed": True, "recorded": status["versions"][0]["submittedAt"][:10],
                "erased": False}
        return who, entry["record"], fact

    def shown_record(self, who, record, insurance):
        """The file by which whoever was treated shows a record for a policy; nobody else on the machine reads it."""
        path = self.net.folder / f"shown-{record}-{insurance.policy}.json"
        path.unlink(missing_ok=True)
        self.net.must(who, "claim", "evidence", record, "--policy", insurance.policy, "--out", path)
        check(path.stat().st_mode & 0o077 == 0, f"{path} is readable by others")
        return path

    def is_billed(self, path, slot=1):
        """Whether the record that a file shows is billed in a slot: whoever has the file can ask."""
        shown = json.loads(path.read_text())
        parts = (bytes([len(NULLIFIER) << 2]), NULLIFIER, bytes([slot - 1]), shown["record"].to_bytes(8, "little"),
                 bytes.fromhex(shown["s"][2:]))
        nullifier = hashlib.blake2b(b"".join(parts), digest_size=32).hexdigest()
        return self.net.final("state_call", "ClaimsApi_is_billed", f"0x{nullifier}") == "0x01"
