# SPDX-License-Identifier: Apache-2.0
"""What an insurer promises, and what it pays, on the running chain: in development money, which is worth nothing.
Played after the patients' rights; each step has an insurer and people of its own and stands alone."""

from .funded import Funded
from .submitted import Submitted

PARTS = (Funded, Submitted)


class Claims(*PARTS):
    def steps(self):
        return sorted((step for part in PARTS for step in part.steps(self)), key=lambda step: step[0])
