# SPDX-License-Identifier: Apache-2.0
"""The card of the cardiovascular risk equation: for the worker, and for people."""

import pathlib

import equation
from features import FEATURES
from training import card_text, files, value_sets

HERE = pathlib.Path(__file__).resolve().parent
NAME, VERSION = "cardiovascular-risk", "1.1.0"
STEPS = 10_000
# One guideline decides by this risk, and no other edge is used: AHA/ACC guideline on high blood pressure, 2025 (read in
# the associations' own summaries).
GUIDELINE = "the 2025 AHA/ACC guideline on high blood pressure"
STAGE_1 = "At 130 to 139 or 80 to 89 mm Hg (stage 1)"
BANDS = [
    {
        "name": "below the 7.5 % at which the 2025 AHA/ACC guideline on high blood pressure decides",
        "below": 0.075,
        "response": f"{STAGE_1}, {GUIDELINE} advises to change the way of life first, and a drug if after 3 to 6 months "
        "the pressure is still 130/80 mm Hg or more.",
    },
    {
        "name": "at or above the 7.5 % at which the 2025 AHA/ACC guideline on high blood pressure decides",
        "below": None,
        "response": f"{STAGE_1}, {GUIDELINE} advises a drug besides a change of the way of life.",
    },
]
# An input older than this is used, but the result says that it is old.
STALE_AFTER_DAYS = 730
# What check.py compares; it fails when it counts anything else.
CHECKED = {
    "pyprevent 0.1.6, drawn at random": 1_000_000,
    "fifty-digit arithmetic, drawn at random": 5_000,
    "the supplement's worked example, for a woman and a man": 2,
    "at and beyond the ends of the ranges": 80,
}

MODEL_DETAILS = {
    "kind": "The published PREVENT base equation (American Heart Association, 2023) for total cardiovascular disease "
    "over 10 years: logistic, one for women and one for men, with knots in systolic pressure and filtration rate, and "
    "with products of age and others. Nothing was fitted here: the graph computes the paper's numbers in doubles.",
    "made_by": "The equation: Khan and others for the American Heart Association. The graph: the Salus project. It is "
    "not the association's calculator, and the association neither knows of it nor endorses it.",
    "licence": "Apache-2.0 for graph, scripts and texts; the rights in the equation are not settled.",
    "rights": "Why the numbers are here: they are what a study found, printed in a paper that anyone can read. A number "
    "found is a fact, and nothing of how the authors express it is copied: no text, table, picture or code. Others "
    "publish the same numbers in open packages, such as PyPI's pyprevent, which this graph is checked against. What "
    "speaks against it: the American Heart Association claims rights in PREVENT, as its trademark, and in its own code "
    "and calculators, which it gives out under an agreement of its own. None of that code was used here, nobody has "
    "agreed to those terms for this project, and the name is used only to say which equation this is. A paper that is "
    "free to read is no licence, and this is a reason, not legal advice: so images leave the model out, and whoever "
    "offers it to others must settle the rights with the association first, in writing.",
    "source": "Khan SS, Matsushita K, Sang Y, et al. Circulation 2024;149:430-449, "
    "doi:10.1161/CIRCULATIONAHA.123.067626, supplement, Table "
    f"{equation.TABLE}; coefficients.json has each number and says where it was read.",
    "choice": "Outside of the ranges in which the equation is valid there is no answer, and no value is moved to an "
    "edge. Each part of an answer is told against the same person, since the paper gives no averages.",
}
INTENDED_USE = {
    "use": "Decision support for a clinician who talks with an adult without known cardiovascular disease about "
    "preventing it.",
    "users": "Licensed clinicians, for a patient who has consented to decision support.",
    "out_of_scope": [
        "people who have or had coronary heart disease, a stroke or heart failure: the request is refused",
        "people under 30 or over 79 years: the request is refused",
        "values outside of the ranges in which the equation is valid: the request is refused",
        "a decision for or against a drug by this number alone",
        "pregnancy, and people on dialysis (a filtration rate under 15 is refused)",
        "insurance, employment, or any decision against the patient",
    ],
}
TRAINING_DATA = {
    "name": "25 US data sets, 1992 to 2017, brought together by the paper's authors",
    "people": {"derivation": 3281919, "external_validation": 3330085, "all": 6612004, "events": 211515},
    "follow_up_years": {"mean": 4.8, "standard_deviation": 3.1},
    "age_years": {"mean": 53, "standard_deviation": 12},
    "women": 0.56,
    "label": "first cardiovascular disease: coronary heart disease, stroke or heart failure; death from other causes "
    "counted as a competing risk",
    "seen": "Salus has not seen this data, which is not public: these are the numbers of the paper's abstract.",
}
PUBLISHED = {
    "women": {
        "c_statistic": 0.794,
        "c_statistic_quartiles": [0.763, 0.809],
        "calibration_slope": 1.03,
        "calibration_slope_quartiles": [0.81, 1.16],
    },
    "men": {
        "c_statistic": 0.757,
        "c_statistic_quartiles": [0.727, 0.778],
        "calibration_slope": 0.94,
        "calibration_slope_quartiles": [0.81, 1.13],
    },
}
METRICS = {
    "method": "As published: external validation by the paper's authors, median over data sets with interquartile "
    "interval. Reproduction: the graph against others, by check.py.",
    "published": PUBLISHED,
    "reproduction": {
        "compared": [{"what": what, "rows": rows} for what, rows in CHECKED.items()],
        "rows": sum(CHECKED.values()),
        "different": 0,
        "different_means": "more than a part in 10^12 of the risk apart, or a number beyond the ends of a range",
    },
}
ETHICS = (
    "A low number at a young age can hide a high risk for life, which an equation over 30 years would tell. A high "
    "number is no diagnosis. Where the equation is off for a group, its people get too much or too little treatment: "
    "a study of the All of Us cohort found far fewer events than foretold, one of Chinese adults a much lower power "
    "to tell people apart."
)
CAVEATS = [
    "The published PREVENT base equation, computed anew: not the American Heart Association's calculator, and not "
    "endorsed by it.",
    "US adults of 1992 to 2017. Other countries need their own check first.",
    "Mean follow-up was 4.8 years: the tenth year rests on the equation more than on people seen.",
    "No interval: the paper gives no covariance of its coefficients.",
    "Sex has no part of its own: it chooses the equation.",
    "A value lowered by treatment is scored as measured; treatment is an input of its own.",
    "Diuretics and beta blockers given for another reason count as treatment of blood pressure.",
    "Smoking means cigarettes in the last 30 days in the paper, but whatever the record calls smoking here.",
    "A disease or a drug that is not on a list which is there counts as no, and the result says so: it is as good as "
    "the list. A diagnosis is known by the card's SNOMED CT codes; of one that the card does not know, the result says "
    "so, or the request is refused when its name may mean one.",
]


