# SPDX-License-Identifier: Apache-2.0
"""Kills workers under a stream of operations: python3 scripts/library/soak --node … --worker … --salus …
(scripts/soak does it). See scripts/soak --help."""

import argparse
import json
import os
import pathlib
import secrets
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.append(str(pathlib.Path(__file__).parent.parent / "scenario"))
from after import After  # noqa: E402
from asked import Watch  # noqa: E402
from field import Field  # noqa: E402
from gone import Gone  # noqa: E402
from kept import Kept  # noqa: E402
from killer import Killer  # noqa: E402
from network import OPERATORS, USUAL_STATES, Network  # noqa: E402
from report import Report  # noqa: E402
from responses import Responses  # noqa: E402
from scenario import CLINICIAN, SECOND, Scenario, check  # noqa: E402
from state import Soak  # noqa: E402
from stream import WEIGHTS, Actor  # noqa: E402

# So long `salus` tries again a custodian that does not answer; a write twice, and what it signs is good for 50 s here.
RETRY_BUDGET = 20
# Enough that no operator leaves service for what kills cost it: an absence costs 5, and less than 1,000 is too little.
BOND = 200_000
# Keys at rest change every minute of this machine, so that workers are killed while all is encrypted anew.
ROTATION = ["--rotate-every", "120"]
# With so many kills, shares that are set aside are waited for: an hour of this machine, and some.
MANY_KILLS, ASIDE_MINUTES = 300, 70
PROGRESS_EVERY = 15


def set_up(net, options, seed):
    """The scenario's people and the model of the rounds."""
    net.start(OPERATORS)
    scenario = Scenario(net, options.bundle, net.models / "news2")
    print(scenario.people())
    field = Field(net)
    field.models["news2"] = scenario.model
    # Its card is kept from now on: while custodians are killed none may be there to give it.
    net.must(CLINICIAN, "decision", "model", "show", scenario.model)
    return Soak(net, field, scenario.model, seed)


def kill_all(soak, killer, actors):
    began, shown = time.monotonic(), [0.0]

    def progress():
        if time.monotonic() - shown[0] < PROGRESS_EVERY:
            return
        shown[0] = time.monotonic()
        done = ", ".join(f"{operation} {soak.done[operation]}" for operation in WEIGHTS)
        print(f"{killer.killed:>5} of {killer.kills} kills, {(time.monotonic() - began) / 60:.1f} min: {done}; "
              f"failed as they may {sum(soak.failed.values())}, findings {len(soak.findings)}", flush=True)

    for actor in actors:
        actor.start()
    try:
        killer.run(progress)
    finally:
        soak.over.set()
        for actor in actors:
            actor.join(600)
    check(not any(actor.is_alive() for actor in actors), "an operation does not end")
    shown[0] = 0.0
    progress()
    for what, count in sorted(soak.failed.items()):
        print(f"  {count:>4} {what}")
    return f"{killer.killed} kills in {(time.monotonic() - began) / 60:.1f} minutes"


def stream(soak):
    check(not soak.findings, f"{len(soak.findings)} findings: {'; '.join(soak.findings[:3])[:1_500]}")
    idle = [operation for operation in WEIGHTS if not soak.done[operation]]
    check(not idle, f"none of these succeeded: {', '.join(idle)}")
    return f"{sum(soak.done.values())} succeeded, {sum(soak.failed.values())} failed and said that custodians were away"


def play(net, options, seed, report):
    """All steps; gives what the report tells beside them."""
    soak = set_up(net, options, seed)
    killer, watch = Killer(soak, options.kills), Watch(soak)
    aside_minutes = options.aside_minutes
    if aside_minutes is None:
        aside_minutes = ASIDE_MINUTES if options.kills >= MANY_KILLS else 0
    after = After(soak, watch, aside_minutes)
    actors = [Actor(soak, number, reader) for number, reader in enumerate((CLINICIAN, SECOND))]
    watch.start()
    report.head()
    try:
        play_steps(soak, killer, after, actors, report)
    finally:
        watch.stop()
    return {"done": soak.done, "failed": soak.failed, "findings": soak.findings, **killer.counted(),
            "requests": len(soak.requests), "records": len(soak.records), "erased": len(soak.erased())}


def play_steps(soak, killer, after, actors, report):
    failures = ("kills/failures", "clinician", "what failed says that custodians were away", lambda: stream(soak))
    if report.step("kills/all", "operator", "every worker serves again", lambda: kill_all(soak, killer, actors)):
        # The logs last: whatever the checks themselves bring about stands in them, too.
        checks = (after, Gone(soak, after), Kept(soak), Responses(soak, killer))
        for step in [failures, *(step for check_ in checks for step in check_.steps())]:
            report.step(*step)
    else:
        report.step(*failures)


def main():
    parser = argparse.ArgumentParser()
    for name in ("node", "worker", "salus", "bench", "models", "bundle", "report"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", help="whatever an earlier run printed")
    parser.add_argument("--aside-minutes", type=int)
    options = parser.parse_args()
    seed = options.seed or secrets.token_hex(4)
    os.environ["SALUS_RETRY_BUDGET"] = str(RETRY_BUDGET)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="salus-soak-"))
    net = Network(folder, options.node, options.worker, options.salus, options.bench, options.models, bond=BOND,
                  run_options=ROTATION, kept_states=USUAL_STATES)
    report, told = Report(net), {}
    print(f"seed {seed}, {options.kills} kills; files and logs in {folder}", flush=True)
    try:
        told = play(net, options, seed, report)
    except Exception as failure:
        print(f"the soak ended early: {type(failure).__name__}: {failure}", file=sys.stderr)
    finally:
        net.stop()
    good = bool(told) and report.good()
    options.report.parent.mkdir(parents=True, exist_ok=True)
    written = {"seed": seed, "good": good, "kills": options.kills, **told, "checks": report.steps}
    options.report.write_text(json.dumps(written, indent=2) + "\n")
    if good:
        shutil.rmtree(folder)
    else:
        print(f"\nThe soak failed. To play it again: scripts/soak --kills {options.kills} --seed {seed}\n"
              f"Logs are in {folder}", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
