# SPDX-License-Identifier: Apache-2.0
"""Operators that are away for longer than their node remembers, that lose their journal, and that come back from a
backup. All people are synthetic.
Played after the steps of the field, with their patients and models."""

import json
import shutil
import subprocess

from field import about, patient_of, vital_signs
from network import USUAL_STATES, Network, wait_until
from scenario import CLINICIAN, PATIENT, check
from scores import measured
from tasks import count_of, responses, said, wait_for_all, wait_in_draw

# So many blocks later the node has forgotten a block's state.
FORGOTTEN_AFTER = USUAL_STATES + 44
# Milliseconds a block, while blocks are waited for; and while an operator is restored, since operators have 50 blocks to
# seal.
FAST = 100
SLOW = 3000


def shares(worker):
    return set((worker.home / "journal.redb.shares").iterdir())


def gives(worker, cid):
    """Whether it gives a document."""
    try:
        return bool(Network.document(cid, worker))
    except OSError:
        return False


class Custody:
    def __init__(self, network, field):
        self.net, self.field = network, field

    def restarted_node(self, milliseconds):
        """The same node and chain, with a block every so often."""
        node, before = self.net.node, self.net.block()
        node.stop()
        index = node.command.index("--dev-block-time") + 1
        node.command[index] = str(milliseconds)
        node.start()
        wait_until("the node to go on", lambda: self.net.goes_on(before), 120, 0.2)

    def forgotten(self):
        """Lets so many blocks pass that the node forgets the state of those before."""
        self.restarted_node(FAST)
        try:
            last = self.net.block() + FORGOTTEN_AFTER
            wait_until("the blocks to be forgotten", lambda: self.net.block() >= last, 300, 0.5)
        finally:
            self.restarted_node(self.net.block_milliseconds)

    # 01
    def absent(self):
        who, time = self.field.patient()
        absent = self.net.workers[2]
        before = shares(absent)
        erased = self.field.add(who, [patient_of(time), *about("p1", [measured("29463-7", 70, "kg", time)])])
        doomed = shares(absent) - before
        check(len(doomed) == len(erased), f"{len(doomed)} shares of {len(erased)} records")
        other, time = self.field.patient()
        round = self.field.add(other, vital_signs(time))
        job = self.field.prepared("news2", round)
        absent.stop()
        for record in erased:
            self.net.must(who, "record", "erase", record, "--confirm", record)
        asked = self.net.must(CLINICIAN, *self.field.asking("news2", round, "--unchecked", *job))["request"]
        sealed = lambda: count_of(self.net, asked, "sealed", "revealed") == 2
        wait_until("the two others to seal", sealed, 60, 0.3)
        self.forgotten()
        self.net.wait_for(absent.start())
        destroyed = lambda: all(self.net.must(who, "record", "status", record)["destroyed"] for record in erased)
        wait_until("the absent operator's receipts of destruction", destroyed, 60, 0.3)
        check(not doomed & shares(absent), "shares of erased records are left")
        check("blocks were left out" in absent.output(), "it saw every block: the step proves nothing")
        wait_in_draw(self.net)
        self.field.answer("news2", round)
        return (f"{FORGOTTEN_AFTER} blocks away: {len(doomed)} shares destroyed after it; back in the draw on its own word, "
                "the next request sealed by all three")

    # 02
    def without_journal(self):
        who, time = self.field.patient()
        lost, other = self.net.workers[1], self.net.workers[2]
        before = shares(lost)
        records = self.field.add(who, [patient_of(time), *about("p1", [measured("29463-7", 71, "kg", time)])])
        ours = shares(lost) - before
        before |= ours
        lost.stop()
        (lost.home / "journal.redb").unlink()
        self.net.wait_for(lost.start())
        adopted = lambda: ours <= shares(lost)
        wait_until("the shares to be in keeping again", adopted, 60, 0.3)
        gone = {path.stem for path in before} - {path.stem for path in shares(lost)}
        check(not gone, f"shares were destroyed: {gone}")
        other.stop()
        try:
            # Two of three are needed: one of them is the operator without its journal.
            read = lambda: all("document" in self.net.salus(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
                               for record in records)
            wait_until("the records to be read", read, 60, 0.5)
        finally:
            self.net.wait_for(other.start())
        return f"{len(before)} shares set aside, found in the chain's records, and given to readers again"

    # 02
    def restored(self):
        who, time = self.field.patient()
        lost, other = self.net.workers[1], self.net.workers[2]
        before = shares(lost)
        erased = self.field.add(who, [patient_of(time), *about("p1", [measured("29463-7", 72, "kg", time)])])
        doomed = shares(lost) - before
        check(len(doomed) == len(erased), f"{len(doomed)} shares of {len(erased)} records")
        kept = self.net.must(who, *self.field.adding(who, vital_signs(time)))["records"]
        round = [entry["record"] for entry in kept]
        # Before the backup too: of what is written later the operator has no share any more.
        job = self.field.prepared("news2", round)
        refused = subprocess.run([str(self.net.worker_program), "backup", "--home", str(lost.home), "--to",
                                  str(self.net.folder / "none")], env=lost.environment, capture_output=True, text=True)
        check(refused.returncode != 0 and "stop" in refused.stderr, f"backed up while it ran: {refused}")
        lost.stop()
        backup = self.net.folder / "operator.backup"
        self.net.by_hand(lost, "backup", "--to", backup)
        self.net.wait_for(lost.start())
        for record in erased:
            self.net.must(who, "record", "erase", record, "--confirm", record)
        destroyed = lambda: all(self.net.must(who, "record", "status", record)["destroyed"] for record in erased)
        wait_until("every receipt of destruction", destroyed, 60, 0.3)
        check(not doomed & shares(lost), "shares of erased records are left")
        other.stop()
        self.restarted_node(SLOW)
        try:
            # Sealed after the backup was made, and still open: one operator is missing.
            asked = self.net.must(CLINICIAN, *self.field.asking("news2", round, "--unchecked", *job))["request"]
            sealed = lambda: count_of(self.net, asked, "sealed") == 2
            wait_until("two to seal", sealed, 90, 0.3)
            lost.stop()
            shutil.rmtree(lost.home)
            told = self.net.by_hand(lost, "restore", "--from", backup, "--node", self.net.url)
            check(doomed <= shares(lost), "the backup is not from before: the step proves nothing")
            self.net.wait_for(lost.start())
            wait_until("the erased shares to be gone again", lambda: not doomed & shares(lost), 60, 0.3)
            again = lambda: said(lost, "derived again what was sealed before this journal knew it", asked)
            wait_until("what was sealed to be derived again", again, 90, 0.3)
            self.net.wait_for(other.start())
            wait_for_all(self.net, asked, seconds=180)
            mine = responses(self.net, asked)["sealed"].count(self.field.account(lost.secret))
            check(mine == 1, f"{mine} seals by the restored operator")
            check(not said(lost, "sealed", asked), "it sealed a second time")
        finally:
            self.restarted_node(self.net.block_milliseconds)
            for worker in (lost, other):
                if not worker.running():
                    self.net.wait_for(worker.start())
        back = lambda: all(gives(lost, entry["cid"]) for entry in kept)
        wait_until("the documents to be back", back, 90, 0.3)
        other.stop()
        try:
            for record in round:
                self.net.must(CLINICIAN, "record", "read", record, "--purpose", "TREAT")
        finally:
            self.net.wait_for(other.start())
        count = next(line.split()[1] for line in told.splitlines() if line.startswith("shares"))
        return (f"{count} shares restored, {len(doomed)} of them destroyed again; {len(kept)} documents fetched again; "
                "its seal derived again, not repeated, and opened: all three agree")

    # 10
    def repaired(self):
        net, patient = self.net, self.field.account(PATIENT)
        second = net.copied_node("bare")
        bare = net.folder / "bare"
        # The off-chain index: so it is after a warp sync.
        for path in (bare / "chains/dev/paritydb/full").glob("*_09_*"):
            path.unlink()
        repair = [second.command[0], "disclosures", "repair", "--chain", "dev", "--base-path", bare, "--from", net.url,
                  "--json"]
        page = lambda endpoint=None: net.rpc("disclosures_list", patient, None, 100, endpoint=endpoint)

        def serves():
            second.must_run()
            try:
                return page(second.endpoint)
            except OSError:
                return None

        def repaired():
            done = subprocess.run([str(part) for part in repair], check=True, capture_output=True)
            return json.loads(done.stdout)

        try:
            second.start()
            gap = wait_until("the bare node", serves, 120, 0.2)["gap"]
            main = net.url
            with net.through(second.url):
                alone = net.refused(PATIENT, "disclosures")
                merged = net.must(PATIENT, "disclosures", "--also-node", main)
            second.stop()
            first, again = repaired(), repaired()
            second.start()
            same = wait_until("the repaired node", serves, 120, 0.2) == page()
        finally:
            second.stop()
        check(gap and "missing" in gap and alone["kind"] == "LedgerGap", f"no gap: {gap}, {alone}")
        check(merged["verified"] and same, f"not whole: {merged}, {same}")
        # The last ones may have stood in the store's log, which was copied too.
        check(first["fetched"] > 0 and first["here"] + first["fetched"] == first["entries"] == again["here"]
              and again["fetched"] == 0, f"{first}, {again}")
        return f"{first['fetched']} entries of {first['ledgers']} patients fetched and checked; then the same page"

    def steps(self):
        return [
            ("custody/01-absent", "operator", "what it missed is done, by the chain's state", self.absent),
            ("custody/02-without-journal", "operator", "no share is destroyed, all are in keeping again", self.without_journal),
            ("custody/02-restored", "operator", "the erased is destroyed again, nothing is sealed twice", self.restored),
            ("custody/10-repaired", "operator", "what a node lacks it takes from another, checked", self.repaired),
        ]
