# SPDX-License-Identifier: Apache-2.0
"""A model watched while it is in use: two hundred people with the same values are not whom it was trained on, and every
operator says so on the chain. However often it is asked about one of them, that one counts once."""

import concurrent.futures
import re
import urllib.request

from network import wait_until
from scenario import CLINICIAN, READ_ALL, check, register_patient

# From so many people on an operator says anything; the scenario's patient is one of them.
PEOPLE = 200
# How often the model is asked about that one.
AGAIN = 5
# People at the same time: each waits for blocks most of the time.
BESIDE = 8
# Of 64 that an operator may have to answer.
OPEN = 24
# What the model reads.
INPUTS = "Encounter,Condition,Observation-vital-signs,Observation-laboratory"


class Monitoring:
    def __init__(self, network, scenario):
        self.net, self.scenario = network, scenario

    def model(self):
        return self.net.must(CLINICIAN, "decision", "model", "show", self.scenario.model)

    def counted(self):
        """The people that each operator has counted for the model."""
        found = []
        for worker in self.net.workers:
            with urllib.request.urlopen(f"http://{worker.metrics}/metrics", timeout=30) as answer:
                lines = answer.read().decode()
            found += re.findall(r'^salus_inputs_counted{model="diabetes-risk"} (\d+)', lines, re.MULTILINE)
        return [int(people) for people in found]

    def once(self):
        before = self.model()
        for _ in range(AGAIN):
            self.scenario.ask_model("--unchecked")
        done = lambda: self.model()["settled"] == before["settled"] + AGAIN
        wait_until("the requests to be settled", done, 120, 0.5)
        wait_until("the people to be counted", lambda: self.counted() == [1] * len(self.net.workers), 30, 0.5)
        check(self.model()["drift"] == {"moderate": 0, "large": 0}, "drift was reported of one person")
        return f"asked {AGAIN} more times about one patient: each operator counts 1 person, no drift"

    def ask_about_another(self, number):
        """A patient of their own, with the scenario's values, who asks about themselves."""
        who, must = f"//Patient//monitored//{number}", self.net.must
        register_patient(self.net, who)
        must(who, "consent", "grant", "--permit", "--to", "decision-support", "--actions", "access",
             *READ_ALL, "--purposes", "CDS")
        account = must(who, "keys", "show", who)["account"]
        written = must(who, "record", "add", self.scenario.bundle_path, "--patient", account,
                       "--only", INPUTS)["records"]
        wait_until("operators to keep up", lambda: self.open() < OPEN, 120, 0.5)
        must(who, "decision", "request", self.scenario.model, "--unchecked", "--purpose", "TREAT",
             "--records", ",".join(str(entry["record"]) for entry in written))

    def drift(self):
        check(self.model()["drift"] == {"moderate": 0, "large": 0}, "drift was reported before there was any")
        with concurrent.futures.ThreadPoolExecutor(BESIDE) as beside:
            list(beside.map(self.ask_about_another, range(PEOPLE - 1)))
        wait_until("all operators to report drift", lambda: self.model()["drift"]["large"] == 3, 180, 0.5)
        return f"{PEOPLE} people with the same values: all three report large drift, nothing of the inputs"

    def open(self):
        model = self.model()
        return model["requests"] - model["settled"] - model["failed"]

    def outcomes(self):
        """Counts as a clinic would post them; these are made up."""
        counts = lambda *of: [argument for name, count in zip(
            ("true-positives", "false-positives", "true-negatives", "false-negatives"), of)
            for argument in (f"--{name}", count)]
        report = lambda *of: ["decision", "model", "report-outcomes", self.scenario.model, *counts(*of)]
        wait_until("the requests to be settled", lambda: self.model()["settled"] >= 150, 120, 0.5)
        refused = {kind: self.net.refused(CLINICIAN, *report(*of))["kind"] for kind, of in {
            "TooFewOutcomes": (30, 30, 20, 19), "SmallCount": (60, 30, 20, 3), "OneOutcomeOnly": (90, 0, 0, 30),
            "DecisionSupport.MoreOutcomesThanReceipts": (500, 100, 200, 100)}.items()}
        check(all(kind == found for kind, found in refused.items()), f"refused as {refused}")
        self.net.must(CLINICIAN, *report(48, 22, 68, 12))
        model = self.model()
        check((model["sensitivity"], model["specificity"]) == (0.8, 0.7556), f"outcomes: {model['outcomes']}")
        shares = f"sensitivity {model['sensitivity']}, specificity {model['specificity']}"
        return f"{', '.join(refused)}; 150 taken: {shares}"

    def steps(self):
        return [
            ("monitoring/01-once", "operator", "one patient counts once", self.once),
            ("monitoring/02-drift", "operator", "three reports of large drift", self.drift),
            ("monitoring/03-outcomes", "clinician", "small counts refused, others added up", self.outcomes),
        ]
