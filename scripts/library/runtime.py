# SPDX-License-Identifier: Apache-2.0
"""What the runtime's WASM is known by, and a development node that runs it."""

import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).parent / "scenario"))
from network import Program, free_port, wait_until  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for command, options in (("describe", ("plain", "report")), ("sign", ("node",))):
        of_command = commands.add_parser(command)
        for option in ("root", "wasm", *options):
            of_command.add_argument(f"--{option}", type=pathlib.Path, required=True)
        of_command.add_argument("--metadata-hash", required=True)
    commands.choices["describe"].add_argument("--compiler", required=True)
    options = parser.parse_args()
    return {"describe": describe, "sign": sign}[options.command](options)


def describe(options):
    code = options.wasm.read_bytes()
    told = {
        **version(section(options.plain.read_bytes(), "runtime_version")),
        "bytes": len(code),
        "blake2_256": "0x" + hashlib.blake2b(code, digest_size=32).hexdigest(),
        "sha256": hashlib.sha256(code).hexdigest(),
        "metadata_hash": options.metadata_hash,
        "commit": commit(options.root),
        "compiler": options.compiler,
        "weights": weights(options.root),
    }
    options.report.write_text(json.dumps(told, indent=2) + "\n")
    lines = {
        "runtime": f"{told['spec_name']} {told['spec_version']}, transactions {told['transaction_version']}",
        "file": f"{options.wasm}, {told['bytes']:,} bytes",
        "BLAKE2b-256": f"{told['blake2_256']} (system.authorizeUpgrade; the relay chain's validation code)",
        "SHA-256": told["sha256"],
        "metadata hash": told["metadata_hash"],
        "commit": told["commit"],
        "compiler": told["compiler"],
        "weights": "; ".join(told["weights"]),
    }
    for name, value in lines.items():
        print(f"{name:<14} {value}")


def sign(options):
    """A development node whose genesis has this runtime, and what polkadot.js signs with the hash of its metadata."""
    made = subprocess.run(
        [options.node, "export-chain-spec", "--chain", "dev"], stdout=subprocess.PIPE, text=True, check=True
    )
    spec = json.loads(made.stdout)
    spec["genesis"]["runtimeGenesis"]["code"] = "0x" + options.wasm.read_bytes().hex()
    with tempfile.TemporaryDirectory(prefix="salus-runtime-") as folder:
        folder = pathlib.Path(folder)
        (folder / "spec.json").write_text(json.dumps(spec))
        port = free_port()
        node = Program(
            "node",
            [options.node, "--dev", "--chain", folder / "spec.json", "--base-path", folder / "node",
             "--rpc-port", port, "--port", free_port(), "--no-prometheus"],
            folder / "node.log",
        ).start()
        try:
            wait_until("the node to listen", lambda: node.must_run() and f":{port}" in node.output(), 120)
            signed = subprocess.run(
                [options.root / "scripts/library/polkadot-js", "metadata-hash", f"ws://127.0.0.1:{port}",
                 options.metadata_hash],
                check=False,
            )
            if signed.returncode:
                sys.exit(f"the node's last words:\n{node.output()[-2000:]}")
        finally:
            node.stop()


def section(wasm, name):
    """The content of the custom section of this name."""
    if wasm[:8] != b"\0asm\1\0\0\0":
        sys.exit("this is not a plain WASM module")
    at = 8
    while at < len(wasm):
        kind, (size, start) = wasm[at], leb128(wasm, at + 1)
        at = start + size
        if kind == 0:
            length, begin = leb128(wasm, start)
            if wasm[begin : begin + length] == name.encode():
                return wasm[begin + length : at]
    sys.exit(f"the WASM has no section {name}")


def leb128(data, at):
    """An unsigned number, and where what follows it begins."""
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not data[at - 1] & 0x80:
            return value, at


def version(data):
    """The beginning of a SCALE-encoded `RuntimeVersion`; its texts and lists are short."""
    at = 0

    def short_length():
        nonlocal at
        mode, size = data[at] & 3, 1
        if mode == 1:
            size = 2
        elif mode != 0:
            sys.exit("a longer runtime version than any")
        at += size
        return int.from_bytes(data[at - size : at], "little") >> 2

    def text():
        nonlocal at
        length = short_length()
        at += length
        return data[at - length : at].decode()

    def number():
        nonlocal at
        at += 4
        return int.from_bytes(data[at - 4 : at], "little")

    spec_name, _impl_name = text(), text()
    _authoring, spec_version, _impl = number(), number(), number()
    apis = short_length()
    at += 12 * apis  # an id of 8 bytes and a version each
    return {"spec_name": spec_name, "spec_version": spec_version, "transaction_version": number()}


def commit(root):
    """The clone's commit, and whether it was changed since."""

    def git(*arguments):
        asked = subprocess.run(
            ["git", "-C", root, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
        )
        return asked.stdout.strip() if asked.returncode == 0 else None

    found = git("rev-parse", "HEAD")
    if found is None or pathlib.Path(git("rev-parse", "--show-toplevel")).resolve() != root.resolve():
        return "none: this is not a clone"
    return found + (", and changes since" if git("status", "--porcelain") else "")


def weights(root):
    """When and on which machine weights were measured, as their files say it."""
    found = set()
    for file in (root / "runtime/src/weights").glob("*.rs"):
        measured = re.search(r"^//! (\d{4}-\d\d-\d\d on .*): \d+ steps", file.read_text(), re.MULTILINE)
        if measured:
            found.add(measured[1])
    return sorted(found) or sys.exit("no file of runtime/src/weights names the machine")


if __name__ == "__main__":
    sys.exit(main())
