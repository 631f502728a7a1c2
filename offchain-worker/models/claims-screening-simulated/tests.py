# SPDX-License-Identifier: Apache-2.0
"""The screening of claims, on drawn and tiny examples, and its files: `scripts/models --tests`."""

import json
import pathlib
import sys
import unittest
from dataclasses import replace

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

# First, since it sets numpy to one thread.
from training import files

import numpy as np
from sklearn.metrics import roc_auc_score

import data
import habits
import measure
import patterns
import peers
import rules
import screened
import simulate
from additive import UNIT, StepSum, fit
from claims import Claim, Line, as_json
from features import FEATURES, NAMES
from history import History
from plan import BENEFITS, MAX_LINES, REVIEW_AMOUNT, wholes

SEED = 7
RATES = (2.86, 0.68)
KINDS = {"general": 3, "specialist": 2, "laboratory": 1, "dentist": 2, "therapist": 2, "clinic": 2}


def small_world(seed=SEED, **more):
    return simulate.world(seed, habits.TRAINING, RATES, persons=150, kinds=KINDS, **more)


def line(benefit, day, charge=None, units=1, visit=0, recorded=None):
    charge = BENEFITS[benefit].price * units if charge is None else charge
    return Line(benefit, units, charge, day, day, visit, day if recorded is None else recorded)


def claim(*lines, person=1, provider=1, filed=None, **more):
    filed = max(max(each.last, each.recorded) for each in lines) if filed is None else filed
    return Claim(person, provider, filed, list(lines), **more)


