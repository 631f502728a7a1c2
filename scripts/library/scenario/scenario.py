# SPDX-License-Identifier: Apache-2.0
"""The twelve steps of the main job. Each returns what it observed, or raises."""

import concurrent.futures
import json
import pathlib
import secrets
import threading

from network import Failed, files_with, wait_until
from tasks import bond, response, responses, said, seats, wait_for_all, wait_for_draw, wait_for_receipt

# Accounts that the development chain endows; the patient's is not among them.
CLINIC, CLINICIAN, SECOND, OUTSIDER, PATIENT = (
    "//Bob//stash", "//Charlie//stash", "//Dave//stash", "//Eve//stash", "//Patient")
READ_ALL = ["--categories", "all"]
# Held until the node counts what the clinic sends.
CLINIC_SENDS = threading.Lock()


def check(condition, otherwise):
    if not condition:
        raise Failed(otherwise)


def sign_registration(net, who):
    """What a patient signs so that the clinic may register them: the file's path."""
    clinic, account = (net.must(each, "keys", "show", each)["account"] for each in (CLINIC, who))
    path = net.folder / f"registration-{account}.json"
    net.must(who, "register", "--organisation", clinic, "--out", path)
    return path


def clinic_sends(net, *arguments):
    """The clinic sends one extrinsic. Others may have it do so at the same time: each begins when the node counts the
    extrinsic of the one before, so that no two take the same nonce."""
    clinic = net.must(CLINIC, "keys", "show", CLINIC)["account"]
    sent = lambda: net.rpc("system_accountNextIndex", clinic)
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        with CLINIC_SENDS:
            before = sent()
            sending = beside.submit(net.must, CLINIC, *arguments)
            wait_until(f"{arguments} to be sent", lambda: sending.done() or sent() > before, 60, 0.05)
        return sending.result()


def register_patient(net, who):
    """The clinic registers a patient, by the file whose path is returned."""
    path = sign_registration(net, who)
    clinic_sends(net, "organisation", "register", path)
    return path


def admit(net, organisation, who):
    """The organisation invites somebody to be its member, who accepts."""
    account = lambda one: net.must(one, "keys", "show", one)["account"]
    net.must(organisation, "organisation", "invite", account(who))
    net.must(who, "membership", "accept", account(organisation))


def fund(net, who, units=10):
    """The clinic gives somebody tokens: whoever asks a model pays the operators."""
    clinic_sends(net, "organisation", "fund", net.must(who, "keys", "show", who)["account"], "--units", units)


