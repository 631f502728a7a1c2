"""Builds NEWS2 (National Early Warning Score 2) as an ONNX graph in doubles, and writes model.onnx,
card.json, CARD.md and golden.json beside this file. `scripts/models` runs it with the versions of requirements.txt.

Nothing is learnt and nothing hangs on a processor's last bits: the graph rounds each input to the unit of
the chart and then compares and adds whole numbers, which doubles hold exactly.

How a value between two printed numbers is read. The chart has gaps (36.0, then 36.1). So each input is
first rounded to six decimals, which removes what a conversion of units leaves behind, and then half up to
the unit of the chart: 0.1 for the temperature, 1 for all else. 36.05 counts as 36.1, 91.5 as 92.
"""

import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training import files

from card import card, card_as_text
from chart import COLUMN, FEATURES, MOST, PARTS

SEED = 2017
OPSET, IR_VERSION = 17, 8
MILLION = 1_000_000


def graph():
    """The model. Each table is a start and steps: `points = start + sum of change where value >= from`."""
    tables = [(part, bands) for part in PARTS for _, bands in part["tables"]]
    steps, starts = [], []
    for place, (part, bands) in enumerate(tables):
        starts.append(bands[0][1])
        for (_, before), (first, points) in zip(bands, bands[1:]):
            steps.append((COLUMN[part["name"]], first, place, points - before))
    changes = np.zeros((len(steps), len(tables)))
    for row, (_, _, place, change) in enumerate(steps):
        changes[row, place] = change
    units = np.array([[MILLION // feature["per_unit"] for feature in FEATURES]], dtype="<f8")
    doubles = lambda values: np.asarray(values, dtype="<f8")
    whole = lambda values: np.asarray(values, dtype="<i8")
    constants = {
        "million": doubles(MILLION),
        "half": doubles(0.5),
        "unit": units,
        "half_unit": units / 2,
        "step_column": whole([column for column, _, _, _ in steps]),
        "step_from": doubles([[first for _, first, _, _ in steps]]),
        "step_change": doubles(changes),
        "start": doubles([starts]),
        "one": doubles(1),
        "zero": doubles(0),
        "columns": whole([1]),
        "column_scale_2": whole([COLUMN["oxygen_scale_2"]]),
        "column_oxygen": whole([COLUMN["supplemental_oxygen"]]),
        "table_first": whole([0]),
        "table_scale_1": whole([1]),
        "table_air": whole([2]),
        "table_oxygen": whole([3]),
        "table_rest": whole(range(4, len(tables))),
    }
    nodes = []

    def node(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))

    # To whole millionths, and from there half up to whole units of the chart.
    node("Mul", ["inputs", "million"], "scaled")
    node("Add", ["scaled", "half"], "scaled_and_half")
    node("Floor", ["scaled_and_half"], "millionths")
    node("Add", ["millionths", "half_unit"], "millionths_and_half")
    node("Div", ["millionths_and_half", "unit"], "in_units")
    node("Floor", ["in_units"], "charted")
    # The points by every table.
    node("Gather", ["charted", "step_column"], "values", axis=1)
    node("GreaterOrEqual", ["values", "step_from"], "reached")
    node("Cast", ["reached"], "reached_as_number", to=TensorProto.DOUBLE)
    node("MatMul", ["reached_as_number", "step_change"], "above_start")
    node("Add", ["above_start", "start"], "by_table")
    # Of the three tables for SpO2, the one that counts.
    node("Gather", ["charted", "column_scale_2"], "scale_2_value", axis=1)
    node("GreaterOrEqual", ["scale_2_value", "one"], "scale_2")
    node("Gather", ["charted", "column_oxygen"], "oxygen_value", axis=1)
    node("GreaterOrEqual", ["oxygen_value", "one"], "oxygen")
    for name in ("first", "scale_1", "air", "oxygen", "rest"):
        node("Gather", ["by_table", f"table_{name}"], f"points_{name}", axis=1)
    node("Where", ["oxygen", "points_oxygen", "points_air"], "points_scale_2")
    node("Where", ["scale_2", "points_scale_2", "points_scale_1"], "points_saturation")
    node("Concat", ["points_first", "points_saturation", "points_rest"], "points_of_numbers", axis=1)
    # 0 for numbers, NaN when any input is none: such a row must not look like a score.
    node("Mul", ["inputs", "zero"], "nothing_or_nan")
    node("ReduceSum", ["nothing_or_nan", "columns"], "spoilt", keepdims=1)
    node("Add", ["points_of_numbers", "spoilt"], "points")
    node("ReduceSum", ["points", "columns"], "total", keepdims=1)

    tensor = lambda name, width: helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["n", width])
    made = helper.make_model(
        helper.make_graph(
            nodes,
            "news2",
            [tensor("inputs", len(FEATURES))],
            [tensor("total", 1), tensor("points", len(PARTS))],
            [numpy_helper.from_array(values, name) for name, values in constants.items()],
        ),
        producer_name="salus make.py",
        producer_version="1.0.0",
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    onnx.checker.check_model(made, full_check=True)
    return made


def golden_inputs():
    """Drawn, not taken from people: wide and near the bands, all the edges, and values between them."""
    draw = np.random.default_rng(SEED)
    usual = [[5, 30], [80, 100], [0, 1], [0, 1], [80, 230], [35, 140], [0, 1], [34.5, 39.7]]
    rows = []
    for ranges in ([feature["plausible"] for feature in FEATURES], usual):
        low, high = np.array(ranges, dtype=float).T
        drawn = np.round(low + (high - low) * draw.random((128, len(FEATURES))), 2)
        for place, feature in enumerate(FEATURES):
            if feature["unit"] == "1":
                drawn[:, place] = draw.integers(0, 2, len(drawn))
        rows.extend(drawn.tolist())
    for part in PARTS:
        place = COLUMN[part["name"]]
        per_unit = FEATURES[place]["per_unit"]
        for when, bands in part["tables"]:
            for first, _ in bands[1:]:
                # A unit below the band, a half (already in it), a hair less than a half, and its first value.
                for units in (-1, 0) if FEATURES[place]["unit"] == "1" else (-1, -0.5, -0.50001, 0):
                    row = [16.0, 97.0, 0.0, 0.0, 125.0, 70.0, 0.0, 37.0]
                    for name, value in when.items():
                        row[COLUMN[name]] = float(value)
                    row[place] = round((first + units) / per_unit, 6)
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
    totals, points = files.session(content).run(["total", "points"], {"inputs": inputs})
    rows = [
        {"inputs": row, "output": total, "points": parts}
        for row, (total,), parts in zip(inputs.tolist(), totals.tolist(), points.tolist())
    ]
    files.write_golden(folder, "make.py", digest, FEATURES, rows, parts=[part["name"] for part in PARTS])
    return f"{len(content)} bytes, total 0 to {MOST}; sha256 {digest}"


if __name__ == "__main__":
    files.run(HERE, "Builds NEWS2 as an ONNX graph.", make)
