# SPDX-License-Identifier: Apache-2.0
"""Checks model.onnx and its card: against PyPI's pyprevent, exact arithmetic and the published worked example, at and
beyond the ends of its ranges, and that the card's form explains it.

    python check.py    # exits with 1 when something is not as it must be

The equation is written out here once more, by hand and without equation.py, so that a slip there shows.
"""

import decimal
import hashlib
import itertools
import json
import math
import pathlib
import sys
import time

import numpy as np
import onnxruntime
import pandas as pd
import pyprevent

HERE = pathlib.Path(__file__).resolve().parent
ROWS = 1_000_000
EXACT_ROWS = 5_000
SEED = 37947085
RELATIVE = 1e-12

INPUTS = "age male total_cholesterol hdl systolic bp_treated statin diabetes smoker egfr".split()
RANGES = {
    "age": (30, 79),
    "total_cholesterol": (130, 320),
    "hdl": (20, 100),
    "systolic": (90, 200),
    "egfr": (15, 140),
}
ANSWERS = [name for name in INPUTS if name not in RANGES]
TERMS = (
    "age non_hdl hdl systolic_low systolic_high diabetes smoker egfr_low egfr_high bp_treated statin "
    "bp_treated*systolic_high statin*non_hdl age*non_hdl age*hdl age*systolic_high age*diabetes age*smoker "
    "age*egfr_low"
).split()

# The supplement's worked example, a woman and a man: Table S25 prints the woman's 14.7 %, the Excel file has both in
# full. Both were read second-hand, from a public extract of that file.
EXAMPLE = {
    "age": 50,
    "total_cholesterol": 200,
    "hdl": 45,
    "systolic": 160,
    "bp_treated": 1,
    "statin": 0,
    "diabetes": 1,
    "smoker": 0,
    "egfr": 90,
}
EXAMPLE_RISKS = (0.14683939095644824, 0.16317056158151638)
# The paper's text has another woman; in per cent as printed, without and with smoking. Also second-hand.
TEXT_EXAMPLE = {**EXAMPLE, "male": 0, "total_cholesterol": 240, "hdl": 55, "diabetes": 0}
TEXT_RISKS = (5.4, 9.3)

failures = []


def say(good, text):
    print(("ok   " if good else "FAIL ") + text, flush=True)
    if not good:
        failures.append(text)


def session(level="ORT_ENABLE_BASIC"):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, level)
    return onnxruntime.InferenceSession(str(HERE / "model.onnx"), options, providers=["CPUExecutionProvider"])


def run(found, rows):
    return found.run(["probability"], {"inputs": np.asarray(rows, dtype=np.float64)})[0][:, 0]


def risk_of(person):
    return float(run(session(), [[person[name] for name in INPUTS]])[0])


def people(count):
    """Drawn evenly over the ranges; half of them with whole numbers, as records often have."""
    draw = np.random.default_rng(SEED)
    drawn = {}
    for name in INPUTS:
        if name in ANSWERS:
            drawn[name] = draw.integers(0, 2, count).astype(float)
            continue
        low, high = RANGES[name]
        values = low + (high - low) * draw.random(count)
        values[::2] = np.round(values[::2])
        drawn[name] = values
    return pd.DataFrame(drawn)


def variables(x, number, least, most):
    """The equation's variables, written out from the paper, for an exact type or for many people at once."""
    n = lambda text: number(decimal.Decimal(text))
    return {
        "age": (x["age"] - n("55")) / n("10"),
        "non_hdl": n("0.02586") * (x["total_cholesterol"] - x["hdl"]) - n("3.5"),
        "hdl": (n("0.02586") * x["hdl"] - n("1.3")) / n("0.3"),
        "systolic_low": (least(x["systolic"], n("110")) - n("110")) / n("20"),
        "systolic_high": (most(x["systolic"], n("110")) - n("130")) / n("20"),
        "egfr_low": (least(x["egfr"], n("60")) - n("60")) / n("-15"),
        "egfr_high": (most(x["egfr"], n("60")) - n("90")) / n("-15"),
        **{name: x[name] for name in ("bp_treated", "statin", "diabetes", "smoker")},
    }


