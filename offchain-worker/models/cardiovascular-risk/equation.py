# SPDX-License-Identifier: Apache-2.0
"""The equation: its numbers from coefficients.json, as an ONNX graph and as the card's form."""

import json
import math
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from features import ANSWERS, NAMES, VALID

HERE = pathlib.Path(__file__).resolve().parent
NUMBERS = json.loads((HERE / "coefficients.json").read_text())
VARIABLES, YEARS, TABLE = NUMBERS["variables"], NUMBERS["years"], NUMBERS["table"]
SEXES = ("women", "men")
[CONSTANT] = [[row[sex] for sex in SEXES] for row in NUMBERS["terms"] if not row["product_of"]]
TERMS = [(row["product_of"], [row[sex] for sex in SEXES]) for row in NUMBERS["terms"] if row["product_of"]]

SEED = 20240206
OPSET, IR_VERSION = 17, 8
# Somebody for whom every variable is zero. Cholesterol follows from the centres 3.5 and 1.3 mmol/L.
REFERENCE = {
    "age": 55,
    "total_cholesterol": round((3.5 + 1.3) / 0.02586, 10),
    "hdl": round(1.3 / 0.02586, 10),
    "systolic": 130,
    "bp_treated": 0,
    "statin": 0,
    "diabetes": 0,
    "smoker": 0,
    "egfr": 90,
}
AGAINST = (
    "a person of the same sex, 55 years old, with a total cholesterol of 186 mg/dL, an HDL cholesterol of 50 mg/dL, a "
    "systolic pressure of 130 mm[Hg] and a filtration rate of 90, without diabetes, who neither smokes nor takes a "
    "statin or a drug against high pressure"
)


def form():
    """The card's `form`: what an exact explanation needs."""
    return {
        "kind": "published-equation",
        "by": "male",
        "against": AGAINST,
        "reference": REFERENCE,
        "constant": CONSTANT,
        "variables": VARIABLES,
        "terms": [{"product_of": product, "coefficient": both} for product, both in TERMS],
    }


