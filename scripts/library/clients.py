# SPDX-License-Identifier: Apache-2.0
"""Starts a development node on free ports of 127.0.0.1, runs clients against it, and ends it: scripts/library/clients
installs them and runs this.

They run one after the other on one chain, so each reads what those before it wrote."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

sys.path.append(str(pathlib.Path(__file__).parent / "scenario"))
from network import Failed, Program, free_port, wait_until  # noqa: E402

# Each client ends itself before that, and says why.
SECONDS = 300


def development_node(program, folder):
    """A node that makes a block for each transaction, and its port."""
    port = free_port()
    command = [program, "--dev", "--base-path", folder / "node", "--rpc-port", port, "--port", free_port(),
               "--no-prometheus"]
    return Program("node", command, folder / "node.log"), port


def call(port, method, parameters):
    """The whole answer to a JSON-RPC request."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def ready(node, port):
    node.must_run()
    try:
        return "result" in call(port, "system_chain", [])
    except OSError:
        return False


def run(name, program, script, port):
    """What a client printed last; it fails with what it said."""
    try:
        done = subprocess.run(
            [program, script, f"ws://127.0.0.1:{port}"], capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise Failed(f"{name}: no end within {SECONDS} s: {late.stdout} {late.stderr}") from None
    if done.returncode:
        raise Failed(f"{name} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout.strip().splitlines()[-1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--node", required=True, type=pathlib.Path)
    parser.add_argument("clients", nargs="+", help="of each its name, its program and its script")
    options = parser.parse_args()
    failures = []
    with tempfile.TemporaryDirectory(prefix="salus-clients-") as folder:
        node, port = development_node(options.node, pathlib.Path(folder))
        node.start()
        try:
            wait_until("the node to answer", lambda: ready(node, port), 120)
            # The first block sets the chain's clock, which some of them read before they write.
            call(port, "engine_createBlock", [True, True])
            for name, program, script in zip(*[iter(options.clients)] * 3, strict=True):
                try:
                    print(run(name, program, script, port), flush=True)
                except Failed as failure:
                    failures.append(str(failure))
            if failures:
                failures.append(f"the node's last words:\n{node.output()[-3000:]}")
        finally:
            node.stop()
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    main()
