# SPDX-License-Identifier: Apache-2.0
"""Where the bytes of a model stand: the hash of its file, and that of its card. In its own proposal and in the state of
models, and nowhere else."""

import collections

from network import Failed

from .blocks import cid_bytes

# How keys in storage begin: twox128 of DecisionSupport, and of Models; and where the events of a block are.
MODELS = "0x389a8815e929bb75cb4e47d48d6b6998c3640f626d80070f2da7a29935f3402f"
EVENTS = "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7"
PAGE = 1000
# How a CID stands in a call: its length, then version 1 and codec raw.
CARD = bytes([36 << 2, 0x01, 0x55])


class Traces:
    """Each search fails where it finds something, or where it does not find what must be there."""

    def __init__(self, net, models):
        self.net = net
        self.marks = {model: self.of_model(model) for model in models}

    def of_model(self, model):
        known = self.net.final("decisionSupport_model", model)
        return [bytes.fromhex(known["digest"].removeprefix("0x")), cid_bytes(known["card"])[-32:]]

    def found(self, raw):
        return [model for model, marks in self.marks.items() if any(mark in raw for mark in marks)]

    def in_blocks(self):
        """In no extrinsic of any block but the model's proposal. Gives how many blocks there are, and how many
        proposals."""
        head, proposals = self.net.block(), collections.Counter()
        for number in range(1, head + 1):
            block = self.net.rpc("chain_getBlock", self.net.rpc("chain_getBlockHash", number))["block"]
            for extrinsic in block["extrinsics"]:
                raw = bytes.fromhex(extrinsic[2:])
                for model in self.found(raw):
                    # In a proposal a card follows the hash: this one, or another of the same file.
                    digest, _ = self.marks[model]
                    after = raw.find(digest) + len(digest)
                    if digest not in raw or raw[after:after + len(CARD)] != CARD:
                        raise Failed(f"block {number} tells of model {model}")
                    proposals[model] += 1
        if not all(proposals[model] for model in self.marks):
            raise Failed(f"the control: no proposal was found of some: {proposals}")
        return head, sum(proposals.values())

    def in_events(self, blocks=None):
        """In no event, of the last blocks or of all. Gives how many blocks were read."""
        head = self.net.block()
        first = max(1, head + 1 - blocks) if blocks else 1
        for number in range(first, head + 1):
            events = self.net.rpc("state_getStorage", EVENTS, self.net.rpc("chain_getBlockHash", number))
            told = self.found(bytes.fromhex((events or "0x")[2:]))
            if told:
                raise Failed(f"events of block {number} tell of models {told}")
        return head + 1 - first

    def in_storage(self):
        """In no value of the state, but where the models themselves are. Gives how many other values there are."""
        at, keys, seen, own = self.net.rpc("chain_getFinalizedHead"), None, 0, 0
        while keys is None or len(keys) == PAGE:
            keys = self.net.rpc("state_getKeysPaged", "0x", PAGE, keys[-1] if keys else None, at)
            if not keys:
                break
            for key, value in self.net.rpc("state_queryStorageAt", keys, at)[0]["changes"]:
                seen += 1
                told = self.found(bytes.fromhex((value or "0x")[2:]))
                if told and key.startswith(MODELS):
                    own += 1
                elif told:
                    raise Failed(f"the value of {key} tells of models {told}")
        if own < len(self.marks):
            raise Failed(f"the control: {own} stored models of {len(self.marks)}")
        return seen - own
