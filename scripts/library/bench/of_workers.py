# SPDX-License-Identifier: Apache-2.0
"""A bench of a development node with three workers: starts them, has salus-bench measure, prints and writes."""

import argparse
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

from rows import missed, show, write

sys.path.append(str(pathlib.Path(__file__).parent.parent / "scenario"))
from network import Network  # noqa: E402

OPERATORS = [("operator-1", "//Dave"), ("operator-2", "//Eve"), ("operator-3", "//Ferdie")]


def bench(description, what, quick, judge):
    """`what` salus-bench measures, and how it is told to be `quick`; `judge` makes rows of its figures."""
    parser = argparse.ArgumentParser(description=description)
    for option in ("node", "worker", "salus", "bench", "report"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true", help="little: to see that it runs")
    options = parser.parse_args()
    # Each connection is a file.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="salus-bench-") as folder:
        models = pathlib.Path(folder) / "models"
        models.mkdir()
        network = Network(folder, options.node, options.worker, options.salus, options.bench, models)
        try:
            network.start(OPERATORS)
            done = subprocess.run(
                [options.bench, "--node", network.url, what, *(quick if options.quick else ())],
                stdout=subprocess.PIPE, text=True, check=False)
            if done.returncode:
                sys.exit(f"the bench failed; a custodian's last words:\n{network.workers[0].output()[-2000:]}")
            rows = judge(json.loads(done.stdout))
        finally:
            network.stop()
    show(rows)
    write(rows, options.report)
    return missed(rows)
