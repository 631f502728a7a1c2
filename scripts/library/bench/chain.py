"""How many calls a second a development node takes, each kind beside transfers, remarks and bare signature
verification in the same run."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from rows import row, show, write

sys.path.append(str(pathlib.Path(__file__).parent.parent / "story"))
from network import Program, free_port, wait_until  # noqa: E402

TRANSFER, REMARK, VERIFICATION = "balances.transfer_keep_alive", "system.remark", "sr25519 verification"
# The least ratio to transfers.
GOALS = {"consent.grant": 1.0}
LEAST_OF_VERIFICATION = 0.25


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("node", "bench", "report"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true", help="few calls: to see that it runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salus-bench-") as folder:
        figures = measure(options, pathlib.Path(folder))
    rows = judge(figures)
    show(rows)
    write(rows, options.report)
    missed = [entry["name"] for entry in rows if entry["ok"] is False]
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


def measure(options, folder):
    port = free_port()
    node = Program(
        "node",
        # The pool must hold what is sent at once; blocks come often, so that their limits are none here.
        [options.node, "--dev", "--dev-block-time", 250, "--base-path", folder / "node", "--rpc-port", port,
         "--port", free_port(), "--no-prometheus", "--pool-limit", 100_000, "--pool-kbytes", 200_000,
         "--rpc-max-request-size", 64],
        folder / "node.log",
    ).start()
    size = ("--patients", "20", "--each", "5") if options.quick else ()
    try:
        wait_until("the node to listen", lambda: node.must_run() and f":{port}" in node.output(), 120)
        done = subprocess.run(
            [options.bench, "--node", f"ws://127.0.0.1:{port}", *size], stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"the bench failed; the node's last words:\n{node.output()[-2000:]}")
        return json.loads(done.stdout)
    finally:
        node.stop()


def judge(figures):
    verified = figures["verified_per_second"]
    kinds = {kind["name"]: kind for kind in figures["kinds"]}
    rows = [row(VERIFICATION, round(verified), "/s")]
    for name, kind in kinds.items():
        rate = round(kind["per_second"], 1)
        if name != TRANSFER:
            transfers = kinds[TRANSFER]["per_second"]
            rows.append(row(f"{name}, beside transfers", rate, "/s", TRANSFER, transfers, at_least=GOALS.get(name)))
        rows.append(row(f"{name}, beside verification", rate, "/s", VERIFICATION, verified,
                        at_least=LEAST_OF_VERIFICATION))
    return rows


if __name__ == "__main__":
    sys.exit(main())
