# SPDX-License-Identifier: Apache-2.0
"""Whom a model answers, asked of the worker's own code: FHIR of each person goes in, "answered" or the reasons for a
refusal come out. It must be the people whom training and measurement use, and nobody else."""

import argparse
import collections
import datetime
import json
import pathlib
import subprocess
import sys

# As of when: the worker is told.
NOW = "2026-11-20T00:00:00Z"
YEAR = int(NOW[:4])
NOW_MILLISECONDS = int(datetime.datetime.fromisoformat(NOW).timestamp() * 1000)
LOINC, SNOMED, UCUM = "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
SUBJECT = {"reference": "Patient/p"}


def concept(system, code):
    return {"coding": [{"system": system, "code": code}]}


def patient(age, male):
    """So many completed years old."""
    gender = "male" if male else "female"
    return {"resourceType": "Patient", "id": "p", "gender": gender, "birthDate": f"{YEAR - int(age)}-01-01"}


def observation(system, code, name, **value):
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "subject": SUBJECT,
        "code": concept(system, code),
        "effectiveDateTime": NOW,
        **value,
    }


def measured(feature, value):
    """An observation of an input, or nothing if it is not known."""
    if value != value:
        return []
    quantity = {"value": float(value), "unit": feature["unit"], "system": UCUM, "code": feature["unit"]}
    return [observation(LOINC, feature["source"]["codes"][0], feature["name"], valueQuantity=quantity)]


def condition(code, system=SNOMED):
    """A confirmed diagnosis of today that lasts."""
    return {
        "resourceType": "Condition",
        "id": f"c{code}",
        "subject": SUBJECT,
        "code": concept(system, code),
        "clinicalStatus": concept(f"{TERMINOLOGY}/condition-clinical", "active"),
        "verificationStatus": concept(f"{TERMINOLOGY}/condition-ver-status", "confirmed"),
        "onsetDateTime": NOW,
        "recordedDate": NOW,
    }


def no_medication():
    return {
        "resourceType": "MedicationStatement",
        "id": "m",
        "status": "active",
        "subject": SUBJECT,
        "effectiveDateTime": NOW,
        "medicationCodeableConcept": concept(ABSENT, "no-known-medications"),
    }


def bundle(resources):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


def asked(bench, here, documents):
    """For each document the kinds of problems for which it is refused: none, if it is answered."""
    command = [bench, "scope", "--model", str(here), "--at", str(NOW_MILLISECONDS)]
    lines = "\n".join(json.dumps(bundle(resources)) for resources in documents)
    found = subprocess.run(command, input=lines, capture_output=True, text=True)
    if found.returncode:
        sys.exit(f"{' '.join(command)}: {found.stderr}")
    return [json.loads(line) for line in found.stdout.splitlines()]


def run(here, people):
    """The command line of a model's scope.py. `people()` gives resources of each, and whether they are used."""
    parser = argparse.ArgumentParser(description="Compares whom the worker answers with who is used.")
    parser.add_argument("--bench", type=pathlib.Path, required=True, help="the program salus-bench")
    bench = parser.parse_args().bench
    everybody = list(people())
    kinds = asked(bench, here, [resources for resources, _ in everybody])
    used = [used for _, used in everybody]
    answered = [not found for found in kinds]
    refused = collections.Counter(" and ".join(sorted(set(found))) for found in kinds if found)
    why = ", ".join(f"{count:,} {kind}" for kind, count in sorted(refused.items()))
    differ = [index for index, (ours, theirs) in enumerate(zip(used, answered)) if ours != theirs]
    # Else it would pass by refusing everybody, or nobody.
    if differ or not any(answered) or all(answered):
        for index in differ[:10]:
            print(f"person {index}: used {used[index]}, but {kinds[index] or 'answered'}", file=sys.stderr)
        sys.exit(f"{here.name}: of {len(used):,} people {len(differ):,} are used but refused, or answered but not used")
    print(f"{here.name}: answers {sum(answered):,} of {len(used):,} people, just those who are used; refused: {why}")
