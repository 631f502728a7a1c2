# SPDX-License-Identifier: Apache-2.0
"""CARD.md of a model that was trained to give a probability: its card for people."""

import textwrap

WIDTH = 120


def page(lines):
    """A whole card: paragraphs and items in lines of at most 120 characters, tables as they are."""
    return "\n".join(map(wrapped, "\n".join(lines).split("\n"))) + "\n"


def wrapped(line):
    if len(line) <= WIDTH or line.startswith("|"):
        return line
    indent = "  " if line.startswith("- ") else ""
    parts = textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    # A line must not begin with what Markdown takes for an item, a heading or a quotation.
    assert not any(part.lstrip().startswith(("- ", "+ ", "* ", "#", ">", "|")) for part in parts[1:]), line
    return "\n".join(parts)


def number(value, places=3):
    return f"{value:.{places}f}"


def with_interval(value, interval):
    return f"{value:.3f} (95 % interval {interval[0]:.3f} to {interval[1]:.3f})"


def table(add, head, rows):
    add("| " + " | ".join(head) + " |")
    add("|" + "---|" * len(head))
    for row in rows:
        add("| " + " | ".join(row) + " |")
    add("")


def origin(source):
    """Where an input comes from."""
    of_patient = {"birth-date": "Patient.birthDate", "sex": "Patient.gender"}.get(source["kind"])
    if of_patient:
        return of_patient
    if source["kind"] == "condition":
        return "SNOMED CT " + " or ".join(known["code"] for known in source["codes"])
    text = "LOINC " + " or ".join(source["codes"])
    if "or_from" in source:
        text += " (else " + " and ".join(part["code"] for part in source["or_from"].values()) + ")"
    return text


def inputs(add, card):
    rows = []
    for feature, part in zip(card["features"], card["form"]["inputs"]):
        (low, high), held = feature["plausible"], part["held"]
        within = f"{held[0]:g} to {held[1]:g}, by {part['read_to']:g}"
        rows.append([feature["title"], feature["unit"], origin(feature["source"]), f"{low} to {high}", within])
    table(add, ["input", "unit", "from", "refused outside", "held within, read to"], rows)


def peers(add, m):
    add(f"{m['peers']['method']}\n")
    rows = []
    for peer in m["peers"]["compared"]:
        cells = [peer["model"], number(peer["auc"]), number(peer["auprc"]), number(peer["brier"], 4)]
        for measure in ("auc", "auprc", "brier"):
            ahead = peer.get("behind_ours", {}).get(measure)
            cells.append(f"{ahead[0]:+.4f} ({ahead[1]:+.4f} to {ahead[2]:+.4f})" if ahead else "")
        rows.append(cells)
    head = ["model", "AUC", "AUPRC", "Brier score"]
    table(add, head + [f"ours better by, {name}" for name in ("AUC", "AUPRC", "Brier")], rows)


def groups(add, m):
    rows = [
        [
            each["group"],
            f"{each['people']:,}",
            str(each["with_outcome"]),
            number(each["auc"]),
            number(each["observed"]),
            number(each["predicted"]),
            "{:.2f} ({:.2f} to {:.2f})".format(*each["observed_to_expected"]),
            number(each["calibration"]["slope"], 2),
            number(each["calibration"]["expected_error"]),
        ]
        for of in m["by_group"].values()
        for each in of
    ]
    head = ["group", "people", "with the outcome", "AUC", "observed", "predicted", "observed to expected"]
    table(add, head + ["calibration slope", "calibration error"], rows)


def bands(add, bands):
    """What is true of people told each of them."""
    rows, low = [], None
    for band in bands:
        measured, below = band["measured"], band["below"]
        ends = [f"{low:g} or more"] if low is not None else []
        ends += [f"below {below:g}"] if below is not None else []
        share, interval = measured["with_outcome"] / measured["people"], measured["interval_95"]
        told = f"{100 * share:.1f} ({100 * interval[0]:.1f} to {100 * interval[1]:.1f})"
        people = f"{measured['people']:,}"
        rows.append([", ".join(ends), band["name"] or "", people, str(measured["with_outcome"]), told])
        low = below
    head = ["probability", "name", "people told so", bands[0]["measured"]["outcome"], "of 100 told so (95 % interval)"]
    table(add, head, rows)


