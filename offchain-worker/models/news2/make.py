# SPDX-License-Identifier: Apache-2.0
"""Builds NEWS2 (National Early Warning Score 2) as an ONNX graph in doubles, and writes model.onnx,
card.json, CARD.md and golden.json beside this file. `scripts/models` runs it with the versions of requirements.txt.

Nothing is learnt and nothing hangs on a processor's last bits: the graph compares each input with the least double
that counts as a band's first value, and adds whole numbers, which doubles hold exactly.

How a value between two printed numbers is read. The chart has gaps (36.0, then 36.1). So each input is
first rounded to six decimals, which removes what a conversion of units leaves behind, and then half up to
the unit of the chart: 0.1 for the temperature, 1 for all else. 36.05 counts as 36.1, 91.5 as 92.
"""

import hashlib
import math
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

import numpy as np

from training import files, trees

from card import card, card_as_text
from chart import COLUMN, FEATURES, MOST, PARTS

SEED = 2017
MILLION = 1_000_000


def charted(value, per_unit):
    """A value in whole units of the chart."""
    unit = MILLION // per_unit
    millionths = math.floor(value * MILLION + 0.5)
    return (millionths + unit // 2) // unit


def reached_from(units, per_unit):
    """The least double that counts as so many units of the chart. Rounding never falls, so it is found by halving."""
    least, most = (units - 1) / per_unit, units / per_unit
    while True:
        half = least + (most - least) / 2
        if half in (least, most):
            return most
        least, most = (least, half) if charted(half, per_unit) >= units else (half, most)


def tree(part, when=()):
    """A part's points as a tree: first the yes-or-no inputs that choose its table, then the table."""
    tables = [
        (wanted, bands)
        for wanted, bands in part["tables"]
        if all(wanted.get(name, answer) == answer for name, answer in when)
    ]
    if len(tables) > 1:
        settled = [name for name, _ in when]
        asked = next(name for wanted, _ in tables for name in wanted if name not in settled)
        yes, no = (tree(part, (*when, (asked, answer))) for answer in (1, 0))
        return trees.Branch(COLUMN[asked], reached_from(1, 1), yes, no)
    ((_, bands),) = tables
    index = COLUMN[part["name"]]
    per_unit = FEATURES[index]["per_unit"]
    thresholds = [reached_from(first, per_unit) for first, _ in bands[1:]]
    return trees.steps(index, thresholds, [float(points) for _, points in bands])


def graph():
    """The model: a tree for each part. The first column is the total, to which each adds too; the others are the
    parts' points."""
    parts = [trees.of_numbers(tree(part)) for part in PARTS]
    placed = [(column, part) for index, part in enumerate(parts, 1) for column in (0, index)]
    width = len(PARTS) + 1
    return trees.model("news2", trees.ensemble(placed, width, "total_and_points"), len(FEATURES), width)


def golden_inputs():
    """Drawn, not taken from people: wide and near the bands, all the edges, and values between them."""
    draw = np.random.default_rng(SEED)
    usual = [[5, 30], [80, 100], [0, 1], [0, 1], [80, 230], [35, 140], [0, 1], [34.5, 39.7]]
    rows = []
    for ranges in ([feature["plausible"] for feature in FEATURES], usual):
        low, high = np.array(ranges, dtype=float).T
        drawn = np.round(low + (high - low) * draw.random((128, len(FEATURES))), 2)
        for index, feature in enumerate(FEATURES):
            if feature["unit"] == "1":
                drawn[:, index] = draw.integers(0, 2, len(drawn))
        rows.extend(drawn.tolist())
    for part in PARTS:
        index = COLUMN[part["name"]]
        per_unit = FEATURES[index]["per_unit"]
        for when, bands in part["tables"]:
            for first, _ in bands[1:]:
                # A unit below the band, a half (already in it), a hair less than a half, and its first value.
                for units in (-1, 0) if FEATURES[index]["unit"] == "1" else (-1, -0.5, -0.50001, 0):
                    row = [16.0, 97.0, 0.0, 0.0, 125.0, 70.0, 0.0, 37.0]
                    for name, value in when.items():
                        row[COLUMN[name]] = float(value)
                    row[index] = round((first + units) / per_unit, 6)
                    rows.append(row)
    return np.array(rows)


def make(folder):
    content = graph().SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "model.onnx").write_bytes(content)
    described = card(digest)
    (folder / "card.json").write_text(files.as_json(described))
    (folder / "CARD.md").write_text(card_as_text(described))
    inputs = golden_inputs()
    (outputs,) = files.session(content).run(["total_and_points"], {"inputs": inputs})
    rows = [
        {"inputs": row, "output": total, "points": points}
        for row, (total, *points) in zip(inputs.tolist(), outputs.tolist())
    ]
    files.write_golden(folder, "make.py", digest, FEATURES, rows, parts=[part["name"] for part in PARTS])
    return f"{len(content)} bytes, total 0 to {MOST}; sha256 {digest}"


if __name__ == "__main__":
    files.run(HERE, "Builds NEWS2 as an ONNX graph.", make)
