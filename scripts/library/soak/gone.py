# SPDX-License-Identifier: Apache-2.0
"""Nothing is left undestroyed: receipts of every custodian, no share, no ciphertext. And nothing of what never became a
record, as far as that can be told."""

import base64
import hashlib

from after import must_be_empty, shares


class Gone:
    def __init__(self, soak, after):
        self.soak, self.net, self.after = soak, soak.net, after

    def receipts(self):
        waiting, wrong, later = self.after.waiting(), [], 0
        for record in self.soak.erased():
            status = self.net.must(record.reader, "record", "status", record.number)
            if status.get("destroyed"):
                continue
            owing = {one["custodian"] for one in status.get("custodians", ()) if one["destroyedAt"] is None}
            if owing and owing <= waiting:
                later += 1
            else:
                wrong.append(f"record {record.number}: {status}")
        must_be_empty(wrong, "erased records are not destroyed")
        told = f"{len(self.soak.erased())} records are erased, {len(self.soak.erased()) - later} destroyed by all"
        return told + (f"; {later} wait for shares that are set aside to be judged" if later else "")

    def shares(self):
        """Files are named by commitment. A share that no record names can't be told from another by its name, but it
        is dropped after an hour of the chain's clock, which has passed."""
        erased = {version.commitment for record in self.soak.erased() for version in record.versions}
        wrong, told = [], []
        for worker, account in zip(self.net.workers, self.soak.accounts):
            found, named = shares(worker), self.after.named(account)
            plain, aside = found.get("", set()), found.get("aside", set())
            half = [name for suffix, names in found.items() if suffix not in ("", "aside") for name in names]
            wrong += [f"{worker.name}: the share {name[:16]}… of an erased record is left" for name in plain & erased]
            wrong += [f"{worker.name}: the share {name[:16]}… of a live record is gone" for name in named - plain]
            wrong += [f"{worker.name}: nothing names the share {name[:16]}…" for name in plain - named - erased]
            wrong += [f"{worker.name}: {name[:16]}… is half written or half destroyed" for name in half]
            if self.after.aside_minutes:
                wrong += [f"{worker.name}: the share {name[:16]}… is still set aside" for name in aside]
            told.append(f"{len(plain)}" + (
                f" and {len(aside)} set aside, {len(aside & erased)} of them of erased records" if aside else ""))
        must_be_empty(wrong, "shares are not as they should be")
        return f"exactly the shares of live versions: {', '.join(told)}"

    def ciphertext(self):
        pieces = {piece: record.number for record in self.soak.erased() for piece in record.pieces}
        unseen = sum(record.unseen for record in self.soak.erased())
        kept = [version.cid for record in self.soak.live() for version in record.versions][:1]
        control = {self.net.document(cid, self.net.workers[0])[:64] for cid in kept}
        wrong, seen = [], 0
        for worker in self.net.workers:
            for path in worker.home.rglob("*"):
                try:
                    content = path.read_bytes() if path.is_file() else b""
                except FileNotFoundError:
                    continue  # A store may drop a file while we look.
                seen += any(piece in content for piece in control)
                wrong += [f"record {number} in {path}" for piece, number in pieces.items() if piece in content]
        must_be_empty(wrong, "pieces of erased records are left")
        must_be_empty(["the control"] if control and not seen else [], "pieces of a live record are not found either")
        return f"{len(pieces)} pieces of ciphertexts and results in no home" + (
            f"; {unseen} documents could not be fetched before they were erased" if unseen else "")

    def unnamed(self):
        """Documents that a worker has pinned and that neither a live version nor a result names. Shown only: no record
        hangs on them, but they fill a disk. Of a placement that was cut off none stays: its share is noted first, and
        expires with it."""
        named = {version.cid for record in self.soak.live() for version in record.versions}
        named |= {card_cid(path) for path in self.net.models.glob("*/card.json")}
        for request in self.soak.requests:
            receipt = self.net.rpc("decisionSupport_receipt", request.number)
            named |= {receipt["result"]} if receipt and request.is_live() else set()
        told = []
        for worker in self.net.workers:
            pins = {"b" + path.stem for path in (worker.home / "ipfs/datastore/pins").rglob("*.recursive")}
            told.append(f"{len(pins - named)} of {len(pins)}")
        return f"pinned and named by nothing: {', '.join(told)}"

    def steps(self):
        return [
            ("undestroyed/receipts", "patient", "every custodian has confirmed", self.receipts),
            ("undestroyed/shares", "operator", "exactly the shares of live versions", self.shares),
            ("undestroyed/ciphertext", "operator", "no block of an erased record, no result of it", self.ciphertext),
            ("undestroyed/unnamed", "operator", "shown only: documents of what never became a record", self.unnamed),
        ]


def card_cid(path):
    """The CID under which a worker keeps a model's card: it is one block."""
    binary = bytes([1, 0x55, 0x12, 0x20]) + hashlib.sha256(path.read_bytes()).digest()
    return "b" + base64.b32encode(binary).decode().lower().rstrip("=")
