# SPDX-License-Identifier: Apache-2.0
"""Requests for decision support that end without a result, and without blame."""

import copy
import json
import re
import shutil

from network import wait_until
from refusals import OPENED_BY
from scenario import CLINIC, CLINICIAN, READ_ALL, check, register_patient
from tasks import NO_RECEIPT, accused, bonds, request_of, said, wait_for_end, wait_in_draw

from .people import LOCUM, PATIENT, People, weight

# What the model reads, and the LOINC code of systolic blood pressure.
INPUTS = "Encounter,Condition,Observation-vital-signs,Observation-laboratory"
SYSTOLIC = "8480-6"
# Registered by the clinic; lets decision support read for some, and keeps it out for others.
CHOOSY = "//Patient//choosy"


class Models(People):
    def approved(self):
        """The first approved model."""
        models = self.net.must(PATIENT, "decision", "model", "list")["models"]
        return next(model["id"] for model in models if model["state"] == "approved")

    def asking(self, model, records, *options):
        """As the clinician asks."""
        return ["decision", "request", "--model", model, "--purpose", "TREAT",
                "--inputs", ",".join(map(str, records)), *options]

    def prepared(self, model, records):
        """What is asked is written while all custodians are there; who asks by that needs none of them."""
        return ["--job", self.net.must(CLINICIAN, *self.asking(model, records, "--unchecked", "--prepare"))["job"]]

    def ends_refused(self, request):
        """It ends by refusals alone; nobody is charged with anything."""
        ended = wait_for_end(self.net, request)
        check(not ended["sealed"] and len(set(ended["refused"])) >= 2, f"request {request}: {ended}")
        check(not accused(self.net, request), f"request {request}: {accused(self.net, request)}")
        return self.expect("NotFound", CLINICIAN, "decision", "receipt", request, says=[f"request {request}"])

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
        records, before = [entry["record"] for entry in written], bonds(self.net)
        with self.nothing_changes("Consent", but=OPENED_BY):
            # The clinician's own machine tells, and asks nobody.
            told = [SYSTOLIC, "resource.component", "900", "measure again"]
            self.expect("InputsRefused", CLINICIAN, *self.asking(model, records), says=[*told, "--unchecked"])
            asked = self.net.refused(CLINICIAN, *self.asking(model, records, "--unchecked", "--wait"))
            check(asked["kind"] == NO_RECEIPT[0], f"the request ended as {asked}")
            # Operators don't say why. Whoever may read the records learns which input, where, and what to do.
            request = asked["request"]
            check(SYSTOLIC not in asked["message"], f"the chain tells {asked}")
            checking = ["decision", "check", model, ",".join(map(str, records)), "--purpose", "TREAT"]
            self.expect("InputsRefused", CLINICIAN, *checking, says=told)
            self.ends_refused(request)
            logged = lambda: [line for worker in workers for line in worker.output().splitlines()
                              if re.search(rf"\brefused request={request}\b", line)]
            # Two end it: the third may find it ended.
            for line in wait_until("two operators to log why", lambda: len(logged()) >= 2 and logged(), 30, 0.2):
                check("implausible" in line and SYSTOLIC not in line, f"refused otherwise: {line}")
                check("900" not in line.split("refused")[1], f"the value is logged: {line}")
        check(bonds(self.net) == before, f"bonds were {before}, now {bonds(self.net)}")
        return (f"systolic 900: operators refuse, no seal, failed at once, no receipt, no bond lost; "
                f"the clinician's machine tells code {SYSTOLIC}, where it stands and what to do")

    def suspended_model(self):
        """Suspended while a request is open: nothing is sealed, nobody is accused."""
        must, workers = self.net.must, self.net.workers
        model = self.approved()
        path = self.file("good.json", self.bundle)
        written = must(PATIENT, "record", "add", path, "--patient", self.account(PATIENT), "--only", INPUTS)
        records, before = [entry["record"] for entry in written["records"]], bonds(self.net)
        job = self.prepared(model, records)
        with self.stopped(*workers):
            request = must(CLINICIAN, *self.asking(model, records, "--unchecked", *job))["request"]
            must("//Alice", "authority", "suspend-model", model)
            check(request_of(self.net, request), "the request has ended already")
            kinds = [self.expect("NotSettled", CLINICIAN, "decision", "result", request),
                     self.expect("ModelNotApproved", CLINICIAN, *self.asking(model, records))]
        self.ends_refused(request)
        must("//Alice", "authority", "approve-model", model)
        check(bonds(self.net) == before, f"bonds were {before}, now {bonds(self.net)}")
        return f"open: {kinds[0]}; anew: {kinds[1]}; it failed unsealed once operators were back, no bond lost"

    def other_card(self):
        """Whoever is drawn and has not the model that is asked, digest and card, refuses: another card, or none."""
        must, workers = self.net.must, self.net.workers
        folder = self.net.folder / "other-card"
        shutil.copytree(self.net.models, folder)
        path = folder / "diabetes-risk" / "card.json"
        card = json.loads(path.read_text())
        card["caveats"] = ["Good for everybody."]
        path.write_text(json.dumps(card))
        other = must(CLINIC, "decision", "model", "propose", path.parent)["model"]
        must("//Alice", "authority", "approve-model", other)
        records, model, before = [self.add()["record"]], self.approved(), bonds(self.net)
        unknown = must(CLINICIAN, *self.asking(other, records, "--unchecked"))["request"]
        self.ends_refused(unknown)
        job = self.prepared(model, records)
        with self.stopped(*workers):
            request = must(CLINICIAN, *self.asking(model, records, "--unchecked", *job))["request"]
            for worker in workers:
                worker.command[worker.command.index("--models") + 1] = str(folder)
        self.ends_refused(request)
        # Two end it: the third may find it ended.
        refused = lambda: sum(bool(said(worker, "refusal posted", request)) for worker in workers) >= 2
        wait_until("two operators to say that they refuse", refused, 30, 0.2)
        with self.stopped(*workers):
            for worker in workers:
                worker.command[worker.command.index("--models") + 1] = str(self.net.models)
        wait_in_draw(self.net)
        check(bonds(self.net) == before, f"bonds were {before}, now {bonds(self.net)}")
        return "a card that nobody has, and one exchanged after the request: refused at once, no seal, no bond lost"

    def class_and_asker(self):
        """A patient says for which work decision support may read, and for whom: nothing else is asked."""
        must, model, patient = self.net.must, self.approved(), self.account(CHOOSY)
        register_patient(self.net, CHOOSY)
        must(CHOOSY, *self.permit(self.account(CLINICIAN), "--actions", "access,collect", *READ_ALL))
        record = must(CHOOSY, "record", "add", self.file("weight.json", weight()), "--patient", patient)["records"][0]["record"]
        asking = self.asking(model, [record], "--unchecked")
        grant = lambda *terms: must(CHOOSY, "consent", "grant", "--to", "decision-support", *terms)["provision"]
        permit = lambda *terms: grant("--permit", *READ_ALL, "--purposes", "CDS", *terms)
        decide = lambda work, asker: must(
            CHOOSY, "consent", "decide", "--patient", patient, "--reader", "decision-support", "--class", work,
            "--asker", self.account(asker), "--category", "Observation-vital-signs", "--purpose", "CDS")
        kinds = []
        for terms in (["--classes", "payment,research"], ["--classes", "clinical", "--asker", self.account(LOCUM)]):
            permit(*terms)
            with self.nothing_changes():
                kinds.append(self.expect("Records.NotPermitted", CLINICIAN, *asking))
        # The clinician is one of its members. What the model wants is not in the record, so operators refuse.
        permit("--classes", "clinical", "--asker", self.account(CLINIC))
        self.ends_refused(must(CLINICIAN, *asking)["request"])
        denial = grant("--deny", "--classes", "clinical", "--asker", self.account(CLINICIAN))
        with self.nothing_changes():
            kinds.append(self.expect("Records.Denied", CLINICIAN, *asking, says=[f"provision {denial}"]))
        check(decide("clinical", CLINICIAN)["refusal"] == {"denied": denial}, "the denial does not decide")
        for work, asker in (("clinical", LOCUM), ("clinical", CLINIC), ("payment", CLINICIAN)):
            check("permit" in decide(work, asker), f"{work} work is not permitted when {asker} asks")
        return f"another class {kinds[0]}, another asker {kinds[1]}; by the clinic's permit asked; then {kinds[2]}"

    def steps(self):
        return [
            ("bad/11-implausible-input", "clinician", "refused, no code in the log, failed, no bond lost", self.implausible_input),
            ("bad/19-suspended-model", "authority", "nothing sealed, nobody accused", self.suspended_model),
            ("bad/20-other-card", "operator", "another card than the model's: refused at once", self.other_card),
            ("bad/22-class-and-asker", "patient", "asked only for the work, and by whom, the patient says", self.class_and_asker),
        ]
