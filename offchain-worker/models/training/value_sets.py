# SPDX-License-Identifier: Apache-2.0
"""Diagnoses by SNOMED CT, as closed lists that all cards share: what says yes, and common ones that say nothing of it.

A card has no hierarchy of SNOMED CT at hand, so a list must hold what lies below its first code. Sources:

- DIABETES, GESTATIONAL: SNOMED CT International, what is below 73211009, as published cohort definitions
  expand it (CCU040 of the BHF Data Science Centre; HL7's CPG example for kidney disease names the same root), with the complications "due to diabetes" of US value sets (NLM VSAC, Diabetes).
- PREGNANCY: findings below 77386006, and the disorders that exist in pregnancy only, as Synthea, IPS and US Core's
  examples write them.
- CARDIOVASCULAR: coronary disease, stroke and heart failure, the three of the PREVENT equation's outcome.
- COMMON: the diagnoses, findings and situations that Synthea and problem lists hold most, none of them one of these.
"""

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"

DIABETES = {
    "73211009": "Diabetes mellitus",
    "44054006": "Diabetes mellitus type 2",
    "46635009": "Diabetes mellitus type 1",
    "111552007": "Diabetes mellitus without complication",
    "313436004": "Type 2 diabetes mellitus without complication",
    "313435000": "Type 1 diabetes mellitus without complication",
    "237599002": "Insulin treated type 2 diabetes mellitus",
    "359642000": "Diabetes mellitus type 2 in nonobese",
    "81531005": "Diabetes mellitus type 2 in obese",
    "8801005": "Secondary diabetes mellitus",
    "5368009": "Drug-induced diabetes mellitus",
    "190447002": "Steroid-induced diabetes",
    "51002006": "Diabetes mellitus associated with pancreatic disease",
    "105401000119101": "Diabetes mellitus due to pancreatic injury",
    "2751001": "Fibrocalculous pancreatic diabetes",
    "426705001": "Diabetes mellitus associated with cystic fibrosis",
    "427089005": "Diabetes mellitus due to cystic fibrosis",
    "59079001": "Diabetes mellitus associated with hormonal aetiology",
    "5969009": "Diabetes mellitus associated with genetic syndrome",
    "42954008": "Diabetes mellitus associated with receptor abnormality",
    "75682002": "Diabetes mellitus due to insulin receptor antibodies",
    "91352004": "Diabetes mellitus due to structurally abnormal insulin",
    "609568004": "Diabetes mellitus due to genetic defect in beta cell function",
    "609569007": "Diabetes mellitus due to genetic defect in insulin action",
    "609561005": "Maturity-onset diabetes of the young",
    "49817004": "Neonatal diabetes mellitus",
    "426875007": "Latent autoimmune diabetes mellitus in adult",
    "11530004": "Brittle diabetes mellitus",
    "82980005": "Anaemia of diabetes",
    "199229001": "Pre-existing type 1 diabetes mellitus",
    "199230006": "Pre-existing type 2 diabetes mellitus",
    "127013003": "Disorder of kidney due to diabetes mellitus",
    "422034002": "Retinopathy due to type 2 diabetes mellitus",
    "368581000119106": "Neuropathy due to type 2 diabetes mellitus",
    "90781000119102": "Microalbuminuria due to type 2 diabetes mellitus",
    "157141000119108": "Proteinuria due to type 2 diabetes mellitus",
    "420270002": "Ketoacidosis due to type 1 diabetes mellitus",
    "421750000": "Ketoacidosis due to type 2 diabetes mellitus",
    "420422005": "Ketoacidosis due to diabetes mellitus",
    "4855003": "Retinopathy due to diabetes mellitus",
    "230572002": "Neuropathy due to diabetes mellitus",
    "1551000119108": "Nonproliferative retinopathy due to type 2 diabetes mellitus",
    "1501000119109": "Proliferative retinopathy due to type 2 diabetes mellitus",
    "97331000119101": "Macular oedema and retinopathy due to type 2 diabetes mellitus",
    "60951000119105": "Blindness due to type 2 diabetes mellitus",
    "190330002": "Hyperosmolar coma due to type 1 diabetes mellitus",
    "190331003": "Hyperosmolar coma due to type 2 diabetes mellitus",
    "420662003": "Coma associated with diabetes mellitus",
    "170745003": "Diabetic on dietary treatment",
    "170746002": "Diabetic on oral treatment",
    "170747006": "Diabetic on insulin",
}
# Rarer kinds and complications, told by their group.
_MORE = """
    1481000119100 10754881000119104 106281000119103 111307005 127012008 127014009 123763000 190368000 190369008
    190372001 190388001 190389009 190390000 190406000 190407009 190410002 190411003 190412005 190416008 199231005
    201724008 23045005 230577008 237600004 237601000 237603002 237604008 237611007 237612000 237613005 237617006
    237618001 237619009 237627000 237651005 237652003 24203005 268519009 276560009 28032008 284449005 290002008
    31321000119102 314771006 314893005 314902007 314903002 314904008 33559001 368521000119107 368561000119102
    368711000119106 395204000 401110002 408539000 408540003 413183008 420279001 420436000 420486006 420514000 420715001
    420756003 420789003 420825003 420918009 421075007 421165007 421305000 421326000 421365002 421437000 421468001
    421631007 421779007 421847006 421893009 421920002 421986006 422099009 422228004 443694000 444073006 445260006
    445353002 4783006 49455004 57886004 609562003 609563008 609564002 609565001 609566000 609567009 609570008 609571007
    609572000 609573005 609574004 609575003 609576002 609577006 609578001 609579009 609580007 609581006 70694009
    703136005 703137001 703138006 709147009 71771000119100 71791000119104 716362006 719216001 720519003 722206009
    722454003 724067006 724276006 733072002 734022008 735537007 735538002 735539005 737212004 739681000 75524006
    76751001 782755007 782825008 783722008 816067005 82581000119105 9859006
""".split()
DIABETES |= {code: "Diabetes mellitus of a special kind or with a complication" for code in _MORE if code not in DIABETES}

