# SPDX-License-Identifier: Apache-2.0
"""What custodians keep: beside strangers, by chance, through losses, for others and at its largest. All people are
synthetic. Played after the steps of the field, with their patients and models."""

import base64
import hashlib
import itertools
import random
import re
import resource
import socket
import urllib.request

from custody import gives, shares
from field import about, patient_of
from ipfs_peer import Peer
from network import files_with, wait_until
from scenario import CLINICIAN, check
from scores import measured

# What strangers send, and no more. Three hundred of them at each custodian.
HOSTILE = [
    b"",
    b"POST / HTTP/1.1\r\nX-Slow: ",
    b"POST / HTTP/1.1\r\nHost: custodian\r\nContent-Length: 60000\r\n\r\n{",
    b"PUT /uploads/00112233445566778899aabbccddeeff HTTP/1.1\r\nHost: custodian\r\nContent-Length: 67108864\r\n\r\n",
]
STRANGERS = 300
# Operators beside the three, for a while.
MORE_OPERATORS = [("operator-4", "//Eve//stash"), ("operator-5", "//Ferdie//stash")]
CHOSEN_RECORDS = 12
# Of 12 records a pair keeps 3.6 on average; more than this once in 40,000 runs.
MOST_OF_A_PAIR = 10
MEBIBYTE = 1024 * 1024
LEAF = 512 * 1024
# As plaintext: encrypted it has at most 64 MiB.
LARGEST = 63 * MEBIBYTE
# What a custodian may need for its largest document beside what it needs always.
BOUND_MIB = 128
# A round of the scrub, in blocks.
SCRUB = ["--scrub-every", "40"]


def memory(worker, peak=False):
    """What a worker's process holds in memory now, or held at most, in MiB."""
    field = "VmHWM:" if peak else "VmRSS:"
    with open(f"/proc/{worker.process.pid}/status") as status:
        line = next(line for line in status if line.startswith(field))
    return int(line.split()[1]) // 1024


def forget_peak(worker):
    with open(f"/proc/{worker.process.pid}/clear_refs", "w") as file:
        file.write("5")