class Patterns(unittest.TestCase):
    """Each changes what it says and nothing else."""

    @classmethod
    def setUpClass(cls):
        cls.world = small_world(plant=False)

    def planted(self, name, strength=0.6):
        """The claims of a provider that suits before and after."""
        of = patterns.PATTERNS[name]
        by_provider = {}
        for each in self.world.claims:
            by_provider.setdefault(each.provider, []).append(each)
        able = [each for each in self.world.providers if each.kind in of.kinds]
        most = max(able, key=lambda each: len(by_provider.get(each.number, [])))
        before = by_provider[most.number]
        if name == "split":
            before = before + [claim(line(24, 100 + 9 * each), line(25, 100 + 9 * each)) for each in range(9)]
        kept = [replace(each, lines=list(each.lines)) for each in before]
        after = of.plant(np.random.default_rng(SEED), most, before, strength)
        self.assertEqual(before, kept, "what went in was changed")
        found = [each for each in after if each.pattern]
        self.assertTrue(found)
        self.assertEqual({each.pattern for each in found}, {name})
        for each in found:
            self.assertLessEqual(len(each.lines), MAX_LINES)
            for of_claim in each.lines:
                self.assertTrue(of_claim.first <= of_claim.last <= of_claim.recorded <= each.filed, each)
                self.assertTrue(of_claim.units > 0 and of_claim.charge > 0)
        return before, after, found

    def changed(self, name, **more):
        """Of a pattern that changes claims one by one: each before and after."""
        before, after, found = self.planted(name, **more)
        self.assertEqual(len(before), len(after))
        for old, new in zip(before, after):
            if not new.pattern:
                self.assertEqual(old, new)
        return [(old, new) for old, new in zip(before, after) if new.pattern]

    def added(self, name, **more):
        """Of a pattern that adds claims: what was there stays, and what is added is for the provider's patients."""
        before, after, found = self.planted(name, **more)
        self.assertEqual(after[: len(before)], before)
        self.assertEqual(after[len(before) :], found)
        self.assertLessEqual({each.person for each in found}, {each.person for each in before})
        self.assertEqual({each.provider for each in found}, {each.provider for each in before})
        return before, found

    def test_upcoding_raises_the_benefit_and_its_charge(self):
        for old, new in self.changed("upcoding"):
            self.assertEqual(replace(old, lines=[], pattern="upcoding"), replace(new, lines=[]))
            for one, other in zip(old.lines, new.lines, strict=True):
                self.assertEqual(other.benefit, patterns.DEARER.get(one.benefit, one.benefit))
                self.assertEqual(one._replace(benefit=0, charge=0), other._replace(benefit=0, charge=0))
                level = lambda each: each.charge / BENEFITS[each.benefit].price
                self.assertAlmostEqual(level(one), level(other), delta=0.001)

    def test_unbundling_charges_parts_for_the_whole(self):
        for strength in (0.0, 1.0):
            for old, new in self.changed("unbundling", strength=strength):
                self.assertEqual(replace(old, lines=[], pattern="unbundling"), replace(new, lines=[]))
                whole = [each for each in old.lines if each.benefit in patterns.WHOLES]
                rest = [each for each in old.lines if each not in whole]
                self.assertTrue(all(each in new.lines for each in rest))
                parts = sorted(each.benefit for each in new.lines if each not in rest)
                self.assertEqual(parts, sorted(part for each in whole for part in patterns.WHOLES[each.benefit]))
                if strength == 1.0:
                    self.assertEqual({each.first for each in old.lines}, {each.first for each in new.lines})

    def test_phantoms_are_of_earlier_claims_on_other_days(self):
        before, found = self.added("phantom")
        bare = lambda each: (each.person, tuple((of.benefit, of.units, of.charge) for of in each.lines))
        self.assertLessEqual({bare(each) for each in found}, {bare(each) for each in before})

    def test_a_duplicate_does_not_overlap_what_it_repeats(self):
        before, found = self.added("duplicate")
        for each in found:
            services = [(of.benefit, of.units) for of in each.lines]
            alike = [
                old for old in before
                if old.person == each.person and [(of.benefit, of.units) for of in old.lines] == services
                and all(of.charge <= new.charge <= 1.03 * of.charge + 1 for of, new in zip(old.lines, each.lines))
                and old.filed < each.filed
                and not {of.first for of in old.lines} & {new.first for new in each.lines}
            ]
            self.assertTrue(alike)

    def test_a_day_has_more_visits_than_before(self):
        before, found = self.added("impossible_days", strength=1.0)
        days = {}
        for each in found:
            self.assertEqual(len({of.first for of in each.lines}), 1)
            days.setdefault(each.lines[0].first, []).append(each)
        self.assertTrue(all(len(of) >= 14 for of in days.values()))

    def test_concentration_is_of_one_benefit_and_few_persons(self):
        before, found = self.added("concentration")
        services = {(of.benefit, of.units) for each in found for of in each.lines}
        self.assertEqual(services, {(found[0].lines[0].benefit, 1)})
        self.assertLessEqual(len({each.person for each in found}), 8)

    def test_pieces_are_below_the_amount_and_come_to_the_whole(self):
        before, after, found = self.planted("split", strength=1.0)
        self.assertTrue(all(each.total < REVIEW_AMOUNT for each in found))
        self.assertEqual(sum(each.total for each in before), sum(each.total for each in after))
        units = lambda claims: sum(of.units for each in claims for of in each.lines)
        self.assertEqual(units(before), units(after))
        self.assertTrue(all(each in before for each in after if not each.pattern))

    def test_a_late_entry_changes_entry_and_filing_alone(self):
        for old, new in self.changed("late_entry"):
            self.assertLessEqual(old.filed, new.filed)
            lines = lambda each: [of._replace(recorded=0) for of in each.lines]
            bare = lambda each: replace(each, filed=0, pattern="", lines=lines(each))
            self.assertEqual(bare(old), bare(new))
            self.assertTrue(all(new.filed - of.recorded <= 1 for of in new.lines))

    def test_nobody_practises_two_and_others_stay_as_they_are(self):
        providers = self.world.providers
        after = patterns.plant_all(self.world.claims, providers, np.random.default_rng(SEED))
        practised = {}
        for each in after:
            if each.pattern:
                practised.setdefault(each.provider, set()).add(each.pattern)
        self.assertTrue(practised)
        self.assertTrue(all(len(of) == 1 for of in practised.values()))
        others = lambda claims: sorted(map(repr, (each for each in claims if each.provider not in practised)))
        self.assertEqual(others(self.world.claims), others(after))

    def test_each_has_a_source(self):
        self.assertEqual(len(patterns.PATTERNS), 8)
        for of in patterns.PATTERNS.values():
            self.assertRegex(of.source, r"\d{4}|section 3\.3\.2\.5")


