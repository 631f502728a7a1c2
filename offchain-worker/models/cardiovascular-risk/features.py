# SPDX-License-Identifier: Apache-2.0
"""What the equation takes, in the order of its columns: where each input comes from, and for which values the
equation is valid."""

from training import value_sets
from training.value_sets import LOINC, SNOMED

# Makes of mmol/L the mg/dL that the equation brings back to the same mmol/L: it was fitted in mmol/L, and 0.02586 is
# the paper's own rounded factor. The chemists' 386.65 g/mol would be off by 0.012 %.
GRAMS_PER_MOLE = 10 / 0.02586


def coded(system, codes):
    return [{"system": system, "code": code, "display": display} for code, display in codes.items()]


def ingredients(codes):
    return [{"code": code, "display": display} for code, display in codes.items()]


# RxNorm: ingredients. The statins are all of them; of the drugs against high pressure these are the common ones.
PRESSURE_INGREDIENTS = {
    "1202": "atenolol",
    "17767": "amlodipine",
    "1998": "captopril",
    "20352": "carvedilol",
    "29046": "lisinopril",
    "298869": "eplerenone",
    "321064": "olmesartan",
    "35296": "ramipril",
    "3827": "enalapril",
    "52175": "losartan",
    "5487": "hydrochlorothiazide",
    "6918": "metoprolol",
    "69749": "valsartan",
    "73494": "telmisartan",
    "9997": "spironolactone",
}
STATIN_INGREDIENTS = {
    "301542": "rosuvastatin",
    "36567": "simvastatin",
    "41127": "fluvastatin",
    "42463": "pravastatin",
    "6472": "lovastatin",
    "83367": "atorvastatin",
    "861634": "pitavastatin",
}
PRESSURE_DRUGS = {
    "kind": "medication",
    "atc": {
        # C10BX is statins in other combinations, most of them with a drug against pressure.
        "below": ["C02", "C03", "C07", "C08", "C09", "C10BX"],
        # For pulmonary hypertension; against too little sodium; statins with aspirin and nothing else.
        "but_not_below": ["C02KX", "C03XA", "C10BX01", "C10BX02", "C10BX05", "C10BX08"],
    },
    "rxnorm": {"ingredients": ingredients(PRESSURE_INGREDIENTS), "others": ingredients(STATIN_INGREDIENTS)},
}
STATINS = {
    "kind": "medication",
    # C10BA10 is bempedoic acid with ezetimibe; A10BH51 and A10BH52 join a statin and a drug against diabetes.
    "atc": {"below": ["C10AA", "C10BA", "C10BX", "A10BH51", "A10BH52"], "but_not_below": ["C10BA10"]},
    "rxnorm": {"ingredients": ingredients(STATIN_INGREDIENTS), "others": ingredients(PRESSURE_INGREDIENTS)},
}
# "Smoker" without more (77176002, LA18979-7) is no answer: US records mean "whether still is unknown" by it.
SMOKES = coded(
    SNOMED,
    {
        "449868002": "Smokes tobacco daily",
        "428041000124106": "Occasional tobacco smoker",
        "428071000124103": "Heavy tobacco smoker",
        "428061000124105": "Light tobacco smoker",
        "230063004": "Heavy cigarette smoker",
        "230060001": "Light cigarette smoker",
    },
) + coded(
    LOINC,
    {
        "LA18976-3": "Current every day smoker",
        "LA18977-1": "Current some day smoker",
        "LA18981-3": "Heavy tobacco smoker",
        "LA18982-1": "Light tobacco smoker",
    },
)
DOES_NOT_SMOKE = coded(SNOMED, {"266919005": "Never smoked tobacco", "8517006": "Ex-smoker"}) + coded(
    LOINC, {"LA18978-9": "Never smoker", "LA15920-4": "Former smoker"}
)
def measured(name, title, unit, plausible, valid, **source):
    source = {"kind": "observation", **source}
    return {"name": name, "title": title, "unit": unit, "plausible": plausible, "valid": valid, "source": source}


def answer(name, title, source):
    return {"name": name, "title": title, "unit": "1", "plausible": [0, 1], "source": source}


FEATURES = [
    {
        "name": "age",
        "title": "Age in completed years",
        "unit": "a",
        "plausible": [0, 120],
        "valid": [30, 79],
        "source": {"kind": "birth-date"},
    },
    answer("male", "Administrative sex is male", {"kind": "sex"}),
    measured(
        "total_cholesterol",
        "Total cholesterol",
        "mg/dL",
        [20, 1500],
        [130, 320],
        codes=["2093-3", "14647-2"],
        molar_mass=GRAMS_PER_MOLE,
    ),
    measured(
        "hdl",
        "HDL cholesterol",
        "mg/dL",
        [5, 250],
        [20, 100],
        codes=["2085-9", "14646-4"],
        molar_mass=GRAMS_PER_MOLE,
    ),
    measured(
        "systolic", "Systolic blood pressure", "mm[Hg]", [50, 300], [90, 200], codes=["8480-6"], snomed=["271649006"], above="8462-4"
    ),
    answer("bp_treated", "Takes a drug that lowers blood pressure", PRESSURE_DRUGS),
    answer("statin", "Takes a statin", STATINS),
    answer(
        "diabetes",
        "Has diabetes",
        {
            "kind": "condition",
            "system": SNOMED,
            # Diabetes of a pregnancy is diabetes while that lasts.
            "codes": value_sets.codes(value_sets.DIABETES) + value_sets.codes(value_sets.GESTATIONAL, True),
            "others": value_sets.others(value_sets.DIABETES, value_sets.GESTATIONAL),
            "words": value_sets.DIABETES_WORDS,
            "not_understood": "note",
            # That somebody has no type 1 does not say that they have no diabetes.
            "refuted_by": ["73211009"],
        },
    ),
    answer(
        "smoker", "Smokes now", {"kind": "coded", "codes": ["72166-2"], "yes": SMOKES, "no": DOES_NOT_SMOKE}
    ),
    measured(
        "egfr",
        "Estimated glomerular filtration rate, CKD-EPI 2021 from creatinine",
        "mL/min/{1.73_m2}",
        [1, 250],
        [15, 140],
        codes=["98979-8"],
    ),
]
NAMES = [feature["name"] for feature in FEATURES]
# Where the graph answers: an answer of yes or no is 0 or 1.
VALID = [feature.get("valid", feature["plausible"]) for feature in FEATURES]
ANSWERS = [feature["name"] for feature in FEATURES if feature["unit"] == "1"]
