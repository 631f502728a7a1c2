# SPDX-License-Identifier: Apache-2.0
"""How many calls a second a development node takes, each kind beside transfers, remarks and bare signature
verification in the same run; how many blocks requests for decision support take with a hundred of them open, and what a
settled one leaves in the state."""

import math
import sys

from node import Part, bench
from rows import row, within

TRANSFER, REMARK, VERIFICATION = "balances.transfer_keep_alive", "system.remark", "sr25519 verification"
# The least ratio to transfers.
GOALS = {"consent.grant": 1.0}
LEAST_OF_VERIFICATION = 0.25
# The most that a grant in a batch may cost, of what one by itself costs.
MOST_OF_SINGLE = 0.4
# The most blocks from request to receipt, both counted: of half, and of all but one in a hundred. At best they are
# five: the request's, one that passes, that of the draw, that of the seals, that of the reveals.
MOST_BLOCKS = {50: 5, 99: 6}
PARTS = (
    Part("rates", ("--patients", "20", "--each", "5")),
    # Blocks in which everything has room that operators sent for them.
    Part("requests", ("--open", "8", "--count", "24"), block_milliseconds=2000),
)


def main():
    return bench(__doc__, PARTS, lambda rates, requests: [*of_rates(rates), *of_requests(requests)])


def of_rates(figures):
    verified = figures["verified_per_second"]
    kinds = {kind["name"]: kind for kind in figures["kinds"]}
    rows = [row(VERIFICATION, round(verified), "/s")]
    for name, kind in kinds.items():
        rate = round(kind["per_second"], 1)
        if name != TRANSFER:
            transfers = kinds[TRANSFER]["per_second"]
            rows.append(row(f"{name}, beside transfers", rate, "/s", TRANSFER, transfers, at_least=GOALS.get(name)))
        rows.append(row(f"{name}, beside verification", rate, "/s", VERIFICATION, verified,
                        at_least=LEAST_OF_VERIFICATION))
    single, batched = kinds["consent.grant"]["per_second"], kinds["consent.grant in batches"]["per_second"]
    rows.append(row("consent.grant in batches, cost of each", round(1e6 / batched, 1), "us", "consent.grant",
                    1e6 / single, at_most=MOST_OF_SINGLE))
    return rows


def percentile(blocks, part):
    return blocks[math.ceil(len(blocks) * part / 100) - 1]


def of_requests(figures):
    opened, steady, burst = figures["open"], figures["steady"], figures["burst"]
    rows = [within("decision support: requests open at a block's end, at most", steady["most_open"], "", least=opened)]
    name = f"decision support, {opened} open"
    for part, most in MOST_BLOCKS.items():
        rows.append(row(f"{name}, to the receipt, percentile {part}", percentile(steady["receipt"], part), "blocks",
                        "one block", 1, at_most=most))
        for step in ("draw", "seal"):
            rows.append(row(f"{name}, to the {step}, percentile {part}", percentile(steady[step], part), "blocks"))
    rows.append(row(f"{name}, tasks drawn in a block, at most", steady["most_drawn"], ""))
    # What nobody does by chance: so many who ask in the same six seconds.
    for part in MOST_BLOCKS:
        blocks = percentile(burst["receipt"], part)
        rows.append(row(f"{name} at once, to the receipt, percentile {part}", blocks, "blocks"))
    rows.append(row(f"{name} at once, tasks drawn in a block, at most", burst["most_drawn"], ""))
    return [*rows, *of_state(figures["states"], steady["count"] + burst["count"])]


def of_state(states, count):
    """Bytes of each request: of keys and values, what holds money for them too."""
    jobs, closed, over = states
    each = lambda later, earlier: (later - earlier) / count
    rows = [row("a job", round(jobs["total"] / count), "bytes"),
            row("a settled request, closed", round(each(closed["total"], jobs["total"])), "bytes"),
            row("a settled request, the operators' access closed", round(each(over["total"], jobs["total"])), "bytes")]
    for pallet, bytes_then in over["bytes"].items():
        left = each(bytes_then, jobs["bytes"][pallet])
        if round(left, 1):
            rows.append(row(f"  of it: {pallet}", round(left, 1), "bytes"))
    return rows


if __name__ == "__main__":
    sys.exit(main())
