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
    "source": {"kind": "observation", "codes": ["8480-6"], "above": "8462-4"},
}


def heart_rate(title):
    return {
        "name": "pulse",
        "title": title,
        "unit": "/min",
        "plausible": [25, 250],
        "source": {"kind": "observation", "codes": ["8867-4"]},
    }


def conditions(codes, **more):
    return [{"code": code, "display": display, **more} for code, display in codes.items()]


# One list for all cards: who is known to have it, whether that keeps them out or is an input.
KNOWN_DIABETES = conditions(
    {
        "73211009": "Diabetes mellitus",
        "44054006": "Diabetes mellitus type 2",
        "46635009": "Diabetes mellitus type 1",
        "8801005": "Secondary diabetes mellitus",
        "111552007": "Diabetes mellitus without complication",
        "237599002": "Insulin treated type 2 diabetes mellitus",
        "313436004": "Type 2 diabetes mellitus without complication",
        "127013003": "Disorder of kidney due to diabetes mellitus",
        "422034002": "Retinopathy due to type 2 diabetes mellitus",
        "368581000119106": "Neuropathy due to type 2 diabetes mellitus",
        "90781000119102": "Microalbuminuria due to type 2 diabetes mellitus",
        "157141000119108": "Proteinuria due to type 2 diabetes mellitus",
    }
)
PREGNANCY = conditions(
    {
        "77386006": "Pregnancy",
        "72892002": "Normal pregnancy",
        "47200007": "High risk pregnancy",
        "16356006": "Multiple pregnancy",
        "65147003": "Twin pregnancy",
    },
    while_active=True,
)
