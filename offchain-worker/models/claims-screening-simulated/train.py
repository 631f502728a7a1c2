# SPDX-License-Identifier: Apache-2.0
"""SIMULATED: trains the model that tells an insurer which claims a person should look at, on one simulated world,
measures it on another beside its peers, and writes model.onnx, screening.json, CARD.md, golden.json and
golden-claims.json beside this file. `scripts/models` runs it with the versions of requirements.txt.

Seeds are fixed and sums run on one thread; points are whole numbers of 1,024ths: so the bytes come out alike.
"""

import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

# First, since it sets numpy to one thread.
from training import files

import numpy as np
from sklearn.metrics import roc_auc_score

import card
import data
import habits
import measure
import patterns
import peers
import simulate
from additive import StepSum
from claims import as_json, in_order
from features import NAMES
from history import History
from screened import halves, screened, worlds

SEED = 20261101
TRAINING_SEED, TEST_SEED, GOLDEN_SEED = SEED, SEED + 1, SEED + 2
# What is tried for the penalty and the rarity.
PENALTIES, RARITIES = (3.0, 30.0, 300.0), (0.0, 0.3, 0.6)
DEALT = 20
NAMES_OF_FILES = ("model.onnx", "screening.json", "CARD.md", "golden.json", "golden-claims.json")


def choose(claims):
    """Penalty and rarity: on the training world alone, fitted to one half of providers and persons and measured on
    the other, by the mean recall at 2 % of patterns seen and of patterns held out, each as much."""
    train, test = halves(claims, SEED)
    tried = []
    for penalty in PENALTIES:
        for rarity in RARITIES:
            scores = peers.ours(penalty, rarity)
            seen = measure.mean_recall(test, scores(train, test), measure.SHARES[0], SEED)
            out = {name: scores(train.without(name), test) for name in patterns.PATTERNS}
            held_out = measure.mean_recall(test, out, measure.SHARES[0], SEED)
            tried.append({"penalty": penalty, "rarity": rarity, "seen": seen, "held_out": held_out})
    best = max(tried, key=lambda each: each["seen"] + each["held_out"])
    return best["penalty"], best["rarity"], tried


def dealt_out(claims, penalty, rarity):
    """AUC on the other half when labels are dealt out at random: off one half, something leaks."""
    draw, found = np.random.default_rng(SEED), []
    train, test = halves(claims, SEED)
    for _ in range(DEALT):
        model = StepSum(penalty, rarity).fit(train.inputs, draw.permutation(train.labels))
        found.append(float(roc_auc_score(draw.permutation(test.labels), model.log_odds(test.inputs))))
    furthest = float(np.abs(np.array(found) - 0.5).max())
    return {"rounds": DEALT, "auc": float(np.mean(found)), "furthest_from_half": furthest}


def compare(train, test, penalty, rarity):
    """Every method: recall of each pattern, seen and held out."""
    found = []
    for name, (scores, labelled) in peers.of(penalty, rarity).items():
        seen = scores(train, test)
        out = {
            pattern: scores(train.without(pattern), test) if labelled else seen for pattern in patterns.PATTERNS
        }
        both = {"seen": dict.fromkeys(patterns.PATTERNS, seen), "held_out": out}
        found.append({
            "method": name,
            "recall": {
                when: {str(share): measure.recalls(test, of, share, SEED) for share in measure.SHARES}
                for when, of in both.items()
            },
            "auc": measure.auc(test, seen),
            "auc_held_out": {pattern: measure.auc(test, out[pattern], pattern) for pattern in patterns.PATTERNS},
        })
    return found


def counts(world, claims):
    return {
        "claims_filed": len(world.claims),
        "claims_screened": len(claims.patterns),
        "providers": len(np.unique(claims.providers)),
        "persons": len(np.unique(claims.persons)),
        "of_a_pattern": int(claims.labels.sum()),
        "by_pattern": {name: int((claims.patterns == name).sum()) for name in patterns.PATTERNS},
        "practising": {name: len(claims.practising.get(name, ())) for name in patterns.PATTERNS},
    }


