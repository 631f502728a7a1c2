# SPDX-License-Identifier: Apache-2.0
"""Compares model.onnx with NEWS2 written a second time: the printed chart as text, and decimal arithmetic.

    python check_news2.py     # about a minute; exits with 1 at the first difference

It takes nothing from make.py. The bands in card.json, golden.json, and the numbers of rows that the card says
were compared must agree with it too.
"""

import decimal
import fractions
import hashlib
import itertools
import json
import pathlib
import random
import sys
import time
from decimal import Decimal

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
BATCH = 50_000
RANDOM_ROWS = 1_000_000
MILLION = 1_000_000
SIX = Decimal("0.000001")

# The chart of 2017, line by line. Columns: 3 2 1 0 on the side of too little, then 1 2 3 on that of too much.
# Both ends of a range belong to it.
CHART = """
respiration   | -8    |        | 9-11      | 12-20      |           | 21-24   | 25-
saturation 1  | -91   | 92-93  | 94-95     | 96-        |           |         |
sat 2 air     | -83   | 84-85  | 86-87     | 88-92, 93- |           |         |
sat 2 oxygen  | -83   | 84-85  | 86-87     | 88-92      | 93-94     | 95-96   | 97-
systolic      | -90   | 91-100 | 101-110   | 111-219    |           |         | 220-
pulse         | -40   |        | 41-50     | 51-90      | 91-110    | 111-130 | 131-
temperature   | -35.0 |        | 35.1-36.0 | 36.1-38.0  | 38.1-39.0 | 39.1-   |
"""
COLUMN_POINTS = (3, 2, 1, 0, 1, 2, 3)
UNIT = {"temperature": Decimal("0.1")}
# Column of the input, lowest and highest value, and how finely the whole range is walked through.
RANGES = {
    "respiration": (0, 1, 80, "0.1"),
    "saturation": (1, 20, 100, "0.1"),
    "systolic": (4, 30, 300, "0.1"),
    "pulse": (5, 10, 300, "0.1"),
    "temperature": (7, 20, 45, "0.01"),
}
WIDTH, SCALE_2, OXYGEN, NOT_ALERT = 8, 2, 3, 6
FLAGS = (SCALE_2, OXYGEN, NOT_ALERT)
NORMAL = [16.0, 97.0, 0.0, 0.0, 125.0, 70.0, 0.0, 37.0]
SICK = [30.0, 80.0, 0.0, 0.0, 80.0, 140.0, 0.0, 34.0]


def read_chart():
    """Every line as (lowest, highest, points), in units of the chart."""
    tables = {}
    for line in CHART.strip().splitlines():
        name, *cells = (cell.strip() for cell in line.split("|"))
        unit = UNIT.get(name, Decimal(1))
        bands = []
        for cell, points in zip(cells, COLUMN_POINTS, strict=True):
            for band in filter(None, cell.split(",")):
                low, high = (int(Decimal(end) / unit) if end else None for end in band.strip().split("-"))
                bands.append((low, high, points))
        bands.sort(key=lambda band: -1 if band[0] is None else band[0])
        assert bands[0][0] is None and bands[-1][1] is None, f"{name}: has an end"
        for (_, high, _), (low, _, _) in zip(bands, bands[1:]):
            assert low == high + 1, f"{name}: a gap or an overlap after {high}"
        tables[name] = bands
    return tables


TABLES = read_chart()


def table_of(name, scale_2, oxygen):
    if name != "saturation":
        return name
    return ("sat 2 oxygen" if oxygen else "sat 2 air") if scale_2 else "saturation 1"


charted_before = {}


def charted(value, unit):
    """To six decimals, then half up to the chart's unit, as the decimal number is written."""
    known = charted_before.get((value, unit))
    if known is None:
        exact = Decimal(repr(value)).quantize(SIX, decimal.ROUND_HALF_UP)
        known = int((exact / unit).quantize(Decimal(1), decimal.ROUND_HALF_UP))
        if len(charted_before) < 500_000:
            charted_before[value, unit] = known
    return known


def points_of(name, value):
    for low, high, points in TABLES[name]:
        if (low is None or value >= low) and (high is None or value <= high):
            return points
    raise AssertionError(f"{name}: {value} is in no band")


def expected(row):
    """The seven points, in the order of the graph's output."""
    scale_2, oxygen, not_alert = (row[index] == 1 for index in FLAGS)
    found = {}
    for name, (column, _, _, _) in RANGES.items():
        value = charted(row[column], UNIT.get(name, Decimal(1)))
        found[name] = points_of(table_of(name, scale_2, oxygen), value)
    return [
        found["respiration"],
        found["saturation"],
        2 if oxygen else 0,
        found["systolic"],
        found["pulse"],
        3 if not_alert else 0,
        found["temperature"],
    ]


