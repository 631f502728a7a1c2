# SPDX-License-Identifier: Apache-2.0
"""SIMULATED: eight patterns of fraud or abuse, each planted into honest claims of a few providers.

How strongly a provider does it is drawn between 0 (seldom, and hidden) and 1 (often, and openly), evenly. These
strengths were set before the first measurement, and are made up: no publication tells how strong such patterns are.
They were set so that each pattern has some 1 to 6 of 1,000 claims, and that the rules of pallets/adjudication would
refuse hardly any of what is planted. PATTERNS tells where each is described.
"""

from dataclasses import replace
from typing import NamedTuple

from habits import DAYS
from plan import BENEFITS, MAX_LINES, NOT_BESIDE, REVIEW_AMOUNT, wholes

# A provider of fewer claims than this does none of it.
LEAST_CLAIMS = 60
# The next dearer benefit of the same kind.
DEARER = {1: 2, 2: 3, 6: 7, 20: 21}


def share(low, high, strength):
    return low + (high - low) * strength


def planted(claim, pattern, **changes):
    return replace(claim, pattern=pattern, **changes)


def upcoding(draw, provider, claims, strength):
    """Some visits are charged as the next longer kind."""
    found = []
    for claim in claims:
        fits = any(line.benefit in DEARER for line in claim.lines)
        if fits and draw.random() < share(0.08, 0.40, strength):
            claim = planted(claim, "upcoding", lines=[raised(line) for line in claim.lines])
        found.append(claim)
    return found


def raised(line):
    """The next dearer benefit, at the same level of charges."""
    if line.benefit not in DEARER:
        return line
    dearer = DEARER[line.benefit]
    charge = round(line.charge * BENEFITS[dearer].price / BENEFITS[line.benefit].price)
    return line._replace(benefit=dearer, charge=charge)


def unbundling(draw, provider, claims, strength):
    """A whole is charged as its parts; where it is hidden, on several days."""
    found = []
    for claim in claims:
        fits = any(line.benefit in WHOLES for line in claim.lines)
        if fits and draw.random() < share(0.4, 0.9, strength):
            spread = draw.random() > strength
            lines = [part for line in claim.lines for part in parts_of(line, spread, claim.filed)]
            # A claim of more lines would be refused as a whole.
            if len(lines) <= MAX_LINES:
                claim = planted(claim, "unbundling", lines=lines)
        found.append(claim)
    return found


WHOLES = wholes(NOT_BESIDE)


def parts_of(line, spread, filed):
    if line.benefit not in WHOLES:
        return [line]
    level = line.charge / BENEFITS[line.benefit].price
    found = []
    for number, part in enumerate(sorted(WHOLES[line.benefit])):
        # Two days apart, as far as the day of filing allows.
        day = min(line.first + 2 * number, filed) if spread else line.first
        charge = round(BENEFITS[part].price * level)
        visit = line.visit + 100 * number if spread else line.visit
        found.append(line._replace(benefit=part, charge=charge, first=day, last=day, visit=visit,
                                   recorded=max(day, line.recorded)))
    return found


def phantom(draw, provider, claims, strength):
    """Care that was not given: earlier claims of real patients are made up anew for other days. Where it is done
    boldly, on days when the provider does not work. Holders notice and deny about one in seven."""
    added = []
    for claim in chosen(draw, claims, share(0.05, 0.20, strength)):
        day = int(draw.integers(DAYS))
        while day % 7 not in provider.workdays and draw.random() > strength:
            day += 1
        added.append(planted(moved(claim, day), "phantom", denied=bool(draw.random() < 0.15)))
    return claims + added


def chosen(draw, claims, part):
    """At least one."""
    count = max(1, round(len(claims) * part))
    return [claims[int(index)] for index in draw.choice(len(claims), size=count, replace=False)]


def moved(claim, day, later=0):
    """The same claim with its first service on that day, and all else as far apart as before; filed so much later."""
    by = day - min(line.first for line in claim.lines)
    lines = [
        line._replace(first=line.first + by, last=line.last + by, recorded=line.recorded + by) for line in claim.lines
    ]
    return replace(claim, lines=lines, filed=claim.filed + by + later)


