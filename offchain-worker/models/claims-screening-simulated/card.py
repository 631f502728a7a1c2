# SPDX-License-Identifier: Apache-2.0
"""screening.json, by which the insurer's worker runs and explains the model, and CARD.md, the same for people (after
Mitchell et al., 2019). Claims are simulated, and both say so wherever a figure stands."""

import pathlib

import data
import features
from additive import TAILS, UNIT
from measure import ROUNDS, SHARES
from patterns import PATTERNS
from plan import REVIEW_AMOUNT
from rules import AT_LEAST, UNUSUALLY_HIGH, limits
from training import card_text, files

HERE = pathlib.Path(__file__).resolve().parent
# The goals, as so many times chance at the first share.
GOAL_SEEN, GOAL_HELD_OUT = 10, 3
SIMULATED = "SIMULATED: learnt from and measured on made-up claims."

MODEL_DETAILS = {
    "kind": "A sum of points, one table for each feature, that never falls as the feature rises: log-odds. Logistic "
    "regression on the steps of each feature, no coefficient below zero.",
    "choice": "Points begin at how rare a value is among the training claims, times `rarity` (the histogram-based "
    "outlier score: Goldstein and Dengel, 2012), and labels pull them from there, against a `penalty`: so a feature "
    "that no labelled pattern moves still counts. Both were chosen on the training world alone, fitted to one half of "
    "its providers and persons and measured on the other, by the mean of recall at 2 % of patterns seen and held out.",
    "exact": "Points are whole numbers of 1,024ths: doubles add them up without rounding, in any order. So a factor's "
    "share in a score is exact, and every processor gives the same score.",
}
INTENDED_USE = {
    "use": "None on real claims: it shows how screening runs, is explained and is labelled. A score sends a claim to "
    "a person, with its factors; it never denies, and never stands on chain. A share of claims that is drawn at "
    "random and secretly goes the same way, whatever the score.",
    "users": "Developers and insurers who try Salus out.",
    "out_of_scope": [
        "denying, reducing or delaying a claim by its score",
        "accusing a provider or a patient of anything",
        "any statement of how much fraud there is, or how well it is found, outside of this simulation",
    ],
}
TRAINING_DATA = {
    "name": "SIMULATED claims of two years to one insurer (simulate.py, habits.py, patterns.py)",
    "from_data": "How many visits to a doctor people have in a year is fitted to the RAND Health Insurance Experiment, "
    "public domain (`randhie`, packaged by PyPI statsmodels 0.15.0; no row of it is kept in this repository). All "
    "else is made up: providers, prices, habits, patterns and their strengths.",
    "file": data.FILE,
    "sha256": data.DIGEST,
    "label": "the pattern that the simulation planted in the claim; a claim of the same provider that it left as it "
    "was is honest",
    "honest_outliers": "Among honest claims are those of the chronically ill, of providers that charge one benefit "
    "nearly always, of clinics of several practitioners, of providers that keep their paper late or enter a backlog "
    "on one day, of days on which a firm's or school's people are seen, of courses of therapy, and denials by mistake.",
    "strengths": "How strongly each provider practises its pattern was drawn evenly from seldom and hidden to often "
    "and openly; the range was set before the first measurement and is the simulation's own.",
}
EVALUATION = (
    "Another simulated world, of another seed, with other persons and providers, whose habits are shifted: dearer, "
    "later, less alike, with more mistaken denials. Shares of claims reviewed are of all its claims of the second "
    "year, honest and not, all patterns at once. Held out: all claims of the providers who practise the pattern are "
    "taken out of the training world, and the model is trained anew; edges, points and rarities with it. The running "
    "sums of the past are not made anew, so those providers' claims stay in the peers' averages."
)
ETHICS = (
    "Whoever is sent to a person waits longer and is looked at; honest outliers, the chronically ill first, would be "
    "sent more often than others. So a score alone decides nothing, its factors are told with it, the person must give "
    "a reason, and claims drawn at random show what the model does not see. The model has the word simulated in its "
    "name, and its evidence is told as a simulation."
)
CAVEATS = [
    "SIMULATED: every figure tells how well the simulation's own patterns were found again, and nothing of real "
    "claims.",
    "Whoever made the patterns made the features, too. That flatters every method here, and the holding out of "
    "patterns takes away only a part of it: features for a held-out pattern are still there.",
    "Before the first measurement a run on worlds of a tenth of the size tried the scripts out, and showed figures. "
    "After it higher penalties and another rarity were tried, too; patterns, strengths and features stayed as they "
    "were.",
    "A pattern has as few as six providers in a world: the intervals are wide, and they count providers as drawn by "
    "chance.",
    "Each provider practises one pattern at most, and none learns from being reviewed.",
    "The source of the pattern `split` is of public purchases; none was found that describes it for health insurance.",
    "All claims are scored here. A worker that scores only claims above the plan's amount and outliers sees fewer.",
    "One insurer sees a part of a provider's day: impossible days of several insurers' patients stay hidden.",
]


