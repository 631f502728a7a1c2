# SPDX-License-Identifier: Apache-2.0
"""Whether anything that the weights depend on has changed since they were last recorded; exits with 1 if so.

Calls can't have grown while pallets, runtime and dependencies are the same: then `scripts/bench weights --guard`
has nothing to measure, and builds nothing."""

import hashlib
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
KEPT = HERE / "weights.sources"
WEIGHED = ["Cargo.lock", "Cargo.toml", "pallets", "runtime", ":!runtime/src/weights", ":!*.md", ":!*/tests/*"]


def digest():
    """Of every file that is weighed: those that git knows or would add, in order, by path and content."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *WEIGHED],
        cwd=ROOT, stdout=subprocess.PIPE, check=True,
    ).stdout
    whole = hashlib.sha256()
    for name in sorted(filter(None, set(listed.split(b"\0")))):
        path = ROOT / name.decode()
        if path.is_file():
            whole.update(name + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def keep():
    KEPT.write_text(digest() + "\n")


if __name__ == "__main__":
    sys.exit(0 if KEPT.exists() and KEPT.read_text().strip() == digest() else 1)