def duplicate(draw, provider, claims, strength):
    """What was charged is charged again as another visit, some days apart so that the rules see no overlap, and filed
    later. Where it is hidden, the charge is changed a little."""
    added = []
    for claim in chosen(draw, claims, share(0.05, 0.20, strength)):
        # Away from all days of the claim itself, or it would overlap.
        apart = max(line.last for line in claim.lines) - min(line.first for line in claim.lines)
        day = min(line.first for line in claim.lines) + apart + int(draw.integers(1, 8))
        again = moved(claim, day, later=int(draw.integers(5, 41)))
        if draw.random() > strength:
            level = 1 + 0.03 * draw.random()
            again.lines = [line._replace(charge=round(line.charge * level)) for line in again.lines]
        added.append(planted(again, "duplicate"))
    return claims + added


def impossible_days(draw, provider, claims, strength):
    """On a few days the provider charges more visits of its patients than a day has room for."""
    added = []
    for _ in range(2 + round(2 * strength)):
        day = int(draw.integers(DAYS))
        while day % 7 not in provider.workdays:
            day += 1
        count = min(len(claims), 5 + round(9 * strength))
        for index in draw.choice(len(claims), size=count, replace=False):
            claim = claims[int(index)]
            one = replace(claim, lines=[line for line in claim.lines if line.visit == claim.lines[0].visit])
            added.append(planted(moved(one, day), "impossible_days"))
    return claims + added


def concentration(draw, provider, claims, strength):
    """One benefit again and again for a few patients, who need it once."""
    benefit = {"laboratory": 12, "general": 5, "therapist": 20, "specialist": 10}[provider.kind]
    added = []
    for claim in some_persons(draw, claims, 3 + round(5 * strength)):
        sample = claim.lines[0]
        charge = round(BENEFITS[benefit].price * sample.charge / (BENEFITS[sample.benefit].price * sample.units))
        day = sample.first
        for _ in range(int(draw.integers(4, 6 + round(6 * strength)))):
            day += int(draw.integers(3, 10))
            line = sample._replace(
                benefit=benefit, units=1, charge=charge, first=day, last=day, visit=0,
                recorded=day + sample.recorded - sample.last,
            )
            filed = day + claim.filed - sample.last
            added.append(planted(claim, "concentration", lines=[line], filed=filed))
    return claims + added


def some_persons(draw, claims, count):
    """A claim of each of so many patients."""
    last = {}
    for claim in claims:
        last[claim.person] = claim
    persons = sorted(last)
    picked = draw.choice(len(persons), size=min(count, len(persons)), replace=False)
    return [last[persons[int(index)]] for index in picked]


def split(draw, provider, claims, strength):
    """A claim that a person would have to review is filed as two or more that nobody has to."""
    found = []
    for claim in claims:
        whole = claim.total >= REVIEW_AMOUNT
        pieces = in_pieces(claim) if whole else None
        if pieces and draw.random() < share(0.5, 1.0, strength):
            # Boldly on the same day, else some days apart.
            gap = 0 if draw.random() < strength else int(draw.integers(1, 8))
            found += [
                planted(claim, "split", lines=lines, filed=max(claim.filed, last_day(lines)) + number * gap)
                for number, lines in enumerate(pieces)
            ]
        else:
            found.append(claim)
    return found


def last_day(lines):
    return max(max(line.last, line.recorded) for line in lines)


def in_pieces(claim):
    """Lines, or units of lines, packed in order so that each piece stays below the amount; nothing if that can't be."""
    pieces = [[]]
    for line in [part for line in claim.lines for part in by_unit(line)]:
        if line.charge >= REVIEW_AMOUNT:
            return None
        # The rules refuse one benefit twice on a day.
        same = any(other.benefit == line.benefit and other.first == line.first for piece in pieces for other in piece)
        if same:
            day = line.first + 1
            line = line._replace(first=day, last=day, visit=line.visit + 100, recorded=max(day, line.recorded))
        if sum(other.charge for other in pieces[-1]) + line.charge >= REVIEW_AMOUNT:
            pieces.append([])
        pieces[-1].append(line)
    return pieces


def late_entry(draw, provider, claims, strength):
    """Records are written long after the service, just before the claim is filed."""
    found = []
    for claim in claims:
        if draw.random() < share(0.06, 0.30, strength):
            last = max(line.last for line in claim.lines)
            filed = max(claim.filed, last + int(draw.integers(8, 20 + round(50 * strength))))
            recorded = filed - int(draw.integers(0, 2))
            lines = [line._replace(recorded=recorded) for line in claim.lines]
            claim = planted(claim, "late_entry", lines=lines, filed=filed)
        found.append(claim)
    return found