def card(model, train, metrics, thresholds, digest):
    parts = model.parts(train.inputs)
    metrics = {**metrics, "goals": goals(metrics["methods"][0])}
    return {
        "name": "claims-screening-simulated",
        "title": "SIMULATED, not for real claims: which claims a person should look at",
        "version": "1.0.0",
        "evidence": "simulation",
        "model": {"file": "model.onnx", "sha256": digest, "input": "inputs", "output": "log_odds", "column": 0},
        "review": {
            "meaning": "a claim whose log-odds are `from` or more goes to a person; it is never denied by its score",
            "shares": files.rounded(thresholds, 10),
        },
        "form": {"kind": "step-sum", "unit": UNIT, "intercept": model.constant_},
        "features": [
            {
                **feature._asdict(),
                "edges": [int(edge) for edge in edges],
                "points": [int(each) for each in points],
                # A factor is the points less these: what it adds beyond the average claim of the training world.
                "average": int(round(float(column.mean()))),
            }
            for feature, edges, points, column in zip(features.FEATURES, model.edges_, model.points_, parts.T)
        ],
        "rules": limits(train.inputs),
        "review_amount": REVIEW_AMOUNT,
        "patterns": {
            name: {"title": pattern.title, "source": pattern.source} for name, pattern in PATTERNS.items()
        },
        "model_details": {
            **MODEL_DETAILS,
            "made_by": "the Salus project",
            "licence": "Apache-2.0",
            "penalty": model.penalty,
            "rarity": model.rarity,
            "tails": list(TAILS),
            "trained_with": files.wanted_versions(HERE),
            "python": "3.11",
        },
        "intended_use": INTENDED_USE,
        "factors": "Measured by pattern. The simulation has no age, sex or ethnicity, so nothing is known of who would "
        "be sent to a person more often than others.",
        "training_data": TRAINING_DATA,
        "evaluation_data": EVALUATION,
        "metrics": files.rounded(metrics),
        "ethical_considerations": ETHICS,
        "caveats": CAVEATS,
    }


def goals(ours):
    """Whether they are met, and which patterns are not seen when held out."""
    share = str(SHARES[0])
    lift = lambda when, name: ours["recall"][when][share][name][0] / SHARES[0]
    return {
        "at": SHARES[0],
        "seen": {"goal": GOAL_SEEN, "times_chance": lift("seen", "mean"), "met": lift("seen", "mean") >= GOAL_SEEN},
        "held_out": {
            "goal": GOAL_HELD_OUT,
            "times_chance": lift("held_out", "mean"),
            "met": lift("held_out", "mean") >= GOAL_HELD_OUT,
        },
        "below_goal": {
            "seen": [name for name in PATTERNS if lift("seen", name) < GOAL_SEEN],
            "held_out": [name for name in PATTERNS if lift("held_out", name) < GOAL_HELD_OUT],
        },
    }


def as_text(card):
    lines = []
    add = lines.append
    add(f"# {card['name']} {card['version']}\n")
    add(f"**{SIMULATED} No figure here is of real claims, real providers or real patients.**\n")
    add("Written by `train.py` from the same run as `screening.json`; do not edit by hand.\n")
    add(f"{card['title']}. An operator's worker does not load this folder: it has no `card.json`.\n")
    details(add, card)
    the_features(add, card)
    uses(add, lines, card)
    the_data(add, card)
    the_patterns(add, card)
    figures(add, card)
    beside(add, card)
    add("## Ethical considerations\n")
    add(card["ethical_considerations"])
    add("\n## Caveats\n")
    lines.extend(f"- {item}" for item in card["caveats"])
    return card_text.page(lines)