def vectors(drawn):
    return variables({name: drawn[name].to_numpy() for name in drawn}, float, np.minimum, np.maximum)


def table():
    """The coefficients of women and men as they are printed: text, so that nothing is rounded."""
    text = (HERE / "coefficients.json").read_text()
    rows = json.loads(text, parse_float=decimal.Decimal, parse_int=decimal.Decimal)["terms"]
    found = {"*".join(row["product_of"]): (row["women"], row["men"]) for row in rows}
    say(sorted(found) == sorted(["", *TERMS]), f"coefficients.json has the {len(TERMS)} terms and the constant")
    return found


def check_files(card):
    digest = hashlib.sha256((HERE / "model.onnx").read_bytes()).hexdigest()
    say(card["model"]["sha256"] == digest, f"card.json names model.onnx, {digest[:16]}")
    valid = {feature["name"]: tuple(feature["valid"]) for feature in card["features"] if "valid" in feature}
    say(valid == RANGES, "card.json has the ranges of this check")
    said = {row["what"]: row["rows"] for row in card["metrics"]["reproduction"]["compared"]}
    return said


def check_exact(numbers):
    decimal.getcontext().prec = 50
    drawn = people(EXACT_ROWS)
    found, furthest = run(session(), drawn[INPUTS]), 0.0
    for row, ours in zip(drawn.to_dict("records"), found):
        exact = variables({name: decimal.Decimal(value) for name, value in row.items()}, lambda d: d, min, max)
        at = int(row["male"])
        log_odds = numbers[""][at]
        for term in TERMS:
            log_odds += numbers[term][at] * math.prod(exact[name] for name in term.split("*"))
        risk = 1 / (1 + (-log_odds).exp())
        furthest = max(furthest, abs(float(decimal.Decimal(float(ours)) / risk - 1)))
    say(furthest < RELATIVE, f"fifty-digit arithmetic: {EXACT_ROWS:,} rows, at most {furthest:.1e} of the risk apart")
    return EXACT_ROWS


def theirs(drawn):
    frame = pd.DataFrame(
        {
            "sex": np.where(drawn["male"] == 1, "male", "female"),
            "age": drawn["age"],
            "total_cholesterol": drawn["total_cholesterol"],
            "hdl_cholesterol": drawn["hdl"],
            "systolic_bp": drawn["systolic"],
            "has_diabetes": drawn["diabetes"] == 1,
            "current_smoker": drawn["smoker"] == 1,
            # No input of this equation, but they ask for it.
            "bmi": 25.0,
            "egfr": drawn["egfr"],
            "on_htn_meds": drawn["bp_treated"] == 1,
            "on_cholesterol_meds": drawn["statin"] == 1,
        }
    )
    return np.asarray(pyprevent.batch_calculate_10_yr_cvd_risk(frame)) / 100


def check_pyprevent(numbers):
    """Their risks, and the coefficients that they must have computed them with: log-odds are linear in these."""
    drawn = people(ROWS)
    ours, other = run(session(), drawn[INPUTS]), theirs(drawn)
    apart = np.abs(ours / other - 1).max()
    say(apart < RELATIVE, f"pyprevent 0.1.6: {ROWS:,} rows, at most {apart:.1e} of the risk apart")
    few = drawn[:100_000]
    columns, design = vectors(few), [np.ones(len(few))]
    design += [math.prod(columns[name] for name in term.split("*")) for term in TERMS]
    design, log_odds, worst = np.column_stack(design), np.log(other / (1 - other))[: len(few)], 0.0
    for at in (0, 1):
        chosen = few["male"].to_numpy() == at
        found = np.linalg.lstsq(design[chosen], log_odds[chosen], rcond=None)[0]
        worst = max(worst, *(abs(value - float(numbers[term][at])) for term, value in zip(["", *TERMS], found)))
    say(worst < 1e-12, f"pyprevent's coefficients, found from its risks, are the table's to {worst:.0e}")
    return ROWS


