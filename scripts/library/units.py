# SPDX-License-Identifier: Apache-2.0
"""Whether both units of deployment/ fit beside each other on one machine: scripts/library/units runs it.

What a unit's ExecStart= says is started as it stands, but for the program's path, systemd's specifiers, and the files
that an operator brings. Its parachain's genesis has the operator in it, since no block is ever made: the relay chain's
node is alone."""

import argparse
import ipaddress
import json
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import typing
import urllib.error
import urllib.request

sys.path.append(str(pathlib.Path(__file__).parent / "scenario"))
from network import PASSPHRASE, Failed, Network, Program, wait_until  # noqa: E402

NODE, WORKER = "node", "worker"
# twox128("Participants"): what all keys of the pallet's state begin with.
PARTICIPANTS = "0x6b90665159f1fdee7725e53eebea950e"
# What only the node's operator may call.
UNSAFE = ("author_rotateKeys", "system_peers")
# States of sockets in /proc/net: TCP that listens, UDP that is bound and takes from anyone.
OPEN = {"tcp": "0A", "udp": "07"}


class Row(typing.NamedTuple):
    """A port of the table in deployment/README.md."""

    port: int
    whose: str
    what: str
    everywhere: bool


def table(readme):
    """The table of ports."""
    section = readme.read_text().split("\n## Ports\n", 1)[1].split("\n## ", 1)[0]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not (line.startswith("|") and cells[0][:1].isdigit()):
            continue
        numbers, whose, what, reached = cells
        if whose not in (NODE, WORKER) or not reached.startswith(("this machine", "everywhere")):
            raise Failed(f"{readme} says of a port what this test does not know: {line}")
        for number in numbers.split(","):
            yield Row(int(number), whose, what, reached.startswith("everywhere"))


class Unit:
    """A unit's file, and what it starts."""

    def __init__(self, path):
        self.path, self.settings = path, {}
        for line in path.read_text().replace("\\\n", " ").splitlines():
            name, equals, value = line.partition("=")
            if equals and not line.startswith(("#", ";")):
                self.settings.setdefault(name, []).append(value)

    def words(self, name):
        """The values of a setting that lists some."""
        return [word for value in self.settings.get(name, []) for word in shlex.split(value)]

    def command(self, here):
        """What it runs and with which environment, with what is elsewhere on a real machine put here."""
        (command,) = self.settings["ExecStart"]
        parts = [*self.words("Environment"), *shlex.split(command)]
        for there, path in here.items():
            if not any(there in part for part in parts):
                raise Failed(f"{self.path} names no {there}")
            parts = [part.replace(there, str(path)) for part in parts]
        return parts


class Service(Program):
    """A unit's program as systemd would start it: with nothing of our environment, and waited for until it says that it
    is ready, if the unit is of that type."""

    def __init__(self, name, unit, here, folder):
        self.notices = folder / f"{name}.notify"
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.manager.bind(str(self.notices))
        self.manager.setblocking(False)
        environment = [f"PATH={os.environ['PATH']}"]
        if unit.settings.get("Type") == ["notify"]:
            environment.append(f"NOTIFY_SOCKET={self.notices}")
        command = ["env", "--ignore-environment", *environment, *unit.command(here)]
        super().__init__(name, command, folder / f"{name}.log")

    def is_ready(self):
        self.must_run()
        try:
            return b"READY=1" in self.manager.recv(4096).split(b"\n")
        except BlockingIOError:
            return False

    def stop(self):
        super().stop()
        self.manager.close()


def open_sockets(protocol):
    """Address, port and inode of each socket of this machine that others can reach, of IPv4 and IPv6."""
    for table_of_kernel in (f"/proc/net/{protocol}", f"/proc/net/{protocol}6"):
        try:
            lines = pathlib.Path(table_of_kernel).read_text().splitlines()[1:]
        except FileNotFoundError:
            continue  # A machine without IPv6.
        for fields in map(str.split, lines):
            local, state, inode = fields[1], fields[3], fields[9]
            if state != OPEN[protocol]:
                continue
            digits, port = local.split(":")
            # The kernel writes each four bytes as one number in the processor's order.
            numbers = [int(digits[at:at + 8], 16) for at in range(0, len(digits), 8)]
            address = b"".join(number.to_bytes(4, sys.byteorder) for number in numbers)
            yield ipaddress.ip_address(address), int(port, 16), inode


