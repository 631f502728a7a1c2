# SPDX-License-Identifier: Apache-2.0
"""Nothing is doubled: a record, a request, an operator's response, a penalty. And all responded to what had time."""

import re

from after import must_be_empty
from field import ROUND_TOTAL
from kept import Kept
from state import fault
from scenario import seal

OPERATORS_A_REQUEST = 3
# What the runtime takes for a fault.
PENALTY = 100 * 10**12
# An operator that was killed seals within so many seconds of its next start: it tries again every five.
QUIET = 15
# So many daemons that died with a child running are taken for the fault of the inputs.
UNFINISHED = 3
# What must stand in no log.
NEVER = re.compile(r"panicked|corrupt|the journal failed|can't be read|the journal did not take", re.IGNORECASE)


class Responses:
    def __init__(self, soak, killer):
        self.soak, self.net, self.killer = soak, soak.net, killer
        self.indices = {account: index for index, account in enumerate(soak.accounts)}
        self.logs = []

    def log(self, index):
        if not self.logs:
            self.logs = [worker.log.read_text(errors="replace") for worker in self.net.workers]
        return self.logs[index]

    def receipt(self, request):
        return self.net.rpc("decisionSupport_receipt", request.number)

    def records(self):
        """Of each patient, the chain has the records that `salus` told of, and no others."""
        wrong = []
        for account in sorted({record.account for record in self.soak.records}):
            mine = [record for record in self.soak.live() if record.account == account]
            told = {record.number: len(record.versions) for record in mine}
            there = {record["id"]: record["latest"] for record in self.net.rpc("records_list", account, None, 100)}
            wrong += [f"record {number} has {there.get(number, 0)} versions, and {told.get(number, 0)} were told of"
                      for number in sorted({*told, *there}) if there.get(number) != told.get(number)]
        must_be_empty(wrong, "records are not as they were told")
        return f"{len(self.soak.live())} live records, those that were told and no others"

    def one_response(self):
        """The chain keeps one response of each operator; whether more were sent, the workers' logs tell."""
        asked = self.net.rpc("decisionSupport_model", self.soak.model)["requests"]
        told = len(self.soak.requests)
        wrong = [] if asked == told else [f"{asked} requests, and {told} were told of"]
        for request in self.soak.requests:
            drawn = (request.last or {}).get("drawn", ())
            if len({one["operator"] for one in drawn}) != OPERATORS_A_REQUEST:
                wrong.append(f"request {request.number}: drawn are {drawn}")
        for index, worker in enumerate(self.net.workers):
            posted = re.findall(r"\b(?:sealed|refusal posted) request=(\d+)\b", self.log(index))
            wrong += [f"{worker.name} responded to request {number} {posted.count(number)} times"
                      for number in sorted(set(posted)) if posted.count(number) > 1]
        must_be_empty(wrong, "requests or responses are doubled")
        return f"{asked} requests, one response of each operator at most"

    # Why a request has no receipt of three.

    def without_response(self, request, one):
        """Why an operator did not respond; nothing if it should have."""
        index, deadline = self.indices[one["operator"]], request.deadline()
        late = self.killer.quiet(request.asked_at, deadline) > QUIET
        down = self.killer.was_down(index, request.asked_at, deadline)
        return "killed while there was time to seal" if down and not late else None

    def refusal(self, request, one):
        """Why an operator refused; nothing if it should not have."""
        index, deadline = self.indices[one["operator"]], request.deadline()
        log = self.log(index)
        down = any(self.killer.was_down(other, request.asked_at, deadline) for other in range(len(self.indices)))
        if down and re.search(rf"the inputs can't be had request={request.number}\b", log):
            return "shares or documents could not be had in time"
        killed = self.killer.kills_between(index, request.asked_at, deadline)
        if killed >= UNFINISHED and re.search(rf'input refused request={request.number}\b.*"unreadable"', log):
            return f"refused after {UNFINISHED} kills while it read the inputs"
        return None

    def judged(self, request):
        """How a request ended, in words; and what is wrong with that."""
        receipt, drawn = self.receipt(request), (request.last or {}).get("drawn", ())
        if receipt and receipt["agreeing"] == receipt["drawn"] == OPERATORS_A_REQUEST:
            return "three equal seals", []
        wrong, why = [], set()
        for one in drawn:
            if seal(one) and "deviating" in fault(one):
                wrong.append(f"request {request.number}: {one['operator']} sealed otherwise")
            if seal(one):
                continue
            reason = self.refusal(request, one) if one["response"] else self.without_response(request, one)
            if reason is None:
                wrong.append(f"request {request.number}: {one['operator']} did not seal, and had time")
            why.add(reason)
        sealed = sum(seal(one) is not None for one in drawn)
        if receipt is None and sealed > 1:
            wrong.append(f"request {request.number}: {sealed} sealed, and it was not settled")
        words = "two equal seals" if receipt else "no receipt"
        return f"{words} ({', '.join(sorted(reason or 'unexplained' for reason in why))})", wrong

    def receipts(self):
        counts, wrong = {}, []
        for request in self.soak.requests:
            how, found = self.judged(request)
            counts[how] = counts.get(how, 0) + 1
            wrong += found
        must_be_empty(wrong, "requests ended otherwise than kills explain")
        return "; ".join(f"{count} with {how}" for how, count in sorted(counts.items())) or "nothing was asked"

    def results(self):
        """Of requests whose records are live."""
        def work(records):
            wrong = []
            for request in [request for record in records for request in record.requests if self.receipt(request)]:
                result = self.net.salus(request.reader, "decision", "result", request.number, "--purpose", "TREAT")
                outputs = result.get("answer", {}).get("outputs")
                if not result.get("verified") or outputs != ROUND_TOTAL:
                    wrong.append(f"request {request.number}: {result.get('error') or outputs}")
                opened.append(request.number)
            return wrong
        opened = []
        must_be_empty(Kept(self.soak).beside(work), "results do not open, or say something else")
        return f"{len(opened)} results open and say {ROUND_TOTAL[0]} of 20"

    def bonds(self):
        """Only for lateness: what was lost is what faults cost that kills explain."""
        faults = {account: [] for account in self.soak.accounts}
        for request in self.soak.requests:
            for one in (request.last or {}).get("drawn", ()):
                if fault(one)[0] in ("accused", "penalised"):
                    faults[one["operator"]].append(one)
        after, wrong, told = [int(bond) for bond in self.soak.field.bonds()], [], []
        for index, worker in enumerate(self.net.workers):
            lost, of = self.soak.bonds[index] - after[index], faults[self.soak.accounts[index]]
            wrong += [f"{worker.name} lost bond for a seal that differs" for one in of if seal(one)]
            if lost != len(of) * PENALTY:
                wrong.append(f"{worker.name} lost {lost} for {len(of)} faults")
            told.append(f"{worker.name} {len(of)}")
        must_be_empty(wrong, "bonds are not as they should be")
        return f"penalties, none of them for a seal that differs: {', '.join(told)}"

    def said_in_logs(self):
        wrong = []
        for program in [*self.net.workers, self.net.node]:
            lines = program.log.read_text(errors="replace").splitlines()
            wrong += [f"{program.name}: {line[:300]}" for line in lines if NEVER.search(line)]
        must_be_empty(wrong, "lines that must not be in a log")
        return "no panic, nothing corrupt, no journal that failed"

    def steps(self):
        return [
            ("doubled/records", "patient", "the chain has what was told, and no more", self.records),
            ("doubled/responses", "operator", "one response of each operator at most", self.one_response),
            ("doubled/receipts", "clinician", "three equal seals, or kills explain it", self.receipts),
            ("doubled/results", "clinician", "every result opens", self.results),
            ("doubled/bonds", "operator", "no bond lost but for lateness", self.bonds),
            ("logs/clean", "operator", "no panic, nothing corrupt, no journal that failed", self.said_in_logs),
        ]