def check_examples():
    found = [risk_of({**EXAMPLE, "male": male}) for male in (0, 1)]
    furthest = max(abs(risk / wanted - 1) for risk, wanted in zip(found, EXAMPLE_RISKS))
    say(furthest < RELATIVE, f"the supplement's worked example, in full: at most {furthest:.1e} of the risk apart")
    say(round(100 * found[0], 1) == 14.7, f"the same woman as printed: {100 * found[0]:.4f} %, 14.7 %")
    for smoker, printed in enumerate(TEXT_RISKS):
        risk = 100 * risk_of({**TEXT_EXAMPLE, "smoker": smoker})
        say(round(risk, 1) == printed, f"the woman of the paper's text: {risk:.4f} %, printed {printed} %")
    return len(EXAMPLE_RISKS)


def check_ends():
    """A risk at the ends of each range, and NaN beyond them."""
    wrong, tried, found = [], 0, session()
    fits = {**EXAMPLE, "male": 0}
    for name in INPUTS:
        low, high = RANGES.get(name, (0, 1))
        inside = [low, high]
        outside = [math.nextafter(low, -math.inf), math.nextafter(high, math.inf), math.nan, math.inf, -math.inf]
        if name in ANSWERS:
            outside += [0.5, math.nextafter(1, 0)]
        for value in inside + outside:
            output = run(found, [[{**fits, name: value}[other] for other in INPUTS]])[0]
            tried += 1
            good = 0 < output < 1 if value in inside else math.isnan(output)
            if not good:
                wrong.append((name, value, output))
    say(not wrong, f"{tried} values at the ends of the ranges and beyond: a risk inside, NaN outside {wrong or ''}")
    return tried


def check_levels():
    rows = people(20_000)[INPUTS]
    levels = ("ORT_DISABLE_ALL", "ORT_ENABLE_BASIC", "ORT_ENABLE_EXTENDED", "ORT_ENABLE_ALL")
    outputs = [run(session(level), rows) for level in levels]
    found = session()
    one = np.array([run(found, rows[at : at + 1])[0] for at in range(500)])
    furthest = max(*(np.abs(other - outputs[0]).max() for other in outputs[1:]), np.abs(one - outputs[0][:500]).max())
    say(furthest < 1e-14, f"optimisation levels, and one row at a time: at most {furthest:.1e} apart")


def check_units(card, numbers):
    """Cholesterol in mmol/L, which the worker brings to mg/dL by the card's grams a mole."""
    count = 100_000
    drawn, draw = people(count), np.random.default_rng(SEED)
    [own] = {feature["source"].get("molar_mass") for feature in card["features"]} - {None}
    # What a laboratory prints: two decimals. Kept clear of the ends, where one factor is in and the other out.
    moles = {"total_cholesterol": (3.4, 8.2), "hdl": (0.53, 2.57)}
    moles = {name: np.round(low + (high - low) * draw.random(count), 2) for name, (low, high) in moles.items()}
    wanted = vectors(drawn)
    wanted["non_hdl"] = moles["total_cholesterol"] - moles["hdl"] - 3.5
    wanted["hdl"] = (moles["hdl"] - 1.3) / 0.3
    log_odds = [float(numbers[""][at]) for at in (0, 1)]
    for term in TERMS:
        product = math.prod(wanted[name] for name in term.split("*"))
        log_odds = [log_odds[at] + float(numbers[term][at]) * product for at in (0, 1)]
    wanted = 1 / (1 + np.exp(-np.where(drawn["male"] == 1, log_odds[1], log_odds[0])))
    for label, mass, good in (("the card's", own, True), ("386.65", 386.65, False)):
        given = drawn.copy()
        for name, values in moles.items():
            given[name] = values * mass / 10
        outputs = run(session(), given[INPUTS])
        apart = np.abs(outputs - wanted).max()
        steps = int((np.floor(outputs * 10_000 + 0.5) != np.floor(wanted * 10_000 + 0.5)).sum())
        text = f"mmol/L by {label} grams a mole: at most {apart:.1e} apart, {steps:,} of {count:,} on another step"
        if good:
            say(apart < 1e-13 and steps == 0, text)
        else:
            print("note " + text)


