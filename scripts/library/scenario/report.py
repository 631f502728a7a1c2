# SPDX-License-Identifier: Apache-2.0
"""The scenario as a timeline on the terminal and as JSON."""

import json
import sys
import time

from network import SLOWNESS


class Report:
    def __init__(self, network):
        self.network, self.steps = network, []
        colours = sys.stdout.isatty()
        self.green, self.red, self.bold, self.plain = (
            ("\033[32m", "\033[31m", "\033[1m", "\033[0m") if colours else ("",) * 4
        )

    def head(self):
        print(f"{self.bold}{'step':<42} {'who':<12} {'block':>6} {'seconds':>8}  {'':<4}observed{self.plain}")

    def step(self, name, who, expected, play):
        """Plays one step; `play` returns what was observed, and an exception is an observation too."""
        if SLOWNESS > 1:
            print(f"{time.strftime('%H:%M:%S')} {name} begins", flush=True)
        began = time.monotonic()
        try:
            observed, ok = play(), True
        except Exception as failure:
            observed, ok = f"{type(failure).__name__}: {failure}", False
        seconds = round(time.monotonic() - began, 2)
        try:
            block = self.network.block()
        except Exception:
            block = None
        self.steps.append(
            {"name": name, "who": who, "expected": expected, "observed": observed, "ok": ok,
             "block": block, "seconds": seconds}
        )
        mark = f"{self.green}ok{self.plain}  " if ok else f"{self.red}NO{self.plain}  "
        print(f"{name:<42} {who:<12} {block if block is not None else '-':>6} {seconds:>8.2f}  {mark}{observed}", flush=True)
        return ok

    def write(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.steps, indent=2) + "\n")

    def good(self):
        return bool(self.steps) and all(step["ok"] for step in self.steps)