def screening(add, beside):
    """The model beside advice whom to screen, at the same share of people."""
    names = ("flagged", "sensitivity", "specificity", "positive_predictive_value")
    rows = [
        ["the advice", "", *(number(beside["rule"][name]) for name in names)],
        ["this model", number(beside["model"]["risk"]), *(number(beside["model"][name]) for name in names)],
    ]
    table(add, ["who is tested", "risk at or above"] + [name.replace("_", " ") for name in names], rows)


def figures(add, m, further=()):
    calibration, ratio = m["calibration"], m["observed_to_expected"]
    rows = [
        ["AUC", with_interval(m["auc"], m["auc_interval_95"])],
        ["AUPRC", f"{m['auprc']:.3f} (chance: {m['auprc_of_chance']:.3f})"],
        ["Brier score", f"{m['brier']:.4f} (always the prevalence: {m['brier_of_prevalence']:.4f})"],
        ["Calibration slope", number(calibration["slope"])],
        ["Calibration intercept", number(calibration["intercept"])],
        ["Expected calibration error, over tenths", number(calibration["expected_error"])],
        ["Observed to expected", with_interval(ratio[0], ratio[1:])],
        *further,
    ]
    table(add, ["measure", "value"], rows)


def never_seen(add, card, people):
    """The finished model on other people."""
    m = card["metrics"]["never_seen"]
    add("## On people that the model never saw\n")
    add(people + "\n")
    figures(add, m)
    screening(add, m["beside_screening_advice"])
    groups(add, m)


def text(card, counts, others=None):
    """`counts`: who the people are, in a sentence or two; `others`: those that the model never saw."""
    m, lines = card["metrics"], []
    add = lines.append
    add(f"# {card['name']} {card['version']}\n")
    add("Written by `train.py` from the same run as `card.json`; do not edit by hand.\n")
    add(f"{card['title']}.\n")
    if "demonstration" in card:
        add(f"**{card['demonstration']}** Every result begins with this.\n")
    add("## Model details\n")
    details = card["model_details"]
    add(details["kind"] + "\n")
    add(details["choice"] + "\n")
    if "compared" in details:
        tried = details["compared"]
        head = [f"tried, on {tried['people']:,} people"] + list(tried["columns"])
        table(add, head, [[row["model"], *(number(value) for value in row["values"])] for row in tried["tried"]])
    versions = ", ".join(f"{name} {version}" for name, version in details["trained_with"].items())
    add(f"Licence {details['licence']}. Trained with Python {details['python']} and {versions}.")
    add(f"sha2-256 of `model.onnx`: `{card['model']['sha256']}`.\n")
    inputs(add, card)
    add("## Intended use\n")
    add(card["intended_use"]["use"] + " " + card["intended_use"]["users"] + "\n")
    add("Not for:\n")
    lines.extend(f"- {item}" for item in card["intended_use"]["out_of_scope"])
    add("\n## Factors\n")
    add(card["factors"] + "\n")
    add("## Data\n")
    data = card["training_data"]
    add(f"{data['name']}, {data['publisher']}; {data['licence']}.")
    add(f"`{data['file']}`, sha2-256 `{data['sha256']}`.\n")
    add(counts + "\n")
    add(f"Label: {data['label']}.\n")
    further = {"Survey weights": "survey_weights", "Pregnancy": "pregnancy", "Age": "age"}
    lines.extend(f"{name}: {data[key]}\n" for name, key in further.items() if key in data)
    add("## Metrics\n")
    add(f"{m['method']} {card['evaluation_data']}\n")
    permuted = m["permuted"]
    dealt = f"AUC with labels dealt out at random, mean of {permuted['rounds']} (must be near 0.5)"
    figures(add, m, [*m.get("further", []), [dealt, number(permuted["auc"])]])
    if m.get("thresholds"):
        names = ("flagged", "sensitivity", "specificity", "positive_predictive_value")
        head = ["risk at or above"] + [name.replace("_", " ") for name in names]
        table(add, head, [[number(t["risk"]), *(number(t[name]) for name in names)] for t in m["thresholds"]])
    add("## What it means to be told so\n")
    among = card["output"]["bands"][0]["measured"]["among"]
    add(f"Measured on {among}. A result says it with its probability.\n")
    bands(add, card["output"]["bands"])
    add("## Beside others\n")
    peers(add, m)
    if "beside_screening_advice" in m:
        screening(add, m["beside_screening_advice"])
    add("## By group\n")
    groups(add, m)
    if others:
        never_seen(add, card, others)
    add("## Ethical considerations\n")
    add(card["ethical_considerations"])
    add("\n## Caveats\n")
    lines.extend(f"- {item}" for item in card["caveats"])
    return page(lines)