GESTATIONAL = {
    "11687002": "Gestational diabetes mellitus",
    "75022004": "Gestational diabetes mellitus, class A1",
    "46894009": "Gestational diabetes mellitus, class A2",
    "40801000119106": "Gestational diabetes mellitus complicating pregnancy",
    "10753491000119101": "Gestational diabetes mellitus in childbirth",
    "199223000": "Diabetes mellitus during pregnancy, childbirth and the puerperium",
}

PREGNANCY = {
    "77386006": "Pregnancy",
    "72892002": "Normal pregnancy",
    "47200007": "High risk pregnancy",
    "16356006": "Multiple pregnancy",
    "65147003": "Twin pregnancy",
    "64254006": "Triplet pregnancy",
    "58532003": "Unwanted pregnancy",
    "83074005": "Unplanned pregnancy",
    "237238006": "Pregnancy with uncertain dates",
    "169560008": "Pregnant, urine test confirms",
    "169561007": "Pregnant, blood test confirms",
    "87527008": "Term pregnancy",
    "57630001": "First trimester pregnancy",
    "59466002": "Second trimester pregnancy",
    "41587001": "Third trimester pregnancy",
    "34801009": "Ectopic pregnancy",
    "79586000": "Tubal pregnancy",
    "398254007": "Pre-eclampsia",
    "15938005": "Eclampsia",
    "48194001": "Pregnancy-induced hypertension",
    "14094001": "Excessive vomiting in pregnancy",
    "118185001": "Finding related to pregnancy",
    **GESTATIONAL,
}
# ICD-10: pregnancy, childbirth and the puerperium; supervision; weeks of gestation. Each with all below it.
PREGNANCY_ICD10 = {"O": "Pregnancy, childbirth or the puerperium", "Z33": "Pregnant state"} | {
    code: "Supervision of pregnancy" for code in ("Z34", "Z35", "Z36", "Z3A")
}
DIABETES_ICD10 = {code: "Diabetes mellitus" for code in ("E08", "E09", "E10", "E11", "E12", "E13", "E14", "O24")}

