# SPDX-License-Identifier: Apache-2.0
"""What everybody sees while claims are judged: every block's extrinsics and events, and the whole state. In none of it
may stand what a line was charged, nor may anything lead from a holder to the account that was treated."""

import pathlib
import secrets

from network import Failed
from observer.traces import EVENTS
from refusals import PAGE

from .insured import public_key

# A charge has 43 bits, so that the six bytes of it stand nowhere by chance, and stand in each of SCALE's forms of a
# number: of 64 bits, of 128, and compact. Written in digits it has thirteen.
LEAST_CHARGE, BYTES = 2**42, 6
# How documents name what a line has, where they are readable.
WORDS = (b"urn:salus:benefit", b"urn:salus:charge")


def written(amount):
    """How an amount may be written: in SCALE, and in digits."""
    return amount.to_bytes(BYTES, "little"), str(amount).encode()


class Seen:
    """Blocks are read as they come: the node forgets their events."""

    def __init__(self, net):
        self.net, self.next, self.blocks = net, None, {}
        # What nobody may read: what lines were charged and came to, of how many; and holders beside those treated.
        self.amounts, self.lines, self.together = set(), 0, []
        # What everybody may read: a search that does not find it finds nothing.
        self.ceiling = None

    def charge(self):
        """An amount that no other run has."""
        charge = LEAST_CHARGE + secrets.randbelow(LEAST_CHARGE)
        self.amounts.add(charge)
        self.lines += 1
        return charge

    def judged(self, outcome):
        """What lines came to, too, as far as it is no amount that stands in many places."""
        for line in outcome["lines"]:
            amounts = (int(value) for value in line.values() if isinstance(value, str) and value.isdigit())
            self.amounts.update(amount for amount in amounts if amount >= 2 ** (8 * BYTES - 8))

    def read_on(self):
        """All blocks since it was last called, or from now on."""
        head = self.net.block()
        for number in range(head if self.next is None else self.next, head + 1):
            at = self.net.rpc("chain_getBlockHash", number)
            extrinsics = self.net.rpc("chain_getBlock", at)["block"]["extrinsics"]
            events = self.net.rpc("state_getStorage", EVENTS, at) or "0x"
            self.blocks[number] = [bytes.fromhex(each[2:]) for each in extrinsics], bytes.fromhex(events[2:])
        self.next = head + 1

    # Each search fails where it finds something, or where it does not find what must be there.

    def telling(self, raw):
        """What of that which nobody may read stands in some bytes."""
        amounts = [amount for amount in self.amounts if any(form in raw for form in written(amount))]
        return amounts + [word for word in WORDS if word in raw]

    def joined(self, raw):
        """Which holder stands in some bytes beside the account that was treated."""
        return [pair for pair in self.together if all(public_key(account) in raw for account in pair)]

    def in_blocks(self):
        """In no extrinsic and no event. Gives how many blocks there were."""
        ceiling, paid_to = written(self.ceiling)[0], [public_key(holder) for holder, _ in self.together]
        ceilings = holders = 0
        for number, (extrinsics, events) in self.blocks.items():
            for raw in extrinsics:
                if self.telling(raw) or self.joined(raw):
                    raise Failed(f"an extrinsic of block {number} tells of {self.telling(raw) + self.joined(raw)}")
                ceilings += ceiling in raw
            if self.telling(events):
                raise Failed(f"events of block {number} tell of {self.telling(events)}")
            holders += any(holder in events for holder in paid_to)
        if not ceilings or not holders:
            raise Failed(f"the control: {ceilings} extrinsics with a ceiling, events of {holders} blocks with a holder")
        return len(self.blocks)

    def values(self):
        """Every key and value of the last finalized block's state."""
        at, keys = self.net.rpc("chain_getFinalizedHead"), None
        while keys is None or len(keys) == PAGE:
            keys = self.net.rpc("state_getKeysPaged", "0x", PAGE, keys[-1] if keys else None, at)
            if keys:
                yield from self.net.rpc("state_queryStorageAt", keys, at)[0]["changes"]

    def in_storage(self):
        """In no value, nor in its key. Gives how many there are."""
        ceiling = written(self.ceiling)[0]
        people = {public_key(account) for pair in self.together for account in pair}
        count, ceilings, found = 0, 0, set()
        for key, value in self.values():
            raw = bytes.fromhex((key + (value or "0x")[2:])[2:])
            if self.telling(raw) or self.joined(raw):
                raise Failed(f"the value of {key} tells of {self.telling(raw) + self.joined(raw)}")
            count, ceilings = count + 1, ceilings + (ceiling in raw)
            found |= {person for person in people if person in raw}
        if not ceilings or found != people:
            raise Failed(f"the control: {ceilings} values with a ceiling, {len(found)} of {len(people)} people")
        return count

    def in_logs(self, programs):
        """In no log of these programs. Gives how many bytes there are."""
        size = 0
        for program in programs:
            raw = pathlib.Path(program.log).read_bytes() if pathlib.Path(program.log).exists() else b""
            if self.telling(raw):
                raise Failed(f"{program.log} tells of {self.telling(raw)}")
            size += len(raw)
        return size

    def in_homes(self, programs):
        """In no file of these programs' homes, where everything is encrypted. Gives how many files there are."""
        count = 0
        for program in programs:
            files = [path for path in program.home.rglob("*") if path.is_file()]
            if not any(path.parent.name == "claims" for path in files):
                raise Failed(f"the control: {program.name} keeps nothing of its claims")
            for path in files:
                if told := self.telling(path.read_bytes()):
                    raise Failed(f"{path} tells of {told}")
            count += len(files)
        return count
