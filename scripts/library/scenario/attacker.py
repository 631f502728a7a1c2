# SPDX-License-Identifier: Apache-2.0
"""Somebody who has stolen secrets, recorded traffic, or signs what no client of Salus's would."""

import json
import pathlib
import subprocess

LIBRARY = pathlib.Path(__file__).parent.parent
# The domains of what is encrypted on its way.
PLACEMENT, RELEASE, OUTER = b"salus/share-placement/v1", b"salus/share-release/v1", b"salus/share-outer-layer/v1"
REQUEST = b"salus/request/v1"


def text(string):
    """A string of fewer than 16,384 bytes as SCALE has it."""
    length = len(string)
    return (bytes([length << 2]) if length < 64 else (length << 2 | 1).to_bytes(2, "little")) + string


class Attacker:
    """Has the genesis hash of the chain, and nothing of Salus's code."""

    def __init__(self, network):
        self.net = network

    def __enter__(self):
        self.genesis = bytes.fromhex(self.net.rpc("chain_getBlockHash", 0)[2:])
        printed = subprocess.run([LIBRARY / "attack-tool"], check=True, capture_output=True, text=True).stdout
        self.process = subprocess.Popen([printed.split()[-1], LIBRARY / "attack_tool.py"], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(20)

    def do(self, what, **details):
        self.process.stdin.write(json.dumps({"do": what, **details}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    # What is sent to custodians.

    def signed(self, who, custodian, method, block, body):
        """A request as a custodian takes it. `body` has a number, and texts after it, in the order of the method."""
        mine, theirs = (bytes.fromhex(self.do("account", secret=secret)["account"]) for secret in (who, custodian))
        encoded = b"".join(value.to_bytes(8, "little") if isinstance(value, int) else text(value.encode())
                           for value in body.values())
        payload = b"".join((text(REQUEST), self.genesis, theirs, text(method.encode()), mine,
                            block.to_bytes(4, "little"), encoded))
        signature = self.do("sign", secret=who, payload=payload.hex())["signature"]
        account = self.net.must(who, "keys", "show", who)["account"]
        return {"body": body, "caller": account, "block": block, "signature": signature}

    # What custodians and readers hear.

    def layers(self, info, sender, recipient):
        """What both layers of a message are bound to, the outer one first."""
        parties = "".join(self.do("account", secret=secret)["account"] for secret in (sender, recipient))
        return [{"info": (OUTER + info).hex(), "aad": parties}, {"info": info.hex(), "aad": parties}]

    def release_layers(self, access, custodian, reader):
        return self.layers(RELEASE + self.genesis + access.to_bytes(8, "little"), custodian, reader)

    def placement_layers(self, key_commitment, author, custodian):
        return self.layers(PLACEMENT + self.genesis + bytes.fromhex(key_commitment), author, custodian)

    # What lies on disks.

    def opens(self, key, share):
        """Whether a key opens a file of a share, which is bound to the name that it has."""
        opened = self.do("at-rest", key=key, kind="share", name=share.name, file=str(share))
        return opened["plaintext"] is not None