def session_of(content, level=onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC):
    """As the worker opens it: one thread, basic optimisation, deterministic."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.graph_optimization_level = level
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def run(session, rows):
    (outputs,) = session.run(["total_and_points"], {"inputs": rows})
    total, points = outputs[:, :1], outputs[:, 1:]
    assert total.dtype == points.dtype == np.float64
    assert total.shape == (len(rows), 1) and points.shape == (len(rows), 7)
    return total, points


def compare(session, rows, wanted=None):
    """How many rows; stops at the first that differs."""
    for start in range(0, len(rows), BATCH):
        batch = np.array(rows[start : start + BATCH], dtype=np.float64)
        want = wanted[start : start + BATCH] if wanted else [expected(row) for row in batch.tolist()]
        want = np.array(want, dtype=np.float64)
        total, points = run(session, batch)
        wrong = (points != want).any(axis=1) | (total[:, 0] != want.sum(axis=1))
        if wrong.any():
            index = int(np.flatnonzero(wrong)[0])
            sys.exit(f"differs at {batch[index].tolist()}: {points[index].tolist()}, not {want[index].tolist()}")
    return len(rows)


def with_flags(base):
    for flags in itertools.product((0.0, 1.0), repeat=len(FLAGS)):
        row = list(base)
        for index, flag in zip(FLAGS, flags):
            row[index] = flag
        yield row


def varied(values, bases=(NORMAL, SICK)):
    """Each value of each parameter, with all flags, the other parameters normal or all bad."""
    rows = []
    for name, column_values in values.items():
        column = RANGES[name][0]
        for base in bases:
            for row in with_flags(base):
                for value in column_values:
                    rows.append([*row[:column], float(value), *row[column + 1 :]])
    return rows


def edges():
    """Every printed limit of every table, and about it: a unit, a half, and a hair less and more than a half."""
    hair = Decimal("0.000001")
    values = {}
    for name in RANGES:
        unit = UNIT.get(name, Decimal(1))
        tables = [bands for key, bands in TABLES.items() if key.startswith(name[:3])]
        limits = {limit * unit for bands in tables for band in bands for limit in band[:2] if limit is not None}
        half = unit / 2
        about = [-unit, -half - hair, -half, -half + hair, Decimal(0), half - hair, half, half + hair, unit]
        values[name] = sorted({limit + by for limit in limits for by in about})
    return values


def whole_ranges():
    values = {}
    for name, (_, low, high, step) in RANGES.items():
        step = Decimal(step)
        values[name] = [low + step * index for index in range(int((high - low) / step) + 1)]
    return values


def every_combination():
    """One value of every band of every parameter, in all combinations. For SpO2 the bands of all tables."""
    inside = {}
    for name, (_, lowest, highest, _) in RANGES.items():
        unit = UNIT.get(name, Decimal(1))
        tables = [bands for key, bands in TABLES.items() if key.startswith(name[:3])]
        firsts = {int(lowest / unit)} | {band[0] for bands in tables for band in bands if band[0] is not None}
        inside[name] = [float(first * unit) for first in sorted(firsts)]
    rows = []
    for values in itertools.product(*inside.values()):
        base = list(NORMAL)
        for name, value in zip(inside, values):
            base[RANGES[name][0]] = value
        rows.extend(with_flags(base))
    return rows


def drawn(count, draw):
    """A third on the chart's units, a third with two decimals, a third any double; half of all near the bands."""
    near = {
        "respiration": (5, 30),
        "saturation": (80, 100),
        "systolic": (80, 230),
        "pulse": (35, 140),
        "temperature": (34, 40),
    }
    rows = []
    for number in range(count):
        row = [0.0] * WIDTH
        for name, (column, low, high, _) in RANGES.items():
            low, high = near[name] if number % 2 else (low, high)
            value = draw.uniform(low, high)
            kind = number % 3
            if kind == 0:
                value = round(value, 1 if name == "temperature" else 0)
            elif kind == 1:
                value = round(value, 2)
            row[column] = value
        for index in FLAGS:
            row[index] = float(draw.getrandbits(1))
        rows.append(row)
    return rows