class Simulation(unittest.TestCase):
    def test_the_same_seed_gives_the_same_claims(self):
        one, other = small_world(), small_world()
        self.assertEqual(one.claims, other.claims)
        self.assertNotEqual(one.claims, small_world(seed=SEED + 1).claims)

    def test_worlds_share_nobody(self):
        one, other = small_world(), small_world(number=1)
        for name in ("person", "provider"):
            of = lambda world: {getattr(each, name) for each in world.claims}
            self.assertFalse(of(one) & of(other))

    def test_the_distribution_fitted_is_found_again(self):
        draw = np.random.default_rng(SEED)
        counts = draw.poisson(draw.gamma(0.7, 3 / 0.7, 20_000))
        mean, shape = data.fitted(counts)
        self.assertAlmostEqual(mean, 3, delta=0.1)
        self.assertAlmostEqual(shape, 0.7, delta=0.03)
        self.assertAlmostEqual(sum(data.described(counts, mean, shape, counts)["fit"]), 1, delta=1e-9)

    def test_the_data_are_those_that_it_was_written_for(self):
        self.assertEqual(len(data.visits()), 20_190)


class Features(unittest.TestCase):
    """By hand."""

    def after(self, *past):
        history = History()
        for each in past:
            history.next(each)
        return lambda each: dict(zip(NAMES, history.next(each)))

    def test_the_first_claim_has_no_peers(self):
        found = self.after()(claim(line(2, 10)))
        ratios = {feature.name: feature.neutral for feature in FEATURES if feature.neutral}
        self.assertEqual({name: found[name] for name in ratios}, ratios)
        self.assertEqual((found["visits"], found["day_minutes"], found["lines_a_day"]), (1, 20, 1))
        # (0 + 2) × 700 / (0 + 14) is 100: nothing is rare.
        self.assertEqual(found["rare_weekday"], 0)
        # 5,500 of 50,000.
        self.assertEqual(found["below_amount"], 11)

    def test_charges(self):
        past = claim(line(1, 1, 3_000), line(1, 2, 4_000), provider=2)
        found = self.after(past)(claim(line(1, 10, 7_700, units=2)))
        # Twice 3,000 by the plan; twice 3,500 on average.
        self.assertEqual((found["charge_to_price"], found["charge_to_peers"]), (128, 110))

    def test_dearness(self):
        past = [claim(line(1, 1), line(1, 2), provider=2), claim(line(3, 3), provider=1)]
        found = self.after(*past)(claim(line(2, 10)))
        # Three units of 15,500; this one is 5,500.
        self.assertEqual(found["level"], 106)
        # 100 × (9,500 × 3 + 20 × 15,500) / ((1 + 20) × 15,500)
        self.assertEqual(found["provider_level"], 103)

    def test_parts_of_one_whole(self):
        past = claim(line(9, 10))
        next_one = self.after(past)
        self.assertEqual(next_one(claim(line(10, 17)))["parts"], 2)
        self.assertEqual(next_one(claim(line(11, 18)))["parts"], 2)
        self.assertEqual(next_one(claim(line(11, 14)))["parts"], 3)
        self.assertEqual(next_one(claim(line(10, 14), person=2))["parts"], 1)
        # Of five claims three had two parts: 1,000 × (3 × 5 + 20 × 3) / ((5 + 20) × 5)
        self.assertEqual(next_one(claim(line(1, 20)))["provider_parts"], 600)

    def test_repeats(self):
        past = [claim(line(1, 10)), claim(line(2, 10)), claim(line(1, 90), person=2)]
        next_one = self.after(*past)
        found = next_one(claim(line(1, 24), line(2, 25)))
        # The first is 14 days after, the second 15.
        self.assertEqual((found["repeat"], found["repeat_same"]), (100, 1))
        # Of three lines of the benefit one repeated.
        found = next_one(claim(line(1, 100, 2_900), person=2))
        self.assertEqual((found["repeat"], found["repeat_same"]), (67, 0))
        self.assertEqual(next_one(claim(line(1, 100, units=2), person=2))["repeat"], 0)
        self.assertEqual(next_one(claim(line(1, 100), person=2, provider=2))["repeat"], 0)

    def test_days(self):
        past = [claim(line(3, 7 * week), person=week) for week in range(6)]
        next_one = self.after(*past)
        found = next_one(claim(line(3, 0), line(2, 0), person=9, filed=60))
        # 40 minutes were there; of its own and all days the mean is 40.
        self.assertEqual((found["day_minutes"], found["day_to_own"]), (100, 250))
        self.assertEqual(found["rare_weekday"], 0)
        # Of 8 lines none on a Tuesday: 700 × 2 / 22 is 63.
        self.assertEqual(next_one(claim(line(1, 1), filed=70))["rare_weekday"], 37)

    def test_concentration(self):
        past = [claim(line(1, day), provider=2) for day in range(30)] + [claim(line(5, day)) for day in range(10)]
        found = self.after(*past)(claim(line(5, 50)))
        # 100 × (10 × 40 + 20 × 10) / ((10 + 20) × 40) is 50; everybody has 25.
        self.assertEqual(found["concentration"], 25)

    def test_use(self):
        past = [claim(line(1, 10)), claim(line(1, 11), person=2), claim(line(1, 100), provider=3)]
        next_one = self.after(*past)
        found = next_one(claim(line(1, 99), line(1, 100, units=3)))
        # Day 10 is 90 days before the 100th and 89 before the 99th.
        self.assertEqual(found["visits"], 2)
        self.assertEqual(found["visits_to_peers"], 200)
        self.assertEqual(found["elsewhere"], 1)
        # On the 99th: 1 + 1 of day 10; on the 100th: 1 + 3 + 1 elsewhere. The past lines had 1, 1 and 1.
        self.assertEqual(found["units_to_peers"], 500)

    def test_entries(self):
        past = [claim(line(1, 1, recorded=3))] * 4
        next_one = self.after(*past)
        late = [line(1, day, recorded=30) for day in (10, 12, 28)]
        found = next_one(claim(*late, filed=32))
        self.assertEqual((found["entry_delay"], found["entry_to_own"]), (20, 18))
        # That of day 28 was entered after two days.
        self.assertEqual((found["entered_together"], found["entered_for_filing"]), (2, 20))
        self.assertEqual(next_one(claim(*late, filed=33))["entered_for_filing"], 0)

    def test_pieces(self):
        next_one = self.after(claim(line(24, 10), filed=20))
        self.assertEqual(next_one(claim(line(23, 11), filed=34))["pieces"], 98)
        self.assertEqual(next_one(claim(line(23, 11), filed=49))["pieces"], 0)
        self.assertEqual(next_one(claim(line(23, 11), filed=50, provider=2))["pieces"], 0)
        found = next_one(claim(line(19, 50), line(23, 50)))
        self.assertEqual((found["pieces"], found["below_amount"]), (0, 0))

    def test_denials(self):
        next_one = self.after(claim(line(1, 1), denied=True), claim(line(1, 2), provider=2))
        found = next_one(claim(line(1, 3), denied=True))
        # 1,000 × (1 × 2 + 20 × 1) / ((1 + 20) × 2)
        self.assertEqual((found["denied"], found["provider_denied"]), (1, 523))
        self.assertEqual(next_one(claim(line(1, 3)))["denied"], 0)

    def test_nobody_reads_the_label(self):
        world = small_world()
        one, other = History(), History()
        self.assertTrue(any(each.pattern for each in world.claims))
        for each in world.claims:
            self.assertEqual(one.next(each), other.next(replace(each, pattern="")))

    def test_wholes_are_those_with_parts(self):
        self.assertEqual(wholes([(1, 2), (3, 1), (4, 5)]), {1: {2, 3}})