def check_explanation(card):
    """The form's terms make the graph's log-odds, and its shares are Shapley values."""
    form = card["form"]
    names = [name for name in INPUTS if name != form["by"]]
    found = session()

    def part(rule, x):
        value = rule.get("times", 1) * sum(sign * x[name] for name, sign in rule["inputs"].items())
        value = min(max(value, rule.get("at_least", -math.inf)), rule.get("at_most", math.inf))
        return (value - rule.get("subtract", 0)) / rule.get("divide", 1)

    def shares(rule, x):
        """A variable's value, by the inputs that make it. Held values have one input only."""
        if len(rule["inputs"]) == 1:
            return {name: part(rule, x) for name in rule["inputs"]}
        factor = rule.get("times", 1) / rule.get("divide", 1)
        return {name: factor * sign * (x[name] - form["reference"][name]) for name, sign in rule["inputs"].items()}

    def log_odds(x, male):
        values = {name: part(rule, x) for name, rule in form["variables"].items()}
        terms = ((term["coefficient"][male], term["product_of"]) for term in form["terms"])
        return form["constant"][male] + sum(weight * math.prod(values[name] for name in of) for weight, of in terms)

    at_reference = max(abs(part(rule, form["reference"])) for rule in form["variables"].values())
    say(at_reference < 1e-11, f"explanation: every variable is zero at the reference ({at_reference:.0e})")
    furthest = unfair = 0.0
    for number, person in enumerate(people(2_000).to_dict("records")):
        male = int(person["male"])
        given = dict.fromkeys(names, 0.0)
        for term in form["terms"]:
            rules = [form["variables"][name] for name in term["product_of"]]
            values = [part(rule, person) for rule in rules]
            for at, rule in enumerate(rules):
                others = math.prod(values[:at] + values[at + 1 :])
                for name, share in shares(rule, person).items():
                    given[name] += term["coefficient"][male] * others * share / len(rules)
        risk = run(found, [[person[name] for name in INPUTS]])[0]
        furthest = max(furthest, abs(form["constant"][male] + sum(given.values()) - math.log(risk / (1 - risk))))
        if number >= 12:
            continue
        worth = {}
        for size in range(len(names) + 1):
            for chosen in itertools.combinations(names, size):
                mixed = {name: person[name] if name in chosen else form["reference"][name] for name in names}
                worth[frozenset(chosen)] = log_odds(mixed, male)
        total = len(names)
        weight = lambda size: math.factorial(size) * math.factorial(total - size - 1) / math.factorial(total)
        for name in names:
            without = [group for group in worth if name not in group]
            value = sum(weight(len(group)) * (worth[group | {name}] - worth[group]) for group in without)
            unfair = max(unfair, abs(value - given[name]))
    say(furthest < 1e-11, f"explanation: constant and shares make the log-odds of 2,000 people to {furthest:.0e}")
    say(unfair < 1e-11, f"explanation: shares of 12 people are Shapley values over all 512 groups to {unfair:.0e}")


def main():
    began = time.monotonic()
    card, numbers = json.loads((HERE / "card.json").read_text()), table()
    said = check_files(card)
    counted = {
        "pyprevent 0.1.6, drawn at random": check_pyprevent(numbers),
        "fifty-digit arithmetic, drawn at random": check_exact(numbers),
        "the supplement's worked example, for a woman and a man": check_examples(),
        "at and beyond the ends of the ranges": check_ends(),
    }
    check_levels()
    check_units(card, numbers)
    check_explanation(card)
    say(said == counted, f"card.json says what was compared: {counted}")
    if failures:
        sys.exit(f"{len(failures)} not as they must be")
    print(f"all as they must be, in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
