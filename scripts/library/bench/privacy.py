# SPDX-License-Identifier: Apache-2.0
"""Whether a reader of the chain can tell which model was asked. A development node and three real workers with the five
models answer 200 requests of `salus`, their models dealt out by chance, about people who are SYNTHETIC; then a checker
reads all blocks and guesses."""

import argparse
import json
import pathlib
import sys
import tempfile

from rows import missed, show, within, write

sys.path.append(str(pathlib.Path(__file__).parent.parent / "scenario"))
from field import Field  # noqa: E402
from network import OPERATORS, Network  # noqa: E402
from observer import marks  # noqa: E402
from observer.blocks import Chain  # noqa: E402
from observer.guess import SHUFFLES, SIGNIFICANCE, judge, planted  # noqa: E402
from observer.play import MODELS, Play, set_up  # noqa: E402
from observer.traces import Traces  # noqa: E402

# Requests of each model, how many of them operators refuse, and how many people there are of each kind.
FULL, QUICK = (40, 4, 4), (4, 1, 1)
# The control's model seals so many blocks later. Of the few of a quick run nothing is found with certainty.
LATE = 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("node", "worker", "salus", "bench", "models", "report"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    parser.add_argument("--quick", action="store_true", help="few requests: to see that it runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salus-bench-") as folder:
        network = Network(folder, options.node, options.worker, options.salus, options.bench, options.models)
        try:
            network.start(OPERATORS)
            rows, seen = play(network, options)
        finally:
            network.stop()
    show(rows)
    write(rows, options.report)
    # What was seen of each request, for whoever wants to guess better.
    observed = options.report.with_suffix(".observed.json")
    observed.write_text(json.dumps(seen, indent=1, default=str) + "\n")
    print(f"What was seen of each request is in {observed}")
    return missed(rows)


def play(network, options):
    each, refused, people = QUICK if options.quick else FULL
    numbers = set_up(network, options.models)
    field = Field(network)
    field.models = numbers
    models, jobs = Play(network, field, people).ask(each, refused)
    traces = Traces(network, numbers.values())
    (blocks, _), _, values = traces.in_blocks(), traces.in_events(), traces.in_storage()
    seen = marks.of(Chain(network), jobs)
    names, observed = [models[request] for request in seen], list(seen.values())
    verdict = judge(names, observed)
    late = judge(names, planted(names, observed, marks.LAST_SEAL, LATE))
    rows = [
        within("requests about synthetic people, found in blocks", len(seen), "", f"{len(MODELS)} models",
               least=len(jobs)),
        # Each search fails where it finds one.
        within("extrinsics, events and values that hold a model's hash", 0, "", f"{blocks} blocks, {values} values",
               most=0),
        *(within(f"different values of: {what}", len({one[what] for one in observed} - {None}), "", None, most=1)
          for what in (marks.JOB_LENGTH, marks.RESULT_LENGTH)),
        within("guessed right by all marks together", verdict.right, f"of {verdict.count}",
               f"chance: {verdict.by_chance:.1f}"),
        within(f"how often chance tells as much by {verdict.most}", round(verdict.alone, 4), "", "that mark alone"),
        within("how often chance does as well, by the best attack", round(verdict.p, 4), "", f"{SHUFFLES:,} shuffles",
               least=SIGNIFICANCE),
        within(f"the same, of a model that seals {LATE} block later", round(late.p, 4), "", "the control",
               most=None if options.quick else SIGNIFICANCE),
    ]
    return rows, [{"request": request, "model": models[request], "marks": seen[request]} for request in seen]


if __name__ == "__main__":
    sys.exit(main())