class Form(unittest.TestCase):
    def drawn(self, count=4000):
        """The first feature tells, the second is noise, the third is rare and unlabelled."""
        draw = np.random.default_rng(SEED)
        inputs = np.column_stack([
            draw.poisson(3, count), draw.poisson(3, count), (draw.random(count) < 0.02).astype(int),
        ]).astype(float)
        labels = draw.random(count) < 1 / (1 + np.exp(4 - 0.6 * inputs[:, 0]))
        return inputs, labels

    def test_points_never_fall_and_begin_at_zero(self):
        model = StepSum(3.0, 0.3).fit(*self.drawn())
        for points in model.points_:
            self.assertEqual(points[0], 0)
            self.assertTrue((np.diff(points) >= 0).all())
        self.assertGreater(model.points_[0][-1], 2 * UNIT)

    def test_what_is_rare_counts_though_nobody_labelled_it(self):
        inputs, labels = self.drawn()
        labels &= inputs[:, 2] == 0
        self.assertEqual(StepSum(3.0, 0.0).fit(inputs, labels).points_[2][-1], 0)
        self.assertGreater(StepSum(300.0, 0.5).fit(inputs, labels).points_[2][-1], UNIT / 2)

    def test_the_fit_is_the_least(self):
        """At it no coefficient can be moved for the better."""
        draw = np.random.default_rng(SEED)
        above = (draw.random((800, 6)) < 0.3).astype(float)
        labels = draw.random(800) < 1 / (1 + np.exp(2 - above[:, 0] + above[:, 1]))
        start = np.full(6, 0.1)
        steps, constant = fit(above, labels, start, 2.0)
        chance = 1 / (1 + np.exp(-constant - above @ steps))
        slope = above.T @ (chance - labels) + 2.0 * (steps - start)
        self.assertAlmostEqual((chance - labels).sum(), 0, delta=1e-6)
        for step, each in zip(steps, slope):
            self.assertTrue(abs(each) < 1e-6 if step > 0 else each > -1e-6)
        self.assertIn(0, steps)

    def test_the_graph_gives_exactly_the_sum(self):
        inputs, labels = self.drawn()
        model = StepSum(3.0, 0.3).fit(inputs, labels)
        session = files.session(model.graph("drawn").SerializeToString(deterministic=True))
        run = lambda rows: session.run(["log_odds"], {"inputs": rows})[0][:, 0]
        self.assertTrue((run(inputs) == model.log_odds(inputs)).all())
        for bad in (np.nan, np.inf, -np.inf):
            row = inputs[:1].copy()
            row[0, 1] = bad
            self.assertTrue(np.isnan(run(row)).all())


