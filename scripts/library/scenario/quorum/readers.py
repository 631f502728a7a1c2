# SPDX-License-Identifier: Apache-2.0
"""Who may read a result: whoever may read its job, and not whoever once read the inputs."""

from scenario import CLINICIAN, SECOND, check
from tasks import receipt_of, wait_for_all

from .people import MODEL, People

# What a round is written as.
INPUTS = "Encounter,Observation-vital-signs,Observation-laboratory,Condition"


class Readers(People):
    # 09
    def old_reader(self):
        """A clinician who has read every input, and holds their keys, can't read what comes of them later."""
        who, records = self.round()
        self.net.must(who, "consent", "grant", "--permit", "--to", self.field.account(SECOND), "--actions", "access",
                      "--categories", INPUTS, "--purposes", "TREAT")
        for record in records:
            self.net.must(SECOND, "record", "read", record, "--purpose", "TREAT")
        done = self.net.must(CLINICIAN, *self.field.asking(MODEL, records))
        request, job = done["request"], done["job"]
        wait_for_all(self.net, request)
        kinds = [self.net.refused(SECOND, "record", "read", job, "--purpose", "TREAT")["kind"],
                 self.net.refused(SECOND, "decision", "result", request, "--purpose", "TREAT")["kind"]]
        check(kinds == ["Records.NotPermitted"] * 2, f"refused as {kinds}")
        # The ciphertext is anybody's; the receipt's reader opens it.
        ciphertext = self.net.document(receipt_of(self.net, request)["result"], self.net.workers[0])
        result = self.net.must(CLINICIAN, "decision", "result", request, "--purpose", "TREAT")
        check(ciphertext and result["verified"], f"the control: {result}")
        # Erasing the job takes its result along.
        self.net.must(who, "record", "erase", job, "--confirm", job)
        gone = self.net.refused(CLINICIAN, "decision", "result", request, "--purpose", "TREAT")["kind"]
        check(gone == "Records.Erased", f"after the job is erased: {gone}")
        return f"all inputs read, then the job and the result: {kinds[0]}; once the job is erased, for all: {gone}"

    def steps(self):
        return [("quorum/09-old-reader", "clinician", "who read the inputs can't read the result", self.old_reader)]