def sockets_of(process):
    """Inodes of the sockets that a process holds."""
    inodes = set()
    for file in pathlib.Path(f"/proc/{process}/fd").iterdir():
        try:
            target = os.readlink(file)
        except FileNotFoundError:
            continue  # Closed meanwhile.
        if target.startswith("socket:["):
            inodes.add(target[len("socket:["):-1])
    return inodes


def listening(process):
    """Where a process listens: the addresses by protocol and port."""
    own, found = sockets_of(process), {}
    for protocol in OPEN:
        for address, port, inode in open_sockets(protocol):
            if inode in own:
                found.setdefault((protocol, port), set()).add(address)
    return found


def faults(rows, services):
    """In what the processes differ from the table."""
    for service in services.values():
        service.must_run()
        found = listening(service.process.pid)
        for row in (row for row in rows if row.whose == service.name):
            addresses = found.pop(("tcp", row.port), set())
            shown = ", ".join(sorted(map(str, addresses)))
            right = all(at.is_unspecified if row.everywhere else at.is_loopback for at in addresses)
            if not addresses:
                yield f"the {row.whose} does not listen on {row.port} ({row.what})"
            elif not right:
                wanted = "every address" if row.everywhere else "127.0.0.1"
                yield f"the {row.whose} listens on {row.port} of {shown}, not of {wanted}"
        for (protocol, port), addresses in sorted(found.items()):
            shown = ", ".join(sorted(map(str, addresses)))
            yield f"the {service.name} listens on {protocol} {port} of {shown}, which the table has not"


def wait_for_table(rows, services):
    """Waits until each process listens where the table says, and nowhere else."""
    last = []

    def fits():
        last[:] = faults(rows, services)
        return not last

    try:
        wait_until("the ports of the table", fits, 30, 0.2)
    except Failed:
        for service in services.values():
            service.must_run()
        raise Failed("; ".join(last)) from None


def call(port, method):
    """A JSON-RPC method's whole answer."""
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": []}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def safe_methods_only(port):
    if "result" not in call(port, "system_chain"):
        raise Failed(f"JSON-RPC at {port} does not tell its chain")
    for method in UNSAFE:
        answer = call(port, method)
        if "unsafe" not in answer.get("error", {}).get("message", ""):
            raise Failed(f"JSON-RPC at {port} answers {method}, which is not a safe method: {answer}")


def metrics(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        if b"# TYPE " not in answer.read():
            raise Failed(f"there are no metrics at {port}")


def ready_or_why_not(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=30) as answer:
            status, told = answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        status, told = refusal.code, json.load(refusal)
    if not (status == 200 and told["ready"] or status == 503 and told["reason"]):
        raise Failed(f"/ready at {port} answers {status}: {told}")


# By how the table's "what" begins.
ANSWERS = {"JSON-RPC of": safe_methods_only, "Prometheus": metrics, "custody": ready_or_why_not}


def answers(row):
    """Asks what listens on this machine only."""
    for beginning, ask in ANSWERS.items():
        if row.what.startswith(beginning):
            return ask(row.port)
    raise Failed(f"this test does not know what to ask at {row.port}: {row.what}")


def run(*command, environment=None):
    """Runs a program to its end and gives what it printed."""
    done = subprocess.run(
        [str(part) for part in command], env={**os.environ, **(environment or {})},
        capture_output=True, text=True, timeout=180)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}: {done.stderr}")
    return done.stdout


