# SPDX-License-Identifier: Apache-2.0
"""A keystore, custodians, a document and a node that are out of reach."""

import copy
import os
import subprocess

from network import files_with, free_port, wait_until
from refusals import OPENED_BY
from scenario import CLINICIAN, READ_ALL, check

from .people import PATIENT, People


class Reach(People):
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
        with self.nothing_changes("Consent", but=OPENED_BY):
            kind = self.expect("NotFound", CLINICIAN, *self.reading(record["record"]),
                               says=[record["cid"], *(self.account(worker.secret) for worker in workers)])
        # The chain granted the reader access before anyone searched for the document, and the ledger must say so.
        check((entries(), records()) == (before[0] + 1, before[1]), "more changed than the ledger's one entry")
        with self.stopped(*workers):
            for path, block in blocks.items():
                path.write_bytes(block)
        self.net.must(CLINICIAN, *self.reading(record["record"]))
        return f"gone from {len(blocks)} stores: {kind}, naming CID and custodians; put back: read"

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

    def steps(self):
        return [
            ("bad/12-wrong-passphrase", "patient", "WrongPassphrase", self.wrong_passphrase),
            ("bad/13-custodian-down", "patient", "CustodianUnreachable, named", self.custodian_down),
            ("bad/14-document-missing", "clinician", "NotFound, named; the access is in the ledger", self.document_missing),
            ("bad/18-node-down", "patient", "Unreachable, the address named", self.node_down),
        ]
