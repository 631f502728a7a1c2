# SPDX-License-Identifier: Apache-2.0
"""How many bytes of the chain's state one patient takes: how they grow, and how they go."""

import sys

from node import Part, bench
from rows import row

QUARTER = 25
# The last quarter of the records beside the first: growth is linear.
MOST_GROWTH = 1.05
# What may stay when everything is erased and confirmed, of what there was: tombstones, and a ledger's head.
MOST_LEFT = 0.25


def main():
    return bench(__doc__, [Part("state")], judge)


def judge(states):
    rows = [row(f"after {state['after']}", state["total"], "bytes") for state in states]
    total = {state["after"]: state["total"] for state in states}
    records = {state["after"]: state["bytes"]["Records"] for state in states}
    first = records["25 records"] - records["20 provisions"]
    last = records["100 records"] - records["75 records"]
    rows.append(row("a record, of the first quarter", round(first / QUARTER), "bytes"))
    rows.append(row("a record, of the last quarter", round(last / QUARTER), "bytes", "the first", first / QUARTER,
                    at_most=MOST_GROWTH))
    provisions = states[1]["bytes"]["Consent"]
    rows.append(row("a provision, of twenty", round(provisions / 20), "bytes"))
    disclosures = total["50 disclosures, closed"] - total["100 records"]
    rows.append(row("a disclosure, once closed", round(disclosures / 50), "bytes"))
    left = records["all destruction confirmed"]
    rows.append(row("of the records, once all are erased", left, "bytes", "before", records["100 records"],
                    at_most=MOST_LEFT))
    return rows


if __name__ == "__main__":
    sys.exit(main())
