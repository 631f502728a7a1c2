# SPDX-License-Identifier: Apache-2.0
"""What a reader of the chain learns of the models that were asked in all that was played before: nothing, as far as
blocks, events, storage and the sizes of what lies on IPFS can tell."""

import base64
import collections

from network import Network
from scenario import CLINICIAN, check
from tasks import receipt_of

from .people import People

# How keys in storage begin: twox128 of DecisionSupport, and of Models; and where the events of a block are.
MODELS = "0x389a8815e929bb75cb4e47d48d6b6998c3640f626d80070f2da7a29935f3402f"
EVENTS = "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7"
PAGE = 1000
# Of so many last blocks the node surely has the state, and so the events.
STATES = 200
# How a CID stands in a call: its length, then version 1 and codec raw.
CARD = bytes([36 << 2, 0x01, 0x55])


class Tells(People):
    # 07
    def nothing_tells(self):
        asked = self.net.asked
        models = sorted(set(asked.values()))
        check(len(asked) >= 10 and len(models) >= 3, f"{len(asked)} requests of models {models}: too few to say anything")
        marks = {model: self.marks(model) for model in models}
        blocks, proposals = self.in_blocks(marks)
        events = self.in_events(marks)
        stored = self.in_storage(marks)
        jobs, results = self.sizes(asked)
        return (f"{len(asked)} requests of {len(models)} models in {blocks} blocks: hash and card in {proposals} proposals "
                f"alone, in no event of {events} blocks, in none of {stored} values but the models' own; every job has "
                f"{jobs} bytes, every result {results}")

    def marks(self, model):
        """The bytes by which a model is known: its file's hash and its card's."""
        known = self.net.final("decisionSupport_model", model)
        card = self.net.must(CLINICIAN, "decision", "model", "show", model)
        check(card["card"] == known["card"], f"the card is {card['card']}")
        return [bytes.fromhex(known["digest"].removeprefix("0x")), self.hash_in(known["card"])]

    @staticmethod
    def hash_in(cid):
        """The sha2-256 hash at the end of a CID."""
        text = cid[1:].upper()
        return base64.b32decode(text + "=" * (-len(text) % 8))[-32:]

    @staticmethod
    def found(marks, raw):
        return [model for model, known in marks.items() if any(mark in raw for mark in known)]

    def in_blocks(self, marks):
        """A model's hash and card stand in its proposal and in no other extrinsic, of any block."""
        head, proposals = self.net.block(), collections.Counter()
        for number in range(1, head + 1):
            block = self.net.rpc("chain_getBlock", self.net.rpc("chain_getBlockHash", number))["block"]
            for extrinsic in block["extrinsics"]:
                raw = bytes.fromhex(extrinsic[2:])
                for model in self.found(marks, raw):
                    # In a proposal a card follows the hash: this one, or another of the same file.
                    digest, _ = marks[model]
                    after = raw.find(digest) + len(digest)
                    check(digest in raw and raw[after:after + len(CARD)] == CARD, f"block {number} tells of model {model}")
                    proposals[model] += 1
        check(all(proposals[model] for model in marks), f"the control: no proposal was found of some: {proposals}")
        return head, sum(proposals.values())

    def in_events(self, marks):
        """In no event of the blocks whose state is still there."""
        head = self.net.block()
        first = max(1, head - STATES)
        for number in range(first, head + 1):
            events = self.net.rpc("state_getStorage", EVENTS, self.net.rpc("chain_getBlockHash", number))
            told = self.found(marks, bytes.fromhex((events or "0x")[2:]))
            check(not told, f"events of block {number} tell of models {told}")
        return head - first + 1

    def in_storage(self, marks):
        """In no value of the state, but where the models themselves are."""
        at, keys, seen = self.net.rpc("chain_getFinalizedHead"), None, 0
        own = 0
        while keys is None or len(keys) == PAGE:
            keys = self.net.rpc("state_getKeysPaged", "0x", PAGE, keys[-1] if keys else None, at)
            if not keys:
                break
            for key, value in self.net.rpc("state_queryStorageAt", keys, at)[0]["changes"]:
                seen += 1
                told = self.found(marks, bytes.fromhex((value or "0x")[2:]))
                if told and key.startswith(MODELS):
                    own += 1
                else:
                    check(not told, f"the value of {key} tells of models {told}")
        check(own >= len(marks), f"the control: {own} stored models of {len(marks)}")
        return seen - own

    def sizes(self, asked):
        """All jobs are of one size, and all results, whatever model they are of."""
        jobs, results = {}, {}
        for request, model in asked.items():
            receipt = receipt_of(self.net, request)
            if receipt is None:
                continue
            versions = self.net.rpc("records_provenance", receipt["job"]["record"])
            if versions:
                jobs.setdefault(versions[-1]["length"], set()).add(model)
            if receipt["result"]:
                try:
                    length = len(Network.document(receipt["result"], self.net.workers[0]))
                except OSError:
                    continue  # Erased since.
                results.setdefault(length, set()).add(model)
        check(len(jobs) == 1, f"jobs are of several sizes, by model: {jobs}")
        check(len(results) == 1, f"results are of several sizes, by model: {results}")
        return next(iter(jobs)), next(iter(results))

    def steps(self):
        return [("quorum/07-nothing-tells", "auditor", "no block, event, value or size tells of a model", self.nothing_tells)]