def card(digest):
    return {
        "name": NAME,
        "title": "Risk of a first cardiovascular disease within 10 years",
        "version": VERSION,
        "evidence": "publication",
        "model": {"file": "model.onnx", "sha256": digest, "input": "inputs", "output": "probability", "column": 0},
        "output": {
            "meaning": "probability of a first heart attack, stroke, death from coronary heart disease or stroke, or "
            f"heart failure, within {equation.YEARS} years",
            "years": equation.YEARS,
            "steps": STEPS,
            "bands": BANDS,
        },
        "features": FEATURES,
        "stale_after_days": STALE_AFTER_DAYS,
        "form": equation.form(),
        "excluded_conditions": value_sets.excluded(
            (value_sets.CARDIOVASCULAR, False),
            (value_sets.PREGNANCY, True),
            words=value_sets.CARDIOVASCULAR_WORDS + value_sets.PREGNANCY_WORDS,
            icd10=[(value_sets.CARDIOVASCULAR_ICD10, False), (value_sets.PREGNANCY_ICD10, True)],
        ),
        "excluded_observations": value_sets.PREGNANCY_OBSERVATIONS,
        "contested": "note",
        "model_details": {**MODEL_DETAILS, "made_with": files.wanted_versions(HERE), "python": "3.11"},
        "intended_use": INTENDED_USE,
        "factors": "Women and men have equations of their own. Race and ethnicity are not inputs. Income and "
        "neighbourhood are not in the base model. Blood pressure is the latest single reading in use.",
        "training_data": TRAINING_DATA,
        "evaluation_data": "21 further US data sets with 3,330,085 people, by the paper's authors. Salus measured "
        "nothing on people.",
        "metrics": METRICS,
        "ethical_considerations": ETHICS,
        "caveats": CAVEATS,
    }


def origin(source):
    """Where an input comes from."""
    if source["kind"] == "medication":
        return "MedicationStatement or MedicationRequest, ATC " + ", ".join(source["atc"]["below"]) + ", or RxNorm"
    if source["kind"] == "condition":
        first, count = source["codes"][0]["code"], len(source["codes"])
        return f"Condition, SNOMED CT {first} and what lies below it: {count} codes"
    return card_text.origin(source)


