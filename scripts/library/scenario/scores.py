# SPDX-License-Identifier: Apache-2.0
"""The other models: NEWS2 of a round of observations at the bedside, the risk after a heart attack, the risk over ten
years, and the one of simulated people. The patient is synthetic."""

import json

from scenario import CLINIC, CLINICIAN, READ_ALL, check, register_patient
from tasks import wait_for_all

# Registered by the clinic, and owns no tokens.
PATIENT = "//Patient//ward"
LOINC, SNOMED, UCUM = "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org"
TERMINOLOGY, ABSENT = "http://terminology.hl7.org/CodeSystem", "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
AGE = 60
# Of a man of 60 with the values below, by pyprevent 0.1.6.
TEN_YEARS = 0.09428094860034406
VITAL_SIGNS = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}


def concept(system, code):
    return {"coding": [{"system": system, "code": code}]}


def observation(code, time, **value):
    return {"resourceType": "Observation", "status": "final", "category": [VITAL_SIGNS], "code": code,
            "effectiveDateTime": time, **value}


def measured(code, value, unit, time):
    quantity = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return observation(concept(LOINC, code), time, valueQuantity=quantity)


def condition(code):
    """A confirmed diagnosis that lasts."""
    return {
        "resourceType": "Condition", "code": code, "subject": {"display": "the patient"},
        "clinicalStatus": concept(f"{TERMINOLOGY}/condition-clinical", "active"),
        "verificationStatus": concept(f"{TERMINOLOGY}/condition-ver-status", "confirmed"),
    }


def synthetic_patient(time):
    """60 years old at that time, whenever the chain says it is."""
    return {"resourceType": "Patient", "gender": "male", "birthDate": f"{int(time[:4]) - AGE}-01-01"}


def synthetic_round(time):
    """22 breaths a minute, 93 % on air, 105 mm[Hg], 95 beats a minute, alert, 38.4 Cel: 2 + 2 + 0 + 1 + 1 + 0 + 1."""
    alert = observation(concept(LOINC, "80288-4"), time, valueCodeableConcept=concept(SNOMED, "248234008"))
    scale_1, on_air = concept(SNOMED, "1104311000000102"), concept(SNOMED, "722742002")
    return [
        synthetic_patient(time),
        measured("9279-1", 22, "/min", time), measured("59408-5", 93, "%", time), measured("8480-6", 105, "mm[Hg]", time),
        measured("8867-4", 95, "/min", time), measured("8310-5", 38.4, "Cel", time),
        alert, observation(scale_1, time), observation(on_air, time),
    ]


def synthetic_visit(time):
    """A smoker without known disease who takes nothing; the blood pressure is that of the round."""
    nothing = {"resourceType": "MedicationStatement", "status": "active", "subject": {"display": "the patient"},
               "medicationCodeableConcept": concept(ABSENT, "no-known-medications")}
    smokes = observation(concept(LOINC, "72166-2"), time, valueCodeableConcept=concept(SNOMED, "449868002"))
    return [
        measured("2093-3", 230, "mg/dL", time), measured("2085-9", 40, "mg/dL", time),
        measured("98979-8", 70, "mL/min/{1.73_m2}", time), smokes, condition(concept(ABSENT, "no-known-problems")), nothing,
    ]


def bundle(resources):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


