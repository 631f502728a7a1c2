# SPDX-License-Identifier: Apache-2.0
"""What a reader of the chain learns of the models that were asked in all that was played before: nothing, as far as
blocks, events, storage, and the sizes and CIDs of what was written can tell. Who was asked when, and with how many
inputs, hangs on the steps here: that is asked of requests that were dealt out by chance (`timing`)."""

from observer import marks
from observer.blocks import Chain
from observer.guess import judge
from observer.traces import Traces
from scenario import check
from tasks import receipt_of

from .people import People

# Of so many last blocks the node surely has the state, and so the events.
STATES = 200
# For a step's patience; the checker's own number is for `scripts/bench privacy`.
SHUFFLES = 1_999


class Tells(People):
    # 07
    def nothing_tells(self):
        asked = self.net.asked
        models = sorted(set(asked.values()))
        check(len(asked) >= 10 and len(models) >= 3, f"{len(asked)} requests of models {models}: too few to tell")
        traces = Traces(self.net, models)
        blocks, proposals = traces.in_blocks()
        events, stored = traces.in_events(STATES), traces.in_storage()
        receipts = {request: receipt_of(self.net, request) for request in asked}
        jobs = {request: receipt["job"]["record"] for request, receipt in receipts.items() if receipt}
        seen = marks.of(Chain(self.net), jobs, of_forms_alone=True)
        check(len(seen) >= 10, f"of {len(jobs)} settled requests {len(seen)} are found in blocks")
        job, result = (self.one_length(asked, seen, what) for what in (marks.JOB_LENGTH, marks.RESULT_LENGTH))
        verdict = judge([asked[request] for request in seen], list(seen.values()), SHUFFLES)
        check(not verdict.apart, f"sizes and CIDs tell: {verdict}")
        return (f"{len(asked)} requests of {len(models)} models in {blocks} blocks: hash and card in {proposals} "
                f"proposals alone, in no event of {events} blocks, in none of {stored} values but the models' own; "
                f"every job has {job} bytes, every result {result}; by sizes and CIDs {verdict}")

    @staticmethod
    def one_length(asked, seen, what):
        """All are of one length, whatever model they are of; those that were erased since have none."""
        lengths = {}
        for request, each in seen.items():
            lengths.setdefault(each[what], set()).add(asked[request])
        lengths.pop(None, None)
        check(len(lengths) == 1, f"{what}: there are several, by model: {lengths}")
        return next(iter(lengths))

    def steps(self):
        return [("quorum/07-nothing-tells", "auditor", "no block, event, value or size tells of a model", self.nothing_tells)]