def thresholds(model, train, test):
    """From which log-odds on a claim is reviewed, by the training world; and how many that are of the test world."""
    found = []
    for share in measure.SHARES:
        limit = float(np.sort(model.log_odds(train.inputs))[-int(np.ceil(share * len(train.inputs)))])
        reviewed = model.log_odds(test.inputs) >= limit
        found.append({
            "share": share,
            "from": limit,
            "test_world": {
                "reviewed": float(reviewed.mean()),
                "of_a_pattern_of_reviewed": float(test.labels[reviewed].mean()),
                "found_of_all": float(reviewed[test.labels].mean()),
            },
        })
    return found


def golden_inputs(edges):
    """Drawn about the edges: on each, and one to both sides; and over all of them."""
    draw = np.random.default_rng(GOLDEN_SEED)
    usual = np.array([int(of[0]) for of in edges])
    rows = [[int(draw.choice(near(of))) for of in edges] for _ in range(200)]
    for index, of in enumerate(edges):
        for value in near(of):
            row = usual.copy()
            row[index] = value
            rows.append(row.tolist())
    return np.array(rows, dtype=float)


def near(edges):
    return sorted({max(0, int(edge) + by) for edge in edges for by in (-1, 0, 1)} | {0})


def golden_claims(rates):
    """A small world's claims in the order of filing, each pattern in it, with the features of each."""
    kinds = {"general": 2, "specialist": 1, "laboratory": 1, "dentist": 1, "therapist": 1, "clinic": 1}
    world = simulate.world(GOLDEN_SEED, habits.TRAINING, rates, persons=14, plant=False, kinds=kinds)
    draw = np.random.default_rng(GOLDEN_SEED)
    claims = world.claims
    for pattern in patterns.PATTERNS.values():
        for provider in [each for each in world.providers if each.kind in pattern.kinds][:1]:
            of = [claim for claim in claims if claim.provider == provider.number]
            rest = [claim for claim in claims if claim.provider != provider.number]
            claims = rest + (pattern.plant(draw, provider, of, 0.5) if of else [])
    history = History()
    return [{"claim": as_json(claim), "features": history.next(claim)} for claim in in_order(claims)]


def make(folder):
    counted = data.visits()
    rates = data.fitted(counted)
    of_worlds = worlds(rates, (TRAINING_SEED, TEST_SEED), (habits.TRAINING, habits.SHIFTED))
    (world, train), (other, test) = [(each, screened(each)) for each in of_worlds]
    penalty, rarity, tried = choose(train)
    model = StepSum(penalty, rarity).fit(train.inputs, train.labels)
    metrics = {
        "tried": tried,
        "methods": compare(train, test, penalty, rarity),
        "auc_interval_95": measure.auc_interval(test, model.log_odds(test.inputs), SEED),
        "permuted": dealt_out(train, penalty, rarity),
        "counts": {"training_world": counts(world, train), "test_world": counts(other, test)},
        "visits": data.described(counted, *rates, world.doctor_visits),
    }
    content = model.graph("claims-screening-simulated").SerializeToString(deterministic=True)
    digest = hashlib.sha256(content).hexdigest()
    described = card.card(model, train, metrics, thresholds(model, train, test), digest)
    rows = golden_inputs(model.edges_)
    outputs = files.session(content).run(["log_odds"], {"inputs": rows})[0][:, 0]
    # Exactly: every part is a whole number of 1,024ths.
    assert (outputs == model.log_odds(rows)).all(), "ONNX and Python differ"
    (folder / "model.onnx").write_bytes(content)
    (folder / "screening.json").write_text(files.as_json(described))
    (folder / "CARD.md").write_text(card.as_text(described))
    golden = [
        {"inputs": [int(value) for value in row], "output": out} for row, out in zip(rows.tolist(), outputs.tolist())
    ]
    files.write_golden(folder, "train.py", digest, [{"name": name} for name in NAMES], golden)
    claims = ",\n".join("  " + json.dumps(each) for each in golden_claims(rates))
    head = json.dumps({"made_by": "train.py; SIMULATED claims", "features": NAMES})
    (folder / "golden-claims.json").write_text(f'{head[:-1]}, "claims": [\n{claims}\n]}}\n')
    return f"ONNX and Python alike on {len(rows)} rows; sha256 {digest}"


if __name__ == "__main__":
    files.run(HERE, "Trains the screening of claims on SIMULATED claims.", make, NAMES_OF_FILES)
