# SPDX-License-Identifier: Apache-2.0
"""Bad input: each case gets a clear, specific error, and nothing changes. Played after the main scenario, on its
network: the real node and three workers. Each step stands alone after the first."""

import copy
import json
import os
import pathlib
import shutil
import subprocess
import time

from network import files_with, free_port, wait_until
from refusals import Refusals
from scenario import CLINIC, CLINICIAN, OUTSIDER, READ_ALL, check, register_patient, seal, sign_registration

# Both own tokens since genesis; the locum's licence will expire, the stranger is registered as nobody.
LOCUM, STRANGER = "//Ferdie//stash", "//Alice//stash"
# Registered by the clinic, and own no tokens; the newcomer is never registered.
PATIENT, HOARDER, NEWCOMER = "//Patient//careless", "//Patient//hoarder", "//Patient//newcomer"
UNKNOWN = 999_999
MAX_PROVISIONS = 32
# What the model reads, and the LOINC code of systolic blood pressure.
INPUTS = "Encounter,Condition,Observation-vital-signs,Observation-laboratory"
SYSTOLIC = "8480-6"


def weight(kilograms=70):
    """A body weight: a small document that the chain and the custodians take."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "effectiveDateTime": "2026-01-02",
        "valueQuantity": {"value": kilograms, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    }


def bundle_of(*resources):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


class BadInput(Refusals):
    def __init__(self, network, bundle):
        super().__init__(network)
        self.bundle = json.loads(pathlib.Path(bundle).read_text())

    def adding(self):
        """How the small document is written for the patient."""
        return ["record", "add", self.file("weight.json", weight()), "--patient", self.account(PATIENT)]

    def add(self):
        return self.net.must(PATIENT, *self.adding())["records"][0]

    def reading(self, record):
        return ["record", "read", record, "--purpose", "TREAT"]

    def permit(self, to, *terms):
        return ["consent", "grant", "--permit", "--to", to, "--purposes", "TREAT", *terms]

    def people(self):
        must = self.net.must
        self.used_registration = register_patient(self.net, PATIENT)
        register_patient(self.net, HOARDER)
        self.license_locum("2035-01-01")
        must(LOCUM, "keys", "publish")
        for to in (LOCUM, f"members-of:{self.account(CLINIC)}"):
            must(PATIENT, *self.permit(to, "--actions", "access,collect", *READ_ALL))
        must(PATIENT, "consent", "grant", "--permit", "--to", "decision-support", *READ_ALL, "--purposes", "CDS")
        self.record = self.add()["record"]
        for reader in (LOCUM, CLINICIAN):
            must(reader, *self.reading(self.record))
        check(must(PATIENT, "who", self.account(PATIENT))["balance"] == "0", "the patient holds tokens")
        return "two patients without tokens; locum and member of the clinic both read"

    def license_locum(self, until):
        self.net.must("//Alice", "authority", "license", self.account(LOCUM), "--profession", "physician",
                      "--jurisdiction", "CH", "--until", until)

    def cid(self):
        with self.nothing_changes():
            cases = self.by_polkadot_js(PATIENT, "cid-")
        return ", ".join(case["error"] for case in cases)

    def unknown_record(self):
        with self.nothing_changes():
            kinds = [
                self.expect("Records.NotFound", CLINICIAN, *self.reading(UNKNOWN)),
                self.expect("Records.NotFound", PATIENT, "record", "erase", UNKNOWN),
                self.expect("NotFound", PATIENT, "record", "status", UNKNOWN, says=[UNKNOWN]),
            ]
        return "read, erased, looked up: " + ", ".join(kinds)

    def stale_version(self):
        record = self.add()["record"]
        amend = ["record", "amend", record, self.file("weight.json", weight(71)), "--base", 1]
        self.net.must(PATIENT, *amend)
        with self.nothing_changes():
            kind = self.expect("Records.StaleVersion", PATIENT, *amend)
        version = self.net.must(PATIENT, "record", "status", record)["latest"]
        check(version == 2, f"the latest version is {version}")
        return f"{kind}; the latest is still version {version}"

    def too_many_provisions(self):
        one_more = self.permit(CLINICIAN, "--categories", "Claim")
        for _ in range(MAX_PROVISIONS):
            self.net.must(HOARDER, *one_more)
        with self.nothing_changes():
            kind = self.expect("Consent.TooManyProvisions", HOARDER, *one_more, says=["revoke one"])
        listed = self.net.must(HOARDER, "consent", "list")["provisions"]
        check(len(listed) == MAX_PROVISIONS, f"{len(listed)} provisions")
        self.net.must(HOARDER, "consent", "revoke", listed[0]["id"])
        self.net.must(HOARDER, *one_more)
        return f"the {MAX_PROVISIONS + 1}rd: {kind}; after one was revoked it is taken"

    def period_backwards(self):
        permit = self.permit(CLINICIAN, *READ_ALL)
        with self.nothing_changes():
            kinds = [
                self.expect("Consent.PeriodBackwards", PATIENT, *permit, "--from", "2031-01-01", "--until", "2030-01-01"),
                self.expect("Consent.PeriodBackwards", PATIENT, *permit,
                            "--data-from", "2021-01-01", "--data-until", "2020-01-01"),
                self.expect("Consent.Expired", PATIENT, *permit, "--until", "2020-01-01"),
                self.expect("BadInput", PATIENT, *permit, "--until", "2030-02-30", says=["2030-02-30"]),
            ]
        return ", ".join(kinds)

    def names_nothing(self):
        with self.nothing_changes():
            cases = self.by_polkadot_js(PATIENT, "permit-")
            kind = self.expect("BadInput", PATIENT, *self.permit(CLINICIAN, "--categories", "Everything"),
                               says=["no category Everything"])
        return ", ".join([f"{case['case']}: {case['error']}" for case in cases] + [f"unknown word: {kind}"])

    def expired_licence(self):
        # Forty blocks ahead: long enough for the council to agree before, short enough to wait for.
        until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((self.now() + 240_000) / 1000))
        self.license_locum(until)
        in_force = lambda: "inForce" in self.net.must(LOCUM, "who", self.account(LOCUM))["licence"]
        check(in_force(), "the licence was not renewed")
        wait_until("the on-chain clock to pass the licence's end", lambda: not in_force(), 120, 0.3)
        with self.nothing_changes():
            kinds = [
                self.expect("Records.NotInForce", LOCUM, *self.adding()),
                self.expect("Records.NotInForce", LOCUM, *self.reading(self.record)),
                self.expect("Consent.NotInForce", LOCUM, "consent", "break-glass", self.account(PATIENT),
                            "--reason", "lifeThreat"),
            ]
        return f"void since {until}: write {kinds[0]}, read {kinds[1]}, break-glass {kinds[2]}"

    def suspended_organisation(self):
        clinic, grant = self.account(CLINIC), self.permit(CLINICIAN, "--categories", "Claim")
        suspend = ["authority", "suspend", "organisation", clinic]
        registration = sign_registration(self.net, NEWCOMER)
        self.net.must("//Alice", *suspend)
        try:
            with self.nothing_changes():
                kinds = [
                    self.expect("NotAccepted", PATIENT, *grant, says=["Consent.grant", "pay"]),
                    self.expect("Records.NotPermitted", CLINICIAN, *self.reading(self.record)),
                    self.expect("Participants.OrganisationNotInForce", CLINIC, "organisation", "register", registration),
                    self.expect("Participants.OrganisationNotInForce", CLINIC, "organisation", "admit", LOCUM),
                    self.expect("Participants.AlreadySuspended", "//Alice", *suspend),
                ]
        finally:
            self.net.must("//Alice", "authority", "reinstate", "organisation", clinic)
        self.net.must(PATIENT, *grant)
        self.net.must(CLINICIAN, *self.reading(self.record))
        return (f"feeless call {kinds[0]}, member {kinds[1]}, registration {kinds[2]}, admission {kinds[3]}; "
                "reinstated: all work")

    def malformed_fhir(self):
        person = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1970-01-01"}
        good = json.dumps(bundle_of(person, weight()))
        value = "entry[1].resource.valueQuantity.value"
        cases = {
            "line 1, column": good[:-1],
            f"Bundle.{value}": json.dumps(bundle_of(person, weight("heavy"))),
            "Bundle.entry[1].resource.status": json.dumps(bundle_of(person, {**weight(), "status": ["final"]})),
            "Bundle.entry[1].resource.code": json.dumps(bundle_of(person, {"resourceType": "Observation", "status": "final"})),
            "Bundle.entry[0].resource.birthDate": good.replace("1970-01-01", "1970-02-30"),
            "Bundle.entry[2].resource": json.dumps(bundle_of(person, weight(), person)),
            "entry[1].resource.status: this member stands twice":
                good.replace('"status": "final"', '"status": "final", "status": "amended"'),
            # Numbers that are not finite: no JSON, or beyond a double.
            "this is not JSON": good.replace('"value": 70', '"value": NaN'),
            f"{value}: the number is too large": good.replace('"value": 70', '"value": 1e999'),
        }
        with self.nothing_changes():
            for path, text in cases.items():
                self.expect("MalformedFhir", PATIENT, "record", "add", self.file("malformed.json", text),
                            "--patient", self.account(PATIENT), says=[path])
        return f"{len(cases)} documents: MalformedFhir, with the path of each fault"

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
        model = next(model["id"] for model in must(PATIENT, "decision", "model", "list")["models"] if model["state"] == "approved")
        written = must(PATIENT, "record", "add", self.file("implausible.json", bundle),
                       "--patient", self.account(PATIENT), "--only", INPUTS)["records"]
        bonds = lambda: {worker.name: must(PATIENT, "who", self.account(worker.secret))["operator"]["bond"] for worker in workers}
        before = bonds()
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
                CLINICIAN, "decision", "status", request)["stage"] is None, 90, 0.3)
            self.expect("NotFound", CLINICIAN, "decision", "receipt", request, says=[f"request {request}"])
        check(bonds() == before, f"bonds were {before}, now {bonds()}")
        return (f"systolic 900: operators refuse, no seal, failed at once, no receipt, no bond lost; "
                f"the clinician is told code {SYSTOLIC}, where it stands and what to do")

    def wrong_passphrase(self):
        elsewhere = copy.copy(self.net)
        elsewhere.folder = self.net.folder / "passphrase"
        keystore = elsewhere.folder / "home" / "keystore"
        subprocess.run([self.net.salus_program, "--home", keystore.parent, "--json", "keys", "new", "me"],
                       env={**os.environ, "SALUS_PASSPHRASE": "another one"}, check=True, capture_output=True)
        before = keystore.read_bytes()
        with self.nothing_changes():
            kinds = [self.expect("WrongPassphrase", "me", *command, net=elsewhere, says=[keystore])
                     for command in (["keys", "show", "me"], ["keys", "new", "other"], ["register"])]
        check(keystore.read_bytes() == before, "the keystore changed")
        return f"{kinds[0]}, naming the keystore, which is as it was"

    def custodian_down(self):
        down = self.net.workers[1]
        with self.stopped(down), self.nothing_changes():
            kind = self.expect("CustodianUnreachable", PATIENT, *self.adding(),
                               says=[self.account(down.secret), down.endpoint])
        record = self.add()["record"]
        return f"{kind}, naming account and address; once it is back, record {record} is written"

    def document_missing(self):
        workers, record = self.net.workers, self.add()
        ciphertext = self.net.document(record["cid"], workers[0])
        held = lambda: [path for worker in workers for path in files_with(worker.home, ciphertext[-64:])]
        wait_until("every store to hold the document", lambda: len(held()) >= len(workers), 30, 0.3)
        with self.stopped(*workers):
            blocks = {path: path.read_bytes() for path in held()}
            for path in blocks:
                path.unlink()
        entries = lambda: self.net.must(PATIENT, "disclosures")["count"]
        records = lambda: self.net.must(PATIENT, "record", "list")["records"]
        before = entries(), records()
        with self.nothing_changes("Consent"):
            kind = self.expect("NotFound", CLINICIAN, *self.reading(record["record"]),
                               says=[record["cid"], *(self.account(worker.secret) for worker in workers)])
        # The chain granted the reader access before anyone searched for the document, and the ledger must say so.
        check((entries(), records()) == (before[0] + 1, before[1]), "more changed than the ledger's one entry")
        with self.stopped(*workers):
            for path, block in blocks.items():
                path.write_bytes(block)
        self.net.must(CLINICIAN, *self.reading(record["record"]))
        return f"gone from {len(blocks)} stores: {kind}, naming CID and custodians; put back: read"

    def oversize(self):
        document = {"resourceType": "Binary", "contentType": "text/plain", "data": "A" * (68 * 1024 * 1024)}
        path = self.file("oversize.json", document)
        with self.nothing_changes():
            kind = self.expect("TooLarge", PATIENT, "record", "add", path, "--patient", self.account(PATIENT),
                               says=["64 MiB", "split it"])
            cases = self.by_polkadot_js(PATIENT, "document-")
        path.unlink()
        check("64 MiB" in cases[0]["docs"], f"the chain does not state the limit: {cases[0]}")
        return f"68 MiB: {kind}, the limit is stated; on chain " + ", ".join(case["error"] for case in cases)

    def replayed_registration(self):
        clinic = lambda: self.net.must(CLINIC, "who", self.account(CLINIC))
        patient = lambda: self.net.must(PATIENT, "who", self.account(PATIENT))
        balance = lambda: int(clinic()["balance"])
        # All but what the fee is taken from.
        known = lambda: (patient(), {**clinic(), "balance": None})
        register = ("organisation", "register")
        altered = json.loads(sign_registration(self.net, NEWCOMER).read_text())
        # A millisecond more or less.
        start, last = altered["expiresAt"][:-2], altered["expiresAt"][-2]
        altered["expiresAt"] = f"{start}{1 if last == '0' else 0}Z"
        before, owned = known(), balance()
        with self.nothing_changes():
            kinds = [
                self.expect("BadInput", OUTSIDER, *register, self.used_registration, says=["another organisation"]),
                self.expect("Participants.BadSignature", CLINIC, *register, self.file("altered.json", altered)),
            ]
            check(balance() == owned, "the clinic paid for what its own machine refuses")
            kinds.append(self.expect("Participants.AlreadyRegistered", CLINIC, *register, self.used_registration,
                                     says=["salus who"]))
        check(balance() < owned, "a replay costs the clinic no fee")
        check(known() == before, "patient or clinic changed")
        check(not self.net.must(PATIENT, "who", self.account(NEWCOMER))["patient"], "the newcomer was registered")
        return f"by another: {kinds[0]}; altered: {kinds[1]}; again: {kinds[2]}, at a fee"

    def unregistered_upload(self):
        shares = lambda: {path for worker in self.net.workers for path in (worker.home / "journal.redb.shares").rglob("*")}
        before = shares()
        with self.nothing_changes():
            kind = self.expect("Records.NotPermitted", STRANGER, *self.adding())
            # And by a client that does not ask first.
            refusal = self.net.write_unchecked(STRANGER, self.account(PATIENT), self.file("weight.json", weight()),
                                               "Observation-vital-signs", succeeds=False)
            for says in ("not registered", *(self.account(worker.secret) for worker in self.net.workers)):
                check(says in refusal, f"{says!r} is not named in {refusal}")
        check(not shares() - before, "a custodian took a share")
        return f"{kind}; asked all the same, every custodian says that the caller is not registered; no share was taken"

    def node_down(self):
        block, nowhere = self.net.block(), copy.copy(self.net)
        nowhere.url = f"ws://127.0.0.1:{free_port()}"
        with self.nothing_changes():
            self.expect("Unreachable", PATIENT, "record", "list", net=nowhere, says=[nowhere.url])
            self.net.node.stop()
            try:
                kinds = [self.expect("Unreachable", PATIENT, *command, says=[self.net.url])
                         for command in (self.adding(), self.permit(CLINICIAN, *READ_ALL))]
            finally:
                self.net.node.start()
                wait_until("the node to go on", lambda: self.net.goes_on(block), 120, 0.2)
        read = lambda: "document" in self.net.salus(CLINICIAN, *self.reading(self.record))
        wait_until("the custodians to answer again", read, 60, 0.5)
        for worker in self.net.workers:
            worker.must_run()
        return f"{kinds[0]}, naming {self.net.url}; started again: custodians answer, none had to be restarted"

    def upgrade(self):
        runtime, version = self.net.folder / "runtime.wasm", self.net.rpc("state_getRuntimeVersion")["specVersion"]
        code = "0x" + b":code".hex()
        runtime.write_bytes(bytes.fromhex(self.net.rpc("state_getStorage", code)[2:]))
        kinds = [self.expect("BadInput", CLINIC, "apply-upgrade", __file__),
                 self.expect("System.NothingAuthorized", CLINIC, "apply-upgrade", runtime)]
        self.net.must("//Alice", "authority", "authorize-upgrade", runtime)
        kinds.append(self.expect("System.SpecVersionNeedsToIncrease", CLINIC, "apply-upgrade", runtime))
        check(self.net.rpc("state_getRuntimeVersion")["specVersion"] == version, "the runtime has changed")
        return f"{', '.join(kinds)}; still version {version}"

    def suspended_model(self):
        """Suspended while a request is open: nothing is sealed, nobody is accused."""
        must, workers = self.net.must, self.net.workers
        model = next(model["id"] for model in must(PATIENT, "decision", "model", "list")["models"] if model["state"] == "approved")
        path = self.file("good.json", self.bundle)
        written = must(PATIENT, "record", "add", path, "--patient", self.account(PATIENT), "--only", INPUTS)
        asking = ["decision", "request", model, "--unchecked", "--purpose", "TREAT", "--records",
                  ",".join(str(entry["record"]) for entry in written["records"])]
        bonds = lambda: {worker.name: must(PATIENT, "who", self.account(worker.secret))["operator"]["bond"] for worker in workers}
        before = bonds()
        with self.stopped(*workers):
            request = must(CLINICIAN, *asking)["request"]
            must("//Alice", "authority", "suspend-model", model)
            asked = must(CLINICIAN, "decision", "status", request)
            check(asked["suspended"] and asked["stage"] == "sealing", f"the request stands as {asked}")
            kinds = [self.expect("ModelSuspended", CLINICIAN, "decision", "result", request),
                     self.expect("ModelNotApproved", CLINICIAN, *asking)]
        ended = wait_until("the request to fail", lambda: next(
            (now for now in [must(CLINICIAN, "decision", "status", request)] if now["stage"] != "sealing"), None), 90, 0.3)
        check(not any(map(seal, ended["drawn"])), f"drawn: {ended['drawn']}")
        self.expect("NotFound", CLINICIAN, "decision", "receipt", request)
        must("//Alice", "authority", "approve-model", model)
        check(bonds() == before, f"bonds were {before}, now {bonds()}")
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
        model = next(model["id"] for model in must(PATIENT, "decision", "model", "list")["models"] if model["state"] == "approved")
        bonds = lambda: {worker.name: must(PATIENT, "who", self.account(worker.secret))["operator"]["bond"] for worker in workers}
        before = bonds()
        with self.stopped(*workers):
            request = must(CLINICIAN, *asking(model), "--unchecked")["request"]
            for worker in workers:
                worker.command[worker.command.index("--models") + 1] = str(folder)
        ended = wait_until("the request to fail", lambda: next(
            (now for now in [must(CLINICIAN, "decision", "status", request)] if now["stage"] != "sealing"), None), 90, 0.3)
        # Two end it: the third may find it ended.
        refused = lambda: sum(f"refusal posted request={request}" in worker.output() for worker in workers) >= 2
        wait_until("two operators to refuse", refused, 30, 0.2)
        check(not any(map(seal, ended["drawn"])), f"drawn: {ended}")
        self.expect("NotFound", CLINICIAN, "decision", "receipt", request)
        with self.stopped(*workers):
            for worker in workers:
                worker.command[worker.command.index("--models") + 1] = str(self.net.models)
        check(bonds() == before, f"bonds were {before}, now {bonds()}")
        return f"a card that nobody has: {kind}; exchanged after the draw: refused at once, no seal, no bond lost"

    def steps(self):
        return [
            ("bad/01-people", "clinic", "two patients, a locum, a member: all registered", self.people),
            ("bad/02-cid", "patient", "the CID's fault named by the chain", self.cid),
            ("bad/03-unknown-record", "clinician", "Records.NotFound", self.unknown_record),
            ("bad/04-stale-version", "patient", "Records.StaleVersion", self.stale_version),
            ("bad/05-too-many-provisions", "patient", "Consent.TooManyProvisions", self.too_many_provisions),
            ("bad/06-period-backwards", "patient", "Consent.PeriodBackwards", self.period_backwards),
            ("bad/07-permit-names-nothing", "patient", "consent.NothingNamed", self.names_nothing),
            ("bad/08-expired-licence", "locum", "NotInForce for write, read and break-glass", self.expired_licence),
            ("bad/09-suspended-organisation", "authority", "refused at once, until reinstated", self.suspended_organisation),
            ("bad/10-malformed-fhir", "patient", "MalformedFhir, the fault's path named", self.malformed_fhir),
            ("bad/11-implausible-input", "clinician", "refused, no code in the log, failed, no bond lost", self.implausible_input),
            ("bad/12-wrong-passphrase", "patient", "WrongPassphrase", self.wrong_passphrase),
            ("bad/13-custodian-down", "patient", "CustodianUnreachable, named", self.custodian_down),
            ("bad/14-document-missing", "clinician", "NotFound, named; the access is in the ledger", self.document_missing),
            ("bad/15-oversize", "patient", "TooLarge, the limit stated", self.oversize),
            ("bad/16-replayed-registration", "patient", "registered once; each other or altered use is refused", self.replayed_registration),
            ("bad/17-unregistered-upload", "stranger", "refused by client and custodians, no share taken", self.unregistered_upload),
            ("bad/18-node-down", "patient", "Unreachable, the address named", self.node_down),
            ("bad/19-suspended-model", "authority", "nothing sealed, nobody accused", self.suspended_model),
            ("bad/20-other-card", "operator", "not drawn for another card; drawn before, refused at once", self.other_card),
            ("bad/21-upgrade", "clinic", "no WASM, not authorised, not a later version", self.upgrade),
        ]
