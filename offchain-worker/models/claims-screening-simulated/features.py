# SPDX-License-Identifier: Apache-2.0
"""What the model reads of one claim. All of it are whole numbers, none below zero, and higher is always more unusual;
who computes them from the same claims in the same order gets the same numbers.

What the insurer's worker needs: the claim; the plan's prices, its pairs `notBeside` and the amount from which it
reviews; its own notes of a benefit (`group`, `minutes`); and **the past**: all claims that were filed with it before
this one, as they were filed, in the order of filing. Nobody's label is read.

Words of the definitions, beside those of pallets/adjudication:

- A division rounds down. `K` is 20: so many of everybody's lines are mixed into a provider's own, so that a provider
  of whom little is known counts as everybody.
- *value* of lines: the sum of plan's price × units. *total*: the sum of charges.
- A line's *day* is its first day; its *weekday* is 0 for a Monday. Its *delay* is `recorded` less its last day, never
  below 0.
- "of the group" is of all lines whose benefit has the same group.
- Where a divisor is 0, there are no peers yet: the value is `neutral`.
- No value is above 99,999.
"""

from typing import NamedTuple

from plan import BENEFITS, NOT_BESIDE, REVIEW_AMOUNT, wholes

K = 20
# Days: parts of one whole, repeats, pieces of a claim, a person's recent past, entered late, entered for the filing.
PARTS_WITHIN, REPEAT_WITHIN, PIECES_WITHIN, RECENT, LATE, FOR_FILING = 7, 14, 14, 90, 3, 2
LARGEST = 99_999


class Feature(NamedTuple):
    name: str
    unit: str
    title: str
    neutral: int
    definition: str


FEATURES = [
    Feature("charge_to_price", "%", "charge against the plan's prices", 100,
        "100 × total / value of the claim"),
    Feature("charge_to_peers", "%", "charge of a benefit against all providers", 100,
        "greatest of the lines: 100 × charge × U / (units × C), where U and C are units and charges of all past lines "
        "of the benefit"),
    Feature("level", "%", "dearness of what was done, against its group", 100,
        "greatest of the groups in the claim: 100 × value × U / (units × V), where value and units are the claim's "
        "in the group, V and U those of all past lines of the group"),
    Feature("provider_level", "%", "dearness of what the provider does, against its group", 100,
        "greatest of the groups in the claim: 100 × (v × U + K × V) / ((u + K) × V), where v and u are value and "
        "units of the provider's past lines of the group, V and U everybody's"),
    Feature("lines_a_day", "{line}", "lines on one day", 0,
        "greatest number of the claim's lines with one day"),
    Feature("parts", "{benefit}", "parts of one whole, charged one by one", 0,
        "greatest of the claim's lines and of the wholes (benefits with two partners or more in `notBeside`) that "
        "have the line's benefit as a partner: how many different partners of the whole there are, within 7 days "
        "before or after the line's day, among the claim's lines and the past lines of the person and provider"),
    Feature("provider_parts", "{claim}/1000", "how often the provider charges parts one by one", 0,
        "1,000 × (p × N + K × P) / ((n + K) × N), where n and N are the provider's and everybody's past claims, and p "
        "and P those of them whose `parts` were 2 or more"),
    Feature("repeat", "%", "a repeat, of what is seldom repeated", 0,
        "greatest of the lines that repeat: 100 - 100 × R / L, where L are the past lines of the benefit and R those "
        "of them that repeated when they were filed. A line repeats if there is a past line of the person, provider, "
        "benefit and units, within 14 days before or after its day. A benefit without past lines counts as R / L = 0"),
    Feature("repeat_same", "{line}", "lines repeated at exactly the same charge", 0,
        "how many of the lines repeat, and at least one such past line has the same charge"),
    Feature("day_minutes", "min", "work that the provider charged for one day", 0,
        "greatest of the claim's days: minutes × units of the claim's lines and of the provider's past lines of that "
        "day, of whatever person"),
    Feature("day_to_own", "%", "work of that day against the provider's other days", 100,
        "the same, of the days: 100 × minutes of the day × (d + K) × D / (m × D + K × M), where m and d are the "
        "minutes of the provider's past lines and on how many days they are, and M and D the sums of both over all "
        "providers"),
    Feature("rare_weekday", "%", "a day of the week on which the provider is seldom seen", 0,
        "greatest of the lines: 100 less 700 × (w + 2) / (n + 14), never below 0, where n are the provider's past "
        "lines and w those on the line's weekday"),
    Feature("concentration", "%", "how much of the provider's work is one benefit", 0,
        "greatest of the lines: 100 × (b × G + K × B) / ((g + K) × G) less 100 × B / G, never below 0, where b and g "
        "are the provider's past lines of the benefit and of its group, and B and G everybody's"),
    Feature("visits", "d", "days of the person at the provider within 90 days", 0,
        "how many different days the claim's lines and the past lines of the person and provider have, from 89 days "
        "before the claim's last day up to that day"),
    Feature("visits_to_peers", "%", "the same, against others of the group", 100,
        "100 × `visits` × n / s, where n are all past claims whose first line was of the same group as this one's, "
        "and s the sum of their `visits`"),
    Feature("units_to_peers", "%", "units of one benefit within 90 days, against others", 100,
        "greatest of the lines: 100 × r × L / S, where r is the line's *recent units*: units of the person's past "
        "lines, at whatever provider, and of the claim's lines, of the benefit, from 89 days before the line's day up "
        "to it; L are all past lines of the benefit and S the sum of their recent units"),
    Feature("elsewhere", "{provider}", "other providers on the same day", 0,
        "greatest of the days: how many other providers have a past line of the person on that day"),
    Feature("entry_delay", "d", "days from the service to the entry of its record", 0,
        "greatest delay of the lines"),
    Feature("entry_to_own", "d", "the same, beyond the provider's own habit", 0,
        "`entry_delay` less (s × N + K × S) / ((n + K) × N), never below 0, where s and n are the delays and number "
        "of the provider's past lines, and S and N everybody's; before all past lines 0"),
    Feature("entered_together", "d", "days whose records were entered late and on one day", 0,
        "greatest, over the days of entry, of how many different days the claim's lines have that were entered then "
        "with a delay of 3 days or more"),
    Feature("entered_for_filing", "d", "how late a record was entered that was entered just before the filing", 0,
        "greatest delay of the lines that were entered at most 2 days before the claim was filed; else 0"),
    Feature("below_amount", "%", "how near the claim is below the amount that is reviewed", 0,
        "100 × total / the amount, if that is below 100; else 0"),
    Feature("pieces", "%", "what was filed in pieces, of the amount that is reviewed", 0,
        "if the total is below the amount, and past claims of the person and provider were filed at most 14 days "
        "before this one: 100 × the sum of their totals and this one's / the amount; else 0"),
    Feature("denied", "1", "the holder denied that care was given", 0,
        "1 if so, else 0"),
    Feature("provider_denied", "{claim}/1000", "how often holders deny the provider's care", 0,
        "1,000 × (p × N + K × P) / ((n + K) × N), where n and N are the provider's and everybody's past claims, and p "
        "and P those of them that were denied"),
]
NAMES = [feature.name for feature in FEATURES]
NEUTRAL = {feature.name: feature.neutral for feature in FEATURES}
WHOLES = wholes(NOT_BESIDE)
