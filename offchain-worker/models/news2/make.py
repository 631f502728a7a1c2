"""Builds NEWS2 (National Early Warning Score 2) as an ONNX graph in doubles, and writes model.onnx,
card.json, CARD.md and golden.json beside this file.

    python -m pip install -r requirements.txt
    python make.py            # write the four files
    python make.py --check    # make them again and compare bytes with the files that are there

Nothing is learnt and nothing hangs on a processor's last bits: the graph rounds each input to the unit of
the chart and then compares and adds whole numbers, which doubles hold exactly.

How a value between two printed numbers is read. The chart has gaps (36.0, then 36.1). So each input is
first rounded to six decimals, which removes what a conversion of units leaves behind, and then half up to
the unit of the chart: 0.1 for the temperature, 1 for all else. 36.05 counts as 36.1, 91.5 as 92.
"""

import argparse
import hashlib
import importlib.metadata
import json
import pathlib
import re
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
FILES = ("model.onnx", "card.json", "CARD.md", "golden.json")
SEED = 2017
OPSET, IR_VERSION = 17, 8
MILLION = 1_000_000
SNOMED = "http://snomed.info/sct"


def coded(*pairs):
    return [{"system": SNOMED, "code": code, "display": display} for code, display in pairs]


# In the order of the columns. `per_unit`: how many units of the chart make one of the input.
FEATURES = [
    {
        "name": "respiratory_rate",
        "title": "Respiratory rate",
        "unit": "/min",
        "per_unit": 1,
        "plausible": [1, 80],
        "source": {"kind": "observation", "codes": ["9279-1"]},
    },
    {
        "name": "oxygen_saturation",
        "title": "Oxygen saturation by pulse oximetry (SpO2)",
        "unit": "%",
        "per_unit": 1,
        "plausible": [20, 100],
        "source": {"kind": "observation", "codes": ["59408-5", "2708-6"]},
    },
    {
        "name": "oxygen_scale_2",
        "title": "SpO2 is scored on scale 2 (a clinician has set a target of 88 to 92 %)",
        "unit": "1",
        "per_unit": 1,
        "plausible": [0, 1],
        "source": {
            "kind": "coded",
            "yes": coded(("1104321000000108", "NEWS2 oxygen saturation scale 2 score")),
            "no": coded(("1104311000000102", "NEWS2 oxygen saturation scale 1 score")),
            # A clinician's decision, which holds until it is changed.
            "standing": True,
        },
    },
    {
        "name": "supplemental_oxygen",
        "title": "Breathes supplemental oxygen",
        "unit": "1",
        "per_unit": 1,
        "plausible": [0, 1],
        "source": {
            "kind": "any-above",
            "of": [
                {"code": "3151-8", "unit": "L/min", "plausible": [0, 100], "above": 0},
                {"code": "3150-6", "unit": "%", "plausible": [20, 100], "above": 21},
            ],
            "yes": coded(("371825009", "Patient on oxygen")),
            "no": coded(("722742002", "Breathing room air")),
        },
    },
    {
        "name": "systolic",
        "title": "Systolic blood pressure",
        "unit": "mm[Hg]",
        "per_unit": 1,
        "plausible": [30, 300],
        "source": {"kind": "observation", "codes": ["8480-6"], "above": "8462-4"},
    },
    {
        "name": "pulse",
        "title": "Pulse",
        "unit": "/min",
        "per_unit": 1,
        "plausible": [10, 300],
        "source": {"kind": "observation", "codes": ["8867-4"]},
    },
    {
        "name": "not_alert",
        "title": "Not alert: new confusion, or answers only to voice, only to pain, or not at all",
        "unit": "1",
        "per_unit": 1,
        "plausible": [0, 1],
        "source": {
            "kind": "coded",
            "codes": ["80288-4"],
            "yes": coded(
                ("130987000", "Acute confusion"),
                ("300202002", "Responds to voice"),
                ("450847001", "Responds to pain"),
                ("422768004", "Unresponsive"),
            ),
            "no": coded(("248234008", "Mentally alert")),
        },
    },
    {
        "name": "temperature",
        "title": "Body temperature",
        "unit": "Cel",
        "per_unit": 10,
        "plausible": [20, 45],
        "source": {"kind": "observation", "codes": ["8310-5"]},
    },
]
COLUMN = {feature["name"]: place for place, feature in enumerate(FEATURES)}