def join(options, folder, home, passphrase):
    """Makes an operator's home. Gives what a chain knows of it: that of a development chain, which it joins."""
    network = Network(folder, options.node, options.worker, options.salus, None, None)
    environment = {"SALUS_PASSPHRASE": passphrase}
    run(options.worker, "init", "--home", home, "--dev", "//Dave", environment=environment)
    try:
        network.start([])
        network.accredit(["//Dave"])
        run(options.worker, "join", "--home", home, "--node", network.url, "--endpoint", "http://127.0.0.1:8844",
            "--bond", "2000", "--without-models", environment=environment)
        keys = network.rpc("state_getKeysPaged", PARTICIPANTS, 1000)
        return {key: network.rpc("state_getStorage", key) for key in keys}
    finally:
        network.stop()


def parachain(options, state):
    """The specification of a chain that has this in its state from the start."""
    specification = json.loads(run(options.node, "export-chain-spec", "--chain", "local", "--raw"))
    specification["genesis"]["raw"]["top"].update(state)
    return specification


def relay_chain():
    """Westend's specification as the node's own lock has it, without anybody to call: its node shall be alone."""
    cargo = pathlib.Path(os.environ.get("CARGO_HOME", pathlib.Path.home() / ".cargo"))
    found = sorted(cargo.glob("registry/src/*/polkadot-service-*/chain-specs/westend.json"))
    if not found:
        raise Failed(f"there is no specification of a relay chain among the sources in {cargo}")
    return {**json.loads(found[-1].read_text()), "bootNodes": []}


def check(options, folder, services):
    rows = list(table(options.deployment / "README.md"))
    taken = {port for _, port, _ in open_sockets("tcp")} & {row.port for row in rows}
    if taken:
        raise Failed(f"taken already on this machine: {', '.join(map(str, sorted(taken)))}")
    units = {name: Unit(options.deployment / f"salus-{name}.service") for name in (NODE, WORKER)}
    if "salus-node.service" not in units[WORKER].words("After"):
        raise Failed("the worker's unit does not wait for the node's")

    state, credentials, models = folder / "state", folder / "credentials", folder / "models"
    for made in (state, credentials, models, folder / "development"):
        made.mkdir()
    (credentials / "passphrase").write_text(PASSPHRASE)
    known = join(options, folder / "development", state / "salus-worker", PASSPHRASE)
    chain, relay = folder / "chain.json", folder / "relay.json"
    chain.write_text(json.dumps(parachain(options, known)))
    relay.write_text(json.dumps(relay_chain()))
    run(options.node, "key", "generate-node-key", "--base-path", state / "salus-node", "--chain", chain)

    here = {
        NODE: {"/usr/bin/salus-node": options.node, "%S": state, "%H": "salus-units",
               "/etc/salus/chain.json": chain, "/etc/salus/relay.json": relay},
        WORKER: {"/usr/bin/salus-worker": options.worker, "%S": state, "%d": credentials,
                 "/usr/share/salus/models": models},
    }
    # In this order, as the worker's unit has it. Two cores measure themselves and compile two runtimes first.
    for name, seconds in ((NODE, 240), (WORKER, 60)):
        services[name] = Service(name, units[name], here[name], folder)
        wait_until(f"the {name} to say that it is ready", services[name].start().is_ready, seconds)

    wait_for_table(rows, services)
    for row in rows:
        if not row.everywhere:
            answers(row)
    # What was asked opened nothing, and all still run.
    wait_for_table(rows, services)
    return len(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--deployment", "--node", "--worker", "--salus"):
        parser.add_argument(option, type=pathlib.Path, required=True)
    options, services = parser.parse_args(), {}
    folder = pathlib.Path(tempfile.mkdtemp(prefix="salus-units-"))
    try:
        ports = check(options, folder, services)
    except (Failed, OSError, subprocess.TimeoutExpired) as failure:
        sys.exit(f"error: {failure}\nIts files, with the logs: {folder}")
    finally:
        for service in reversed(services.values()):
            service.stop()
    shutil.rmtree(folder)
    print(f"Both units run beside each other; {ports} ports are as deployment/README.md has them.")


if __name__ == "__main__":
    main()