def fahrenheit():
    """Hundredths of a degree Fahrenheit, converted in three orders of doubles; wanted from exact fractions."""
    rows, wanted = [], []
    rest = [0] * 6
    for hundredths in range(6800, 11301):
        written = hundredths / 100
        exact = fractions.Fraction(hundredths - 3200, 180)
        millionths = (exact * 10**6 + fractions.Fraction(1, 2)).__floor__()
        tenths = (fractions.Fraction(millionths, 10**5) + fractions.Fraction(1, 2)).__floor__()
        points = points_of("temperature", tenths)
        kelvin = (written + 459.67) * 5 / 9 - 273.15
        for value in ((written - 32) * 5 / 9, (written - 32) / 1.8, kelvin):
            rows.append([*NORMAL[:7], value])
            wanted.append([*rest, points])
    return rows, wanted


def no_numbers(session):
    rows = []
    for index in range(WIDTH):
        for bad in (float("nan"), float("inf"), float("-inf")):
            rows.append([*NORMAL[:index], bad, *NORMAL[index + 1 :]])
    total, points = run(session, np.array([*rows, NORMAL]))
    spoilt = np.isnan(total[:-1, 0]) & np.isnan(points[:-1]).any(axis=1)
    assert spoilt.all(), "a row that is no number gave a score"
    assert total[-1, 0] == 0 and (points[-1] == 0).all(), "a bad row spoilt its neighbour"
    return len(rows)


def same_in_card(card):
    """The ranges and bands that card.json shows are those that were compared."""
    shown = {feature["name"]: feature["plausible"] for feature in card["features"]}
    names = {
        "respiratory_rate": "respiration",
        "oxygen_saturation": "saturation",
        "systolic": "systolic",
        "pulse": "pulse",
        "temperature": "temperature",
    }
    count = 0
    for part in card["form"]["parts"]:
        name = names.get(part["name"])
        if name:
            assert tuple(shown[part["name"]]) == RANGES[name][1:3], f"{name}: another range in card.json"
        for table in part["tables"]:
            bands = [(band["from"], band["points"]) for band in table["bands"]]
            if name is None:
                wanted = [(None, 0), (1, {"supplemental_oxygen": 2, "not_alert": 3}[part["name"]])]
            else:
                when = table["when"]
                key = table_of(name, when.get("oxygen_scale_2"), when.get("supplemental_oxygen"))
                unit, wanted = UNIT.get(name, Decimal(1)), []
                for low, _, points in TABLES[key]:
                    if not wanted or wanted[-1][1] != points:
                        wanted.append((low if low is None else float(low * unit), points))
            assert bands == wanted, f"{part['name']}: card.json shows {bands}, not {wanted}"
            count += 1
    assert count == 9, "card.json shows too few tables"
    return count


# Worked by hand from the chart: inputs and total.
BY_HAND = [
    ("all normal", [16, 97, 0, 0, 125, 70, 0, 37.0], 0),
    ("everything at its worst", [25, 91, 0, 1, 90, 131, 1, 35.0], 20),
    ("worst on scale 2 by too much oxygen", [8, 97, 1, 1, 220, 40, 1, 35.0], 20),
    ("chest infection", [22, 93, 0, 1, 105, 112, 0, 38.4], 2 + 2 + 2 + 1 + 2 + 0 + 1),
    ("88 % on scale 1", [16, 88, 0, 0, 125, 70, 0, 37.0], 3),
    ("88 % on scale 2", [16, 88, 1, 0, 125, 70, 0, 37.0], 0),
    ("98 % on scale 2, air", [16, 98, 1, 0, 125, 70, 0, 37.0], 0),
    ("98 % on scale 2, oxygen", [16, 98, 1, 1, 125, 70, 0, 37.0], 3 + 2),
    ("36.05 counts as 36.1", [16, 97, 0, 0, 125, 70, 0, 36.05], 0),
    ("36.04 counts as 36.0", [16, 97, 0, 0, 125, 70, 0, 36.04], 1),
    ("91.5 % counts as 92", [16, 91.5, 0, 0, 125, 70, 0, 37.0], 2),
    ("91.4 % counts as 91", [16, 91.4, 0, 0, 125, 70, 0, 37.0], 3),
    ("fever of 39.1", [16, 97, 0, 0, 125, 70, 0, 39.1], 2),
]


def golden(session, digest):
    held = json.loads((HERE / "golden.json").read_text())
    assert held["model_sha256"] == digest, "golden.json is of another model"
    rows = [row["inputs"] for row in held["rows"]]
    for row in held["rows"]:
        assert row["points"] == expected(row["inputs"]) and row["output"] == sum(row["points"]), row
    return compare(session, rows)


