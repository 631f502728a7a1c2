# SPDX-License-Identifier: Apache-2.0
"""What an insurer promises, and what it pays, on the running chain: in development money, which is worth nothing.
Played after the patients' rights; each step has an insurer and people of its own and stands alone. The last one
searches what those before it left behind."""

from .care_paid import CarePaid
from .funded import Funded
from .part import Part
from .replayed import Replayed
from .reversed import Reversed
from .second_insurer import SecondInsurer
from .silent import Silent
from .submitted import Submitted
from .unfunded import Unfunded
from .unreadable import Unreadable

PARTS = (Funded, Submitted, CarePaid, Part, Replayed, Silent, SecondInsurer, Unfunded, Reversed, Unreadable)


class Claims(*PARTS):
    def steps(self):
        return sorted((step for part in PARTS for step in part.steps(self)), key=lambda step: step[0])