def inputs(add, card):
    rows = []
    for feature in card["features"]:
        (low, high), valid = feature["plausible"], feature.get("valid")
        within = f"{valid[0]} to {valid[1]}" if valid else "yes or no" if feature["name"] != "male" else "both"
        outside = f"{low} to {high}" if valid else ""
        rows.append([feature["title"], feature["unit"], origin(feature["source"]), within, outside])
    card_text.table(add, ["input", "unit", "from", "valid", "an error outside"], rows)


def equations(add, card):
    form = card["form"]
    add("log-odds = constant + sum of coefficient times variable, or times the product of two variables.\n")
    rows = []
    together = lambda text: f"({text})" if " " in text else text
    for name, rule in form["variables"].items():
        signed = ("" if sign == 1 else "- " for sign in rule["inputs"].values())
        text = " ".join(sign + title for sign, title in zip(signed, rule["inputs"]))
        if "times" in rule:
            text = f"{rule['times']} × {together(text)}"
        for member, words in (("at_most", "at most"), ("at_least", "at least")):
            if member in rule:
                text += f", {words} {rule[member]}"
        if "subtract" in rule:
            text = f"{text if 'times' in rule else together(text)} - {rule['subtract']}"
        if "divide" in rule:
            text = f"{together(text)} / {rule['divide']}"
        rows.append([name, text])
    card_text.table(add, ["variable", "is"], rows)
    rows = [["constant", *(f"{each:.7f}" for each in form["constant"])]]
    for term in form["terms"]:
        rows.append([" × ".join(term["product_of"]), *(f"{each:.7f}" for each in term["coefficient"])])
    card_text.table(add, ["coefficient of", "women", "men"], rows)
    add(f"Each part of an answer is told against {form['against']}.\n")


def as_text(card):
    """CARD.md: the same card for people."""
    details, use, metrics = card["model_details"], card["intended_use"], card["metrics"]
    data, lines = card["training_data"], []
    add = lines.append
    add(f"# {card['name']} {card['version']}\n")
    add("Written by `make.py` from the same run as `card.json`; do not edit by hand.\n")
    add(f"{card['title']}: {card['output']['meaning']}.\n")
    add("## Rights\n")
    add(details["made_by"] + " " + details["rights"] + "\n")
    add("## Model details\n")
    add(details["kind"] + " " + details["choice"] + "\n")
    add(f"Source: {details['source']}\n")
    versions = ", ".join(f"{name} {version}" for name, version in details["made_with"].items())
    add(f"Licence: {details['licence']} Made with Python {details['python']} and {versions}.")
    add(f"sha2-256 of `model.onnx`: `{card['model']['sha256']}`.\n")
    inputs(add, card)
    add("A true value outside of the valid range is refused as out of scope. What is not said is refused too, never")
    add("guessed: a disease or drug is no only by a statement, or by a list that is there and does not hold it.\n")
    add("## Equation\n")
    equations(add, card)
    add("## What the ranges mean\n")
    lines.extend(f"- {band['name']}: {band['response']}" for band in card["output"]["bands"])
    add("\n## Intended use\n")
    add(use["use"] + " " + use["users"] + "\n")
    add("Not for:\n")
    lines.extend(f"- {item}" for item in use["out_of_scope"])
    add("\n## Factors\n")
    add(card["factors"] + "\n")
    add("## Data\n")
    people = data["people"]
    add(
        f"{data['name']}. {people['derivation']:,} people to derive and {people['external_validation']:,} more to "
        f"validate, {people['events']:,} of all {people['all']:,} with an event. Mean age {data['age_years']['mean']}, "
        f"{data['women']:.0%} women, mean follow-up {data['follow_up_years']['mean']} years.\n"
    )
    add(f"Label: {data['label']}. {data['seen']}\n")
    add("## Metrics\n")
    add(f"{metrics['method']} {card['evaluation_data']}\n")
    rows = []
    for key, name in (("c_statistic", "C statistic"), ("calibration_slope", "calibration slope")):
        of_sexes = [metrics["published"][sex] for sex in equation.SEXES]
        rows.append([name, *("{} ({} to {})".format(of[key], *of[f"{key}_quartiles"]) for of in of_sexes)])
    card_text.table(add, ["measure, as published", *equation.SEXES], rows)
    again = metrics["reproduction"]
    rows = [[row["what"], f"{row['rows']:,}", "0"] for row in again["compared"]]
    rows.append(["all", f"{again['rows']:,}", str(again["different"])])
    card_text.table(add, ["reproduced", "rows", "different"], rows)
    add(f"Different: {again['different_means']}.\n")
    add("## Ethical considerations\n")
    add(card["ethical_considerations"])
    add("\n## Caveats\n")
    lines.extend(f"- {item}" for item in card["caveats"])
    return card_text.page(lines)
