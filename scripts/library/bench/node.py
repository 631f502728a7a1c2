# SPDX-License-Identifier: Apache-2.0
"""A bench of the development node: starts it, has salus-bench measure it, judges, prints and writes."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import typing

from rows import missed, show, write

sys.path.append(str(pathlib.Path(__file__).parent.parent / "scenario"))
from network import USUAL_STATES, Program, free_port, wait_until  # noqa: E402


class Part(typing.NamedTuple):
    """What salus-bench measures on a node of its own."""

    what: str
    # How it is told to be quick.
    quick: tuple = ()
    # Blocks come often, so that their limits are none; where blocks are counted, seldom, so that no client's haste
    # counts.
    block_milliseconds: int = 250


def bench(description, parts, judge):
    """`judge` makes rows of the figures of all parts."""
    parser = argparse.ArgumentParser(description=description)
    for option in ("node", "bench", "report"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true", help="few calls: to see that it runs")
    options = parser.parse_args()
    figures = []
    for part in parts:
        with tempfile.TemporaryDirectory(prefix="salus-bench-") as folder:
            figures.append(measure(options, part, pathlib.Path(folder)))
    rows = judge(*figures)
    show(rows)
    write(rows, options.report)
    return missed(rows)


def measure(options, part, folder):
    port = free_port()
    node = Program(
        "node",
        # The pool must hold what is sent at once. It forgets states, as a collator does: that is work too.
        [options.node, "--dev", "--dev-block-time", part.block_milliseconds, "--base-path", folder / "node",
         "--rpc-port", port, "--port", free_port(), "--no-prometheus", "--rpc-max-request-size", 64,
         "--rpc-methods", "unsafe", "--pool-limit", 100_000, "--pool-kbytes", 200_000,
         "--state-pruning", USUAL_STATES],
        folder / "node.log",
    ).start()
    try:
        wait_until("the node to listen", lambda: node.must_run() and f":{port}" in node.output(), 120)
        done = subprocess.run(
            [options.bench, "--node", f"ws://127.0.0.1:{port}", part.what, *(part.quick if options.quick else ())],
            stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.exit(f"the bench failed; the node's last words:\n{node.output()[-2000:]}")
        return json.loads(done.stdout)
    finally:
        node.stop()
