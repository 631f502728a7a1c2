# SPDX-License-Identifier: Apache-2.0
"""Documents from the field: what others' systems sent, and what must come of it. All people are synthetic. Played after
the scores, whose models it asks; each step has a patient of its own and stands alone."""

import base64
import copy
import datetime
import json

from scenario import CLINICIAN, READ_ALL, check, register_patient
from scores import (ABSENT, AGE, LOINC, SNOMED, TEN_YEARS, TERMINOLOGY, bundle, concept, condition, measured,
                    observation)
from tasks import accused, bonds, request_of, wait_for_all, wait_for_end

PRIVATE_TOKEN = "$serde_json::private::RawValue"
ROUND_TOTAL = [7, 2, 2, 0, 1, 1, 0, 1]
LABORATORY = {"coding": [{"system": f"{TERMINOLOGY}/observation-category", "code": "laboratory"}]}
YES, NO = concept(SNOMED, "373066001"), concept(SNOMED, "373067005")
ON_OXYGEN, ON_AIR = concept(SNOMED, "371825009"), concept(SNOMED, "722742002")


def patient_of(time, number="p1", **more):
    return {"resourceType": "Patient", "id": number, "gender": "male", "birthDate": f"{int(time[:4]) - AGE}-01-01",
            **more}


def about(number, resources):
    """The same resources, each with its subject."""
    subject = {"reference": f"Patient/{number}"}
    return [each if each["resourceType"] == "Patient" else {**each, "subject": subject} for each in resources]


def earlier(time, **span):
    moment = datetime.datetime.fromisoformat(time.replace("Z", "+00:00")) - datetime.timedelta(**span)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def vital_signs(time, oxygen=None, **replaced):
    """A round that makes 7 of 20; `replaced` gives another list of resources in the place of a part."""
    parts = {
        "breath": [measured("9279-1", 22, "/min", time)],
        "saturation": [measured("59408-5", 93, "%", time)],
        "pressure": [measured("8480-6", 105, "mm[Hg]", time)],
        "pulse": [measured("8867-4", 95, "/min", time)],
        "temperature": [measured("8310-5", 38.4, "Cel", time)],
        "alert": [observation(concept(LOINC, "80288-4"), time, valueCodeableConcept=concept(SNOMED, "248234008"))],
        "scale": [observation(concept(SNOMED, "1104311000000102"), time)],
        "oxygen": [observation(ON_AIR, time)] if oxygen is None else oxygen,
        **replaced,
    }
    return about("p1", [patient_of(time), *(each for part in parts.values() for each in part)])


def laboratory(code, value, unit, time, **more):
    return {**measured(code, value, unit, time), "category": [LABORATORY], **more}


def visit(time, cholesterol=None, problems=None):
    """All that the cardiovascular model asks for: 0.0943 of a man of 60 with these values."""
    nothing = {"resourceType": "MedicationStatement", "status": "active",
               "medicationCodeableConcept": concept(ABSENT, "no-known-medications")}
    smokes = observation(concept(LOINC, "72166-2"), time, valueCodeableConcept=concept(SNOMED, "449868002"))
    return about("p1", [
        patient_of(time), measured("8480-6", 105, "mm[Hg]", time),
        *([laboratory("2093-3", 230, "mg/dL", time)] if cholesterol is None else cholesterol),
        laboratory("2085-9", 40, "mg/dL", time), laboratory("98979-8", 70, "mL/min/{1.73_m2}", time), smokes,
        *([condition(concept(ABSENT, "no-known-problems"))] if problems is None else problems), nothing,
    ])


