# SPDX-License-Identifier: Apache-2.0
"""How good the models are: rows of what their cards say, which `scripts/models --check` makes anew from the data."""

from rows import row, within

# By how much the model may be worse than its best peer, at the lower end of the 95 % interval of the difference.
# As narrow as 172 people with the outcome allow.
MARGINS = {"auc": 0.015, "auprc": 0.02, "brier": 0.002}
TITLES = {"auc": "AUC", "auprc": "AUPRC", "brier": "Brier score"}
# A goal for a model learnt from thousands; of 57 deaths it can't be asked, nor of people who are simulated.
HELD_TO_PEERS = {"diabetes-risk"}


def beside_peers(name, metrics):
    """Against the best of the peers in each measure."""
    held = name in HELD_TO_PEERS
    ours, *peers = metrics["peers"]["compared"]
    rows, better = [], 0
    for measure, margin in MARGINS.items():
        best = (min if measure == "brier" else max)(peers, key=lambda peer: peer[measure])
        _, least, _ = best["behind_ours"][measure]
        better += least > 0
        rows.append(row(f"{name}: {TITLES[measure]}", ours[measure], "", best["model"], best[measure]))
        title = f"{name}: {TITLES[measure]} better by, at least (95 %)"
        rows.append(within(title, least, "", best["model"], least=-margin if held else None))
    rows.append(within(f"{name}: significantly better in", better, "of 3", "the best peer"))
    return rows


def beside_advice(name, beside):
    """How many of those with the outcome are found, of as many people tested as the screening advice has tested."""
    ours, rule = beside["model"]["sensitivity"], beside["rule"]["sensitivity"]
    title = f"{name}: found, of {beside['rule']['flagged']:.0%} tested"
    return row(title, ours, "", "screening advice", rule, at_least=1)


def never_seen(name, metrics):
    """The finished model on another survey. How many have the outcome there is not the model's doing: no goal."""
    name, (ratio, low, high) = f"{name}, never seen", metrics["observed_to_expected"]
    calibration = metrics["calibration"]
    rows = [
        within(f"{name}: AUC", metrics["auc"], "", f"{metrics['people']:,} people", least=0.75),
        within(f"{name}: calibration slope", calibration["slope"], "", None, 0.85, 1.15),
        within(f"{name}: expected calibration error", calibration["expected_error"], "", None, most=0.02),
        within(f"{name}: observed to expected", ratio, "", f"95 %: {low} to {high}"),
    ]
    groups = [each for of in metrics["by_group"].values() for each in of]
    for each in groups:
        ratio, low, high = each["observed_to_expected"]
        rows.append(within(f"  of it: {each['group']}", ratio, "", f"95 %: {low} to {high}"))
    return [*rows, beside_advice(name, metrics["beside_screening_advice"])]


def of_probability(name, metrics):
    rows = beside_peers(name, metrics)
    calibration = metrics["calibration"]
    goals = ((0.95, 1.05), (None, 0.02)) if name in HELD_TO_PEERS else ((None, None), (None, None))
    rows.append(within(f"{name}: calibration slope", calibration["slope"], "", None, *goals[0]))
    rows.append(within(f"{name}: expected calibration error", calibration["expected_error"], "", None, *goals[1]))
    if "beside_screening_advice" in metrics:
        rows.append(beside_advice(name, metrics["beside_screening_advice"]))
    if "never_seen" in metrics:
        rows.extend(never_seen(name, metrics["never_seen"]))
    rows.append(within(f"{name}: AUC of permuted labels", metrics["permuted"]["auc"], "", "chance: 0.5", 0.47, 0.53))
    return rows


def of_score(name, metrics):
    return [within(f"{name}: rows unlike a second implementation", metrics["different"], "",
                   f"{metrics['rows']:,} rows", most=0)]


def of_equation(name, metrics):
    """How it does on people is its authors' to say; here, whether it is their equation."""
    again = metrics["reproduction"]
    return [within(f"{name}: rows unlike the published equation", again["different"], "", f"{again['rows']:,} rows",
                   most=0)]


def quality(card):
    of = {"score": of_score, "published-equation": of_equation}.get(card["form"]["kind"], of_probability)
    return of(card["name"], card["metrics"])
