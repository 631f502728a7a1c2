# SPDX-License-Identifier: Apache-2.0
"""A draw that is tried again until it suits, a seal that is guessed, a reveal that is withheld."""

import base64
import hashlib
import time

from network import wait_until
from scenario import CLINICIAN, check
from tasks import (accused, bonds, count_of, response, seats, task_of, wait_for_all, wait_for_draw, wait_for_end,
                   wait_in_draw)

from .people import People

TRIES = 200
DIGEST, SEAL, OUTPUT = b"salus/quorum/digest/v1", b"salus/quorum/seal/v1", b"salus/output/v1"
# NEWS2's total and its seven parts, as four bytes each: whoever guesses knows that most totals are below ten.
TOTALS = range(21)
PARTS = 7


def compact(text):
    """Bytes as SCALE has them, up to 63."""
    return bytes([len(text) << 2]) + text


def blake2(payload):
    return hashlib.blake2b(payload, digest_size=32).digest()


def content_of(job, request, output):
    """What the work came to, of somebody who knows the job."""
    return blake2(compact(OUTPUT) + job["salt"] + request.to_bytes(8, "little") + job["digest"] + compact(output))


def seal_of(task, operator, content, cid, nonce):
    task = task.to_bytes(8, "little")
    digest = blake2(compact(DIGEST) + task + content + b"\x01" + cid)
    return blake2(compact(SEAL) + task + operator + digest + nonce)


def outputs_of_a_total(total):
    """All ways to make a total of seven parts of 0 to 3: what a seal without a nonce would be searched for."""
    def parts(left, count):
        if count == 0:
            if left == 0:
                yield ()
            return
        for first in range(min(3, left) + 1):
            for rest in parts(left - first, count - 1):
                yield (first, *rest)
    for found in parts(total, PARTS):
        yield b"".join(number.to_bytes(4, "little") for number in (total, *found))


