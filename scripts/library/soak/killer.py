# SPDX-License-Identifier: Apache-2.0
"""Kills workers with SIGKILL: whom, when, and whether again while they start is drawn from the seed."""

import random
import time

from network import Failed

# On average, so that a thousand kills take an hour.
SECONDS_A_KILL = 3.6
# Two at the same time in one of eight; in one of four the same one again in the middle of its start.
TWO_AT_ONCE, AGAIN = 1 / 8, 1 / 4
# So soon after it was started it is killed again, at most: a start takes about a second when the machine is idle.
AGAIN_WITHIN = 1.5
# What a worker says once it serves.
SERVES = "serving"
PAUSE = 0.05
# Workers that end by themselves are findings; after so many there is no use in going on. Not if another program was
# given the worker's port while it was down: it is started again until it has it.
MOST_ENDED = 5
PORT_IS_TAKEN = "ddress already in use"


class Killer:
    """Kills and starts again, and keeps account of when each worker was down."""

    def __init__(self, soak, kills):
        self.soak, self.workers, self.kills = soak, soak.net.workers, kills
        self.random = random.Random(f"{soak.seed}/killer")
        self.killed = self.pairs = self.in_start = self.ended = self.ports_taken = 0
        # Of each worker: when it was killed; and from when to when it did not serve.
        self.kills_of = [[] for _ in self.workers]
        self.downs = [[] for _ in self.workers]

    def serves(self, index):
        """Whether it serves, as far as was seen; notes it when it does so again."""
        worker, downs = self.workers[index], self.downs[index]
        starting = bool(downs) and downs[-1][1] is None
        if not worker.running():
            self.ended_by_itself(worker)
            self.start(index)
            return False
        if starting and SERVES in worker.output():
            downs[-1][1] = time.monotonic()
            starting = False
        return not starting

    def ended_by_itself(self, worker):
        if PORT_IS_TAKEN in worker.output():
            self.ports_taken += 1
            time.sleep(1)
            return
        self.soak.found(f"{worker.name} ended by itself: {worker.output()[-600:]}")
        self.ended += 1
        if self.ended > MOST_ENDED:
            raise Failed(f"{worker.name} ends by itself again and again; its log is {worker.log}")

    def start(self, index):
        downs = self.downs[index]
        if not downs or downs[-1][1] is not None:
            downs.append([time.monotonic(), None])
        self.workers[index].start()

    def kill(self, indices):
        """All of them, and then starts them."""
        for index in indices:
            self.in_start += not self.serves(index)
            self.workers[index].kill()
            self.kills_of[index].append(time.monotonic())
        for index in indices:
            self.start(index)
        self.killed += len(indices)
        self.pairs += len(indices) > 1

    def let_pass(self, until):
        """Waits, and sees meanwhile who serves again."""
        while True:
            serving = [self.serves(index) for index in range(len(self.workers))]
            left = until - time.monotonic()
            if left <= 0:
                return serving
            time.sleep(min(PAUSE, left))

    def wait_for(self, condition, what, seconds=90):
        deadline = time.monotonic() + seconds
        while not condition(self.let_pass(0)):
            if time.monotonic() > deadline:
                raise Failed(f"waited {seconds} s in vain for {what}")
            time.sleep(PAUSE)

    def spare(self, indices):
        """Never all at once: one of the others must serve."""
        others = [index for index in range(len(self.workers)) if index not in indices]
        self.wait_for(lambda serving: any(serving[index] for index in others), "a worker that may be spared")

    def run(self, each):
        """Kills as many as were asked for; `each` is called after every kill."""
        due = time.monotonic()
        while self.killed < self.kills:
            # All is drawn first, so that how fast the machine is does not change what comes later.
            two, again = self.random.random() < TWO_AT_ONCE, self.random.random() < AGAIN
            indices = self.random.sample(range(len(self.workers)), 2 if two else 1)
            soon, pause = self.random.uniform(0, AGAIN_WITHIN), self.random.uniform(0.4, 1.6) * SECONDS_A_KILL
            indices = indices[: self.kills - self.killed]
            before = self.killed
            self.spare(indices)
            self.kill(indices)
            if again and self.killed < self.kills:
                self.let_pass(time.monotonic() + soon)
                self.spare(indices[:1])
                self.kill(indices[:1])
            each()
            due = max(due + pause * (self.killed - before), time.monotonic() - SECONDS_A_KILL)
            self.let_pass(due)
        self.wait_for(all, "all workers to serve")

    def was_down(self, index, begin, end):
        """Whether it did not serve at some time between."""
        return any(down < end and (up is None or up > begin) for down, up in self.downs[index])

    def kills_between(self, index, begin, end):
        return sum(begin < killed < end for killed in self.kills_of[index])

    def quiet(self, begin, end):
        """For how many seconds before the end nobody was down."""
        ups = [end if up is None else min(up, end) for downs in self.downs for down, up in downs if down < end]
        return end - max([begin, *ups])

    def counted(self):
        starts = [up - down for downs in self.downs for down, up in downs if up is not None]
        return {
            "killed": self.killed, "twoAtOnce": self.pairs, "inTheMiddleOfTheStart": self.in_start,
            "portsTaken": self.ports_taken,
            "slowestStart": round(max(starts, default=0), 1),
            "meanStart": round(sum(starts) / max(1, len(starts)), 1),
        }