class Keeping:
    def __init__(self, network, field):
        self.net, self.field = network, field

    def custodians(self, who, record):
        return set(self.net.must(who, "record", "status", record)["versions"][-1]["custodians"])

    # 04
    def strangers(self):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        who, time = self.field.patient()
        before = max(map(memory, self.net.workers))
        held = []
        try:
            for worker, text in itertools.product(self.net.workers, itertools.islice(itertools.cycle(HOSTILE), STRANGERS)):
                stranger = socket.create_connection(("127.0.0.1", int(worker.endpoint.rsplit(":", 1)[1])))
                stranger.sendall(text)
                held.append(stranger)
            records = self.field.add(who, [patient_of(time), *about("p1", [measured("29463-7", 72, "kg", time)])])
            for record in records:
                self.net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
            grown = max(map(memory, self.net.workers)) - before
        finally:
            for stranger in held:
                stranger.close()
        check(grown < BOUND_MIB, f"{grown} MiB for {len(held)} strangers")
        return f"{len(held)} connections held open: {len(records)} records written and read beside them"

    # 05
    def chosen(self):
        more = [self.net.add_operator(*operator) for operator in MORE_OPERATORS]
        who, time = self.field.patient()
        document = [patient_of(time)]
        try:
            chosen = []
            for _ in range(CHOSEN_RECORDS):
                for record in self.field.add(who, document):
                    chosen.append(self.custodians(who, record))
            pairs = itertools.combinations(sorted(set().union(*chosen)), 2)
            most = max(sum(set(pair) <= custodians for custodians in chosen) for pair in pairs)
            check(len(set().union(*chosen)) == 5, f"some operators are never chosen: {chosen}")
            check(most <= MOST_OF_A_PAIR, f"two operators together open {most} of {len(chosen)} records")
            more[0].stop()
            down = self.field.account(more[0].secret)
            for _ in range(3):
                for record in self.field.add(who, document):
                    check(down not in self.custodians(who, record), "it was chosen though it does not answer")
        finally:
            for operator in more:
                operator.stop()
                self.net.must(operator.secret, "operator", "leave")
        return f"of {len(chosen)} records two operators together open {most} at most; one down: written all the same"

    # 06
    def scrubbing(self, on):
        """Every operator anew: a round of its scrub takes few blocks, or a week of them."""
        for worker in self.net.workers:
            worker.stop()
            worker.command = [*worker.command, *SCRUB] if on else worker.command[:-len(SCRUB)]
            self.net.wait_for(worker.start())

    @staticmethod
    def gauge(worker, name):
        with urllib.request.urlopen(f"http://{worker.metrics}/metrics", timeout=30) as answer:
            found = re.search(rf"^{name} (\d+)", answer.read().decode(), re.MULTILINE)
        return int(found[1]) if found else 0

    def scrubbed(self):
        who, time = self.field.patient()
        damaged, lost = self.net.workers[:2]
        before, aside = shares(lost), self.net.folder / "lost-share"
        [entry] = self.net.must(who, *self.field.adding(who, [patient_of(time)]))["records"]
        [share], record = shares(lost) - before, entry["record"]
        status = lambda: self.net.must(who, "record", "status", record)["versions"][-1]
        check(status()["kept"] == "3 of 3, needs 2" and "warnings" not in status(), f"at first {status()}")
        self.scrubbing(True)
        try:
            [block] = (damaged.home / "ipfs" / "blockstore").rglob(f"{entry['cid']}.data")
            block.unlink()
            share.rename(aside)
            wait_until("the lost block to be back", block.exists, 120, 0.3)
            wait_until("the lost share to be found", lambda: self.gauge(lost, "salus_shares_lost") == 1, 120, 0.3)
            check(gives(damaged, entry["cid"]), "the document is not given again")
            found = status()
            states = {one["account"]: one["state"] for one in found["custody"]}
            check(states.pop(self.field.account(lost.secret)) == "lost", f"nobody says who lost it: {found}")
            check(list(states.values()) == ["kept"] * 2 and found["kept"] == "2 of 3, needs 2", f"found {found}")
            check("one more loss" in found["warnings"][0], f"no warning: {found}")
            self.net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
            aside.rename(share)
            check(status()["kept"] == "3 of 3, needs 2", "the share is back, and is not proven")
        finally:
            if aside.exists():
                aside.rename(share)
            self.scrubbing(False)
        return "a lost block is back from the others; a lost share is found and named, and the record opens without it"

    # 08
    def shared_block(self):
        who, time = self.field.patient()
        data = base64.b64encode(random.Random(8).randbytes(MEBIBYTE)).decode()
        path = self.field.file("shared.json", {"resourceType": "Binary", "contentType": "application/pdf", "data": data})
        added = self.net.must(who, "record", "add", path, "--patient", self.field.account(who))["records"]
        first = self.net.workers[0]
        ciphertext = max((self.net.document(entry["cid"], first) for entry in added), key=len)
        check(len(ciphertext) > LEAF, f"{len(ciphertext)} bytes are one block")
        leaf = ciphertext[:LEAF]
        digest = hashlib.sha256(leaf)
        binary = bytes([1, 0x55, 0x12, 0x20]) + digest.digest()
        cid = "b" + base64.b32encode(binary).decode().lower().rstrip("=")
        addresses = [self.net.rpc("custody_identity", endpoint=worker.endpoint)["listenAddresses"][0]
                     for worker in self.net.workers]
        attacker, _ = self.field.patient()
        # The leaf under another root, and the leaf alone: either, erased or expired, would take the record's along.
        refusals = []
        for end in (b"and an end of its own", b""):
            copy = self.net.folder / "field" / "copy"
            copy.write_bytes(leaf + end)
            refusals += self.net.place_unchecked(attacker, copy)
            copy.unlink()
        check(all(why and "in common" in why for why in refusals), f"a copy is kept: {refusals}")
        with Peer() as peer:
            fetched = peer.fetch(cid, addresses[0], 30)
            check(fetched.get("sha256") == digest.hexdigest(), f"the control sees nothing: {fetched}")
        for entry in added:
            self.net.must(who, "record", "erase", entry["record"], "--confirm", entry["record"])
        destroyed = lambda: all(self.net.must(who, "record", "status", entry["record"])["destroyed"] for entry in added)
        wait_until("the receipts of destruction", destroyed, 60, 0.3)
        # From now on, and from nobody.
        with Peer() as peer:
            for address in addresses:
                fetched = peer.fetch(cid, address, 10)
                check("error" in fetched, f"{address} gave it after the receipts: {fetched}")
        pieces = [leaf[at:at + 64] for at in range(0, LEAF, LEAF // 8)]
        left = [found for worker in self.net.workers for piece in pieces for found in files_with(worker.home, piece)]
        check(not left, f"the leaf is left in {left}")
        return (f"{len(refusals)} placements of copies refused; after the receipts genuine Kubo gets the block from "
                "nobody")

    # 09
    def big(self):
        who, time = self.field.patient()
        # The largest that a custodian takes, by a client that does not ask whether it is FHIR; and near the largest file
        # that `salus` takes.
        data = base64.b64encode(random.Random(10).randbytes(17 * MEBIBYTE)).decode()
        path = self.field.file("big.json", {"resourceType": "Binary", "contentType": "application/pdf", "data": data})
        largest = path.with_name("largest")
        largest.write_bytes(random.Random(9).randbytes(LARGEST))
        before = max(map(memory, self.net.workers))
        for worker in self.net.workers:
            forget_peak(worker)
        record = self.net.write_unchecked(who, self.field.account(who), largest, "DocumentReference")
        cid = self.net.must(who, "record", "status", record)["versions"][-1]["cid"]
        copies = {hashlib.sha256(self.net.document(cid, worker)).digest() for worker in self.net.workers}
        check(len(copies) == 1, "custodians give different documents")
        added = self.net.must(who, "record", "add", path, "--patient", self.field.account(who))["records"]
        out = self.net.folder / "field" / "big-read.json"
        came = False
        for entry in added:
            self.net.must(who, "record", "read", entry["record"], "--purpose", "PATRQT", "--out", out)
            # The attachment is filed apart.
            came |= data in out.read_text()
        for file in (largest, out, path):
            file.unlink()
        check(came, "it came back otherwise")
        grown = max(memory(worker, peak=True) for worker in self.net.workers) - before
        check(grown < BOUND_MIB, f"a custodian took {grown} MiB for it")
        return f"{LARGEST // MEBIBYTE} MiB to three custodians and back; a custodian took {grown} MiB for it at most"

    def steps(self):
        return [
            ("custody/04-strangers", "stranger", "nobody is shut out", self.strangers),
            ("custody/05-chosen", "patient", "custodians by chance of those who answer", self.chosen),
            ("custody/06-scrubbed", "operator", "a lost block and a lost share found", self.scrubbed),
            ("custody/08-shared-block", "patient", "a stranger's copy keeps nothing and destroys nothing", self.shared_block),
            ("custody/09-big", "patient", "written and read, within bounds of memory", self.big),
        ]