class Measures(unittest.TestCase):
    def claims(self, patterns_of, providers):
        count = len(patterns_of)
        return screened.Screened(np.zeros((count, 1)), np.array(patterns_of), np.array(providers), np.arange(count), {})

    def test_the_highest_are_reviewed_and_chance_decides_among_equals(self):
        scores = np.array([1.0, 3, 2, 2, 2])
        found = lambda share, chance: np.flatnonzero(measure.reviewed(scores, share, np.array(chance))).tolist()
        self.assertEqual(found(0.2, [0, 1, 2, 3, 4]), [1])
        self.assertEqual(found(0.4, [0, 1, 9, 2, 3]), [1, 3])

    def test_recall_of_scores_by_chance_is_the_share(self):
        draw = np.random.default_rng(SEED)
        of = np.where(draw.random(20_000) < 0.1, "one", "")
        found = measure.recalls(self.claims(of, np.arange(20_000) % 50), {"one": draw.random(20_000)}, 0.05, SEED)
        recall, low, high = found["one"]
        self.assertTrue(low < recall < high)
        self.assertAlmostEqual(recall, 0.05, delta=0.015)

    def test_a_mistake_in_the_split_would_be_seen(self):
        """Labels dealt out to providers, whose claims are alike: who is split by claim knows them again."""
        draw = np.random.default_rng(SEED)
        providers = np.repeat(np.arange(80), 50)
        alike = draw.integers(0, 30, (80, 8))[providers] + draw.integers(0, 2, (4000, 8))
        labels = np.where((draw.random(80) < 0.3)[providers], "dealt", "")
        claims = screened.Screened(alike.astype(float), labels, providers, draw.integers(0, 500, 4000), {})
        auc = lambda train, test: roc_auc_score(test.labels, peers.boosted(train, test))
        by_claim = draw.random(4000) < 0.5
        self.assertGreater(auc(claims.where(by_claim), claims.where(~by_claim)), 0.6)
        found = [auc(*screened.halves(claims, seed)) for seed in range(6)]
        self.assertLess(np.mean(found), 0.58)

    def test_halves_share_nobody(self):
        world = small_world()
        one, other = screened.halves(screened.screened(world), SEED)
        for name in ("providers", "persons"):
            self.assertFalse(set(getattr(one, name)) & set(getattr(other, name)))

    def test_held_out_leaves_none_of_its_providers(self):
        claims = screened.screened(small_world())
        name = next(iter(claims.practising))
        left = claims.without(name)
        self.assertLess(len(left.patterns), len(claims.patterns))
        self.assertFalse(set(left.providers) & claims.practising[name])
        self.assertNotIn(name, left.patterns)

    def test_rules_are_counted(self):
        inputs = np.zeros((3, len(NAMES)))
        inputs[1, NAMES.index("denied")] = 1
        inputs[2, [NAMES.index("denied"), NAMES.index("parts")]] = 1, 3
        self.assertEqual(rules.broken(inputs, rules.AT_LEAST).tolist(), [0, 1, 2])


