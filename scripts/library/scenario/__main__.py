# SPDX-License-Identifier: Apache-2.0
"""Plays the scenario: python3 scripts/library/scenario --node … --worker … --salus … (scripts/demo does it).

With --url in place of --node it plays on a network that is there already."""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from apart import Apart  # noqa: E402
from bad_input import BadInput  # noqa: E402
from claims import Claims  # noqa: E402
from custody import Custody  # noqa: E402
from exported import export_state  # noqa: E402
from field import Field  # noqa: E402
from keeping import Keeping  # noqa: E402
from monitoring import REPORT_DAY, Monitoring  # noqa: E402
from network import OPERATORS, PASSPHRASE, USUAL_STATES, Failed, Network  # noqa: E402
from paid import Paid  # noqa: E402
from quorum import Quorum  # noqa: E402
from released import Released  # noqa: E402
from report import Report  # noqa: E402
from rights import Rights  # noqa: E402
from rotated import Rotated  # noqa: E402
from scenario import Scenario  # noqa: E402
from scores import Scores  # noqa: E402
from session_keys import SessionKeys  # noqa: E402

# Those that take longest, and on which no other rests: --quick leaves them out.
LONGEST = ("custody/10-repaired", "quorum/03-pause", "quorum/07-times", "rights/10-bots", "claims/10-second-insurer",
           "bad/18-node-down")


def polkadot_js(network):
    """What Polkadot.js makes of the chain after the scenario, with no types of ours."""
    script = pathlib.Path(__file__).parent.parent / "polkadot-js"
    command = [script, "check", network.url, "--after-scenario"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise Failed(done.stderr.strip()[-500:])
    return done.stdout.strip()


def say_what_runs(options, network, folder):
    """After --keep: how to reach what is left running, where its files are, and how to end it."""
    programs = [*([] if options.url else [network.node]), *network.workers, *network.others]
    running = [program for program in programs if program.running()]
    (folder / "home").mkdir(exist_ok=True)
    print(f"\nStill running. Open https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A{network.rpc_port}")
    print("Accounts: clinic //Bob//stash, clinician //Charlie//stash, another //Dave//stash, patient //Patient, "
          "every body //Alice //Bob //Charlie")
    print(f"Command line, here as the patient:\n  SALUS_PASSPHRASE='{PASSPHRASE}' {options.salus.resolve()} "
          f"--node {network.url} --home {folder / 'home'} --as //Patient --help")
    for program in running:
        print(f"  {program.name}: process {program.process.pid}, log {program.log.resolve()}")
    print(f"To stop it and delete its files:\n  kill {' '.join(str(program.process.pid) for program in running)}; "
          f"rm -r {folder}")


def main():
    parser = argparse.ArgumentParser()
    for name in ("worker", "salus", "models", "bundle", "report"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--bench", type=pathlib.Path, help="a client that checks nothing: for --more")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--node", type=pathlib.Path, help="the node's program: it is started for the scenario")
    where.add_argument("--url", help="a node that runs already, by its WebSocket address on 127.0.0.1")
    parser.add_argument("--folder", type=pathlib.Path, help="where all is written; it stays")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--state", type=pathlib.Path, help="where the chain's state at the end is written")
    parser.add_argument("--processors", default="", help="of the first operators, emulated: Nehalem,SandyBridge")
    parser.add_argument("--until", help="the last step of the scenario that is played")
    parser.add_argument("--monitoring", action="store_true", help="after it: drift of a model's inputs, and outcomes")
    parser.add_argument("--more", action="store_true", help="after the scenario: polkadot.js, and what is refused")
    parser.add_argument("--quick", action="store_true", help="without the steps that take longest")
    options = parser.parse_args()
    if options.more and not options.bench:
        parser.error("--more needs --bench")

    folder = options.folder or pathlib.Path(tempfile.mkdtemp(prefix="salus-demo-"))
    # A node that forgets, for operators that are away longer than that; one that people inspect keeps everything.
    network = Network(folder, options.node, options.worker, options.salus, options.bench, options.models,
                      url=options.url, kept_states=USUAL_STATES if options.more else None,
                      run_options=REPORT_DAY if options.monitoring else ())
    report = Report(network)
    good = False
    try:
        network.start(OPERATORS, [name for name in options.processors.split(",") if name])
        scenario = Scenario(network, options.bundle, options.models / "diabetes-risk")
        steps = scenario.steps()
        if options.more:
            steps += [("polkadot-js/01-decodes-and-signs", "patient", "all metadata and events decoded, one consent signed",
                       lambda: polkadot_js(network))]
            field = Field(network)
            steps += Scores(network, options.models).steps() + field.steps()
            played = (Custody, Apart, Keeping, Rotated, Released, Paid, SessionKeys)
            custody = [steps_of(network, field).steps() for steps_of in played]
            steps += sorted(sum(custody, []), key=lambda step: step[0])
            steps += Quorum(network, field).steps()
            steps += Rights(network, field).steps()
            steps += Claims(network, field).steps()
            steps += BadInput(network, options.bundle).steps()
        names = [name for name, *_ in steps]
        if options.quick and options.more:
            if strangers := set(LONGEST) - set(names):
                raise Failed(f"there are no steps {', '.join(sorted(strangers))}")
            steps = [step for step in steps if step[0] not in LONGEST]
            names = [name for name, *_ in steps]
        if options.until:
            steps = steps[: names.index(options.until) + 1]
        if options.monitoring:
            steps += Monitoring(network, scenario).steps()
        report.head()
        for step in steps:
            # A step of the scenario rests on those before it; each bad input stands alone.
            if not report.step(*step) and step[0].startswith("main/"):
                break
        report.write(options.report)
        if options.state:
            export_state(network, options.state)
        good = report.good() and len(report.steps) == len(steps)
        if options.keep:
            say_what_runs(options, network, folder.resolve())
    finally:
        if not options.keep:
            network.stop()
    if good and not options.keep and not options.folder:
        shutil.rmtree(folder)
    elif not good:
        print(f"\nThe scenario failed; logs are in {folder}", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
