# SPDX-License-Identifier: Apache-2.0
"""The card of NEWS2: for the worker, and for people."""

import pathlib

from chart import BANDS, COLUMN, FEATURES, MOST, PARTS, SINGLE
from training import card_text, value_sets
from training.files import wanted_versions

HERE = pathlib.Path(__file__).resolve().parent

# What check_news2.py compares; it fails when it counts anything else.
CHECKED = {
    "boundaries": 4512,
    "each parameter over its range": 155_120,
    "every combination of bands": 60_000,
    "drawn at random": 1_000_000,
    "converted from Fahrenheit": 13_503,
}
# As the report asks: it may be used freely, and its owner must be named on what is reproduced from it.
SOURCE = (
    "Royal College of Physicians. National Early Warning Score (NEWS) 2: Standardising the assessment of acute-illness "
    "severity in the NHS. Updated report of a working party. London: RCP, 2017."
)
ACKNOWLEDGEMENT = (
    f"Points, bands and responses are reproduced from: {SOURCE} Copyright: Royal College of Physicians 2017."
)


def card(digest):
    versions = wanted_versions(HERE)
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
        "version": "1.2.0",
        "evidence": "publication",
        "model": {
            "file": "model.onnx",
            "sha256": digest,
            "input": "inputs",
            "output": "total_and_points",
            "column": 0,
        },
        "output": {"meaning": "NEWS2 total score", "steps": MOST, "bands": BANDS},
        "features": features,
        "acknowledgement": ACKNOWLEDGEMENT,
        "form": {
            "kind": "score",
            "snomed": "1104051000000101",
            "parts": parts,
            "single_part": SINGLE,
        },
        "rounding": "To six decimals, then half up to the unit of the chart: 0.1 for the temperature, 1 for all "
        "else. 36.05 Cel counts as 36.1, an SpO2 of 91.5 % as 92. The graph's limits are made so.",
        "round": {"within_minutes": 60, "refused_after_minutes": 720},
        "age_from": 16,
        "excluded_conditions": value_sets.excluded(
            (value_sets.PREGNANCY, True),
            words=value_sets.PREGNANCY_WORDS,
            icd10=[(value_sets.PREGNANCY_ICD10, True)],
        ),
        "excluded_observations": value_sets.PREGNANCY_OBSERVATIONS,
        "contested": "note",
        "model_details": {
            "kind": "A fixed table of points, built as a graph. Nothing was learnt from data. Seven parts are added; "
            f"the total is a whole number from 0 to {MOST}.",
            "made_by": "the Salus project; the score is the Royal College of Physicians'",
            "licence": "Apache-2.0 for the files; the score is used with acknowledgement of the Royal College of "
            "Physicians (copyright 2017)",
            "made_with": versions,
            "python": "3.11",
            "source": f"{SOURCE} ISBN 978-1-86016-682-2.",
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


def band_text(bands, index, per_unit, unit):
    """'12 to 20': a band as the chart prints it, with its last value instead of the next band's first."""
    show = (lambda value: f"{value / per_unit:.1f}") if per_unit > 1 else str
    first, after = bands[index][0], bands[index + 1][0] if index + 1 < len(bands) else None
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
    add(f"Every result says: {card['acknowledgement']}\n")
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
        if "snomed" in source:
            origins.append("SNOMED CT " + " or ".join(source["snomed"]))
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
            for index, (_, points) in enumerate(bands):
                if feature["unit"] == "1":
                    cells[points].append("yes" if index else "no")
                else:
                    cells[points].append(band_text(bands, index, feature["per_unit"], feature["unit"]))
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
                f"| {label}, with {single['points']} in one part | {single['band']['name']} | "
                f"{single['band']['watch']} | {single['band']['response']} |"
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
    return card_text.page(lines)