# The seven parts of the score. A table's band is (first value in units of the chart, points); the first
# band has no lower end. SpO2 has three tables, and `when` says which of them counts.
LOW_ON_SCALE_2 = [(None, 3), (84, 2), (86, 1), (88, 0)]
PARTS = [
    {
        "name": "respiratory_rate",
        "snomed": "1104301000000104",
        "tables": [({}, [(None, 3), (9, 1), (12, 0), (21, 2), (25, 3)])],
    },
    {
        "name": "oxygen_saturation",
        "snomed": None,  # 1104311000000102 on scale 1, 1104321000000108 on scale 2
        "tables": [
            ({"oxygen_scale_2": 0}, [(None, 3), (92, 2), (94, 1), (96, 0)]),
            ({"oxygen_scale_2": 1, "supplemental_oxygen": 0}, LOW_ON_SCALE_2),
            ({"oxygen_scale_2": 1, "supplemental_oxygen": 1}, LOW_ON_SCALE_2 + [(93, 1), (95, 2), (97, 3)]),
        ],
    },
    {"name": "supplemental_oxygen", "snomed": "1104331000000105", "tables": [({}, [(None, 0), (1, 2)])]},
    {
        "name": "systolic",
        "snomed": "1104341000000101",
        "tables": [({}, [(None, 3), (91, 2), (101, 1), (111, 0), (220, 3)])],
    },
    {
        "name": "pulse",
        "snomed": "1104351000000103",
        "tables": [({}, [(None, 3), (41, 1), (51, 0), (91, 1), (111, 2), (131, 3)])],
    },
    {"name": "not_alert", "snomed": "1104361000000100", "tables": [({}, [(None, 0), (1, 3)])]},
    {
        "name": "temperature",
        "snomed": "1104371000000107",
        "tables": [({}, [(None, 3), (351, 1), (361, 0), (381, 1), (391, 2)])],
    },
]
MOST = sum(max(points for _, bands in part["tables"] for _, points in bands) for part in PARTS)

BANDS = [
    {
        "name": "none",
        "below": 1,
        "watch": "at least every 12 hours",
        "response": "Go on with routine observation.",
    },
    {
        "name": "low",
        "below": 5,
        "watch": "at least every 4 to 6 hours",
        "response": "A registered nurse is told, sees the patient, and decides on more frequent observation or "
        "more care.",
    },
    {
        "name": "medium",
        "below": 7,
        "watch": "at least every hour",
        "response": "Urgent. The nurse tells the medical team at once and asks for an urgent assessment by "
        "clinicians skilled in acute illness. Care takes place where the patient can be monitored.",
    },
    {
        "name": "high",
        "below": None,
        "watch": "without pause",
        "response": "Emergency. The nurse tells the medical team at once, at the level of a specialist registrar "
        "or above. A team with critical care and airway skills assesses the patient. A move to high dependency "
        "or intensive care is considered.",
    },
]
SINGLE = {
    "points": 3,
    "in_place_of": "low",
    "band": {
        "name": "low-medium",
        "watch": "at least every hour",
        "response": "One part alone has 3 points. The nurse tells the patient's medical team, who review the "
        "patient and decide whether more care is needed.",
    },
}

# What check_news2.py compares; it fails when it counts anything else.
CHECKED = {
    "boundaries": 4512,
    "each parameter over its range": 155_120,
    "every combination of bands": 60_000,
    "drawn at random": 1_000_000,
    "converted from Fahrenheit": 13_503,
}


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


