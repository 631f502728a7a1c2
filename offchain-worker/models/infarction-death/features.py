"""What the model takes, in the order of its columns."""

SNOMED = "http://snomed.info/sct"

FEATURES = [
    {
        "name": "age",
        "title": "Age in completed years",
        "unit": "a",
        "plausible": [18, 120],
        "source": {"kind": "birth-date"},
    },
    {
        "name": "male",
        "title": "Administrative sex is male",
        "unit": "1",
        "plausible": [0, 1],
        "source": {"kind": "sex"},
    },
    {
        "name": "systolic",
        "title": "Systolic blood pressure",
        "unit": "mm[Hg]",
        "plausible": [50, 300],
        "source": {"kind": "observation", "codes": ["8480-6"], "above": "8462-4"},
    },
    {
        "name": "pulse",
        "title": "Heart rate",
        "unit": "/min",
        "plausible": [25, 250],
        "source": {"kind": "observation", "codes": ["8867-4"]},
    },
]

# None has a square: 57 deaths carry no more.
POWERS = [[1], [1], [1], [1]]

# One of these must be there, and active.
REQUIRED_CONDITIONS = {
    "57054005": "Acute myocardial infarction",
    "401303003": "Acute ST segment elevation myocardial infarction",
    "401314000": "Acute non-ST segment elevation myocardial infarction",
    "22298006": "Myocardial infarction",
}
