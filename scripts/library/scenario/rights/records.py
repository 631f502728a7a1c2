# SPDX-License-Identifier: Apache-2.0
"""Whoever did not write a record replaces it, and both show; whoever pays for one is paid back when it is gone."""

from field import about, bundle, measured, vital_signs
from network import wait_until
from scenario import CLINIC, CLINICIAN, check, clinic_sends

from .people import People


class Records(People):
    def weight(self, time, kilograms):
        return about("p1", [measured("29463-7", kilograms, "kg", time)])

    def written(self, author, who, resources):
        """The one record that this becomes, by this author."""
        [entry] = self.net.must(author, *self.field.adding(who, resources))["records"]
        return entry["record"]

    # 09
    def replaced(self):
        who, moment = self.field.patient(CLINICIAN)
        record = self.written(CLINICIAN, who, self.weight(moment, 70))
        other = self.field.file("replacing.json", bundle(self.weight(moment, 71)))
        kinds = [self.expect("Records.NotTheAuthor", who, "record", "amend", record, other, "--base", 1, says=["replace"])]
        new = self.net.must(who, "record", "replace", record, other)["record"]
        kinds.append(self.expect("Records.AlreadyReplaced", who, "record", "replace", record, other))
        listed = {one["id"]: one for one in self.net.must(who, "record", "list")["records"]}
        links = (listed[record]["replacedBy"], listed[new]["replaces"])
        check(links == (new, record), f"they don't name each other: {links}")
        author, patient = self.account(CLINICIAN), self.account(who)
        for one, by in ((record, author), (new, patient)):
            read = self.net.must(CLINICIAN, "record", "read", one, "--purpose", "TREAT")
            check(read["author"] == by, f"record {one} is said to be by {read['author']}")
        # The author goes on with what is theirs.
        self.net.must(CLINICIAN, "record", "amend", record, other, "--base", 1)
        signs = self.field.add(who, vital_signs(moment))
        notes = self.field.answer("news2", [*signs, record, new])["notes"]
        told = [f"record {record}, version 2, was written by {author}; another record replaces it",
                f"record {new}, version 1, was written by {patient}"]
        check(all(note in notes for note in told), f"the model does not name the authors: {notes}")
        return f"amended by another: {kinds[0]}; replaced: both show, again: {kinds[1]}; the model names both authors"

    def balance(self, who):
        return int(self.net.must(who, "who", self.account(who))["balance"])

    def destroyed(self, who, record):
        return self.net.must(who, "record", "status", record)["destroyed"]

    # 12
    def deposits(self):
        who, moment = self.field.patient(CLINICIAN)
        record = self.written(CLINICIAN, who, self.weight(moment, 70))
        before = self.balance(CLINICIAN)
        clinic_sends(self.net, "record", "pay-for", record)
        returned = self.balance(CLINICIAN) - before
        check(returned > 0, f"the clinician's deposit changed by {returned}")
        self.expect("Records.AlreadyPaying", CLINIC, "record", "pay-for", record)
        self.net.must(who, "record", "erase", record, "--confirm", record)
        wait_until("the receipts of destruction", lambda: self.destroyed(who, record), 120, 0.5)
        custody = self.balance(CLINICIAN) - before - returned
        check(custody > 0, f"what was left for custody did not come back to the clinician: {custody}")
        # Nothing is left that anybody owes, or pays for.
        self.expect("Records.NotFound", CLINIC, "record", "end-destruction", record)
        return (f"a clinic pays in its clinician's place: {returned / 10**12:.2f} UNIT back; destroyed and confirmed, "
                f"and {custody / 10**12:.2f} left for custody are back; that all holds equal all tickets and funds, "
                "scripts/test try-runtime checks on this chain's state")

    def steps(self):
        return [
            ("rights/09-replaced", "patient", "another's record: both show, the model names the authors", self.replaced),
            ("rights/12-deposits", "clinician", "deposits come back, or others take them over", self.deposits),
        ]