def card(digest):
    versions = {name: importlib.metadata.version(name) for name in ("numpy", "onnx", "onnxruntime", "protobuf")}
    features = []
    for feature in FEATURES:
        entry = {key: value for key, value in feature.items() if key not in ("per_unit", "source")}
        entry["rounded_to"] = 1 / feature["per_unit"] if feature["per_unit"] > 1 else 1
        features.append({**entry, "source": feature["source"]})
    parts = []
    for part in PARTS:
        per_unit = FEATURES[COLUMN[part["name"]]]["per_unit"]
        at = lambda first: first if first is None or per_unit == 1 else first / per_unit
        inputs = [part["name"]]
        for when, _ in part["tables"]:
            inputs.extend(name for name in when if name not in inputs)
        parts.append(
            {
                "name": part["name"],
                "title": FEATURES[COLUMN[part["name"]]]["title"],
                "snomed": part["snomed"],
                "inputs": inputs,
                "tables": [
                    {"when": when, "bands": [{"from": at(first), "points": points} for first, points in bands]}
                    for when, bands in part["tables"]
                ],
            }
        )
    return {
        "name": "news2",
        "title": "National Early Warning Score 2: how far an adult's vital signs are from normal now",
        "version": "1.0.0",
        "model": {
            "file": "model.onnx",
            "sha256": digest,
            "input": "inputs",
            "output": "total",
            "column": 0,
        },
        "output": {"meaning": "NEWS2 total score", "steps": MOST, "bands": BANDS},
        "features": features,
        "form": {
            "kind": "score",
            "output": "points",
            "snomed": "1104051000000101",
            "parts": parts,
            "single_part": SINGLE,
        },
        "rounding": "To six decimals, then half up to the unit of the chart: 0.1 for the temperature, 1 for all "
        "else. 36.05 Cel counts as 36.1, an SpO2 of 91.5 % as 92. Both are done in the graph.",
        "round": {"within_minutes": 60, "refused_after_minutes": 720},
        "age_from": 16,
        "excluded_conditions": {
            "system": SNOMED,
            "codes": [{"code": "77386006", "display": "Pregnancy", "while_active": True}],
        },
        "model_details": {
            "kind": "A fixed table of points, built as a graph. Nothing was learnt from data. Seven parts are added; "
            f"the total is a whole number from 0 to {MOST}.",
            "made_by": "the Salus project; the score is the Royal College of Physicians'",
            "licence": "Apache-2.0 for the files; the score is used with acknowledgement of the Royal College of "
            "Physicians (copyright 2017)",
            "made_with": versions,
            "python": "3.11",
            "source": "Royal College of Physicians. National Early Warning Score (NEWS) 2: Standardising the "
            "assessment of acute-illness severity in the NHS. Updated report of a working party. London: RCP, 2017. "
            "ISBN 978-1-86016-682-2.",
            "choice": "The chart prints whole numbers and tenths and does not say how to read values between them. "
            "Rounding half up is the choice of this project. A value that is not a finite number gives NaN for the "
            "whole row, so that it cannot pass for a score.",
        },
        "intended_use": {
            "use": "Decision support for a clinician who looks after an acutely ill adult: one number that says how "
            "far the vital signs of one moment are from normal, and how soon somebody should look again.",
            "users": "Licensed clinicians, for a patient who has consented to decision support.",
            "out_of_scope": [
                "people under 16 years",
                "pregnancy: it changes the normal values, and obstetric scores exist",
                "a diagnosis, or the cause of a high score",
                "ruling out severe illness: a low score does not",
                "monitoring without people: an answer here takes minutes, and an emergency needs the bedside",
                "choosing the SpO2 scale: only a clinician who knows the patient does that",
                "insurance, employment, or any decision against the patient",
            ],
        },
        "factors": "Age, sex and skin colour are no inputs. Pulse oximeters can read too high on dark skin, which "
        "lowers the score. The score does not know what is usual for this patient.",
        "training_data": "None. The bands and points are those of the 2017 chart.",
        "evaluation_data": "None of our own on patients. The graph was compared with a second implementation in "
        "another form, by the same author from the same chart.",
        "metrics": {
            "method": "check_news2.py: total and all seven points against a second implementation in decimal "
            "arithmetic, and against ONNX Runtime with and without optimisation",
            "compared": [{"what": what, "rows": rows} for what, rows in CHECKED.items()],
            "rows": sum(CHECKED.values()),
            "different": 0,
        },
        "ethical_considerations": "A low number can calm people too much. Concern of the patient, the family or the "
        "staff stands whatever the score says. Oximeters that read too high on dark skin make sick people look "
        "well, so the same score can mean more illness in them.",
        "caveats": [
            "It is the state of one moment. A trend says more than one score.",
            "All inputs must be from one round of observations; an old value makes a false score.",
            "Scale 2 on a patient without hypercapnic respiratory failure hides low oxygen. Scale 1 on a patient "
            "with it can lead to too much oxygen.",
            "Take care in chronic illness that changes the vital signs, in spinal cord injury, and with drugs such "
            "as beta blockers: the score may be too high or too low.",
            "The response is the chart's general advice. The hospital's own plan and the patient's own limits of "
            "care come first.",
            "Values between the printed ones are rounded half up, so 90.5 mm[Hg] counts as 91 and has fewer points.",
        ],
    }