class Scenario:
    def __init__(self, network, bundle, model_folder):
        self.net, self.bundle_path, self.model_folder = network, bundle, model_folder
        self.bundle = json.loads(pathlib.Path(bundle).read_text())
        self.records, self.by_category = [], {}

    def account(self, who):
        return self.net.must(who, "keys", "show", who)["account"]

    def canaries(self):
        """Strings of the patient's that may be readable nowhere outside."""
        patient = next(
            entry["resource"] for entry in self.bundle["entry"]
            if entry["resource"]["resourceType"] == "Patient")
        name = patient["name"][0]
        found = [name["family"], *name.get("given", []), patient["birthDate"]]
        found += [line for address in patient.get("address", []) for line in address.get("line", [])]
        return [text.encode() for text in found if len(text) >= 5]

    # 1
    def people(self):
        must, clinic = self.net.must, self.account(CLINIC)
        must("//Alice", "authority", "accredit", clinic, "--kind", "provider", "--jurisdiction", "CH",
             "--registrations-per-day", "1000")
        # Accounts beside each other, since each waits for finality; bodies' motions one after the other.
        with concurrent.futures.ThreadPoolExecutor() as beside:
            proposing = beside.submit(self.register_and_propose)
            steps = []
            for who in (CLINICIAN, SECOND):
                must("//Alice", "authority", "license", self.account(who), "--profession", "physician",
                     "--jurisdiction", "CH", "--until", "2035-01-01")
                steps.append(beside.submit(must, who, "keys", "publish"))
            self.model = proposing.result()["model"]
            steps.append(beside.submit(admit, self.net, CLINIC, CLINICIAN))
            must("//Alice", "authority", "approve-model", self.model)
            for step in steps:
                step.result()
        patient = self.account(PATIENT)
        free = self.net.rpc("system_accountNextIndex", patient)
        check(must(PATIENT, "who", patient)["balance"] == "0", "the patient holds tokens")
        return f"clinic accredited, clinicians licensed, patient registered by the clinic with no tokens (nonce {free})"

    def register_and_propose(self):
        """Both are signed by the clinic, so one comes after the other."""
        register_patient(self.net, PATIENT)
        return self.net.must(CLINIC, "decision", "model", "propose", self.model_folder)

    # 2
    def written(self):
        must = self.net.must
        must(PATIENT, "consent", "grant", "--permit", "--to", self.account(CLINICIAN),
             "--actions", "collect", *READ_ALL, "--purposes", "TREAT")
        added = must(CLINICIAN, "record", "add", self.bundle_path, "--patient", self.account(PATIENT))
        self.records = [entry["record"] for entry in added["records"]]
        self.by_category = {entry["category"]: entry for entry in added["records"]}
        self.ciphertexts = {}
        for entry in added["records"]:
            self.ciphertexts[entry["record"]] = self.net.document(entry["cid"], self.net.workers[0])
        for record, ciphertext in self.ciphertexts.items():
            for worker in self.net.workers:
                found = lambda: files_with(worker.home, ciphertext[:256])
                wait_until(f"{worker.name} to hold record {record}", found, 30)
        for canary in self.canaries():
            found = files_with(self.net.folder, canary)
            check(not found, f"{canary!r} is readable in {found}")
        size = sum(map(len, self.ciphertexts.values()))
        return f"{len(self.records)} records, {size} bytes of ciphertext on 3 stores; no canary readable on any disk"

    # 3
    def outsider(self):
        error = self.net.refused(OUTSIDER, "record", "read", self.records[0], "--purpose", "TREAT")
        check(error["kind"] in ("Records.NotPermitted", "Records.NoEncryptionKey"), f"refused otherwise: {error}")
        self.net.must(OUTSIDER, "register")
        error = self.net.refused(OUTSIDER, "record", "read", self.records[0], "--purpose", "TREAT")
        check(error["kind"] == "Records.NotPermitted", f"refused otherwise: {error}")
        asked = self.net.must(OUTSIDER, "record", "custodians", self.records[0], "--access", "999999")
        check(not any(answer["gave"] for answer in asked["custodians"]), f"a custodian gave a share: {asked}")
        return f"chain: {error['kind']}; custodian: {asked['custodians'][0]['reason'][-50:]}"

    # 4
    def read_back(self):
        grant = ["consent", "grant", "--permit", "--actions", "access", *READ_ALL]
        granted, _ = self.net.together(PATIENT, [
            [*grant, "--to", self.account(CLINICIAN), "--purposes", "TREAT"],
            [*grant, "--to", "decision-support", "--purposes", "CDS"]])
        self.provision = granted["provision"]
        entries = []
        for read in self.net.together(
                CLINICIAN, [["record", "read", record, "--purpose", "TREAT"] for record in self.records]):
            entries += read["document"]["entry"]
        # How an entry was sent ("request") belongs to the transaction that it came in, not to the record.
        kept = lambda entry: {name: value for name, value in entry.items() if name != "request"}
        canonical = lambda entries: sorted(
            json.dumps(kept(entry), sort_keys=True, separators=(",", ":")) for entry in entries)
        check(canonical(entries) == canonical(self.bundle["entry"]), "what was read differs from what was written")
        return f"{len(entries)} entries read, byte for byte the input after canonicalisation"

    def asking(self, *options):
        categories = ("Encounter", "Condition", "Observation-vital-signs", "Observation-laboratory")
        records = [self.by_category[name]["record"] for name in categories if name in self.by_category]
        return ["decision", "request", "--model", self.model, "--patient", self.account(PATIENT),
                "--inputs", ",".join(map(str, records)), "--purpose", "TREAT", *options]

    def ask_model(self, *options):
        return self.net.must(CLINICIAN, *self.asking(*options))["request"]

    def prepared(self):
        """What is asked is written while all custodians are there; who asks by that needs none of them."""
        return ["--job", self.net.must(CLINICIAN, *self.asking("--unchecked", "--prepare"))["job"]]

    # 5
    def scored(self):
        """Asked by the model's name, after the check on the clinician's own machine."""
        named = self.net.must(CLINICIAN, "decision", "model", "show", self.model)
        check(named["name"] and named["class"] == "clinical", f"the model is shown as {named}")
        self.request = self.ask_model()
        receipt = wait_for_all(self.net, self.request)
        check((receipt["agreeing"], receipt["seats"]) == (2, 3), f"settled with {receipt}")
        result = self.net.must(CLINICIAN, "decision", "result", self.request, "--purpose", "TREAT")
        check(result["verified"] and result["inputs"] and result["model"], f"result lacks something: {result}")
        self.net.must(CLINICIAN, "decision", "verdict", self.request, "--accept", "--reason", "agreesWithJudgement")
        return f"settled by 2 of 3, the third agreed; risk {result['answer']['value']} ({result['answer']['band']}) from {len(result['inputs'])} inputs, checked, accepted"

    # 6
    def liar(self):
        liar = self.net.workers[2]
        before = bond(self.net, liar)
        job = self.prepared()
        liar.stop()
        request = self.ask_model("--unchecked", *job)
        wait_for_draw(self.net, request)
        lie = ["--content", "0x" + secrets.token_hex(32), "--nonce", "0x" + secrets.token_hex(32)]
        self.net.must(liar.secret, "operator", "seal", request, *lie)
        all_there = lambda: all(map(response, seats(self.net, request)))
        wait_until("the others to seal", all_there, 60, 0.2)
        self.net.must(liar.secret, "operator", "reveal", request, *lie)
        receipt = wait_for_receipt(self.net, request)
        check((receipt["agreeing"], receipt["seats"]) == (2, 3), f"settled with {receipt}")
        lower = lambda: (now := bond(self.net, liar)) < before and now
        after = wait_until("the liar's penalty", lower, 90, 0.5)
        self.net.wait_for(liar.start())
        return f"2 of 3; the liar's bond fell from {before} to {after} after the window"

    # 7
    def custodians_stop(self):
        first, second = self.net.workers[0], self.net.workers[1]
        read = lambda: self.net.must(CLINICIAN, "record", "read", self.records[0], "--purpose", "TREAT")
        first.stop()
        read()
        second.stop()
        error = self.net.refused(CLINICIAN, "record", "read", self.records[0], "--purpose", "TREAT")
        check(error["kind"] == "CustodiansMissing", f"failed otherwise: {error}")
        for worker in (first, second):
            check(self.account(worker.secret) in error["message"], f"{worker.name} is not named: {error}")
        for worker in (first, second):
            self.net.wait_for(worker.start())
        read()
        return "one stopped: read; two stopped: both named; restarted: read"

    # 8
    def killed(self):
        victim = self.net.workers[1]
        account = self.account(victim.secret)
        for attempt in range(1, 9):
            request = self.ask_model("--unchecked")
            wait_until("the victim to fetch the inputs",
                       lambda: said(victim, "inputs fetched", request), 30, 0.0005)
            victim.kill()
            sealed = [seat["operator"] for seat in seats(self.net, request) if response(seat) == "sealed"]
            self.net.wait_for(victim.start())
            wait_for_all(self.net, request, seconds=90)
            if account in sealed or not said(victim, "sealed", request):
                continue  # It had sealed before it died: not the moment we want.
            mine = responses(self.net, request)["sealed"].count(account)
            check(mine == 1, f"{mine} seals by the killed operator")
            return f"killed after fetch and before seal (attempt {attempt}); after restart exactly 1 seal, 3 of 3 agree"
        raise Failed("the operator always sealed before it could be killed")

    # 9
    def flipped(self):
        record = self.records[0]
        marker = self.ciphertexts[record][-64:]
        changed = []
        for worker in self.net.workers:
            worker.stop()
            for path in files_with(worker.home, marker):
                content = path.read_bytes()
                index = content.index(marker)
                path.write_bytes(content[:index] + bytes([content[index] ^ 1]) + content[index + 1:])
                changed.append((path, content))
        check(len(changed) >= 3, f"the ciphertext was found in {len(changed)} stores")
        for worker in self.net.workers:
            self.net.wait_for(worker.start())
        error = self.net.refused(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        check(error["kind"] == "Corrupt", f"failed otherwise: {error}")
        for worker in self.net.workers:
            worker.stop()
        for path, content in changed:
            path.write_bytes(content)
        for worker in self.net.workers:
            self.net.wait_for(worker.start())
        read = self.net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        # Other nodes than this keep the state of the last 256 blocks: on a relay chain step 4 may be longer ago.
        self.last_read_block = read["block"]
        return f"one bit changed in {len(changed)} stores: {error['message'][:70]}"

    # 10
    def revoked(self):
        must, patient = self.net.must, self.account(PATIENT)
        # Another account's, so that it waits for finality beside what follows.
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            breaking = beside.submit(must, SECOND, "consent", "break-glass", patient, "--reason", "lifeThreat")
            told = must(PATIENT, "consent", "revoke", self.provision)
            check(told["ended"] and all(each["readers"] for each in told["ended"]),
                  f"what the revocation ended is not told: {told}")
            hidden = must(PATIENT, "record", "add", self.bundle_path, "--patient", patient, "--compartment", "3",
                          "--only", "Condition")["records"][0]["record"]
            self.records.append(hidden)
            authored = self.net.refused(CLINICIAN, "record", "read", hidden, "--purpose", "TREAT")
            decide = ["consent", "decide", "--patient", patient, "--reader", self.account(CLINICIAN),
                      "--action", "access", "--category", "Condition", "--purpose", "TREAT"]
            now = must(CLINICIAN, *decide)
            then = must(CLINICIAN, *decide, "--at-block", self.last_read_block)
            check("refusal" in now and "permit" in then, f"now {now}, then {then}")
            case = breaking.result()["case"]
        general = self.by_category["Condition"]["record"]
        must(SECOND, "record", "read", general, "--purpose", "BTG")
        refused = self.net.refused(SECOND, "record", "read", hidden, "--purpose", "BTG")
        seen = must(PATIENT, "disclosures")["entries"]
        check(any(entry["basis"] == {"breakGlass": case} for entry in seen), "the patient does not see it")
        must("//Alice", "authority", "review", case, "--outcome", "justified")
        return (f"next request {authored['kind']}, permitted at block {self.last_read_block}; "
                f"glass broken: general read, other {refused['kind']}; seen and reviewed")

    # 11
    def disclosed(self):
        listed = self.net.must(PATIENT, "disclosures")
        numbers = [entry["number"] for entry in listed["entries"]]
        check(listed["verified"], "the ledger does not verify")
        check(numbers == list(reversed(range(listed["count"]))), f"entries {numbers} of {listed['count']}")
        return f"{listed['count']} entries, newest first, verified against head {listed['head'][:18]}…"

    def shares(self):
        """The files in which the operators keep their shares, encrypted."""
        return {path: path.read_bytes() for worker in self.net.workers
                for path in worker.home.glob("journal.redb.shares/*") if path.is_file()}

    # 12
    def erased(self):
        record, before = self.records[0], self.shares()
        self.net.must(PATIENT, "record", "erase", record, "--confirm", record)
        done = lambda: self.net.must(PATIENT, "record", "status", record)["destroyed"]
        wait_until("every destruction receipt", done, 60, 0.3)
        ciphertext = self.ciphertexts[record]
        pieces = [ciphertext[at:at + 64] for at in range(0, len(ciphertext) - 64, max(64, len(ciphertext) // 8))]
        for worker in self.net.workers:
            worker.stop()
        destroyed = [share for path, share in before.items() if not path.exists()]
        check(len(destroyed) == 3, f"{len(destroyed)} shares were destroyed, not 3")
        left = [path for worker in self.net.workers for piece in [*pieces, *destroyed]
                for path in files_with(worker.home, piece)]
        check(not left, f"ciphertext or shares are left in {left}")
        for worker in self.net.workers:
            self.net.wait_for(worker.start())
        error = self.net.refused(PATIENT, "record", "read", record)
        check(error["kind"] == "Records.Erased", f"refused otherwise: {error}")
        return f"receipts from every custodian, no block and no share left on any disk, then {error['kind']}"

    def steps(self):
        return [
            ("main/01-people", "authority", "a clinic, clinicians and a patient without tokens", self.people),
            ("main/02-written", "clinician", "ciphertext on three stores, nothing readable", self.written),
            ("main/03-outsider-refused", "outsider", "refused by the chain and by a custodian", self.outsider),
            ("main/04-read", "clinician", "the plaintext equals the input", self.read_back),
            ("main/05-scored", "clinician", "a receipt, all three agree, a checked result, accepted", self.scored),
            ("main/06-liar", "operator", "a receipt of 2 of 3, the liar loses bond", self.liar),
            ("main/07-custodians-stop", "clinician", "one: read; two: named; restarted: read", self.custodians_stop),
            ("main/08-killed", "operator", "after kill -9 and restart exactly one seal", self.killed),
            ("main/09-flipped-bit", "clinician", "detected, named, nothing decrypted", self.flipped),
            ("main/10-revoked", "patient", "refused now, permitted then; break-glass", self.revoked),
            ("main/11-disclosures", "patient", "complete, in order, verified", self.disclosed),
            ("main/12-erased", "patient", "destroyed everywhere, later requests refused", self.erased),
        ]
