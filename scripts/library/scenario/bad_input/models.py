# SPDX-License-Identifier: Apache-2.0
"""Requests for decision support that end without a result, and without blame."""

import copy
import json
import shutil

from network import wait_until
from scenario import CLINIC, CLINICIAN, check, seal

from .people import PATIENT, People

# What the model reads, and the LOINC code of systolic blood pressure.
INPUTS = "Encounter,Condition,Observation-vital-signs,Observation-laboratory"
SYSTOLIC = "8480-6"


class Models(People):
    def approved(self):
        """The first approved model."""
        models = self.net.must(PATIENT, "decision", "model", "list")["models"]
        return next(model["id"] for model in models if model["state"] == "approved")

    def bonds(self):
        bond = lambda worker: self.net.must(PATIENT, "who", self.account(worker.secret))["operator"]["bond"]
        return {worker.name: bond(worker) for worker in self.net.workers}

    def ended(self, request):
        """What the request is once operators may no longer seal."""
        status = lambda: self.net.must(CLINICIAN, "decision", "status", request)
        over = lambda now: now if now["state"] != "sealing" else None
        return wait_until("the request to fail", lambda: over(status()), 90, 0.3)

    def implausible_input(self):
        bundle, changed = copy.deepcopy(self.bundle), 0
        for resource in (entry["resource"] for entry in bundle["entry"]):
            for part in [resource, *resource.get("component", [])]:
                codes = [coding.get("code") for coding in (part.get("code") or {}).get("coding", [])]
                if resource["resourceType"] == "Observation" and SYSTOLIC in codes and "valueQuantity" in part:
                    part["valueQuantity"]["value"] = 900
                    changed += 1
        check(changed, "the patient's bundle has no systolic blood pressure")
        must, workers = self.net.must, self.net.workers
        model = self.approved()
        written = must(PATIENT, "record", "add", self.file("implausible.json", bundle),
                       "--patient", self.account(PATIENT), "--only", INPUTS)["records"]
        before = self.bonds()
        with self.nothing_changes("Consent"):
            asking = ["decision", "request", model, "--purpose", "TREAT", "--records",
                      ",".join(str(entry["record"]) for entry in written)]
            # The clinician's own machine tells, and asks nobody.
            told = [SYSTOLIC, "resource.component", "900", "measure again"]
            self.expect("InputsRefused", CLINICIAN, *asking, says=[*told, "--unchecked"])
            asked = self.net.refused(CLINICIAN, *asking, "--unchecked", "--wait")
            check(asked["kind"] == "InputsRefused" and asked["problems"], f"the request ended as {asked}")
            # The clinician, who may read the records, learns which input, where, and what to do.
            request = asked["request"]
            check(all(part in asked["message"] for part in told), f"the clinician is told {asked}")
            drawn = must(CLINICIAN, "decision", "status", request)["drawn"]
            check(not any(map(seal, drawn)), f"drawn: {drawn}")
            check(all(each["fault"] == "clear" for each in drawn), f"drawn: {drawn}")
            logged = lambda: [line for worker in workers for line in worker.output().splitlines()
                              if f"request={request} " in line and "input refused" in line]
            # Two end it: the third may find it ended.
            for line in wait_until("two operators to log why", lambda: len(logged()) >= 2 and logged(), 30, 0.2):
                check("implausible" in line and SYSTOLIC not in line, f"refused otherwise: {line}")
                check("900" not in line.split("input refused")[1], f"the value is logged: {line}")
            wait_until("the request to be closed", lambda: must(
                CLINICIAN, "decision", "status", request)["state"] is None, 90, 0.3)
            self.expect("NotFound", CLINICIAN, "decision", "receipt", request, says=[f"request {request}"])
        check(self.bonds() == before, f"bonds were {before}, now {self.bonds()}")
        return (f"systolic 900: operators refuse, no seal, failed at once, no receipt, no bond lost; "
                f"the clinician is told code {SYSTOLIC}, where it stands and what to do")

    def suspended_model(self):
        """Suspended while a request is open: nothing is sealed, nobody is accused."""
        must, workers = self.net.must, self.net.workers
        model = self.approved()
        path = self.file("good.json", self.bundle)
        written = must(PATIENT, "record", "add", path, "--patient", self.account(PATIENT), "--only", INPUTS)
        asking = ["decision", "request", model, "--unchecked", "--purpose", "TREAT", "--records",
                  ",".join(str(entry["record"]) for entry in written["records"])]
        before = self.bonds()
        with self.stopped(*workers):
            request = must(CLINICIAN, *asking)["request"]
            must("//Alice", "authority", "suspend-model", model)
            asked = must(CLINICIAN, "decision", "status", request)
            check(asked["suspended"] and asked["state"] == "sealing", f"the request stands as {asked}")
            kinds = [self.expect("ModelSuspended", CLINICIAN, "decision", "result", request),
                     self.expect("ModelNotApproved", CLINICIAN, *asking)]
        ended = self.ended(request)
        check(not any(map(seal, ended["drawn"])), f"drawn: {ended['drawn']}")
        self.expect("NotFound", CLINICIAN, "decision", "receipt", request)
        must("//Alice", "authority", "approve-model", model)
        check(self.bonds() == before, f"bonds were {before}, now {self.bonds()}")
        return f"open: {kinds[0]}; anew: {kinds[1]}; it failed unsealed once operators were back, no bond lost"

    def other_card(self):
        """Operators declare, and are drawn for, what they run: digest and card. Whoever was drawn and has another card
        since then refuses openly."""
        must, workers = self.net.must, self.net.workers
        folder = self.net.folder / "other-card"
        shutil.copytree(self.net.models, folder)
        path = folder / "diabetes-risk" / "card.json"
        card = json.loads(path.read_text())
        card["caveats"] = ["Good for everybody."]
        path.write_text(json.dumps(card))
        other = must(CLINIC, "decision", "model", "propose", path.parent)["model"]
        must("//Alice", "authority", "approve-model", other)
        record = str(self.add()["record"])
        asking = lambda model: ["decision", "request", model, "--purpose", "TREAT", "--records", record]
        kind = self.expect("DecisionSupport.TooFewOperators", CLINICIAN, *asking(other))
        model = self.approved()
        before = self.bonds()
        with self.stopped(*workers):
            request = must(CLINICIAN, *asking(model), "--unchecked")["request"]
            for worker in workers:
                worker.command[worker.command.index("--models") + 1] = str(folder)
        ended = self.ended(request)
        # Two end it: the third may find it ended.
        refused = lambda: sum(f"refusal posted request={request}" in worker.output() for worker in workers) >= 2
        wait_until("two operators to refuse", refused, 30, 0.2)
        check(not any(map(seal, ended["drawn"])), f"drawn: {ended}")
        self.expect("NotFound", CLINICIAN, "decision", "receipt", request)
        with self.stopped(*workers):
            for worker in workers:
                worker.command[worker.command.index("--models") + 1] = str(self.net.models)
        check(self.bonds() == before, f"bonds were {before}, now {self.bonds()}")
        return f"a card that nobody has: {kind}; exchanged after the draw: refused at once, no seal, no bond lost"

    def steps(self):
        return [
            ("bad/11-implausible-input", "clinician", "refused, no code in the log, failed, no bond lost", self.implausible_input),
            ("bad/19-suspended-model", "authority", "nothing sealed, nobody accused", self.suspended_model),
            ("bad/20-other-card", "operator", "not drawn for another card; drawn before, refused at once", self.other_card),
        ]
