# SPDX-License-Identifier: Apache-2.0
"""By how much calls make a block's proof grow in a state of many patients, beside what they declare: of figures that
the runtime's tests wrote."""

import argparse
import json
import pathlib
import sys

from rows import missed, row, show, write


def of_call(figures):
    name, declared = figures["call"], figures["declared"]
    # What is known to be larger is in the list in runtime/src/tests/recorded_proof.rs; something that is not a call
    # declares nothing.
    goal = 1.0 if declared and not figures["known"] else None
    peer = "declared" if declared else None
    rows = [
        row(f"{name}, recorded", figures["recorded"], "bytes", peer, declared, at_most=goal),
        row(f"{name}, of it while it runs", figures["read"], "bytes", peer, declared),
        row(f"{name}, recorded, compact", figures["compact"], "bytes", peer, declared),
    ]
    if declared:
        rows.append(row(f"{name}, declared", declared, "bytes"))
        # The chain counts picoseconds.
        rows.append(row(f"{name}, declared time", figures["refTime"] // 1000, "ns"))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("figures", "report"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    rows = [entry for figures in json.loads(options.figures.read_text()) for entry in of_call(figures)]
    show(rows)
    write(rows, options.report)
    return missed(rows)


if __name__ == "__main__":
    sys.exit(main())
