# SPDX-License-Identifier: Apache-2.0
"""The real programs on 127.0.0.1: one development node and three workers, started, watched and ended."""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import time
import urllib.request

PASSPHRASE = "demonstration only"
OPERATORS = [("operator-1", "//Dave"), ("operator-2", "//Eve"), ("operator-3", "//Ferdie")]
# The number of last blocks whose state a node keeps that is not told otherwise and is no development node.
USUAL_STATES = 256


class Failed(Exception):
    """Something that had to happen did not."""


def free_port(given=set()):
    """A port that is free, once. Not one that the system gives to connections: one of them could take it meanwhile."""
    while True:
        port = random.randrange(20000, 32768)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in given:
                given.add(port)
                return port


# How many times as long as on the development node everything may take: there a block is final after half a
# second, on a relay chain after half a minute.
SLOWNESS = float(os.environ.get("SALUS_SCENARIO_SLOWNESS", "1"))


def wait_until(what, condition, seconds=60.0, pause=0.05):
    """Waits for a condition with a bound; returns what it returned."""
    seconds *= SLOWNESS
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failed(f"waited {seconds:.0f} s in vain: {what}")
        time.sleep(pause)


class Program:
    """A process whose output goes to a file, ended by its process id."""

    # What a worker says once it does its work.
    serves = "serving"

    def __init__(self, name, command, log, environment=None):
        self.name, self.command, self.log = name, [str(part) for part in command], pathlib.Path(log)
        self.environment = {**os.environ, **(environment or {})}
        self.process = None

    def start(self):
        self.start_of_run = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment
            )
        return self

    def running(self):
        return self.process is not None and self.process.poll() is None

    def must_run(self):
        if not self.running():
            raise Failed(f"{self.name} ended early; its log is {self.log}")
        return True

    def output(self):
        """What it has printed since it was last started."""
        with open(self.log, "rb") as log:
            log.seek(self.start_of_run)
            return log.read().decode(errors="replace")

    def stop(self):
        if self.running():
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def kill(self):
        """kill -9: no time to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Elsewhere:
    """A node that others started and will end: only its address is ours."""

    name, log = "node", "elsewhere"

    def start(self):
        return self

    def must_run(self):
        return True

    def stop(self):
        pass


class Network:
    """One node, three workers, and the command line to speak with them."""

    def __init__(self, folder, node, worker, salus, bench, models, block_milliseconds=500, url=None, bond=2000,
                 run_options=(), kept_states=None):
        """`kept_states`: the number of last blocks whose state the node keeps; without it, all of them."""
        self.folder, self.bench_program = pathlib.Path(folder), bench
        self.worker_program, self.salus_program, self.models = worker, salus, models
        self.block_milliseconds, self.bond, self.run_options = block_milliseconds, bond, run_options
        # A copy of its database is refused with another.
        self.pruning = ["--state-pruning", kept_states] if kept_states else []
        self.rpc_port = int(url.rstrip("/").rsplit(":", 1)[1]) if url else free_port()
        self.url = f"ws://127.0.0.1:{self.rpc_port}"
        self.node = Elsewhere() if url else Program(
            "node",
            [node, "--dev", "--dev-block-time", block_milliseconds, "--base-path", self.folder / "node",
             "--rpc-port", self.rpc_port, "--port", free_port(), "--prometheus-port", free_port(), *self.pruning],
            self.folder / "node.log",
        )
        self.workers, self.others = [], []
        # Which model was asked in each request that was made here: nobody else learns that.
        self.asked = {}

    def start(self, operators, processors=()):
        """The first operators run on `processors`, emulated by QEMU. Each runs its models on one thread more than the
        one before: what they seal must not hang on that. Their children are emulated as they are."""
        self.node.start()
        wait_until("the node's first finalized block", self._has_block, 120)
        # Where their homes are from before, they have joined.
        self.accredit([secret for name, secret in operators if not (self.folder / name).exists()])
        emulated = [["qemu-x86_64", "-cpu", processor] for processor in processors]
        # Together: each waits until its extrinsic is final.
        with concurrent.futures.ThreadPoolExecutor() as beside:
            joining = [
                beside.submit(self._worker, name, secret, index + 1, emulated[index] if index < len(emulated) else [])
                for index, (name, secret) in enumerate(operators)]
            self.workers += [each.result() for each in joining]
        for worker in self.workers:
            worker.start()
        for worker in self.workers:
            self.wait_for(worker)

    def add_operator(self, name, secret):
        """One more, for as long as somebody lets it run; `workers` are the first ones."""
        self.accredit([secret])
        worker = self._worker(name, secret, 1, [])
        self.wait_for(worker.start())
        self.others.append(worker)
        return worker

    def insurer(self, name, secret):
        """An insurer's worker, not started yet: it judges claims, and has no bond, no shares and no models."""
        home, metrics = self.folder / name, f"127.0.0.1:{free_port()}"
        worker = Program(
            name, [self.worker_program, "run", "--insurer", "--home", home, "--node", self.url, "--metrics", metrics],
            self.folder / f"{name}.log", {"SALUS_PASSPHRASE": PASSPHRASE, "RUST_LOG": "info"},
        )
        worker.home, worker.secret, worker.metrics, worker.serves = home, secret, metrics, "judging claims"
        if not home.exists():
            self.by_hand(worker, "init", "--dev", secret)
        self.others.append(worker)
        return worker

    def accredit(self, secrets):
        """Has the authority accredit each of these accounts as an organisation that runs operators: an organisation has
        one seat in a draw, so each operator is one of its own."""
        if secrets:
            accounts = [self.must(secret, "keys", "show", secret)["account"] for secret in secrets]
            self.must("//Alice", "authority", "accredit", *accounts, "--kind", "operator", "--jurisdiction", "CH",
                      "--registrations-per-day", "0")

    def copied_node(self, name):
        """A second node of the same chain, not started yet, by a copy of what the first one has, which is stopped for
        that. It makes a block only when it is sent a transaction."""
        before, port = self.block(), free_port()
        self.node.stop()
        try:
            subprocess.run(["cp", "-a", "--sparse=always", self.folder / "node", self.folder / name], check=True)
        finally:
            self.node.start()
        wait_until("the node to go on", lambda: self.goes_on(before), 120, 0.2)
        node = Program(
            name,
            [self.node.command[0], "--dev", "--base-path", self.folder / name, "--rpc-port", port,
             "--port", free_port(), "--no-prometheus", *self.pruning],
            self.folder / f"{name}.log",
        )
        node.url, node.endpoint = f"ws://127.0.0.1:{port}", f"http://127.0.0.1:{port}"
        return node

    def goes_on(self, before):
        """Whether the node answers and is past this block."""
        self.node.must_run()
        try:
            return self.block() > before
        except OSError:
            return False

    @contextlib.contextmanager
    def through(self, url):
        """`salus` asks another node inside."""
        own, self.url = self.url, url
        try:
            yield
        finally:
            self.url = own

    def _has_block(self):
        self.node.must_run()
        try:
            header = self.rpc("chain_getHeader")
        except OSError:
            return False
        return int(header["number"], 16) >= 1

    def _worker(self, name, secret, threads, emulator):
        home = self.folder / name
        endpoint_port, ipfs_port, metrics = free_port(), free_port(), f"127.0.0.1:{free_port()}"
        # Set here, since a program that starts itself again would leave its emulator.
        environment = {"SALUS_PASSPHRASE": PASSPHRASE, "RUST_LOG": "info", "ORT_DISABLE_TELEMETRY": "1"}
        options = ["--home", home, "--node", self.url]
        run = lambda *arguments: subprocess.run(
            [str(part) for part in (self.worker_program, *arguments, *options)],
            env={**os.environ, **environment}, check=True, capture_output=True, text=True,
        )
        if not home.exists():
            run("init", "--dev", secret)
        # On a network that was there before, an operator comes back at another address.
        models = ["--models", self.models] if any(pathlib.Path(self.models).glob("*/card.json")) else ["--without-models"]
        run("join", "--endpoint", f"http://127.0.0.1:{endpoint_port}", "--bond", self.bond, "--replace", *models)
        worker = Program(
            name,
            [*emulator, self.worker_program, "run", *options, "--listen", f"127.0.0.1:{endpoint_port}",
             "--ipfs-listen", f"/ip4/127.0.0.1/tcp/{ipfs_port}", "--models", self.models, "--threads", threads,
             "--metrics", metrics, *self.run_options, *(["--launcher", " ".join(map(str, emulator))] if emulator else [])],
            self.folder / f"{name}.log", environment,
        )
        worker.metrics = metrics
        worker.endpoint, worker.home, worker.secret = f"http://127.0.0.1:{endpoint_port}", home, secret
        return worker

    def by_hand(self, worker, *arguments):
        """A command of an operator's, beside its daemon."""
        command = [self.worker_program, *arguments, "--home", worker.home]
        done = subprocess.run(list(map(str, command)), env=worker.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"salus-worker {' '.join(map(str, arguments))}: {done.stderr}")
        return done.stdout

    def wait_for(self, worker):
        wait_until(f"{worker.name} to serve", lambda: worker.must_run() and worker.serves in worker.output(), 60)

    def stop(self):
        for program in [*self.workers, *self.others, self.node]:
            program.stop()

    def rpc(self, method, *parameters, endpoint=None):
        """Calls a JSON-RPC method of the node, or of another endpoint."""
        request = urllib.request.Request(
            endpoint or f"http://127.0.0.1:{self.rpc_port}",
            json.dumps({"jsonrpc": "2.0", "id": "scenario", "method": method, "params": parameters}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer = json.load(answer)
        if "error" in answer:
            raise Failed(f"{method}: {answer['error']}")
        return answer["result"]

    def final(self, method, *parameters):
        """The same, as of the last final block, which the method takes last."""
        return self.rpc(method, *parameters, self.rpc("chain_getFinalizedHead"))

    @staticmethod
    def document(cid, worker):
        """The ciphertext as a custodian gives it."""
        with urllib.request.urlopen(f"{worker.endpoint}/documents/{cid}", timeout=30) as answer:
            return answer.read()

    def block(self, endpoint=None):
        """The number of the last finalized block, of the node or of another one."""
        head = self.rpc("chain_getFinalizedHead", endpoint=endpoint)
        return int(self.rpc("chain_getHeader", head, endpoint=endpoint)["number"], 16)

    def salus(self, who, *arguments):
        """Runs the command line as somebody. Returns its JSON, of a success or of a refusal."""
        done = self._run(who, "--json", *arguments)
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            raise Failed(f"salus {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}") from None
        if (done.returncode != 0) != (isinstance(answer, dict) and "error" in answer):
            raise Failed(f"exit code {done.returncode} does not fit the answer {answer}")
        self._note(answer)
        return answer

    def _note(self, answer):
        if not isinstance(answer, dict):
            return
        request, model = answer.get("request"), answer.get("model")
        if isinstance(request, int) and isinstance(model, int):
            self.asked[request] = model

    def shown(self, who, *arguments):
        """What the command line prints for people; a refusal fails the scenario."""
        done = self._run(who, *arguments)
        if done.returncode != 0:
            raise Failed(f"salus {' '.join(map(str, arguments))}: {done.stderr}")
        return done.stdout

    def _run(self, who, *arguments):
        command = [self.salus_program, "--node", self.url, "--home", self.folder / "home", "--as", who, *arguments]
        return subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, timeout=180 * SLOWNESS,
            # One zone for whatever is read and shown.
            env={**os.environ, "SALUS_PASSPHRASE": PASSPHRASE, "TZ": "UTC"},
        )

    def write_unchecked(self, secret, patient, path, category, succeeds=True):
        """Writes a file's bytes as a record by a client that checks nothing. Returns the record, or why not."""
        done = subprocess.run(
            [str(self.bench_program), "--node", self.url, "write", str(path), "--secret", secret,
             "--patient", patient, "--category", category], capture_output=True, text=True, timeout=180 * SLOWNESS)
        if (done.returncode == 0) != succeeds:
            raise Failed(f"salus-bench write: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)["record"] if succeeds else done.stderr

    def place_unchecked(self, secret, path):
        """Places a file's bytes as a ciphertext with three custodians. Returns why each refused, if it did."""
        done = subprocess.run(
            [str(self.bench_program), "--node", self.url, "place", str(path), "--secret", secret],
            capture_output=True, text=True, timeout=180 * SLOWNESS)
        if done.returncode:
            raise Failed(f"salus-bench place: {done.stdout}{done.stderr}")
        return json.loads(done.stdout)["refusals"]

    def must(self, who, *arguments):
        """As `salus`, but a refusal fails the scenario."""
        answer = self.salus(who, *arguments)
        if isinstance(answer, dict) and "error" in answer:
            raise Failed(f"salus {' '.join(map(str, arguments))}: {answer['error']}")
        return answer

    def together(self, who, commands):
        """As `must`, for commands of one account that send one extrinsic each: beside each other, since on a relay
        chain each waits half a minute for its finality. Each begins when the node counts the extrinsic of the one
        before, so that no two take the same nonce. Returns the answers in order."""
        account = self.must(who, "keys", "show", who)["account"]
        sent = lambda: self.rpc("system_accountNextIndex", account)
        with concurrent.futures.ThreadPoolExecutor(len(commands)) as beside:
            running = []
            for command in commands:
                before = sent()
                running.append(beside.submit(self.must, who, *command))
                wait_until(f"{command} to send its extrinsic", lambda: running[-1].done() or sent() > before, 120, 0.1)
            return [each.result() for each in running]

    def refused(self, who, *arguments):
        """As `salus`, but a success fails the scenario. Returns the error."""
        answer = self.salus(who, *arguments)
        if not (isinstance(answer, dict) and "error" in answer):
            raise Failed(f"salus {' '.join(map(str, arguments))} was not refused: {answer}")
        return answer["error"]


def files_with(folder, needle):
    """The files under a folder that hold these bytes anywhere."""
    found = []
    for path in pathlib.Path(folder).rglob("*"):
        if path.is_file():
            try:
                if needle in path.read_bytes():
                    found.append(path)
            except FileNotFoundError:
                pass  # A store may drop a file while we look.
    return found
