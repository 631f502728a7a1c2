# SPDX-License-Identifier: Apache-2.0
"""What the diabetes model takes, in the order of its columns."""

from data import ADULT_FROM
from training.features import MALE, SYSTOLIC, age, heart_rate

FEATURES = [
    age(ADULT_FROM),
    MALE,
    {
        "name": "bmi",
        "title": "Body mass index",
        "unit": "kg/m2",
        "plausible": [10, 100],
        "source": {
            "kind": "observation",
            "codes": ["39156-5"],
            "snomed": ["60621009"],
            "or_from": {
                "weight": {"code": "29463-7", "snomed": ["27113001"], "unit": "kg", "plausible": [20, 400]},
                "height": {"code": "8302-2", "snomed": ["50373000", "248333004"], "unit": "cm", "plausible": [100, 250]},
            },
        },
    },
    SYSTOLIC,
    {
        "name": "hdl",
        "title": "HDL cholesterol",
        "unit": "mg/dL",
        "plausible": [5, 250],
        "source": {"kind": "observation", "codes": ["2085-9", "14646-4"], "molar_mass": 386.65},
    },
    heart_rate("Heart rate at rest"),
]

# Which powers of each held and scaled input enter the sum.
POWERS = [[1, 2], [1], [1, 2], [1, 2], [1, 2], [1, 2]]

# To what each is read: as finely as it is taken down, but for the body mass index, whose hundredths say nothing.
READ_TO = [1, 1, 0.25, 1, 1, 1]

# What says more than the model: its newest value stands beside the result.
MEASURED_BY = [
    {
        "title": "HbA1c",
        "codes": ["4548-4", "17856-6", "4549-2"],
        "unit": "%",
        "from": 6.5,
        "means": "diabetes, if a second test agrees",
    },
    # As the IFCC standardises it, which most of the world reports.
    {
        "title": "HbA1c",
        "codes": ["59261-8"],
        "unit": "mmol/mol",
        "from": 48,
        "means": "diabetes, if a second test agrees",
    },
    {
        "title": "Fasting glucose",
        "codes": ["1558-6", "14771-0", "76629-5"],
        "unit": "mg/dL",
        "molar_mass": 180.156,
        "from": 126,
        "means": "diabetes, if a second test agrees",
    },
]