def mutants(content, rows, want):
    """Would these comparisons notice? Changes each number of the graph's trees, and counts who notices."""
    model = onnx.load_from_string(content)
    noticed, missed = 0, []
    batch = np.array(rows)
    want = np.column_stack([want.sum(axis=1), want])
    for index, node in enumerate(model.graph.node):
        held = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
        held.update({name: numpy_helper.to_array(held[name]) for name in ("nodes_splits", "leaf_weights")})
        columns = held["nodes_featureids"]
        changes = {
            # A hundredth of the chart's unit; of a flag, which is 0 or 1, one.
            "nodes_splits": lambda at, split: 1 if columns[at] in FLAGS else 0.001 if columns[at] == 7 else 0.01,
            "leaf_weights": lambda at, weight: 1,
            "nodes_featureids": lambda at, column: 1,
        }
        if held["n_targets"] > 1:
            changes["leaf_targetids"] = lambda at, target: 1
        for name, change in changes.items():
            for at, number in enumerate(held[name]):
                # Guards against what is no number: see no_numbers. And no points count the same everywhere.
                split = held["nodes_splits"][at] if name.startswith("nodes") else 0
                weight = held["leaf_weights"][at] if name.startswith("leaf") else 1
                if abs(split) > MILLION or np.isnan(weight) or (name == "leaf_targetids" and weight == 0):
                    continue
                for by in (-1, 1):
                    changed = list(held[name])
                    changed[at] += by * change(at, number)
                    if name in ("nodes_featureids", "leaf_targetids"):
                        changed[at] %= WIDTH if name == "nodes_featureids" else held["n_targets"]
                    mutant = onnx.ModelProto()
                    mutant.CopyFrom(model)
                    (attribute,) = (one for one in mutant.graph.node[index].attribute if one.name == name)
                    value = numpy_helper.from_array(np.array(changed)) if attribute.HasField("t") else changed
                    attribute.CopyFrom(onnx.helper.make_attribute(name, value))
                    total, points = run(session_of(mutant.SerializeToString()), batch)
                    if (np.column_stack([total, points]) != want).any():
                        noticed += 1
                    else:
                        missed.append((node.output[0], name, at, by))
    return noticed, missed


def main():
    began = time.time()
    content = (HERE / "model.onnx").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    card = json.loads((HERE / "card.json").read_text())
    assert card["model"]["sha256"] == digest, "card.json is of another model"
    session = session_of(content)

    for what, row, total in BY_HAND:
        assert sum(expected([float(value) for value in row])) == total, f"{what}: the second implementation"
        found = run(session, np.array([row], dtype=np.float64))[0][0, 0]
        assert found == total, f"{what}: {found}, not {total}"
    print(f"worked by hand: {len(BY_HAND)} rows, the same")

    at_edges, combinations = varied(edges()), every_combination()
    counted = {
        "boundaries": compare(session, at_edges),
        "each parameter over its range": compare(session, varied(whole_ranges())),
        "every combination of bands": compare(session, combinations),
    }
    draw = random.Random(20171205)
    counted["drawn at random"] = sum(compare(session, drawn(BATCH, draw)) for _ in range(RANDOM_ROWS // BATCH))
    counted["converted from Fahrenheit"] = compare(session, *fahrenheit())
    for what, rows in counted.items():
        print(f"{what}: {rows:,} rows, the same")
    print(f"no numbers: {no_numbers(session)} rows, no total")
    print(f"card.json: {same_in_card(card)} tables and the ranges, the same")
    print(f"golden.json: {golden(session, digest)} rows, the same")

    reached = {sum(expected(row)) for row in combinations}
    print(f"totals reached: {sorted(reached)}")

    levels = onnxruntime.GraphOptimizationLevel
    want = np.array([expected(row) for row in at_edges], dtype=np.float64)
    for level in (levels.ORT_DISABLE_ALL, levels.ORT_ENABLE_ALL):
        compare(session_of(content, level), at_edges)
    alone = [run(session, np.array([row]))[1][0].tolist() for row in at_edges[::7]]
    assert alone == want[::7].tolist(), "a row alone gives something else than in a batch"
    print(f"without and with all optimisation: the same; {len(alone):,} rows one at a time: the same")

    noticed, missed = mutants(content, at_edges, want)
    print(f"changed graphs that the boundaries notice: {noticed} of {noticed + len(missed)}")
    assert not missed, f"not noticed: {missed}"

    said = {row["what"]: row["rows"] for row in card["metrics"]["compared"]}
    print(f"{time.time() - began:.0f} s")
    if said != counted or card["metrics"]["rows"] != sum(counted.values()) or card["metrics"]["different"] != 0:
        sys.exit(f"card.json says {said}, but compared were {counted}")
    print(f"all {sum(counted.values()):,} rows the same, as card.json says; model {digest}")


if __name__ == "__main__":
    main()
