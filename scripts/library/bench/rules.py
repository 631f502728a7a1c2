# SPDX-License-Identifier: Apache-2.0
"""How fast a claim is judged by the rules of pallets/adjudication, beside the verification of a signature."""

import argparse
import json
import pathlib
import subprocess
import sys

from rows import missed, row, show, write

# Of what a signature takes that is verified.
MOST = 1.0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("bench", "report"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true", help="the same: it takes seconds")
    options = parser.parse_args()
    done = subprocess.run([options.bench, "rules"], check=True, capture_output=True, text=True)
    figures = json.loads(done.stdout)
    verified, judged = (1e6 / figures[name] for name in ("verified_per_second", "judged_per_second"))
    rows = [
        row("sr25519 verification", round(verified, 1), "us"),
        row(f"judging {figures['lines']} lines after {figures['entries']}", round(judged, 1), "us",
            "sr25519 verification", verified, at_most=MOST),
    ]
    show(rows)
    write(rows, options.report)
    return missed(rows)


if __name__ == "__main__":
    sys.exit(main())
