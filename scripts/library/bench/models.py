# SPDX-License-Identifier: Apache-2.0
"""How good the models are, as their cards say; and how fast the worker runs them, beside the same file in Python's ONNX
Runtime on as many threads, and beside a graph that gives back what it takes: the floor of calling ONNX Runtime."""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import onnx
import onnxruntime

from quality import quality
from rows import missed, row, show, write

BATCH = 1000
# Against the floor, one patient at a time: of what is linear or small trees. An equation with products is neither.
MOST_OF_FLOOR = {"logistic-sum": 1.3, "score": 1.3}
RECORDS_PER_SECOND = 2000
# What the worker and Python may differ by.
TOLERANCE = 1e-9


def floor(width):
    """A graph that gives back what it takes."""
    value = lambda name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.DOUBLE, [None, width])
    node = onnx.helper.make_node("Identity", ["inputs"], ["outputs"])
    graph = onnx.helper.make_graph([node], "floor", [value("inputs")], [value("outputs")])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)])
    model.ir_version = 9
    return model.SerializeToString()


class InPython:
    """The same file in Python's ONNX Runtime, with the worker's settings."""

    def __init__(self, folder, card):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self.session = onnxruntime.InferenceSession(str(folder / card["model"]["file"]), options, ["CPUExecutionProvider"])
        self.output, self.column = card["model"]["output"], card["model"]["column"]
        self.gives_log_odds = card["form"]["kind"] == "logistic-sum"
        drawn = [drawn["inputs"] for drawn in json.loads((folder / "golden.json").read_text())["rows"]]
        self.rows = numpy.array([drawn[index % len(drawn)] for index in range(BATCH)])

    def run(self, rows):
        found = self.session.run([self.output], {"inputs": rows})[0]
        found = found.reshape(len(rows), -1)[:, self.column]
        return 1 / (1 + numpy.exp(-found)) if self.gives_log_odds else found

    def microseconds(self, rows, repeats):
        times = []
        for _ in range(repeats):
            began = time.perf_counter()
            self.session.run([self.output], {"inputs": rows})
            times.append((time.perf_counter() - began) * 1e6)
        return statistics.median(times)


def of_model(figures, folder, repeats):
    card = json.loads((folder / "card.json").read_text())
    python = InPython(folder, card)
    apart = float(numpy.abs(python.run(python.rows) - numpy.array(figures["predictions"])).max())
    if apart > TOLERANCE:
        raise SystemExit(f"{figures['name']}: the worker and Python differ by {apart}")
    name, single, floor_single = figures["name"], figures["single"], figures["floor_single"]
    by_python = python.microseconds(python.rows[:1], repeats)
    batch_by_python = python.microseconds(python.rows, repeats // 20) / BATCH
    us = lambda value: round(value, 3)
    return [
        row(f"{name}: one patient, p50", us(single["p50"]), "us", "floor", floor_single["p50"],
            at_most=MOST_OF_FLOOR.get(card["form"]["kind"])),
        row(f"{name}: one patient, p99", us(single["p99"]), "us", "floor, p99", floor_single["p99"]),
        row(f"{name}: one patient, p50", us(single["p50"]), "us", "Python's ONNX Runtime", by_python),
        row(f"{name}: a row of {BATCH}", us(figures["batch_row"]), "us", "floor", figures["floor_batch_row"]),
        row(f"{name}: a row of {BATCH}", us(figures["batch_row"]), "us", "Python's ONNX Runtime", batch_by_python),
    ]


def of_flow(flow):
    rate = flow["records_per_second"]
    rows = [row(f"from ciphertext to encrypted result, {flow['threads']} threads", round(rate), "/s",
                "goal", RECORDS_PER_SECOND, at_least=1)]
    rows += [row(f"  of it: {name}", round(share * 100, 1), "%") for name, share in flow["steps"]]
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("bench", "models", "report"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    repeats = 400 if options.quick else 4000
    folders = sorted(path.parent for path in options.models.glob("*/card.json"))
    with tempfile.TemporaryDirectory() as floors:
        for folder in folders:
            width = len(json.loads((folder / "card.json").read_text())["features"])
            (pathlib.Path(floors) / f"{folder.name}.onnx").write_bytes(floor(width))
        done = subprocess.run([options.bench, "models", "--models", options.models, "--floors", floors,
                               "--repeats", str(repeats)], check=True, stdout=subprocess.PIPE, text=True)
    figures = json.loads(done.stdout)
    rows = [entry for folder in folders for entry in quality(json.loads((folder / "card.json").read_text()))]
    rows += [entry for model, folder in zip(figures["models"], folders) for entry in of_model(model, folder, repeats)]
    rows += of_flow(figures["flow"])
    show(rows)
    write(rows, options.report)
    print(f"The rows are in {options.report}")
    return missed(rows)


if __name__ == "__main__":
    sys.exit(main())
