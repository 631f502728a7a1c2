# SPDX-License-Identifier: Apache-2.0
"""What the soak knows: what `salus` said was done, what failed and why, and what must never have happened."""

import collections
import dataclasses
import datetime
import json
import threading

from failures import explanation
from tasks import bonds

# Where the chain keeps its clock: the hashes of "Timestamp" and "Now".
CLOCK = "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb"


def clock(net, block=None):
    """The chain's clock, in milliseconds."""
    head = block or net.rpc("chain_getFinalizedHead")
    return int.from_bytes(bytes.fromhex(net.rpc("state_getStorage", CLOCK, head)[2:]), "little")


def read_time(text):
    """The same of a moment as the node's JSON-RPC writes it."""
    return round(datetime.datetime.fromisoformat(text).timestamp() * 1000)


def written_time(milliseconds):
    """A moment of that clock as FHIR writes it."""
    moment = datetime.datetime.fromtimestamp(milliseconds // 1000, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def canonical(entries):
    """Entries of a bundle as bytes that are the same exactly when they say the same."""
    return sorted(json.dumps(entry, sort_keys=True, separators=(",", ":")) for entry in entries)


@dataclasses.dataclass
class Version:
    """A version of a record: what was written, unless `salus` wrote it by itself, and where its ciphertext and key lie."""

    entries: list
    cid: str
    commitment: str
    custodians: list


@dataclasses.dataclass
class Written:
    """A record that `salus` said was written."""

    number: int
    patient: str
    account: str
    reader: str
    kind: str
    written_at: float
    versions: list = dataclasses.field(default_factory=list)
    requests: list = dataclasses.field(default_factory=list)
    erased: bool = False
    # Beginnings of its ciphertexts and its results, fetched before it was erased.
    pieces: list = dataclasses.field(default_factory=list)
    # Of how many of them no custodian gave any then.
    unseen: int = 0


@dataclasses.dataclass
class Request:
    """A request for decision support that `salus` said was made. Times are of this machine's steady clock."""

    number: int
    reader: str
    # The input, and the record that says what was asked. Whoever erases either erases the result.
    record: Written
    job: Written
    asked_at: float
    # What the chain said of its task last, and in which block.
    last: dict = None
    last_block: int = 0
    # Who was accused in it: of what, and whether that was challenged.
    accused: dict = dataclasses.field(default_factory=dict)
    # When it was seen that no operator could seal any more, that it was settled or failed, and that its task was closed
    # and nobody was accused in it any more.
    sealing_over_at: float = None
    ended_at: float = None
    closed: bool = False

    def is_live(self):
        """Whether its result can be read."""
        return not (self.record.erased or self.job.erased)

    def seats(self):
        """Who worked on it, and how each had responded when that was seen last."""
        return ((self.last or {}).get("draw") or {}).get("seats", [])

    def deadline(self):
        """When the time to seal was over."""
        return min(at for at in (self.sealing_over_at, self.ended_at, float("inf")) if at is not None)


class Soak:
    """What all threads share."""

    def __init__(self, net, field, model, seed):
        self.net, self.field, self.model, self.seed = net, field, model, seed
        self.records, self.requests = [], []
        # What succeeded, by operation; what failed as it may, by operation and reason; what must not be.
        self.done, self.failed = collections.Counter(), collections.Counter()
        self.findings = []
        # How many of a patient's free calls of a day are used.
        self.calls = collections.Counter()
        # Taken by whoever moves on to a new patient: `salus` keeps whose documents are whose in one keystore.
        self.moving = threading.Lock()
        self.counting = threading.Lock()
        self.over = threading.Event()
        self.bonds = bonds(net)
        self.accounts = [field.account(worker.secret) for worker in net.workers]

    def live(self):
        return [record for record in self.records if not record.erased]

    def erased(self):
        return [record for record in self.records if record.erased]

    def count(self, operation, error):
        """Counts how an operation went; an error that nothing explains is a finding."""
        reason = explanation(operation, error) if error else None
        if error and reason is None:
            self.found(f"{operation} failed otherwise than it may: {error}")
            return
        with self.counting:
            if error:
                self.failed[f"{operation}: {reason}"] += 1
            else:
                self.done[operation] += 1

    def found(self, what):
        self.findings.append(what)
        print(f"  finding: {what}"[:1_000], flush=True)
