# SPDX-License-Identifier: Apache-2.0
"""What the model takes, in the order of its columns."""

from training.features import SNOMED, age


def finding(name, title, codes):
    return {
        "name": name,
        "title": title,
        "unit": "1",
        "plausible": [0, 1],
        "source": {
            "kind": "condition",
            "system": SNOMED,
            "codes": [{"code": code, "display": display} for code, display in codes.items()],
            # The first is the widest.
            "refuted_by": [next(iter(codes))],
        },
    }


FEATURES = [
    age(16),
    {
        "name": "coma_scale",
        "title": "Glasgow Coma Scale, total",
        "unit": "{score}",
        "plausible": [3, 15],
        # Below is no minor injury.
        "valid": [13, 15],
        "source": {"kind": "observation", "codes": ["9269-2"]},
    },
    finding("skull_fracture", "Fracture of the skull, of its base or open", {"71642004": "Fracture of skull"}),
    finding(
        "unconscious",
        "Lost consciousness",
        {"419045004": "Loss of consciousness", "62564004": "Concussion with loss of consciousness"},
    ),
    finding("vomiting", "Vomits", {"422400008": "Vomiting"}),
]
POWERS = [[1], [1], [1], [1], [1]]
READ_TO = [1, 1, 1, 1, 1]
# The data only say whether somebody is over 65, and whether the scale was 13: each is one threshold.
HELD = {0: (64, 65), 1: (13, 14)}

# One of these must be there, and active.
REQUIRED_CONDITIONS = {
    "82271004": "Injury of head",
    "127295002": "Traumatic brain injury",
    "110030002": "Concussion injury of brain",
    "62106007": "Concussion with no loss of consciousness",
    "62564004": "Concussion with loss of consciousness",
}
