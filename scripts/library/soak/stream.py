# SPDX-License-Identifier: Apache-2.0
"""A stream of operations by a few people at once: records written, read, amended, erased, and decision support asked of
them. What each does next is drawn from the seed."""

import base64
import http.client
import random
import threading
import time

from field import about, patient_of, vital_signs
from scores import bundle, measured
from state import Request, Version, Written, canonical, clock, written_time
from scenario import check

# How often which operation is drawn.
WEIGHTS = {"write": 30, "read": 25, "erase": 18, "ask": 15, "amend": 12}
# A patient has fifty free calls a day, which is two hours here: so many are writing, and the rest is for erasing.
MOST_WRITTEN, MOST_CALLS = 26, 46
# Of a new patient: two permits.
FIRST_CALLS = 2
# A round is asked about while it is so new, in seconds: an hour of the chain's clock is three hundred of them.
ROUND_IS_NEW = 200
# Requests of one reader that are open at once.
MOST_OPEN = 4
# Of written documents, how many are rounds that the model reads, and how many have more than one block.
ROUNDS, LARGE = 0.4, 0.06
LARGE_BYTES = 700_000
# Enough of a ciphertext to know it by, at its beginning and that of each of its blocks.
PIECE, BLOCK = 64, 512 * 1024
FETCHED_WITHIN = 20


