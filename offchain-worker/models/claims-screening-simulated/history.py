# SPDX-License-Identifier: Apache-2.0
"""The past of an insurer's claims, as running sums, and the features of the next one: features.py says what each is."""

from collections import Counter, defaultdict

from features import (
    FOR_FILING, K, LARGEST, LATE, NAMES, NEUTRAL, PARTS_WITHIN, PIECES_WITHIN, RECENT, REPEAT_WITHIN, WHOLES,
)
from plan import BENEFITS, REVIEW_AMOUNT

# Of a benefit, the wholes that it is a part of.
WHOLES_OF = {number: [parts for parts in WHOLES.values() if number in parts] for number in BENEFITS}


class Sums:
    """Of some lines: number, units, value, minutes, delays; of some claims: number, with parts, denied."""

    __slots__ = ("lines", "units", "value", "charge", "minutes", "days", "delay", "claims", "parts", "denied")

    def __init__(self):
        for name in self.__slots__:
            setattr(self, name, 0)


def ratio(over, under, name):
    return over // under if under else NEUTRAL[name]


class History:
    def __init__(self):
        self.all = Sums()
        self.provider = defaultdict(Sums)
        self.group, self.of_group = defaultdict(Sums), defaultdict(Sums)
        self.benefit, self.of_benefit = defaultdict(Sums), Counter()
        self.weekday, self.day = Counter(), Counter()
        self.repeated, self.recent_units = Counter(), Counter()
        self.visits, self.visit_claims = Counter(), Counter()
        self.worked = set()
        # Of a person: day, provider, benefit, units, charge of each past line. Of a person and provider: day of
        # filing and total of each past claim.
        self.person, self.filed = defaultdict(list), defaultdict(list)

    def next(self, claim):
        """The claim's features, in the order of FEATURES; then it is past."""
        past = self.person[claim.person]
        here = [line for line in past if line[1] == claim.provider]
        recent = [recent_units(line, claim.lines, past) for line in claim.lines]
        found = {}
        self.of_charges(claim, found)
        self.of_groups(claim, found)
        self.of_parts(claim, here, found)
        repeats = self.of_repeats(claim, here, found)
        self.of_days(claim, found)
        self.of_use(claim, here, past, recent, found)
        self.of_entries(claim, found)
        self.of_amount(claim, found)
        found["denied"] = int(claim.denied)
        found["provider_denied"] = self.share_of_claims(claim.provider, "denied")
        self.enter(claim, recent, repeats, found)
        return [min(found[name], LARGEST) for name in NAMES]

    def of_charges(self, claim, found):
        found["charge_to_price"] = ratio(100 * claim.total, value_of(claim.lines), "charge_to_price")
        found["charge_to_peers"] = max(
            ratio(100 * line.charge * of.units, line.units * of.charge, "charge_to_peers")
            for line in claim.lines
            for of in [self.benefit[line.benefit]]
        )

    def of_groups(self, claim, found):
        groups = defaultdict(list)
        for line in claim.lines:
            groups[BENEFITS[line.benefit].group].append(line)
        levels, own_levels = [], []
        for group, lines in groups.items():
            everybody, own = self.group[group], self.of_group[claim.provider, group]
            units = sum(line.units for line in lines)
            levels.append(ratio(100 * value_of(lines) * everybody.units, units * everybody.value, "level"))
            over = 100 * (own.value * everybody.units + K * everybody.value)
            own_levels.append(ratio(over, (own.units + K) * everybody.value, "provider_level"))
        found["level"], found["provider_level"] = max(levels), max(own_levels)
        shares = []
        for line in claim.lines:
            group = BENEFITS[line.benefit].group
            everybody, own = self.group[group].lines, self.of_group[claim.provider, group].lines
            of_all, of_own = self.benefit[line.benefit].lines, self.of_benefit[claim.provider, line.benefit]
            if everybody:
                share = 100 * (of_own * everybody + K * of_all) // ((own + K) * everybody)
                shares.append(max(0, share - 100 * of_all // everybody))
        found["concentration"] = max(shares, default=NEUTRAL["concentration"])

    def of_parts(self, claim, here, found):
        found["lines_a_day"] = max(Counter(line.first for line in claim.lines).values())
        charged = [(line.first, line.benefit) for line in claim.lines] + [(line[0], line[2]) for line in here]
        most = 0
        for line in claim.lines:
            for parts in WHOLES_OF[line.benefit]:
                near = {benefit for day, benefit in charged
                        if benefit in parts and abs(day - line.first) <= PARTS_WITHIN}
                most = max(most, len(near))
        found["parts"] = most
        found["provider_parts"] = self.share_of_claims(claim.provider, "parts")

    def share_of_claims(self, provider, name):
        own, everybody = self.provider[provider], self.all
        over = 1000 * (getattr(own, name) * everybody.claims + K * getattr(everybody, name))
        return ratio(over, (own.claims + K) * everybody.claims, f"provider_{name}")

    def of_repeats(self, claim, here, found):
        repeats, rarest, same = [], 0, 0
        for line in claim.lines:
            charges = [
                charge for day, _, benefit, units, charge in here
                if benefit == line.benefit and units == line.units and abs(day - line.first) <= REPEAT_WITHIN
            ]
            repeats.append(bool(charges))
            if charges:
                lines = self.benefit[line.benefit].lines
                rarest = max(rarest, 100 - 100 * self.repeated[line.benefit] // lines if lines else 100)
                same += line.charge in charges
        found["repeat"], found["repeat_same"] = rarest, same
        return repeats

    def of_days(self, claim, found):
        minutes = Counter()
        for line in claim.lines:
            minutes[line.first] += minutes_of(line)
        own, everybody = self.provider[claim.provider], self.all
        of_day = {day: self.day[claim.provider, day] + count for day, count in minutes.items()}
        most = max(of_day.values())
        found["day_minutes"] = most
        over = 100 * most * (own.days + K) * everybody.days
        found["day_to_own"] = ratio(over, own.minutes * everybody.days + K * everybody.minutes, "day_to_own")
        found["rare_weekday"] = max(
            max(0, 100 - 700 * (self.weekday[claim.provider, day % 7] + 2) // (own.lines + 14)) for day in minutes
        )

    def of_use(self, claim, here, past, recent, found):
        days = {line.first for line in claim.lines}
        end = max(days)
        near = {day for day in days | {line[0] for line in here} if end - RECENT < day <= end}
        found["visits"] = len(near)
        group = BENEFITS[claim.lines[0].benefit].group
        over = 100 * len(near) * self.visit_claims[group]
        found["visits_to_peers"] = ratio(over, self.visits[group], "visits_to_peers")
        found["units_to_peers"] = max(
            ratio(100 * units * self.benefit[line.benefit].lines, self.recent_units[line.benefit], "units_to_peers")
            for line, units in zip(claim.lines, recent)
        )
        others = {(line[0], line[1]) for line in past if line[1] != claim.provider and line[0] in days}
        found["elsewhere"] = max(Counter(day for day, _ in others).values(), default=0)

    def of_entries(self, claim, found):
        delays = [delay_of(line) for line in claim.lines]
        own, everybody = self.provider[claim.provider], self.all
        usual = (own.delay * everybody.lines + K * everybody.delay) // ((own.lines + K) * everybody.lines) \
            if everybody.lines else max(delays)
        found["entry_delay"] = max(delays)
        found["entry_to_own"] = max(0, max(delays) - usual)
        together = defaultdict(set)
        for line, delay in zip(claim.lines, delays):
            if delay >= LATE:
                together[line.recorded].add(line.first)
        found["entered_together"] = max(map(len, together.values()), default=0)
        found["entered_for_filing"] = max(
            (delay for line, delay in zip(claim.lines, delays) if claim.filed - line.recorded <= FOR_FILING), default=0
        )

    def of_amount(self, claim, found):
        whole = claim.total >= REVIEW_AMOUNT
        found["below_amount"] = 0 if whole else 100 * claim.total // REVIEW_AMOUNT
        near = [
            total for filed, total in self.filed[claim.person, claim.provider] if claim.filed - filed <= PIECES_WITHIN
        ]
        found["pieces"] = 100 * (claim.total + sum(near)) // REVIEW_AMOUNT if near and not whole else 0

    def enter(self, claim, recent, repeats, found):
        provider = claim.provider
        for line, units, repeat in zip(claim.lines, recent, repeats):
            benefit = BENEFITS[line.benefit]
            new = (provider, line.first) not in self.worked
            self.worked.add((provider, line.first))
            for sums in (
                self.all, self.provider[provider], self.group[benefit.group],
                self.of_group[provider, benefit.group], self.benefit[line.benefit],
            ):
                sums.lines += 1
                sums.units += line.units
                sums.value += benefit.price * line.units
                sums.charge += line.charge
                sums.minutes += minutes_of(line)
                sums.days += new
                sums.delay += delay_of(line)
            self.of_benefit[provider, line.benefit] += 1
            self.weekday[provider, line.first % 7] += 1
            self.day[provider, line.first] += minutes_of(line)
            self.recent_units[line.benefit] += units
            self.repeated[line.benefit] += repeat
            self.person[claim.person].append((line.first, provider, line.benefit, line.units, line.charge))
        for sums in (self.all, self.provider[provider]):
            sums.claims += 1
            sums.parts += found["parts"] >= 2
            sums.denied += claim.denied
        group = BENEFITS[claim.lines[0].benefit].group
        self.visits[group] += found["visits"]
        self.visit_claims[group] += 1
        self.filed[claim.person, provider].append((claim.filed, claim.total))


def value_of(lines):
    return sum(BENEFITS[line.benefit].price * line.units for line in lines)


def minutes_of(line):
    return BENEFITS[line.benefit].minutes * line.units


def delay_of(line):
    return max(0, line.recorded - line.last)


def recent_units(line, lines, past):
    """Units of the person and benefit in the days before the line's and on it, its own with them."""
    near = lambda day: line.first - RECENT < day <= line.first
    found = sum(other.units for other in lines if other.benefit == line.benefit and near(other.first))
    return found + sum(units for day, _, benefit, units, _ in past if benefit == line.benefit and near(day))
