# SPDX-License-Identifier: Apache-2.0
"""What every bench prints and writes: rows of name, value, unit, peer, ratio, goal, ok."""

import json
import sys


def row(name, value, unit, peer=None, base=None, at_most=None, at_least=None):
    """`base` is the peer's value in the same run; the goal is the largest, or the least, ratio to it."""
    ratio = value / base if base else None
    goal, ok = None, None
    if at_most is not None:
        goal, ok = f"<= {at_most:g}", ratio is not None and ratio <= at_most
    elif at_least is not None:
        goal, ok = f">= {at_least:g}", ratio is not None and ratio >= at_least
    return {
        "name": name, "value": value, "unit": unit, "peer": peer,
        "ratio": None if ratio is None else round(ratio, 3), "goal": goal, "ok": ok,
    }


def within(name, value, unit, peer=None, least=None, most=None):
    """A value with a goal of its own, where no ratio says anything."""
    goal = None
    if least is not None and most is not None:
        goal = f"{least:g}-{most:g}"
    elif least is not None:
        goal = f">= {least:g}"
    elif most is not None:
        goal = f"<= {most:g}"
    ok = (least is None or value >= least) and (most is None or value <= most)
    return {
        "name": name, "value": value, "unit": unit, "peer": peer,
        "ratio": None, "goal": goal, "ok": ok if goal else None,
    }


def show(rows):
    green, red, bold, plain = ("\033[32m", "\033[31m", "\033[1m", "\033[0m") if sys.stdout.isatty() else ("",) * 4
    print(f"{bold}{'name':<60} {'value':>12} {'unit':<6} {'peer':<44} {'ratio':>7} {'goal':>9}{plain}")
    for entry in rows:
        ratio = "" if entry["ratio"] is None else f"{entry['ratio']:.3f}"
        mark = {None: "", True: f"  {green}ok{plain}", False: f"  {red}NO{plain}"}[entry["ok"]]
        print(f"{entry['name']:<60} {entry['value']:>12,} {entry['unit']:<6} {entry['peer'] or '':<44} {ratio:>7} {entry['goal'] or '':>9}{mark}")


def missed(rows):
    """Names what missed its goal; the exit status."""
    names = [entry["name"] for entry in rows if entry["ok"] is False]
    if names:
        print(f"missed: {', '.join(names)}", file=sys.stderr)
    return 1 if names else 0


def write(rows, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, indent=2) + "\n")