class Files(unittest.TestCase):
    """What is here fits together."""

    def test_the_graph_gives_the_golden_outputs_and_the_table_their_parts(self):
        card = json.loads((HERE / "screening.json").read_text())
        golden = json.loads((HERE / "golden.json").read_text())
        self.assertEqual(golden["model_sha256"], card["model"]["sha256"])
        rows = np.array([row["inputs"] for row in golden["rows"]], dtype=float)
        outputs = [row["output"] for row in golden["rows"]]
        session = files.session((HERE / "model.onnx").read_bytes())
        self.assertEqual(session.run(["log_odds"], {"inputs": rows})[0][:, 0].tolist(), outputs)
        parts = card["form"]["intercept"] + sum(
            np.array(of["points"])[np.searchsorted(of["edges"], rows[:, index], side="right")]
            for index, of in enumerate(card["features"])
        )
        self.assertEqual((parts / card["form"]["unit"]).tolist(), outputs)

    def test_golden_claims_have_these_features(self):
        golden = json.loads((HERE / "golden-claims.json").read_text())
        self.assertEqual(golden["features"], NAMES)
        history = History()
        for each in golden["claims"]:
            of = each["claim"]
            read = Claim(**{**of, "lines": [Line(**each) for each in of["lines"]]})
            self.assertEqual(as_json(read), of)
            self.assertEqual(history.next(read), each["features"])

    def test_it_says_that_it_is_simulated_and_no_worker_loads_it(self):
        card = json.loads((HERE / "screening.json").read_text())
        self.assertEqual(card["evidence"], "simulation")
        self.assertIn("SIMULATED", card["title"])
        self.assertIn("SIMULATED", (HERE / "CARD.md").read_text()[:200])
        self.assertFalse((HERE / "card.json").exists())
        self.assertEqual([of["name"] for of in card["features"]], NAMES)


if __name__ == "__main__":
    unittest.main()