CARDIOVASCULAR = {
    "53741008": "Coronary arteriosclerosis",
    "414545008": "Ischemic heart disease",
    "413838009": "Chronic ischemic heart disease",
    "22298006": "Myocardial infarction",
    "57054005": "Acute myocardial infarction",
    "1755008": "Old myocardial infarction",
    "399211009": "History of myocardial infarction",
    "401303003": "Acute ST segment elevation myocardial infarction",
    "401314000": "Acute non-ST segment elevation myocardial infarction",
    "394659003": "Acute coronary syndrome",
    "194828000": "Angina pectoris",
    "4557003": "Unstable angina",
    "399261000": "History of coronary artery bypass grafting",
    "230690007": "Cerebrovascular accident",
    "422504002": "Ischemic stroke",
    "432504007": "Cerebral infarction",
    "274100004": "Cerebral hemorrhage",
    "21454007": "Subarachnoid hemorrhage",
    "84114007": "Heart failure",
    "42343007": "Congestive heart failure",
    "88805009": "Chronic congestive heart failure",
    "48447003": "Chronic heart failure",
    "56675007": "Acute heart failure",
    "85232009": "Left heart failure",
    "417996009": "Systolic heart failure",
    "418304008": "Diastolic heart failure",
    "441481004": "Chronic systolic heart failure",
    "441530006": "Chronic diastolic heart failure",
    "703272007": "Heart failure with reduced ejection fraction",
    "446221000": "Heart failure with normal ejection fraction",
}
CARDIOVASCULAR_ICD10 = {
    **{code: "Coronary heart disease" for code in ("I20", "I21", "I22", "I23", "I24", "I25")},
    "I50": "Heart failure",
    **{code: "Stroke" for code in ("I60", "I61", "I62", "I63", "I64")},
}

COMMON = {
    "38341003": "Hypertensive disorder",
    "59621000": "Essential hypertension",
    "195967001": "Asthma",
    "13645005": "Chronic obstructive pulmonary disease",
    "185086009": "Chronic obstructive bronchitis",
    "87433001": "Pulmonary emphysema",
    "55822004": "Hyperlipidemia",
    "13644009": "Hypercholesterolemia",
    "302870006": "Hypertriglyceridemia",
    "414916001": "Obesity",
    "162864005": "Body mass index 30+ - obesity",
    "408512008": "Body mass index 40+ - severely obese",
    "15777000": "Prediabetes",
    "15771004": "Diabetes insipidus",
    "160303001": "Family history of diabetes mellitus",
    "237602007": "Metabolic syndrome",
    "80394007": "Hyperglycemia",
    "709044004": "Chronic kidney disease",
    "431855005": "Chronic kidney disease stage 1",
    "431856006": "Chronic kidney disease stage 2",
    "433144002": "Chronic kidney disease stage 3",
    "431857002": "Chronic kidney disease stage 4",
    "46177005": "End-stage renal disease",
    "49436004": "Atrial fibrillation",
    "40930008": "Hypothyroidism",
    "34486009": "Hyperthyroidism",
    "35489007": "Depressive disorder",
    "370143000": "Major depressive disorder",
    "197480006": "Anxiety disorder",
    "48694002": "Anxiety",
    "47505003": "Posttraumatic stress disorder",
    "13746004": "Bipolar disorder",
    "37796009": "Migraine",
    "124171000119105": "Chronic intractable migraine without aura",
    "84757009": "Epilepsy",
    "396275006": "Osteoarthritis",
    "239873007": "Osteoarthritis of knee",
    "239872002": "Osteoarthritis of hip",
    "69896004": "Rheumatoid arthritis",
    "64859006": "Osteoporosis",
    "90560007": "Gout",
    "235595009": "Gastroesophageal reflux disease",
    "34000006": "Crohn's disease",
    "64766004": "Ulcerative colitis",
    "40055000": "Chronic sinusitis",
    "444814009": "Viral sinusitis",
    "75498004": "Acute bacterial sinusitis",
    "195662009": "Acute viral pharyngitis",
    "43878008": "Streptococcal sore throat",
    "10509002": "Acute bronchitis",
    "233604007": "Pneumonia",
    "840539006": "COVID-19",
    "65363002": "Otitis media",
    "68566005": "Urinary tract infectious disease",
    "307426000": "Acute infective cystitis",
    "128302006": "Chronic hepatitis C",
    "66071002": "Viral hepatitis type B",
    "37109004": "Acquired immune deficiency syndrome",
    "56717001": "Tuberculosis",
    "271737000": "Anemia",
    "87522002": "Iron deficiency anemia",
    "82423001": "Chronic pain",
    "279039007": "Low back pain",
    "278860009": "Chronic low back pain",
    "161891005": "Backache",
    "25064002": "Headache",
    "386661006": "Fever",
    "49727002": "Cough",
    "36955009": "Loss of taste",
    "84229001": "Fatigue",
    "267036007": "Dyspnea",
    "422587007": "Nausea",
    "44465007": "Sprain of ankle",
    "62106007": "Concussion with no loss of consciousness",
    "62564004": "Concussion with loss of consciousness",
    "110030002": "Concussion injury of brain",
    "26929004": "Alzheimer's disease",
    "52448006": "Dementia",
    "49049000": "Parkinson's disease",
    "24700007": "Multiple sclerosis",
    "24079001": "Atopic dermatitis",
    "9014002": "Psoriasis",
    "254837009": "Malignant neoplasm of breast",
    "363406005": "Malignant neoplasm of colon",
    "93761005": "Primary malignant neoplasm of colon",
    "254637007": "Non-small cell lung cancer",
    "7200002": "Alcohol dependence",
    "5602001": "Harmful pattern of use of opioid",
    "196416002": "Impacted molars",
    "73595000": "Stress",
    "160903007": "Full-time employment",
    "160904001": "Part-time employment",
    "73438004": "Unemployed",
    "224299000": "Received higher education",
    "423315002": "Limited social contact",
    "314529007": "Medication review due",
    "446654005": "Refugee",
    "266948004": "Has a criminal record",
    "706893006": "Victim of intimate partner abuse",
    "60001007": "Not pregnant",
}

