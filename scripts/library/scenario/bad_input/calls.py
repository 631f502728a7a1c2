# SPDX-License-Identifier: Apache-2.0
"""Calls whose arguments the chain refuses."""

from scenario import CLINICIAN, READ_ALL, check

from .people import HOARDER, MAX_PROVISIONS, PATIENT, UNKNOWN, People, weight


class Calls(People):
    def cid(self):
        with self.nothing_changes():
            cases = self.by_polkadot_js(PATIENT, "cid-")
        return ", ".join(case["error"] for case in cases)

    def unknown_record(self):
        with self.nothing_changes():
            kinds = [
                self.expect("Records.NotFound", CLINICIAN, *self.reading(UNKNOWN)),
                self.expect("Records.NotFound", PATIENT, "record", "erase", UNKNOWN),
                self.expect("NotFound", PATIENT, "record", "status", UNKNOWN, says=[UNKNOWN]),
            ]
        return "read, erased, looked up: " + ", ".join(kinds)

    def stale_version(self):
        record = self.add()["record"]
        amend = ["record", "amend", record, self.file("weight.json", weight(71)), "--base", 1]
        self.net.must(PATIENT, *amend)
        with self.nothing_changes():
            kind = self.expect("Records.StaleVersion", PATIENT, *amend)
        version = self.net.must(PATIENT, "record", "status", record)["latest"]
        check(version == 2, f"the latest version is {version}")
        return f"{kind}; the latest is still version {version}"

    def too_many_provisions(self):
        one_more = self.permit(CLINICIAN, "--categories", "Claim")
        for _ in range(MAX_PROVISIONS):
            self.net.must(HOARDER, *one_more)
        with self.nothing_changes():
            kind = self.expect("Consent.TooManyProvisions", HOARDER, *one_more, says=["revoke one"])
        listed = self.net.must(HOARDER, "consent", "list")["provisions"]
        check(len(listed) == MAX_PROVISIONS, f"{len(listed)} provisions")
        self.net.must(HOARDER, "consent", "revoke", listed[0]["id"])
        self.net.must(HOARDER, *one_more)
        return f"the {MAX_PROVISIONS + 1}rd: {kind}; after one was revoked it is taken"

    def period_backwards(self):
        permit = self.permit(CLINICIAN, *READ_ALL)
        with self.nothing_changes():
            kinds = [
                self.expect("Consent.PeriodBackwards", PATIENT, *permit, "--from", "2031-01-01", "--until", "2030-01-01"),
                self.expect("Consent.PeriodBackwards", PATIENT, *permit,
                            "--data-from", "2021-01-01", "--data-until", "2020-01-01"),
                self.expect("Consent.Expired", PATIENT, *permit, "--until", "2020-01-01"),
                self.expect("BadInput", PATIENT, *permit, "--until", "2030-02-30", says=["2030-02-30"]),
            ]
        return ", ".join(kinds)

    def names_nothing(self):
        with self.nothing_changes():
            cases = self.by_polkadot_js(PATIENT, "permit-")
            kinds = [
                self.expect("BadInput", PATIENT, *self.permit(CLINICIAN, "--categories", "Everything"),
                            says=["no category Everything"]),
                self.expect("BadInput", PATIENT, *self.permit("decision-support", *READ_ALL, "--classes", "surgical"),
                            says=["no class surgical", "clinical, payment, research"]),
                self.expect("BadInput", PATIENT, *self.permit(CLINICIAN, *READ_ALL, "--classes", "clinical"),
                            says=["decision-support"]),
            ]
        cases = [f"{case['case']}: {case['error']}" for case in cases]
        return ", ".join([*cases, f"unknown words, and a class of an account: {', '.join(kinds)}"])

    def steps(self):
        return [
            ("bad/02-cid", "patient", "the CID's fault named by the chain", self.cid),
            ("bad/03-unknown-record", "clinician", "Records.NotFound", self.unknown_record),
            ("bad/04-stale-version", "patient", "Records.StaleVersion", self.stale_version),
            ("bad/05-too-many-provisions", "patient", "Consent.TooManyProvisions", self.too_many_provisions),
            ("bad/06-period-backwards", "patient", "Consent.PeriodBackwards", self.period_backwards),
            ("bad/07-permit-names-nothing", "patient", "consent.NothingNamed, consent.UnknownClass", self.names_nothing),
        ]
