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
            "or_from": {
                "weight": {"code": "29463-7", "unit": "kg", "plausible": [20, 400]},
                "height": {"code": "8302-2", "unit": "cm", "plausible": [100, 250]},
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

# A patient known to have diabetes needs no model that looks for it.
EXCLUDED_CONDITIONS = {
    "73211009": "Diabetes mellitus",
    "44054006": "Diabetes mellitus type 2",
    "46635009": "Diabetes mellitus type 1",
    "127013003": "Disorder of kidney due to diabetes mellitus",
    "422034002": "Retinopathy due to type 2 diabetes mellitus",
    "368581000119106": "Neuropathy due to type 2 diabetes mellitus",
    "90781000119102": "Microalbuminuria due to type 2 diabetes mellitus",
    "157141000119108": "Proteinuria due to type 2 diabetes mellitus",
}
