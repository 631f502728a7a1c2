# SPDX-License-Identifier: Apache-2.0
"""What it takes to show that something is refused for a reason that is named, and that nothing changes by it."""

import contextlib
import json
import pathlib
import subprocess

from network import wait_until
from scenario import check

POLKADOT_JS = pathlib.Path(__file__).resolve().parents[1] / "polkadot-js"

# How keys in storage begin: twox128 of the pallet's name. What operators do by themselves touches none of these.
WATCHED = {
    "Consent": "0xfbcdb43f3563a717fdf267b00ad2caed",
    "Records": "0xbb8fcc88c3da5bf159c1e1a5f46fe432",
    "Disclosures": "0x2d690a74afcaf89d9a5a36edd6473f37",
}
# Consent.OpenedBy: which access a provision has opened. Reading is noted there.
OPENED_BY = WATCHED["Consent"] + "5c72c0ef85ab65e9f640dd11330272f5"
# Timestamp.Now: the on-chain clock, milliseconds in eight bytes, lowest first.
CLOCK = "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb"
# The most keys that the node lists at once.
PAGE = 1000


class Refusals:
    def __init__(self, network):
        self.net = network

    def account(self, who):
        return self.net.must(who, "keys", "show", who)["account"]

    def state(self, *pallets):
        """Every key and value of these pallets, or of all watched, in the last finalized block."""
        at, found = self.net.rpc("chain_getFinalizedHead"), {}
        for pallet in pallets or WATCHED:
            keys = None
            while keys is None or len(keys) == PAGE:
                keys = self.net.rpc("state_getKeysPaged", WATCHED[pallet], PAGE, keys[-1] if keys else None, at)
                if keys:
                    found.update(self.net.rpc("state_queryStorageAt", keys, at)[0]["changes"])
        return found

    @contextlib.contextmanager
    def nothing_changes(self, *pallets, but=None):
        """What happens inside must leave these pallets' storage, to the last byte, as it was, but for keys that begin so."""
        before = self.state(*pallets)
        yield
        after = self.state(*pallets)
        changed = [key for key in before.keys() | after.keys()
                   if before.get(key) != after.get(key) and not (but and key.startswith(but))]
        check(not changed, f"{len(changed)} keys changed, the first is {changed[:1]}")

    @contextlib.contextmanager
    def stopped(self, *workers):
        """These workers are stopped inside, and serve again afterwards."""
        for worker in workers:
            worker.stop()
        try:
            yield
        finally:
            for worker in workers:
                worker.start()
            for worker in workers:
                self.net.wait_for(worker)

    def expect(self, kind, who, *arguments, says=(), net=None):
        """Must be refused with this kind of error, whose message must name these things. Returns the kind."""
        error = (net or self.net).refused(who, *arguments)
        check(error["kind"] == kind, f"{arguments[:2]}: {kind} was expected, not {error}")
        for words in says:
            check(str(words) in error["message"], f"{arguments[:2]}: {words!r} is not named in {error}")
        return error["kind"]

    def by_polkadot_js(self, secret, group):
        """Has a group of calls signed by polkadot.js. Returns its cases, each refused as expected."""
        done = subprocess.run([POLKADOT_JS, "bad-input", self.net.url, secret, group],
                              capture_output=True, text=True, timeout=400)
        cases = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        for case in cases:
            check(case["error"] == case["expected"] and case["unchanged"] and case["docs"], f"{case}")
        check(cases and done.returncode == 0, f"polkadot.js: {done.stdout[-300:]} {done.stderr[-300:]}")
        return cases

    def enact(self, who, *what):
        """Makes as root what both bodies agreed to, as soon as the chain lets anybody."""
        def made():
            answer = self.net.salus(who, "authority", "enact", *what)
            kind = answer.get("error", {}).get("kind")
            check(kind in (None, "Enactment.DelayContinues"), f"{what} was not enacted: {answer}")
            return kind is None
        wait_until("the delay of what both bodies agreed to", made, 180, 0.5)

    def file(self, name, content):
        path = self.net.folder / "bad-input" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def now(self):
        """The on-chain clock, in milliseconds."""
        return int.from_bytes(bytes.fromhex(self.net.rpc("state_getStorage", CLOCK)[2:]), "little")
