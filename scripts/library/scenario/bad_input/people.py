# SPDX-License-Identifier: Apache-2.0
"""The people of the steps of bad input, and what several steps do."""

import json
import pathlib

from refusals import Refusals
from scenario import CLINIC, CLINICIAN, READ_ALL, check, register_patient

# Both own tokens since genesis; the locum's licence will expire, the stranger is registered as nobody.
LOCUM, STRANGER = "//Ferdie//stash", "//Alice//stash"
# Registered by the clinic, and own no tokens; the newcomer is never registered.
PATIENT, HOARDER, NEWCOMER = "//Patient//careless", "//Patient//hoarder", "//Patient//newcomer"
UNKNOWN = 999_999
MAX_PROVISIONS = 32


def weight(kilograms=70):
    """A body weight: a small document that the chain and the custodians take."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "effectiveDateTime": "2026-01-02",
        "valueQuantity": {"value": kilograms, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    }


def bundle_of(*resources):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


class People(Refusals):
    def __init__(self, network, bundle):
        super().__init__(network)
        self.bundle = json.loads(pathlib.Path(bundle).read_text())

    def adding(self):
        """How the small document is written for the patient."""
        return ["record", "add", self.file("weight.json", weight()), "--patient", self.account(PATIENT)]

    def add(self):
        return self.net.must(PATIENT, *self.adding())["records"][0]

    def reading(self, record):
        return ["record", "read", record, "--purpose", "TREAT"]

    def permit(self, to, *terms):
        return ["consent", "grant", "--permit", "--to", to, "--purposes", "TREAT", *terms]

    def people(self):
        must = self.net.must
        self.used_registration = register_patient(self.net, PATIENT)
        register_patient(self.net, HOARDER)
        self.license_locum("2035-01-01")
        must(LOCUM, "keys", "publish")
        for to in (LOCUM, f"members-of:{self.account(CLINIC)}"):
            must(PATIENT, *self.permit(to, "--actions", "access,collect", *READ_ALL))
        must(PATIENT, "consent", "grant", "--permit", "--to", "decision-support", *READ_ALL, "--purposes", "CDS")
        self.record = self.add()["record"]
        for reader in (LOCUM, CLINICIAN):
            must(reader, *self.reading(self.record))
        check(must(PATIENT, "who", self.account(PATIENT))["balance"] == "0", "the patient holds tokens")
        return "two patients without tokens; locum and member of the clinic both read"

    def license_locum(self, until):
        self.net.must("//Alice", "authority", "license", self.account(LOCUM), "--profession", "physician",
                      "--jurisdiction", "CH", "--until", until)