def band_text(bands, place, per_unit, unit):
    """'12 to 20': a band as the chart prints it, with its last value instead of the next band's first."""
    show = (lambda value: f"{value / per_unit:.1f}") if per_unit > 1 else str
    first, after = bands[place][0], bands[place + 1][0] if place + 1 < len(bands) else None
    if first is None:
        return f"up to {show(after - 1)} {unit}"
    if after is None:
        return f"{show(first)} {unit} and more"
    return f"{show(first)} to {show(after - 1)} {unit}"


def card_as_text(card):
    """CARD.md: the same card for people."""
    lines, details = [], card["model_details"]
    add = lines.append
    titles = {feature["name"]: feature["title"] for feature in card["features"]}
    add(f"# {card['name']} {card['version']}\n")
    add("Written by `make.py` from the same run as `card.json`; do not edit by hand.\n")
    add(f"{card['title']}.\n")
    add("## Model details\n")
    add(details["kind"] + "\n")
    add(details["choice"] + "\n")
    add(f"Source: {details['source']}\n")
    versions = ", ".join(f"{name} {version}" for name, version in details["made_with"].items())
    add(f"Licence: {details['licence']}. Made with Python {details['python']} and {versions}.")
    add(f"sha2-256 of `model.onnx`: `{card['model']['sha256']}`.\n")
    add("| input | unit | from | refused outside | rounded to |")
    add("|---|---|---|---|---|")
    for feature in card["features"]:
        source, (low, high) = feature["source"], feature["plausible"]
        origins = []
        if "codes" in source:
            origins.append("LOINC " + " or ".join(source["codes"]))
        origins.extend(f"LOINC {one['code']} above {one['above']} {one['unit']}" for one in source.get("of", []))
        if "yes" in source:
            listed = lambda key: ", ".join(one["code"] for one in source[key])
            origins.append(f"SNOMED CT yes {listed('yes')}; no {listed('no')}")
        add(
            f"| {feature['title']} | {feature['unit']} | {'; '.join(origins)} | {low} to {high} | "
            f"{feature['rounded_to']:g} |"
        )
    add("\n## Points\n")
    add("| part | points 0 | points 1 | points 2 | points 3 |")
    add("|---|---|---|---|---|")
    for part in PARTS:
        feature = FEATURES[COLUMN[part["name"]]]
        for when, bands in part["tables"]:
            cells = {0: [], 1: [], 2: [], 3: []}
            for place, (_, points) in enumerate(bands):
                if feature["unit"] == "1":
                    cells[points].append("yes" if place else "no")
                else:
                    cells[points].append(band_text(bands, place, feature["per_unit"], feature["unit"]))
            name = titles[part["name"]].split(":")[0]
            if when:
                name += f", scale {when['oxygen_scale_2'] + 1}"
                name += {None: "", 0: ", on air", 1: ", on oxygen"}[when.get("supplemental_oxygen")]
            add(f"| {name} | " + " | ".join("; ".join(cells[points]) for points in range(4)) + " |")
    add(f"\nThe total is the sum of the seven parts, 0 to {card['output']['steps']}.\n")
    add("## Values between the printed ones\n")
    add(card["rounding"] + "\n")
    add("## What the score asks for\n")
    add("| total | name | watch | response |")
    add("|---|---|---|---|")
    single = card["form"]["single_part"]
    first = 0
    for band in card["output"]["bands"]:
        below = band["below"]
        if below is None:
            label = f"{first} and more"
        else:
            label = str(first) if below == first + 1 else f"{first} to {below - 1}"
        add(f"| {label} | {band['name']} | {band['watch']} | {band['response']} |")
        if band["name"] == single["in_place_of"]:
            add(
                f"| {label}, with {single['points']} in one part | {single['band']['name']} | {single['band']['watch']} | "
                f"{single['band']['response']} |"
            )
        first = below
    add("\nA total of 5 or more keeps its own row, whatever the parts are.\n")
    add("## Intended use\n")
    add(card["intended_use"]["use"] + " " + card["intended_use"]["users"] + "\n")
    add("Not for:\n")
    lines.extend(f"- {item}" for item in card["intended_use"]["out_of_scope"])
    add(
        f"\nThe worker is to refuse people under {card['age_from']}, a recorded pregnancy, values older than "
        f"{card['round']['refused_after_minutes'] // 60} hours, and values more than {card['round']['within_minutes']} "
        "minutes apart. These two times are the project's choice, not the chart's.\n"
    )
    add("## Factors\n")
    add(card["factors"] + "\n")
    add("## Data and checks\n")
    add(f"Training: {card['training_data']} Evaluation: {card['evaluation_data']}\n")
    add(card["metrics"]["method"] + ".\n")
    add("| compared | rows | different |")
    add("|---|---|---|")
    for row in card["metrics"]["compared"]:
        add(f"| {row['what']} | {row['rows']:,} | 0 |")
    add(f"| all | {card['metrics']['rows']:,} | {card['metrics']['different']} |")
    add("\n## Ethical considerations\n")
    add(card["ethical_considerations"])
    add("\n## Caveats\n")
    lines.extend(f"- {item}" for item in card["caveats"])
    return "\n".join(lines) + "\n"


