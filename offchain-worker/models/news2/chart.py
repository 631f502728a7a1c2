# SPDX-License-Identifier: Apache-2.0
"""The chart of NEWS2, 2017, as data: its inputs, points and bands."""

SNOMED = "http://snomed.info/sct"


def coded(*pairs):
    return [{"system": SNOMED, "code": code, "display": display} for code, display in pairs]


# In the order of the columns. `per_unit`: how many units of the chart make one of the input.
FEATURES = [
    {
        "name": "respiratory_rate",
        "title": "Respiratory rate",
        "unit": "/min",
        "per_unit": 1,
        "plausible": [1, 80],
        "source": {"kind": "observation", "codes": ["9279-1"], "snomed": ["86290005"]},
    },
    {
        "name": "oxygen_saturation",
        "title": "Oxygen saturation by pulse oximetry (SpO2)",
        "unit": "%",
        "per_unit": 1,
        "plausible": [20, 100],
        "source": {"kind": "observation", "codes": ["59408-5", "2708-6"], "snomed": ["431314004", "103228002"]},
    },
    {
        "name": "oxygen_scale_2",
        "title": "SpO2 is scored on scale 2 (a clinician has set a target of 88 to 92 %)",
        "unit": "1",
        "per_unit": 1,
        "plausible": [0, 1],
        "source": {
            "kind": "coded",
            # The code tells the scale; a whole number beside it is the points that SpO2 has on that scale.
            "yes": [{**coded(("1104321000000108", "NEWS2 oxygen saturation scale 2 score"))[0], "points": True}],
            "no": [{**coded(("1104311000000102", "NEWS2 oxygen saturation scale 1 score"))[0], "points": True}],
            # A clinician's decision, which holds until it is changed.
            "standing": True,
            # It is made for one stay in hospital: of an older one the result says how old it is.
            "note_after_days": 1,
        },
    },
    {
        "name": "supplemental_oxygen",
        "title": "Breathes supplemental oxygen",
        "unit": "1",
        "per_unit": 1,
        "plausible": [0, 1],
        "source": {
            "kind": "any-above",
            "of": [
                {"code": "3151-8", "snomed": ["427081008"], "unit": "L/min", "plausible": [0, 100], "above": 0},
                {"code": "3150-6", "snomed": ["250774007"], "unit": "%", "plausible": [20, 100], "above": 21},
            ],
            # Whoever is not on oxygen breathes air; whoever does not breathe air may breathe any amount of oxygen.
            "yes": [{**coded(("371825009", "Patient on oxygen"))[0], "if_denied": "no"}],
            "no": coded(("722742002", "Breathing room air")),
        },
    },
    {
        "name": "systolic",
        "title": "Systolic blood pressure",
        "unit": "mm[Hg]",
        "per_unit": 1,
        "plausible": [30, 300],
        "source": {"kind": "observation", "codes": ["8480-6"], "snomed": ["271649006"], "above": "8462-4"},
    },
    {
        "name": "pulse",
        "title": "Pulse",
        "unit": "/min",
        "per_unit": 1,
        "plausible": [10, 300],
        "source": {"kind": "observation", "codes": ["8867-4"], "snomed": ["364075005", "78564009"]},
    },
    {
        "name": "not_alert",
        "title": "Not alert: new confusion, or answers only to voice, only to pain, or not at all",
        "unit": "1",
        "per_unit": 1,
        "plausible": [0, 1],
        "source": {
            "kind": "coded",
            "codes": ["80288-4"],
            "snomed": ["1104441000000107"],
            "yes": coded(
                ("130987000", "Acute confusion"),
                ("300202002", "Responds to voice"),
                ("450847001", "Responds to pain"),
                ("422768004", "Unresponsive"),
            ),
            "no": coded(("248234008", "Mentally alert")),
        },
    },
    {
        "name": "temperature",
        "title": "Body temperature",
        "unit": "Cel",
        "per_unit": 10,
        "plausible": [20, 45],
        "source": {
            "kind": "observation",
            "codes": ["8310-5"],
            "snomed": ["386725007", "276885007", "415945006", "415882003", "415974002"],
        },
    },
]
COLUMN = {feature["name"]: index for index, feature in enumerate(FEATURES)}

# The seven parts of the score. A table's band is (first value in units of the chart, points); the first
# band has no lower end. SpO2 has three tables, and `when` says which of them counts.
LOW_ON_SCALE_2 = [(None, 3), (84, 2), (86, 1), (88, 0)]
PARTS = [
    {
        "name": "respiratory_rate",
        "snomed": "1104301000000104",
        "tables": [({}, [(None, 3), (9, 1), (12, 0), (21, 2), (25, 3)])],
    },
    {
        "name": "oxygen_saturation",
        "snomed": None,  # 1104311000000102 on scale 1, 1104321000000108 on scale 2
        "tables": [
            ({"oxygen_scale_2": 0}, [(None, 3), (92, 2), (94, 1), (96, 0)]),
            ({"oxygen_scale_2": 1, "supplemental_oxygen": 0}, LOW_ON_SCALE_2),
            ({"oxygen_scale_2": 1, "supplemental_oxygen": 1}, LOW_ON_SCALE_2 + [(93, 1), (95, 2), (97, 3)]),
        ],
    },
    {"name": "supplemental_oxygen", "snomed": "1104331000000105", "tables": [({}, [(None, 0), (1, 2)])]},
    {
        "name": "systolic",
        "snomed": "1104341000000101",
        "tables": [({}, [(None, 3), (91, 2), (101, 1), (111, 0), (220, 3)])],
    },
    {
        "name": "pulse",
        "snomed": "1104351000000103",
        "tables": [({}, [(None, 3), (41, 1), (51, 0), (91, 1), (111, 2), (131, 3)])],
    },
    {"name": "not_alert", "snomed": "1104361000000100", "tables": [({}, [(None, 0), (1, 3)])]},
    {
        "name": "temperature",
        "snomed": "1104371000000107",
        "tables": [({}, [(None, 3), (351, 1), (361, 0), (381, 1), (391, 2)])],
    },
]
MOST = sum(max(points for _, bands in part["tables"] for _, points in bands) for part in PARTS)

BANDS = [
    {
        "name": "none",
        "below": 1,
        "watch": "at least every 12 hours",
        "response": "Go on with routine observation.",
    },
    {
        "name": "low",
        "below": 5,
        "watch": "at least every 4 to 6 hours",
        "response": "A registered nurse is told, sees the patient, and decides on more frequent observation or "
        "more care.",
    },
    {
        "name": "medium",
        "below": 7,
        "watch": "at least every hour",
        "response": "Urgent. The nurse tells the medical team at once and asks for an urgent assessment by "
        "clinicians skilled in acute illness. Care takes place where the patient can be monitored.",
    },
    {
        "name": "high",
        "below": None,
        "watch": "without pause",
        "response": "Emergency. The nurse tells the medical team at once, at the level of a specialist registrar "
        "or above. A team with critical care and airway skills assesses the patient. A move to high dependency "
        "or intensive care is considered.",
    },
]
SINGLE = {
    "points": 3,
    "in_place_of": "low",
    "band": {
        "name": "low-medium",
        "watch": "at least every hour",
        "response": "One part alone has 3 points. The nurse tells the patient's medical team, who review the "
        "patient and decide whether more care is needed.",
    },
}
