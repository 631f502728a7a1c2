# SPDX-License-Identifier: Apache-2.0
"""Calls by accounts that may not make them, or no longer may."""

import json
import time

from network import wait_until
from scenario import CLINIC, CLINICIAN, OUTSIDER, check, sign_registration

from .people import LOCUM, NEWCOMER, PATIENT, STRANGER, People, weight


class Roles(People):
    def expired_licence(self):
        # Forty blocks ahead: long enough for the medical board to agree before, short enough to wait for.
        until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((self.now() + 240_000) / 1000))
        self.license_locum(until)
        in_force = lambda: "inForce" in self.net.must(LOCUM, "who", self.account(LOCUM))["licence"]
        check(in_force(), "the licence was not renewed")
        wait_until("the on-chain clock to pass the licence's end", lambda: not in_force(), 120, 0.3)
        with self.nothing_changes():
            kinds = [
                self.expect("Records.NotInForce", LOCUM, *self.adding()),
                self.expect("Records.NotInForce", LOCUM, *self.reading(self.record)),
                self.expect("Consent.NotInForce", LOCUM, "consent", "break-glass", self.account(PATIENT),
                            "--reason", "lifeThreat"),
            ]
        return f"void since {until}: write {kinds[0]}, read {kinds[1]}, break-glass {kinds[2]}"

    def suspended_organisation(self):
        clinic, grant = self.account(CLINIC), self.permit(CLINICIAN, "--categories", "Claim")
        suspend = ["authority", "suspend", "organisation", clinic]
        registration = sign_registration(self.net, NEWCOMER)
        self.net.must("//Alice", *suspend)
        try:
            with self.nothing_changes():
                kinds = [
                    self.expect("NotAccepted", PATIENT, *grant, says=["Consent.grant", "pay"]),
                    self.expect("Records.NotPermitted", CLINICIAN, *self.reading(self.record)),
                    self.expect("Participants.OrganisationNotInForce", CLINIC, "organisation", "register", registration),
                    self.expect("Participants.OrganisationNotInForce", CLINIC, "organisation", "invite", LOCUM),
                    self.expect("Participants.AlreadySuspended", "//Alice", *suspend),
                ]
        finally:
            self.net.must("//Alice", "authority", "reinstate", "organisation", clinic)
        self.net.must(PATIENT, *grant)
        self.net.must(CLINICIAN, *self.reading(self.record))
        return (f"feeless call {kinds[0]}, member {kinds[1]}, registration {kinds[2]}, invitation {kinds[3]}; "
                "reinstated: all work")

    def replayed_registration(self):
        clinic = lambda: self.net.must(CLINIC, "who", self.account(CLINIC))
        patient = lambda: self.net.must(PATIENT, "who", self.account(PATIENT))
        balance = lambda: int(clinic()["balance"])
        # All but what the fee is taken from.
        known = lambda: (patient(), {**clinic(), "balance": None})
        register = ("organisation", "register")
        altered = json.loads(sign_registration(self.net, NEWCOMER).read_text())
        # A millisecond more or less.
        start, last = altered["expiresAt"][:-2], altered["expiresAt"][-2]
        altered["expiresAt"] = f"{start}{1 if last == '0' else 0}Z"
        before, owned = known(), balance()
        with self.nothing_changes():
            kinds = [
                self.expect("BadInput", OUTSIDER, *register, self.used_registration, says=["another organisation"]),
                self.expect("Participants.BadSignature", CLINIC, *register, self.file("altered.json", altered)),
            ]
            check(balance() == owned, "the clinic paid for what its own machine refuses")
            kinds.append(self.expect("Participants.AlreadyRegistered", CLINIC, *register, self.used_registration,
                                     says=["salus who"]))
        check(balance() < owned, "a replay costs the clinic no fee")
        check(known() == before, "patient or clinic changed")
        check(not self.net.must(PATIENT, "who", self.account(NEWCOMER))["patient"], "the newcomer was registered")
        return f"by another: {kinds[0]}; altered: {kinds[1]}; again: {kinds[2]}, at a fee"

    def unregistered_upload(self):
        shares = lambda: {path for worker in self.net.workers for path in (worker.home / "journal.redb.shares").rglob("*")}
        before = shares()
        with self.nothing_changes():
            kind = self.expect("Records.NotPermitted", STRANGER, *self.adding())
            # And by a client that does not ask first.
            refusal = self.net.write_unchecked(STRANGER, self.account(PATIENT), self.file("weight.json", weight()),
                                               "Observation-vital-signs", succeeds=False)
            for says in ("not registered", *(self.account(worker.secret) for worker in self.net.workers)):
                check(says in refusal, f"{says!r} is not named in {refusal}")
        check(not shares() - before, "a custodian took a share")
        return f"{kind}; asked all the same, every custodian says that the caller is not registered; no share was taken"

    def upgrade(self):
        runtime, version = self.net.folder / "runtime.wasm", self.net.rpc("state_getRuntimeVersion")["specVersion"]
        code = "0x" + b":code".hex()
        runtime.write_bytes(bytes.fromhex(self.net.rpc("state_getStorage", code)[2:]))
        kinds = [self.expect("BadInput", CLINIC, "apply-upgrade", __file__),
                 self.expect("System.NothingAuthorized", CLINIC, "apply-upgrade", runtime)]
        self.net.must("//Alice", "authority", "authorize-upgrade", runtime)
        # Agreed to by both bodies, and not enacted yet.
        kinds.append(self.expect("System.NothingAuthorized", CLINIC, "apply-upgrade", runtime))
        self.enact(CLINIC, "upgrade", runtime)
        kinds.append(self.expect("System.SpecVersionNeedsToIncrease", CLINIC, "apply-upgrade", runtime))
        check(self.net.rpc("state_getRuntimeVersion")["specVersion"] == version, "the runtime has changed")
        return f"{', '.join(kinds)}; still version {version}"

    def steps(self):
        return [
            ("bad/08-expired-licence", "locum", "NotInForce for write, read and break-glass", self.expired_licence),
            ("bad/09-suspended-organisation", "authority", "refused at once, until reinstated", self.suspended_organisation),
            ("bad/16-replayed-registration", "patient", "registered once; each other or altered use is refused", self.replayed_registration),
            ("bad/17-unregistered-upload", "stranger", "refused by client and custodians, no share taken", self.unregistered_upload),
            ("bad/21-upgrade", "clinic", "no WASM, not authorised, not a later version", self.upgrade),
        ]