# What the name of a diagnosis that a card does not know must not hold: then the request is refused, not only noted.
DIABETES_WORDS = ["diabet"]
PREGNANCY_WORDS = ["pregnan", "gravid", "gestation"]
CARDIOVASCULAR_WORDS = ["infarct", "stroke", "heart failure", "cardiac failure", "coronary"]

_BY_DIGIT = [[int(d) for d in row] for row in (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)]
_BY_PLACE = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
while len(_BY_PLACE) < 8:
    _BY_PLACE.append([_BY_PLACE[-1][digit] for digit in _BY_PLACE[1]])


def is_identifier(code):
    """Whether the last digit is the check digit that SNOMED CT's identifiers have (Verhoeff)."""
    check = 0
    for index, digit in enumerate(reversed(code)):
        check = _BY_DIGIT[check][_BY_PLACE[index % 8][int(digit)]]
    return check == 0


_ALL = {"diabetes": DIABETES, "pregnancy": PREGNANCY, "cardiovascular": CARDIOVASCULAR, "common": COMMON}
_WRONG = [code for codes in _ALL.values() for code in codes if not is_identifier(code)]
assert not _WRONG, f"not identifiers of SNOMED CT: {_WRONG}"


def others(*asked):
    """The codes that are known to be none of those asked for."""
    known = {code for codes in _ALL.values() for code in codes}
    return [{"code": code} for code in sorted(known.difference(*asked), key=lambda code: (len(code), code))]


def codes(names, while_active=False):
    """Codes as a card has them."""
    more = {"while_active": True} if while_active else {}
    return [{"code": code, "display": display, **more} for code, display in names.items()]


def excluded(*lists, words, icd10):
    """Who a model is not meant for. Each list is of names and of whether it counts only while it lasts."""
    asked = [names for names, _ in lists]
    return {
        "system": SNOMED,
        "codes": [entry for names, while_active in lists for entry in codes(names, while_active)],
        "icd10": [entry for names, while_active in icd10 for entry in codes(names, while_active)],
        "others": others(*asked),
        "words": words,
        "not_understood": "note",
    }


def _coded(system, names):
    return [{"system": system, "code": code, "display": display} for code, display in names.items()]


# Pregnancy as observations: IPS's status, dates of delivery, and weeks.
PREGNANCY_OBSERVATIONS = [
    {
        "display": "Pregnancy",
        "codes": ["82810-3"],
        "shows": "answer",
        "yes": _coded(SNOMED, {**PREGNANCY, "146799005": "Possible pregnancy"})
        + _coded(LOINC, {"LA15173-0": "Pregnant"}),
        "no": _coded(SNOMED, {"60001007": "Not pregnant"})
        + _coded(LOINC, {"LA26683-5": "Not pregnant"}),
    },
    {
        "display": "Pregnancy, by its estimated date of delivery",
        "codes": ["11778-8", "11779-6", "11780-4"],
        "shows": "due-date",
    },
    {
        "display": "Pregnancy, by its weeks",
        "codes": ["49051-6", "18185-9", "11884-4", "11885-1", "57714-8"],
        "shows": "weeks",
    },
]