def by_unit(line):
    """A line that alone is above the amount, by its units."""
    if line.charge < REVIEW_AMOUNT:
        return [line]
    each, rest = divmod(line.charge, line.units)
    return [line._replace(units=1, charge=each + (rest if unit == 0 else 0)) for unit in range(line.units)]


class Pattern(NamedTuple):
    plant: object
    title: str
    kinds: tuple[str, ...]
    providers: int
    source: str


THORNTON = "Thornton D, Brinkhuis M, Amrit C, Aly R. Categorizing and describing the types of fraud in healthcare. " \
    "Procedia Computer Science 2015;64:713-720"
PATTERNS = {
    "upcoding": Pattern(upcoding, "a dearer service than was given", ("general", "specialist", "therapist"), 8,
        "Bauder R, Khoshgoftaar TM, Seliya N. A survey on the state of healthcare upcoding fraud analysis and "
        "detection. Health Services and Outcomes Research Methodology 2017;17:31-55"),
    "unbundling": Pattern(unbundling, "parts of a whole charged one by one", ("specialist", "laboratory"), 8,
        "US General Accounting Office. Medicare claims: commercial technology could save billions lost to billing "
        "abuse. GAO/AIMD-95-135, 1995"),
    "phantom": Pattern(phantom, "care that was not given", ("general", "specialist", "dentist", "therapist"), 8,
        THORNTON),
    "duplicate": Pattern(duplicate, "the same charged again as another visit",
        ("general", "specialist", "dentist", "clinic"), 8,
        "Li J, Huang KY, Jin J, Shi J. A survey on statistical methods for health care fraud detection. Health Care "
        "Management Science 2008;11:275-287"),
    "impossible_days": Pattern(impossible_days, "more than a day has room for", ("general", "specialist", "therapist"),
        8, "Fang H, Gong Q. Detecting potential overbilling in Medicare reimbursement via hours worked. American "
        "Economic Review 2017;107:562-591"),
    "concentration": Pattern(concentration, "one benefit again and again",
        ("laboratory", "general", "therapist", "specialist"), 8,
        "US Department of Health and Human Services, Office of Inspector General. Questionable billing for Medicare "
        "Part B clinical laboratory services. OEI-03-11-00730, 2014"),
    "split": Pattern(split, "split to stay below the amount that is reviewed", ("dentist", "clinic"), 8,
        "Congressional Research Service. Misuse of government purchase cards. R46106, 2019: of purchases, not of "
        "care; no publication on health insurance was found that describes it"),
    "late_entry": Pattern(late_entry, "records written long after, for the claim",
        ("general", "specialist", "dentist", "therapist", "clinic"), 6,
        "US Centers for Medicare & Medicaid Services. Medicare Program Integrity Manual, chapter 3, section 3.3.2.5, "
        "amendments, corrections and delayed entries in medical documentation"),
}


def plant_all(claims, everybody, draw, names=tuple(PATTERNS)):
    """Every pattern into claims of its own providers: no provider has two. What is left as it was is labelled
    honest."""
    by_provider = {}
    for claim in claims:
        by_provider.setdefault(claim.provider, []).append(claim)
    free = [provider for provider in everybody if len(by_provider.get(provider.number, [])) >= LEAST_CLAIMS]
    for name in names:
        pattern = PATTERNS[name]
        able = [provider for provider in free if provider.kind in pattern.kinds and suits(name, by_provider, provider)]
        picked = draw.choice(len(able), size=min(pattern.providers, len(able)), replace=False)
        for index in sorted(picked.tolist()):
            provider = able[index]
            free.remove(provider)
            strength = float(draw.random())
            by_provider[provider.number] = pattern.plant(draw, provider, by_provider[provider.number], strength)
    return [claim for of in by_provider.values() for claim in of]


def suits(name, by_provider, provider):
    """A provider that has nothing to split or take apart does neither."""
    of = by_provider[provider.number]
    if name == "split":
        return sum(claim.total >= REVIEW_AMOUNT and in_pieces(claim) is not None for claim in of) >= 5
    if name == "unbundling":
        return sum(line.benefit in WHOLES for claim in of for line in claim.lines) >= 10
    return True
