# SPDX-License-Identifier: Apache-2.0
"""A claim as the insurer's worker sees it once the rules have judged it. Days are whole numbers; day 0 is a Monday."""

from dataclasses import asdict, dataclass
from typing import NamedTuple


class Line(NamedTuple):
    """As in pallets/adjudication; `recorded` is the day on which the earliest record that proves it was entered."""

    benefit: int
    units: int
    charge: int
    first: int
    last: int
    visit: int
    recorded: int


@dataclass
class Claim:
    """`person` is a policy and a beneficiary's number together. `denied`: the holder denied that care was given.
    `pattern` is the simulation's label, which no feature reads: an empty text is honest."""

    person: int
    provider: int
    filed: int
    lines: list[Line]
    denied: bool = False
    pattern: str = ""

    @property
    def total(self):
        return sum(line.charge for line in self.lines)


def as_json(claim):
    """For golden files; without the label."""
    found = asdict(claim)
    del found["pattern"]
    return {**found, "lines": [line._asdict() for line in claim.lines]}


def in_order(claims):
    """As they come to the insurer: by the day of filing. Of one day, as they are listed."""
    return sorted(claims, key=lambda claim: claim.filed)