class Field:
    def __init__(self, network):
        self.net, self.people, self.models = network, 0, {}

    # What the steps share.

    def account(self, who):
        return self.net.must(who, "keys", "show", who)["account"]

    def patient(self, reader=CLINICIAN):
        """A new patient without tokens, whose records the clinician and operators may read. The clinician may also write:
        what is asked of a model is a record."""
        self.people += 1
        who = f"//Patient//field//{self.people}"
        register_patient(self.net, who)
        for to, actions, purpose in ((self.account(reader), "access,collect", "TREAT"), ("decision-support", "access", "CDS")):
            self.net.must(who, "consent", "grant", "--permit", "--to", to, "--actions", actions, *READ_ALL,
                          "--purposes", purpose)
        return who, self.net.must(who, "who", self.account(who))["patient"]["registeredAt"]

    def file(self, name, content):
        path = self.net.folder / "field" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def adding(self, who, resources):
        content = resources if isinstance(resources, str) else bundle(resources)
        return ["record", "add", self.file("document.json", content), "--patient", self.account(who)]

    def add(self, who, resources):
        return [entry["record"] for entry in self.net.must(who, *self.adding(who, resources))["records"]]

    def not_added(self, who, resources):
        """`salus` refuses it, and the patient has no more records than before."""
        listed = lambda: self.net.must(who, "record", "list")["records"]
        before = listed()
        error = self.net.refused(who, *self.adding(who, resources))
        check(error["kind"] == "MalformedFhir", f"refused otherwise: {error}")
        check(listed() == before, "something was written all the same")
        return error

    def written_unchecked(self, who, content, category):
        """By a client that does not check."""
        return self.net.write_unchecked(who, self.account(who), self.file("unchecked.json", content), category)

    def model(self, name):
        if name not in self.models:
            listed = self.net.must(CLINICIAN, "decision", "model", "list")["models"]
            self.models[name] = next(each["id"] for each in listed if each.get("name") == name)
        return self.models[name]

    def asking(self, model, records, *options):
        return ["decision", "request", "--model", self.model(model), "--inputs", ",".join(map(str, records)),
                "--purpose", "TREAT", *options]

    def prepared(self, model, records):
        """What is asked is written while all custodians are there; who asks by that needs none of them."""
        return ["--job", self.net.must(CLINICIAN, *self.asking(model, records, "--unchecked", "--prepare"))["job"]]

    def answer(self, model, records):
        """What all three operators agree on, as the clinician reads it."""
        done = self.net.must(CLINICIAN, *self.asking(model, records, "--wait"))
        wait_for_all(self.net, done["request"])
        result = self.net.must(CLINICIAN, "decision", "result", done["request"], "--purpose", "TREAT")
        check(result["verified"], f"the receipt is {result['receipt']}")
        return result

    def refused_by_all(self, model, records):
        """Asked without the check on the asker's machine: operators refuse on chain, which does not learn why. Whoever
        may read the records finds the reason by the same check."""
        asked = self.net.must(CLINICIAN, *self.asking(model, records, "--unchecked"))["request"]
        self.nobody_sealed(asked, wait_for_end(self.net, asked))
        checking = ["decision", "check", self.model(model), ",".join(map(str, records)), "--purpose", "TREAT"]
        error = self.net.refused(CLINICIAN, *checking)
        check(error["kind"] == "InputsRefused", f"the reason is {error}")
        return error

    def nobody_sealed(self, request, ended):
        """How many refused: two end a request, and the third may find it ended. Nobody is charged with anything."""
        refused = len(set(ended["refused"]))
        check(refused >= 2 and not ended["sealed"], f"request {request}: {ended}")
        check(not accused(self.net, request), f"request {request}: {accused(self.net, request)}")
        return refused

    def refused_before(self, who, model, records):
        """The asker's own machine tells, and no operator is asked: what would be asked is not even written."""
        listed = lambda: self.net.must(who, "record", "list")["records"]
        before = listed()
        error = self.net.refused(CLINICIAN, *self.asking(model, records))
        check(error["kind"] == "InputsRefused", f"refused otherwise: {error}")
        check(listed() == before, "what was to be asked was written all the same")
        return error

    def stops_nobody(self, content):
        """A document that `salus` refuses, written all the same: operators refuse, stay up, lose nothing, and
        another patient's record opens meanwhile."""
        who, time = self.patient()
        other, _ = self.patient()
        theirs = self.add(other, [patient_of(time), measured("29463-7", 70, "kg", time)])[-1]
        error = self.not_added(who, content)
        processes, before = [worker.process.pid for worker in self.net.workers], bonds(self.net)
        record = self.written_unchecked(who, content, "Observation-vital-signs")
        asked = self.net.must(CLINICIAN, *self.asking("news2", [record], "--unchecked"))["request"]
        opened = 0
        while request_of(self.net, asked):
            self.net.must(CLINICIAN, "record", "read", theirs, "--purpose", "TREAT")
            opened += 1
            check(opened < 60, f"request {asked} does not end")
        refused = self.nobody_sealed(asked, wait_for_end(self.net, asked))
        self.net.must(CLINICIAN, "record", "read", theirs, "--purpose", "TREAT")
        for worker in self.net.workers:
            worker.must_run()
        check(processes == [worker.process.pid for worker in self.net.workers], "a worker was started anew")
        check(before == bonds(self.net), f"bonds fell from {before} to {bonds(self.net)}")
        return (f"salus: {error['kind']}; {refused} operators refused, all up, no bond lost; another's record opened "
                f"{opened + 1} times meanwhile")

    # 1
    def deep_record(self):
        inner = {"resourceType": "Basic", "code": {"text": "x"}}
        for _ in range(57):
            inner = {"resourceType": "Basic", "code": {"text": "x"}, "contained": [inner]}
        return self.stops_nobody(json.dumps(bundle([inner])))

    # 2
    def private_token(self):
        deep = "[" * 100 + "]" * 100
        for _ in range(40):
            deep = "[" * 100 + json.dumps({PRIVATE_TOKEN: deep}) + "]" * 100 if len(deep) < 200_000 else deep
        entry = f'{{{json.dumps(PRIVATE_TOKEN)}:{json.dumps(deep)}}}'
        return self.stops_nobody('{"resourceType":"Bundle","type":"collection","entry":[' + entry + "]}")

    # 3
    def two_people(self):
        who, time = self.patient()
        mixed = vital_signs(time)
        for each in mixed:
            if each["resourceType"] == "Observation" and each["code"]["coding"][0]["code"] in ("59408-5", "8867-4"):
                each["subject"] = {"reference": "Patient/p2"}
        error = self.not_added(who, bundle_text(mixed))
        record = self.written_unchecked(who, bundle_text(mixed), "Observation-vital-signs")
        refused = self.refused_by_all("news2", [record])
        # Another person's file for the same account: refused on the writer's machine.
        self.add(who, [patient_of(time, identifier=[{"system": "urn:example:mrn", "value": "1"}]),
                       *about("p1", [measured("29463-7", 70, "kg", time)])])
        other = {**patient_of(time, "p9", identifier=[{"system": "urn:example:mrn", "value": "2"}]),
                 "birthDate": "1931-05-06", "gender": "female"}
        person = self.net.refused(who, *self.adding(who, [other, *about("p9", [measured("29463-7", 50, "kg", time)])]))
        return f"two in a document: {error['kind']}, and by the operators: {refused['kind']}; another person's file: {person['kind']}"

    # 4
    def taken_back(self):
        who, time = self.patient()
        first, before = earlier(time, days=2), earlier(time, days=9)
        cholesterol = lambda value, at, **more: laboratory("2093-3", value, "mg/dL", at, **more)
        records = self.add(who, visit(time, [cholesterol(230, before)]))
        wrong = cholesterol(310, first, id="chol1", meta={"versionId": "1", "lastUpdated": first})
        records += self.add(who, about("p1", [wrong]))
        erroneous = {**wrong, "status": "entered-in-error", "meta": {"versionId": "2", "lastUpdated": time}}
        records += self.add(who, about("p1", [erroneous]))
        result = self.answer("cardiovascular-risk", records)
        used = [each["value"] for each in result["inputs"] if each["feature"] == "total_cholesterol"]
        check(used == [230], f"the cholesterol used is {used}")
        return f"310 mg/dL, taken back by a later record, was not used: {result['answer']['value']:.4f} by 230"

    # 5
    def newest_absent(self):
        who, time = self.patient()
        failed = observation(concept(LOINC, "59408-5"), time, dataAbsentReason=concept(
            f"{TERMINOLOGY}/data-absent-reason", "error"))
        records = self.add(who, vital_signs(time, saturation=[
            measured("59408-5", 93, "%", earlier(time, minutes=40)), failed]))
        before = self.refused_before(who, "news2", records)
        after = self.refused_by_all("news2", records)
        check(before["message"].split(": ", 1)[-1] and "error" in after["message"], f"the reason is {after}")
        return f"the asker's machine and the operators refuse: {after['message'][-120:]}"

    # 6
    def no_means_no(self):
        quantity = {"value": 0, "unit": "L/min", "system": "http://unitsofmeasure.org", "code": "L/min"}
        observed = []
        for name, oxygen in (
            ("false", {"valueBoolean": False}), ("coded no", {"valueCodeableConcept": NO}),
            ("text no", {"valueString": "No"}), ("0 L/min", {"valueQuantity": quantity}), ("0", {"valueInteger": 0}),
        ):
            who, time = self.patient()
            half_an_hour = earlier(time, minutes=30)
            records = self.add(who, vital_signs(time, oxygen=[
                observation(ON_OXYGEN, half_an_hour), observation(ON_OXYGEN, time, **oxygen)]))
            observed.append(f"{name}: {self.seven_or_refused(records)}")
        who, time = self.patient()
        records = self.add(who, vital_signs(time, alert=[
            observation(concept(SNOMED, "248234008"), time, valueString="No")]))
        self.refused_before(who, "news2", records)
        return f"on oxygen: {', '.join(observed)}; alert: no is refused"

    def seven_or_refused(self, records):
        asked = self.net.salus(CLINICIAN, *self.asking("news2", records, "--wait"))
        if "error" in asked:
            check(asked["error"]["kind"] == "InputsRefused", f"refused otherwise: {asked}")
            return "refused"
        outputs = self.net.must(CLINICIAN, "decision", "result", asked["request"], "--purpose", "TREAT")["answer"]["outputs"]
        check(outputs == ROUND_TOTAL, f"the total is {outputs}")
        return "7"

    # 7
    def unknown_code(self):
        who, time = self.patient()
        # A code of diabetes that the first list did not have; and one that no list of ours has.
        known = self.add(who, visit(time, problems=[condition(concept(SNOMED, "313436004"))]))
        result = self.answer("cardiovascular-risk", known)
        diabetes = [each["value"] for each in result["inputs"] if each["feature"] == "diabetes"]
        check(diabetes == [1], f"diabetes is {diabetes}")
        who, time = self.patient()
        strange = {"coding": [{"system": SNOMED, "code": "1119000"}], "text": "A finding of the field"}
        unknown = self.add(who, visit(time, problems=[condition(strange)]))
        asked = self.net.salus(CLINICIAN, *self.asking("cardiovascular-risk", unknown, "--wait"))
        if "error" in asked:
            check(asked["error"]["kind"] == "InputsRefused", f"refused otherwise: {asked}")
            return "type 2 by 313436004 counts; a diagnosis that is not understood is refused"
        noted = self.net.must(CLINICIAN, "decision", "result", asked["request"], "--purpose", "TREAT")
        check(any("A finding of the field" in note for note in noted["notes"]), f"passed as no: {noted}")
        return "type 2 by 313436004 counts; a diagnosis that is not understood is noted"

    # 8
    def attachment(self):
        who, time = self.patient()
        pdf = base64.b64encode(b"%PDF-1.4\n" + b"0" * 3_800_000).decode()
        report = {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "Lipids"},
                  "category": [concept(f"{TERMINOLOGY}/v2-0074", "LAB")], "effectiveDateTime": time,
                  "presentedForm": [{"contentType": "application/pdf", "data": pdf}]}
        sent = [*about("p1", [report]), *visit(time)]
        records = self.add(who, sent)
        result = self.answer("cardiovascular-risk", records)
        check(result["answer"]["outputs"] == [round(TEN_YEARS * result["answer"]["steps"])], f"{result['answer']}")
        return f"{len(json.dumps(bundle(sent)))} bytes in {len(records)} records; {result['answer']['value']:.4f} all the same"

    # 9
    def extension_for_a_date(self):
        who, time = self.patient()
        absent = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                                 "valueCode": "unknown"}]}
        undated = measured("2093-3", 200, "mg/dL", time)
        del undated["effectiveDateTime"]
        onset = condition(concept(SNOMED, "38341003"))
        more = about("p1", [{**undated, "_effectiveDateTime": absent}, {**onset, "_onsetDateTime": absent}])
        records = self.add(who, [*vital_signs(time), *more])
        result = self.answer("news2", records)
        check(result["answer"]["outputs"] == ROUND_TOTAL, f"the total is {result['answer']['outputs']}")
        who, time = self.patient()
        dead = copy.deepcopy(vital_signs(time))
        dead[0]["_deceasedDateTime"] = absent
        error = self.refused_before(who, "news2", self.add(who, dead))
        check("dead" in error["message"], f"refused otherwise: {error}")
        return "7 of 20 beside an undated value and an undated diagnosis; dead at an unknown time: out of scope"

    # 10
    def threshold(self):
        who, time = self.patient()
        document = [patient_of(time), *about("p1", [measured("29463-7", 70, "kg", time)])]
        # Shares and blocks of documents: each is a file of its own.
        held = lambda: {path for worker in self.net.workers for path in worker.home.rglob("*") if path.is_file()}
        refused = lambda *options: self.net.refused(who, *self.adding(who, document), *options)["kind"]
        before = held()
        one = self.account(self.net.workers[0].secret)
        kinds = [refused("--threshold", number) for number in (1, 0, 4)]
        kinds.append(refused("--custodians", one, "--threshold", 1))
        check(held() == before, f"custodians hold something new: {held() - before}")
        self.add(who, document)
        check(held() - before, "the control left no file: this step would see nothing")
        return f"1, 0 and 4 of 3, and 1 of 1: {', '.join(kinds)}; nothing reached a custodian"

    def steps(self):
        return [
            ("field/01-deep-record", "patient", "refused; operators refuse on chain, stay up, lose nothing", self.deep_record),
            ("field/02-private-token", "patient", "the same for a name that restarts a parser", self.private_token),
            ("field/03-two-people", "patient", "never one patient's record, never one score", self.two_people),
            ("field/04-taken-back", "clinician", "what a later record takes back is not used", self.taken_back),
            ("field/05-newest-absent", "clinician", "no older value steps in", self.newest_absent),
            ("field/06-no-means-no", "clinician", "an answer of no is never yes", self.no_means_no),
            ("field/07-unknown-code", "clinician", "a diagnosis that is not understood is never no", self.unknown_code),
            ("field/08-attachment", "clinician", "5 MB of PDF beside the values: the values count", self.attachment),
            ("field/09-extension-for-a-date", "clinician", "one resource left out, the patient not refused", self.extension_for_a_date),
            ("field/10-threshold", "patient", "refused before a byte leaves the author", self.threshold),
        ]


def bundle_text(resources):
    return json.dumps(bundle(resources))