def as_json(value):
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def check_versions():
    wanted = re.findall(r"^([\w-]+)==(\S+)$", (HERE / "requirements.txt").read_text(), re.M)
    other = [(n, v, importlib.metadata.version(n)) for n, v in wanted if importlib.metadata.version(n) != v]
    for name, version, found in other:
        print(f"{name} is {found}, not {version}: run python -m pip install -r requirements.txt", file=sys.stderr)
    if other:
        sys.exit(1)


def make(folder):
    content = graph().SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "model.onnx").write_bytes(content)
    described = card(digest)
    (folder / "card.json").write_text(as_json(described))
    (folder / "CARD.md").write_text(card_as_text(described))

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    rows = golden_inputs()
    totals, points = session.run(["total", "points"], {"inputs": rows})
    head = as_json(
        {
            "made_by": f"make.py with onnxruntime {onnxruntime.__version__}; inputs are drawn, not people's",
            "model_sha256": digest,
            "features": [feature["name"] for feature in FEATURES],
            "parts": [part["name"] for part in PARTS],
            "rows": [],
        }
    )
    lines = ",\n".join(
        "  " + json.dumps({"inputs": row, "output": total, "points": parts})
        for row, (total,), parts in zip(rows.tolist(), totals.tolist(), points.tolist())
    )
    # One row a line.
    head = head.rstrip().removesuffix("[]\n}")
    (folder / "golden.json").write_text(f"{head}[\n{lines}\n ]\n}}\n")
    return digest, len(content), len(rows)


def main():
    parser = argparse.ArgumentParser(description="Builds NEWS2 as an ONNX graph.")
    parser.add_argument("--check", action="store_true", help="compare with the files that are there")
    arguments = parser.parse_args()
    check_versions()
    if not arguments.check:
        digest, size, rows = make(HERE)
        print(f"model.onnx: {size} bytes, sha256 {digest}; golden.json: {rows} rows; total 0 to {MOST}")
        return
    with tempfile.TemporaryDirectory() as folder:
        make(pathlib.Path(folder))
        differ = [name for name in FILES if pathlib.Path(folder, name).read_bytes() != (HERE / name).read_bytes()]
    if differ:
        sys.exit(f"differs from what is here: {', '.join(differ)}")
    print("the same, byte for byte")


if __name__ == "__main__":
    main()
