# SPDX-License-Identifier: Apache-2.0
"""Patients' rights that nobody can switch off, on the running chain. Played after the steps of the quorum; each step has
people of its own and stands alone."""

from .emergency import Emergency
from .ended import Ended
from .guardians import Guardians
from .members import Members
from .purposes import Purposes
from .records import Records
from .root import Root
from .sponsors import Sponsors

PARTS = (Emergency, Ended, Guardians, Members, Purposes, Records, Root, Sponsors)


class Rights(*PARTS):
    def steps(self):
        return sorted((step for part in PARTS for step in part.steps(self)), key=lambda step: step[0])
