"""Operators that are away for longer than their node remembers, and that lose their journal. All people are synthetic.
Played after the steps of the field, with their patients and models."""

from field import about, patient_of, vital_signs
from network import wait_until
from scores import measured
from story import CLINICIAN, check

# A node keeps the state of the last 256 blocks.
FORGOTTEN_AFTER = 300
# Milliseconds a block, while blocks are waited for.
FAST = 100


def shares(worker):
    return set((worker.home / "journal.redb.shares").iterdir())


class Custody:
    def __init__(self, network, field):
        self.net, self.field = network, field

    def restarted_node(self, milliseconds):
        """The same node and chain, with a block every so often."""
        node, before = self.net.node, self.net.block()
        node.stop()
        place = node.command.index("--dev-block-time") + 1
        node.command[place] = str(milliseconds)
        node.start()
        wait_until("the node to go on", lambda: self.goes_on(before), 120, 0.2)

    def goes_on(self, before):
        self.net.node.must_run()
        try:
            return self.net.block() > before
        except OSError:
            return False

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
        absent.stop()
        for record in erased:
            self.net.must(who, "record", "erase", record, "--confirm", record)
        asked = self.net.must(CLINICIAN, *self.field.asking("news2", round))["request"]
        drawn = lambda: self.net.must(CLINICIAN, "request-status", asked)["drawn"]
        sealed = lambda: sum(one["sealed"] for one in drawn()) == 2
        wait_until("the two others to seal", sealed, 60, 0.3)
        self.forgotten()
        self.net.wait_for(absent.start())
        destroyed = lambda: all(self.net.must(who, "record", "status", record)["destroyed"] for record in erased)
        wait_until("the absent operator's receipts of destruction", destroyed, 60, 0.3)
        check(not doomed & shares(absent), "shares of erased records are left")
        check("blocks were left out" in absent.output(), "it saw every block: the step proves nothing")
        self.field.answer("news2", round)
        return f"{FORGOTTEN_AFTER} blocks away: {len(doomed)} shares destroyed after it, the next request sealed 3 of 3"

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

    def steps(self):
        return [
            ("custody/01-absent", "operator", "what it missed is done, by the chain's state", self.absent),
            ("custody/02-without-journal", "operator", "no share is destroyed, all are in keeping again", self.without_journal),
        ]
