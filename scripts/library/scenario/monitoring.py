# SPDX-License-Identifier: Apache-2.0
"""A model watched while it is in use: two hundred people with the same values are not whom it was trained on, and every
operator says so on the chain, a day later. However often it is asked about one of them, that one counts once."""

import concurrent.futures
import re
import threading
import urllib.request

from network import wait_until
from scenario import CLINICIAN, READ_ALL, check, fund, register_patient
from tasks import wait_for_all, wait_for_receipt

# From so many people on an operator says anything; the scenario's patient is one of them.
PEOPLE = 200
# How often the model is asked about that one.
AGAIN = 5
# People at the same time: each waits for blocks most of the time.
BESIDE = 8
# Of 64 that an operator may have to answer.
OPEN = 24
# About so many the clinician asks: whoever reports what came of predictions needs receipts of their own.
BY_CLINICIAN = 110
# Drift is reported once a day, by what was counted a day before. A day of forty blocks, for this chain alone.
REPORT_DAY = ("--report-day", "240")
# What the model reads.
INPUTS = "Encounter,Condition,Observation-vital-signs,Observation-laboratory"


class Monitoring:
    def __init__(self, network, scenario):
        self.net, self.scenario = network, scenario
        # The clinician's extrinsics come one after the other.
        self.asks, self.asked = threading.Lock(), []

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
        for request in [self.scenario.ask_model("--unchecked") for _ in range(AGAIN)]:
            wait_for_all(self.net, request, seconds=120)
        wait_until("the people to be counted", lambda: self.counted() == [1] * len(self.net.workers), 30, 0.5)
        check(self.model()["drift"] == {"moderate": 0, "large": 0}, "drift was reported of one person")
        return f"asked {AGAIN} more times about one patient: each operator counts 1 person, no drift"

    def ask_about_another(self, number):
        """A patient of their own, with the scenario's values. Some ask about themselves, and have tokens for it."""
        who, must = f"//Patient//monitored//{number}", self.net.must
        register_patient(self.net, who)
        permits = [("decision-support", "access", "CDS")]
        if number < BY_CLINICIAN:
            permits.append((must(CLINICIAN, "keys", "show", CLINICIAN)["account"], "access,collect", "TREAT"))
        else:
            fund(self.net, who)
        for to, actions, purpose in permits:
            must(who, "consent", "grant", "--permit", "--to", to, "--actions", actions, *READ_ALL, "--purposes", purpose)
        account = must(who, "keys", "show", who)["account"]
        written = must(who, "record", "add", self.scenario.bundle_path, "--patient", account,
                       "--only", INPUTS)["records"]
        wait_until("operators to keep up", lambda: self.open() < OPEN, 120, 0.5)
        asking = ["decision", "request", "--model", self.scenario.model, "--unchecked",
                  "--inputs", ",".join(str(entry["record"]) for entry in written)]
        if number < BY_CLINICIAN:
            with self.asks:
                self.asked.append(must(CLINICIAN, *asking, "--purpose", "TREAT")["request"])
        else:
            must(who, *asking)

    def drift(self):
        check(self.model()["drift"] == {"moderate": 0, "large": 0}, "drift was reported before there was any")
        with concurrent.futures.ThreadPoolExecutor(BESIDE) as beside:
            list(beside.map(self.ask_about_another, range(PEOPLE - 1)))
        wait_until("all operators to report drift", lambda: self.model()["drift"]["large"] == 3, 180, 0.5)
        return f"{PEOPLE} people with the same values: all three report large drift, nothing of the inputs"

    def open(self):
        """How many requests wait for an operator. All are drawn for each."""
        first = self.net.workers[0]
        account = self.net.must(first.secret, "keys", "show", first.secret)["account"]
        return len(self.net.final("quorum_openTasks", account))

    def reporting(self, what, **counts):
        return ["decision", "model", what, self.scenario.model,
                *(argument for name, count in counts.items() for argument in (f"--{name.replace('_', '-')}", count))]

    def outcomes(self):
        """Counts as a clinic would post them; these are made up."""
        names = ("true_positives", "false_positives", "true_negatives", "false_negatives")
        report = lambda *of: self.reporting("report-outcomes", **dict(zip(names, of)))
        for request in self.asked:
            wait_for_receipt(self.net, request, 120)
        refused = {kind: self.net.refused(CLINICIAN, *report(*of))["kind"] for kind, of in {
            "TooFew": (30, 30, 20, 19), "SmallCount": (60, 30, 20, 3), "OneOutcomeOnly": (90, 0, 0, 30),
            "DecisionSupport.MoreThanReceipts": (500, 100, 200, 100)}.items()}
        check(all(kind == found for kind, found in refused.items()), f"refused as {refused}")
        self.net.must(CLINICIAN, *report(48, 22, 28, 12))
        model = self.model()
        check((model["sensitivity"], model["specificity"]) == (0.8, 0.56), f"outcomes: {model['outcomes']}")
        self.net.must(CLINICIAN, *self.reporting("report-verdicts", accepted=90, modified=11, rejected=0))
        check(self.model()["verdicts"] == {"accepted": 90, "modified": 11, "rejected": 0}, f"{self.model()['verdicts']}")
        reporter = self.net.must(CLINICIAN, "keys", "show", CLINICIAN)["account"]
        self.net.must("//Alice", "authority", "strike-report", self.scenario.model, reporter)
        struck = self.model()
        left = [*struck["outcomes"].values(), *struck["verdicts"].values()]
        check(not any(left), f"struck, and left: {left}")
        shares = f"sensitivity {model['sensitivity']}, specificity {model['specificity']}"
        return f"{', '.join(refused)}; 110 taken: {shares}; 101 verdicts taken; struck: none is left"

    def steps(self):
        return [
            ("monitoring/01-once", "operator", "one patient counts once", self.once),
            ("monitoring/02-drift", "operator", "three reports of large drift", self.drift),
            ("monitoring/03-outcomes", "clinician", "small counts refused, others added up, all struck", self.outcomes),
        ]
