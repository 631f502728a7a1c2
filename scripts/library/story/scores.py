"""A score in place of a probability: NEWS2 of a round of observations at the bedside, which is synthetic."""

import json

from story import CLINIC, CLINICIAN, READ_ALL, check, issue_voucher, wait_for_receipt

# Registered by the clinic's voucher, and owns no tokens.
PATIENT = "//Patient//ward"
LOINC, SNOMED, UCUM = "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org"
VITAL_SIGNS = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}]}


def concept(system, code):
    return {"coding": [{"system": system, "code": code}]}


def observation(code, time, **value):
    return {"resourceType": "Observation", "status": "final", "category": [VITAL_SIGNS], "code": code,
            "effectiveDateTime": time, **value}


def measured(code, value, unit, time):
    quantity = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return observation(concept(LOINC, code), time, valueQuantity=quantity)


def synthetic_round(time):
    """22 breaths a minute, 93 % on air, 105 mm[Hg], 95 beats a minute, alert, 38.4 Cel: 2 + 2 + 0 + 1 + 1 + 0 + 1."""
    alert = observation(concept(LOINC, "80288-4"), time, valueCodeableConcept=concept(SNOMED, "248234008"))
    scale_1, on_air = concept(SNOMED, "1104311000000102"), concept(SNOMED, "722742002")
    resources = [
        {"resourceType": "Patient", "gender": "male", "birthDate": "1950-03-01"},
        measured("9279-1", 22, "/min", time), measured("59408-5", 93, "%", time), measured("8480-6", 105, "mm[Hg]", time),
        measured("8867-4", 95, "/min", time), measured("8310-5", 38.4, "Cel", time),
        alert, observation(scale_1, time), observation(on_air, time),
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


class Scores:
    def __init__(self, network, models):
        self.net, self.folder = network, models / "news2"

    def news2(self):
        must = self.net.must
        model = must(CLINIC, "model", "propose", self.folder)["model"]
        must("//Alice", "authority", "approve-model", model)
        must(PATIENT, "register", "--voucher", issue_voucher(self.net, PATIENT))
        patient, clinician = (must(who, "keys", "show", who)["account"] for who in (PATIENT, CLINICIAN))
        for to, purpose in ((clinician, "TREAT"), ("decision-support", "CDS")):
            must(PATIENT, "consent", "grant", "--permit", "--to", to, "--actions", "access", *READ_ALL, "--purposes", purpose)
        path = self.net.folder / "round.json"
        # By the chain's own clock, which here is not this machine's.
        path.write_text(json.dumps(synthetic_round(must(PATIENT, "who", patient)["patient"]["registeredAt"])))
        written = must(PATIENT, "record", "add", path, "--patient", patient)["records"]
        records = ",".join(str(entry["record"]) for entry in written)
        request = must(CLINICIAN, "request", model, "--records", records, "--purpose", "TREAT")["request"]
        settled = wait_for_receipt(self.net, request)
        check((settled["agreeing"], settled["drawn"]) == (3, 3), f"settled with {settled}")
        page = self.net.folder / "result.html"
        result = must(CLINICIAN, "result", request, "--html", page)
        answer = result["answer"]
        check(answer["outputs"] == [7, 2, 2, 0, 1, 1, 0, 1], f"the answer is {answer}")
        check(result["verified"] and result["resource"]["valueInteger"] == 7, f"result: {result}")
        check("7 of 20, high" in page.read_text(), "the page shows another total")
        shown = self.net.shown(CLINICIAN, "result", request)
        check("Respiratory rate" in shown and "\u2588" in shown, f"shown for people: {shown}")
        return f"3 of 3; {answer['value']:.0f} of 20 ({answer['band']}), total and points bound by the receipt, drawn and written as a page"

    def steps(self):
        return [("score/01-news2", "clinician", "a synthetic round: 7 of 20, with its points", self.news2)]
