# SPDX-License-Identifier: Apache-2.0
"""What drawn operators may do to whoever asks, and what may be done to them: each attack on the running chain. Played
after the steps of the field, with their patients and models; each step stands alone."""

from .attacks import Attacks
from .hands import Hands
from .money import Money
from .outages import Outages
from .readers import Readers
from .tells import Tells
from .timing import Timing

PARTS = (Attacks, Outages, Money, Tells, Timing, Hands, Readers)


class Quorum(*PARTS):
    def steps(self):
        return sorted((step for part in PARTS for step in part.steps(self)), key=lambda step: step[0])
