# SPDX-License-Identifier: Apache-2.0
"""A bench of the development node: starts it, has salus-bench measure it, judges, prints and writes."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from rows import missed, show, write

sys.path.append(str(pathlib.Path(__file__).parent.parent / "scenario"))
from network import USUAL_STATES, Program, free_port, wait_until  # noqa: E402


def bench(description, what, quick, judge):
    """`what` salus-bench measures, and how it is told to be `quick`; `judge` makes rows of its figures."""
    parser = argparse.ArgumentParser(description=description)
    for option in ("node", "bench", "report"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true", help="few calls: to see that it runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salus-bench-") as folder:
        figures = measure(options, [what, *(quick if options.quick else ())], pathlib.Path(folder))
    rows = judge(figures)
    show(rows)
    write(rows, options.report)
    return missed(rows)


def measure(options, what, folder):
    port = free_port()
    node = Program(
        "node",
        # The pool must hold what is sent at once; blocks come often, so that their limits are none here.
        # It forgets states, as a collator does: that is work too.
        [options.node, "--dev", "--dev-block-time", 250, "--base-path", folder / "node", "--rpc-port", port,
         "--port", free_port(), "--no-prometheus", "--rpc-max-request-size", 64, "--rpc-methods", "unsafe",
         "--pool-limit", 100_000, "--pool-kbytes", 200_000, "--state-pruning", USUAL_STATES],
        folder / "node.log",
    ).start()
    try:
        wait_until("the node to listen", lambda: node.must_run() and f":{port}" in node.output(), 120)
        done = subprocess.run(
            [options.bench, "--node", f"ws://127.0.0.1:{port}", *what], stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"the bench failed; the node's last words:\n{node.output()[-2000:]}")
        return json.loads(done.stdout)
    finally:
        node.stop()
