# SPDX-License-Identifier: Apache-2.0
"""Documents that are refused before anything is sent."""

import json

from scenario import check

from .people import PATIENT, People, bundle_of, weight


class Documents(People):
    def malformed_fhir(self):
        person = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1970-01-01"}
        good = json.dumps(bundle_of(person, weight()))
        value = "entry[1].resource.valueQuantity.value"
        cases = {
            "line 1, column": good[:-1],
            f"Bundle.{value}": json.dumps(bundle_of(person, weight("heavy"))),
            "Bundle.entry[1].resource.status": json.dumps(bundle_of(person, {**weight(), "status": ["final"]})),
            "Bundle.entry[1].resource.code": json.dumps(bundle_of(person, {"resourceType": "Observation", "status": "final"})),
            "Bundle.entry[0].resource.birthDate": good.replace("1970-01-01", "1970-02-30"),
            "Bundle.entry[2].resource": json.dumps(bundle_of(person, weight(), person)),
            "entry[1].resource.status: this member stands twice":
                good.replace('"status": "final"', '"status": "final", "status": "amended"'),
            # Numbers that are not finite: no JSON, or beyond a double.
            "this is not JSON": good.replace('"value": 70', '"value": NaN'),
            f"{value}: the number is too large": good.replace('"value": 70', '"value": 1e999'),
        }
        with self.nothing_changes():
            for path, text in cases.items():
                self.expect("MalformedFhir", PATIENT, "record", "add", self.file("malformed.json", text),
                            "--patient", self.account(PATIENT), says=[path])
        return f"{len(cases)} documents: MalformedFhir, with the path of each fault"

    def oversize(self):
        document = {"resourceType": "Binary", "contentType": "text/plain", "data": "A" * (68 * 1024 * 1024)}
        path = self.file("oversize.json", document)
        with self.nothing_changes():
            kind = self.expect("TooLarge", PATIENT, "record", "add", path, "--patient", self.account(PATIENT),
                               says=["64 MiB", "split it"])
            cases = self.by_polkadot_js(PATIENT, "document-")
        path.unlink()
        check("64 MiB" in cases[0]["docs"], f"the chain does not state the limit: {cases[0]}")
        return f"68 MiB: {kind}, the limit is stated; on chain " + ", ".join(case["error"] for case in cases)

    def steps(self):
        return [
            ("bad/10-malformed-fhir", "patient", "MalformedFhir, the fault's path named", self.malformed_fhir),
            ("bad/15-oversize", "patient", "TooLarge, the limit stated", self.oversize),
        ]
