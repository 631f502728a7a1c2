# SPDX-License-Identifier: Apache-2.0
"""Bad input: each case gets a clear, specific error, and nothing changes. Played after the main scenario, on its
network: the real node and three workers. Each step stands alone after the first."""

from .calls import Calls
from .documents import Documents
from .models import Models
from .reach import Reach
from .roles import Roles

PARTS = (Calls, Documents, Models, Reach, Roles)


class BadInput(*PARTS):
    def steps(self):
        people = ("bad/01-people", "clinic", "two patients, a locum, a member: all registered", self.people)
        parts = [step for part in PARTS for step in part.steps(self)]
        return sorted([people, *parts], key=lambda step: step[0])