def details(add, card):
    add("## Model details\n")
    of = card["model_details"]
    for name in ("kind", "choice", "exact"):
        add(of[name] + "\n")
    rows = [
        [f"{each['penalty']:g}", f"{each['rarity']:g}", per_cent(each["seen"]), per_cent(each["held_out"])]
        for each in card["metrics"]["tried"]
    ]
    tried = {name: [row[name] for row in card["metrics"]["tried"]] for name in ("penalty", "rarity")}
    at_end = [name for name, values in tried.items() if of[name] in (min(values), max(values))]
    ends = f" An end of what was tried: {' and '.join(at_end)}." if at_end else ""
    add(f"Chosen: penalty {of['penalty']:g}, rarity {of['rarity']:g}.{ends} SIMULATED, on half of the training "
        "world:\n")
    card_text.table(add, ["penalty", "rarity", "recall at 2 %, seen", "recall at 2 %, held out"], rows)
    versions = ", ".join(f"{name} {version}" for name, version in of["trained_with"].items())
    add(f"Licence {of['licence']}. Trained with Python {of['python']} and {versions}.")
    add(f"sha2-256 of `model.onnx`: `{card['model']['sha256']}`.\n")


def the_features(add, card):
    add("## What it reads\n")
    add("Words and how they are computed: `features.py`, exactly; `golden-claims.json` has claims with their "
        f"features. Points are 1,024ths of log-odds, from each edge on, and 0 below the first; the intercept is "
        f"{card['form']['intercept']}.\n")
    rows = [
        [f"`{each['name']}`: {each['title']}", each["unit"], joined(each["edges"]), joined(each["points"][1:])]
        for each in card["features"]
    ]
    card_text.table(add, ["feature", "unit", "edges", "points"], rows)
    add("The definitions, with the words of `features.py`:\n")
    rows = [[f"`{each['name']}`", each["definition"], str(each["neutral"])] for each in card["features"]]
    card_text.table(add, ["feature", "definition", "neutral"], rows)


def uses(add, lines, card):
    add("## Intended use\n")
    add(card["intended_use"]["use"] + " " + card["intended_use"]["users"] + "\n")
    add("Not for:\n")
    lines.extend(f"- {item}" for item in card["intended_use"]["out_of_scope"])
    add("\n## Factors\n")
    add(card["factors"] + "\n")


def the_data(add, card):
    add("## Data\n")
    of = card["training_data"]
    add(f"{of['name']}. {of['from_data']}")
    add(f"`{of['file']}`, sha2-256 `{of['sha256']}`.\n")
    add(f"Label: {of['label']}.\n")
    add(of["honest_outliers"] + "\n")
    visits = card["metrics"]["visits"]
    add(f"Visits to a doctor in a year: {visits['people_and_years']:,} people's years of the experiment, the negative "
        f"binomial fitted to them (shape {visits['shape']:.3f}), and the SIMULATED people of the training world:\n")
    row = lambda name: [name] + [number(share) for share in visits[name]]
    last = ["mean", "variance"]
    head = ["visits"] + visits["visits"] + last
    rows = []
    for index, name in enumerate(("data", "fit", "simulated")):
        rows.append(row(name) + [f"{visits[of][index]:.2f}" for of in last])
    card_text.table(add, head, rows)
    rows = [
        [world.replace("_", " "), *(f"{each[name]:,}" for name in ("persons", "providers", "claims_filed",
            "claims_screened", "of_a_pattern")), per_cent(each["of_a_pattern"] / each["claims_screened"])]
        for world, each in card["metrics"]["counts"].items()
    ]
    head = ["SIMULATED", "persons", "providers", "claims", "of them screened", "of a pattern", "prevalence"]
    card_text.table(add, head, rows)


def the_patterns(add, card):
    add("## Patterns\n")
    add(card["training_data"]["strengths"] + " Claims of each, and providers who practise it, in both worlds:\n")
    of = card["metrics"]["counts"]
    rows = []
    for name, each in card["patterns"].items():
        cells = [f"{of[world]['by_pattern'][name]} ({of[world]['practising'][name]})" for world in of]
        rows.append([f"`{name}`: {each['title']}", *cells, each["source"]])
    card_text.table(add, ["pattern", "training world", "test world", "described in"], rows)


