# SPDX-License-Identifier: Apache-2.0
"""A model's folder: the versions it is made with, the files it is made of, and the check that they come out alike."""

import argparse
import hashlib
import importlib.metadata
import json
import pathlib
import re
import sys
import tempfile

import numpy as np
import onnxruntime

NAMES = ("model.onnx", "card.json", "CARD.md", "golden.json")


def checked(path, digest):
    """The bytes of a data file, refused unless they are those that the model was made from."""
    content = pathlib.Path(path).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        sys.exit(f"{path} is not the data that this script was written for: sha256 {digest}")
    return content


def as_json(value):
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def rounded(value, places=4):
    """Metrics are published to four decimals."""
    if isinstance(value, float):
        return round(value, places) + 0.0  # no negative zero
    if isinstance(value, list):
        return [rounded(item, places) for item in value]
    if isinstance(value, dict):
        return {key: rounded(item, places) for key, item in value.items()}
    return value


def wanted_versions(folder):
    return dict(re.findall(r"^([\w-]+)==(\S+)$", (folder / "requirements.txt").read_text(), re.M))


def check_versions(folder):
    other = False
    for name, version in wanted_versions(folder).items():
        found = importlib.metadata.version(name)
        if found != version:
            print(f"{name} is {found}, not {version}: run scripts/models", file=sys.stderr)
            other = True
    if other:
        sys.exit(1)


def session(content):
    """As the worker runs it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def golden_inputs(features, seed):
    """Drawn, not taken from people: over the plausible ranges, and every corner of them."""
    draw = np.random.default_rng(seed)
    low, high = np.array([feature["plausible"] for feature in features], dtype=float).T
    rows = np.round(low + (high - low) * draw.random((256, len(features))), 1)
    for index, feature in enumerate(features):
        if feature["unit"] in ("1", "a"):
            rows[:, index] = np.round(rows[:, index])
    corners = np.array(np.meshgrid(*zip(low, high))).T.reshape(-1, len(features))
    return np.vstack([rows, corners])


def write_golden(folder, made_by, digest, features, rows, **more):
    """`rows`: what a row holds, for each. One row a line."""
    head = {
        "made_by": f"{made_by} with onnxruntime {onnxruntime.__version__}; inputs are drawn, not people's",
        "model_sha256": digest,
        "features": [feature["name"] for feature in features],
        **more,
        "rows": [],
    }
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    head = as_json(head).rstrip().removesuffix("[]\n}")
    (folder / "golden.json").write_text(f"{head}[\n{lines}\n ]\n}}\n")


def write_probability(folder, graph, probability, features, seed, described, as_text):
    """All four files of a model that gives a probability, by its log-odds. `probability(rows)` is what must come out;
    `described(digest)` is the card."""
    content = graph.SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "model.onnx").write_bytes(content)
    card = described(digest)
    (folder / "card.json").write_text(as_json(card))
    (folder / "CARD.md").write_text(as_text(card))
    rows = golden_inputs(features, seed)
    outputs = 1 / (1 + np.exp(-session(content).run(["log_odds"], {"inputs": rows})[0][:, 0]))
    furthest = np.abs(outputs - probability(rows)).max()
    assert furthest < 1e-12, f"ONNX and Python differ by {furthest}"
    # Twelve decimals: the last bits differ from processor to processor.
    golden = [{"inputs": row, "output": round(out, 12)} for row, out in zip(rows.tolist(), outputs.tolist())]
    write_golden(folder, "train.py", digest, features, golden)
    return f"ONNX and Python at most {furthest:.1e} apart; sha256 {digest}"


def run(here, description, make, names=NAMES):
    """The command line of a model's script. `make(folder)` writes the files and says what it did; `names` are those
    that must come out alike."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="make them elsewhere and compare with what is there")
    arguments = parser.parse_args()
    check_versions(here)
    if not arguments.check:
        print(make(here))
        return
    with tempfile.TemporaryDirectory() as folder:
        make(pathlib.Path(folder))
        differ = [name for name in names if pathlib.Path(folder, name).read_bytes() != (here / name).read_bytes()]
    if differ:
        sys.exit(f"{here.name}: differs from what is here: {', '.join(differ)}")
    print(f"{here.name}: the same, byte for byte")
