# SPDX-License-Identifier: Apache-2.0
"""Inputs that several models take, as cards describe them."""

SNOMED = "http://snomed.info/sct"


def age(least):
    return {
        "name": "age",
        "title": "Age in completed years",
        "unit": "a",
        "plausible": [least, 120],
        "source": {"kind": "birth-date"},
    }


MALE = {
    "name": "male",
    "title": "Administrative sex is male",
    "unit": "1",
    "plausible": [0, 1],
    "source": {"kind": "sex"},
}
SYSTOLIC = {
    "name": "systolic",
    "title": "Systolic blood pressure",
    "unit": "mm[Hg]",
    "plausible": [50, 300],
    "source": {"kind": "observation", "codes": ["8480-6"], "snomed": ["271649006"], "above": "8462-4"},
}


def heart_rate(title):
    return {
        "name": "pulse",
        "title": title,
        "unit": "/min",
        "plausible": [25, 250],
        "source": {"kind": "observation", "codes": ["8867-4"], "snomed": ["364075005", "78564009"]},
    }