def figures(add, card):
    add("## Metrics\n")
    add(f"{SIMULATED} {card['evaluation_data']} Intervals of 95 % over {ROUNDS:,} draws of providers.\n")
    m, ours = card["metrics"], card["metrics"]["methods"][0]
    met, first = m["goals"], per_cent(m["goals"]["at"], 0)
    for when, words in (("seen", "patterns seen in training"), ("held_out", "patterns held out of training")):
        of = met[when]
        verdict = "met" if of["met"] else "**missed**"
        add(f"Goal at {first} reviewed, mean of {words}: {of['goal']} times chance. Here "
            f"{of['times_chance']:.1f} times: {verdict}.")
    add("")
    unseen = met["below_goal"]["held_out"]
    weak = met["below_goal"]["seen"]
    names = lambda of: ", ".join(f"`{name}`" for name in of) or "none"
    add(f"**Patterns that it can't see unless it was trained on them** (below {GOAL_HELD_OUT} times chance at {first} "
        f"when held out): {names(unseen)}. Below {GOAL_SEEN} times chance although seen in training: {names(weak)}.\n")
    rows = []
    for name in [*PATTERNS, "mean"]:
        cells = [interval(ours["recall"][when][str(share)][name]) for when in ("seen", "held_out") for share in SHARES]
        rows.append([f"`{name}`" if name in PATTERNS else name, *cells])
    heads = [f"{words}, {per_cent(share, 0)} reviewed" for words in ("seen", "held out") for share in SHARES]
    add("Recall of this model, in per cent (SIMULATED; chance is 2 and 5):\n")
    card_text.table(add, ["pattern"] + heads, rows)
    permuted = m["permuted"]
    add(f"AUC of all patterns against honest claims: {number(ours['auc'])} "
        f"({number(m['auc_interval_95'][0])} to {number(m['auc_interval_95'][1])}). With labels dealt out at "
        f"random, trained on one half of providers and persons and measured on the other, mean of "
        f"{permuted['rounds']}: {number(permuted['auc'])} (must be 0.50 ± 0.03; furthest from half "
        f"{number(permuted['furthest_from_half'])}).\n")
    add("With the training world's thresholds the test world, whose habits are shifted, gives (SIMULATED):\n")
    rows = [
        [per_cent(each["share"], 0), f"{each['from']:.4f}", *(per_cent(each["test_world"][name]) for name in
            ("reviewed", "of_a_pattern_of_reviewed", "found_of_all"))]
        for each in card["review"]["shares"]
    ]
    head = ["reviewed in training", "log-odds from", "reviewed in the test world", "of a pattern, of those"]
    head.append("of all of a pattern, found")
    card_text.table(add, head, rows)


def beside(add, card):
    add("## Beside others\n")
    add("The same claims and features for all; recall in per cent, SIMULATED. Rules alone (`rules.py`) are "
        f"{len(AT_LEAST) + len(UNUSUALLY_HIGH)} thresholds, each from a publication, counted; no label is read for "
        "them, nor for the isolation forest: what reads no labels has one figure, seen and held out. "
        "LightGBM has 100 trees of 15 leaves. Among equal scores chance decides, alike for all.\n")
    better(add, card["metrics"]["methods"])
    for share in SHARES:
        head = [f"{per_cent(share, 0)} reviewed"]
        head += [f"{each['method']}, {when}" for each in card["metrics"]["methods"] for when in ("seen", "held out")]
        rows = []
        for name in [*PATTERNS, "mean"]:
            cells = [
                f"{100 * each['recall'][when][str(share)][name][0]:.1f}"
                for each in card["metrics"]["methods"] for when in ("seen", "held_out")
            ]
            rows.append([f"`{name}`" if name in PATTERNS else name, *cells])
        card_text.table(add, head, rows)
    head = ["AUC"] + [each["method"] for each in card["metrics"]["methods"]]
    rows = [["all, seen"] + [number(each["auc"]) for each in card["metrics"]["methods"]]]
    for name in PATTERNS:
        found = [number(each["auc_held_out"][name]) for each in card["metrics"]["methods"]]
        rows.append([f"`{name}`, held out", *found])
    card_text.table(add, head, rows)


def better(add, methods):
    """In words where another method finds more."""
    share = str(SHARES[0])
    ours, others = methods[0], methods[1:]
    for when, words in (("seen", "seen in training"), ("held_out", "held out")):
        of = lambda each, name: each["recall"][when][share][name][0]
        for each in others:
            more = [f"`{name}`" for name in PATTERNS if of(each, name) > of(ours, name)]
            if more:
                mean = f"{per_cent(of(each, 'mean'))} on average, this model {per_cent(of(ours, 'mean'))}"
                add(f"- {per_cent(SHARES[0], 0)} reviewed, {words}: {each['method']} finds more of {', '.join(more)} "
                    f"({mean}).")
    add("")


def interval(of):
    return f"{100 * of[0]:.0f} ({100 * of[1]:.0f} to {100 * of[2]:.0f})"


def joined(values):
    return ", ".join(f"{value:,}" for value in values)


def per_cent(share, places=1):
    return f"{100 * share:.{places}f} %"


def number(value):
    return card_text.number(value)