class Attacks(People):
    # 01
    def retried_draw(self):
        """Whoever asks and undoes what they asked in one call never sees a draw."""
        _, records = self.round()
        [[_, job]] = self.jobs(records, 1)
        told = self.by_polkadot_js("retried-draw", CLINICIAN, job, ",".join(map(str, records)), TRIES)
        check(told["reverted"] == TRIES and told["error"] == "quorum.NotDrawnYet", f"the tries ended as {told}")
        check(told["tasksBefore"] == told["tasksAfter"], f"a try left a task: {told}")
        # The same job asked honestly: drawn two blocks later, when nothing can be undone any more.
        request = self.ask(records, ["--job", job])
        wait_for_draw(self.net, request)
        opened = task_of(self.net, request)["openedIn"]
        hashes = [self.net.rpc("chain_getBlockHash", opened + more) for more in (0, 1)]
        early = [self.net.rpc("quorum_task", request, at)["draw"] for at in hashes]
        check(early == [None, None], f"drawn in the block of the request, or the next: {early}")
        wait_for_all(self.net, request)
        return f"{TRIES} tries reverted before any draw, at their fees; asked in block {opened}, not drawn by {opened + 1}"

    # 02
    def guessed_seal(self):
        """Somebody who knows the job, the result and where it lies does not find it in a seal without its nonce."""
        _, records = self.round()
        [prepared] = self.jobs(records, 1)
        away = self.net.workers[2]
        away.stop()
        try:
            request = self.ask(records, prepared)
            wait_until("two to seal", lambda: count_of(self.net, request, "sealed") == 2, 60, 0.2)
            sealed = {seat["operator"]: seat["response"]["sealed"] for seat in seats(self.net, request)
                      if response(seat) == "sealed"}
        finally:
            self.net.wait_for(away.start())
        wait_for_all(self.net, request, seconds=90)
        job, nonces = self.job(prepared[1]), self.nonces(request, sealed)
        result = self.net.must(CLINICIAN, "decision", "result", request, "--purpose", "TREAT")
        outputs = result["answer"]["outputs"]
        true = b"".join(number.to_bytes(4, "little") for number in outputs)
        cid = self.binary(result["receipt"]["result"])
        check(content_of(job, request, true).hex() == result["receipt"]["content"].removeprefix("0x"),
              "this step hashes otherwise than the chain")
        tried, began = 0, time.monotonic()
        operator, seal = next(iter(sealed.items()))
        known = self.public_key(operator)
        # Every output that there is, with what somebody might have taken as nonce: nothing, the salt, its own nonce.
        for output in (each for total in TOTALS for each in outputs_of_a_total(total)):
            content = content_of(job, request, output)
            for nonce in (bytes(32), job["salt"], content):
                tried += 1
                check(seal_of(request, known, content, cid, nonce).hex() != seal.removeprefix("0x"), "the seal is guessed")
        took = time.monotonic() - began
        # The control: with the nonce that the operator revealed.
        found = seal_of(request, known, content_of(job, request, true), cid, nonces[operator])
        check(found.hex() == seal.removeprefix("0x"), "the control: the true nonce does not open the seal")
        return f"{tried} guesses in {took:.1f} s find nothing; with the revealed nonce the first try does"

    def job(self, record):
        document = self.net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")["document"]
        told = {one["url"]: one["valueString"] for one in document["extension"]}
        return {"salt": bytes.fromhex(told["urn:salus:salt"]), "digest": bytes.fromhex(told["urn:salus:model-digest"])}

    def nonces(self, request, operators):
        """What each revealed, out of the blocks: it is the end of the call."""
        found, head = {}, self.net.block()
        for number in range(task_block(self.net, request), head + 1):
            block = self.net.rpc("chain_getBlock", self.net.rpc("chain_getBlockHash", number))["block"]
            for extrinsic in block["extrinsics"]:
                raw = bytes.fromhex(extrinsic[2:])
                for operator in operators:
                    # The task, the content, a CID with its length, and the nonce last.
                    task = raw[-110:-102]
                    if self.public_key(operator) in raw and task == request.to_bytes(8, "little"):
                        found[operator] = raw[-32:]
        return found

    def public_key(self, operator):
        """The 32 bytes of an account's address."""
        return address_bytes(operator)

    @staticmethod
    def binary(cid):
        """A CID's bytes by its text, which is of base 32."""
        text = cid[1:].upper()
        return base64.b32decode(text + "=" * (-len(text) % 8))

    # 05
    def withheld_reveal(self):
        """One goes away once it has sealed, one seals what it made up and does not reveal: no quorum. Whoever revealed
        loses nothing."""
        _, records = self.round()
        [job] = self.jobs(records, 1)
        before = bonds(self.net)
        honest, away, withholds = self.net.workers
        withholds.stop()
        try:
            request = self.ask(records, job)
            wait_until("two to seal", lambda: count_of(self.net, request, "sealed") == 2, 60, 0.2)
            away.stop()
            self.net.must(withholds.secret, "operator", "seal", request, *self.made_up())
            ended = wait_for_end(self.net, request, 120)
            check(ended["revealed"] == [self.account(honest)], f"it ended as {ended}")
            charged = accused(self.net, request)
            check(charged == {self.account(one): "absence" for one in (away, withholds)}, f"charged: {charged}")
            wait_until("both to be penalised", lambda: not accused(self.net, request), 90, 0.5)
        finally:
            for worker in (away, withholds):
                self.net.wait_for(worker.start())
        wait_in_draw(self.net)
        lost = [first - last for first, last in zip(before, bonds(self.net))]
        check(lost[0] == 0 and lost[1] == lost[2] > 0, f"lost: {lost}")
        return f"no quorum: both who were missing lost {lost[1]}, who revealed nothing; all are back in the draw"

    def steps(self):
        return [
            ("quorum/01-retried-draw", "clinician", "no call shows a draw that it could undo", self.retried_draw),
            ("quorum/02-guessed-seal", "operator", "all outputs tried: nothing found", self.guessed_seal),
            ("quorum/05-withheld-reveal", "operator", "absence for who withholds, nothing for who reveals", self.withheld_reveal),
        ]


def task_block(net, request):
    """The block of the first response to a request."""
    history = net.must("//Alice", "decision", "status", request, "--history")["history"]
    return min(one["block"] for one in history["responses"])


def address_bytes(address):
    """The account in an SS58 address of one byte of prefix."""
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = 0
    for letter in address:
        number = number * 58 + alphabet.index(letter)
    whole = number.to_bytes(35, "big")
    return whole[1:33]
