# SPDX-License-Identifier: Apache-2.0
"""Nothing is lost: what `salus` said was written is read, byte for byte, by any two of its three custodians."""

import concurrent.futures
import random

from after import must_be_empty
from stream import same

# Records that are read with each custodian stopped in turn.
SAMPLE = 8
# What a worker says when its key at rest has changed, and when it goes on with a change that was cut off.
ROTATED, WENT_ON = "the key at rest was rotated", "the rotation of the key at rest goes on"


class Kept:
    def __init__(self, soak):
        self.soak, self.net = soak, soak.net

    def beside(self, work):
        """Does something with the records of each reader; readers beside each other, so that no nonce is used twice."""
        readers = sorted({record.reader for record in self.soak.live()})
        of = lambda reader: [record for record in self.soak.live() if record.reader == reader]
        with concurrent.futures.ThreadPoolExecutor() as pool:
            return [one for found in pool.map(lambda reader: work(of(reader)), readers) for one in found]

    def read(self, record, number):
        """What is wrong with what its reader gets; nothing if it is what was written."""
        answer = self.net.salus(record.reader, "record", "read", record.number, "--version", number,
                                "--purpose", "TREAT")
        name = f"record {record.number}, version {number}"
        if "error" in answer:
            return [f"{name}: {answer['error']['kind']}: {answer['error']['message']}"]
        return [] if same(answer, record.versions[number - 1]) else [f"{name} is not what was written"]

    def all_versions(self):
        def work(records):
            return [wrong for record in records for number in range(1, len(record.versions) + 1)
                    for wrong in self.read(record, number)]
        must_be_empty(self.beside(work), "versions are lost")
        versions = sum(len(record.versions) for record in self.soak.live())
        return f"{len(self.soak.live())} records in {versions} versions read, each as it was written"

    def proofs(self):
        """Asked of the chain and each custodian, without opening anything."""
        def work(records):
            return [f"record {record.number}: {warning}" for record in records
                    for version in self.net.must(record.reader, "record", "status", record.number)["versions"]
                    for warning in version.get("warnings", ())]
        must_be_empty(self.beside(work), "versions are not wholly kept")
        return "every custodian proves that it keeps its share and the document of every live version"

    def rotated(self):
        """By the whole logs: what a worker counts begins anew with each start."""
        times = [worker.log.read_text(errors="replace").count(ROTATED) for worker in self.net.workers]
        went_on = sum(worker.log.read_text(errors="replace").count(WENT_ON) for worker in self.net.workers)
        must_be_empty([worker.name for worker, count in zip(self.net.workers, times) if not count],
                      "workers never changed their key at rest")
        return f"keys at rest changed {times} times, {went_on} of them cut off by a kill and finished later"

    def any_two(self):
        live = self.soak.live()
        sample = random.Random(f"{self.soak.seed}/sample").sample(live, min(SAMPLE, len(live)))
        wrong = []
        for worker in self.net.workers:
            worker.stop()
            try:
                for record in sample:
                    found = self.read(record, len(record.versions))
                    wrong += [f"without {worker.name}: {one}" for one in found]
            finally:
                self.net.wait_for(worker.start())
        must_be_empty(wrong, "records do not open")
        return f"{len(sample)} records open without any one of three"

    def steps(self):
        return [
            ("lost/read", "clinician", "every live version is what was written", self.all_versions),
            ("lost/proofs", "clinician", "all custodians keep all of it", self.proofs),
            ("lost/rotated", "operator", "keys at rest changed meanwhile", self.rotated),
            ("lost/any-two", "clinician", "any two of three custodians open it", self.any_two),
        ]
