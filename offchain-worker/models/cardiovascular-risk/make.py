# SPDX-License-Identifier: Apache-2.0
"""Builds the equation of coefficients.json as an ONNX graph in doubles, and writes model.onnx, card.json, CARD.md and
golden.json beside this file. `scripts/models` runs it with the versions of requirements.txt.

Nothing is learnt here: every number comes from coefficients.json, and its source is named there.
"""

import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

# First, since it sets numpy to one thread.
from training import files

import numpy as np

import equation
from card import NAME, VERSION, as_text, card
from features import FEATURES


def make(folder):
    content = equation.graph(NAME, VERSION).SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "model.onnx").write_bytes(content)
    described = card(digest)
    (folder / "card.json").write_text(files.as_json(described))
    (folder / "CARD.md").write_text(as_text(described))
    inputs = equation.golden_inputs()
    outputs = files.session(content).run(["probability"], {"inputs": inputs})[0][:, 0]
    assert np.isfinite(outputs).all(), "a golden row is out of the ranges"
    # Twelve decimals: the last bits differ from processor to processor.
    rows = [{"inputs": row, "output": round(out, 12)} for row, out in zip(inputs.tolist(), outputs.tolist())]
    files.write_golden(folder, "make.py", digest, FEATURES, rows)
    return f"{len(content)} bytes, {len(rows)} golden rows; sha256 {digest}"


if __name__ == "__main__":
    files.run(HERE, "Builds the cardiovascular risk equation as an ONNX graph.", make)
