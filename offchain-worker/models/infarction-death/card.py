# SPDX-License-Identifier: Apache-2.0
"""The card of the model of death after a heart attack: for the worker, and for people."""

import pathlib

import data
from features import FEATURES, REQUIRED_CONDITIONS
from training import card_text, files, reference
from training.features import SNOMED

HERE = pathlib.Path(__file__).resolve().parent
STEPS = 1000
# Nobody gave these ranges a meaning, so they have no names.
BANDS = [(None, 0.05), (None, 0.15), (None, None)]

MODEL_DETAILS = {
    "kind": "Logistic regression on four inputs as they are at admission; no squares, no products. Each input is held "
    "between the 0.5th and the 99.5th percentile of the training data, and read to whole units.",
    "choice": "Chosen before any figure of it was seen: what stands in a FHIR record at the door, and no more inputs "
    "than 57 deaths carry. Complications that the study records of the stay (shock, heart failure, atrial "
    "fibrillation) would raise the AUC, but may have come after admission: they leak. The "
    "TIMI risk index, a published product of three of the inputs, does as well here; what this model adds is a "
    "calibrated risk with its interval.",
}
DEMONSTRATION = (
    "DEMONSTRATION: made of 500 people of one city from 1997 to 2001, by data whose owner gives no licence; it does no "
    "better than a published index of three of its inputs. It decides nothing for any patient."
)
INTENDED_USE = {
    "use": "A demonstration of how a model of few people runs, and says how little it knows. Not for the care of a "
    "patient.",
    "users": "Whoever studies such models; in a hospital nobody.",
    "out_of_scope": [
        "deciding on reperfusion, transfer or the limits of treatment",
        "people without an acute heart attack now: the request is refused",
        "values taken later than at admission: the model knows none",
        "anywhere that its calibration was not checked on the hospital's own patients first",
        "insurance, employment, or any decision against the patient",
    ],
}
TRAINING_DATA = {
    "name": "Worcester Heart Attack Study, the 500 people of the textbook (WHAS500)",
    "publisher": "Hosmer, Lemeshow and May, Applied Survival Analysis, 2008",
    "licence": "none stated by the owner; packaged by PyPI scikit-survival 0.28.0 under GPL-3.0-or-later; fetched "
    "when the model is trained, and no row of it is kept in this repository",
    "file": data.FILE,
    "sha256": data.DIGEST,
    "label": "death of any cause within 30 days of admission; nobody was lost to follow-up before",
}
ETHICS = (
    "A risk of death may become its own cause when care is withheld for it: the model is for watching closer, never "
    "for doing less. Ethnicity is not recorded in the data, so nothing is known of how it does in any group but age "
    "and sex, and those groups have few deaths."
)
CAVEATS = [
    "500 people with 57 deaths: the AUC is uncertain by 0.06 either way, and a single figure says more than is "
    "known; read the interval.",
    "One US city, 1997, 1999 and 2001: before today's treatment, by which fewer die. Its risks are likely too high "
    "now.",
    "Tested on the same 500 people only, each by models made without them; nowhere else.",
    "The interval is of the mean risk of people with these inputs, from the fitted coefficients alone.",
]


def card(model, people, metrics, bands, digest):
    features = [
        {**feature, "reference": reference.distribution(people.inputs[:, index])}
        for index, feature in enumerate(FEATURES)
    ]
    return {
        "name": "infarction-death",
        "title": "Probability that an adult admitted with a heart attack dies within 30 days",
        "version": "3.0.0",
        "evidence": "people",
        "demonstration": DEMONSTRATION,
        "model": {"file": "model.onnx", "sha256": digest, "input": "inputs", "output": "log_odds", "column": 0},
        "output": {
            "meaning": "probability of death of any cause within 30 days of admission",
            "steps": STEPS,
            "interval_only": True,
            "bands": files.rounded(bands),
        },
        "features": features,
        # Together at the door, and of this admission.
        "round": {"within_minutes": 60, "refused_after_minutes": 24 * 60},
        "form": model.form(people.inputs),
        "out_of_distribution": reference.out_of_distribution(people.inputs),
        "required_conditions": {
            "system": SNOMED,
            "codes": [
                {"code": code, "display": display, "while_active": True}
                for code, display in REQUIRED_CONDITIONS.items()
            ],
            # An infarction of long ago is not an admission for one.
            "within_days": 30,
        },
        "excluded_conditions": {"system": SNOMED, "codes": []},
        "model_details": {
            **MODEL_DETAILS,
            "made_by": "the Salus project",
            "licence": "Apache-2.0",
            "penalty": model.penalty,
            "trained_with": files.wanted_versions(HERE),
            "python": "3.11",
        },
        "intended_use": INTENDED_USE,
        "factors": "Measured by sex and by age. No other group is recorded.",
        "training_data": {**TRAINING_DATA, "people": people.counts},
        "evaluation_data": "The same people, each scored by models fitted without them.",
        "metrics": files.rounded(metrics),
        "ethical_considerations": ETHICS,
        "caveats": CAVEATS,
    }


def as_text(described):
    counts, folds = described["training_data"]["people"], described["metrics"]["auc_of_folds"]
    further = [["AUC of single folds: least, median, most", ", ".join(f"{auc:.3f}" for auc in folds.values())]]
    shown = {**described, "metrics": {**described["metrics"], "further": further}}
    return card_text.text(shown, f"{counts['people']} people, of whom {counts['dead']} died within 30 days.")
