# SPDX-License-Identifier: Apache-2.0
"""Requests by real programs whose models are dealt out by chance. All people are synthetic, and their files differ in
nothing that the chain shows: as many records of the same kinds and lengths, whoever is asked about. Which model suits
whom then hangs on what is encrypted."""

import random

from field import about, laboratory, patient_of, vital_signs
from network import wait_until
from scenario import CLINIC, CLINICIAN, admit, check
from scores import ABSENT, AGE, LOINC, SNOMED, concept, condition, measured, observation
from tasks import receipt_of, request_of, task_of

MODELS = ("cardiovascular-risk", "diabetes-risk", "head-injury-simulated", "infarction-death", "news2")
# Codes of one length.
ASTHMA, INFARCTION, CONCUSSION = "195967001", "401303003", "62564004"
# A child is too young for each of the models.
YOUNG = 10
# Of each kind of person the second diagnosis and the age.
KINDS = {"asthma": (ASTHMA, AGE), "infarction": (INFARCTION, AGE), "child": (ASTHMA, YOUNG)}
# Whom each model answers.
SUITS = {model: ("asthma", "infarction") for model in MODELS} | {
    "cardiovascular-risk": ("asthma",), "infarction-death": ("infarction",)}


def file_of(time, diagnosis, age):
    """All that the five models ask for."""
    birth = f"{int(time[:4]) - age}-01-01"
    nothing = {"resourceType": "MedicationStatement", "status": "active",
               "medicationCodeableConcept": concept(ABSENT, "no-known-medications")}
    smokes = observation(concept(LOINC, "72166-2"), time, valueCodeableConcept=concept(SNOMED, "449868002"))
    _, *signs = vital_signs(time)
    return [patient_of(time, birthDate=birth), *signs, *about("p1", [
        measured("39156-5", 31, "kg/m2", time), measured("9269-2", 14, "{score}", time), smokes,
        laboratory("2093-3", 230, "mg/dL", time), laboratory("2085-9", 40, "mg/dL", time),
        laboratory("98979-8", 70, "mL/min/{1.73_m2}", time), condition(concept(SNOMED, CONCUSSION)),
        {**condition(concept(SNOMED, diagnosis)), "onsetDateTime": time}, nothing,
    ])]


def set_up(net, folder):
    """A clinic with a clinician, and the models of a folder, on a chain that has neither yet. Gives the models'
    numbers."""
    account = lambda who: net.must(who, "keys", "show", who)["account"]
    net.must("//Alice", "authority", "accredit", account(CLINIC), "--kind", "provider", "--jurisdiction", "CH",
             "--registrations-per-day", "1000")
    net.must("//Alice", "authority", "license", account(CLINICIAN), "--profession", "physician", "--jurisdiction", "CH",
             "--until", "2035-01-01")
    net.must(CLINICIAN, "keys", "publish")
    admit(net, CLINIC, CLINICIAN)
    numbers = {}
    for name in MODELS:
        numbers[name] = net.must(CLINIC, "decision", "model", "propose", folder / name)["model"]
        net.must("//Alice", "authority", "approve-model", numbers[name])
    return numbers


class Play:
    """`people`: how many of each kind there are."""

    def __init__(self, net, field, people):
        self.net, self.field = net, field
        self.patients = {kind: [self.patient(*of) for _ in range(people)] for kind, of in KINDS.items()}

    def patient(self, diagnosis, age):
        """The numbers of a new patient's records."""
        who, time = self.field.patient()
        return self.field.add(who, file_of(time, diagnosis, age))

    def ask(self, each, refused):
        """Asks each model so often, so many times of these about a child. Gives the model of each request, and the
        record of its job."""
        dealt = [(model, number < refused) for model in MODELS for number in range(each)]
        random.shuffle(dealt)
        models, jobs, children = {}, {}, set()
        for model, of_child in dealt:
            kind = "child" if of_child else random.choice(SUITS[model])
            records = random.choice(self.patients[kind])
            done = self.net.must(CLINICIAN, *self.field.asking(model, records, "--unchecked"))
            request = done["request"]
            models[request], jobs[request] = model, done["job"]
            children |= {request} if of_child else set()
        over = lambda request: request_of(self.net, request) is None and task_of(self.net, request) is None
        for request in jobs:
            wait_until(f"request {request} to be closed", lambda: over(request), 180, 0.3)
            answered = receipt_of(self.net, request) is not None
            check(answered == (request not in children), f"{request} of {models[request]}: answered is {answered}")
        return models, jobs