def graph(name, version):
    """Inputs [n, 10] in, probability [n, 1] out, all in doubles. All variables are made at once, and women's and men's
    log-odds beside each other; one of the two is then chosen, so that no rounding mixes them."""
    variables = list(VARIABLES)
    rules = list(VARIABLES.values())
    sums = np.zeros((len(NAMES), len(variables)))
    for index, rule in enumerate(rules):
        for input_name, sign in rule["inputs"].items():
            sums[NAMES.index(input_name), index] = sign * rule.get("times", 1)
    singles = [(product, both) for product, both in TERMS if len(product) == 1]
    pairs = [(product, both) for product, both in TERMS if len(product) == 2]
    assert len(singles) + len(pairs) == len(TERMS)
    indices = lambda chosen: np.array([variables.index(one) for one in chosen], dtype="<i8")
    # A single variable stands for itself: its other factor would be one.
    weights = np.zeros((len(variables) + len(pairs), len(SEXES)))
    for [variable], both in singles:
        weights[variables.index(variable)] = both
    weights[len(variables) :] = [both for _, both in pairs]
    doubles = lambda values: np.asarray(values, dtype="<f8")
    low, high = doubles(VALID).T
    constants = {
        "sums": doubles(sums),
        "at_least": doubles([[rule.get("at_least", -math.inf) for rule in rules]]),
        "at_most": doubles([[rule.get("at_most", math.inf) for rule in rules]]),
        "subtract": doubles([[rule.get("subtract", 0) for rule in rules]]),
        "divide": doubles([[rule.get("divide", 1) for rule in rules]]),
        "left": indices(product[0] for product, _ in pairs),
        "right": indices(product[1] for product, _ in pairs),
        "weights": doubles(weights),
        "constant": doubles([CONSTANT]),
        "sex": np.array([NAMES.index("male")], dtype="<i8"),
        "one": doubles(1),
        "low": low[None],
        "high": high[None],
        "measured": np.array([[input_name not in ANSWERS for input_name in NAMES]]),
        "no_answer": doubles(math.nan),
    }
    nodes = []

    def node(kind, inputs, *outputs, **attributes):
        nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], **attributes))

    node("MatMul", ["inputs", "sums"], "summed")
    node("Max", ["summed", "at_least"], "held_above")
    node("Min", ["held_above", "at_most"], "held")
    node("Sub", ["held", "subtract"], "centred")
    node("Div", ["centred", "divide"], "variables")
    node("Gather", ["variables", "left"], "left_factors", axis=1)
    node("Gather", ["variables", "right"], "right_factors", axis=1)
    node("Mul", ["left_factors", "right_factors"], "products")
    node("Concat", ["variables", "products"], "terms", axis=1)
    node("Gemm", ["terms", "weights", "constant"], "log_odds_of_both")
    node("Split", ["log_odds_of_both"], "log_odds_of_women", "log_odds_of_men", axis=1)
    node("Gather", ["inputs", "sex"], "male", axis=1)
    node("Equal", ["male", "one"], "is_male")
    node("Where", ["is_male", "log_odds_of_men", "log_odds_of_women"], "log_odds")
    # Not ONNX's Sigmoid: in ONNX Runtime it loses three digits where the risk is small.
    node("Neg", ["log_odds"], "log_odds_against")
    node("Exp", ["log_odds_against"], "odds_against")
    node("Add", ["odds_against", "one"], "all_odds")
    node("Div", ["one", "all_odds"], "risk")
    # Where an input is outside of its range, or an answer neither 0 nor 1, there is no risk. NaN is in no range.
    node("GreaterOrEqual", ["inputs", "low"], "not_below")
    node("LessOrEqual", ["inputs", "high"], "not_above")
    node("And", ["not_below", "not_above"], "within")
    node("Mul", ["inputs", "inputs"], "squares")
    node("Equal", ["inputs", "squares"], "zero_or_one")
    node("Or", ["zero_or_one", "measured"], "answered")
    node("And", ["within", "answered"], "each_valid")
    node("Cast", ["each_valid"], "each_valid_number", to=TensorProto.DOUBLE)
    node("ReduceMin", ["each_valid_number"], "least_valid", axes=[1], keepdims=1)
    node("Equal", ["least_valid", "one"], "valid")
    node("Where", ["valid", "risk", "no_answer"], "probability")

    tensor = lambda end, width: helper.make_tensor_value_info(end, TensorProto.DOUBLE, [None, width])
    made = helper.make_model(
        helper.make_graph(
            nodes,
            name,
            [tensor("inputs", len(NAMES))],
            [tensor("probability", 1)],
            [numpy_helper.from_array(values, end) for end, values in constants.items()],
        ),
        producer_name="salus make.py",
        producer_version=version,
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    onnx.checker.check_model(made, full_check=True)
    return made


def golden_inputs():
    """Drawn over the ranges, not taken from people; then every corner of what is measured, and both sides of each
    knot."""
    draw = np.random.default_rng(SEED)
    low, high = np.array(VALID, dtype=float).T
    drawn = np.round(low + (high - low) * draw.random((256, len(NAMES))), 1)
    drawn[:, NAMES.index("age")] = np.floor(drawn[:, NAMES.index("age")])
    for name in ANSWERS:
        drawn[:, NAMES.index(name)] = draw.integers(0, 2, len(drawn))
    measured = [index for index, name in enumerate(NAMES) if name not in ANSWERS]
    rows = [drawn]
    for male in (0.0, 1.0):
        for others in (0.0, 1.0):
            corners = np.array(np.meshgrid(*[(low[at], high[at]) for at in measured])).T.reshape(-1, len(measured))
            full = np.full((len(corners), len(NAMES)), others)
            full[:, measured] = corners
            full[:, NAMES.index("male")] = male
            rows.append(full)
    for name, knot in (("systolic", 110), ("egfr", 60), ("age", 55)):
        for value in (knot - 1, knot, knot + 1):
            near = drawn[:4].copy()
            near[:, NAMES.index(name)] = value
            rows.append(near)
    return np.vstack(rows)
