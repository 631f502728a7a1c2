# SPDX-License-Identifier: Apache-2.0
"""Genuine Kubo, as another peer of the operators' stores."""

import json
import pathlib
import subprocess
import tempfile

LIBRARY = pathlib.Path(__file__).parent.parent


class Peer:
    """One that has nothing yet."""

    def __enter__(self):
        printed = subprocess.run([LIBRARY / "kubo-bitswap"], check=True, capture_output=True, text=True).stdout
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [printed.split()[-1], LIBRARY / "kubo_bitswap.py", self.folder.name], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        json.loads(self.process.stdout.readline())
        return self

    def fetch(self, cid, address, seconds):
        asked = json.dumps({"fetch": cid, "from": address, "seconds": seconds})
        self.process.stdin.write(asked + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __exit__(self, *_):
        # It heeds no other signal.
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()
