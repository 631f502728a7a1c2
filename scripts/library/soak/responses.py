# SPDX-License-Identifier: Apache-2.0
"""Nothing is doubled: a record, a request, an operator's response, a penalty. And all responded to what had time."""

import re

from after import must_be_empty
from field import ROUND_TOTAL
from kept import Kept
from tasks import bonds, response

OPERATORS_A_REQUEST = 3
# What the runtime takes for a fault.
PENALTY = {"absence": 5 * 10**12, "deviation": 100 * 10**12}
# How keys in storage begin: twox128 of Quorum, and of NextTask: how many tasks there were, eight bytes, lowest first.
NEXT_TASK = "0x72e1768a53a844a52d5edaa55baa99656871195f44de9a0a4d6543b39da4ca0e"
# What a worker's log says when it has responded.
POSTED = re.compile(r"\b(?:sealed|refusal posted) request=(\d+)\b")
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
        counted = self.net.rpc("state_getStorage", NEXT_TASK)
        asked = int.from_bytes(bytes.fromhex(counted[2:]), "little") if counted else 0
        told = len(self.soak.requests)
        wrong = [] if asked == told else [f"{asked} requests, and {told} were told of"]
        for request in self.soak.requests:
            if len({seat["operator"] for seat in request.seats()}) != OPERATORS_A_REQUEST:
                wrong.append(f"request {request.number}: drawn are {request.seats()}")
        for index, worker in enumerate(self.net.workers):
            posted = POSTED.findall(self.log(index))
            wrong += [f"{worker.name} responded to request {number} {posted.count(number)} times"
                      for number in sorted(set(posted)) if posted.count(number) > 1]
        must_be_empty(wrong, "requests or responses are doubled")
        return f"{asked} requests, one response of each operator at most"

    # Why a request has no receipt of three.

    def without_response(self, request, one):
        """Why an operator did not respond, or did not reveal what it had sealed; nothing if it should have."""
        index, deadline = self.indices[one["operator"]], request.deadline()
        if response(one) == "sealed":
            deadline = request.ended_at
        late = self.killer.quiet(request.asked_at, deadline) > QUIET
        down = self.killer.was_down(index, request.asked_at, deadline)
        return "killed while there was time" if down and not late else None

    def refusal(self, request, one):
        """Why an operator refused; nothing if it should not have."""
        index, deadline = self.indices[one["operator"]], request.deadline()
        log = self.log(index)
        down = any(self.killer.was_down(other, request.asked_at, deadline) for other in range(len(self.indices)))
        named = rf"request={request.number}\b"
        if down and re.search(rf"the inputs can't be had {named}", log):
            return "shares or documents could not be had in time"
        killed = self.killer.kills_between(index, request.asked_at, deadline)
        if killed >= UNFINISHED and re.search(rf'refused {named}.*"unreadable"', log):
            return f"refused after {UNFINISHED} kills while it read the inputs"
        return None

    def judged(self, request):
        """How a request ended, in words; and what is wrong with that."""
        receipt, seats = self.receipt(request), request.seats()
        settled = ((request.last or {}).get("draw") or {}).get("settled")
        revealed = [seat["response"]["revealed"] for seat in seats if response(seat) == "revealed"]
        if receipt and revealed == [settled] * OPERATORS_A_REQUEST:
            return "three equal results", []
        wrong, why = [], set()
        if len(set(revealed)) > 1:
            wrong.append(f"request {request.number}: what was revealed differs: {revealed}")
        posted = [POSTED.findall(self.log(index)).count(str(request.number)) for index in range(len(self.indices))]
        for seat in (seat for seat in seats if response(seat) != "revealed"):
            # The refusal that ended it is in no state any more, but in the log of whoever posted it.
            ended = receipt is None and response(seat) is None and posted[self.indices[seat["operator"]]]
            refused = response(seat) == "refused" or ended
            reason = self.refusal(request, seat) if refused else self.without_response(request, seat)
            if reason is None and not refused and receipt is None and request.sealing_over_at is None:
                continue  # Refusals of the others ended it before its time.
            if reason is None:
                wrong.append(f"request {request.number}: {seat['operator']} is {response(seat)}, and had time")
            why.add(reason)
        if receipt is None and len(revealed) > 1:
            wrong.append(f"request {request.number}: {len(revealed)} revealed, and it was not settled")
        words = "two equal results" if receipt else "no receipt"
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
        """Of requests whose job and input are live."""
        def work(records):
            wrong, jobs = [], [record for record in records if record.kind == "job"]
            for request in [request for job in jobs for request in job.requests if request.is_live() and self.receipt(request)]:
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
        """Only for lateness: what was lost is what faults cost that kills explain, once an outage."""
        faults = {account: [] for account in self.soak.accounts}
        for request in self.soak.requests:
            for operator, accusation in request.accused.items():
                # The authority excused whoever challenged.
                if not accusation["challenged"]:
                    faults[operator].append(accusation["fault"])
        after, wrong, told = bonds(self.net), [], []
        for index, worker in enumerate(self.net.workers):
            lost, of = self.soak.bonds[index] - after[index], faults[self.soak.accounts[index]]
            if "deviation" in of:
                wrong.append(f"{worker.name} lost bond for a result that differs")
            if lost != sum(PENALTY[fault] for fault in of):
                wrong.append(f"{worker.name} lost {lost} for {of}")
            told.append(f"{worker.name} {len(of)}")
        must_be_empty(wrong, "bonds are not as they should be")
        return f"penalties, none of them for a result that differs: {', '.join(told)}"

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
            ("doubled/receipts", "clinician", "three equal results, or kills explain it", self.receipts),
            ("doubled/results", "clinician", "every result opens", self.results),
            ("doubled/bonds", "operator", "no bond lost but for lateness", self.bonds),
            ("logs/clean", "operator", "no panic, nothing corrupt, no journal that failed", self.said_in_logs),
        ]