class Actor(threading.Thread):
    """A clinician who reads and asks, and one patient after the other who writes and erases."""

    def __init__(self, soak, number, reader):
        super().__init__(name=f"actor {number}", daemon=True)
        self.soak, self.net, self.field = soak, soak.net, soak.field
        self.number, self.reader = number, reader
        self.random = random.Random(f"{soak.seed}/actor/{number}")
        self.patient = self.account = self.base = None

    def run(self):
        while not self.soak.over.is_set():
            try:
                if self.patient is None or self.soak.calls[self.patient] >= MOST_WRITTEN:
                    self.move_on()
                else:
                    self.act()
            except Exception as failure:
                self.soak.found(f"actor {self.number}: {type(failure).__name__}: {failure}")
                time.sleep(1)

    def move_on(self):
        """To a new patient, with the record that says who they are."""
        with self.soak.moving:
            patient, time_ = self.field.patient(self.reader)
            self.soak.calls[patient] = FIRST_CALLS
            account = self.field.account(patient)
            base = None
            while base is None and not self.soak.over.is_set():
                base = self.write(patient, account, "person", [patient_of(time_)])
        self.patient, self.account, self.base = (patient, account, base) if base else (None, None, None)

    def act(self):
        operation = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        done = {"write": self.write_any, "read": self.read, "erase": self.erase, "ask": self.ask, "amend": self.amend}
        if not done[operation]():
            self.write_any()

    def tried(self, operation, who, *arguments):
        """What `salus` answered; nothing if it failed, which is counted."""
        answer = self.net.salus(who, *arguments)
        error = answer.get("error")
        self.soak.count(operation, error)
        return None if error else answer

    # Which records are whose.

    def mine(self):
        return [record for record in self.soak.live() if record.reader == self.reader]

    def drawn(self, records):
        return self.random.choice(records) if records else None

    # What is written.

    def now(self):
        return written_time(clock(self.net))

    def document(self, kind):
        if kind == "round":
            # Without the patient, whose record stands beside it.
            return vital_signs(self.now())[1:]
        value = round(self.random.uniform(40, 120), 2)
        weight = measured("29463-7", value, "kg", self.now())
        length = LARGE_BYTES if kind == "large" else self.random.randrange(1, 6_000)
        weight["note"] = [{"text": base64.b64encode(self.random.randbytes(length)).decode()}]
        return about("p1", [weight])

    def file(self, resources):
        return self.field.file(f"soak-{self.number}.json", bundle(resources))

    def version(self, number, resources, cid):
        newest = self.net.rpc("records_provenance", number)[-1]
        check(newest["cid"] == cid, f"salus printed that record {number} lies at {cid}, and the chain says {newest}")
        commitment = newest["keyCommitment"].removeprefix("0x")
        return Version(bundle(resources)["entry"], cid, commitment, newest["custodians"])

    def write(self, patient, account, kind, resources):
        answer = self.tried("write", patient, "record", "add", self.file(resources), "--patient", account)
        if answer is None:
            return None
        self.soak.calls[patient] += 1
        check(len(answer["records"]) == 1, f"one document became {answer['records']}")
        entry = answer["records"][0]
        record = Written(entry["record"], patient, account, self.reader, kind, time.monotonic())
        record.versions.append(self.version(record.number, resources, entry["cid"]))
        self.soak.records.append(record)
        return record

    def write_any(self):
        drawn = self.random.random()
        kind = "round" if drawn < ROUNDS else "large" if drawn < ROUNDS + LARGE else "plain"
        self.write(self.patient, self.account, kind, self.document(kind))
        return True

    def amend(self):
        may = lambda record: record.kind in ("plain", "large") and self.soak.calls[record.patient] < MOST_WRITTEN
        record = self.drawn([record for record in self.mine() if may(record)])
        if record is None:
            return False
        resources = self.document("plain")
        answer = self.tried("amend", record.patient, "record", "amend", record.number, self.file(resources),
                            "--base", len(record.versions))
        if answer is not None:
            self.soak.calls[record.patient] += 1
            record.versions.append(self.version(record.number, resources, answer["cid"]))
        return True

    # What is read.

    def read(self):
        record = self.drawn([record for record in self.mine() if record.kind != "job"])
        if record is None:
            return False
        number = self.random.randrange(len(record.versions)) + 1
        answer = self.tried("read", self.reader, "record", "read", record.number, "--version", number,
                            "--purpose", "TREAT")
        if answer is not None and not same(answer, record.versions[number - 1]):
            self.soak.found(f"record {record.number}, version {number}, was read otherwise than it was written")
        return True

    def ask(self):
        open_ = [request for request in self.soak.requests if request.reader == self.reader and not request.ended_at]
        if len(open_) >= MOST_OPEN:
            return False
        new = lambda record: (record.kind == "round" and record.patient == self.patient
                              and time.monotonic() - record.written_at < ROUND_IS_NEW)
        record = self.drawn([record for record in self.mine() if new(record)])
        record = record or self.write(self.patient, self.account, "round", self.document("round"))
        if record is None:
            return True
        answer = self.net.salus(self.reader, *self.field.asking("news2", [self.base.number, record.number]))
        error = answer.get("error")
        self.soak.count("ask", error)
        # Also of a request that the chain refused after that.
        written = (error or answer).get("job")
        job = self.job(written) if written is not None else None
        if not error:
            request = Request(answer["request"], self.reader, record, job, time.monotonic())
            record.requests.append(request)
            job.requests.append(request)
            self.soak.requests.append(request)
        return True

    def job(self, number):
        """The record that says what was asked: `salus` wrote it by itself."""
        job = Written(number, self.patient, self.account, self.reader, "job", time.monotonic())
        newest = self.net.rpc("records_provenance", number)[-1]
        commitment = newest["keyCommitment"].removeprefix("0x")
        job.versions.append(Version(None, newest["cid"], commitment, newest["custodians"]))
        self.soak.records.append(job)
        return job

    # What is erased.

    def erase(self):
        may = lambda record: (record.kind != "person" and self.soak.calls[record.patient] < MOST_CALLS
                              and all(request.closed for request in record.requests))
        record = self.drawn([record for record in self.mine() if may(record)])
        if record is None:
            return False
        requests = record.requests if record.kind == "job" else []
        receipts = [self.net.rpc("decisionSupport_receipt", request.number) for request in requests]
        results = [receipt["result"] for receipt in receipts if receipt and receipt["result"]]
        for cid in [*(version.cid for version in record.versions), *results]:
            ciphertext = self.fetched(cid)
            if ciphertext is None:
                record.unseen += 1
            else:
                record.pieces += [ciphertext[at:at + PIECE] for at in range(0, len(ciphertext), BLOCK)]
        self.soak.calls[record.patient] += 1
        answer = self.tried("erase", record.patient, "record", "erase", record.number, "--confirm", record.number)
        record.erased = answer is not None
        return True

    def fetched(self, cid):
        """A ciphertext as one of the custodians gives it; nothing if none does in time."""
        deadline = time.monotonic() + FETCHED_WITHIN
        while time.monotonic() < deadline:
            for worker in self.net.workers:
                try:
                    return self.net.document(cid, worker)
                except (OSError, http.client.HTTPException):
                    pass
            time.sleep(0.3)
        return None


def same(answer, version):
    """Whether what was read is what was written, as far as that is known."""
    return version.entries is None or canonical(answer["document"]["entry"]) == canonical(version.entries)