class Scores:
    def __init__(self, network, models):
        self.net, self.models = network, models

    def approved(self, name):
        model = self.net.must(CLINIC, "decision", "model", "propose", self.models / name)["model"]
        self.net.must("//Alice", "authority", "approve-model", model)
        return model

    def written(self, name, resources):
        """The records of a synthetic patient's resources."""
        path = self.net.folder / f"{name}.json"
        path.write_text(json.dumps(bundle(resources)))
        patient = self.net.must(PATIENT, "keys", "show", PATIENT)["account"]
        written = self.net.must(PATIENT, "record", "add", path, "--patient", patient)["records"]
        return [str(entry["record"]) for entry in written]

    def answered(self, model, records, *options):
        """What the model says to the clinician, sealed by all three."""
        must = self.net.must
        request = must(CLINICIAN, "decision", "request", "--model", model, "--inputs", ",".join(records),
                       "--purpose", "TREAT")["request"]
        settled = wait_for_all(self.net, request)
        check((settled["agreeing"], settled["seats"]) == (2, 3), f"settled with {settled}")
        result = must(CLINICIAN, "decision", "result", request, "--purpose", "TREAT", *options)
        check(result["verified"], f"result: {result}")
        return request, result

    def news2(self):
        must = self.net.must
        model = self.approved("news2")
        register_patient(self.net, PATIENT)
        patient, clinician = (must(who, "keys", "show", who)["account"] for who in (PATIENT, CLINICIAN))
        for to, actions, purpose in ((clinician, "access,collect", "TREAT"), ("decision-support", "access", "CDS")):
            must(PATIENT, "consent", "grant", "--permit", "--to", to, "--actions", actions, *READ_ALL, "--purposes", purpose)
        # By the chain's own clock, which here is not this machine's.
        time = must(PATIENT, "who", patient)["patient"]["registeredAt"]
        self.time, self.round = time, self.written("round", synthetic_round(time))
        page = self.net.folder / "result.html"
        request, result = self.answered(model, self.round, "--html", page)
        answer = result["answer"]
        check(answer["outputs"] == [7, 2, 2, 0, 1, 1, 0, 1], f"the answer is {answer}")
        check(result["resource"]["valueInteger"] == 7, f"result: {result}")
        check("7 of 20, high" in page.read_text(), "the page shows another total")
        shown = self.net.shown(CLINICIAN, "decision", "result", request, "--purpose", "TREAT")
        check("Respiratory rate" in shown and "\u2588" in shown, f"shown for people: {shown}")
        return f"all three agree; {answer['value']:.0f} of 20 ({answer['band']}), total and points bound by the receipt, drawn and written as a page"

    def infarction(self):
        """Only with the diagnosis; and an interval in the place of a point, since few people taught it."""
        model = self.approved("infarction-death")
        admitted = {**condition(concept(SNOMED, "401303003")), "onsetDateTime": self.time}
        records = self.round + self.written("admission", [admitted])
        request, result = self.answered(model, records)
        answer = result["answer"]
        low, high = answer["interval"]
        check(answer["intervalOnly"] and low < answer["value"] < high, f"the answer is {answer}")
        check("probabilityDecimal" not in result["resource"]["prediction"][0], f"result: {result}")
        shown = self.net.shown(CLINICIAN, "decision", "result", request, "--purpose", "TREAT")
        interval = f"{low * 100:.1f} % to {high * 100:.1f} % (95 % interval)"
        check(interval in shown, f"shown for people: {shown}")
        return f"all three agree; {low:.3f} to {high:.3f}, shown as an interval alone"

    def cardiovascular(self):
        """The published equation: a second implementation of it knows the answer."""
        model = self.approved("cardiovascular-risk")
        check(self.evidence(model) == "publication", "the chain tells of other evidence")
        records = self.round + self.written("visit", synthetic_visit(self.time))
        _, result = self.answered(model, records)
        answer, prediction = result["answer"], result["resource"]["prediction"][0]
        check(answer["outputs"] == [round(TEN_YEARS * answer["steps"])], f"the answer is {answer}")
        years = [prediction["whenRange"][end]["value"] for end in ("low", "high")]
        check(years == [AGE, AGE + 10], f"result: {result}")
        return f"all three agree; {answer['value']:.4f} over ten years, as the second implementation; {result['factors'][0]['title'].lower()} weighs most"

    def head_injury(self):
        """Learnt from simulated people: the chain, the result and its resource say so."""
        model = self.approved("head-injury-simulated")
        check(self.evidence(model) == "simulation", "the chain does not tell that it is simulated")
        scale = measured("9269-2", 14, "{score}", self.time)
        concussed = condition(concept(SNOMED, "62564004"))
        records = self.written("fall", [synthetic_patient(self.time), scale, concussed])
        request, result = self.answered(model, records)
        shown = self.net.shown(CLINICIAN, "decision", "result", request, "--purpose", "TREAT")
        check(shown.startswith("SIMULATED: "), f"shown for people: {shown}")
        notes = [note["text"] for note in result["resource"]["note"]]
        check(notes[0].startswith("SIMULATED: ") and result["model"]["evidence"] == "simulation", f"result: {result}")
        return f"all three agree; {result['answer']['value']:.3f}, told as simulated by the chain, the terminal and the FHIR resource"

    def evidence(self, model):
        return self.net.rpc("decisionSupport_model", model)["evidence"]

    def steps(self):
        return [
            ("score/01-news2", "clinician", "a synthetic round: 7 of 20, with its points", self.news2),
            ("score/02-infarction", "clinician", "a synthetic heart attack: an interval and no point", self.infarction),
            ("score/03-cardiovascular", "clinician", "a synthetic visit: the published equation's risk", self.cardiovascular),
            ("score/04-head-injury", "clinician", "a model of simulated people says so everywhere", self.head_injury),
        ]
