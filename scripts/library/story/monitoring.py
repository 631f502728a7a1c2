"""A model watched while it is in use: two hundred requests about one synthetic patient are not what it was trained on,
and every operator says so on the chain."""

from network import wait_until
from story import CLINICIAN, check

# From so many people on an operator says anything; the story has made one request.
REQUESTS = 199
# Of 64 that an operator may have to answer.
OPEN = 24


class Monitoring:
    def __init__(self, network, story):
        self.net, self.story = network, story

    def model(self):
        return self.net.must(CLINICIAN, "model", "show", self.story.model)

    def drift(self):
        check(self.model()["drift"] == {"moderate": 0, "large": 0}, "drift was reported before there was any")
        for _ in range(REQUESTS):
            self.story.ask_model("--unchecked")
            wait_until("operators to keep up", lambda: self.open() < OPEN, 120, 0.5)
        wait_until("all operators to report drift", lambda: self.model()["drift"]["large"] == 3, 180, 0.5)
        shown = self.model()
        return f"{shown['requests']} requests about one patient: all three report large drift, nothing of the inputs"

    def open(self):
        model = self.model()
        return model["requests"] - model["settled"] - model["failed"]

    def outcomes(self):
        """Counts as a clinic would post them; these are made up."""
        counts = lambda *of: [argument for name, count in zip(
            ("true-positives", "false-positives", "true-negatives", "false-negatives"), of)
            for argument in (f"--{name}", count)]
        report = lambda *of: ["model", "report-outcomes", self.story.model, *counts(*of)]
        wait_until("the requests to be settled", lambda: self.model()["settled"] >= 150, 120, 0.5)
        refused = {kind: self.net.refused(CLINICIAN, *report(*of))["kind"] for kind, of in {
            "TooFewOutcomes": (30, 30, 20, 19), "SmallCount": (60, 30, 20, 3), "OneOutcomeOnly": (90, 0, 0, 30),
            "DecisionSupport.MoreOutcomesThanReceipts": (500, 100, 200, 100)}.items()}
        check(all(kind == found for kind, found in refused.items()), f"refused as {refused}")
        self.net.must(CLINICIAN, *report(48, 22, 68, 12))
        outcomes = self.model()["outcomes"]
        check((outcomes["sensitivity"], outcomes["specificity"]) == (0.8, 0.7556), f"outcomes: {outcomes}")
        shares = f"sensitivity {outcomes['sensitivity']}, specificity {outcomes['specificity']}"
        return f"{', '.join(refused)}; 150 taken: {shares}"

    def steps(self):
        return [
            ("monitoring/01-drift", "operator", "three reports of large drift", self.drift),
            ("monitoring/02-outcomes", "clinician", "small counts refused, others added up", self.outcomes),
        ]
